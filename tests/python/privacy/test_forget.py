"""`make forget` on the sample: five people and everything before a day are sealed, and no figure of any mart changes.

One build serves all tests here: the sample's warehouse is copied, sealed and built once more.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from kefu.__main__ import main
from kefu.hash_key import set_hash_key
from kefu.pipeline import land_and_seal
from kefu.privacy.forget import Request, Told, seal_buyer, seal_old
from kefu.privacy.macros import macro
from support import ROOT, SampleBuild, kefu_environment

EXPORTS = ROOT / "exports"
# Rows before this day grow old; the people below have rows on both sides of it.
DAY = date(2024, 3, 5)
LAST = "lemon树134"
# platform -> name; the caller's platform is `other`, his calls belong to the hotline's shop
PEOPLE = {
    "jd": "jd_997a937c991b9",
    "pdd": "pdd74247843869",
    "douyin": "用户2541412288479",
    "other": "19900003030",
    "tmall": LAST,
}
# What these people wrote or were told (kefu.sample.planted), as far as it must be gone with them.
SECRETS = (
    *PEOPLE.values(), "赵测试", "19900000001", "测试路88号", "990000199001010001",
    "钱样例", "19900000004", "样例大道6号", "孙演示，", "19900000007", "演示街6号",
    "李示范", "19900000008", "示范路9号",
)  # fmt: skip
HEX = re.compile("[0-9a-f]{32}|[0-9a-f]{24}")

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Forgetting:
    """A warehouse before and after, and what the command said."""

    before: Path
    after: Path
    output: str


@pytest.fixture(scope="module")
def forgetting(sample_build: SampleBuild, tmp_path_factory: pytest.TempPathFactory) -> Forgetting:
    """Seal what is old first, so that people must be found under their keys too; the last person by the command."""
    after = tmp_path_factory.mktemp("forget") / "warehouse"
    shutil.copytree(sample_build.warehouse, after, symlinks=True)
    seal_old(after, Request(older_than=(date.today() - DAY).days), Told())
    for platform, name in PEOPLE.items():
        if name != LAST:
            assert seal_buyer(after, Request(buyer=name, platform=platform), Told())
    command = ["forget", "--buyer", f" {LAST.upper()} ", "--exports", str(EXPORTS), "--warehouse", str(after)]
    done = subprocess.run(
        [sys.executable, "-m", "kefu", *command],
        cwd=ROOT, env=kefu_environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return Forgetting(sample_build.warehouse, after, done.stdout)


@lru_cache
def marts(warehouse: Path) -> Rows:
    with duckdb.connect(str(warehouse / "kefu.duckdb"), read_only=True) as connection:
        sql = "select table_name from information_schema.tables where table_schema = 'marts'"
        names = connection.execute(sql).fetchall()
        return {name: connection.execute(f'from marts."{name}"').fetchall() for (name,) in names}


@lru_cache
def keys(warehouse: Path) -> set[str]:
    cells = {cell for rows in marts(warehouse).values() for row in rows for cell in row if isinstance(cell, str)}
    return {key for cell in cells for key in HEX.findall(cell)}


def without_keys(rows: list[tuple[Any, ...]], gone: set[str]) -> Counter[tuple[Any, ...]]:
    """Give the rows with the keys that stand on one side only as a mark."""

    def shown(cell: object) -> object:
        return HEX.sub(lambda key: "#" if key[0] in gone else key[0], cell) if isinstance(cell, str) else cell

    return Counter(tuple(map(shown, row)) for row in rows)


def test_every_cell_of_every_mart_is_as_before_but_for_the_keys_of_these_people(forgetting: Forgetting) -> None:
    before, after = marts(forgetting.before), marts(forgetting.after)
    assert before.keys() == after.keys()
    old, new = keys(forgetting.before), keys(forgetting.after)
    lost, gained = old - new, new - old
    # a key for a key: nobody became two customers, no two became one
    assert len(lost) == len(gained) > len(PEOPLE)
    wrong = {
        name: len(rows)
        for name, rows in before.items()
        if name != "dq_build" and without_keys(rows, lost) != without_keys(after[name], gained)
    }
    assert wrong == {}
    assert sum(map(len, before.values())) > 100_000


def test_the_customer_keys_of_these_people_are_in_no_mart(forgetting: Forgetting) -> None:
    with duckdb.connect() as connection:
        set_hash_key(connection, forgetting.before)
        found = {
            connection.execute(f"select {macro('customer_key', '?', 'name')} from (select ? as name)", pair).fetchall()[
                0
            ][0]
            for pair in PEOPLE.items()
        }
    assert found <= keys(forgetting.before)
    assert not found & keys(forgetting.after)


def secrets_in(path: Path) -> set[str]:
    """Give the secrets that a file holds, in any column of any row of any table."""
    if path.suffix not in (".duckdb", ".parquet"):
        text = path.read_bytes().decode("utf-8", "replace")
        return {secret for secret in SECRETS if secret in text}
    found: set[str] = set()
    with duckdb.connect() as connection:
        tables = [f"read_parquet('{path}')"]
        if path.suffix == ".duckdb":
            connection.execute(f"attach '{path}' as scanned (read_only)")
            sql = "select schema_name, table_name from duckdb_tables() where database_name = 'scanned'"
            tables = [f'scanned."{schema}"."{name}"' for schema, name in connection.execute(sql).fetchall()]
        for table in tables:
            sql = f"select distinct unnest(regexp_extract_all(cast(t as varchar), ?)) from {table} as t"
            found |= {row[0] for row in connection.execute(sql, ["|".join(SECRETS)]).fetchall()}
    return found


def places(warehouse: Path) -> set[tuple[str, str]]:
    """Give the secrets that a warehouse holds, each with the file in which it stands."""
    files = [path for path in warehouse.rglob("*") if path.is_file() and not path.is_symlink()]
    return {(path.name, secret) for path in files for secret in secrets_in(path)}


def test_nothing_in_the_warehouse_holds_a_name_a_number_or_a_text(forgetting: Forgetting) -> None:
    assert {secret for _, secret in places(forgetting.before / "landing")} == set(SECRETS)
    assert len(places(forgetting.before)) > len(SECRETS)
    assert places(forgetting.after) == set()


def test_only_the_version_published_anew_is_left(forgetting: Forgetting) -> None:
    versions = [path.name for path in (forgetting.after / "marts").iterdir() if not path.is_symlink()]
    assert versions == [(forgetting.after / "marts" / "current").readlink().name]
    assert not (forgetting.before / "marts" / versions[0]).exists()


def test_the_command_names_the_files_that_still_hold_the_person(forgetting: Forgetting) -> None:
    raw = {
        path.relative_to(EXPORTS).as_posix()
        for path in EXPORTS.rglob("*")
        if path.suffix in (".csv", ".txt")
        and any(LAST.encode(code) in path.read_bytes() for code in ("utf-8", "gb18030"))
    }
    assert len(raw) > 5
    assert all(f"- {name}: " in forgetting.output and f"- {name}：" in forgetting.output for name in raw)
    assert (
        "RAW=delete" in forgetting.output
        and "The figures stay" in forgetting.output
        and "指标不变" in forgetting.output
    )
    assert LAST not in forgetting.output


def landed(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    tables = {}
    for folder in sorted((warehouse / "landing").iterdir()):
        if folder.is_dir() and folder.name not in ("landed_files", "file_rows"):
            files = f"read_parquet('{folder}/*.parquet', union_by_name = true)"
            tables[folder.name] = duckdb.sql(f"select * exclude (landed_at) from {files} order by all").fetchall()
    return tables


def test_a_landing_made_anew_from_the_same_files_is_sealed_in_the_same_way(forgetting: Forgetting) -> None:
    before = landed(forgetting.after)
    shutil.rmtree(forgetting.after / "landing")
    land_and_seal(EXPORTS, forgetting.after, is_quiet=True)
    assert {secret for _, secret in places(forgetting.after / "landing")}.isdisjoint(PEOPLE.values())
    seal_old(forgetting.after, Request(older_than=(date.today() - DAY).days), Told())
    after = landed(forgetting.after)
    assert [name for name in before if before[name] != after[name]] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--buyer", "nobody of that name"), "No landed row"),
        (("--buyer", LAST, "--platform", "京东"), "the name occurs in: tmall tmall-xiaogou"),
        (("--buyer", "小狗旗舰店:小美"), "shop's own people"),
        (("--buyer", "买家"), "word for a role"),
        ((), "BUYER"),
        (("--older-than", "0"), "1 or more"),
        (("--older-than", "soon"), "天数"),
    ],
)
def test_a_request_that_names_nobody_changes_nothing(
    sample_build: SampleBuild, options: tuple[str, ...], said: str
) -> None:
    def state() -> list[tuple[str, int]]:
        return sorted((str(path), path.stat().st_mtime_ns) for path in sample_build.warehouse.rglob("*.parquet"))

    before = state()
    done = CliRunner().invoke(
        main, ["forget", "--exports", str(EXPORTS), "--warehouse", str(sample_build.warehouse), *options]
    )
    assert done.exit_code == 1
    assert said in done.output and re.search("[\u4e00-\u9fff]", done.output)
    assert state() == before
    assert not (sample_build.warehouse / "private" / "forgotten.json").exists()

"""The secret of the customer hashes: made once, kept from others, written nowhere; another one moves no figure."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from kefu.hash_key import ENVIRONMENT, FILE, FOLDER, hash_key, key_warnings, remove_all_but_key, set_hash_key
from kefu.pipeline import dbt
from support import HASH_KEY, SampleBuild

FIGURES = ("kpi_daily", "kpi_monthly")
WITH_CUSTOMERS = ("fct_session", "fct_order")


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT)


@pytest.mark.usefixtures("no_key")
def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = hash_key(tmp_path / "warehouse")
    path = tmp_path / "warehouse" / FOLDER / FILE
    assert len(bytes.fromhex(key)) == 32 and hash_key(tmp_path / "warehouse") == key
    assert hash_key(tmp_path / "other") != key
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir() if entry.name != ".gitignore"] == [FILE]


@pytest.mark.usefixtures("no_key")
def test_makers_at_the_same_moment_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(hash_key, [tmp_path] * 40))) == 1


def test_the_environment_wins_and_writes_nothing(tmp_path: Path) -> None:
    assert hash_key(tmp_path) == HASH_KEY
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_key")
def test_git_ignores_the_key_of_a_warehouse_that_it_does_not_know(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    hash_key(tmp_path / "shop-figures")
    told = subprocess.run(["git", "status", "--short", "-uall"], cwd=tmp_path, capture_output=True, check=True)
    assert told.stdout == b""


@pytest.mark.usefixtures("no_key")
def test_an_emptied_key_file_is_an_error_and_no_key(tmp_path: Path) -> None:
    hash_key(tmp_path)
    (tmp_path / FOLDER / FILE).write_text("\n")
    with pytest.raises(ValueError, match=r"empty.*为空"):
        hash_key(tmp_path)


@pytest.mark.parametrize(("key", "is_named"), [("", False), ("shop-2024", True), (15 * "k", True), (16 * "k", False)])
def test_a_key_that_could_be_guessed_is_named_and_not_shown(
    key: str, is_named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT, key)
    told = [text for message in key_warnings() for text in (message.en, message.zh)]
    assert [f"{len(key)} " in text for text in told] == [True, True] * is_named
    assert not key or key not in "".join(told)


@pytest.mark.usefixtures("no_key")
def test_clean_keeps_the_key_alone(tmp_path: Path) -> None:
    key = hash_key(tmp_path)
    (tmp_path / "landing").mkdir()
    (tmp_path / "build.duckdb").write_bytes(b"")
    remove_all_but_key(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER]
    assert hash_key(tmp_path) == key


def test_a_session_without_the_key_gets_an_error_and_no_hash(sample_build: SampleBuild) -> None:
    query = "select count(customer_key) from staging.stg_tmall__orders"
    with duckdb.connect(str(sample_build.warehouse / "build.duckdb"), read_only=True) as connection:
        with pytest.raises(duckdb.InvalidInputException, match="has no kefu_hash_key"):
            connection.execute(query)
        set_hash_key(connection, sample_build.warehouse)
        assert connection.execute(query).fetchall()[0][0] > 0


def test_another_key_moves_no_figure_and_leaves_no_customer(
    sample_build: SampleBuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("landing", "build.duckdb"):
        copy = shutil.copytree if name == "landing" else shutil.copy2
        copy(sample_build.warehouse / name, tmp_path / name)
    monkeypatch.setenv(ENVIRONMENT, "another-invented-key")
    assert dbt(["run", "--quiet", "-s", *(f"+{name}" for name in (*FIGURES, *WITH_CUSTOMERS))], tmp_path)
    first, second = (
        duckdb.connect(str(warehouse / "build.duckdb"), read_only=True)
        for warehouse in (sample_build.warehouse, tmp_path)
    )
    with first, second:
        for name in FIGURES:
            query = f"select * from marts.{name} order by all"
            rows = first.execute(query).fetchall()
            assert len(rows) > 100 and second.execute(query).fetchall() == rows
        for name in WITH_CUSTOMERS:
            query = f"select distinct customer_key from marts.{name} where customer_key is not null"
            before, after = (set(connection.execute(query).fetchall()) for connection in (first, second))
            assert len(before) > 10 and len(after) == len(before) and not before & after


def test_key_is_read_without_what_reads_files() -> None:
    ask = "import sys, kefu.hash_key; print('kefu.landing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout == "False\n"

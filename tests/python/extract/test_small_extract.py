"""Extracts of a workshop of a few rows: what is written, named, renewed and removed."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from kefu.__main__ import main
from kefu.extract import EXTRACTS, SCOPES, ExtractError, Reader, extract, renew, standing
from kefu.pipeline import remove_leftovers
from kefu.publish import BUILD_NAME, CURRENT, VERSIONS, publish

SCOPE_ROWS = """mart,shop_scope,shop_parent,shop_key,team_scope,team_day,reason_en,reason_zh
dq_build,shared,-,-,shared,-,-,-
dim_shop,shop,-,-,shops_of_team,-,-,-
dim_agent_account,shop,-,-,accounts_of_team,-,-,-
fct_credit,parent,fct_order,order_key,withheld,-,-,-
fct_order,shop,-,-,person_day,sold_date,-,-
rpt_order,shop,-,-,person_month,month_start,-,-
fct_pay,withheld,-,-,withheld,-,-,-
"""
# Anna moves from day to night on 6 March; in the east shop she has an account of each, and the greater name counts.
ACCOUNTS = """
('x', 'north', 'anna1', 'anna', 'day', date '2024-01-01', date '2024-03-05'),
('x', 'north', 'anna1', 'anna', 'night', date '2024-03-06', date '9999-12-31'),
('x', 'north', 'bert1', 'bert', 'night', date '2024-01-01', date '9999-12-31'),
('x', 'east', 'anna2', 'anna', 'day', date '2024-01-01', date '9999-12-31'),
('x', 'east', 'anna3', 'anna', 'night', date '2024-01-01', date '2024-03-31'),
('x', 'north', 'carl1', 'carl', '-', date '2024-01-01', date '9999-12-31')
"""
ORDERS = """
('n1', 'x', 'north', 'anna', date '2024-03-05'), ('n2', 'x', 'north', 'anna', date '2024-03-06'),
('n3', 'x', 'north', 'bert', date '2024-03-05'), ('n4', 'x', 'north', '(silent)', date '2024-03-05'),
('n5', 'x', 'north', 'anna', date '2024-04-02'), ('n6', 'x', 'north', 'carl', date '2024-03-05'),
('e1', 'x', 'east', 'anna', date '2024-03-31'), ('e2', 'x', 'east', 'anna', date '2024-04-01')
"""


def write_build(warehouse: Path, number: int = 1, shops: tuple[str, ...] = ("north", "east")) -> None:
    """Write and publish a workshop of two shops, then take the workshop away."""
    warehouse.mkdir(exist_ok=True)
    with duckdb.connect(str(warehouse / BUILD_NAME)) as connection:
        for statement in (
            "create schema marts",
            f"create table marts.dim_shop as select 'x' as platform, unnest({list(shops)}) as shop_id",
            "create table marts.dim_agent_account as from (values "
            f"{ACCOUNTS}) as t(platform, shop_id, account, agent_id, team, valid_from, valid_to)",
            "create table marts.fct_order as from (values "
            f"{ORDERS}) as t(order_key, platform, shop_id, agent_id, sold_date)",
            "create table marts.fct_credit as select order_key, agent_id from marts.fct_order",
            "create view marts.rpt_order as select *, date_trunc('month', sold_date)::date as month_start"
            " from build.marts.fct_order",
            "create table marts.fct_pay as select 1000 as amount",
            "create table marts.fct_nobody_thought_of as select 'north' as shop_id",
            f"create table marts.dq_build as select 'build{number:03}' as build_id, timestamp '2024-04-30' as built_at",
        ):
            connection.execute(statement)
    publish(warehouse)
    (warehouse / BUILD_NAME).unlink()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project" / SCOPES
    path.parent.mkdir(parents=True)
    path.write_text(SCOPE_ROWS, encoding="utf-8")
    return tmp_path / "project"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    write_build(tmp_path / "ware'house")
    return tmp_path / "ware'house"


def orders(path: Path, table: str = "fct_order") -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(f"select order_key from marts.{table} order by all").fetchall()
    return " ".join(key for (key,) in rows)


def build_id(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        (row,) = connection.execute("select build_id from marts.dq_build").fetchall()
    return row[0]


def test_a_shop_gets_its_rows_and_what_hangs_on_them(warehouse: Path, project: Path) -> None:
    path = extract(warehouse, Reader("shop", "north"), project)
    assert path == warehouse / EXTRACTS / "shop-north" / "kefu.duckdb"
    assert orders(path) == orders(path, "fct_credit") == orders(path, "rpt_order") == "n1 n2 n3 n4 n5 n6"
    twin = path.parent / VERSIONS / CURRENT
    assert sorted(file.name for file in twin.iterdir()) == [
        "dim_agent_account.parquet", "dim_shop.parquet", "dq_build.parquet", "fct_credit.parquet",
        "fct_order.parquet", "kefu.duckdb", "rpt_order.parquet",
    ]  # fmt: skip
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("select * from duckdb_views() where not internal").fetchall() == []


def test_a_team_gets_its_persons_in_their_days(warehouse: Path, project: Path) -> None:
    """By hand: n1 was sold while Anna was in day, n2 and n5 after; e1 while her night account counted, e2 later.

    March of Anna in north and in east is in no month of a team; April is; n3 is Bert's, n4 and n6 nobody's.
    """
    day, night = (extract(warehouse, Reader("team", team), project) for team in ("day", "night"))
    assert orders(day) == "e2 n1"
    assert orders(night) == "e1 n2 n3 n5"
    assert orders(day, "rpt_order") == "e2"
    assert orders(night, "rpt_order") == "n3 n5"


def test_an_extract_is_renewed_with_the_next_build_and_with_other_rules(warehouse: Path, project: Path) -> None:
    path = extract(warehouse, Reader("shop", "north"), project)
    write_build(warehouse, 2)
    assert build_id(path) == "build001"
    assert renew(warehouse, project) == []
    assert build_id(path) == build_id(warehouse / "kefu.duckdb") == "build002"
    extract(warehouse, Reader("team", "night"), project)
    (project / SCOPES).write_text(
        SCOPE_ROWS.replace("fct_order,shop,-,-,person_day", "fct_order,shop,-,-,withheld"), encoding="utf-8"
    )
    night = extract(warehouse, Reader("team", "night"), project)
    assert not (night.parent / VERSIONS / CURRENT / "fct_order.parquet").exists()


def test_an_extract_that_cannot_be_renewed_is_removed_and_told(warehouse: Path, project: Path) -> None:
    for name in ("north", "east"):
        extract(warehouse, Reader("shop", name), project)
    write_build(warehouse, 2, shops=("north",))
    (told,) = renew(warehouse, project)
    assert told.en.startswith("shop-east: ")
    assert told.zh.startswith("shop-east：")
    assert standing(warehouse) == [Reader("shop", "north")]


@pytest.mark.skipif(os.name == "nt", reason="needs modes of files")
def test_an_extract_is_closed_until_its_owner_opens_it(warehouse: Path, project: Path) -> None:
    folder = extract(warehouse, Reader("shop", "north"), project).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o750)
    write_build(warehouse, 2)
    renew(warehouse, project)
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_name_that_no_folder_can_have_is_kept(warehouse: Path) -> None:
    reader = Reader("team", "a/b%2F: 夜班.")
    folder = reader.folder(warehouse)
    assert folder.name == "team-a%2Fb%252F%3A 夜班%2E"
    folder.mkdir(parents=True)
    assert standing(warehouse) == [reader]
    assert Reader("shop", "../..").folder(warehouse).parent == warehouse / EXTRACTS


def test_what_a_killed_extract_left_goes(warehouse: Path, project: Path) -> None:
    path = extract(warehouse, Reader("shop", "north"), project)
    (path.parent / VERSIONS / ".draft").mkdir()
    extract(warehouse, Reader("shop", "north"), project)
    assert not list((path.parent / VERSIONS).glob(".*"))
    (path.parent / VERSIONS / ".draft").mkdir()
    remove_leftovers(warehouse)
    assert not list((path.parent / VERSIONS).glob(".*"))
    assert orders(path) == "n1 n2 n3 n4 n5 n6"


def test_unknown_names_are_told_with_those_that_are_known(warehouse: Path, project: Path) -> None:
    with pytest.raises(ExtractError, match=r"'west' is no shop .*: east, north.*没有店铺“west”.*east、north"):
        extract(warehouse, Reader("shop", "west"), project)
    with pytest.raises(ExtractError, match=r"'-' is no team .*: day, night"):
        extract(warehouse, Reader("team", "-"), project)
    assert standing(warehouse) == []
    with pytest.raises(ExtractError, match="holds no published marts"):
        extract(warehouse / "empty", Reader("shop", "north"), project)


@pytest.mark.parametrize(
    ("before", "after"),
    [("sold_date", "sold_day"), ("fct_pay,withheld", "fct_gone,shared"), ("fct_pay,withheld", "fct_gone,all")],
)
def test_a_rule_that_does_not_fit_is_told_and_leaves_what_was_there(
    warehouse: Path, project: Path, before: str, after: str
) -> None:
    reader = Reader("team" if before == "sold_date" else "shop", "night" if before == "sold_date" else "north")
    path = extract(warehouse, reader, project)
    (project / SCOPES).write_text(SCOPE_ROWS.replace(before, after), encoding="utf-8")
    with pytest.raises(ExtractError, match=r"ref_extract_scopes.csv: the row of fct_(order|gone) does not fit.*不符"):
        extract(warehouse, reader, project)
    assert build_id(path) == "build001"


def test_the_command_takes_one_name_and_says_what_is_wrong(warehouse: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["extract", "--warehouse", str(warehouse), *arguments])
        assert done.exit_code != 0
        return done.output

    assert "either a shop or a team" in run()
    assert "either a shop or a team" in run("--shop", "north", "--team", "day")
    assert "Known: east, north" in run("--shop", "west")

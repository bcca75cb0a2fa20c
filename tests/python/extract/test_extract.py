"""Extracts of the sample: every shop's and every team's rows, no other's, each as it was published."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kefu.extract import SCOPES, Reader, extract
from kefu.publish import CURRENT, VERSIONS, quoted
from support import ROOT, SampleBuild

SHOPS = ("douyin-xiaogou", "hotline-xiaogou", "jd-xiaogou", "pdd-xiaogou", "service-desk", "tmall-xiaogou")
# The teams with persons; robots and the owner's account have names of teams of their own.
TEAMS = ("京东组", "售前一组", "售后组", "抖音组", "热线组")
TABLES = "select table_name from duckdb_tables() where database_name = '{}' and schema_name = 'marts' order by all"


def scopes() -> dict[str, dict[str, str]]:
    with (ROOT / SCOPES).open(encoding="utf-8", newline="") as handle:
        return {row["mart"]: row for row in csv.DictReader(handle)}


@pytest.fixture(scope="module")
def extracts(sample_build: SampleBuild) -> dict[str, Path]:
    """Write an extract for every shop and team of the sample."""
    readers = [Reader("shop", name) for name in SHOPS] + [Reader("team", name) for name in TEAMS]
    return {reader.name: extract(sample_build.warehouse, reader, ROOT) for reader in readers}


@pytest.fixture
def all_of_it(extracts: dict[str, Path], sample_build: SampleBuild) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open what was published as `published` and every extract under the name of its shop or team."""
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(sample_build.warehouse / 'kefu.duckdb')} as published (read_only)")
        for name, path in extracts.items():
            connection.execute(f'attach {quoted(path)} as "{name}" (read_only)')
        yield connection


def names(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    return [name for (name,) in connection.execute(TABLES.format(database)).fetchall()]


def count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    (row,) = connection.execute(f"select count(*) from ({query})").fetchall()
    return row[0]


def test_all_shops_together_give_back_every_row(all_of_it: duckdb.DuckDBPyConnection) -> None:
    """Row by row and as often; only what was told above the shop folders belongs to no shop."""
    wrong, compared = {}, 0
    for mart, row in scopes().items():
        if row["shop_scope"] in ("shared", "withheld"):
            continue
        together = " union all ".join(f'select * from "{shop}".marts.{mart}' for shop in SHOPS)
        published = f"select * from published.marts.{mart}"
        if row["shop_scope"] == "shop":
            published += f" where shop_id in {SHOPS}"
        lost = count(all_of_it, f"({published}) except all ({together})")
        added = count(all_of_it, f"({together}) except all ({published})")
        compared += count(all_of_it, together)
        if lost or added:
            wrong[mart] = (lost, added)
    assert wrong == {}
    assert compared > 300_000
    # the rest: what stands above the shop folders
    rest = f"select * from published.marts.dq_file where shop_id not in {SHOPS}"
    assert count(all_of_it, rest) == count(all_of_it, f"{rest} and shop_id = 'default'") > 0


def test_every_row_of_a_team_is_a_published_row(all_of_it: duckdb.DuckDBPyConnection) -> None:
    wrong = []
    for team in TEAMS:
        tables = names(all_of_it, team)
        assert len(tables) > 50
        for table in tables:
            rows = f'select * from "{team}".marts.{table}'
            if count(all_of_it, f"{rows} except all select * from published.marts.{table}"):
                wrong.append((team, table))
    assert wrong == []


def test_what_is_shared_is_whole_in_every_extract(all_of_it: duckdb.DuckDBPyConnection) -> None:
    for name in (*SHOPS, *TEAMS):
        for mart in (mart for mart, row in scopes().items() if row["shop_scope"] == "shared"):
            whole = f"select * from published.marts.{mart}"
            assert count(all_of_it, f'({whole}) except all (select * from "{name}".marts.{mart})') == 0


def others(connection: duckdb.DuckDBPyConnection, condition: str) -> set[str]:
    """Return shops, accounts, ids and names that occur only with rows of the roster for which `condition` fails."""
    told = set()
    for column in ("account", "agent_id", "agent_name", "shop_id"):
        query = f"select distinct {column} from published.marts.dim_agent_account where {{}} {condition}"
        inside, outside = (
            {value for (value,) in connection.execute(query.format(word)).fetchall()} for word in ("", "not")
        )
        told |= outside - inside
    return told


@pytest.mark.parametrize("name", [*SHOPS, *TEAMS])
def test_an_extract_names_nobody_else(
    all_of_it: duckdb.DuckDBPyConnection, extracts: dict[str, Path], name: str
) -> None:
    """Neither in a value of the database or its twin, which are packed in the files, nor in the bytes of the files."""
    column = "shop_id" if name in SHOPS else "team"
    foreign = others(all_of_it, f"({column} = '{name}')")
    # an account is sometimes the beginning of another one, and a name a part of another one
    own = {
        value
        for (value,) in all_of_it.execute(
            f"select unnest([account, agent_name]) from published.marts.dim_agent_account where {column} = '{name}'"
        ).fetchall()
    }
    # and one such as 201 may stand in any number
    foreign = {word for word in foreign if not word.isdigit() and not any(word in value for value in own)}
    assert len(foreign) > 10
    folder = extracts[name].parent / VERSIONS / CURRENT
    relations = [f'"{name}".marts.{table}' for table in names(all_of_it, name)]
    relations += [f"read_parquet({quoted(file)})" for file in folder.glob("*.parquet")]
    assert len(relations) > 100
    pattern = "|".join(map(re.escape, sorted(foreign)))
    found = [
        relation
        for relation in relations
        if count(all_of_it, f"select 1 from {relation} as mart where regexp_matches(mart::varchar, '{pattern}')")
    ]
    assert found == []
    for path in folder.iterdir():
        content = path.read_bytes()
        assert [word for word in foreign if len(word.encode()) > 5 and word.encode() in content] == []


def test_database_and_twin_of_an_extract_agree(all_of_it: duckdb.DuckDBPyConnection, extracts: dict[str, Path]) -> None:
    for name in ("jd-xiaogou", "售后组"):
        folder = extracts[name].parent / VERSIONS / CURRENT
        tables = names(all_of_it, name)
        assert sorted(path.stem for path in folder.glob("*.parquet")) == tables
        for table in tables:
            twin = f"select * from read_parquet({quoted(folder / f'{table}.parquet')})"
            rows = f'select * from "{name}".marts.{table}'
            assert count(all_of_it, f"({rows}) except all ({twin})") == 0
            assert count(all_of_it, twin) == count(all_of_it, rows)


def test_a_move_between_teams_parts_the_days_of_a_person(all_of_it: duckdb.DuckDBPyConnection) -> None:
    """A003 went from 售前一组 to 售后组 on 6 March; A001 is in 京东组 at one shop and in 售前一组 at two others."""

    def days(team: str, person: str, column: str) -> list[str]:
        query = f"""select distinct cast({column} as varchar) from "{team}".marts.fct_session_unit
            where agent_id = '{person}' order by all"""
        return [value for (value,) in all_of_it.execute(query).fetchall()]

    assert max(days("售前一组", "A003", "business_date")) == "2024-03-05"
    assert min(days("售后组", "A003", "business_date")) == "2024-03-06"
    parts = " union all ".join(
        f"select * from \"{team}\".marts.kpi_daily where agent_id = 'A003'" for team in ("售前一组", "售后组")
    )
    whole = "select * from published.marts.kpi_daily where agent_id = 'A003'"
    assert count(all_of_it, f"({whole}) except all ({parts})") == 0
    assert count(all_of_it, parts) == count(all_of_it, whole) > 0
    assert [days(team, "A001", "shop_id") for team in ("京东组", "售前一组")] == [
        ["jd-xiaogou"], ["pdd-xiaogou", "tmall-xiaogou"],
    ]  # fmt: skip
    for team in TEAMS:
        for mart in ("kpi_monthly", "rpt_agent_monthly"):
            assert count(all_of_it, f"select * from \"{team}\".marts.{mart} where agent_id = 'A003'") == 0
    assert count(all_of_it, "select * from \"售后组\".marts.kpi_monthly where agent_id = 'A004'") > 0


def test_the_days_of_a_team_add_up_to_the_figures_of_the_team(all_of_it: duckdb.DuckDBPyConnection) -> None:
    """Another path to the same number: the published figure of a team is made of day totals, not of extracts."""
    for team in TEAMS:
        query = f"""
            with days as (
                select daily.platform, daily.kpi_id, date_trunc('month', daily.date_day)::date as month_start,
                    sum(daily.numerator) as amount
                from "{team}".marts.kpi_daily as daily
                inner join "{team}".marts.dim_shop as shops
                    on daily.shop_id = shops.shop_id and daily.platform = shops.platform
                    and daily.definition_set = shops.definition_set
                where daily.kpi_id in ('agent_messages', 'sales_amount') and daily.segment = '(all)'
                group by all
            )
            select figures.kpi_id, figures.platform_scope, figures.numerator, days.amount
            from "{team}".marts.kpi_together_monthly as figures
            left join days
                on figures.kpi_id = days.kpi_id and figures.platform_scope = days.platform
                and figures.month_start = days.month_start
            where figures.kpi_id in ('agent_messages', 'sales_amount') and figures.definition_set = '(own)'
                and figures.segment = '(all)' and figures.refusal_reason is null and figures.platform_scope <> '(all)'
        """
        rows = all_of_it.execute(query).fetchall()
        assert rows or team == "热线组"
        assert [row for row in rows if row[2] != row[3]] == []

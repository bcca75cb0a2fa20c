"""A relation is replaced in one statement: it keeps its contract, changes its kind, and obeys its hooks."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from mini_project import mini_project, write

from kefu.pipeline import BuildError, build
from kefu.publish import BUILD_NAME

CONTRACT = """version: 2
models:
  - name: fct_limit
    config: {{contract: {{enforced: true}}, materialized: {kind}}}
    columns:
      - {{name: limit_name, data_type: varchar}}
      - {{name: limit_count, data_type: integer}}
"""
# a view of the marts reads marts alone
GOOD = "select 'a' as limit_name, cast(count_messages as integer) as limit_count from {{ ref('kpi_messages') }}"
BREACHES = {
    "another type": (
        "select limit_name, cast(limit_count as bigint) as limit_count from {{ ref('limits') }}",
        "BIGINT",
    ),
    "one too many": ("select limit_name, limit_count, 1 as more from {{ ref('limits') }}", "more"),
    "one too few": ("select limit_name from {{ ref('limits') }}", "limit_count"),
}


def project_of(folder: Path, sql: str, kind: str = "table") -> Path:
    files = {"models/marts/fct_limit.sql": sql, "models/marts/_limit.yml": CONTRACT.format(kind=kind)}
    return mini_project(folder, files)


def ask(warehouse: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(warehouse / BUILD_NAME), read_only=True) as connection:
        return connection.execute(query).fetchall()


KIND = "select table_type from information_schema.tables where table_name = 'fct_limit'"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("kind", ["table", "view"])
@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_of_a_contract_is_told_and_does_not_stay(
    tmp_path: Path, exports: Path, breach: str, kind: str
) -> None:
    sql, named = BREACHES[breach]
    warehouse = tmp_path / "warehouse"
    project = project_of(tmp_path / "project", sql, kind)
    with pytest.raises(BuildError, match=r"fct_limit .*enforced contract") as failed:
        build(exports, warehouse, project, is_quiet=True)
    assert named in str(failed.value)
    assert ask(warehouse, KIND) == []


def test_a_table_has_the_order_of_its_contract(tmp_path: Path, exports: Path) -> None:
    sql = "select limit_count, limit_name from {{ ref('limits') }}"
    build(exports, tmp_path / "warehouse", project_of(tmp_path / "project", sql), is_quiet=True)
    assert ask(tmp_path / "warehouse", "from marts.fct_limit") == [("messages", 10)]


def test_a_model_may_change_its_kind(tmp_path: Path, exports: Path) -> None:
    warehouse, project = tmp_path / "warehouse", project_of(tmp_path / "project", GOOD)
    for kind, found in (("table", "BASE TABLE"), ("view", "VIEW"), ("table", "BASE TABLE")):
        write(project / "models/marts/_limit.yml", CONTRACT.format(kind=kind))
        build(exports, warehouse, project, is_quiet=True)
        assert ask(warehouse, KIND) == [(found,)]


def test_hooks_run_around_the_statement(tmp_path: Path, exports: Path) -> None:
    config = (
        '{{ config(pre_hook="create schema if not exists before; create or replace table before.n as select 2 as n",'
        " post_hook='create or replace table before.m as select count(*) as n from {{ this }}') }}\n"
    )
    sql = config + "select limit_name, limit_count * n as limit_count from {{ ref('limits') }}, before.n"
    build(exports, tmp_path / "warehouse", project_of(tmp_path / "project", sql), is_quiet=True)
    assert ask(tmp_path / "warehouse", "select limit_count, m.n from marts.fct_limit, before.m") == [(20, 1)]


def test_what_the_rule_files_were_checked_for_is_not_checked_again(
    tmp_path: Path, exports: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    seeds = (
        "version: 2\nseeds:\n  - name: limits\n"
        "    config: {column_types: {limit_name: varchar, limit_count: integer}}\n"
        "    columns: [{name: limit_name, data_tests: [unique]}]\n"
    )
    project = mini_project(tmp_path / "project", {"seeds/_seeds.yml": seeds})
    write(
        project / "models/marts/_messages.yml",
        "version: 2\nmodels:\n  - name: kpi_messages\n    columns:\n"
        "      - {name: count_messages, data_tests: [not_null]}\n",
    )
    build(exports, tmp_path / "warehouse", project)
    # the key of the build's own row is a check of the data as well
    before = capfd.readouterr().err
    write(project / "seeds/limits.csv", "limit_name,limit_count\nmessages,10\nmessages,11\n")
    with pytest.raises(BuildError, match=r"no model has run[\s\S]*limits.limit_name stands more than once: 1 row"):
        build(exports, tmp_path / "warehouse", project)
    write(project / "seeds/limits.csv", "limit_name,limit_count\nmessages,10\n")
    write(project / "seeds/_seeds.yml", seeds.replace(", data_tests: [unique]", ""))
    build(exports, tmp_path / "warehouse", project)
    after = capfd.readouterr().err
    assert checks(before) == checks(after) > 0


def checks(told: str) -> int:
    return int(" ".join(told.split()).split("checking ")[-1].split()[0])

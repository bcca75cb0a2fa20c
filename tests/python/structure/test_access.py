"""Who may read which model: groups and access levels of dbt's manifest."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from kefu.extract import SCOPES
from support import ROOT, copy_project, kefu_environment


def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


def run_dbt(project: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt on a project, with warehouse and target in `folder`."""
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    flags = ["--no-version-check", "--log-level-file", "none", "-q", "--target-path", str(folder / "target")]
    return subprocess.run(
        [program, *arguments, *flags],
        cwd=project,
        env=kefu_environment() | {"KEFU_WAREHOUSE": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def readers(manifest: dict[str, Any]) -> dict[str, set[str]]:
    """The groups of the models that read each model, by its name."""
    nodes = models(manifest)
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes.values():
        for parent in node["depends_on"]["nodes"]:
            if parent in nodes:
                found[nodes[parent]["name"]].add(node["group"])
    return found


def opened(folders: dict[str, Any]) -> set[str]:
    """The models that dbt_project.yml opens to other groups by their names."""
    found = set()
    for name, config in folders.items():
        if isinstance(config, dict):
            found |= {name} if config.get("+access") == "protected" and name.startswith("int_") else opened(config)
    return found


def test_every_mart_is_public_and_nothing_else_is(manifest: dict[str, Any]) -> None:
    public = {node["name"] for node in models(manifest).values() if node["access"] == "public"}
    marts = {node["name"] for node in models(manifest).values() if node["path"].startswith("marts/")}
    assert len(marts) > 100
    assert public == marts


def test_every_model_has_a_group_whose_owner_is_named(manifest: dict[str, Any]) -> None:
    groups = {group["name"]: group["owner"]["name"] for group in manifest["groups"].values()}
    assert {node["name"] for node in models(manifest).values() if node["group"] not in groups} == set()
    assert set(groups) == {node["group"] for node in models(manifest).values()}
    assert all(groups.values())


def test_a_folder_stands_in_one_group(manifest: dict[str, Any]) -> None:
    groups = defaultdict(set)
    for node in models(manifest).values():
        groups[Path(node["path"]).parent].add(node["group"])
    assert {folder: found for folder, found in groups.items() if len(found) > 1} == {}


def test_private_models_are_read_in_their_group_alone(manifest: dict[str, Any]) -> None:
    found = readers(manifest)
    private = {node["name"]: node["group"] for node in models(manifest).values() if node["access"] == "private"}
    assert len(private) > 100
    assert {name for name, group in private.items() if not found[name] <= {group}} == set()


def test_models_that_are_opened_by_name_are_read_by_another_group(manifest: dict[str, Any]) -> None:
    folders = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["models"]["kefu"]
    groups = {node["name"]: node["group"] for node in models(manifest).values()}
    found = readers(manifest)
    names = opened(folders)
    assert len(names) > 15
    assert {name for name in names if name not in groups or not found[name] - {groups[name]}} == set()


@pytest.mark.parametrize(
    ("folder", "private"),
    [("marts/service", "int_orders__rule_credits"), ("intermediate/orders", "stg_jd__messages")],
)
def test_dbt_refuses_a_model_that_reads_what_is_private_elsewhere(tmp_path: Path, folder: str, private: str) -> None:
    project = copy_project(tmp_path / "project")
    (project / "models" / folder / "fct_spy.sql").write_text(
        f"-- grain: none\nselect count(*) as n from {{{{ ref('{private}') }}}}\n", encoding="utf-8"
    )
    done = run_dbt(project, tmp_path, "parse")
    assert done.returncode != 0
    assert f"{private}, which is not allowed because the referenced node is private" in done.stdout + done.stderr


READERS, MANAGERS, PAYROLL = "kefu_reader", "kefu_manager", "kefu_payroll"
# Scales of schemes hold amounts too, of rules and not of people.
AMOUNT = re.compile(r"(\w+_)?amount(_\w+)?")
# A grant is printed instead of run: the engine of this project has no roles.
OPERATION = """
{% macro default__call_dcl_statements(statements) %}
    {% for statement in statements %}{% do print(statement | trim) %}{% endfor %}
{% endmacro %}
{% macro print_grants(names, is_dispatched) %}
    {% for node in graph.nodes.values() if node.name in names %}
        {% set relation = api.Relation.create(database='lake', schema=node.schema, identifier=node.name) %}
        {% set apply = apply_grants if is_dispatched else default__apply_grants %}
        {% do apply(relation, node.config.grants, should_revoke=False) %}
    {% endfor %}
{% endmacro %}
"""


def selecting(node: dict[str, Any]) -> list[str]:
    return node["config"]["grants"].get("select", [])


def test_marts_are_granted_to_roles_and_nothing_else_is(manifest: dict[str, Any]) -> None:
    wrong = {
        node["name"]: node["config"]["grants"]
        for node in models(manifest).values()
        if (PAYROLL in selecting(node)) != node["path"].startswith("marts/")
        or set(node["config"]["grants"]) - {"select"}
    }
    assert wrong == {}


def test_pay_of_people_is_for_the_payroll_alone_and_scores_are_not_for_all(manifest: dict[str, Any]) -> None:
    appraisal = [node for node in models(manifest).values() if node["path"].startswith("marts/appraisal/appraisal_")]
    pay = [node for node in appraisal if any(map(AMOUNT.fullmatch, node["columns"]))]
    assert len(pay) > 3
    assert {node["name"]: selecting(node) for node in pay if selecting(node) != [PAYROLL]} == {}
    assert {node["name"] for node in appraisal if READERS in selecting(node)} == set()
    assert {node["name"] for node in models(manifest).values() if selecting(node) == [MANAGERS]} == set()


def test_grants_are_written_where_there_are_roles_and_nowhere_else(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "project")
    (project / "macros/print_grants.sql").write_text(OPERATION, encoding="utf-8")
    names = "names: [kpi_daily, appraisal_total, appraisal_statement, int_kpi__rules]"

    def printed(has_roles: bool, is_dispatched: bool) -> list[str]:
        arguments = f"{{{names}, is_dispatched: {is_dispatched}}}"
        variables = f"{{has_roles: {has_roles}}}"
        done = run_dbt(project, tmp_path, "run-operation", "print_grants", "--args", arguments, "--vars", variables)
        assert done.returncode == 0, done.stdout
        return sorted(line for line in done.stdout.splitlines() if "grant" in line.lower())

    assert printed(has_roles=True, is_dispatched=False) == [
        'grant select on "lake"."marts"."appraisal_statement" to kefu_payroll',
        'grant select on "lake"."marts"."appraisal_total" to kefu_manager, kefu_payroll',
        'grant select on "lake"."marts"."kpi_daily" to kefu_reader, kefu_manager, kefu_payroll',
    ]
    assert printed(has_roles=False, is_dispatched=False) == []
    # this engine: neither a statement nor a warning
    assert printed(has_roles=True, is_dispatched=True) == []


def test_every_mart_says_what_an_extract_may_hold_of_it(manifest: dict[str, Any]) -> None:
    columns = {node["name"]: set(node["columns"]) for node in models(manifest).values() if node["access"] == "public"}
    with (ROOT / SCOPES).open(encoding="utf-8", newline="") as handle:
        rows = {row["mart"]: row for row in csv.DictReader(handle)}
    assert set(rows) == set(columns)
    needed = {"shop": {"shop_id"}, "shops_of_team": {"platform", "shop_id"}, "accounts_of_team": {"team"}}
    needed |= {"figures_of_team": {"member_kind", "member_id"}}
    needed |= {scope: {"platform", "shop_id", "agent_id"} for scope in ("person_day", "person_month")}
    for mart, row in rows.items():
        wanted = needed.get(row["shop_scope"], set()) | needed.get(row["team_scope"], set())
        wanted |= {row["team_day"]} if row["team_scope"].startswith("person_") else set()
        if row["shop_scope"] == "parent":
            wanted |= {row["shop_key"]}
            assert row["shop_key"] in columns[row["shop_parent"]], mart
            assert rows[row["shop_parent"]]["shop_scope"] == "shop", mart
        assert wanted <= columns[mart], mart


def test_what_extracts_share_names_neither_shop_nor_person(manifest: dict[str, Any]) -> None:
    columns = {node["name"]: set(node["columns"]) for node in models(manifest).values()}
    with (ROOT / SCOPES).open(encoding="utf-8", newline="") as handle:
        shared = {row["mart"] for row in csv.DictReader(handle) if "shared" in (row["shop_scope"], row["team_scope"])}
    assert len(shared) >= 3
    assert {mart for mart in shared if columns[mart] & {"shop_id", "agent_id", "team", "source_file"}} == set()


def test_pay_scores_and_what_only_payroll_may_select_are_in_no_extract(manifest: dict[str, Any]) -> None:
    granted = {node["name"]: selecting(node) for node in models(manifest).values()}
    with (ROOT / SCOPES).open(encoding="utf-8", newline="") as handle:
        given = {
            row["mart"] for row in csv.DictReader(handle) if {row["shop_scope"], row["team_scope"]} != {"withheld"}
        }
    assert {mart for mart in given if READERS not in granted[mart]} == set()

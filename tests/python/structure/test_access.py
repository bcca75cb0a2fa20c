"""Who may read which model: groups and access levels of dbt's manifest."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from support import ROOT, copy_project, kefu_environment


def models(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"}


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
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    done = subprocess.run(
        [
            program,
            "parse",
            "--no-version-check",
            "--log-level-file",
            "none",
            "-q",
            "--target-path",
            str(tmp_path / "t"),
        ],
        cwd=project,
        env=kefu_environment() | {"KEFU_WAREHOUSE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"{private}, which is not allowed because the referenced node is private" in done.stdout + done.stderr

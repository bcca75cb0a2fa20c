"""A dbt project with as many models and tests as this one, all of them empty."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.measure import ROOT

NAME = "hollow"
TEST = "{% test hollow(model) %}\nselect 1 from {{ model }} where false\n{% endtest %}\n"


def counts() -> tuple[Counter[str], int]:
    """Give how many models of each materialization and how many data tests this project has."""
    with tempfile.TemporaryDirectory() as target:
        flags = ["--write-json", "--no-partial-parse", "--quiet", "--log-level-file", "none", "--no-version-check"]
        dbt = str(Path(sys.executable).with_name("dbt"))
        subprocess.run([dbt, "parse", *flags, "--target-path", target], cwd=ROOT, check=True)
        manifest = json.loads((Path(target) / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"].values()
    models = Counter(node["config"]["materialized"] for node in nodes if node["resource_type"] == "model")
    return models, sum(node["resource_type"] == "test" for node in nodes)


def write_project(folder: Path) -> str:
    """Write the project with this one's settings; give a sentence that counts what is in it."""
    models, tests = counts()
    (folder / "models").mkdir(parents=True)
    (folder / "tests" / "generic").mkdir(parents=True)
    (folder / "tests" / "generic" / "hollow.sql").write_text(TEST, encoding="utf-8")
    profile = (ROOT / "profiles.yml").read_text(encoding="utf-8")
    # the settings of this project's profile, with a database beside the hollow models
    lines = profile.replace("kefu:", f"{NAME}:", 1).splitlines()
    lines = [f"      path: '{folder / 'build.duckdb'}'" if "path:" in line else line for line in lines]
    (folder / "profiles.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    project = f"name: {NAME}\nversion: 0.1.0\nprofile: {NAME}\nflags: {{send_anonymous_usage_stats: false}}\n"
    (folder / "dbt_project.yml").write_text(project, encoding="utf-8")
    names = []
    for materialized, count in models.items():
        kind = "view" if materialized == "view" else "table"
        for number in range(count):
            name = f"{materialized}_{number}"
            sql = f"{{{{ config(materialized='{kind}') }}}}\nselect 1 as nothing where false\n"
            (folder / "models" / f"{name}.sql").write_text(sql, encoding="utf-8")
            names.append(name)
    listed = [{"name": name, "data_tests": []} for name in names]
    for number in range(tests):
        again = number // len(names)
        listed[number % len(names)]["data_tests"].append({"hollow": {"name": f"hollow_{number}_{again}"}})
    (folder / "models" / "models.yml").write_text(json.dumps({"version": 2, "models": listed}), encoding="utf-8")
    return f"{models.total()} empty models ({dict(models)}) and {tests} empty tests"

"""What several test modules share: the project's root and a build of the sample."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The secret of all builds of the tests, so that warehouses can be compared; conftest.py puts it into the environment.
HASH_KEY = "invented-key-of-the-tests-7f3e9b"


def kefu_environment() -> dict[str, str]:
    """Return the environment in which the package runs from its sources, as run.py sets it."""
    return os.environ | {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


def copy_project(target: Path, rules: Iterable[str] = (), seed_rows: Mapping[str, Iterable[str]] | None = None) -> Path:
    """Copy the dbt project to `target` with more rows in its rule seed and in the seeds named, and return it.

    Unit tests stay behind: they bring their own rows and run with the build of the sample.
    """
    for name in ("models", "seeds", "macros", "docs", "tests/assertions"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("_*unit_tests.yml"))
    for name in ("dbt_project.yml", "profiles.yml"):
        shutil.copy2(ROOT / name, target / name)
    for name, rows in {"kpi_rules": rules, **(seed_rows or {})}.items():
        (path,) = target.glob(f"seeds/*/{name}.csv")
        with path.open("a", encoding="utf-8", newline="") as seed:
            seed.writelines(f"{row}\n" for row in rows)
    return target


@dataclass(frozen=True)
class SampleBuild:
    """One warehouse into which the sample was built, and what the command printed."""

    warehouse: Path
    output: str

    def build_command(self) -> list[str]:
        return [
            sys.executable, "-m", "kefu", "build",
            "--exports", str(ROOT / "exports"), "--warehouse", str(self.warehouse), "--code-checks",
        ]  # fmt: skip

    def run(self) -> str:
        done = subprocess.run(
            self.build_command(),
            cwd=ROOT,
            env=kefu_environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout + done.stderr

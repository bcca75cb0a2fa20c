"""The main job: land the exports, run dbt, publish the marts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from kefu.landing import LandingSummary, land
from kefu.publish import publish

ROOT = Path(__file__).resolve().parents[2]


class BuildError(RuntimeError):
    """dbt found something wrong; nothing was published."""


@dataclass(frozen=True)
class BuildOutcome:
    """What a build leaves behind."""

    landing: LandingSummary
    published: Path


def dbt(arguments: list[str], warehouse: Path, project: Path = ROOT) -> bool:
    """Run dbt on `project` with `warehouse` as its warehouse and return whether it succeeded.

    dbt runs in a process of its own, because it keeps the build's database open until it ends.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    program = shutil.which("dbt", path=str(Path(sys.executable).parent)) or "dbt"
    flags = [
        "--project-dir",
        str(project),
        "--profiles-dir",
        str(project),
        "--log-level-file",
        "none",
        "--no-version-check",
    ]
    environment = os.environ | {"KEFU_WAREHOUSE": str(warehouse.resolve())}
    return subprocess.run([program, *arguments, *flags], env=environment, cwd=project, check=False).returncode == 0


def build(
    exports: Path, warehouse: Path, project: Path = ROOT, variables: str | None = None, is_quiet: bool = False
) -> BuildOutcome:
    """Land everything below `exports`, build every model with its tests, and publish the marts.

    `variables` is passed to dbt's --vars. Raises BuildError when a model or test failed; the marts published before
    stay as they were.
    """
    summary = land(exports, warehouse, is_quiet=is_quiet)
    # unit tests prove the models, not the data: they run with `kefu test`
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    if variables:
        arguments += ["--vars", variables]
    if is_quiet:
        arguments += ["--quiet"]
    if not dbt(arguments, warehouse, project):
        raise BuildError(
            "dbt reported errors (see above): nothing was published, the last published marts are unchanged. / "
            "dbt 报错（见上文）：本次未发布，上次发布的数据保持不变。"
        )
    return BuildOutcome(summary, publish(warehouse))

"""What several test modules share: the project's root and a build of the sample."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def kefu_environment() -> dict[str, str]:
    """Return the environment in which the package runs from its sources, as run.py sets it."""
    return os.environ | {"PYTHONPATH": str(ROOT / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class SampleBuild:
    """One warehouse into which the sample was built, and what the command printed."""

    warehouse: Path
    output: str

    def build_command(self) -> list[str]:
        return [
            sys.executable, "-m", "kefu", "build",
            "--exports", str(ROOT / "exports"), "--warehouse", str(self.warehouse),
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
        return done.stdout

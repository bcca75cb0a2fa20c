"""The linters of SQL and Python find nothing."""

from __future__ import annotations

import subprocess
import sys

from support import ROOT, kefu_environment


def test_sql_and_python_pass_their_linters() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kefu", "lint"],
        cwd=ROOT,
        env=kefu_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

"""What a run of dbt on Spark needs around it: an empty folder of tables, and the hash key where SQL can read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dbt.cli.main import dbtRunner, dbtRunnerResult

from kefu.hash_key import FOLDER, hash_key

ROOT = Path(__file__).resolve().parents[3]
FLAGS = (
    "--project-dir", str(ROOT),
    "--profiles-dir", str(ROOT),
    "--target", "spark",
    # beside the target folder of the other engine: what dbt has read of the project is kept per engine
    "--target-path", str(ROOT / "target" / "spark"),
    "--no-version-check",
    "--log-level-file", "none",
)  # fmt: skip


@contextmanager
def spark_run(warehouse: Path) -> Iterator[None]:
    """Prepare `warehouse` for one run: the catalog lives in memory, so tables of an earlier run are of no use."""
    warehouse = warehouse.resolve()
    os.environ["KEFU_WAREHOUSE"] = str(warehouse)
    shutil.rmtree(warehouse / "spark", ignore_errors=True)
    tables = warehouse / "spark" / "tables"
    tables.mkdir(mode=0o700, parents=True)
    key = hash_key(warehouse)
    kept = warehouse / FOLDER / "session" / "key"
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(key + "\n")
    try:
        yield
    finally:
        kept.unlink(missing_ok=True)


def run_dbt(*arguments: str) -> dbtRunnerResult:
    """Run a dbt command on Spark inside this process, which keeps its session."""
    return dbtRunner().invoke([*arguments, *FLAGS])

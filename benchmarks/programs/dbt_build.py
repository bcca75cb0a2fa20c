"""Builds the project on a warehouse that is landed, as `build` does; optionally tells each node's CPU.

    python -m benchmarks.programs.dbt_build PROJECT WAREHOUSE [PROFILE.json]

With a profile nodes run one after the other, so that the CPU seconds spent between two of them belong to one.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from dbt.cli.main import dbtRunner

from kefu.transform import LEAN, Order, transform


def build(project: str, warehouse: str) -> list[str]:
    """Run the dbt part as a build does; give its errors."""
    answer = transform(Order(project, str(Path(warehouse).resolve()), "{definition_sets: own}", is_quiet=True))
    return [f"{error.en}" for error in answer.errors]


def profile(project: str, warehouse: str, told: Path) -> list[str]:
    """Build with one thread and write the CPU seconds of every node, the dearest first; give the errors."""
    os.environ["KEFU_WAREHOUSE"] = str(Path(warehouse).resolve())
    os.chdir(project)
    started: dict[str, tuple[float, float]] = {}
    nodes: list[dict[str, object]] = []

    def heard(event: object) -> None:
        name = event.info.name  # type: ignore[attr-defined]
        if name == "NodeStart":
            started[event.data.node_info.unique_id] = (time.process_time(), time.perf_counter())  # type: ignore[attr-defined]
        elif name == "NodeFinished":
            node = event.data.node_info.unique_id  # type: ignore[attr-defined]
            cpu, wall = started[node]
            now = time.process_time(), time.perf_counter()
            nodes.append({"node": node, "cpu_s": round(now[0] - cpu, 3), "wall_s": round(now[1] - wall, 3)})

    flags = [*LEAN, "--project-dir", project, "--profiles-dir", project, "--vars", "{definition_sets: own}"]
    done = dbtRunner(callbacks=[heard]).invoke(
        ["build", "--exclude-resource-type", "unit_test", "--threads", "1", *flags]
    )
    nodes.sort(key=lambda node: -float(str(node["cpu_s"])))
    told.write_text(json.dumps(nodes, indent=1), encoding="utf-8")
    failed = [str(result.node.unique_id) for result in done.result or [] if str(result.status) in ("error", "fail")]
    return failed or ([] if done.success else [str(done.exception)])


def main() -> None:
    """Build; end with 1 and the errors where something is wrong."""
    project, warehouse, *told = sys.argv[1:]
    errors = profile(project, warehouse, Path(told[0])) if told else build(project, warehouse)
    if errors:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()

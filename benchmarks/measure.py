"""Runs a program as a process of its own and tells what its whole tree used."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAUSE_SECONDS = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Usage:
    """What one run used: CPU and wall seconds, the most memory at a time, bytes that it asked the system for."""

    cpu_s: float
    wall_s: float
    peak_bytes: int
    read_bytes: int = 0


class MeasuredError(RuntimeError):
    """A program that was to be measured did not end well."""


def _tree(pid: int) -> list[int]:
    """Give a process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        current = waiting.pop()
        found.append(current)
        try:
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0


def _most_resident(pid: int) -> int:
    """Give the most memory that a process has had; the system forgets it when the process starts a program."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, ValueError, StopIteration):
        return 0


def _bytes_read(pid: int) -> int:
    try:
        lines = dict(line.split(": ") for line in Path(f"/proc/{pid}/io").read_text().splitlines())
        return int(lines["rchar"])
    except (OSError, ValueError, KeyError):
        return 0


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Usage:
    """Run a command and measure it with all that it starts and waits for; raises MeasuredError when it fails."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | (environment or {}), stdout=output, stderr=subprocess.STDOUT
        )
        peak = read = 0
        is_over = threading.Event()

        def watch() -> None:
            nonlocal peak, read
            while not is_over.wait(PAUSE_SECONDS):
                tree = _tree(process.pid)
                peak = max(peak, sum(map(_resident, tree)), *map(_most_resident, tree))
                read = max(read, sum(map(_bytes_read, tree)))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        # wait4 tells the CPU seconds of the process and of all descendants that were waited for
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        is_over.set()
        watcher.join()
        if process.returncode:
            output.seek(0)
            told = output.read().decode(errors="replace")[-4000:]
            raise MeasuredError(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{told}")
    cpu = usage.ru_utime + usage.ru_stime
    return Usage(cpu, wall, peak, read)


def run_python(module: str, *arguments: str | Path, python: Path | None = None) -> Usage:
    """Run a module of this package or of the project as a process of its own."""
    program = str(python or sys.executable)
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "scripts")])}
    return run([program, "-m", module, *map(str, arguments)], environment)


def median(usages: Sequence[Usage]) -> Usage:
    """Give the median of each of the measures."""
    return Usage(
        statistics.median(usage.cpu_s for usage in usages),
        statistics.median(usage.wall_s for usage in usages),
        int(statistics.median(usage.peak_bytes for usage in usages)),
        int(statistics.median(usage.read_bytes for usage in usages)),
    )


def told(values: object) -> str:
    """Write values as JSON that a person can read."""
    return json.dumps(values, ensure_ascii=False, indent=1)

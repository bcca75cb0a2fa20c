"""The main job: land the exports, run dbt, publish the marts, renew the extracts; alone on the warehouse.

It cleans up after those that died.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from kefu.extract import extract_folders, renew
from kefu.hash_key import key_warnings
from kefu.landing import LANDING_NAME, LandingSummary, land
from kefu.landing.messages import Message
from kefu.lock import WAIT_SECONDS, Lock, warehouse_lock
from kefu.privacy.retention import cutoffs_of_rules
from kefu.privacy.sealing import drop_rows_of_another_key, seal
from kefu.publish import BUILD_NAME, publish, remove_drafts
from kefu.sentences import disk_full, is_disk_full

ROOT = Path(__file__).resolve().parents[2]
TRANSFORM = [sys.executable, "-m", "kefu.transform"]
# how a fault of the engine ends a process; SIGKILL and SIGTERM are somebody's will
CRASH_SIGNALS = {getattr(signal, name) for name in ("SIGSEGV", "SIGBUS", "SIGABRT") if hasattr(signal, name)}
SHOWN_ERRORS = 50


class BuildError(RuntimeError):
    """Something is wrong with rules, data, models or the disk; nothing was published."""


@dataclass(frozen=True)
class BuildOutcome:
    """What a build leaves behind."""

    landing: LandingSummary
    published: Path
    warnings: list[Message] = field(default_factory=list)


def tell(message: Message) -> None:
    """Print a message on stderr, in both languages."""
    print(f"{message.en} / {message.zh}", file=sys.stderr, flush=True)


@contextmanager
def alone(
    warehouse: Path, task: str, wait_seconds: float = WAIT_SECONDS, say: Callable[[Message], None] = tell
) -> Iterator[Lock]:
    """Hold the warehouse for `task`, and remove what a holder that died before has left half done.

    Raises WarehouseBusyError when another process holds it too long, BuildError when the disk is full.
    """
    with warehouse_lock(warehouse, task, wait_seconds, say) as lock:
        if lock.died:
            name = f"{lock.died.task}, pid {lock.died.pid}, {lock.died.host}, {lock.died.started_at}"
            say(Message(f"The last run ({name}) was cut short; cleaning up", f"上次运行（{name}）未正常结束，正在清理"))
            remove_leftovers(warehouse)
        _keep_private(warehouse)
        try:
            yield lock
        except (OSError, duckdb.Error) as error:
            if not is_disk_full(str(error)):
                raise
            remove_leftovers(warehouse)
            raise BuildError(_text([disk_full(str(getattr(error, "filename", None) or warehouse))])) from error
        finally:
            _keep_private(warehouse)


def _keep_private(warehouse: Path) -> None:
    """Let none but the owner into what holds names and texts, where the system has modes."""
    if os.name == "nt":
        return
    for name, mode in ((LANDING_NAME, 0o700), (BUILD_NAME, 0o600)):
        # somebody else's file is for him to protect
        with suppress(FileNotFoundError, PermissionError):
            (warehouse / name).chmod(mode)


def remove_leftovers(warehouse: Path) -> None:
    """Remove the workshop of a run that did not end, and unfinished versions; landed files repair themselves."""
    for name in (BUILD_NAME, f"{BUILD_NAME}.wal"):
        (warehouse / name).unlink(missing_ok=True)
    shutil.rmtree(warehouse / f"{BUILD_NAME}.tmp", ignore_errors=True)
    remove_drafts(warehouse)
    for folder in extract_folders(warehouse):
        remove_drafts(folder)


def land_alone(exports: Path, warehouse: Path, is_quiet: bool = False) -> LandingSummary:
    """Land everything below `exports`, with the warehouse locked."""
    with alone(warehouse, "land"):
        return land_and_seal(exports, warehouse, is_quiet=is_quiet)


def land_and_seal(exports: Path, warehouse: Path, project: Path = ROOT, is_quiet: bool = False) -> LandingSummary:
    """Land everything below `exports`, and seal in it who was forgotten and what is older than its period.

    Whoever calls it holds the warehouse. Raises BuildError when the ledger or the retention rules cannot be read.
    """
    try:
        cutoffs = cutoffs_of_rules(project, date.today())
        drop_rows_of_another_key(warehouse)
        summary = land(exports, warehouse, is_quiet=is_quiet)
        seal(warehouse, cutoffs)
    except ValueError as error:
        raise BuildError(str(error)) from error
    return summary


def dbt(arguments: list[str], warehouse: Path, project: Path = ROOT) -> bool:
    """Run any dbt command on `project`, with the warehouse locked, and return whether it succeeded."""
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
    if arguments[:1] == ["docs"]:
        # the page is made of the manifest; nothing that quotes data is run for it
        flags.append("--write-json")
    environment = os.environ | {"KEFU_WAREHOUSE": str(warehouse.resolve()), "PYTHONPATH": str(ROOT / "scripts")}
    with alone(warehouse, "dbt"):
        return subprocess.run([program, *arguments, *flags], env=environment, cwd=project, check=False).returncode == 0


def build(
    exports: Path,
    warehouse: Path,
    project: Path = ROOT,
    variables: str | None = None,
    is_quiet: bool = False,
    wait_seconds: float = WAIT_SECONDS,
    with_code_checks: bool = False,
) -> BuildOutcome:
    """Land everything below `exports`, build every model with its tests, and publish the marts.

    `variables` is passed to dbt's --vars. `with_code_checks` runs the checks as well that only a change of the models
    can break. Raises BuildError when a rule, model or test is wrong or the disk is full,
    and WarehouseBusyError when another process does not give the warehouse free; what was published before then stays.
    """
    with alone(warehouse, "build", wait_seconds) as lock:
        summary = land_and_seal(exports, warehouse, project, is_quiet)
        return compute_and_publish(lock, summary, warehouse, project, variables, is_quiet, with_code_checks)


def compute_and_publish(
    lock: Lock,
    summary: LandingSummary,
    warehouse: Path,
    project: Path,
    variables: str | None,
    is_quiet: bool,
    with_code_checks: bool = False,
) -> BuildOutcome:
    """Build and test every model from what is landed, publish the marts, renew the extracts; raises as `build` does."""
    order = {
        "project": str(project),
        "warehouse": str(warehouse.resolve()),
        "variables": variables,
        "is_quiet": is_quiet,
        "with_code_checks": with_code_checks,
    }
    warnings = _transform(order, lock)
    published = publish(warehouse)
    return BuildOutcome(summary, published, key_warnings() + warnings + renew(warehouse, project))


def _transform(order: dict[str, Any], lock: Lock) -> list[Message]:
    """Run the dbt part in its own process and return its warnings.

    An engine that crashes by itself, which has been seen once in some hundred builds, is given a second try in a new
    workshop; a process that somebody killed is not.
    """
    told, ended_by = _run_transform(order, lock)
    if not told and ended_by in CRASH_SIGNALS:
        remove_leftovers(Path(order["warehouse"]))
        told, ended_by = _run_transform(order, lock)
    if not told:
        raise BuildError(_text([Message("The computation ended before its time", "计算进程意外结束")]))
    answer = json.loads(told)
    if answer["is_disk_full"]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), BUILD_NAME)
    errors = [Message(*message) for message in answer["errors"]]
    if errors:
        raise BuildError(_text(errors, are_rules=answer["stage"] == "rules"))
    return [Message(*message) for message in answer["warnings"]]


def _run_transform(order: dict[str, Any], lock: Lock) -> tuple[bytes, int]:
    """Run the dbt part once: what it said at its end, and the number of the signal that ended it, else 0.

    The process holds the lock as well and ends with this one.
    """
    with subprocess.Popen(
        TRANSFORM,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=() if os.name == "nt" else (lock.descriptor,),
        env=os.environ | {"PYTHONPATH": str(ROOT / "scripts")},
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        told = process.stdout.read()
    return told, max(0, -process.returncode)


def _text(errors: list[Message], are_rules: bool = False) -> str:
    """Write the end of a build that failed: what is wrong, one sentence a line, and what that means for the readers."""
    lines = [f"- {error.en}\n  {error.zh}" for error in errors[:SHOWN_ERRORS]]
    more = len(errors) - SHOWN_ERRORS
    if more > 0:
        lines.append(f"- … {more} more / 另有 {more} 条")
    if are_rules:
        head = "The rules are wrong; no model has run: / 规则有误，未开始计算："
    else:
        head = "The build failed: / 构建失败："
    tail = "Nothing was published, the last published marts are unchanged. / 本次未发布，上次发布的数据保持不变。"
    return "\n".join([head, *lines, tail])

"""One warehouse, one writer: a lock file that names who holds it.

The operating system holds the lock, so it ends with the process, however that ends; the file's text is for people, and
what a process that died could not clear tells the next one that leftovers may lie about. No locked library does this:
fcntl and msvcrt are the one place where the project speaks to the system itself.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kefu.landing.messages import Message

LOCK_NAME = ".build.lock"
WAIT_SECONDS = 600.0
PAUSE_SECONDS = 0.2

if os.name == "nt":
    import msvcrt

    # a byte far behind the text, so that others can read who holds the lock
    LOCKED_BYTE = 1 << 20

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class WarehouseBusyError(RuntimeError):
    """Another process works on the warehouse and did not end in time."""


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, or held it when it died."""

    task: str
    pid: int
    host: str
    started_at: str


@dataclass(frozen=True)
class Lock:
    """A held lock: its descriptor, for a child that must hold it too, and who died holding it, if anybody did."""

    descriptor: int
    died: Holder | None


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        return Holder(**json.loads(os.read(descriptor, 4096)))
    except (ValueError, TypeError):
        return None


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text.encode())


def _who(holder: Holder | None) -> Message:
    if holder is None:
        return Message("another process", "另一个进程")
    name = f"{holder.task} (pid {holder.pid}, {holder.host}, {holder.started_at})"
    return Message(name, name)


def _acquire(path: Path, wait_seconds: float, say: Callable[[Message], None]) -> int:
    end = time.monotonic() + wait_seconds
    looks, is_told = 0, False
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        # a file that was removed meanwhile locks nobody out
        if _try_lock(descriptor) and path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
        holder = _read(descriptor)
        who = _who(holder)
        looks += 1
        os.close(descriptor)
        if time.monotonic() >= end:
            raise WarehouseBusyError(
                f"The warehouse {path.parent} is in use by {who.en}: nothing was done. Try again when it has ended. / "
                f"数据仓库 {path.parent} 正被占用：{who.zh}。本次未执行，请待其结束后重试。"
            )
        # who has just taken it writes its name a moment later
        if not is_told and (holder or looks > 1):
            say(Message(f"Waiting for {who.en} to end …", f"等待占用者结束：{who.zh}"))
            is_told = True
        time.sleep(PAUSE_SECONDS)


@contextmanager
def warehouse_lock(
    warehouse: Path, task: str, wait_seconds: float = WAIT_SECONDS, say: Callable[[Message], None] = lambda _: None
) -> Iterator[Lock]:
    """Hold the warehouse alone for `task`; wait for another holder, and tell `say` for whom.

    Raises WarehouseBusyError when the other one has not ended within `wait_seconds`.
    """
    warehouse.mkdir(parents=True, exist_ok=True)
    descriptor = _acquire(warehouse / LOCK_NAME, wait_seconds, say)
    try:
        died = _read(descriptor)
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        _write(descriptor, json.dumps(asdict(Holder(task, os.getpid(), socket.gethostname(), now))))
        yield Lock(descriptor, died)
        _write(descriptor, "")
    except Exception:
        # an error that was told is no crash; only a process that is gone leaves its name
        _write(descriptor, "")
        raise
    finally:
        os.close(descriptor)

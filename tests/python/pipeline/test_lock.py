"""Two at once on one warehouse: the second waits or says why, and who died holding it is cleaned up after."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kefu.landing.messages import Message
from kefu.lock import LOCK_NAME, WarehouseBusyError, warehouse_lock
from kefu.pipeline import alone
from kefu.publish import BUILD_NAME, VERSIONS
from support import kefu_environment

HOLDER = """
import sys, time
from pathlib import Path
from kefu.lock import warehouse_lock
with warehouse_lock(Path(sys.argv[1]), "build"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holder(warehouse: Path) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(warehouse)],
        env=kefu_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_the_second_says_who_works_and_does_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(WarehouseBusyError) as caught, warehouse_lock(tmp_path, "land", wait_seconds=0):
            pytest.fail("two at once")
        assert f"build (pid {process.pid}" in str(caught.value)
        assert "正被占用" in str(caught.value)


def test_the_second_waits_for_the_first_and_says_so_once(tmp_path: Path) -> None:
    told: list[Message] = []
    with holder(tmp_path) as process:
        assert process.stdin
        threading.Timer(1.0, process.stdin.close).start()
        begin = time.monotonic()
        with warehouse_lock(tmp_path, "land", wait_seconds=30, say=told.append) as lock:
            assert 0.5 < time.monotonic() - begin < 20
            assert lock.died is None
    assert len(told) == 1
    assert f"pid {process.pid}" in told[0].en
    assert "等待" in told[0].zh


@pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
def test_the_lock_of_a_dead_process_is_taken_over_and_its_leftovers_go(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    (tmp_path / BUILD_NAME).write_bytes(b"half")
    (tmp_path / f"{BUILD_NAME}.wal").write_bytes(b"half")
    (tmp_path / VERSIONS / ".draft").mkdir(parents=True)
    told: list[Message] = []
    with alone(tmp_path, "build", wait_seconds=0, say=told.append) as lock:
        assert lock.died is not None
        assert lock.died.pid == process.pid
        assert {path.name for path in tmp_path.iterdir()} == {LOCK_NAME, VERSIONS}
        assert not list((tmp_path / VERSIONS).iterdir())
    assert "cut short" in told[0].en
    assert "未正常结束" in told[0].zh
    with warehouse_lock(tmp_path, "build", wait_seconds=0) as lock:
        assert lock.died is None


def test_an_error_that_was_told_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="told"), alone(tmp_path, "build"):
        raise ValueError("told")
    with warehouse_lock(tmp_path, "build", wait_seconds=0) as lock:
        assert lock.died is None


def test_a_lock_file_that_was_removed_locks_nobody_out(tmp_path: Path) -> None:
    with warehouse_lock(tmp_path, "clean"):
        (tmp_path / LOCK_NAME).unlink()
        with warehouse_lock(tmp_path, "build", wait_seconds=0):
            assert (tmp_path / LOCK_NAME).exists()


def test_landing_takes_the_lock_too(tmp_path: Path) -> None:
    exports, warehouse = tmp_path / "exports", tmp_path / "warehouse"
    exports.mkdir()
    warehouse.mkdir()
    command = [sys.executable, "-m", "kefu", "land", "--exports", str(exports), "--warehouse", str(warehouse)]
    with holder(warehouse) as process:
        second = subprocess.Popen(
            command, env=kefu_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr
        assert f"pid {process.pid}" in second.stderr.readline()
        process.communicate("end\n")
        out, _ = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Files: 0 landed" in out

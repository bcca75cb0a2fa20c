"""A computation that crashes by itself is tried once more; one that somebody kills is not."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from kefu import pipeline
from kefu.pipeline import BuildError, alone

ANSWER = '{"is_disk_full": false, "errors": [], "warnings": [["told", "已说明"]], "stage": "models"}'
PROGRAM = """
import os, pathlib, signal, sys
runs = pathlib.Path(sys.argv[1])
with runs.open("a") as stream:
    stream.write("run ")
if runs.read_text().count("run") <= int(sys.argv[2]):
    os.kill(os.getpid(), int(sys.argv[3]))
print(sys.argv[4])
"""


def transform(folder: Path, monkeypatch: pytest.MonkeyPatch, crashes: int, number: int) -> int:
    """Run the dbt part as a program that first ends by a signal some times; return how often it ran."""
    runs = folder / "runs"
    command = [sys.executable, "-c", PROGRAM, str(runs), str(crashes), str(number), ANSWER]
    monkeypatch.setattr(pipeline, "TRANSFORM", command)
    (folder / pipeline.BUILD_NAME).write_text("half a workshop")
    try:
        with alone(folder, "build") as lock:
            warnings = pipeline._transform({"warehouse": str(folder)}, lock)
        assert [message.en for message in warnings] == ["told"]
        assert not (folder / pipeline.BUILD_NAME).exists() or crashes == 0
    finally:
        count = runs.read_text().count("run")
    return count


@pytest.mark.skipif(os.name == "nt", reason="signals do not end processes there")
def test_a_crash_is_tried_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert transform(tmp_path, monkeypatch, crashes=1, number=signal.SIGSEGV) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals do not end processes there")
@pytest.mark.parametrize(("crashes", "number", "runs"), [(2, signal.SIGSEGV, 2), (1, signal.SIGKILL, 1)])
def test_two_crashes_or_a_kill_end_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crashes: int, number: int, runs: int
) -> None:
    with pytest.raises(BuildError, match="ended before its time"):
        transform(tmp_path, monkeypatch, crashes, number)
    assert (tmp_path / "runs").read_text().count("run") == runs

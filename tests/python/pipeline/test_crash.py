"""kill -9 at random moments of landing, computing and publishing. `make crash-test KILLS=100` is the long form.

The short form, three kills of a project of a few models, runs with all tests; the long one kills the whole project.
After every kill what is published must be one whole build of one of the two states of the exports, in the database and
in its Parquet twin alike; after every few kills the next build must give the figures of a clean one, and no leftovers.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small_world import Digests, SmallWorld, database_digests, parquet_digests

from kefu.lock import LOCK_NAME
from kefu.publish import BUILD_NAME, CURRENT, VERSIONS
from support import kefu_environment

KILLS = int(os.environ.get("KEFU_KILLS", "3"))
SEED = int(os.environ.get("KEFU_CRASH_SEED", "20240301"))
KILLS_BETWEEN_BUILDS = 20
# Landing and publishing are short: left to chance alone hardly a kill would hit them.
PHASES = {"landing": 4, "computing": 3, "publishing": 3}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills a process group")


def run(command: list[str]) -> float:
    """Run a command to its end and return how many seconds it took."""
    begin = time.monotonic()
    done = subprocess.run(command, env=kefu_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return time.monotonic() - begin


def killed(command: list[str], after_seconds: float) -> bool:
    """Start a command, kill it with all its children after a while, and return whether it was still at work."""
    process = subprocess.Popen(
        command, env=kefu_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(after_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    assert process.returncode == 0
    return False


@dataclass
class Crashes:
    """The world, its two clean outcomes, and a tally of what the kills hit."""

    world: SmallWorld
    dice: random.Random
    seconds: dict[str, float] = field(default_factory=dict)
    clean: list[Digests] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)

    def saved(self, state: int) -> Path:
        return self.world.folder / f"build_{state}.duckdb"

    def prepare(self) -> None:
        """Build both states into fresh warehouses, and keep their workshops for the kills of publishing."""
        for state in (0, 1):
            shutil.rmtree(self.world.warehouse, ignore_errors=True)
            self.world.turn(state)
            self.seconds["computing"] = run(self.world.build_command())
            self.clean.append(database_digests(self.world.warehouse / "kefu.duckdb"))
            shutil.copy2(self.world.warehouse / BUILD_NAME, self.saved(state))
        for _ in range(2):
            self.seconds["publishing"] = run(self.world.publish_command())
        assert self.clean[0] != self.clean[1]

    def kill(self, phase: str) -> bool:
        """Turn the exports and kill a run on them in one of its phases; return False when it had ended before."""
        state = self.dice.randrange(2)
        self.world.turn(state)
        if phase == "publishing":
            # as after a finished computation: the workshop is whole, and nobody died
            shutil.copy2(self.saved(state), self.world.warehouse / BUILD_NAME)
            (self.world.warehouse / f"{BUILD_NAME}.wal").unlink(missing_ok=True)
            (self.world.warehouse / LOCK_NAME).write_bytes(b"")
            after = self.dice.uniform(0.3, 1.1) * self.seconds["publishing"]
            was_at_work = killed(self.world.publish_command(), after)
        else:
            if phase == "landing" and self.dice.random() < 0.5:
                shutil.rmtree(self.world.warehouse / "landing", ignore_errors=True)
            earliest, latest = (0.3, 3.0) if phase == "landing" else (2.0, self.seconds["computing"])
            was_at_work = killed(self.world.build_command(), self.dice.uniform(earliest, latest))
        self.hits[phase if was_at_work else f"{phase}, too late"] += 1
        self.look_at_leftovers()
        return was_at_work

    def look_at_leftovers(self) -> None:
        versions = self.world.warehouse / VERSIONS
        seen = {
            "half landed files": any((self.world.warehouse / "landing").rglob(".*.tmp")),
            "a workshop with a log": (self.world.warehouse / f"{BUILD_NAME}.wal").exists(),
            "a half version": (versions / ".draft").exists(),
            "a name in the lock": bool((self.world.warehouse / LOCK_NAME).read_bytes()),
            "a whole version that was not switched to": max(path.stat().st_ctime_ns for path in versions.glob("2*"))
            > (versions / CURRENT).lstat().st_ctime_ns,
        }
        self.hits.update(f"left {name}" for name, is_there in seen.items() if is_there)

    def assert_published_is_whole(self) -> None:
        found = database_digests(self.world.warehouse / "kefu.duckdb")
        assert found in self.clean
        assert parquet_digests(self.world.warehouse / VERSIONS / "current") == found

    def assert_next_build_is_clean(self) -> None:
        state = self.dice.randrange(2)
        self.world.turn(state)
        run(self.world.build_command())
        assert database_digests(self.world.warehouse / "kefu.duckdb") == self.clean[state]
        self.assert_published_is_whole()
        assert not [path for path in self.world.warehouse.rglob(".*") if path.name != LOCK_NAME]
        assert (self.world.warehouse / LOCK_NAME).read_bytes() == b""
        assert len([path for path in (self.world.warehouse / VERSIONS).iterdir() if not path.is_symlink()]) <= 2


@pytest.mark.parametrize("is_whole", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["few", "whole"])
def test_a_killed_run_harms_nothing(tmp_path: Path, is_whole: bool) -> None:
    crashes = Crashes(SmallWorld(tmp_path).set_up(is_whole), random.Random(SEED))
    crashes.prepare()
    phases = [name for name, share in PHASES.items() for _ in range(share if len(PHASES) < KILLS else 1)]
    begin = time.monotonic()
    for number in range(1, KILLS + 1):
        if number % len(phases) == 1:
            crashes.dice.shuffle(phases)
        # a run that had ended before is no kill: the machine is faster now than it was
        while not crashes.kill(phases[number % len(phases)]):
            crashes.seconds = {name: 0.8 * value for name, value in crashes.seconds.items()}
        crashes.assert_published_is_whole()
        if number % KILLS_BETWEEN_BUILDS == 0 or number == KILLS:
            crashes.assert_next_build_is_clean()
            crashes.hits["clean builds after kills"] += 1
            print(f"{number} of {KILLS} kills, {time.monotonic() - begin:.0f} s: {dict(crashes.hits)}", flush=True)
    assert sum(crashes.hits[phase] for phase in PHASES) > 0

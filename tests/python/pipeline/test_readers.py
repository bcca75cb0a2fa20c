"""Readers that come back again and again while the sample is built twice, whole: `-m slow`, some minutes.

Each reader opens what is published again and again: the database as a BI tool does, the Parquet twin by the link
`current`, or both of one version. Whatever it sees must be one whole version, and it must never wait for a build.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from kefu.publish import CURRENT, VERSIONS, current_version
from support import ROOT, SampleBuild, kefu_environment

# A reading opens, counts all tables and closes: some tenths of a second, more while a build computes.
LIMIT_SECONDS = 30.0
WITHDRAWN = ("tmall-xiaogou/小狗旗舰店_小蓝_20240301_20240310.txt", "jd-xiaogou/19531207.csv")
KINDS = ("database", "database", "twin", "both")

READER = """
import json, sys, time
from pathlib import Path
import duckdb
import pyarrow.parquet as pq

warehouse, kind, stop = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
TOOL = {"enable_external_access": "false", "lock_configuration": "true"}
TABLES = "select table_name from information_schema.tables where table_schema = 'marts' order by 1"


def database(path):
    with duckdb.connect(str(path), read_only=True, config=TOOL) as connection:
        (build,), = connection.execute("select build_id from marts.dq_build").fetchall()
        names = [name for (name,) in connection.execute(TABLES).fetchall()]
        query = " union all ".join(f"select '{name}', count(*) from marts.{name}" for name in names)
        return build, dict(connection.execute(query).fetchall())


def twin(folder):
    (build,) = pq.read_table(folder / "dq_build.parquet").column("build_id").to_pylist()
    return build, {path.stem: pq.read_table(path).num_rows for path in folder.glob("*.parquet")}


print("ready", flush=True)
seen, count, longest = {}, 0, 0.0
while not stop.exists():
    begin = time.monotonic()
    if kind == "database":
        build, rows = database(warehouse / "kefu.duckdb")
    else:
        # resolved once: everything is read from that one version
        folder = (warehouse / "marts" / "current").resolve()
        build, rows = twin(folder)
        if kind == "both":
            assert (build, rows) == database(folder / "kefu.duckdb")
    assert seen.setdefault(build, rows) == rows, build
    count += 1
    took = time.monotonic() - begin
    longest = max(longest, took)
    # four readers that never rested would leave nothing of a small machine to the build
    time.sleep(max(0.5, 3 * took))
print()
print(json.dumps({"seen": seen, "count": count, "longest": longest}))
"""


def published(warehouse: Path) -> tuple[str, dict[str, int]]:
    """Count the rows of the published version, by its files alone."""
    folder = warehouse / VERSIONS / (current_version(warehouse) or CURRENT)
    with duckdb.connect() as connection:
        (build,) = connection.execute(f"select build_id from '{folder / 'dq_build.parquet'}'").fetchall()
        rows = {
            path.stem: connection.execute(f"select count(*) from '{path}'").fetchall()[0][0]
            for path in folder.glob("*.parquet")
        }
    return build[0], rows


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows lets no file be replaced that is open")
def test_readers_see_whole_versions_while_the_sample_is_built_twice(sample_build: SampleBuild, tmp_path: Path) -> None:
    warehouse, exports, stop = tmp_path / "warehouse", tmp_path / "exports", tmp_path / "stop"
    shutil.copytree(sample_build.warehouse, warehouse, symlinks=True)
    shutil.copytree(ROOT / "exports", exports)
    versions = dict([published(warehouse)])
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(warehouse), kind, str(stop)],
            env=kefu_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in KINDS
    ]
    try:
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
        for name in WITHDRAWN:
            (exports / name).unlink()
            command = [sys.executable, "-m", "kefu", "build", "--exports", str(exports), "--warehouse", str(warehouse)]
            done = subprocess.run(
                command, cwd=ROOT, env=kefu_environment(), capture_output=True, text=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
            versions |= dict([published(warehouse)])
            # time for every reader to see it
            time.sleep(5)
    finally:
        stop.touch()
        told = [reader.communicate(timeout=300) for reader in readers]
    assert [error for reader, (_, error) in zip(readers, told, strict=True) if reader.returncode] == []
    assert len(versions) == 3
    assert len({json.dumps(rows, sort_keys=True) for rows in versions.values()}) == 3
    for kind, (out, _) in zip(KINDS, told, strict=True):
        # a long query shows its progress above the last line
        saw = json.loads(out.splitlines()[-1])
        print(f"{kind}: {saw['count']} readings, the longest {saw['longest']:.2f} s")
        assert saw["seen"] == versions
        assert saw["longest"] < LIMIT_SECONDS

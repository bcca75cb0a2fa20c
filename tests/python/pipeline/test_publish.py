"""Publishing alone, on a workshop of a few rows: one switch for database and twin, and readers that never stop.

Every table of version n holds the number n, so a reader that saw two versions at once would see two numbers.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from kefu import publish as publishing
from kefu.pipeline import BuildError, alone
from kefu.publish import BUILD_NAME, CURRENT, STORAGE_VERSION, VERSIONS, current_version, publish
from support import kefu_environment

TABLES = ("kpi_daily", "kpi_units", "fct_session")
# What the first 8 bytes after the mark DUCK are in files that DuckDB 1.0 and 1.1 wrote.
OLD_FORMAT = 64


def write_build(warehouse: Path, number: int, rows: int = 1000) -> None:
    """Write a finished workshop whose every row is a number."""
    warehouse.mkdir(exist_ok=True)
    (warehouse / BUILD_NAME).unlink(missing_ok=True)
    with duckdb.connect(str(warehouse / BUILD_NAME)) as connection:
        connection.execute("create schema marts")
        for table in TABLES:
            connection.execute(f"create table marts.{table} as select {number} as number from range({rows})")
        connection.execute("create view marts.rpt_daily as select number from build.marts.kpi_daily")
        connection.execute(
            f"create table marts.dq_build as select 'build{number:03}' as build_id,"
            " timestamp '2024-03-31 12:00:00' as built_at"
        )


def numbers_in_database(path: Path) -> set[int]:
    with duckdb.connect(str(path), read_only=True) as connection:
        query = " union ".join(f"select number from marts.{name}" for name in (*TABLES, "rpt_daily"))
        return {row[0] for row in connection.execute(query).fetchall()}


def numbers_in_twin(folder: Path) -> set[int]:
    files = [str(folder / f"{name}.parquet") for name in (*TABLES, "rpt_daily")]
    return {row[0] for row in duckdb.sql(f"select distinct number from read_parquet({files})").fetchall()}


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    folder = tmp_path / "ware'house"
    write_build(folder, 1)
    publish(folder)
    return folder


def test_database_and_twin_are_one_version(warehouse: Path) -> None:
    assert numbers_in_database(warehouse / "kefu.duckdb") == {1}
    assert numbers_in_twin(warehouse / VERSIONS / CURRENT) == {1}
    assert current_version(warehouse) == "20240331T120000-build001"
    assert (warehouse / "kefu.duckdb").resolve().parent == (warehouse / VERSIONS / CURRENT).resolve()


def test_a_published_file_is_in_the_format_of_the_oldest_reader(warehouse: Path) -> None:
    header = (warehouse / "kefu.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert struct.unpack("<Q", header[12:20]) == (OLD_FORMAT,)
    with duckdb.connect(str(warehouse / "kefu.duckdb"), read_only=True) as connection:
        (tags,) = connection.execute("select tags from duckdb_databases() where path is not null").fetchone() or ({},)
    assert tags["storage_version"].startswith(STORAGE_VERSION)


def test_the_version_before_stays_for_slow_readers_and_older_ones_go(warehouse: Path) -> None:
    for number in (2, 3, 4):
        write_build(warehouse, number)
        publish(warehouse)
    kept = sorted(path.name for path in (warehouse / VERSIONS).iterdir() if not path.is_symlink())
    assert kept == ["20240331T120000-build003", "20240331T120000-build004"]
    assert numbers_in_database(warehouse / "kefu.duckdb") == {4}


def test_publishing_the_same_build_again_changes_nothing(warehouse: Path) -> None:
    before = (warehouse / "kefu.duckdb").stat()
    publish(warehouse)
    assert (warehouse / "kefu.duckdb").stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in (warehouse / VERSIONS).iterdir() if path.is_dir() and not path.is_symlink()] == [
        "20240331T120000-build001"
    ]


def test_a_database_of_the_older_layout_is_replaced(tmp_path: Path) -> None:
    write_build(tmp_path, 2)
    with duckdb.connect(str(tmp_path / "kefu.duckdb")) as connection:
        connection.execute("create table old as select 1 as number")
    publish(tmp_path)
    assert numbers_in_database(tmp_path / "kefu.duckdb") == {2}


def test_a_view_that_reads_outside_the_marts_is_not_published(warehouse: Path) -> None:
    write_build(warehouse, 2)
    with duckdb.connect(str(warehouse / BUILD_NAME)) as connection:
        connection.execute("create table main.private as select 2 as number")
        connection.execute("create view marts.leak as select number from build.main.private")
    with pytest.raises(duckdb.Error):
        publish(warehouse)
    assert numbers_in_database(warehouse / "kefu.duckdb") == {1}
    assert numbers_in_twin(warehouse / VERSIONS / CURRENT) == {1}


def test_leftovers_of_a_killed_publishing_go(warehouse: Path) -> None:
    (warehouse / VERSIONS / ".draft").mkdir()
    (warehouse / VERSIONS / ".draft" / "kefu.duckdb").write_bytes(b"half")
    (warehouse / VERSIONS / f".{CURRENT}").symlink_to("nowhere")
    write_build(warehouse, 2)
    publish(warehouse)
    assert not list((warehouse / VERSIONS).glob(".*"))
    assert numbers_in_database(warehouse / "kefu.duckdb") == {2}


def test_without_links_the_database_is_switched_by_its_own_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError("links are granted to administrators")

    monkeypatch.setattr(publishing.Path, "symlink_to", refused)
    for number in (1, 2, 3):
        write_build(tmp_path, number)
        publish(tmp_path)
        assert not (tmp_path / "kefu.duckdb").is_symlink()
        assert numbers_in_database(tmp_path / "kefu.duckdb") == {number}
        version = current_version(tmp_path)
        assert version
        assert numbers_in_twin(tmp_path / VERSIONS / version) == {number}
    assert len([path for path in (tmp_path / VERSIONS).iterdir() if path.is_dir()]) == 2


READER = """
import sys, duckdb
from pathlib import Path
sys.path[:0] = {paths!r}
from test_publish import numbers_in_database, numbers_in_twin
warehouse, kind = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
seen, count = set(), 0
while not (warehouse / "stop").exists():
    if kind == "database":
        numbers = numbers_in_database(warehouse / "kefu.duckdb")
    else:
        # resolved once, then everything is read from that one version
        numbers = numbers_in_twin((warehouse / "marts" / "current").resolve())
    assert len(numbers) == 1, numbers
    seen |= numbers
    count += 1
print(count, len(seen), max(seen))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows lets no file be replaced that is open")
def test_readers_in_a_loop_see_one_whole_version_and_stop_nobody(warehouse: Path) -> None:
    code = READER.format(paths=[str(Path(__file__).parent), str(Path(__file__).parents[1])])
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(warehouse), kind],
            env=kefu_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for kind in ("database", "twin", "database")
    ]
    # somebody who leaves his connection open for the whole time, as dashboards do
    with duckdb.connect(str(warehouse / "kefu.duckdb"), read_only=True) as dashboard:
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "ready\n"
        for number in range(2, 12):
            write_build(warehouse, number)
            publish(warehouse)
            time.sleep(0.2)
        assert dashboard.execute("select distinct number from marts.kpi_units").fetchall() == [(1,)]
    (warehouse / "stop").touch()
    for reader in readers:
        out, error = reader.communicate(timeout=60)
        assert reader.returncode == 0, error
        reads, versions, newest = map(int, out.split())
        assert reads >= versions > 1
        assert newest == 11


LIMITED = """
import resource, sys
from pathlib import Path
from kefu.pipeline import BuildError, alone
from kefu.publish import publish
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    with alone(Path(sys.argv[1]), "publish"):
        publish(Path(sys.argv[1]))
except BuildError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("limit", [20_000, 300_000])
def test_a_full_disk_is_told_and_the_old_marts_stay(warehouse: Path, limit: int) -> None:
    """The limit is reached in the database's header, or in the middle of the tables."""
    write_build(warehouse, 2)
    with duckdb.connect(str(warehouse / BUILD_NAME)) as connection:
        connection.execute("create table marts.kpi_large as select md5(cast(range as varchar)) as t from range(200000)")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(limit=limit), str(warehouse)],
        env=kefu_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3, done.stderr[-2000:]
    assert "The disk is full" in done.stdout
    assert "磁盘空间不足" in done.stdout
    assert numbers_in_database(warehouse / "kefu.duckdb") == {1}
    assert numbers_in_twin(warehouse / VERSIONS / CURRENT) == {1}
    assert not list((warehouse / VERSIONS).glob(".*"))


def test_other_errors_are_not_taken_for_a_full_disk(warehouse: Path) -> None:
    with pytest.raises(FileNotFoundError), alone(warehouse, "test"):
        raise FileNotFoundError("something else")
    with pytest.raises(BuildError), alone(warehouse, "test"):
        raise OSError(28, "No space left on device")

"""Publishing: the marts of a finished build become what readers open, in one atomic step.

Every build becomes a folder of its own, marts/<version>, which holds a database and the same tables as Parquet. The
link marts/current names the published version, and kefu.duckdb is a link through it: one rename of `current` switches
the database and its twin together. Old readers keep the files that they have open.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb

from kefu.engine import use_few_threads

BUILD_NAME = "build.duckdb"
PUBLISHED_NAME = "kefu.duckdb"
SCHEMA = "marts"
VERSIONS = "marts"
CURRENT = "current"
# The oldest format of a file: DuckDB 1.0 opens it, and so does what BI tools embed.
STORAGE_VERSION = "v1.0.0"


def publish(warehouse: Path) -> Path:
    """Publish the marts of `warehouse`/build.duckdb and return the path of the published database.

    Raises duckdb.Error or OSError when the build cannot be read or the disk is full; what was published before is then
    untouched.
    """
    return publish_version(warehouse, lambda draft: _write_version(warehouse / BUILD_NAME, draft))


def publish_version(warehouse: Path, write: Callable[[Path], str]) -> Path:
    """Publish in the folder `warehouse` what `write` puts into an empty folder; it returns the name of the version.

    Everything is written beside what is published and synced to the disk; the switch is one rename.
    """
    versions = warehouse / VERSIONS
    remove_drafts(warehouse)
    draft = versions / ".draft"
    draft.mkdir(parents=True)
    if os.name != "nt":
        # who may read a version is decided by the folders above it, whatever the umask was
        draft.chmod(0o755)
    version = write(draft)
    for path in draft.iterdir():
        _sync(path)
        if os.name != "nt":
            path.chmod(0o444)
    _sync_folder(draft)
    finished = versions / version
    if finished.exists():
        # the same build was finished before and only the switch was missed
        shutil.rmtree(draft)
    else:
        draft.replace(finished)
    before = current_version(warehouse)
    target = _switch(warehouse, version)
    _sync_folder(versions)
    _sync_folder(warehouse)
    _remove_old(versions, {version, before})
    return target


def current_version(warehouse: Path) -> str | None:
    """Return the name of the published version, or None before the first one."""
    pointer = warehouse / VERSIONS / CURRENT
    if pointer.is_symlink():
        return os.readlink(pointer)
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None


def remove_versions_before(warehouse: Path) -> None:
    """Remove every version but the published one: what an older one holds must not be read again."""
    remove_drafts(warehouse)
    _remove_old(warehouse / VERSIONS, {current_version(warehouse)})


def remove_drafts(warehouse: Path) -> None:
    """Remove what a publishing that was cut short has left."""
    for leftover in (warehouse / VERSIONS).glob(".*"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()
    (warehouse / f".{PUBLISHED_NAME}").unlink(missing_ok=True)


def _write_version(build: Path, folder: Path) -> str:
    """Write the database and the Parquet files into `folder` and return the name of the version."""
    with new_database(folder) as connection:
        use_few_threads(connection, build.parent)
        connection.execute(f"attach {quoted(build)} as build (read_only)")
        tables = _tables(connection)
        for name in tables:
            connection.execute(f'create table {SCHEMA}."{name}" as select * from build.{SCHEMA}."{name}"')
        views = _views(connection)
        # with the build out of reach, a view that reads outside the marts fails here and not at a reader's
        connection.execute("detach build")
        _create_views(connection, views)
        write_twin(connection, folder, [*tables, *views])
        (row,) = connection.execute(
            f"select strftime(built_at, '%Y%m%dT%H%M%S') || '-' || left(build_id, 8) from {SCHEMA}.dq_build"
        ).fetchall()
    return row[0]


def new_database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Create the database of a version, in the format of published files, with an empty schema for the marts."""
    config = {"storage_compatibility_version": STORAGE_VERSION}
    connection = duckdb.connect(str(folder / PUBLISHED_NAME), config=config)
    connection.execute(f"create schema {SCHEMA}")
    return connection


def write_twin(connection: duckdb.DuckDBPyConnection, folder: Path, names: Iterable[str]) -> None:
    """Write the marts of the database of a version as Parquet files beside it."""
    for name in names:
        file = quoted(folder / f"{name}.parquet")
        connection.execute(f'copy (from {SCHEMA}."{name}") to {file} (format parquet, compression zstd)')
    connection.execute("checkpoint")


def quoted(path: Path) -> str:
    """Write a path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _sync(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def _sync_folder(path: Path) -> None:
    """Make the names in a folder survive a power cut, where the system lets folders be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _switch(warehouse: Path, version: str) -> Path:
    """Make `version` the published one and return the path of its database."""
    pointer, target = warehouse / VERSIONS / CURRENT, warehouse / PUBLISHED_NAME
    if not _link(pointer, Path(version)):
        # Windows grants links to few: there the database is switched by its own rename, and the twin's pointer follows
        _replace(target, (pointer.parent / version / PUBLISHED_NAME).read_bytes())
        _replace(pointer, version.encode())
    elif not target.is_symlink():
        _link(target, Path(VERSIONS, CURRENT, PUBLISHED_NAME))
    return target


def _link(path: Path, to: Path) -> bool:
    """Make `path` a link, in one step; return False where the system grants no links."""
    draft = path.with_name(f".{path.name}")
    try:
        draft.symlink_to(to)
    except (NotImplementedError, PermissionError):
        return False
    draft.replace(path)
    return True


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(content)
    _sync(draft)
    draft.replace(path)


def _remove_old(versions: Path, kept: set[str | None]) -> None:
    """Remove all versions but the published one and the one before it, which slow readers may still be in."""
    for path in versions.iterdir():
        if path.is_dir() and not path.is_symlink() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=os.name == "nt")


def _tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the build's mart tables."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'build' and schema_name = ? order by table_name",
        [SCHEMA],
    ).fetchall()
    return [row[0] for row in rows]


def _views(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the build's mart views by name, as SQL that no longer names the build's database."""
    rows = connection.execute(
        "select view_name, sql from duckdb_views() where database_name = 'build' and schema_name = ? order by 1",
        [SCHEMA],
    ).fetchall()
    return {name: sql.replace(f"build.{SCHEMA}.", f"{SCHEMA}.").replace('"build".', "") for name, sql in rows}


def _create_views(connection: duckdb.DuckDBPyConnection, views: dict[str, str]) -> None:
    """Create views in an order in which each one finds the views it reads."""
    waiting = dict(views)
    while waiting:
        created = []
        for name, sql in waiting.items():
            try:
                connection.execute(sql)
            except duckdb.CatalogException as error:
                last_error = error
            else:
                created.append(name)
        if not created:
            raise last_error
        for name in created:
            del waiting[name]

"""Publishing: the marts of a finished build become the database that readers open, in one atomic step."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

BUILD_NAME = "build.duckdb"
PUBLISHED_NAME = "kefu.duckdb"
SCHEMA = "marts"


def publish(warehouse: Path) -> Path:
    """Copy the marts of `warehouse`/build.duckdb into `warehouse`/kefu.duckdb and return its path.

    The copy is made under another name and renamed over the old one, so readers see the old marts or the new ones,
    never a half. Raises duckdb.Error when the build cannot be read; the published file is then untouched.
    """
    target = warehouse / PUBLISHED_NAME
    draft = warehouse / f".{PUBLISHED_NAME}.draft"
    for leftover in (draft, draft.with_name(draft.name + ".wal")):
        leftover.unlink(missing_ok=True)
    with duckdb.connect(str(draft)) as connection:
        connection.execute(f"create schema {SCHEMA}")
        build_path = str(warehouse / BUILD_NAME).replace("'", "''")
        connection.execute(f"attach '{build_path}' as build (read_only)")
        for name in _tables(connection):
            connection.execute(f'create table {SCHEMA}."{name}" as select * from build.{SCHEMA}."{name}"')
        views = _views(connection)
        # with the build out of reach, a view that reads outside the marts fails here and not at a reader's
        connection.execute("detach build")
        _create_views(connection, views)
        connection.execute("checkpoint")
    with draft.open("rb") as handle:
        os.fsync(handle.fileno())
    draft.replace(target)
    return target


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

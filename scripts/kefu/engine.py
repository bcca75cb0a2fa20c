"""How many threads the engine takes for one statement."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kefu.landing import LANDING_NAME

# Some two hundred thousand messages. Below that a table is hardly more than what one thread takes at a time: a second
# one has nothing to read, but its hash tables are made and merged all the same, a fifth of all CPU seconds.
LITTLE_BYTES = 8_000_000


def use_few_threads(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Let one thread compute a statement where little has landed."""
    landed = sum(path.stat().st_size for path in (warehouse / LANDING_NAME).glob("*/*.parquet"))
    if landed < LITTLE_BYTES:
        connection.execute("set threads = 1")

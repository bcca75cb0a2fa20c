"""Hashes of whole columns, by DuckDB: the same as writer.row_hash gives text by text."""

from __future__ import annotations

from functools import lru_cache

import duckdb
import pyarrow as pa


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    # One for all files: opening it takes longer than most files.
    return duckdb.connect(config={"threads": 1})


def row_hashes(joined: pa.Array) -> pa.Array:
    """Hash the raw texts of rows."""
    engine = _engine()
    engine.register("batch", pa.table({"raw": joined}))
    try:
        hashed = engine.execute("select md5(raw) as hashed from batch").to_arrow_table()
    finally:
        engine.unregister("batch")
    return hashed.column(0).combine_chunks()

"""The landing's floor: DuckDB's own reader brings a csv in UTF-8 into a table in memory, all columns as text.

python -m benchmarks.programs.read_csv FILE
"""

from __future__ import annotations

import sys

import duckdb


def main() -> None:
    """Read one file."""
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("create table rows_ as select * from read_csv(?, all_varchar = true)", [sys.argv[1]])
        print(connection.sql("select count(*) from rows_").fetchone())


if __name__ == "__main__":
    main()

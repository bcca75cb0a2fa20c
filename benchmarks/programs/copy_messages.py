"""The floor: a plain copy of the landed messages into a table, whole or only what the figures need.

    python -m benchmarks.programs.copy_messages WAREHOUSE whole|needed

With the settings of dbt's profile.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import duckdb

NEEDED = "shop_id, exporter_account, customer_name, sender_name, sent_at, message_kind, source_file_id, source_row"


def copy_messages(warehouse: Path, columns: str, database: Path) -> int:
    """Copy all messages into a table of a new database; give their number."""
    with duckdb.connect(str(database), config={"threads": 2}) as connection:
        connection.execute("set timezone = 'Asia/Shanghai'")
        files = warehouse / "landing" / "tmall_chat_messages" / "*.parquet"
        connection.execute(f"create table messages as select {columns} from read_parquet('{files}')")
        (count,) = connection.sql("select count(*) from messages").fetchone() or (0,)
    return count


def main() -> None:
    """Copy into a database that is thrown away."""
    warehouse, what = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=warehouse) as folder:
        print(copy_messages(Path(warehouse), {"whole": "*", "needed": NEEDED}[what], Path(folder) / "copy.duckdb"))


if __name__ == "__main__":
    main()

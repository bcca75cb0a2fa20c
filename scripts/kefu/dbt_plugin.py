"""What dbt's connections need from the project: the hash key, as a variable of each session; threads.

A session variable is in no file: SQL, views, manifest and logs hold only its name (macros/cross_engine/hash_key.sql).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection

from kefu.engine import use_few_threads
from kefu.hash_key import set_hash_key


class Plugin(BasePlugin):
    """Gives the hash key to every cursor of dbt-duckdb, and the engine as many threads as the data need."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Find the warehouse beside the database that dbt writes."""
        self.warehouse = Path(self.creds.path).parent if self.creds else Path(plugin_config["warehouse"])

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        """Set the threads of the engine, which all cursors share."""
        use_few_threads(conn, self.warehouse)

    def configure_cursor(self, cursor: DuckDBPyConnection) -> None:
        """Set the variable; cursors do not share theirs."""
        set_hash_key(cursor, self.warehouse)

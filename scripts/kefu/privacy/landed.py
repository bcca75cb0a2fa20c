"""The landed files as tables of a database in memory, for finding people in them and for writing them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from kefu.hash_key import set_hash_key
from kefu.landing.sealed_files import sealed_folder
from kefu.landing.writer import move_into_place
from kefu.privacy.columns import PersonalTable, personal_columns

FEWEST_ENDS = (1, 2)
MOST_ENDS = 3
NEW_HASH = "md5(t.source_file_id || '|' || t.source_row)"


class Landed:
    """All landed rows, those of sealed files included; `path` and `row_no` of a view tell where a row stands."""

    def __init__(self, warehouse: Path) -> None:
        """Open a view of every table; what does not fit into memory goes beside the landing."""
        self.warehouse = warehouse
        self.landing = warehouse / "landing"
        self.connection = duckdb.connect()
        self.connection.execute("set temp_directory = ?", [str(warehouse / "build.duckdb.tmp")])
        set_hash_key(self.connection, warehouse)
        columns = personal_columns()
        self.tables = {table.name: table for table in columns.tables}
        for name in (*self.tables, *columns.without_buyers):
            self._open(name)
        self._open_platforms()

    def __enter__(self) -> Landed:
        """Start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.connection.close()

    def paths(self, name: str) -> list[Path]:
        """Give the Parquet files of a table, those of sealed files included."""
        landed = [path for path in (self.landing / name).glob("*.parquet") if path.name != "_schema.parquet"]
        return sorted(landed) + sorted(sealed_folder(self.warehouse).glob(f"[!.]*/{name}.parquet"))

    def _open(self, name: str) -> None:
        listed = ", ".join(_quoted(path) for path in [self.landing / name / "_schema.parquet", *self.paths(name)])
        self.connection.execute(
            f"create view {name} as select * rename (filename as path, file_row_number as row_no) "
            f"from read_parquet([{listed}], union_by_name = true, filename = true, file_row_number = true)"
        )

    def _open_platforms(self) -> None:
        """Name the platform of the rows that name none: the shop's, as stg_landing__shops finds it."""
        self.connection.execute(
            """
            create table shop_platforms as
            with declared as (select shop as shop_id, max(platform) as platform from shops group by shop),
            seen as (
                select shop_id, min(platform) as platform from landed_files
                where status = 'landed' and platform is not null and platform <> 'other' group by shop_id
            )
            select shop_id, coalesce(declared.platform, seen.platform, 'other') as platform
            from (select distinct shop_id from landed_files) as known
            left join declared using (shop_id) left join seen using (shop_id)
            """
        )

    def source_of(self, table: PersonalTable) -> str:
        """Give the SQL of the table's rows as `t`, with the platform to which each belongs as `own_platform`."""
        if table.platform:
            told = f"'{table.platform}'"
        else:
            told = f"coalesce({'r.platform, ' if self._has(table.name, 'platform') else ''}p.platform, 'other')"
        return (
            f"(select r.*, {told} as own_platform from {table.name} as r "
            "left join shop_platforms as p on r.shop_id = p.shop_id) as t"
        )

    def _has(self, table: str, column: str) -> bool:
        schema = self.connection.execute(f"describe {table}").fetchall()
        return column in {row[0] for row in schema}

    def names(self, table: PersonalTable) -> Iterator[tuple[str, str, str]]:
        """Give shop, platform and name of everybody whom a table names."""
        for column in table.named:
            yield from self.connection.execute(
                f"select distinct t.shop_id, t.own_platform, t.{column} from {self.source_of(table)} "
                f"where t.{column} is not null"
            ).fetchall()

    def pairs(self) -> list[tuple[str, str]]:
        """Give every shop with every platform to which rows of it belong."""
        found: set[tuple[str, str]] = set()
        for table in self.tables.values():
            sql = f"select distinct t.shop_id, t.own_platform from {self.source_of(table)}"
            found.update(self.connection.execute(sql).fetchall())
        return sorted(found)

    def staff(self) -> set[str]:
        """Give all accounts and names of the shops' own people."""
        found: set[str] = set()
        for name, columns in personal_columns().staff.items():
            for column in columns:
                rows = self.connection.execute(f"select distinct {column} from {name}").fetchall()
                found |= {row[0] for row in rows if row[0]}
        return found

    def fill(self, declaration: str, rows: list[tuple[str, ...]]) -> None:
        """Make a table of texts from its declaration, and fill it."""
        self.connection.execute(f"create or replace table {declaration}")
        if rows:
            values = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"insert into {declaration.split()[0]} values ({values})", rows)

    def shown_ends(self) -> tuple[int, int]:
        """Give how many letters at both ends of a name the masks in the chat logs show."""
        found: tuple[int, int] = self.connection.execute(
            f"""
            select
                greatest({FEWEST_ENDS[0]}, coalesce(max(length(split_part(sender_name, '****', 1))), 0)),
                greatest({FEWEST_ENDS[1]}, coalesce(max(length(split_part(sender_name, '****', 2))), 0))
            from jd_chat_messages where sender_name like '%****%'
            """
        ).fetchall()[0]
        return min(found[0], MOST_ENDS), min(found[1], MOST_ENDS)

    def rewrite(self, table: str, changes: dict[str, str], source: str | None = None) -> int:
        """Write the files of a table anew in which `changes` (column -> SQL over `t`) change anything.

        `source` gives the table's rows as `t` with what the changes read besides. Returns the number of rows changed.
        Each file is replaced by one rename.
        """
        source = source or f"{table} as t"
        differs = " or ".join(f"({sql}) is distinct from t.{column}" for column, sql in changes.items())
        # what is left tells nothing of what the row was
        changes = {"row_hash": f"case when {differs} then {NEW_HASH} else t.row_hash end"} | changes
        touched = self.connection.execute(
            f"select t.path, count(*) from {source} where {differs} group by t.path order by t.path"
        ).fetchall()
        columns = ", ".join(
            f"({changes[name]}) as {name}" if name in changes else f"t.{name}"
            for name, *_ in self.connection.execute(f"describe {table}").fetchall()
            if name not in ("path", "row_no")
        )
        for name, _ in touched:
            path = Path(name)
            temporary = path.with_name(f".{path.stem}.tmp")
            self.connection.execute(
                f"copy (select {columns} from {source} where t.path = {_quoted(path)} order by t.row_no) "
                f"to {_quoted(temporary)} (format parquet, compression zstd)"
            )
            move_into_place(temporary, path)
        return sum(count for _, count in touched)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

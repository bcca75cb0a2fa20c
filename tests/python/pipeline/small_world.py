"""A few invented shops of the golden cases in two states, one warehouse, and what is published there as digests."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from mini_project import mini_project

from support import ROOT, copy_project

GOLDEN = ROOT / "tests/golden/exports"
SHOPS = ("f11_jd", "f11_tmall", "f05_pdd", "f05_douyin", "edge_zendesk")
# In the second state this shop is there as well and that file is withdrawn.
LATER_SHOP, WITHDRAWN = "f16_tickets", "f11_tmall/小狗旗舰店_小蓝_20240301_20240310.txt"
# Of a build's own row only what it was made of is the same from build to build.
QUERY = {"dq_build": "select count_files, sources_fingerprint, rules_fingerprint from {}"}
DIGEST = """
select count(*), md5(string_agg(line, '' order by line))
from (select md5(cast(row as varchar)) as line from ({}) as row)
"""
TABLES = """
select table_name from information_schema.tables where table_schema = 'marts' and table_catalog = current_database()
"""

Digests = dict[str, tuple[int, str | None]]


def digests(connection: duckdb.DuckDBPyConnection, relations: dict[str, str]) -> Digests:
    """Count and digest the rows of relations, each given by its name and its place in SQL."""
    queries = {name: QUERY.get(name, "select * from {}").format(place) for name, place in relations.items()}
    found = {name: connection.execute(DIGEST.format(query)).fetchone() for name, query in queries.items()}
    return {name: row for name, row in found.items() if row}


def database_digests(path: Path) -> Digests:
    """Digest every table and view of a published database."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(TABLES).fetchall()
        return digests(connection, {name: f'marts."{name}"' for (name,) in names})


def parquet_digests(folder: Path) -> Digests:
    """Digest every Parquet file of a published version."""
    with duckdb.connect() as connection:
        return digests(connection, {path.stem: f"read_parquet('{path}')" for path in folder.glob("*.parquet")})


def command(code: str) -> list[str]:
    """Give the command line of a process that runs a few lines against the package."""
    return [sys.executable, "-c", code]


@dataclass(frozen=True)
class SmallWorld:
    """A copy of the project, an exports folder and a warehouse."""

    folder: Path

    @property
    def exports(self) -> Path:
        return self.folder / "exports"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    def set_up(self, is_whole: bool) -> SmallWorld:
        """Write the exports beside the whole project, or beside one of a few models."""
        if is_whole:
            copy_project(self.project)
        else:
            mini_project(self.project)
        self.exports.mkdir()
        for name in ("shops.csv", "agents.csv"):
            shutil.copy2(GOLDEN / name, self.exports / name)
        for shop in SHOPS:
            shutil.copytree(GOLDEN / shop, self.exports / shop)
        return self

    def turn(self, state: int) -> None:
        """Bring the exports into their first (0) or second (1) state."""
        shutil.rmtree(self.exports / LATER_SHOP, ignore_errors=True)
        (self.exports / WITHDRAWN).unlink(missing_ok=True)
        if state:
            shutil.copytree(GOLDEN / LATER_SHOP, self.exports / LATER_SHOP)
        else:
            shutil.copy2(GOLDEN / WITHDRAWN, self.exports / WITHDRAWN)

    def build_command(self, wait_seconds: float = 60) -> list[str]:
        return command(
            "from pathlib import Path; from kefu.pipeline import build; "
            f"build(Path({str(self.exports)!r}), Path({str(self.warehouse)!r}), Path({str(self.project)!r}), "
            f"is_quiet=True, wait_seconds={wait_seconds})"
        )

    def publish_command(self) -> list[str]:
        return command(
            "from pathlib import Path; from kefu.pipeline import alone; from kefu.publish import publish\n"
            f"with alone(Path({str(self.warehouse)!r}), 'publish'): publish(Path({str(self.warehouse)!r}))"
        )

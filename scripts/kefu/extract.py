"""Extracts: what one shop or one team may see of the published marts, as a database and its Parquet twin of their own.

An extract is a folder extracts/<kind>-<name> that looks like a small warehouse: marts/<version>, marts/current,
kefu.duckdb. It is read from the published version alone and written anew, so its files never held another's rows. Which
rows are whose is data: seeds/reference/ref_extract_scopes.csv. A mart that stands not there is withheld.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import duckdb

from kefu.landing.messages import Message
from kefu.publish import (
    CURRENT,
    PUBLISHED_NAME,
    SCHEMA,
    VERSIONS,
    current_version,
    new_database,
    publish_version,
    quoted,
    write_twin,
)

EXTRACTS = "extracts"
SCOPES = Path("seeds", "reference", "ref_extract_scopes.csv")
KINDS = {"shop": "dim_shop.shop_id", "team": "dim_agent_account.team"}
WORDS = {"shop": ("shop", "店铺"), "team": ("team", "团队")}
# Signs that the name of a folder may not hold somewhere; % is among them, so that the name can be read back.
UNSAFE = '%/\\:*?"<>|'

# The team of a person in a shop on a day is the greatest name among his accounts, as in the figures of teams.
_IN_TEAM = """
exists (
    select 1 from accounts
    where accounts.platform = mart.platform and accounts.shop_id = mart.shop_id and accounts.agent_id = mart.agent_id
        and {days}
    having max(accounts.team) = $name and {whole}
)"""
# Each takes the row of ref_extract_scopes and gives the condition on a row of the mart; $name is the shop or team.
CONDITIONS: dict[str, Callable[[dict[str, str]], str]] = {
    "shared": lambda _: "true",
    "shop": lambda _: "mart.shop_id = $name",
    "parent": lambda row: f"mart.{row['shop_key']} in (select {row['shop_key']} from {SCHEMA}.{row['shop_parent']})",
    "accounts_of_team": lambda _: "mart.team = $name",
    "shops_of_team": lambda _: (
        "(mart.platform, mart.shop_id) in (select (platform, shop_id) from accounts where team = $name)"
    ),
    "figures_of_team": lambda _: "mart.member_kind = 'team' and mart.member_id = $name",
    "person_day": lambda row: _IN_TEAM.format(
        days=f"accounts.team <> '-' and mart.{row['team_day']} between accounts.valid_from and accounts.valid_to",
        whole="true",
    ),
    "person_month": lambda row: _IN_TEAM.format(
        days=f"accounts.valid_from <= last_day(mart.{row['team_day']}) and accounts.valid_to >= mart.{row['team_day']}",
        whole="min(accounts.team) = $name",
    ),
}
WITHHELD = "withheld"


class ExtractError(RuntimeError):
    """An extract cannot be written; the message says why and what to do, in both languages."""


@dataclass(frozen=True)
class Reader:
    """Who an extract is for: a shop or a team."""

    kind: str
    name: str

    def folder(self, warehouse: Path) -> Path:
        """Return the folder of the extract in a warehouse."""
        safe = "".join(f"%{ord(sign):02X}" if sign in UNSAFE or ord(sign) < 32 else sign for sign in self.name)
        # Windows drops dots and blanks at the end of a name
        if safe[-1:] in (".", " "):
            safe = f"{safe[:-1]}%{ord(safe[-1]):02X}"
        return warehouse / EXTRACTS / f"{self.kind}-{safe}"


def extract(warehouse: Path, reader: Reader, project: Path) -> Path:
    """Write or renew the extract of `reader` from the published marts; return its database.

    Raises ExtractError when nothing is published or nobody has that name.
    """
    published = _published(warehouse)
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(published)} as published (read_only)")
        known = _known(connection, reader.kind)
    if reader.name not in known:
        raise ExtractError(_unknown(reader, known))
    scopes = project / SCOPES
    with scopes.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    # with other rules the same build gives another version
    version = f"{published.parent.name}-{hashlib.sha256(scopes.read_bytes()).hexdigest()[:8]}"

    def write(draft: Path) -> str:
        _write(published, rows, reader, draft)
        return version

    folder = reader.folder(warehouse)
    # closed until the owner opens it for those whom it is for
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return publish_version(folder, write)


def extract_folders(warehouse: Path) -> list[Path]:
    """Return the folders of the extracts that a warehouse holds."""
    found = sorted((warehouse / EXTRACTS).glob("*-*"))
    return [path for path in found if path.name.split("-", 1)[0] in KINDS and path.is_dir()]


def standing(warehouse: Path) -> list[Reader]:
    """Return whose extracts a warehouse holds."""
    names = [path.name.split("-", 1) for path in extract_folders(warehouse)]
    return [Reader(kind, unquote(name)) for kind, name in names]


def renew(warehouse: Path, project: Path) -> list[Message]:
    """Write all extracts of a warehouse again, and return what to tell about it.

    One that cannot be renewed is removed: its readers notice at once, and nobody reads old rows for new ones.
    """
    told = []
    for reader in standing(warehouse):
        try:
            extract(warehouse, reader, project)
        except (ExtractError, OSError, duckdb.Error):
            folder = reader.folder(warehouse)
            shutil.rmtree(folder, ignore_errors=True)
            told.append(
                Message(
                    f"{folder.name}: the extract could not be renewed and was removed; write it again with"
                    f" `make extract {reader.kind.upper()}=…`",
                    f"{folder.name}：提取未能更新，已删除；请用 make extract {reader.kind.upper()}=… 重新生成",
                )
            )
    return told


def _published(warehouse: Path) -> Path:
    version = current_version(warehouse)
    path = warehouse / VERSIONS / (version or CURRENT) / PUBLISHED_NAME
    if not path.is_file():
        raise ExtractError(
            f"{warehouse} holds no published marts. Run `make build` first, or name the warehouse with --warehouse. / "
            f"{warehouse} 尚未发布数据。请先运行 make build，或用 --warehouse 指定数据仓库文件夹。"
        )
    return path


def _known(connection: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    table, column = KINDS[kind].split(".")
    query = f"select distinct {column} from published.{SCHEMA}.{table} where {column} <> '-' order by all"
    return [name for (name,) in connection.execute(query).fetchall()]


def _unknown(reader: Reader, known: list[str]) -> str:
    english, chinese = WORDS[reader.kind]
    return (
        f"'{reader.name}' is no {english} of the published marts. Known: {', '.join(known) or '(none)'}. / "
        f"已发布数据中没有{chinese}“{reader.name}”。现有：{'、'.join(known) or '（无）'}。"
    )


def _misfit(mart: str) -> str:
    file = SCOPES.as_posix()
    return (
        f"{file}: the row of {mart} does not fit the published marts; correct it, or build again. / "
        f"{file}：{mart} 一行与已发布的数据不符，请更正或重新构建。"
    )


def _write(published: Path, rows: list[dict[str, str]], reader: Reader, folder: Path) -> None:
    with new_database(folder) as connection:
        connection.execute(f"attach {quoted(published)} as published (read_only)")
        connection.execute(f"create temp view accounts as from published.{SCHEMA}.dim_agent_account")
        names = []
        for row, condition in _chosen(rows, reader.kind):
            name = row["mart"]
            query = f'select mart.* from published.{SCHEMA}."{name}" as mart where {condition}'
            values = {"name": reader.name} if "$name" in query else None
            try:
                connection.execute(f'create table {SCHEMA}."{name}" as {query}', values)
            except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
                raise ExtractError(_misfit(name)) from error
            names.append(name)
        connection.execute("drop view accounts")
        connection.execute("detach published")
        write_twin(connection, folder, names)


def _chosen(rows: list[dict[str, str]], kind: str) -> Iterator[tuple[dict[str, str], str]]:
    """Give the marts of a kind of extract with their conditions, those that others are scoped by first."""
    for row in sorted(rows, key=lambda row: row[f"{kind}_scope"] == "parent"):
        scope = row[f"{kind}_scope"]
        if scope == WITHHELD:
            continue
        if scope not in CONDITIONS:
            raise ExtractError(_misfit(row["mart"]))
        yield row, CONDITIONS[scope](row)

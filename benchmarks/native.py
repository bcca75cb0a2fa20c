"""Writes the days that are drawn as files that a shop would export, and the same messages in other containers."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import xlsxwriter

from benchmarks.landed import SourceFile, files_of, write_lists
from benchmarks.world import SHOP, World
from kefu.landing.entities import Contract, load_contract

BATCH = 50_000
RULE = "=" * 64
DASHES = "-" * 28
NOT_EXPORTED = ("source_row", "row_hash", "extra")
# The messages in the exchange format: the rows that the three containers and DuckDB's reader are given.
MESSAGES = """
    select customer_name as customer_id, side as sender,
        written(sent_at) as sent_at, account(agent_no) as agent_account, cast(mid as varchar) as message_id, content
    from chat_lines where not is_system order by agent_no, line_no
"""


def write_files(
    connection: duckdb.DuckDBPyConnection, world: World, first_day: date, last_day: date, folder: Path
) -> None:
    """Write the files of the days that are drawn, and the shop's lists, below an exports folder."""
    contract = load_contract()
    shop = folder / SHOP
    shop.mkdir(parents=True, exist_ok=True)
    write_lists(folder, world)
    number_of = {account.replace(":", "_"): number for number, account in enumerate(world.accounts)}
    for file in files_of(connection, world, first_day, last_day):
        path = shop / file.name
        if file.kind != "tmall_chat":
            _write_table(connection, file, contract, path)
        elif file.name.startswith("聊天记录"):
            rows = "select head, content, event_head, event from window_lines order by line_no"
            lines = (line for row in _rows(connection, rows) for line in row)
            write_lines(path, lines, "utf-8", "\n")
        else:
            account = "_".join(file.name.split("_")[:2])
            write_lines(path, _chat_lines(connection, account, number_of[account]), "gb18030", "\r\n")


def _chat_lines(connection: duckdb.DuckDBPyConnection, account: str, agent_no: int) -> Iterator[str]:
    yield from (account.replace("_", ":"), RULE, f"{' ' * 31}单聊", RULE, "", "")
    buyer = None
    query = f"select customer_name, line from chat_lines where agent_no = {agent_no} order by line_no"
    for customer, line in _rows(connection, query):
        if customer != buyer:
            buyer = customer
            yield f"{DASHES}{buyer}{DASHES}"
        yield line


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[Sequence[str | None]]:
    result = connection.execute(query)
    while rows := result.fetchmany(BATCH):
        yield from rows


def write_lines(path: Path, lines: Iterator[str], encoding: str, line_end: str) -> None:
    """Write lines of text as a platform does."""
    with path.open("w", encoding=encoding, newline=line_end) as stream:
        stream.writelines(f"{line}\n" for line in lines)


def _write_table(connection: duckdb.DuckDBPyConnection, file: SourceFile, contract: Contract, path: Path) -> None:
    entity = contract.entities[file.entity]
    result = connection.execute(file.query)
    names = [column[0] for column in result.description or []]
    kept = [number for number, name in enumerate(names) if name not in NOT_EXPORTED]
    headers = [entity.column(names[number]).shown_headers[0] for number in kept]
    rows = [[row[number] for number in kept] for row in result.fetchall()]
    if rows:
        write_table(path, headers, rows, "gb18030")


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str | None]], encoding: str) -> None:
    """Write a table as csv or, by the name of the file, as a workbook of one sheet."""
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(headers)
            writer.writerows(rows)
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("退款单" if path.name.startswith("退款单") else "sheet")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)


def write_messages(connection: duckdb.DuckDBPyConnection, path: Path, encoding: str, limit: int | None = None) -> int:
    """Write the messages that are drawn as one table in the exchange format; give their number."""
    query = MESSAGES + (f" limit {limit}" if limit else "")
    headers = [name for name, *_ in connection.sql(f"describe {query}").fetchall()]
    count = 0

    def counted() -> Iterator[Sequence[str | None]]:
        nonlocal count
        for row in _rows(connection, query):
            count += 1
            yield row

    write_table(path, headers, counted(), encoding)
    return count

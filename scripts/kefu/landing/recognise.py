"""Which kind a file is, decided on its content alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kefu.landing.decode import head_text
from kefu.landing.entities import Contract, TableKind
from kefu.landing.files import Part
from kefu.landing.headerless import headerless_table, needs_fields
from kefu.landing.headers import HeaderMatch
from kefu.landing.json_tables import json_tables
from kefu.landing.sniff import chat_layout
from kefu.landing.tables import Table, csv_tables, html_tables, parquet_tables, workbook_tables


@dataclass
class Recognition:
    """What a file is: recognised tables, or a chat layout, or neither with the nearest kind."""

    tables: list[tuple[Table, TableKind]] = field(default_factory=list)
    layout: str | None = None
    lacks_fields: TableKind | None = None  # the kind of a text whose columns only a list of the shop can name
    nearest: TableKind | None = None
    missing: list[str] = field(default_factory=list)
    left_out: list[Table] = field(default_factory=list)  # tables of no kind
    line_count: int | None = None  # of a text of no kind

    @property
    def row_count(self) -> int | None:
        """Rows of a file of no kind, None where nobody can count them."""
        return sum(table.row_count or 0 for table in self.left_out) if self.left_out else self.line_count

    @property
    def kind(self) -> str | None:
        """The name of the kind; a workbook with several kinds has several names."""
        if self.tables:
            return ",".join(dict.fromkeys(kind.name for _, kind in self.tables))
        return {None: None, "jd": "jd_chat"}.get(self.layout, "tmall_chat")

    @property
    def platform(self) -> str | None:
        """The platform, None where only the rows or the shop say it."""
        if self.tables:
            return self.tables[0][1].platform
        return {None: None, "jd": "jd"}.get(self.layout, "tmall")

    @property
    def titles(self) -> list[Sequence[Any]]:
        """The rows above the headers of the recognised tables."""
        return [row for table, _ in self.tables for row in table.head[: max(table.match.row, 0)]]


def recognise(part: Part, contract: Contract, fields: Sequence[str] = ()) -> Recognition:
    """Look into a file; ``fields`` is the shop's own column order for a call log without a header.

    Errors of damaged or locked files come through as their readers raise them.
    """
    if part.container in ("empty", "binary"):
        return Recognition()
    if part.container in ("xlsx", "xls"):
        tables = workbook_tables(part.path, contract)
    elif part.container == "parquet":
        tables = parquet_tables(part.path, contract)
    elif part.container == "html":
        tables = html_tables(part.path, part.digest, contract)
    elif part.container == "json":
        tables = json_tables(part.path, part.digest, contract)
    else:
        tables = csv_tables(part.path, part.digest, contract)
    known = [(table, table.match.kind) for table in tables if table.match.kind is not None]
    left_out = [table for table in tables if table.match.kind is None and table.row_count is not None]
    if known:
        return Recognition(tables=known, left_out=left_out)
    layout = chat_layout(head_text(part.path, part.digest)) if part.container == "text" else None
    if layout:
        return Recognition(layout=layout)
    if part.container == "text":
        bare = headerless_table(part.path, part.digest, contract, fields)
        if bare and bare.match.kind:
            return Recognition(tables=[(bare, bare.match.kind)])
        lacking = needs_fields(part.path, part.digest, contract)
        if lacking:
            return Recognition(lacks_fields=lacking, nearest=lacking, line_count=part.digest.line_count)
    # One known word in a row, such as a lone "shop", says nothing.
    near = max((table.match for table in tables if table.match.hits > 1), key=_nearness, default=None)
    found = Recognition(left_out=left_out, line_count=part.digest.line_count if part.container == "text" else None)
    if near:
        found.nearest, found.missing = near.nearest, near.missing
    return found


def _nearness(match: HeaderMatch) -> int:
    return match.hits

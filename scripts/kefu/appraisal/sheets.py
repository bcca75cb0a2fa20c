"""How the workbook of the appraisal looks: formats, sheet names, tables; nothing of what it says.

No cell is made a formula, a link or a number because of its text: every text is written as a text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Row = Mapping[str, Any]
Value = date | datetime | Decimal | int | float | bool | str | None
Look = str | int | bool

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
LONGEST_NAME, LONGEST_TEXT = 31, 32_767  # what Excel allows, in UTF-16 units
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\"\x00-\x1f\x7f]")
RESERVED = {"history"}  # Excel keeps this name for itself
A3, A4 = 8, 9
LINE_HEIGHT = 14
WIDEST_ON_A4 = 230  # letters; more of them are too small to read on a page of A4
WIDE_FROM = "\u2e80"
EXCEL_YEAR = 1900  # the dates of Excel begin in this year
NUMBER_FORMATS = {
    "percent": "0.0%",
    "money": "#,##0.00",
    "signed_money": "+#,##0.00;-#,##0.00;0.00",
    "seconds": "#,##0.0",
    "count": "#,##0",
    "points": "0.00",
    "number": "#,##0.00",
    "limit": "General",
    "date": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "instant": "yyyy-mm-dd hh:mm",
}
LEFT: dict[str, Look] = {"align": "left", "indent": 1}
TEXT_KINDS = {"text", "wrap", "date", "month", "instant"}
# How the values of a KPI are shown, by its unit; a unit that is not named here is a plain number.
KIND_OF_UNIT = {
    "ratio": "percent",
    "seconds": "seconds",
    "count": "count",
    "sessions": "count",
    "cny": "money",
    "cny_per_person": "money",
    "cny_per_order": "money",
    "cny_per_contact": "money",
    "points": "points",
    "flag": "count",
}


@dataclass(frozen=True)
class Column:
    """One column of a table: the key of its value in a row, its heading, how it is written, and how wide."""

    key: str
    heading: str
    kind: str = "text"
    width: float = 12
    kind_key: str = ""  # the key of the kind, where it differs from row to row


class SheetNames:
    """Names that Excel accepts and that differ without regard to case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def clean(self, wanted: str | None, otherwise: str) -> str:
        """Return a name like `wanted` that is free; `otherwise` stands for one of which nothing is left."""
        name = re.sub(r"\s+", " ", NOT_IN_A_NAME.sub(" ", wanted or "")).strip() or otherwise
        base, number = _cut(name, LONGEST_NAME), 1
        name = base
        while name.casefold() in self._taken | RESERVED:
            number += 1
            ending = f" ({number})"
            name = _cut(base, LONGEST_NAME - len(ending)) + ending
        self._taken.add(name.casefold())
        return name


def _cut(text: str, longest: int) -> str:
    """Shorten to a number of UTF-16 units without halving a character."""
    return text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", errors="ignore").rstrip()


def _lines(text: str, width: float) -> int:
    """Estimate over how many lines a text runs in a column; a Chinese letter is as wide as two others."""
    lines = text.split("\n")
    return sum(max(1, math.ceil(sum(1 + (letter > WIDE_FROM) for letter in line) / (width - 2))) for line in lines)


class Book:
    """A workbook with its formats and the names of its sheets."""

    def __init__(self, workbook: Workbook, yes: str, no: str) -> None:
        self.workbook = workbook
        self.words = {True: yes, False: no}
        self.names = SheetNames()
        self._formats: dict[tuple[tuple[str, Look], ...], Format] = {}

    def format(self, **properties: Look) -> Format:
        """Return the format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"valign": "top", "font_size": 10} | properties)
        return self._formats[key]

    def sheet(self, name: str | None, otherwise: str, title: str, widths: Sequence[float] = ()) -> Sheet:
        """Add a sheet with its title in the first line."""
        return Sheet(self, self.workbook.add_worksheet(self.names.clean(name, otherwise)), title, widths)


class Sheet:
    """One sheet that is filled from top to bottom."""

    def __init__(self, book: Book, worksheet: Worksheet, title: str, widths: Sequence[float]) -> None:
        self.book = book
        self.worksheet = worksheet
        self.row = 2
        self.widths: dict[int, float] = {}
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.set_footer("&L&A&R&P / &N")
        self._widen(enumerate(widths))
        self._text(0, 0, title, book.format(bold=True, font_size=14))

    def freeze(self, row: int, column: int) -> None:
        """Keep what stands above and left of a cell in view."""
        self.worksheet.freeze_panes(row, column)

    def note(self, text: str) -> None:
        """Write a line that runs over the cells to its right."""
        self._text(self.row, 0, text, self.book.format(font_color="#595959"))
        self.row += 1

    def heading(self, text: str) -> None:
        """Write the heading of a part, after an empty line."""
        self.row += 1
        self._text(self.row, 0, text, self.book.format(bold=True, font_size=12, font_color="#1F4E78"))
        self.row += 1

    def facts(self, facts: Iterable[tuple[str, Value, str]]) -> None:
        """Write labels with their values beside them."""
        for label, value, kind in facts:
            self._text(self.row, 0, label, self.book.format(font_color="#595959"))
            self.cell(self.row, 1, value, kind, **LEFT)
            self.row += 1

    def table(
        self, columns: Sequence[Column], rows: Sequence[Row], has_filter: bool = False, strong_key: str = ""
    ) -> int:
        """Write a table and return the row of its header; rows in which `strong_key` is true are bold."""
        header = self.row
        self._widen((number, column.width) for number, column in enumerate(columns))
        look = {"bold": True, "text_wrap": True, "bg_color": "#DDEBF7", "bottom": 1, "border_color": "#9DC3E6"}
        for number, column in enumerate(columns):
            side = LEFT if column.kind in TEXT_KINDS and not column.kind_key else {"align": "right"}
            self._text(header, number, column.heading, self.book.format(**look, **side))
        self._heighten(header, [(column.heading, self.widths[number]) for number, column in enumerate(columns)])
        self.row += 1
        for row in rows:
            self.rows(columns, [row], is_strong=bool(strong_key and row[strong_key]))
        if sum(column.width for column in columns) > WIDEST_ON_A4:
            self.worksheet.set_paper(A3)
        if has_filter and rows:
            self.worksheet.autofilter(header, 0, self.row - 1, len(columns) - 1)
        return header

    def rows(self, columns: Sequence[Column], rows: Sequence[Row], is_strong: bool = False) -> None:
        """Write rows under the columns of a table."""
        look = {"bottom": 4, "border_color": "#BFBFBF"} | ({"bold": True} if is_strong else {})
        for row in rows:
            for number, column in enumerate(columns):
                kind = row[column.kind_key] if column.kind_key else column.kind
                self.cell(self.row, number, row[column.key], kind, **look)
            wrapped = [(number, row[column.key]) for number, column in enumerate(columns) if column.kind == "wrap"]
            self._heighten(self.row, [(str(value), self.widths[number]) for number, value in wrapped if value])
            self.row += 1

    def repeat(self, row: int) -> None:
        """Print a row at the top of every page."""
        self.worksheet.repeat_rows(row)

    def cell(self, row: int, column: int, value: Value, kind: str, **look: Look) -> None:
        """Write one value the way of its kind; no value leaves the cell empty, never zero."""
        if value is None:
            self.worksheet.write_blank(row, column, None, self.book.format(**look))
        elif isinstance(value, bool):
            self._text(row, column, self.book.words[value], self.book.format(**{**LEFT, **look}))
        elif isinstance(value, date | datetime) and value.year > EXCEL_YEAR:
            kind = kind if kind in ("date", "month", "instant") else "date"
            look = {**LEFT, **look, "num_format": NUMBER_FORMATS[kind]}
            self.worksheet.write_datetime(row, column, value, self.book.format(**look))
        elif isinstance(value, int | float | Decimal):
            look["num_format"] = NUMBER_FORMATS.get(kind, "General")
            self.worksheet.write_number(row, column, value, self.book.format(**look))
        else:
            self._text(row, column, str(value), self.book.format(**{**LEFT, **look, "text_wrap": kind == "wrap"}))

    def _text(self, row: int, column: int, text: str, look: Format) -> None:
        self.worksheet.write_string(row, column, _cut(text, LONGEST_TEXT), look)

    def _heighten(self, row: int, texts: Iterable[tuple[str, float]]) -> None:
        """Make a row as high as its longest wrapped text needs: not every program does that on opening."""
        lines = max((_lines(text, width) for text, width in texts), default=1)
        if lines > 1:
            self.worksheet.set_row(row, LINE_HEIGHT * lines)

    def _widen(self, widths: Iterable[tuple[int, float]]) -> None:
        for number, width in widths:
            if width > self.widths.get(number, 0):
                self.widths[number] = width
                self.worksheet.set_column(number, number, width)

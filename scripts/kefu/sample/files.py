"""Writes csv, xlsx, xls and zip content whose bytes depend on nothing but the data."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter
import xlwt

Cell = str | int | float | datetime | None
ZIP_TIME = (2024, 3, 20, 9, 30, 0)


def yuan(fen: int, short: bool = False) -> str:
    """Write an amount in yuan; short drops zero decimals as older exports do."""
    return f"{fen // 100}" if short and fen % 100 == 0 else f"{fen / 100:.2f}"


def stamp(moment: datetime | None) -> str:
    """Write a time, or nothing when it has not come."""
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def quoted(text: str) -> str:
    """Quote one csv field."""
    return '"' + text.replace('"', '""') + '"'


def csv_line(fields: Sequence[str], quote_all: bool = False) -> str:
    """Join csv fields; an unquoted ``="123"`` stays as it is, as in the older order files."""
    return ",".join(quoted(text) if quote_all or any(mark in text for mark in ",\r\n") else text for text in fields)


def csv_bytes(lines: Sequence[str], encoding: str, line_end: str = "\r\n") -> bytes:
    """Join lines; a character outside the encoding is an error of the generator."""
    return "".join(line + line_end for line in lines).encode(encoding, errors="strict")


def list_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A list as Excel saves it: UTF-8 with a mark, CRLF."""
    return b"\xef\xbb\xbf" + csv_bytes([csv_line(columns), *(csv_line(row) for row in rows)], "utf-8")


def by_header(row: Mapping[str, Cell], columns: Sequence[str]) -> list[Cell]:
    """Put a row into column order; blanks around the names do not count, missing values are empty."""
    return [row.get(name.strip(), "") for name in columns]


def zip_bytes(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack members with a fixed time and origin."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def xlsx_bytes(sheet_name: str, rows: Sequence[Sequence[Cell]], created: datetime) -> bytes:
    """Write one sheet; texts stay texts, so that 19-digit ids survive."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": created})
    time_format = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet(sheet_name)
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(row_number, column, cell, time_format)
            elif isinstance(cell, int | float):
                sheet.write_number(row_number, column, cell)
            elif cell:
                sheet.write_string(row_number, column, cell)
    book.close()
    buffer.seek(0)
    with zipfile.ZipFile(buffer) as archive:  # repacked: the origin system would differ between machines
        return zip_bytes([(name, archive.read(name)) for name in archive.namelist()])


def xls_bytes(sheet_name: str, rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write one sheet as old binary Excel (BIFF8)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(sheet_name)
    for row_number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(row_number, column, cell)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

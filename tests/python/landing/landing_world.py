"""A small exports folder with its warehouse, and writers of every container."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
import xlwt

from kefu.landing import LandingSummary, land

MTIME = 1_700_000_000  # 2023-11-15 06:13:20 in Shanghai


class World:
    """An exports folder, its warehouse, and questions to the landed Parquet."""

    def __init__(self, folder: Path) -> None:
        """Make both folders."""
        self.exports = folder / "exports"
        self.warehouse = folder / "warehouse"
        self.exports.mkdir()

    def put(self, name: str, content: bytes | str, encoding: str = "utf-8") -> Path:
        """Write a file below exports with a fixed modification time."""
        path = self.exports / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        os.utime(path, (MTIME, MTIME))
        return path

    def land(self) -> LandingSummary:
        """Run the landing."""
        return land(self.exports, self.warehouse, is_quiet=True)

    def rows(self, entity: str, *columns: str) -> list[tuple[Any, ...]]:
        """Read columns of an entity in file and row order."""
        path = self.warehouse / "landing" / entity / "*.parquet"
        names = ", ".join(f'"{column}"' for column in columns)
        return duckdb.sql(
            f"select {names} from read_parquet('{path}', union_by_name=true, file_row_number=true) "
            "order by source_file, source_row, file_row_number"
        ).fetchall()

    def quarantine(self) -> list[tuple[Any, ...]]:
        """Read what stands in quarantine: row, column, value, reason, lost or not."""
        return self.rows("quarantine", "source_row", "column_name", "bad_value", "reason", "is_row_lost")

    def files(self) -> dict[str, str]:
        """Give the status of every seen file."""
        return dict(self.rows("landed_files", "source_file", "status"))

    def parquet_bytes(self) -> dict[str, bytes]:
        """Give all Parquet files with their content."""
        landing = self.warehouse / "landing"
        return {path.relative_to(landing).as_posix(): path.read_bytes() for path in landing.rglob("*.parquet")}


def xlsx(sheets: dict[str, Sequence[Sequence[Any]]]) -> bytes:
    """Write a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(row, column, cell, moment)
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    else:
                        sheet.write(row, column, cell)
    return stream.getvalue()


def xls(rows: Sequence[Sequence[Any]]) -> bytes:
    """Write an old BIFF workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet0")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Write a zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()

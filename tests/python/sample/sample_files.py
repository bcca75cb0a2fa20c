"""Helpers to read the sample files back."""

import csv
import io

from python_calamine import CalamineWorkbook

TMALL, JD, PDD, DOUYIN = "tmall-xiaogou/", "jd-xiaogou/", "pdd-xiaogou/", "douyin-xiaogou/"
HOTLINE, DESK = "hotline-xiaogou/", "service-desk/"


def read_csv(content: bytes, encoding: str) -> list[dict[str, str]]:
    """Rows of a csv by stripped header name, ids and money without wrappers."""
    rows = list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
    names = [name.strip() for name in rows[0]]
    return [
        {name: cell.strip().removeprefix("=").strip('"') for name, cell in zip(names, row, strict=False)}
        for row in rows[1:]
    ]


def sheet(content: bytes) -> tuple[str, list[list[object]]]:
    """Name and rows of the only sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    (name,) = book.sheet_names
    return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)

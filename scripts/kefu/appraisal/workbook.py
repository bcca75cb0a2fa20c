"""Writes the workbook of a month for a manager: overview, pay, rankings, schemes, order reviews, a sheet per person.

It reads the published marts and nothing else, and no cell holds a formula: every figure is the mart's own.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook

from kefu.appraisal.agent_sheets import add_agent_sheets
from kefu.appraisal.marts import load
from kefu.appraisal.overview_sheets import add_overview, add_pay, add_rankings, add_reviews
from kefu.appraisal.reading import AppraisalError
from kefu.appraisal.scheme_sheet import add_scheme_sheet
from kefu.appraisal.sheets import OPTIONS, Book
from kefu.appraisal.words import Words
from kefu.written import Language


def write_workbook(warehouse: Path, month: date, language: Language, output: Path | None = None) -> Path:
    """Write the workbook of a month and return its path; raise AppraisalError where that is not possible."""
    appraisal = load(warehouse, month)
    words = Words(language)
    buffer = io.BytesIO()
    with Workbook(buffer, {**OPTIONS, "in_memory": True}) as workbook:
        workbook.set_properties({"title": words.text("title", month=f"{month:%Y-%m}")})
        book = Book(workbook, yes=words.text("yes"), no=words.text("no"))
        add_overview(book, words, appraisal)
        add_pay(book, words, appraisal)
        add_rankings(book, words, appraisal)
        add_scheme_sheet(book, words, appraisal)
        add_reviews(book, words, appraisal)
        add_agent_sheets(book, words, appraisal)
    path = output or warehouse / f"appraisal_{month:%Y-%m}_{language.folder}.xlsx"
    _replace(path, buffer.getvalue())
    return path


def _replace(path: Path, content: bytes) -> None:
    """Put the file in place in one step: a reader sees the old one or the new one, never a half."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise AppraisalError(
            f"{path} cannot be written ({error.strerror}). Close it in Excel or WPS if it is open there, "
            f"or name another file with --output. / 无法写入 {path}（{error.strerror}）。"
            f"如果正在 Excel 或 WPS 中打开，请先关闭；也可用 --output 指定其他文件。"
        ) from error

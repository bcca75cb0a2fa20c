"""Writes the pages and the templates of the files that a shop fills in itself, from the landing contract.

``python -m kefu.exchange_docs`` writes them, with ``--check`` it only says which are stale.
"""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from kefu.landing.entities import read_contract
from kefu.written import ROOT, Language, main

TEMPLATES = "docs/templates"
PATTERNS = [f"{TEMPLATES}/*.csv", f"{TEMPLATES}/zh/*.csv"]
BLOCK = re.compile(r"(<!-- written from the contract: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
# The roster and the shop list have a page of their own.
LISTS = ("roster", "shops")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TYPES = {
    "id": ("id", "编号"),
    "name": ("word", "文本"),
    "platform": ("platform", "平台"),
    "text": ("text", "原文"),
    "time": ("time", "时间"),
    "date": ("date", "日期"),
    "money": ("money", "金额"),
    "int": ("whole number", "整数"),
    "number": ("number", "数字"),
    "ratio": ("ratio", "比率"),
    "seconds": ("seconds", "秒"),
    "clock": ("time of day", "时刻"),
    "bool": ("true/false", "是/否"),
}
# A kind without its texts is a failed test, not a crash here.
UNWRITTEN = ("", "")
WORDS = {
    "head": (
        "| column | Chinese header | type | required | meaning | example |",
        "| 列 | 中文表头 | 类型 | 必填 | 含义 | 例 |",
    ),
    "colon": (": ", "："),
    "yes": ("yes", "是"),
    "template": ("Template: {}.", "模板：{}。"),
}


@lru_cache(maxsize=1)
def _contract() -> dict[str, Any]:
    return read_contract()


def exchange_kinds() -> dict[str, dict[str, Any]]:
    """Give the kinds of files that a shop fills in itself: the exchange format, the roster and the shop list."""
    kinds = _contract()["table_kinds"]
    return {name: kind for name, kind in kinds.items() if name.startswith("exchange_") or "template" in kind}


def _columns(kind: dict[str, Any]) -> dict[str, dict[str, Any]]:
    columns = _contract()["entities"][kind["entity"]]["columns"]
    return {name: column for name, column in columns.items() if "filled_by" not in column}


def chinese_header(column: dict[str, Any]) -> str:
    """Give the first Chinese header of a column; empty where the contract has none."""
    return next((header for header in map(str, column.get("headers", [])) if CHINESE.search(header)), "")


def example(column: dict[str, Any]) -> str:
    """Give the example as it is written into a cell; YAML reads a bare true or number as such."""
    value = column.get("example")
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _title(kind: dict[str, Any], language: Language) -> str:
    label = kind["label"][language]
    text = re.sub(r"^(exchange format|交换格式)[ -]*", "", label)
    return text[0].upper() + text[1:]


def _sentence(text: str, language: Language) -> str:
    end = "." if language is Language.EN else "。"
    return text[:1].upper() + text[1:] + ("" if text.endswith(end) else end)


def _template_files(name: str, kind: dict[str, Any]) -> tuple[str, str]:
    chinese = _title(kind, Language.ZH).replace("/", "、").replace(" ", "")
    return f"{TEMPLATES}/{kind.get('template', name)}.csv", f"{TEMPLATES}/zh/{chinese}.csv"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def table(kind: dict[str, Any], language: Language) -> str:
    """Write the table of a kind's columns."""
    head = WORDS["head"][language]
    lines = [head, "|---" * (head.count("|") - 1) + "|"]
    for name, column in _columns(kind).items():
        required = WORDS["yes"][language] if column.get("required") else ""
        chinese = "、".join(str(header) for header in column.get("headers", []) if CHINESE.search(str(header)))
        cells = [
            f"`{name}`",
            chinese,
            TYPES[column["type"]][language],
            required,
            column["doc"][language],
            example(column),
        ]
        lines.append("| " + " | ".join(map(_cell, cells)) + " |")
    return "\n".join(lines)


def section(name: str, kind: dict[str, Any], language: Language) -> str:
    """Write the section of one kind: what a row is, the templates, the columns."""
    links = " / ".join(f"[{Path(path).name}](../{path.removeprefix('docs/')})" for path in _template_files(name, kind))
    doc = _sentence(_contract()["entities"][kind["entity"]].get("doc", UNWRITTEN)[language], language)
    template = WORDS["template"][language].format(links)
    joint = " " if language is Language.EN else ""
    title = f"{_title(kind, language)}{WORDS['colon'][language]}`{name}`"
    return f"## {title}\n\n{doc}{joint}{template}\n\n{table(kind, language)}\n"


def _block(kind_name: str, language: Language) -> str:
    kinds = exchange_kinds()
    if kind_name != "exchange":
        return table(kinds[kind_name], language) + "\n"
    sections = [section(name, kind, language) for name, kind in kinds.items() if name not in LISTS]
    return "\n" + "\n".join(sections) + "\n"


def template(kind: dict[str, Any], language: Language) -> str:
    """Write a template: the header of that language and the example row, as csv."""
    columns = _columns(kind)
    chinese = {name: chinese_header(column) or name for name, column in columns.items()}
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns if language is Language.EN else chinese.values())
    writer.writerow(example(column) for column in columns.values())
    # Excel opens a csv as UTF-8 only when it begins with the byte order mark.
    return ("\ufeff" if language is Language.ZH else "") + stream.getvalue()


def render() -> dict[str, str]:
    """Give every written file with its text; pages keep what stands outside the written blocks."""
    files = {}
    for language in Language:
        for page in ("exchange-format.md", "roster.md"):
            path = f"docs/{language.folder}/{page}"
            files[path] = BLOCK.sub(
                lambda block, language=language: block[1] + _block(block[2], language) + block[3],
                (ROOT / path).read_text(encoding="utf-8"),
            )
    for name, kind in exchange_kinds().items():
        english, chinese = _template_files(name, kind)
        files |= {english: template(kind, Language.EN), chinese: template(kind, Language.ZH)}
    return files


if __name__ == "__main__":
    main(render, PATTERNS)

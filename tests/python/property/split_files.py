"""Cuts files into parts: tables between any rows, chat texts between conversations, each with the head of its file."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

PARTS = 3
CONVERSATION = re.compile("^(-{20,}.+-{20,}|/\\*+以下为一通会话.*)$")
MOMENT = re.compile(r"(\d{4}[-/]\d\d?[-/]\d\d?[ T]\d\d?:\d\d:\d\d|1\d{9}(?=(?:\d{3})?$))(?:\.\d+|\d{3})?")
HEADERLESS = ("Master.csv", "queue_log", "cdr.log")
# Lists whose rows belong together, and texts in which only the order of the lines tells who the buyer is.
WHOLE = ("shops.csv", "agents.csv", "3cx_fields.csv", "服务日历.csv", "接待窗口", "即时消息", "聊天记录查询")


def text_of(path: Path) -> str:
    """Read a text in the encoding of its bytes."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(path)


def cell_of(value: Any) -> str:  # noqa: ANN401 - whatever a workbook holds
    """Write a workbook's cell as a csv has it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value)


def table_of(path: Path) -> list[list[str]]:
    """Read the rows of a table, its header and what stands above it included."""
    if path.suffix in (".xlsx", ".xls"):
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        return [[cell_of(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    delimiter = "|" if path.name == "queue_log" else ","
    return list(csv.reader(io.StringIO(text_of(path), newline=""), delimiter=delimiter))


def homes_of(rows: Sequence[Sequence[str]], dice: random.Random, is_overlapping: bool) -> list[set[int]]:
    """Deal each row to one part, or to several; what a chat says in one second of one conversation stays together."""
    dealt: dict[tuple[str, ...], set[int]] = {}
    homes = []
    for number, row in enumerate(rows):
        key = row_key(row, number)
        if key not in dealt:
            dealt[key] = {dice.randrange(PARTS) for _ in range(2 if is_overlapping else 1)}
        homes.append(dealt[key])
    return homes


def row_key(row: Sequence[str], number: int) -> tuple[str, ...]:
    """What must stay together: a row, and in a chat the messages of one second."""
    moments = (MOMENT.fullmatch(cell.strip()) for cell in row[:8])
    moment = next((found for found in moments if found), None)
    return (moment[1],) if moment and len(row) < 15 else (str(number),)


def write_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """Write rows as a csv, a queue log with its own mark."""
    buffer = io.StringIO(newline="")
    is_log = path.name.endswith("queue_log")
    csv.writer(buffer, delimiter="|" if is_log else ",", lineterminator="\n").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def part_name(name: str, part: int) -> str:
    """Name a part so that it was exported when its whole was."""
    stem, dot, ending = name.rpartition(".")
    ending = "csv" if ending in ("xlsx", "xls") else ending
    if stem.isdigit() and len(stem) == 8:
        return f"{int(stem) + part}.{ending}"
    return f"part{part} {stem}{dot}{ending}"


def head_length(rows: Sequence[Sequence[str]]) -> int:
    """The number of rows down to the header: the first one that fills its columns."""
    width = max(sum(1 for cell in row if cell) for row in rows[:8])
    return next(number for number, row in enumerate(rows) if sum(1 for cell in row if cell) >= width * 0.6) + 1


def cut(source: Path, folder: Path, seed: str, is_overlapping: bool) -> None:
    """Write a file into `folder` in parts, or as it is where its rows belong together."""
    dice = random.Random(seed)
    if any(word in source.name for word in WHOLE) or source.suffix == ".zip":
        (folder / source.name).write_bytes(source.read_bytes())
        return
    if source.suffix == ".json":
        rows = json.loads(text_of(source))
        while isinstance(rows, dict):
            rows = next(value for value in rows.values() if isinstance(value, list | dict))
        homes = homes_of([list(map(str, row.values())) for row in rows], dice, is_overlapping)
        for part in range(PARTS):
            kept = [row for row, home in zip(rows, homes, strict=True) if part in home]
            text = json.dumps(kept, ensure_ascii=False)
            (folder / part_name(source.name, part)).write_text(text, encoding="utf-8")
        return
    if source.suffix in (".txt", ".log") and source.name not in HEADERLESS:
        lines = text_of(source).splitlines(keepends=True)
        # group chats stand under a heading of their own: it and all below it go into every part
        groups = next((number - 1 for number, line in enumerate(lines) if line.strip() == "群聊"), len(lines))
        lines, tail = lines[:groups], "".join(lines[groups:])
        starts = [number for number, line in enumerate(lines) if CONVERSATION.match(line.rstrip())]
        if not starts:
            (folder / source.name).write_bytes(source.read_bytes())
            return
        blocks = ["".join(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
        homes = [{dice.randrange(PARTS) for _ in range(2 if is_overlapping else 1)} for _ in blocks]
        for part in range(PARTS):
            text = "".join(block for block, home in zip(blocks, homes, strict=True) if part in home)
            head = "".join(lines[: starts[0]])
            (folder / part_name(source.name, part)).write_text(head + text + tail, encoding="utf-8", newline="")
        return
    rows = table_of(source)
    head = 0 if source.name in HEADERLESS else head_length(rows)
    homes = homes_of(rows[head:], dice, is_overlapping)
    for part in range(PARTS):
        kept = [row for row, home in zip(rows[head:], homes, strict=True) if part in home]
        write_table(folder / part_name(source.name, part), [*rows[:head], *kept])

"""What a run tells: counts, messages, and a progress bar while it works."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from kefu.landing.messages import Message, shown_name
from kefu.landing.records import Record
from kefu.landing.writer import parquet_path

SHOWN_INFERENCES = 20
SHOWN_QUARANTINED = 40
# Equal notes of this many files beside the first are one line.
SUMMED_FROM = 2

_STATUS_WORDS = {
    "landed": ("landed", "已导入"),
    "duplicate": ("duplicate", "重复"),
    "unrecognised": ("not recognised", "无法识别"),
    "failed": ("failed", "失败"),
}


@dataclass
class LandingSummary:
    """The outcome of a run, over all files that are now in the exports folder."""

    statuses: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    quarantined: int = 0
    landed_now: int = 0
    removed: int = 0
    bad_cells: list[Message] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    inferences: list[Message] = field(default_factory=list)

    def text(self) -> str:
        """Write the summary for people, English above Chinese."""
        counts_en = ", ".join(f"{self.statuses.get(key, 0)} {words[0]}" for key, words in _STATUS_WORDS.items())
        counts_zh = "，".join(f"{words[1]} {self.statuses.get(key, 0)}" for key, words in _STATUS_WORDS.items())
        lines = [
            f"Files: {counts_en} ({self.landed_now} read in this run, {self.removed} Parquet files removed).",
            f"文件：{counts_zh}（本次读取 {self.landed_now} 个，移除 {self.removed} 个 Parquet 文件）。",
        ]
        lines += [f"  {entity}: {count}" for entity, count in sorted(self.rows.items())]
        if self.quarantined:
            lines += [
                f"Quarantine: {self.quarantined} rows or cells could not be read; see landing/quarantine.",
                f"隔离区：{self.quarantined} 行或单元格无法读取，见 landing/quarantine。",
            ]
        for message in self.bad_cells[:SHOWN_QUARANTINED]:
            lines += [f"- {message.en}", f"  {message.zh}"]
        kinds = len(self.bad_cells) - SHOWN_QUARANTINED
        if kinds > 0:
            lines.append(f"- … {kinds} more kinds of bad cells / 另有 {kinds} 类问题")
        for message in [*self.messages, *self.inferences[:SHOWN_INFERENCES]]:
            lines += [f"- {message.en}", f"  {message.zh}"]
        more = len(self.inferences) - SHOWN_INFERENCES
        if more > 0:
            lines.append(f"- … {more} more notes / 另有 {more} 条说明")
        return "\n".join(lines)


def quarantined(landing: Path, records: Iterable[Record]) -> list[Message]:
    """Give one message per file, column and reason: that of the first row, with how many more there are."""
    messages = []
    for record in sorted(records, key=lambda record: record.source_file):
        if "quarantine" not in record.entities:
            continue
        table = pq.read_table(
            parquet_path(landing, "quarantine", record.file_id),
            columns=["column_name", "reason", "message_en", "message_zh"],
        )
        counts: Counter[tuple[str, str]] = Counter()
        first: dict[tuple[str, str], Message] = {}
        for column, reason, english, chinese in zip(*(part.to_pylist() for part in table.columns), strict=True):
            counts[column, reason] += 1
            first.setdefault((column, reason), Message(english, chinese))
        for key, message in first.items():
            more = counts[key] - 1
            messages.append(
                Message(f"{message.en} ({more} more like this.)", f"{message.zh}（另有 {more} 处。）")
                if more
                else message
            )
    return messages


def summed(notes: Iterable[tuple[str, Message]]) -> list[Message]:
    """Give one line for equal notes of many files: the first of them and how many more there are."""
    alike: dict[str, list[tuple[str, Message]]] = {}
    for name, note in notes:
        alike.setdefault(note.en.removeprefix(name), []).append((name, note))
    lines = []
    for group in alike.values():
        more = len(group) - 1
        name, note = group[0]
        if more < SUMMED_FROM:
            lines += [note for _, note in group]
            continue
        lines.append(
            Message(
                f"{name} and {more} more files{note.en.removeprefix(name)}",
                f"{name} 及另外 {more} 个文件{note.zh.removeprefix(name)}",
            )
        )
    return lines


def summarise(
    records: Iterable[Record], landed_now: int, removed: int, bad_cells: Iterable[Message] = ()
) -> LandingSummary:
    """Count the records of a run."""
    summary = LandingSummary(landed_now=landed_now, removed=removed, bad_cells=list(bad_cells))
    statuses: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    notes: list[tuple[str, Message]] = []
    for record in sorted(records, key=lambda record: record.source_file):
        statuses[record.status] += 1
        rows.update({entity: count for entity, count in record.entities.items() if entity != "quarantine"})
        summary.quarantined += record.entities.get("quarantine", 0)
        if record.message:
            summary.messages.append(record.message)
        notes += [(shown_name(record.source_file), note) for note in record.inferences]
    summary.inferences = summed(notes)
    summary.statuses, summary.rows = dict(statuses), dict(rows)
    return summary


@contextmanager
def progress(total: int, files: int, is_quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show a progress bar on stderr; outside a terminal or in CI one plain line, and nothing when quiet."""
    console = Console(stderr=True)
    if is_quiet:
        yield lambda _: None
    elif not console.is_terminal or os.environ.get("CI"):
        console.print(f"Landing {files} files / 正在导入 {files} 个文件", highlight=False)
        yield lambda _: None
    else:
        columns = (TextColumn("Landing / 导入"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("landing", total=total)
            yield lambda done: bar.advance(task, done)

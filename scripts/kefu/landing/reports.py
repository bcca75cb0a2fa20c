"""Wide report tables to platform_figures: one row per account and metric."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kefu.landing.cells import ColumnCleaner as _Cleaner
from kefu.landing.cells import account_name, cell_text, is_null, unwrap
from kefu.landing.entities import Contract, TableKind
from kefu.landing.messages import Message
from kefu.landing.quantities import duration, header_factor, plain
from kefu.landing.rows import ExtraMember
from kefu.landing.tables import Table
from kefu.landing.times import clean_date
from kefu.landing.writer import Sink, row_hash

DATE_HEADERS = ("日期", "统计日期", "统计时间")
TEXT_HEADERS = frozenset({"旺旺分组", "技能组", "uid", "客服昵称"})
_RATIO = re.compile(r"(?:率|占比|比例)(?:\(.*\))?(?:__\d+)?$")
_TIME_WORDS = re.compile(r"时长|响应时间|响应\(|平均响应|首次响应|\((?:s|m|h|秒|分|分钟|小时)\)")
_COUNT_WORDS = re.compile(r"[人量数额率比]$")
_DAY = re.compile(
    r"(?<!\d)(20\d\d)[-_./年]?(0[1-9]|1[0-2]|[1-9](?=[-_./月]))[-_./月]?(3[01]|[12]\d|0[1-9]|[1-9](?=\D|$))日?(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_./年](0[1-9]|1[0-2])月?(?![-_/\d])")
_number = _Cleaner("number")


def period_of(text: str) -> tuple[str, str] | None:
    """Find the period a text names: two dates, one date, or a month; None when it names none."""
    days = []
    for found in _DAY.finditer(text):
        day = clean_date(f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}")
        if day:
            days.append(day)
    if days:
        return min(days), max(days)
    month = _MONTH.search(text)
    if not month:
        return None
    year, number = int(month[1]), int(month[2])
    return date(year, number, 1).isoformat(), date(year, number, monthrange(year, number)[1]).isoformat()


def _percent_factor(cells: Sequence[str]) -> Decimal:
    """Decide for a whole ratio column what a cell without a percent sign means: 1 = 100 % or 100 = 100 %."""
    for cell in cells:
        value = _number.clean_text(cell)
        if isinstance(value, str) and abs(Decimal(value)) > 1:
            return Decimal("0.01")
    return Decimal(1)


class ReportLander:
    """Lands one report table."""

    def __init__(self, table: Table, kind: TableKind, contract: Contract, sink: Sink, file_name: str) -> None:
        """Find the account, date and metric columns."""
        names = table.match.names
        self._table = table
        self._kind = kind
        self._sink = sink
        self._footers = contract.footers
        self._names = names
        self._account = next((names.index(header) for header in kind.accounts if header in names), None)
        self._date = next((names.index(header) for header in DATE_HEADERS if header in names), None)
        titles = " ".join(cell_text(cell) for row in table.head[: table.match.row] for cell in row)
        self._period = period_of(file_name) or period_of(titles)
        self._metrics = [
            position
            for position, name in enumerate(names)
            if name and position not in (self._account, self._date) and name.split("__")[0] not in contract.private
        ]

    def land(self) -> None:
        """Read the whole report (reports are small) and write it long."""
        tally = self._sink.tally
        tally.head(self._table.head_rows)
        width = len(self._names)
        data = []
        for batch in self._table.batches():
            tally.rows_in += len(batch.rows) + len(batch.broken)
            for number, text, reason in batch.broken:
                self._sink.quarantine(number, text, reason, None, None, True)
            for number, cells in zip(batch.numbers, batch.rows, strict=True):
                row = [unwrap(cell_text(cell)) for cell in cells[:width]] + [""] * (width - len(cells))
                structure = self._structure(row)
                if structure:
                    tally.structural[structure] += 1
                else:
                    data.append((number, row))
        tally.landed += len(data)
        factors = self._factors([row for _, row in data])
        out: dict[str, list[str | None]] = {}
        source_rows, hashes, extra = [], [], []
        for number, row in data:
            for position in self._metrics:
                if is_null(row[position]):
                    continue
                name = self._names[position]
                value, unit = self._value(name, row[position], factors.get(position))
                record = self._frame(row, number) | {"metric": name, "value": value, "unit": unit}
                for key, text in record.items():
                    out.setdefault(key, []).append(text)
                source_rows.append(number)
                hashes.append(row_hash("\x1f".join(row)))
                label = self._label(row)
                extra.append(f"{{{ExtraMember(label[0])[label[1]]}}}" if label else None)
        self._sink.write(self._kind.entity, out, source_rows, hashes, extra)

    def _factors(self, rows: list[list[str]]) -> dict[int, Decimal]:
        factors = {}
        for position in self._metrics:
            name = self._names[position]
            if _RATIO.search(name):
                cells = [row[position] for row in rows if not row[position].endswith(("%", "％"))]
                factors[position] = _percent_factor(cells)
                if factors[position] != 1:
                    self._sink.inferences.append(
                        Message(
                            f"{self._sink.provenance.source_file}: {name} read as percent points (100 = 100 %)",
                            f"{self._sink.provenance.source_file}：{name} 按百分数读取（100 = 100%）",
                        )
                    )
        return factors

    def _structure(self, row: list[str]) -> str | None:
        """Name what a row is that holds no figures of anybody; None for data."""
        if not any(row):
            return "blank"
        key = self._account if self._account is not None else self._date
        if key is not None and self._names[key] == row[key].casefold():
            return "repeated_header"
        if not any(not is_null(row[position]) for position in self._metrics):
            return "no_figures"
        # A second header line or a note has no account, or only an account.
        return "sub_header" if key is not None and not row[key] else None

    def _summary_position(self, row: list[str]) -> int | None:
        for position in (self._account, self._date):
            if position is not None and row[position].startswith(self._footers):
                return position
        return None

    def _label(self, row: list[str]) -> tuple[str, str] | None:
        position = self._summary_position(row)
        return None if position is None else (self._names[position], row[position])

    def _frame(self, row: list[str], number: int) -> dict[str, str | None]:
        is_summary = self._summary_position(row) is not None
        period = self._period
        if self._date is not None:
            named = period_of(row[self._date])
            day = clean_date(row[self._date])
            period = named or ((day, day) if day else (period if is_summary else None))
        account = None
        if self._account is not None and not is_summary:
            account = row[self._account]
            account = account_name(account) if self._kind.platform == "tmall" else account
        return {
            "report_kind": self._kind.name,
            "account": account,
            "is_summary": "true" if is_summary else "false",
            "period_start": period[0] if period else None,
            "period_end": period[1] if period else None,
        }

    def _value(self, name: str, text: str, factor: Decimal | None) -> tuple[str, str]:
        """Give a metric cell as canonical text and its unit; what is no number stays text."""
        if name in TEXT_HEADERS:
            return text, "text"
        if text.endswith(("%", "％")) or factor is not None:
            is_percent = text.endswith(("%", "％"))
            value = _number.clean_text(text.rstrip("%％"))
            if isinstance(value, str):
                number = Decimal(value) / 100 if is_percent else Decimal(value) * (factor or 1)
                return plain(number), "ratio"
            return text, "text"
        if _TIME_WORDS.search(name) and not _COUNT_WORDS.search(name):
            unit = header_factor(name)
            if unit == 60:
                value = _number.clean_text(text)
                if isinstance(value, str):
                    return plain(Decimal(value)), "minutes"
            seconds = duration(text, unit or Decimal(1))
            if seconds is not None:
                return plain(seconds), "seconds"
        value = _number.clean_text(text)
        if isinstance(value, str):
            return plain(Decimal(value)), "number"
        seconds = duration(text, Decimal(1))
        return (plain(seconds), "seconds") if seconds is not None else (text, "text")

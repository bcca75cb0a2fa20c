"""The file of a pay-out: what a month pays, in the form in which the landing reads it back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from kefu.appraisal.reading import AppraisalError, open_marts, require
from kefu.exchange_docs import chinese_header
from kefu.landing.entities import read_contract
from kefu.written import Language

TABLES = ["appraisal_statement", "appraisal_pay_line", "dim_agent"]
COLUMNS = ("agent_id", "month", "for_month", "line", "amount", "paid_on")
# For the reader; the landing keeps them aside.
NAMES = {"agent_name": "姓名", "line_name": "工资项"}
# What a spreadsheet takes for the beginning of a formula. The landing strips the apostrophe again.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

MONTH_STATE = """
select bool_or(is_locked), bool_and(is_month_complete), max(month_start)
from marts.appraisal_statement where month_start = ?
"""
PROVISIONAL = """
select agent_id, line_id from marts.appraisal_pay_line
where month_start = ? and is_payable and finality = 'provisional' order by agent_id, line_id
"""
MISSING = """
select agent_id, name_en || ': ' || missing_en, name_zh || '：' || missing_zh from marts.appraisal_pay_line
where month_start = ? and is_payable and amount is null order by agent_id, line_id
"""
LINES = """
select
    lines.agent_id, coalesce(agents.agent_name, lines.agent_id), lines.for_month, lines.line_id,
    lines.name_en, lines.name_zh, sum(lines.amount)
from marts.appraisal_pay_line as lines
left join marts.dim_agent as agents on lines.agent_id = agents.agent_id
where lines.month_start = ? and lines.is_payable and lines.amount is not null
group by lines.agent_id, agents.agent_name, lines.for_month, lines.line_id, lines.name_en, lines.name_zh
order by lines.agent_id, lines.for_month desc, lines.line_id
"""


@dataclass(frozen=True)
class PayOut:
    """A pay-out that was written."""

    path: Path
    month: date
    total: Decimal
    count_lines: int
    count_people: int
    missing: list[tuple[str, str, str]]

    def text(self) -> str:
        """Say in both languages what was written, what is not in it, and what to do next."""
        month = f"{self.month:%Y-%m}"
        lines = [
            f"{self.path}: {self.total:,.2f} yuan for {self.count_people} people in {self.count_lines} lines. / "
            f"已写出 {self.count_people} 人、{self.count_lines} 个工资项，合计 {self.total:,.2f} 元。"
        ]
        lines += [
            f"- not in it, no amount: {agent}, {english} / 未计入（没有金额）：{agent}，{chinese}"
            for agent, english, chinese in self.missing
        ]
        lines.append(
            f"Keep the file there and run `make build` again: {month} is then locked, and later changes stand as "
            f"adjustments in the month after. / "
            f"请保留该文件并再次运行 make build：{month} 即锁定，之后的变化记为次月的调整。"
        )
        return "\n".join(lines)


def cell(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def pay_out(
    warehouse: Path, exports: Path, month: date, language: Language, paid_on: date, is_early: bool = False
) -> PayOut:
    """Write the pay-out of a month below `exports` and return what was written.

    Reads the published marts only. Raises AppraisalError where the month is locked, unknown or already written, and,
    unless `is_early`, where it is not complete or a figure that it pays by may still change.
    """
    path = exports / f"kefu-payout-{month:%Y-%m}.csv"
    with open_marts(warehouse) as marts:
        require(marts, TABLES)
        _check(marts, month, path, is_early)
        rows = marts.execute(LINES, [month]).fetchall()
        missing = marts.execute(MISSING, [month]).fetchall()
    text = _file(rows, month, language, paid_on)
    try:
        # never over an older file: what was paid stays told
        with path.open("x", encoding="utf-8-sig", newline="") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise _exists(path) from error
    total = sum((row[-1] for row in rows), Decimal(0))
    return PayOut(path, month, total, len(rows), len({row[0] for row in rows}), missing)


def _check(marts: duckdb.DuckDBPyConnection, month: date, path: Path, is_early: bool) -> None:
    is_locked, is_complete, known = marts.execute(MONTH_STATE, [month]).fetchall()[0]
    name = f"{month:%Y-%m}"
    if known is None:
        raise AppraisalError(
            f"{name} has no statements: the exports do not reach it, or nobody was employed. / "
            f"{name} 没有工资单：导出文件不含该月，或当月无人在职。"
        )
    if is_locked:
        raise AppraisalError(
            f"{name} was paid out and is locked: what changed since stands as adjustments in the month after the last "
            f"pay-out. Pay that month. / {name} 已发放并锁定：之后的变化记为最近一次发放次月的调整，请发放那个月。"
        )
    if path.exists():
        raise _exists(path)
    if is_early:
        return
    if not is_complete:
        raise AppraisalError(
            f"{name} is not complete: the exports do not reach its last day. Add the rest and build again, or pay it "
            f"as it stands with --early; the difference then follows as an adjustment. / "
            f"{name} 尚不完整：导出文件没有到当月最后一天。"
            f"请补齐后重新构建，或用 --early 按现状发放，差额以后作为调整。"
        )
    provisional = [f"{agent} {line}" for agent, line in marts.execute(PROVISIONAL, [month]).fetchall()]
    if provisional:
        shown = ", ".join(provisional[:20]) + (" …" if len(provisional) > 20 else "")
        raise AppraisalError(
            f"{name} is provisional: orders, payments or evaluations may still change {len(provisional)} lines "
            f"({shown}). Wait and build again, or pay it as it stands with --early; the difference then follows as an "
            f"adjustment. / {name} 仍为暂定：{len(provisional)} 个工资项可能因订单、付款或评价而变化（{shown}）。"
            f"请稍后重新构建，或用 --early 按现状发放，差额以后作为调整。"
        )


def _exists(path: Path) -> AppraisalError:
    return AppraisalError(
        f"{path} is there already and is never overwritten. If it was paid, run `make build` so that the month is "
        f"locked; if not, remove it yourself. / {path} 已存在，不会被覆盖。"
        f"如已发放，请运行 make build 锁定该月；如未发放，请自行删除。"
    )


def _file(rows: list[tuple], month: date, language: Language, paid_on: date) -> str:
    columns = read_contract()["entities"]["exchange_pay_outs"]["columns"]
    is_chinese = language is Language.ZH
    header = [chinese_header(columns[name]) if is_chinese else name for name in COLUMNS]
    header += [chinese if is_chinese else english for english, chinese in NAMES.items()]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    for agent, agent_name, for_month, line, name_en, name_zh, amount in rows:
        texts = [cell(agent), month, for_month, cell(line), f"{amount:.2f}", paid_on]
        writer.writerow([*texts, cell(agent_name), cell(name_zh if is_chinese else name_en)])
    return stream.getvalue()

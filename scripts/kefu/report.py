"""What the main job prints at its end: the agents' figures and where to connect."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

QUERY = """
select
    strftime(month_start, '%Y-%m'), shop_id, agent_name,
    rate_30s_first_reply, avg_response_seconds, reply_rate, enquiry_customers,
    conversion, sales_amount, unit_price, finality
from marts.rpt_agent_monthly
where coalesce(rate_30s_first_reply, avg_response_seconds, reply_rate, enquiry_customers, sales_amount) is not null
order by month_start, platform, shop_id, agent_id
"""
NOTES = """
select 'shop ' || shop_id || ' is not in shops.csv; platform inferred from its files: ' || platform
    || ' / 店铺 ' || shop_id || ' 不在 shops.csv 中，按文件推断平台：' || platform_name_zh
from marts.dim_shop where is_inferred
union all
select 'shop ' || shop_id || ': ' || count(*) || ' accounts are not in agents.csv and stand for themselves: '
    || string_agg(account, ', ' order by account)
    || ' / 店铺 ' || shop_id || '：' || count(*) || ' 个账号不在 agents.csv 中，按账号本人统计'
from marts.dim_agent_account where is_inferred group by shop_id
union all
select 'shop ' || shop_id || ': unknown ' || vocabulary || ' word "' || word || '" in ' || count_rows
    || ' rows, kept as unknown'
    || ' / 店铺 ' || shop_id || '：未识别用语「' || word || '」' || count_rows || ' 行，按未知处理'
from marts.dq_unknown_word
union all
select 'shop ' || shop_id || ': ' || count(*)
    || ' chats could be either of two sessions and are left out (marts.dq_unmatched_chat)'
    || ' / 店铺 ' || shop_id || '：' || count(*) || ' 段聊天可对应多个会话，未计入'
from marts.dq_unmatched_chat group by shop_id
"""
COMPUTED = """
select shop_id || ' (' || platform || ')', count(*) filter (where status = 'computed'),
    count(*) filter (where status in ('computed', 'needs', 'no_units'))
from marts.kpi_status group by shop_id, platform order by shop_id, platform
"""
MISSING = """
select shop_id || ' (' || platform || ')', count(*), string_agg(kpi_id, ', ' order by kpi_id),
    replace(sentence_en, 'needs ', ''), replace(sentence_zh, '缺少：', '')
from marts.kpi_status where status = 'needs'
group by shop_id, platform, sentence_en, sentence_zh order by 1, 2 desc, 4
"""
HEADINGS = (
    "month\n月份", "shop\n店铺", "agent\n客服", "30 s rate\n30秒应答率", "avg response\n平均响应", "reply rate\n回复率",
    "enquiries\n询单人数", "conversion\n询单转化率", "sales\n销售额", "per customer\n客单价", "",
)  # fmt: skip


def _percent(value: Decimal | None) -> str:
    return "–" if value is None else f"{value * 100:.1f}%"


def _number(value: Decimal | None, digits: int, unit: str = "") -> str:
    return "–" if value is None else f"{value:,.{digits}f}{unit}"


def agents_table(published: Path) -> Table:
    """Read the agents' monthly figures from the published marts into a table for the terminal."""
    table = Table(title="Agents by month / 客服月度指标", header_style="bold")
    for index, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="left" if index < 3 else "right", no_wrap=True)
    with duckdb.connect(str(published), read_only=True) as connection:
        for row in connection.execute(QUERY).fetchall():
            month, shop, agent, rate, response, replied, enquiries, conversion, sales, price, finality = row
            table.add_row(
                month, shop, agent, _percent(rate), _number(response, 1, " s"), _percent(replied),
                _number(enquiries, 0), _percent(conversion), _number(sales, 2), _number(price, 2),
                "*" if finality == "provisional" else "",
            )  # fmt: skip
    return table


def notes(published: Path) -> list[str]:
    """Return what the figures rest on unasked: inferred shops and accounts, unknown words, left-out chats."""
    with duckdb.connect(str(published), read_only=True) as connection:
        return [row[0] for row in connection.execute(NOTES).fetchall()]


def kpi_status(published: Path) -> list[str]:
    """Return how many KPIs each shop has, and which input each of the others waits for (marts.kpi_status)."""
    lines = []
    with duckdb.connect(str(published), read_only=True) as connection:
        missing = connection.execute(MISSING).fetchall()
        for shop, computed, possible in connection.execute(COMPUTED).fetchall():
            lines.append(f"{shop}: {computed} of {possible} KPIs computed / 已计算 {computed} 个指标，共 {possible} 个")
            lines += [
                f"  {count} need {_short(english)} / {count} 个缺少{_short(chinese)}: {names}"
                for name, count, names, english, chinese in missing
                if name == shop
            ]
    return lines


def _short(sentence: str) -> str:
    """Leave out what stands in brackets: kpi_status names the files that would do."""
    return re.sub(r" ?[(（][^)）]*[)）]", "", sentence)


def print_report(published: Path) -> None:
    """Print which KPIs lack an input, what was inferred, the table, and how to open the marts."""
    console = Console(width=150)
    for line in kpi_status(published):
        console.print(line, highlight=False, soft_wrap=True, markup=False)
    for note in notes(published):
        console.print(f"- {note}", highlight=False, soft_wrap=True, markup=False)
    console.print(agents_table(published))
    console.print(
        "* provisional: orders or evaluations may still arrive / 暂定：统计窗口未结束\n"
        f"Connect / 连接: duckdb -readonly {published}   (schema marts; every figure: marts.kpi_daily, kpi_monthly; "
        "the rows behind it: marts.kpi_units)",
        highlight=False,
        soft_wrap=True,
    )

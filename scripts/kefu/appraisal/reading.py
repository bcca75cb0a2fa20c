"""Opens the published marts of the appraisal, or says in both languages why that is not possible."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from kefu.publish import PUBLISHED_NAME, SCHEMA

MONTH = re.compile(r"(\d{4})-(\d{2})")


class AppraisalError(RuntimeError):
    """Something that the user asked for is not possible; the message says why and what to do, in both languages."""


def parse_month(text: str) -> date:
    """Return the first day of a month written as 2024-03."""
    match = MONTH.fullmatch(text.strip())
    if match and 1 <= int(match[2]) <= 12 and int(match[1]) > 0:
        return date(int(match[1]), int(match[2]), 1)
    raise AppraisalError(
        f"'{text}' is no month: write year and month, such as 2024-03. / “{text}”不是月份：请写年和月，例如 2024-03。"
    )


def open_marts(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open the published marts of a warehouse read-only."""
    published = warehouse / PUBLISHED_NAME
    if not published.is_file():
        raise AppraisalError(
            f"{published} does not exist: nothing was published there. Run `make build` first, "
            f"or name the warehouse with --warehouse. / "
            f"找不到 {published}：尚未发布数据。请先运行 make build，或用 --warehouse 指定数据仓库文件夹。"
        )
    try:
        return duckdb.connect(str(published), read_only=True)
    except duckdb.Error as error:
        raise AppraisalError(
            f"{published} cannot be opened; another program may hold it, or the file is damaged. "
            f"Close that program, or build again. / "
            f"无法打开 {published}：可能正被其他程序占用或文件已损坏，请关闭该程序或重新构建。 ({error})"
        ) from error


def require(connection: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
    """Raise where a mart is missing that is to be read."""
    found = {
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables where table_schema = ?", [SCHEMA]
        ).fetchall()
    }
    lacking = [name for name in tables if name not in found]
    if lacking:
        raise AppraisalError(
            f"The published file holds no appraisal; it lacks {', '.join(lacking)}. Build again with this version. / "
            f"已发布的文件不含考核数据，缺少 {', '.join(lacking)}。请用当前版本重新构建。"
        )


def require_month(month: date, months: list[date]) -> None:
    """Raise where a month is none of those of the data."""
    if month in months:
        return
    listed = ", ".join(f"{each:%Y-%m}" for each in months)
    english = f"The data has these months: {listed}." if months else "The data has no month with anybody employed."
    chinese = f"数据中有以下月份：{listed}。" if months else "数据中没有任何在职人员的月份。"
    raise AppraisalError(f"The month {month:%Y-%m} is not in the data. {english} / 数据中没有 {month:%Y-%m}。{chinese}")


def rows(
    connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, Any] | list[Any] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a query by column name."""
    result = connection.execute(query, values or [])
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

"""Order reviews of the exchange format: recognised in both languages, and what a reviewer remarks is masked."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kefu.landing import land

HEADERS = {
    "english": "order_id,decision,reviewer,reviewed_at,credited_account,reason,remark\n",
    "chinese": "订单编号,核单结果,核单人,核单时间,归属客服,核单原因,备注\n",
}
COLUMNS = "order_id, decision, reviewer, reviewed_at, credited_account, reason"


def ask(warehouse: Path, entity: str, columns: str) -> list[tuple[object, ...]]:
    """Read columns of what was landed for an entity."""
    pattern = str(warehouse / "landing" / entity / "*.parquet")
    rows = duckdb.sql(f"select {columns} from read_parquet('{pattern}', union_by_name = true) order by source_row")
    return rows.fetchall()


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_reviews_are_recognised_and_remarks_are_masked(tmp_path: Path, language: str) -> None:
    """Row 3 has no time, so nobody could tell which review is the later one: it goes to quarantine."""
    shop = tmp_path / "exports/s"
    shop.mkdir(parents=True)
    rows = (
        "240506-100200300400500,改归,A009,2024/5/8 18:00,xiaolan,归错客服,买家电话里说是小兰接待的\n"
        "240506-100200300400501,confirm,A009,some day,,,\n"
        "240506-100200300400502,reject,A009,2024-05-08 18:02:00,,刷单,\n"
    )
    (shop / "file.csv").write_text(HEADERS[language] + rows, encoding="utf-8")
    assert land(tmp_path / "exports", tmp_path / "warehouse", is_quiet=True).statuses == {"landed": 1}
    assert ask(tmp_path / "warehouse", "exchange_order_reviews", COLUMNS) == [
        ("240506-100200300400500", "改归", "A009", "2024-05-08 18:00:00", "xiaolan", "归错客服"),
        ("240506-100200300400502", "reject", "A009", "2024-05-08 18:02:00", None, "刷单"),
    ]
    extra = "".join(str(row) for row in ask(tmp_path / "warehouse", "exchange_order_reviews", "extra"))
    assert "小兰" not in extra
    column = HEADERS[language].split(",")[3]
    assert ask(tmp_path / "warehouse", "quarantine", "source_row, column_name") == [(3, column)]

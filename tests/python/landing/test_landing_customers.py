"""Campaigns and recommended products of the exchange format: recognised by English and by Chinese headers."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kefu.landing import land

OUTREACH = {
    "english": "outreach_id,campaign_id,customer_id,sent_at,agent_account,is_opted_out\n",
    "chinese": "触达编号,活动名称,买家昵称,发送时间,客服账号,是否退订\n",
}
RECOMMENDED = {
    "english": "session_id,agent_account,sku_id,recommended_at\n",
    "chinese": "会话编号,客服账号,推荐商品,推荐时间\n",
}


def landed(warehouse: Path, entity: str, columns: str) -> list[tuple[object, ...]]:
    pattern = str(warehouse / "landing" / entity / "*.parquet")
    rows = duckdb.sql(f"select {columns} from read_parquet('{pattern}', union_by_name = true) order by source_row")
    return rows.fetchall()


def land_one(tmp_path: Path, text: str) -> dict[str, int]:
    shop = tmp_path / "exports/s"
    shop.mkdir(parents=True)
    (shop / "file.csv").write_text(text, encoding="utf-8")
    return land(tmp_path / "exports", tmp_path / "warehouse", is_quiet=True).statuses


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_outreach_is_recognised_and_a_row_without_time_is_quarantined(tmp_path: Path, language: str) -> None:
    rows = "o1,618,c1,2024/5/6 10:00,小美,是\no2,618,c2,sometime,小美,\no3,618,c3,2024-05-06 10:00:01,,0\n"
    assert land_one(tmp_path, OUTREACH[language] + rows) == {"landed": 1}
    columns = "outreach_id, campaign_id, customer_id, sent_at, agent_account, is_opted_out"
    assert landed(tmp_path / "warehouse", "exchange_outreach", columns) == [
        ("o1", "618", "c1", "2024-05-06 10:00:00", "小美", "true"),
        ("o3", "618", "c3", "2024-05-06 10:00:01", None, "false"),
    ]
    column = OUTREACH[language].split(",")[3]
    assert landed(tmp_path / "warehouse", "quarantine", "source_row, column_name") == [(3, column)]


@pytest.mark.parametrize("language", ["english", "chinese"])
def test_recommended_products_are_recognised(tmp_path: Path, language: str) -> None:
    assert land_one(tmp_path, RECOMMENDED[language] + "s1,小美,990001,2024-05-06 10:03:00\n") == {"landed": 1}
    assert landed(tmp_path / "warehouse", "exchange_recommended_skus", "session_id, agent_account, sku_id") == [
        ("s1", "小美", "990001")
    ]


def test_recommended_products_need_a_session_or_a_customer(tmp_path: Path) -> None:
    text = "agent_account,sku_id,recommended_at\n小美,990001,2024-05-06 10:03:00\n"
    assert land_one(tmp_path, text) == {"unrecognised": 1}

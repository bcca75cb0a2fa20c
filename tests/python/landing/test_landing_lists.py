"""agents.csv and shops.csv are recognised with the few columns that a manager fills in."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kefu.landing import land


def landed(warehouse: Path, entity: str, columns: str) -> list[tuple[object, ...]]:
    pattern = str(warehouse / "landing" / entity / "*.parquet")
    return duckdb.sql(f"select {columns} from read_parquet('{pattern}', union_by_name = true)").fetchall()


def test_a_roster_of_accounts_and_names_is_enough(tmp_path: Path) -> None:
    shop = tmp_path / "exports/s"
    shop.mkdir(parents=True)
    (shop / "名册.csv").write_text("账号,姓名,团队\n小狗旗舰店：小美,林小美,一组\n", encoding="utf-8")
    summary = land(tmp_path / "exports", tmp_path / "warehouse", is_quiet=True)
    assert summary.statuses == {"landed": 1}
    rows = landed(tmp_path / "warehouse", "roster", "shop_id, account, agent_id, agent_name, team")
    assert rows == [("s", "小狗旗舰店:小美", None, "林小美", "一组")]


def test_a_shop_list_of_folder_and_platform_is_enough(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "shops.csv").write_text("shop,platform\ns,pdd\n", encoding="utf-8")
    summary = land(exports, tmp_path / "warehouse", is_quiet=True)
    assert summary.statuses == {"landed": 1}
    assert landed(tmp_path / "warehouse", "shops", "shop, platform") == [("s", "pdd")]

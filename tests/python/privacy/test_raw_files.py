"""Raw files after forgetting: which are named, when they may go, what stands for them then. Only the landing runs."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kefu.hash_key import ENVIRONMENT
from kefu.landing import land
from kefu.landing.messages import Message
from kefu.pipeline import land_and_seal
from kefu.privacy import landed as landed_module
from kefu.privacy.forget import Request, Told, seal_buyer
from kefu.privacy.landed import Landed
from kefu.privacy.ledger import Ledger, load_ledger, save_ledger
from kefu.privacy.raw_files import delete, raw_files
from kefu.privacy.retention import Cutoff
from kefu.privacy.sealing import seal

TODAY = date(2024, 3, 11)
FIRST, SECOND = "shop/订单20240310100000.csv", "shop/订单20240311100000.csv"
HEADER = "order_id,platform,created_at,customer_id,status,total_amount,用途\n"
MARCH = HEADER + "".join(
    f"o{number},other,2024-03-0{number} 10:00:00,{buyer},finished,10,送到{buyer}家\n"
    for number, buyer in enumerate(("柠檬树134", "anna", "柠檬树134", "ｂｏｂ"), 1)
)
# the same month again, exported later: the first order was given back
AGAIN = HEADER + "o1,other,2024-03-01 10:00:00,柠檬树134,closed,10,送到柠檬树134家\n"
CHAT = (
    "customer_id,platform,sender,sent_at,agent_account,session_id,content\n"
    "anna,other,customer,2024-03-02 10:00:00,,s1,在吗\n"
    "anna,other,agent,2024-03-02 10:00:05,小美,s1,柠檬树134 的包裹在您那里吗\n"
)


class Shop:
    """One shop with two files of orders and a chat, landed."""

    def __init__(self, folder: Path) -> None:
        self.exports, self.warehouse = folder / "exports", folder / "warehouse"
        (self.exports / "shop").mkdir(parents=True)
        for name, text in ((FIRST, MARCH), (SECOND, AGAIN), ("shop/chat_20240310.csv", CHAT)):
            (self.exports / name).write_text(text, encoding="utf-8")
        self.land()

    def land(self, *cutoffs: Cutoff) -> dict[str, int]:
        self.summary = land(self.exports, self.warehouse, is_quiet=True)
        return seal(self.warehouse, cutoffs)

    def forget(self, name: str) -> None:
        ledger = load_ledger(self.warehouse) or Ledger()
        ledger.add(name, None, None, TODAY.isoformat())
        save_ledger(self.warehouse, ledger)
        self.land()

    def orders(self) -> list[tuple[object, ...]]:
        path = self.warehouse / "landing" / "exchange_orders" / "*.parquet"
        columns = "order_id, source_file, status, customer_id"
        return duckdb.sql(f"select {columns} from read_parquet('{path}', union_by_name = true) order by all").fetchall()

    def text(self) -> str:
        """Give all that is landed or remembered, as one text."""
        files = [*self.warehouse.rglob("*.parquet")]
        cells = [str(row) for path in files for row in duckdb.sql(f"from read_parquet('{path}')").fetchall()]
        return "\n".join([*cells, *(path.read_text() for path in self.warehouse.rglob("*.json"))])

    def raw(self) -> list[str]:
        with Landed(self.warehouse) as landed:
            found = landed.connection.execute(
                "select source_file_id, count(*) from exchange_orders where customer_id like '~forgot~%' group by 1"
            ).fetchall()
        return [file.name for file in raw_files(self.exports, self.warehouse, dict(found))]

    def delete(self, *names: str) -> tuple[list[str], list[Message]]:
        return delete(self.exports, self.warehouse, names, TODAY)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_person_is_gone_from_all_that_is_landed_and_stays_one_customer(shop: Shop) -> None:
    before = shop.orders()
    assert "柠檬树134" in shop.text()
    shop.forget("柠檬树134")
    after = shop.orders()
    assert "柠檬树134" not in shop.text().replace("柠檬树134 的包裹", "")  # another's chat: known to the command only
    assert [row[:3] for row in after] == [row[:3] for row in before]
    keys = {old[3]: {new[3] for n, new in enumerate(after) if before[n][3] == old[3]} for old in before}
    assert {name: len(found) for name, found in keys.items()} == {"柠檬树134": 1, "anna": 1, "ｂｏｂ": 1}
    assert (keys["anna"], keys["ｂｏｂ"]) == ({"anna"}, {"ｂｏｂ"})


def test_texts_of_others_that_hold_the_name_go_too_and_stay_away(shop: Shop) -> None:
    told = Told()
    rows = seal_buyer(shop.warehouse, Request(buyer="柠檬树134", platform="other"), told)
    # by hand: two orders of March, one of them again in the second file
    assert sorted(rows.values()) == [1, 2]
    assert "3 rows of 2 landed files (other shop)" in told.text() and "3 行" in told.text()
    assert "柠檬树134" not in shop.text() and "在吗" in shop.text()
    shutil.rmtree(shop.warehouse / "landing")
    shop.land()
    assert "柠檬树134" not in shop.text() and "在吗" in shop.text()
    # again: nothing is left to seal, and the raw files can still be named
    assert seal_buyer(shop.warehouse, Request(buyer="柠檬树134", platform="other"), told) == rows


def test_who_grew_old_is_found_by_his_name_and_becomes_somebody_else(shop: Shop) -> None:
    shop.land(Cutoff("*", "*", date(2024, 3, 2)))
    hashed = {str(row[3]) for row in shop.orders() if row[0] == "o1"}
    rows = seal_buyer(shop.warehouse, Request(buyer="柠檬树134"), Told())
    assert sorted(rows.values()) == [1, 2]
    names = {str(row[3]) for row in shop.orders() if row[0] in ("o1", "o3")}
    assert len(names) == len(hashed) == 1 and not names & hashed
    assert names.pop().startswith("~forgot~")


def test_another_spelling_of_the_name_is_meant_too(shop: Shop) -> None:
    shop.forget(" BOB")
    assert [row[3] for row in shop.orders() if str(row[3]).startswith("~forgot~")] != []
    assert "ｂｏｂ" not in shop.text()


def test_who_was_forgotten_stays_so_when_the_landing_is_made_anew(shop: Shop) -> None:
    shop.forget("柠檬树134")
    before = shop.orders()
    assert "柠檬树134" not in {row[3] for row in before}
    shutil.rmtree(shop.warehouse / "landing")
    shop.land()
    assert shop.orders() == before
    (shop.exports / "shop" / "订单20240312100000.csv").write_text(MARCH.replace("o4", "o5"), encoding="utf-8")
    shop.land()
    assert {row[3] for row in shop.orders()} == {row[3] for row in before}


def test_another_hash_key_has_the_texts_sealed_anew_and_forgotten_people_stay_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wordings() -> list[str]:
        path = shop.warehouse / "landing" / "exchange_messages" / "*.parquet"
        rows = duckdb.sql(
            f"select split_part(content, '~', 3) from read_parquet('{path}') where content like '~sealed~%'"
        )
        return [row[0] for row in rows.fetchall()]

    shop.forget("anna")
    before, orders = wordings(), shop.orders()
    monkeypatch.setenv(ENVIRONMENT, "another-invented-key")
    land_and_seal(shop.exports, shop.warehouse, is_quiet=True)
    after = wordings()
    assert len(before) == len(after) == 2
    assert set(before).isdisjoint(after)
    assert shop.orders() == orders


def test_nothing_is_read_again_where_nothing_changed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.forget("柠檬树134")

    def fail(*_: object) -> None:
        raise AssertionError("opened the landed files")

    monkeypatch.setattr(Landed, "__init__", fail)
    assert shop.land() == {}


def test_a_run_that_dies_between_two_files_is_ended_by_the_next(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    moves = []
    move = landed_module.move_into_place

    def die(temporary: Path, path: Path) -> None:
        moves.append(path)
        if len(moves) > 1:
            raise KeyboardInterrupt
        move(temporary, path)

    monkeypatch.setattr(landed_module, "move_into_place", die)
    with pytest.raises(KeyboardInterrupt):
        shop.forget("柠檬树134")
    sealed = [str(row[3]).startswith("~forgot~") for row in shop.orders() if row[0] in ("o1", "o3")]
    assert sorted(set(sealed)) == [False, True]
    monkeypatch.undo()
    shop.land()
    assert "柠檬树134" not in shop.text().replace("柠檬树134 的包裹", "")
    assert [path.name for path in shop.warehouse.rglob("*.tmp")] == []


def test_deleted_raw_files_stay_as_they_were_landed(shop: Shop) -> None:
    shop.forget("柠檬树134")
    before = shop.orders()
    assert shop.raw() == [FIRST, SECOND]
    deleted, refused = shop.delete(FIRST)
    assert (deleted, refused) == ([FIRST], [])
    assert not (shop.exports / FIRST).exists()
    assert shop.raw() == [SECOND]
    for _ in range(2):
        shop.land()
        assert shop.orders() == before
        (message,) = shop.summary.messages
        assert "2024-03-11" in message.en and "原始文件" in message.zh
        # the landing may be deleted at any time
        shutil.rmtree(shop.warehouse / "landing")


def test_a_newer_export_of_a_sealed_file_is_newer_and_one_of_its_name_takes_its_place(shop: Shop) -> None:
    shop.forget("柠檬树134")
    shop.delete(FIRST)
    (shop.exports / "shop" / "订单20240313100000.csv").write_text(AGAIN.replace("closed", "finished"), encoding="utf-8")
    shop.land()
    # three files tell o1, the newest of them by the time in its name
    assert [row[1] for row in shop.orders() if row[0] == "o1"][-1] == "shop/订单20240313100000.csv"
    assert len(shop.orders()) == 6
    # a file of the same name with other content: the old content is withdrawn, as without sealing
    (shop.exports / FIRST).write_text(AGAIN.replace("o1", "o9"), encoding="utf-8")
    shop.land()
    assert [row[0] for row in shop.orders() if row[1] == FIRST] == ["o9"]


def test_a_raw_file_that_comes_back_counts_once_and_stays_forgotten(shop: Shop) -> None:
    shop.forget("柠檬树134")
    before = shop.orders()
    shop.delete(FIRST)
    # as if an older version of the landing had made it: the same content has another id then
    (path,) = (shop.warehouse / "private" / "sealed").glob("*/record.json")
    content = json.loads(path.read_text())
    content["record"]["file_id"] = "older"
    path.write_text(json.dumps(content))
    path.parent.rename(path.parent.with_name("older"))
    shop.land()
    assert [row[0::2] for row in shop.orders()] == [row[0::2] for row in before]
    for name in (FIRST, "shop/a_订单20240310100000.csv"):
        (shop.exports / name).write_text(MARCH, encoding="utf-8")
        shop.land()
        assert [row[0::2] for row in shop.orders()] == [row[0::2] for row in before]
        assert "送到柠檬树134" not in shop.text()
        (shop.exports / name).unlink()


def test_sealed_files_grow_old_and_are_forgotten_too(shop: Shop) -> None:
    shop.forget("柠檬树134")
    shop.delete(FIRST)
    shop.forget("anna")
    assert "送到anna" not in shop.text()
    shop.land(Cutoff("*", "*", date(2024, 3, 5)))
    assert "ｂｏｂ" not in shop.text()


def test_a_sealed_file_outlives_a_new_version_of_the_landing(shop: Shop) -> None:
    shop.forget("柠檬树134")
    before = shop.orders()
    shop.delete(FIRST)
    # as if it had been landed by a version with other columns
    (path,) = (shop.warehouse / "private" / "sealed").glob("*/record.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": "older"}))
    shop.land()
    assert shop.orders() == before
    assert "older version" in shop.summary.messages[0].en


def test_a_file_with_rows_that_are_landed_nowhere_is_not_deleted(shop: Shop) -> None:
    (shop.exports / FIRST).write_text(MARCH + "o9,other,someday,anna,finished,1,\n", encoding="utf-8")
    shop.forget("柠檬树134")
    deleted, (refused,) = shop.delete(FIRST)
    assert deleted == [] and (shop.exports / FIRST).exists()
    assert "quarantine" in refused.en and "隔离区" in refused.zh


def test_a_copy_that_was_left_out_as_duplicate_is_named_too(shop: Shop) -> None:
    copy = "shop/订单20240310100000 (1).csv"
    shutil.copy2(shop.exports / FIRST, shop.exports / copy)
    shop.forget("柠檬树134")
    assert shop.raw() == sorted([copy, FIRST, SECOND])
    before = [row[0::2] for row in shop.orders()]
    shop.delete(*shop.raw())
    shop.land()
    assert [row[0::2] for row in shop.orders()] == before


def test_rows_older_than_the_period_lose_their_names_and_the_others_keep_them(shop: Shop) -> None:
    assert shop.land(Cutoff("*", "*", date(2024, 3, 3)))["exchange_orders"] == 3  # o1 twice, o2
    kept = {row[0]: str(row[3]) for row in shop.orders()}
    assert (kept["o3"], kept["o4"]) == ("柠檬树134", "ｂｏｂ")
    assert kept["o1"].startswith("~hashed~") and kept["o2"].startswith("~hashed~")
    assert "送到anna" not in shop.text() and "在吗" not in shop.text()
    # the period of another platform is none of theirs
    assert shop.land(Cutoff("jd", "*", date(2024, 4, 1))) == {}

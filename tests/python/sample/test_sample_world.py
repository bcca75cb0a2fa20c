"""Money identities of every file, and the cases that the sample promises to hold."""

import io
from collections import defaultdict
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook
from sample_files import JD, TMALL, read_csv

from kefu.sample.jd_chats import masked
from kefu.sample.model import ShopWorld

TMALL_CSV = ("ExportOrderList202403051200.csv", "ExportOrderList202403181000.csv")


def money(text: object) -> Decimal:
    """An amount of a file."""
    return Decimal(str(text).removesuffix("元")).quantize(Decimal("0.01"))


@pytest.mark.parametrize("name", TMALL_CSV)
def test_tmall_csv_money(exports: dict[str, bytes], name: str) -> None:
    rows = read_csv(exports[TMALL + name], "gbk")
    assert len(rows) > 60
    for row in rows:
        total = money(row["总金额"])
        assert money(row["买家应付货款"]) + money(row["买家应付邮费"]) == total
        paid, refunded = money(row["买家实际支付金额"]), money(row["退款金额"])
        assert paid + refunded == (total if row["订单付款时间"] else 0)
        assert money(row["打款商家金额"]) == (paid if row["确认收货时间"] else 0)
        assert (row["订单关闭原因"] == "订单未关闭") == (row["订单状态"] != "交易关闭")


def test_tmall_xlsx_money(exports: dict[str, bytes]) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(exports[f"{TMALL}ExportOrderList202403200930.xlsx"]))
    names, *rows = book.get_sheet_by_index(0).to_python()
    for row in (dict(zip(names, cells, strict=True)) for cells in rows):
        total = money(row["买家应付货款"]) + money(row["买家应付邮费"])
        assert money(row["买家实际支付金额"]) + money(row["退款金额"]) == (total if row["订单付款时间"] else 0)


def test_tmall_exports_overlap_and_the_later_is_newer(exports: dict[str, bytes]) -> None:
    old, new = ({row["订单编号"]: row for row in read_csv(exports[TMALL + name], "gbk")} for name in TMALL_CSV)
    both = old.keys() & new.keys()
    assert len(both) > 20 and old.keys() - new.keys() and new.keys() - old.keys()
    assert sum(old[order]["订单状态"] != new[order]["订单状态"] for order in both) > 20
    assert {row["订单状态"] for row in old.values()} == {
        "等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭",
    }  # fmt: skip


def test_tmall_lines_add_up(worlds: dict[str, ShopWorld]) -> None:
    for world in worlds.values():
        for order in world.orders:
            assert sum(line.payable - line.coupon for line in order.lines) + order.postage == order.total_amount > 0
            assert sum(refund.amount for refund in order.refunds if refund.outcome == "success") <= order.total_amount
            moments = [order.created_at, order.paid_at, order.shipped_at, order.received_at]
            known = [moment for moment in moments if moment]
            assert known == sorted(known)


@pytest.mark.parametrize("name", ["19453840.csv", "19531207.csv"])
def test_jd_money(exports: dict[str, bytes], name: str) -> None:
    orders: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_csv(exports[JD + name], "gb18030"):
        orders[row["订单号"]].append(row)
    splits = 0
    for rows in orders.values():
        for column in ("订单金额", "结算金额", "应付金额", "运费金额", "订单状态", "商家备注"):
            assert len({row[column] for row in rows}) == 1
        first = rows[0]
        listed = sum(money(row["京东价"]) * int(row["订购数量"]) for row in rows)
        assert listed == money(first["订单金额"]) >= money(first["结算金额"])
        assert money(first["应付金额"]) == money(first["结算金额"]) + money(first["运费金额"])
        if first["商家备注"].startswith("订单拆分为"):
            splits += 1
            children = [orders[child][0] for child in first["商家备注"].split()[1:]]
            assert len(children) == 2 and first["订单状态"] == "(删除)等待出库"
            for column in ("订单金额", "结算金额", "应付金额", "运费金额"):
                assert sum(money(child[column]) for child in children) == money(first[column])
    assert splits and any(len(rows) > 1 for rows in orders.values())
    assert any(rows[0]["支付方式"] == "货到付款" and rows[0]["订单状态"] != "已取消" for rows in orders.values())


@pytest.mark.parametrize("platform", ["tmall", "jd", "pdd", "douyin"])
def test_chats_hold_the_promised_cases(worlds: dict[str, ShopWorld], platform: str) -> None:
    chats = worlds[platform].chats
    assert 150 <= len(chats) <= 400
    assert len({chat.started_at.date() for chat in chats}) == 10
    assert sum(not chat.is_answered() for chat in chats) >= 5
    assert sum(chat.started_at.date() != chat.ended_at.date() for chat in chats) >= 2
    assert sum(len(chat.agents) == 2 for chat in chats) >= 5
    assert sum(chat.is_leave_message for chat in chats) >= 1
    assert sum(chat.is_after_sale for chat in chats) >= 30
    days = defaultdict(set)
    for chat in chats:
        days[chat.customer.name].add(chat.started_at.date())
    assert sum(len(found) > 1 for found in days.values()) >= 10
    for chat in chats:
        assert [message.at for message in chat.messages] == sorted(message.at for message in chat.messages)
    seconds = [(message.at, message.sender, chat.customer.name) for chat in chats for message in chat.messages]
    assert len(set(seconds)) < len(seconds)  # several messages of one sender in one second


@pytest.mark.parametrize("platform", ["tmall", "jd", "pdd", "douyin"])
def test_orders_hold_the_promised_cases(worlds: dict[str, ShopWorld], platform: str) -> None:
    world = worlds[platform]
    talked = {chat.customer.name for chat in world.chats}
    assert sum(order.customer.name not in talked for order in world.orders) >= 10  # silent
    gaps = defaultdict(int)
    for order in world.orders:
        starts = [c.started_at for c in world.chats if c.customer is order.customer and c.started_at < order.created_at]
        if starts:
            gaps[(order.created_at.date() - max(starts).date()).days] += 1
    assert gaps[0] >= 20 and gaps[1] >= 3 and gaps[2] >= 2
    assert sum(order.paid_at is None and not order.is_cod for order in world.orders) >= 5
    assert sum(bool(order.paid_at and order.paid_at.date() != order.created_at.date()) for order in world.orders) >= 3


def test_first_replies_are_mostly_quick(worlds: dict[str, ShopWorld]) -> None:
    for world in worlds.values():
        humans = {agent.account for agent in world.plan.agents}
        first = []
        for chat in world.chats:
            asked = next((m.at for m in chat.messages if m.sender == chat.customer.name), None)
            replied = next((m.at for m in chat.messages if asked and m.sender in humans and m.at >= asked), None)
            if asked and replied and not chat.is_leave_message:
                first.append((replied - asked).total_seconds())
        quick = sum(seconds <= 45 for seconds in first) / len(first)
        assert 0.6 < quick < 0.95 and max(first) > 180


def test_masks_hide_more_than_one_pin(worlds: dict[str, ShopWorld]) -> None:
    pins = defaultdict(set)
    for chat in worlds["jd"].chats:
        pins[masked(chat.customer.name)].add(chat.customer.name)
    assert masked("jd_6accf6affe5db") == "j****db"
    assert max(len(found) for found in pins.values()) > 1


def test_roster(exports: dict[str, bytes]) -> None:
    rows = read_csv(exports["agents.csv"], "utf-8")
    shops = defaultdict(set)
    for row in rows:
        shops[row["agent_id"]].add(row["shop"])
    assert shops["A001"] == {"tmall-xiaogou", "jd-xiaogou", "pdd-xiaogou"}
    assert shops["A009"] == {"douyin-xiaogou", "hotline-xiaogou"}
    teams = defaultdict(set)
    for row in rows:
        teams[row["team"]].add(row["shop"])
    assert len(teams["售后组"]) == 4 and len(teams["售前一组"]) == 3
    assert [row["valid_from"] for row in rows if row["agent_id"] == "A003"] == ["2023-01-01", "2024-03-06"]
    assert {row["role"] for row in rows} == {"agent", "robot", "owner"}

"""Random shops written as the platforms' own files: chats as CSV or JSON, orders in several column choices, refunds.

A world of `streams` is first brought to what its files can tell (whole seconds, orders with their numbers in the chats,
buyers whom nobody knows), then written. What this module returns is what the rulings R15 to R19 make of the raw rows;
nothing here has read how the project reads them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from reference import MS_PER_DAY, MS_PER_SECOND, Message, Order, day_of
from streams import World, to_text

NativeFormat = Literal["pdd_csv", "pdd_json", "pdd_sessions", "douyin_csv", "douyin_json"]

AFTER_SALE_MS = 21 * MS_PER_DAY
CHINA_MS = 8 * 3_600_000
ROBOT_NAME = {"pdd": "机器人小助手", "douyin": "智能客服"}

PDD_MONEY = ("商品总价(元)", "邮费(元)", "用户实付金额(元)", "商家实收金额(元)", "商品数量(件)")
PDD_23 = (
    "订单成交时间", "商品", "订单号", "订单状态", "商品总价(元)", "邮费(元)", "店铺优惠折扣(元)", "平台优惠折扣(元)",
    "多多支付立减金额(元)", "用户实付金额(元)", "商家实收金额(元)", "商品数量(件)", "发货时间", "确认收货时间",
    "商品id", "商品规格", "样式ID", "商家编码-规格维度", "商家编码-商品维度", "商家备注", "售后状态",
    "快递单号", "快递公司",
)  # fmt: skip
PDD_27 = (*PDD_23[1:], "订单成交时间", "是否分期", "分期期数", "手续费承担方", "分期方式")
PDD_CHOSEN = (
    "商品",
    "订单号",
    "订单状态",
    *PDD_MONEY,
    "支付时间",
    "发货时间",
    "确认收货时间",
    "样式ID",
    "订单成交时间",
)
PDD_REFUNDS = (
    "售后编号", "订单编号", "商品ID", "退款金额(元)", "售后状态", "退款类型", "申请时间", "同意退款时间", "同意退款人",
)  # fmt: skip
DOUYIN_ORDERS = (
    "主订单编号", "子订单编号", "选购商品", "商品规格", "商品数量", "商品ID", "商家编码", "订单应付金额", "运费",
    "支付方式", "收件人", "订单提交时间", "商家备注", "订单完成时间", "支付完成时间", "订单状态", "售后状态",
    "取消原因", "发货时间",
)  # fmt: skip
DOUYIN_REFUNDS = (
    "售后单号", "订单号", "商品单号", "售后类型", "退商品金额（元）", "退运费金额（元）", "退支付优惠（元）",
    "售后状态", "售后申请时间", "商家退款时间", "售后完结时间", "仲裁状态", "纠纷责任方",
)  # fmt: skip

Cells = dict[str, str]


@dataclass(frozen=True)
class Refund:
    """One refund that succeeded (`finished_ms` known) or is still asked for; `is_dispute_lost` None: not told."""

    refund_id: str
    order_id: str
    amount: Decimal
    applied_ms: int
    finished_ms: int | None
    is_dispute_lost: bool | None


@dataclass(frozen=True)
class NativeShop:
    """What the law makes of the files of one shop."""

    world: World
    refunds: tuple[Refund, ...]


def second(at_ms: int) -> int:
    """The whole second in which a moment lies."""
    return at_ms // MS_PER_SECOND * MS_PER_SECOND


def clock_text(at_ms: int | None) -> str:
    """A cell of a file: to the second, empty where there is no time."""
    return "" if at_ms is None else to_text(at_ms)[:19]


def table(path: Path, columns: Sequence[str], rows: Iterable[Cells], is_marked: bool = False) -> None:
    """One CSV file: the chosen columns of the rows; cells that a row does not name are empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if is_marked else "utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoken_text(line: Message) -> str:
    """A text of few words, so that equal lines occur."""
    return "亲，在的" if line.sender != "customer" else ("在吗", "多少钱")[line.at_ms // MS_PER_SECOND % 2]


# ---------------------------------------------------------------------------------------------------------- worlds


def holder_of(line: Message, lines: Sequence[Message]) -> str | None:
    """Whom the account column names: in a platform session without people its agent, else a buyer's usual one."""
    number = sum(map(ord, line.session_id or line.customer))
    if line.session_id is None:
        return (None, "agent_x", "agent_y")[number % 3]
    if any(other.sender == "agent" for other in lines):
        return None
    return (None, "agent_z")[number % 2]


def native_messages(world: World, in_milliseconds: bool) -> list[Message]:
    """The chats as the files tell them: whole seconds unless the file has milliseconds, with the account column."""
    by_chat: dict[str, list[Message]] = {}
    for line in world.messages:
        by_chat.setdefault(line.session_id or line.customer, []).append(line)
    spoken = {line.customer for line in world.messages if line.sender == "customer"}
    return [
        replace(
            line,
            at_ms=line.at_ms if in_milliseconds else second(line.at_ms),
            # the account stands on the buyer's lines
            addressed=None if line.sender != "customer" else holder_of(line, by_chat[line.session_id or line.customer]),
        )
        for line in sorted(world.messages, key=lambda item: item.position)
        if line.sender != "system" and line.customer in spoken
    ]


def by_days(lines: Sequence[Message]) -> list[list[Message]]:
    """Two exports whose days overlap; a day is in an export as a whole."""
    days = sorted({day_of(line.at_ms) for line in lines})
    first, last = days[len(days) // 3], days[2 * len(days) // 3]
    return [
        [line for line in lines if day_of(line.at_ms) <= last],
        [line for line in lines if day_of(line.at_ms) >= first],
    ]


# -------------------------------------------------------------------------------------------------------- Pinduoduo


def pdd_cells(line: Message) -> Cells:
    """One line of a chat."""
    words = {"customer": ("用户", line.customer), "agent": ("客服", line.account or "")}
    role, name = words.get(line.sender, ("客服", ROBOT_NAME["pdd"]))
    return {
        "时间": clock_text(line.at_ms),
        "角色": role,
        "昵称": name,
        "类型": "文本",
        "内容": spoken_text(line),
        "买家": line.customer,
        "会话编号": line.session_id or "",
        "客服账号": line.account or "" if line.sender == "agent" else line.addressed or "",
    }


def pdd_mention(order: Order) -> Cells:
    """The system line that carries the number of a buyer's order."""
    return {
        "时间": clock_text(order.created_ms),
        "角色": "系统",
        "昵称": "系统",
        "类型": "文本",
        "内容": "订单消息",
        "买家": order.customer,
        "订单号": order.order_id,
    }


def write_pdd_chats(lines: Sequence[Message], orders: Sequence[Order], folder: Path, is_json: bool) -> None:
    """CSV: two overlapping exports of the whole shop. JSON: one file per buyer, who is only named by his own lines."""
    known = [order for order in orders if order.is_buyer_known]
    if not is_json:
        columns = ("时间", "角色", "昵称", "类型", "内容", "买家", "会话编号", "客服账号", "订单号")
        for number, part in enumerate(by_days(lines), start=1):
            rows = [pdd_cells(line) for line in part] + [pdd_mention(order) for order in known]
            table(folder / f"chats_2024040{number}.csv", columns, rows)
        return
    names = {
        "时间": "time",
        "角色": "role",
        "昵称": "name",
        "类型": "type",
        "内容": "content",
        "客服账号": "agent_account",
    }
    for number, customer in enumerate(sorted({line.customer for line in lines}), start=1):
        own = [line for line in lines if line.customer == customer]
        # every third buyer was exported before, up to the middle of his chats
        parts = [[line for line in own if line.at_ms <= own[len(own) // 2].at_ms], own] if number % 3 == 0 else [own]
        for copy, part in enumerate(parts, start=1):
            rows = [
                {names[key]: value for key, value in pdd_cells(line).items() if key in names and value} for line in part
            ]
            rows += [
                {
                    "order_id" if key == "订单号" else names[key]: value
                    for key, value in pdd_mention(order).items()
                    if key != "买家"
                }
                for order in known
                if order.customer == customer and any(line.sender == "customer" for line in part)
            ]
            path = folder / f"chat{number}_2024040{copy}.json"
            path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def pdd_orders(world: World, spoken: set[str], folder: Path) -> list[Order]:
    """Three order files of different columns and an older export; returns what R15 and R17 make of them."""
    orders: list[Order] = []
    rows: dict[str, list[Cells]] = {"chosen": [], "27": [], "23": [], "old": []}
    for number, order in enumerate(world.orders, start=1):
        preset = ("chosen", "27", "23")[number % 3]
        at_ms = second(order.created_ms)
        order_id = f"{clock_text(at_ms)[2:10].replace('-', '')}-{number:015d}"
        is_paid = order.paid_ms is not None or order.is_cod
        cells: Cells = {"商品": "保温杯,500ml", "订单号": f"{order_id}\t", "商品id": "41234567890"}
        finished_ms: int | None = None
        closed_ms: int | None = None
        group: Literal["completed", "failed", "open"] | None = "completed"
        is_shipped = number % 2 == 0
        has_time = True
        if not is_paid:
            status = ("待支付", "已取消")[number % 2]
        elif order.finished_ms is not None:
            status, is_shipped = "已签收", True
            # without the time of the receipt an order counts as open for the after-sale days
            is_end_told = number % 4 != 0
            has_time = preset != "23" or number % 4 != 1
            finished_ms = max(second(order.finished_ms), at_ms) if is_end_told else None
            cells["确认收货时间"] = clock_text(finished_ms)
        elif order.closed_ms is not None:
            status = "已发货，退款成功" if is_shipped else "未发货，退款成功"
            if preset == "chosen" and not is_shipped:
                group = "failed"
        elif preset == "chosen" and number % 5 == 0:
            status, group, is_shipped = "拼团中", "open", False
        else:
            status = "已发货，待签收" if is_shipped else "待发货"
        if not has_time:
            # nothing but the number tells the day
            at_ms = at_ms // MS_PER_DAY * MS_PER_DAY
        elif is_paid:
            if preset == "chosen":
                cells["支付时间"] = clock_text(at_ms)
            if group == "completed":
                cells["订单成交时间"] = clock_text(at_ms)
        if is_shipped and is_paid and "发货" in status:
            cells["发货时间"] = clock_text(at_ms + 3_600_000)
        if is_paid and finished_ms is None and "签收" in status and "待" not in status:
            finished_ms = at_ms + AFTER_SALE_MS
        if is_paid and "退款成功" in status:
            closed_ms = at_ms + AFTER_SALE_MS
        cells["订单状态"] = status
        styles = number % 2 + 1
        amounts = [order.amount, *[Decimal("10.05")] * (styles - 1)]
        for style, amount in enumerate(amounts, start=1):
            money = {"用户实付金额(元)": str(amount), "商品总价(元)": str(amount), "商品数量(件)": str(style)}
            rows[preset].append(cells | money | {"样式ID": str(1000 + style)})
        if number % 4 == 0:
            # what an older export said of the same order, with another amount and a style that is gone
            rows["old"] += [
                cells | {"订单状态": "待支付", "用户实付金额(元)": "77.00", "商品数量(件)": "9", "样式ID": str(style)}
                for style in (1001, 1009)
            ]
        if is_paid:
            is_known = order.customer in spoken
            orders.append(
                replace(
                    order,
                    order_id=order_id,
                    customer=order.customer if is_known else f"?{order_id}",
                    created_ms=at_ms,
                    paid_ms=at_ms,
                    finished_ms=finished_ms,
                    closed_ms=closed_ms,
                    is_cod=False,
                    amount=sum(amounts, Decimal(0)),
                    count_items=sum(range(1, styles + 1)),
                    is_shipped=is_shipped,
                    group=group,
                    is_buyer_known=is_known,
                )
            )
    table(folder / "z_orders_20240401080000.csv", PDD_CHOSEN, rows["old"])
    table(folder / "a_orders_20240501080000.csv", PDD_CHOSEN, rows["chosen"])
    table(folder / "orders_export20240501080001.csv", PDD_27, rows["27"])
    table(folder / "orders_export20240501080002.csv", PDD_23, rows["23"])
    return orders


def pdd_refunds(orders: Sequence[Order], folder: Path) -> tuple[list[Order], list[Refund]]:
    """Refunds of some orders; where a closed order has one, its end is known."""
    rows: list[Cells] = []
    refunds: list[Refund] = []
    changed: list[Order] = []
    for number, order in enumerate(orders, start=1):
        if number % 3 == 0:
            changed.append(order)
            continue
        applied_ms = order.created_ms + 3_600_000
        is_success = order.closed_ms is not None
        finished_ms = applied_ms + number % 7 * 1_000_000 // 1000 * 1000 if is_success else None
        refund_id = f"8{number:09d}"
        rows.append(
            {
                "售后编号": refund_id,
                "订单编号": order.order_id,
                "退款金额(元)": str(order.amount),
                "售后状态": "退款成功" if is_success else "商家拒绝退款",
                "退款类型": "仅退款",
                "申请时间": clock_text(applied_ms),
                "同意退款时间": clock_text(finished_ms),
            }
        )
        refunds.append(Refund(refund_id, order.order_id, order.amount, applied_ms, finished_ms, None))
        changed.append(replace(order, closed_ms=finished_ms) if is_success else order)
    table(folder / "refunds_20240501080003.csv", PDD_REFUNDS, rows)
    return changed, refunds


# ----------------------------------------------------------------------------------------------------------- Douyin


def douyin_fields(line: Message, number: int) -> tuple[str, str, str]:
    """Side, sender and kind of sender."""
    if line.sender == "customer":
        return "买家", line.customer, "用户"
    if line.sender == "agent":
        return "客服", line.account or "", "人工客服"
    return ("客服", "小铺旗舰店", "商家配置") if number % 2 else ("客服", "智能客服", "智能客服")


def write_douyin_chats(lines: Sequence[Message], orders: Sequence[Order], folder: Path, is_json: bool) -> None:
    """Two overlapping exports. JSON counts milliseconds since 1970 and numbers its messages."""
    sides = {"买家": "left", "客服": "right"}
    sessions: dict[str, str] = {}
    for line in lines:
        sessions.setdefault(line.customer, line.session_id or "")
    mentions = [order for order in orders if order.is_buyer_known]
    for number, part in enumerate(by_days(lines), start=1):
        rows: list[Cells] = []
        documents: list[dict[str, object]] = []
        for line in part:
            side, sender, kind = douyin_fields(line, line.position)
            account = (line.account if line.sender == "agent" else line.addressed) or ""
            rows.append(
                {
                    "会话ID": line.session_id or "",
                    "时间": clock_text(line.at_ms),
                    "方向": side,
                    "发送者": sender,
                    "发送人类型": kind,
                    "内容": spoken_text(line),
                    "用户": line.customer,
                    "客服账号": account if line.sender in ("agent", "customer") else "",
                }
            )
            documents.append(
                {
                    "conv_id": line.session_id,
                    "ts": line.at_ms - CHINA_MS,
                    "side": sides[side],
                    "sender": sender,
                    "sender_kind": kind,
                    "content": spoken_text(line),
                    "buyer": line.customer,
                    "agent": account if line.sender in ("agent", "customer") else "",
                    "message_id": f"m{line.position}",
                }
            )
        for order in mentions:
            moment = order.created_ms
            session = sessions[order.customer]
            rows.append(
                {
                    "会话ID": session,
                    "时间": clock_text(moment),
                    "方向": "系统",
                    "发送人类型": "系统",
                    "内容": "订单消息",
                    "用户": order.customer,
                    "订单号": order.order_id,
                }
            )
            documents.append(
                {
                    "conv_id": session,
                    "ts": moment - CHINA_MS,
                    "side": "centre",
                    "content": "订单消息",
                    "buyer": order.customer,
                    "order_id": order.order_id,
                    "message_id": f"o{order.order_id}",
                }
            )
        if is_json:
            path = folder / f"feige_2024040{number}.json"
            path.write_text(json.dumps(documents, ensure_ascii=False), encoding="utf-8")
        else:
            columns = ("会话ID", "时间", "方向", "发送者", "发送人类型", "内容", "用户", "客服账号", "订单号")
            table(folder / f"飞鸽_2024040{number}.csv", columns, rows, True)


def douyin_orders(world: World, spoken: set[str], folder: Path, is_by_main_order: bool) -> list[Order]:
    """The order file, by sub-order or by main order, and an older export; returns what R15 makes of it."""
    orders: list[Order] = []
    rows: list[Cells] = []
    old: list[Cells] = []
    for number, order in enumerate(world.orders, start=1):
        order_id = f"69{number:017d}"
        created_ms = second(order.created_ms)
        paid_ms = None if order.paid_ms is None else second(order.paid_ms)
        is_shipped = order.finished_ms is not None or (number % 2 == 0 and (paid_ms is not None or order.is_cod))
        if order.finished_ms is not None:
            status = "已完成"
        elif order.closed_ms is not None:
            status, is_shipped = "已关闭", False
        elif paid_ms is None and not order.is_cod:
            status = "待支付"
        else:
            status = "已发货" if is_shipped else "待发货"
        ended_ms = next((second(end) for end in (order.finished_ms, order.closed_ms) if end is not None), None)
        pieces = number % 3 + 1
        amounts = [order.amount, *[Decimal("10.05")] * (pieces - 1)]
        cells: Cells = {
            "主订单编号": f"\t{order_id}",
            "选购商品": "\t辣丝丝",
            "运费": "0.00",
            "支付方式": "货到付款" if order.is_cod else ("微信", "支付宝")[number % 2],
            "收件人": "##Q2lwaGVy",
            "订单提交时间": clock_text(created_ms),
            "支付完成时间": clock_text(paid_ms),
            "订单完成时间": clock_text(ended_ms),
            "订单状态": status,
            "售后状态": "-",
            "商家备注": "-",
        }
        sub_ids = [order_id if pieces == 1 else f"{order_id[:-1]}{piece}9" for piece in range(pieces)]
        if is_by_main_order:
            lists = {"子订单编号": "\t" + ";".join(sub_ids), "商品ID": "\t" + ";".join(f"36{n}" for n in range(pieces))}
            rows.append(cells | lists | {"商品数量": str(pieces), "订单应付金额": str(sum(amounts))})
        else:
            rows += [
                cells | {"子订单编号": f"\t{sub_id}", "商品ID": "\t361", "商品数量": "1", "订单应付金额": str(amount)}
                for sub_id, amount in zip(sub_ids, amounts, strict=True)
            ]
        if number % 4 == 0:
            earlier = {"子订单编号": f"\t{sub_ids[0]}", "商品数量": "5", "订单应付金额": "77.00"}
            old.append(cells | earlier | {"订单状态": "待支付", "支付完成时间": "", "订单完成时间": ""})
        is_known = order.customer in spoken
        orders.append(
            replace(
                order,
                order_id=order_id,
                customer=order.customer if is_known else f"?{order_id}",
                created_ms=created_ms,
                paid_ms=paid_ms,
                finished_ms=ended_ms if status == "已完成" else None,
                closed_ms=ended_ms if status == "已关闭" else None,
                amount=sum(amounts, Decimal(0)),
                count_items=pieces,
                is_shipped=is_shipped,
                is_buyer_known=is_known,
            )
        )
    table(folder / "1711900000_old.csv", DOUYIN_ORDERS, old, True)
    table(folder / "1714500000_new.csv", DOUYIN_ORDERS, rows, True)
    return orders


def douyin_refunds(orders: Sequence[Order], folder: Path) -> list[Refund]:
    """Refunds of every other order: who was liable is told, not told, or the platform stayed out of it."""
    rows: list[Cells] = []
    refunds: list[Refund] = []
    for number, order in enumerate(orders[::2], start=1):
        applied_ms = order.created_ms + 3_600_000
        finished_ms = applied_ms + number % 11 * 1_234_000 if number % 3 else None
        refund_id = f"14{number:012d}"
        intervened, liable, is_lost = (
            ("仲裁结束", "商家", True),
            ("仲裁结束", "买家", False),
            ("未仲裁", "-", False),
            ("仲裁结束", "-", None),
        )[number % 4]
        rows.append(
            {
                "售后单号": f"\t{refund_id}",
                "订单号": f"\t{order.order_id}",
                "售后类型": "仅退款",
                "退商品金额（元）": f"¥{order.amount}",
                "售后状态": "待商家处理" if finished_ms is None else "同意退款，退款成功",
                "售后申请时间": clock_text(applied_ms),
                "商家退款时间": clock_text(finished_ms),
                "仲裁状态": intervened,
                "纠纷责任方": liable,
            }
        )
        refunds.append(Refund(refund_id, order.order_id, order.amount, applied_ms, finished_ms, is_lost))
    table(folder / "售后单-2024-05-01 08_00.csv", DOUYIN_REFUNDS, rows, True)
    return refunds


# -------------------------------------------------------------------------------------------------------------- all


def write_native(world: World, native_format: NativeFormat, folder: Path) -> NativeShop:
    """Write the files of a shop; returns its messages, orders and refunds as the law reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    platform, kind = native_format.split("_")
    lines = native_messages(world, native_format == "douyin_json")
    spoken = {line.customer for line in lines}
    if platform == "pdd":
        orders, refunds = pdd_refunds(pdd_orders(world, spoken, folder), folder)
        write_pdd_chats(lines, orders, folder, kind == "json")
    else:
        orders = douyin_orders(world, spoken, folder, kind == "json")
        refunds = douyin_refunds(orders, folder)
        write_douyin_chats(lines, orders, folder, kind == "json")
    return NativeShop(World(world.kind, tuple(lines), tuple(orders)), tuple(refunds))

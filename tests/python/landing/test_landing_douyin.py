"""Douyin: orders in both presets and both grains, after-sales cases, chats and the agent report."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from landing_world import World, xlsx

from kefu.landing.entities import load_contract
from kefu.landing.headers import match_header

ORDER_VALUES = {
    "主订单编号": '"\t6917926768823643751"',
    "子订单编号": '"\t6917926768823643752"',
    "选购商品": '"\t辣丝丝"',
    "商品ID": '"\t3612345678901234567"',
    "商家编码": '"\t300400008"',
    "商品数量": "1",
    "订单应付金额": "28.90",
    "运费": "0.00",
    "支付方式": "微信",
    "收件人": "##Q2lwaGVy",
    "收件人手机号": "$$Q2lwaGVy",
    "省": "吉林省",
    "详细地址": "##Q2lwaGVy",
    "订单提交时间": "2026-09-22 00:54:10",
    "支付完成时间": "2026-09-22 00:54:31",
    "商家备注": "-",
    "订单完成时间": "2026-09-24 13:18:29",
    "订单状态": "已完成",
    "售后状态": "退款成功",
    "取消原因": "",
    "发货时间": "2026-09-22 08:53:45",
    "平台实际承担优惠金额": "3.10",
    "流量体裁": "数据将于第二天更新",
}
ORDER_COLUMNS = (
    "order_id",
    "sub_order_id",
    "product_name",
    "item_id",
    "merchant_sku",
    "quantity",
    "payable_amount",
    "postage_amount",
    "platform_discount_amount",
    "payment_method",
    "created_at",
    "paid_at",
    "shipped_at",
    "finished_at",
    "order_status",
    "after_sale_status",
    "close_reason",
    "customer_name",
)
ORDER_ROW = (
    "6917926768823643751",
    "6917926768823643752",
    "辣丝丝",
    "3612345678901234567",
    "300400008",
    "1",
    "28.90",
    "0.00",
    "3.10",
    "微信",
    "2026-09-22 00:54:10",
    "2026-09-22 00:54:31",
    "2026-09-22 08:53:45",
    "2026-09-24 13:18:29",
    "已完成",
    "退款成功",
    None,
    None,
)


def csv_of(names: list[str], *rows: dict[str, str]) -> str:
    """Write a csv as the platform does."""
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(line) + "\r\n" for line in lines)


@pytest.mark.parametrize("preset", ["douyin_order_74", "douyin_order_v2026_75"])
def test_order_preset_lands(world: World, headers: dict[str, list[str]], preset: str) -> None:
    """UTF-8 with a mark, a leading tab in quoted cells, '-' for empty; the file's name holds epoch seconds."""
    world.put("shop/1791430000_new.csv", csv_of(headers[preset], ORDER_VALUES), "utf-8-sig")
    assert world.land().statuses == {"landed": 1}
    assert world.rows("landed_files", "file_kind", "platform") == [("douyin_orders", "douyin")]
    assert world.rows("douyin_orders", *ORDER_COLUMNS) == [ORDER_ROW]
    assert world.quarantine() == []
    assert world.rows("douyin_orders", "exported_at", "export_rank") == [
        (datetime(2026, 10, 8, 11, 26, 40), 1791430000000)
    ]
    # Who receives the parcel is masked, encrypted or not; the province may stay.
    assert json.loads(world.rows("douyin_orders", "extra")[0][0]) == {
        "收件人": "***",
        "收件人手机号": "***",
        "省": "吉林省",
        "详细地址": "***",
        "流量体裁": "数据将于第二天更新",
    }


def test_order_workbook_with_chosen_columns_and_variant_names(world: World) -> None:
    """Four columns are enough; 定制商品 is 选购商品 and 平台实际优惠 is 平台实际承担优惠金额."""
    rows = [
        ["订单状态", "定制商品", "平台实际优惠", "子订单编号", "订单提交时间", "主订单编号", "订单应付金额"],
        ["待发货", "\t辣丝丝", "¥3.10", "\t2", datetime(2026, 9, 22, 0, 54, 10), "\t1", "¥1,028.90"],
        ["合计", "", "", "", "", "", "1028.90"],
    ]
    world.put("shop/a.xlsx", xlsx({"Sheet1": rows}))
    world.put("shop/b.csv", "主订单编号,订单提交时间,订单状态\n\t3,2026-09-22 00:54:10,待支付\n")
    assert world.land().statuses == {"landed": 2}
    assert world.rows(
        "douyin_orders",
        "order_id",
        "sub_order_id",
        "product_name",
        "platform_discount_amount",
        "payable_amount",
        "created_at",
    ) == [
        ("1", "2", "辣丝丝", "3.10", "1028.90", "2026-09-22 00:54:10"),
        ("3", None, None, None, None, "2026-09-22 00:54:10"),
    ]
    assert world.quarantine() == []


def test_order_lists_of_the_main_order_grain_stay_whole(world: World) -> None:
    """A row of a main order keeps its lists as they stand; ids that Excel has destroyed lose the row."""
    names = ["主订单编号", "子订单编号", "商品ID", "商品数量", "订单提交时间", "订单状态", "订单应付金额"]
    world.put(
        "shop/a.csv",
        csv_of(
            names,
            dict(zip(names, ["\t11", "\t12;13", "\t7;8", "2", "2026-09-22 00:54:10", "已发货", "58.00"], strict=True)),
            dict(zip(names, ["6.91793E+18", "6.91793E+18", "7", "1", "2026-09-22", "已发货", "1"], strict=True)),
        ),
    )
    world.land()
    assert world.rows("douyin_orders", "order_id", "sub_order_id", "item_id", "quantity") == [
        ("11", "12;13", "7;8", "2")
    ]
    assert world.quarantine() == [(3, "主订单编号", "6.91793E+18", "scientific_notation", "true")]


def test_after_sales_workbook(world: World, headers: dict[str, list[str]]) -> None:
    """All 50 columns: amounts with a sign or '-', ids with a tab, return addresses masked."""
    names = headers["douyin_aftersale_50"]
    values = {
        "售后单号": "\t7151234567890123456",
        "订单号": "\t6917926768823643751",
        "商品单号": "\t6917926768823643752",
        "售后类型": "退货退款",
        "退商品金额（元）": "¥89.50",
        "退运费金额（元）": "-",
        "退支付优惠（元）": "¥0.00",
        "售后状态": "同意退款，退款成功",
        "售后申请时间": "2026-05-10 10:00:00",
        "商家退款时间": "2026-05-11 12:30:00",
        "售后关闭时间": "-",
        "商家退货地址": "吉林省 通化市",
        "商家退货联系人姓名": "张某",
        "商家退货联系人电话": "18600006065",
        "仲裁状态": "-",
        "纠纷责任方": "商家",
        "售后完结时间": "2026-05-11 12:31:00",
        "操作人": "小美",
        "商品发货状态": "1/1已发货",
    }
    world.put("shop/售后单-2026-05-18 00_34.xlsx", xlsx({"Sheet1": [names, [values.get(name, "-") for name in names]]}))
    assert world.land().statuses == {"landed": 1}
    assert world.rows("landed_files", "file_kind", "exported_at") == [("douyin_refunds", datetime(2026, 5, 18, 0, 34))]
    assert world.rows(
        "douyin_refunds",
        "refund_id",
        "order_id",
        "sub_order_id",
        "refund_status",
        "after_sale_type",
        "goods_amount",
        "postage_amount",
        "discount_amount",
        "applied_at",
        "refunded_at",
        "closed_at",
        "finished_at",
        "arbitration_status",
        "liable_party",
        "handler_account",
    ) == [
        (
            "7151234567890123456",
            "6917926768823643751",
            "6917926768823643752",
            "同意退款，退款成功",
            "退货退款",
            "89.50",
            None,
            "0.00",
            "2026-05-10 10:00:00",
            "2026-05-11 12:30:00",
            None,
            "2026-05-11 12:31:00",
            None,
            "商家",
            "小美",
        )
    ]
    assert json.loads(world.rows("douyin_refunds", "extra")[0][0]) == {
        "商家退货地址": "***",
        "商家退货联系人姓名": "***",
        "商家退货联系人电话": "***",
        "商品发货状态": "1/1已发货",
    }
    assert world.quarantine() == []


CHAT_COLUMNS = ("session_id", "sent_at", "side", "sender", "sender_kind", "content", "occurrence")


def test_chat_messages(world: World) -> None:
    """English names, epoch seconds and milliseconds; equal messages of one conversation are told apart by number."""
    world.put(
        "shop/chat.csv",
        "conv_id,ts,side,sender,sender_kind,content\n"
        "c1,1709258400,left,anna,用户,在吗\n"
        "c1,1709258400,left,anna,用户,在吗\n"
        "c2,1709258400,left,anna,用户,在吗\n"
        "c1,1709258400250,right,小美,人工客服,亲\n"
        "c1,later,right,小美,人工客服,亲\n",
    )
    world.land()
    assert world.rows("landed_files", "file_kind", "platform") == [("douyin_chat_messages", "douyin")]
    assert world.rows("douyin_chat_messages", *CHAT_COLUMNS) == [
        ("c1", "2024-03-01 10:00:00", "left", "anna", "用户", "在吗", "1"),
        ("c1", "2024-03-01 10:00:00", "left", "anna", "用户", "在吗", "2"),
        ("c2", "2024-03-01 10:00:00", "left", "anna", "用户", "在吗", "1"),
        ("c1", "2024-03-01 10:00:00.250", "right", "小美", "人工客服", "亲", "1"),
    ]
    assert world.quarantine() == [(6, "ts", "*****", "unreadable_time", "true")]


def test_chat_messages_as_json(world: World) -> None:
    """The same fields as objects, the time a number."""
    rows = [
        {"conv_id": "c1", "ts": 1709258400, "side": "left", "sender": "anna", "sender_kind": "用户", "content": "在吗"},
        {"conv_id": "c1", "ts": 1709258430250, "side": "right", "sender": "d1", "sender_kind": None, "content": "亲"},
    ]
    world.put("shop/chat.json", json.dumps({"data": {"list": rows}}, ensure_ascii=False))
    world.land()
    assert world.rows("douyin_chat_messages", *CHAT_COLUMNS) == [
        ("c1", "2024-03-01 10:00:00", "left", "anna", "用户", "在吗", "1"),
        ("c1", "2024-03-01 10:00:30.250", "right", "d1", None, "亲", "1"),
    ]
    assert world.quarantine() == []


def test_chat_messages_with_chinese_names_and_all_optional_columns(world: World) -> None:
    """The names of the page; buyer, order, agent and product are read where they stand."""
    world.put(
        "shop/chat.csv",
        "会话ID,时间,方向,发送者,发送人类型,内容,用户,客服账号,订单号,商品ID\n"
        "c1,2024-03-01 10:00:00,买家,anna,用户,在吗,anna,d1,\t6917926768823643751,\t36\n",
    )
    world.land()
    assert world.rows(
        "douyin_chat_messages", *CHAT_COLUMNS[:5], "customer_name", "agent_account", "order_id", "sku_id"
    ) == [("c1", "2024-03-01 10:00:00", "买家", "anna", "用户", "anna", "d1", "6917926768823643751", "36")]


def test_agent_report(world: World, headers: dict[str, list[str]]) -> None:
    """Total and mean rows stand apart and fill each other's gaps; durations are seconds; the date is in the name."""
    names = headers["douyin_cs_names"]
    total = {"客服账号": "店铺汇总值", "接待会话量": 30, "全天平响时长": "-", "全天满意率": "-"}
    mean = {"客服账号": "店铺平均值", "接待会话量": "-", "全天平响时长": "1分2秒"}
    agent = {"客服账号": "d1", "客服昵称": "小美", "接待会话量": 30, "全天满意率": "90%", "全天平响时长": "0分45秒"}
    rows = [names, *([row.get(name, "-") for name in names] for row in (total, mean, agent))]
    world.put("shop/客服表现_2026-09-01_2026-09-30.xlsx", xlsx({"Sheet1": rows}))
    world.land()
    assert world.rows("platform_figures", "report_kind", "account", "is_summary", "metric", "value", "unit") == [
        ("douyin_agent_report", None, "true", "接待会话量", "30", "number"),
        ("douyin_agent_report", None, "true", "全天平响时长", "62", "seconds"),
        ("douyin_agent_report", "d1", "false", "客服昵称", "小美", "text"),
        ("douyin_agent_report", "d1", "false", "接待会话量", "30", "number"),
        ("douyin_agent_report", "d1", "false", "全天满意率", "0.9", "ratio"),
        ("douyin_agent_report", "d1", "false", "全天平响时长", "45", "seconds"),
    ]
    assert set(world.rows("platform_figures", "period_start", "period_end")) == {("2026-09-01", "2026-09-30")}


def test_no_known_header_is_taken_for_another_platform(headers: dict[str, list[str]]) -> None:
    """Of all column lists of real exports the Douyin kinds take the Douyin ones, and no others."""
    kinds = load_contract().kinds
    found = {}
    for name, columns in headers.items():
        match = match_header([columns], kinds)
        found[name] = match.kind.name if match and match.kind else None
    ours = {
        name: kind for name, kind in found.items() if (kind or "").startswith("douyin") or name.startswith("douyin")
    }
    assert ours == {
        "douyin_order_74": "douyin_orders",
        "douyin_order_v2026_75": "douyin_orders",
        "douyin_aftersale_50": "douyin_refunds",
        "douyin_cs_names": "douyin_agent_report",
    }

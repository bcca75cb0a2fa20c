"""Tmall order, item and refund exports of every generation, cell by cell."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from landing_world import World, xls, xlsx

ORDER_GENERATIONS = [
    "taobao_order_v2014_37",
    "taobao_order_v2016_41",
    "taobao_order_v2017_44",
    "taobao_order_v2018_54",
    "taobao_order_v2019_56",
    "tmall_order_v2022_71",
]
ORDER_VALUES = {
    "订单编号": '="1930679858170647"',
    "买家会员名": "buyer***27",
    "买家应付货款": "598.00",
    "总金额": '"1,598.50"',
    "买家实际支付金额": "0",
    "订单状态": "买家已付款，等待卖家发货",
    "收货人姓名": "张*",
    "联系手机": "'18600006065",
    "订单创建时间": "2016-05-23 22:02:11",
    "订单付款时间": "2016/5/23 22:02",
    "物流单号": "No:9600",
    "宝贝总数量": "1",
    "订单关闭原因": "订单未关闭",
    "退款金额": "--",
    "打款商家金额": "598元",
    "订单备注": "note",
    "主订单编号": '"=""1930679858170646"""',
    "发货时间": "2016-05-24 08:00:00",
}
ORDER_COLUMNS = (
    "order_id",
    "customer_name",
    "goods_amount",
    "total_amount",
    "paid_amount",
    "refund_amount",
    "merchant_received_amount",
    "order_status",
    "created_at",
    "paid_at",
    "tracking_number",
    "item_count",
    "close_reason",
    "source_row",
)


def csv_of(names: list[str], *rows: dict[str, str]) -> str:
    """Write a csv as the platform does: quoted header, CRLF."""
    lines = [",".join(f'"{name}"' for name in names)]
    lines += [",".join(row.get(name.strip(), "") for name in names) for row in rows]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("generation", ORDER_GENERATIONS)
def test_order_generation_lands(world: World, headers: dict[str, list[str]], generation: str) -> None:
    """Each of the six column sets gives the same cells, GBK and wrappers included."""
    names = headers[generation]
    world.put("shop/ExportOrderList201905151650.csv", csv_of(names, ORDER_VALUES), "gb18030")
    summary = world.land()
    assert summary.statuses == {"landed": 1}
    has_new = "打款商家金额" in names
    assert world.rows("tmall_orders", *ORDER_COLUMNS) == [
        (
            "1930679858170647",
            "buyer***27",
            "598.00",
            "1598.50",
            "0",
            None,
            "598" if has_new else None,
            "买家已付款，等待卖家发货",
            "2016-05-23 22:02:11",
            "2016-05-23 22:02:00",
            "No:9600",
            "1",
            "订单未关闭",
            2,
        )
    ]
    assert world.quarantine() == []
    assert world.rows("tmall_orders", "exported_at", "export_rank") == [(datetime(2019, 5, 15, 16, 50), 1557910200000)]
    if generation == "tmall_order_v2022_71":
        assert world.rows("tmall_orders", "main_order_id", "shipped_at") == [
            ("1930679858170646", "2016-05-24 08:00:00")
        ]


def test_unknown_columns_are_kept_and_personal_data_is_not(world: World, headers: dict[str, list[str]]) -> None:
    """Extra holds what the contract does not name, except names, phones and addresses."""
    world.put("shop/a.csv", csv_of(headers["taobao_order_v2014_37"], ORDER_VALUES), "gb18030")
    world.land()
    assert json.loads(world.rows("tmall_orders", "extra")[0][0]) == {
        "收货人姓名": "***",
        "联系手机": "***",
        "订单备注": "note",
    }


def test_freely_chosen_columns_of_a_workbook(world: World) -> None:
    """A workbook with new names, a title above the header and real dates lands by name."""
    content = xlsx(
        {
            "Sheet0": [
                ["导出时间：2024-05-03 09:30"],
                ["买家下单时间", "订单编号", "订单状态", "买家实付金额", "买家付款时间", "运单号"],
                [datetime(2024, 5, 1, 10, 0, 1), "2100000000000000001", "交易成功", 89.5, 45413.5, "null"],
                ["2024-05-01 10:00:02", 2100000000000001, "交易关闭", "￥1,000", "", "-"],
                ["2024-05-01 10:00:03", 12345678901234567890.0, "交易关闭", 1, "", ""],
                ["合计", "", "", 100, "", ""],
            ]
        }
    )
    world.put("shop/orders.csv", content)  # the name lies
    world.land()
    assert world.rows(
        "tmall_orders",
        "source_row",
        "order_id",
        "paid_amount",
        "created_at",
        "paid_at",
        "tracking_number",
        "exported_at",
    ) == [
        (
            3,
            "2100000000000000001",
            "89.5",
            "2024-05-01 10:00:01",
            "2024-05-01 12:00:00",
            None,
            datetime(2024, 5, 3, 9, 30),
        ),
        (4, "2100000000000001", "1000", "2024-05-01 10:00:02", None, None, datetime(2024, 5, 3, 9, 30)),
    ]
    assert world.quarantine() == [(5, "订单编号", "123****00", "lost_digits", "true")]


def test_scientific_notation_and_missing_keys_are_quarantined(world: World) -> None:
    """Lost digits and empty required cells cost the row; a bad optional cell only itself; totals go silently."""
    world.put(
        "shop/a.csv",
        (
            "订单编号,订单状态,订单创建时间,总金额,买家会员名\n"
            "1.93068E+18,交易成功,2024-05-01 10:00:00,5,a\n"
            ",交易成功,2024-05-01 10:00:00,5,13800138000\n"
            "2,交易成功,2024-02-30 10:00:00,5,a\n"
            "3,交易成功,2024-05-01 10:00:00,five,无\n"
            "订单编号,订单状态,订单创建时间,总金额,买家会员名\n"
            ",,,,\n"
            "总计,,,10,\n"
            "说明：导出数据仅供参考,,,,\n"
        ),
    )
    summary = world.land()
    assert world.rows("tmall_orders", "order_id", "total_amount", "customer_name") == [("3", None, None)]
    assert world.quarantine() == [
        (2, "订单编号", "1.93068E+18", "scientific_notation", "true"),
        (3, "订单编号", None, "missing_key", "true"),
        (4, "订单创建时间", "2024-02-30 10:00:00", "unreadable_time", "true"),
        (5, "总金额", "****", "unreadable_money", "false"),
    ]
    assert "do not open in Excel" in world.rows("quarantine", "message_en")[0][0]
    assert world.rows("landed_files", "rows_read", "rows_landed", "rows_quarantined") == [("4", "1", "3")]
    assert summary.quarantined == 4


def test_undecodable_bytes_are_replaced_and_reported(world: World) -> None:
    """A broken byte in a GBK file keeps its row, with a quarantine row that says so."""
    text = (
        "订单编号,订单状态,订单创建时间,买家会员名\n"
        "1,交易成功,2024-05-01 10:00:00,好{}x\n"
        "2,交易成功,2024-05-01 10:00:01,乙\n"
    )
    world.put("shop/a.csv", text.encode("gb18030").replace(b"{}", b"\xff"))
    world.land()
    assert world.rows("tmall_orders", "order_id", "customer_name") == [("1", "好\ufffdx"), ("2", "乙")]
    assert world.quarantine() == [(2, "买家会员名", None, "undecodable_bytes", "false")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_delimiters_and_encodings(world: World, delimiter: str, encoding: str) -> None:
    """Comma, tab and semicolon, in every encoding, with one quoted line break: rows keep their line numbers."""
    lines = [
        ["订单编号", "订单状态", "订单创建时间", "买家会员名"],
        ["1", "交易成功", "2024-05-01 10:00:00", '"甲\n乙"'],
        ["2", "交易成功", "2024-05-01 10:00:01", "丙"],
    ]
    world.put("shop/a.csv", "\n".join(delimiter.join(line) for line in lines) + "\n", encoding)
    world.land()
    assert world.rows("tmall_orders", "source_row", "order_id", "customer_name") == [(2, "1", "甲\n乙"), (4, "2", "丙")]


ITEM_COLUMNS = (
    "order_id",
    "sub_order_id",
    "quantity",
    "unit_price",
    "merchant_sku",
    "sku_text",
    "item_status",
    "refund_status",
    "refund_amount",
    "created_at",
    "item_id",
)


@pytest.mark.parametrize(
    ("generation", "expected"),
    [
        (
            "taobao_item_v2014_10",
            ("11", None, "2", "9.90", "SKU-1", "颜色：白;长,1m", "交易成功", None, None, None, None),
        ),
        (
            "taobao_item_v2020_11",
            ("11", None, "2", "9.90", "SKU-1", "颜色：白;长,1m", "交易成功", None, None, "2024-05-01 10:00:00", None),
        ),
        (
            "tmall_item_v2022_18",
            ("10", "12", "2", "9.90", "SKU-1", "颜色：白;长,1m", "交易成功", None, "0", "2024-05-01 10:00:00", None),
        ),
        (
            "tmall_item_v2025_names",
            ("10", "12", "2", "9.90", None, "颜色：白;长,1m", "交易成功", None, "0", "2024-05-01 10:00:00", "777"),
        ),
    ],
)
def test_item_generation_lands(
    world: World, headers: dict[str, list[str]], generation: str, expected: tuple[str | None, ...]
) -> None:
    """Early item files call the main order 订单编号; 无退款申请 is 0 and no status."""
    values = {
        "订单编号": "11",
        "主订单编号": "10",
        "子订单编号": "12",
        "购买数量": "2",
        "价格": "9.90",
        "商品价格": "9.90",
        "外部系统编号": "SKU-1",
        "商品属性": '"颜色：白;长,1m"',
        "订单状态": "交易成功",
        "退款金额": "无退款申请",
        "退款状态": "没有申请退款",
        "创建时间": "2024-05-01 10:00:00",
        "订单创建时间": "2024-05-01 10:00:00",
        "商品ID": "777",
    }
    world.put("shop/items.csv", csv_of(headers[generation], values), "gb18030")
    world.land()
    assert world.rows("tmall_order_items", *ITEM_COLUMNS) == [expected]
    assert world.quarantine() == []


@pytest.mark.parametrize("generation", ["taobao_refund_v2018_39", "tmall_refund_v2024_51", "tmall_refund_v2026_names"])
def test_refund_generation_lands(world: World, headers: dict[str, list[str]], generation: str) -> None:
    """Renamed columns of three generations fill the same entity; handler accounts get one spelling."""
    values = {
        "退款编号": "500",
        "订单编号": "10",
        "退款状态": "退款成功",
        "买家退款金额": "12.00",
        "退款总额": "12.00",
        "退款的申请时间": "2024-05-02 10:00:00",
        "退款申请时间": "2024-05-02 10:00:00",
        "是否需要退货": "仅退款",
        "售后类型": "仅退款",
        "退款操作人": "cntaobao小狗旗舰店：小美",
        "货物状态": "未发货",
    }
    names = headers[generation]
    world.put(
        "shop/4051124186_1782897394563_919.xlsx", xlsx({"Sheet1": [names, [values.get(name, "") for name in names]]})
    )
    world.land()
    has_handler = "退款操作人" in names
    assert world.rows(
        "tmall_refunds",
        "refund_id",
        "order_id",
        "refund_status",
        "refund_amount",
        "applied_at",
        "after_sale_type",
        "goods_status",
        "handler_account",
        "exported_at",
    ) == [
        (
            "500",
            "10",
            "退款成功",
            "12.00",
            "2024-05-02 10:00:00",
            "仅退款",
            "未发货",
            "小狗旗舰店:小美" if has_handler else None,
            datetime(2026, 7, 1, 17, 16, 34, 563000),
        )
    ]


def test_item_traffic_of_an_old_workbook(world: World, headers: dict[str, list[str]]) -> None:
    """The header of a BIFF file stands in row 5 and ids are numbers there."""
    names = headers["sycm_item_34"]
    values = {
        "统计日期": "2026-06-18",
        "商品id": 612345678901,
        "商品访客数": "1,024",
        "商品浏览量": 2048,
        "支付买家数": 0,
        "支付金额": "-",
    }
    world.put(
        "shop/traffic.xls",
        xls(
            [
                ["【生意参谋平台】"],
                [],
                ["说明：…"],
                [],
                names,
                [values.get(name, "") for name in names],
            ]
        ),
    )
    world.land()
    assert world.rows(
        "tmall_item_traffic",
        "source_row",
        "stat_date",
        "item_id",
        "visitors",
        "page_views",
        "paying_buyers",
        "paid_amount",
    ) == [(6, "2026-06-18", "612345678901", "1024", "2048", "0", None)]


def test_shop_traffic_in_an_html_table(world: World) -> None:
    """An HTML page that is named xls."""
    world.put(
        "shop/shop.xls",
        (
            "<html><head><meta charset=gbk></head><body><table>"
            "<tr><td colspan=2>店铺</td></tr>"
            "<tr><th>统计日期</th><th>访客数</th><th>浏览量</th></tr>"
            "<tr><td>2024/5/1</td><td>1,200</td><td>3400</td></tr></table></body></html>"
        ),
        "gb18030",
    )
    world.land()
    assert world.rows("tmall_shop_traffic", "source_row", "stat_date", "visitors", "page_views") == [
        (3, "2024-05-01", "1200", "3400")
    ]


def test_second_header_line_is_no_data(world: World) -> None:
    """A line of units or notes right under the header is neither landed nor quarantined; the same later on is lost."""
    note = ",,,元,\n"
    row = "{},交易成功,2024-05-01 10:00:00,5,a\n"
    world.put(
        "shop/a.csv",
        "订单编号,订单状态,订单创建时间,总金额,买家会员名\n" + note + "".join(map(row.format, range(1, 5))) + note,
    )
    world.land()
    assert [row[0] for row in world.rows("tmall_orders", "order_id")] == ["1", "2", "3", "4"]
    assert world.quarantine() == [(7, "订单编号", None, "missing_key", "true")]

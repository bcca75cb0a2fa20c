"""Pinduoduo: orders in every preset, after-sales cases, chats as csv and JSON, the platform's own figures."""

from __future__ import annotations

import csv
import io
import json

import pytest
from landing_world import World, xlsx

from kefu.landing.entities import load_contract
from kefu.landing.headers import match_header, normalise

KINDS = {
    "pdd_order_v2025_27": "pdd_orders",
    "pdd_order_v2025_23": "pdd_orders",
    "pdd_order_all_names": "pdd_orders",
    "pdd_aftersale_names": "pdd_refunds",
    "pdd_cs_team_20": "pdd_team_report",
    "pdd_cs_service_names": "pdd_service_report",
    "pdd_shop_overview_names": "pdd_shop_report",
    "pdd_micropay_names": None,
}
ORDER = {
    "商品": '儿童保温杯,"大容量"\n500ml',
    "订单号": "240301-123456789012345\t",
    "订单状态": "已发货，待签收",
    "商品总价(元)": "1,299.00",
    "邮费(元)": "6.00",
    "店铺优惠折扣(元)": "5.00",
    "平台优惠折扣(元)": "10.00",
    "多多支付立减金额(元)": "0.00",
    "用户实付金额(元)": "1,290.00",
    "商家实收金额(元)": "1300.00",
    "商品数量(件)": "2",
    "支付时间": "2024-03-01 09:59:30",
    "发货时间": "2024-03-01 18:00:00\t",
    "确认收货时间": "\t",
    "商品id": "\t商品412345678901",
    "样式ID": "1023456789012",
    "商家编码-规格维度": "CUP-500",
    "售后状态": "无售后或售后取消",
    "订单成交时间": "2024-03-01 10:00:00",
    "用户购买手机号": "138****0000",
    "省": "****",
}
COLUMNS = (
    "source_row",
    "order_id",
    "order_status",
    "paid_at",
    "grouped_at",
    "paid_amount",
    "goods_amount",
    "postage_amount",
    "quantity",
    "shipped_at",
    "received_at",
    "goods_id",
    "style_id",
    "merchant_sku",
)


def table(names: list[str], *rows: dict[str, str], delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([[row.get(name, "") for name in names] for row in rows])
    return stream.getvalue()


def expected(names: list[str]) -> tuple[object, ...]:
    at = {"paid_at": "支付时间", "grouped_at": "订单成交时间", "shipped_at": "发货时间"}
    times = {column: ORDER[header].strip() if header in names else None for column, header in at.items()}
    return (
        2,
        "240301-123456789012345",
        "已发货，待签收",
        times["paid_at"],
        times["grouped_at"],
        "1290.00",
        "1299.00",
        "6.00",
        "2",
        times["shipped_at"],
        None,
        "412345678901",
        "1023456789012",
        "CUP-500",
    )


def test_every_known_header_has_its_kind_and_no_other_takes_it(headers: dict[str, list[str]]) -> None:
    kinds = load_contract().kinds
    for name, columns in headers.items():
        match = match_header([columns], kinds)
        found = match.kind.name if match and match.kind else None
        if name in KINDS:
            assert found == KINDS[name], name
        else:
            assert found is None or not found.startswith("pdd"), name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("preset", ["pdd_order_v2025_27", "pdd_order_v2025_23", "pdd_order_all_names"])
def test_orders_of_every_preset_and_encoding(
    world: World, headers: dict[str, list[str]], preset: str, encoding: str
) -> None:
    world.put("shop/orders_export20240305120000.csv", table(headers[preset], ORDER), encoding)
    summary = world.land()
    assert summary.statuses == {"landed": 1}
    assert world.rows("pdd_orders", *COLUMNS) == [expected(headers[preset])]
    assert world.quarantine() == []
    assert world.rows("landed_files", "platform", "file_kind") == [("pdd", "pdd_orders")]


@pytest.mark.parametrize(
    "spelling",
    [
        lambda name: name.replace("(元)", "").replace("(件)", ""),
        lambda name: name.replace("(", "（").replace(")", "）"),
        lambda name: f"{name}\t".replace("商品id", "商品ID"),
    ],
    ids=["without units", "full-width brackets", "tabs and capitals"],
)
def test_orders_with_headers_in_other_spellings(world: World, headers: dict[str, list[str]], spelling) -> None:  # noqa: ANN001
    names = headers["pdd_order_v2025_27"]
    text = table([spelling(name) for name in names], {spelling(name): value for name, value in ORDER.items()})
    world.put("shop/a.csv", text)
    world.land()
    assert world.rows("pdd_orders", *COLUMNS) == [expected(names)]


def test_orders_as_workbook_with_numbers_and_several_styles(world: World, headers: dict[str, list[str]]) -> None:
    names = headers["pdd_order_v2025_23"]
    other = ORDER | {"样式ID": "1023456789099", "用户实付金额(元)": "9.9", "商品数量(件)": "1"}
    rows = [[row.get(name, "") for name in names] for row in (ORDER, other)]
    position = {name: names.index(name) for name in ("用户实付金额(元)", "商品数量(件)", "商品id", "样式ID")}
    for row in rows:
        row[position["商品id"]] = 412345678901.0  # type: ignore[call-overload]
    rows[1][position["用户实付金额(元)"]] = 9.9  # type: ignore[call-overload]
    world.put("shop/a.xlsx", xlsx({"Sheet0": [names, *rows]}))
    world.land()
    assert world.rows("pdd_orders", "order_id", "style_id", "goods_id", "paid_amount", "quantity") == [
        ("240301-123456789012345", "1023456789012", "412345678901", "1290.00", "2"),
        ("240301-123456789012345", "1023456789099", "412345678901", "9.9", "1"),
    ]


def test_chosen_columns_are_enough_and_a_missing_amount_is_told(world: World) -> None:
    names = ["订单状态", "用户实付金额(元)", "订单号"]
    world.put("shop/a.csv", table(names, ORDER, {"订单状态": "待发货"}))
    world.put("shop/b.csv", table(["订单号", "订单状态", "支付时间", "商品"], ORDER))
    world.land()
    assert world.rows("pdd_orders", "order_id", "paid_amount") == [("240301-123456789012345", "1290.00")]
    assert world.quarantine() == [(3, "订单号", None, "missing_key", "true")]
    said = world.rows("landed_files", "status", "nearest_kind", "message_zh")[1]
    assert said[:2] == ("unrecognised", "pdd_orders")
    assert "用户实付金额(元)" in said[2]


def test_goods_numbers_are_digits_or_reported(world: World) -> None:
    names = ["订单号", "订单状态", "用户实付金额(元)", "商品ID\t"]
    cells = ["ID：41", "\t42\t", "43号", "4.1E+11", "赠品", "44.0"]
    text = table(names, *({**ORDER, "商品ID\t": cell} for cell in cells))
    world.put("shop/a.csv", text)
    world.land()
    assert [row[0] for row in world.rows("pdd_orders", "goods_id")] == ["41", "42", "43", None, None, "44"]
    assert [row[2:4] for row in sorted(world.quarantine())] == [
        ("4.1E+11", "scientific_notation"),
        ("**", "unreadable_id"),
    ]


def test_personal_columns_of_orders_are_masked(world: World, headers: dict[str, list[str]]) -> None:
    world.put("shop/a.csv", table(headers["pdd_order_all_names"], ORDER))
    world.land()
    extra = json.loads(world.rows("pdd_orders", "extra")[0][0])
    assert extra["用户购买手机号"] == "***"
    assert extra["商家实收金额(元)"] == "1300.00"


REFUND = {
    "售后编号": "\t40123456789\t",
    "订单编号": "240301-123456789012345",
    "退款金额(元)": "¥30.00",
    "售后状态": "退款成功",
    "申请时间": "2024/3/2 9:00",
    "同意退款时间": "2024-03-02 21:00:00",
    "同意退款人": "小狗拼多多:小美",
}


@pytest.mark.parametrize(
    "rename",
    [
        {},
        {"退款金额(元)": "退款金额（元）", "申请时间": "售后申请时间", "退款类型": "售后类型", "同意退款人": "处理人"},
        {"退款金额(元)": "退款金额", "退款原因": "售后原因", "商品ID": "商品ID\t"},
    ],
    ids=["as known", "aliases", "without units"],
)
def test_refunds_with_all_their_names(world: World, headers: dict[str, list[str]], rename: dict[str, str]) -> None:
    names = [rename.get(name, name) for name in headers["pdd_aftersale_names"]]
    world.put("shop/a.csv", table(names, {rename.get(name, name): value for name, value in REFUND.items()}), "gb18030")
    world.land()
    columns = (
        "refund_id",
        "order_id",
        "refund_status",
        "refund_amount",
        "applied_at",
        "approved_at",
        "handler_account",
    )
    assert world.rows("pdd_refunds", *columns) == [
        (
            "40123456789",
            "240301-123456789012345",
            "退款成功",
            "30.00",
            "2024-03-02 09:00:00",
            "2024-03-02 21:00:00",
            "小狗拼多多:小美",
        )
    ]


def test_money_movements_of_another_platform_are_no_refunds(world: World) -> None:
    names = ["动账时间", "动账金额", "售后编号", "订单号", "售后状态", "申请时间", "退款金额"]
    world.put("shop/a.csv", table(names, {name: "1" for name in names}))
    world.land()
    assert world.files() == {"shop/a.csv": "unrecognised"}


CHAT = ("source_row", "sent_at", "role", "sender_name", "message_type", "content", "buyer_name", "agent_account")


def test_chats_in_english_json_and_chinese_csv(world: World) -> None:
    english = {
        "time": 1709258400,
        "role": "user",
        "name": "小***1",
        "type": "text",
        "content": "有货吗",
        "order_sn": "240301-123456789012345",
    }
    picture = {**english, "role": "mall", "name": "小狗客服", "type": "image", "content": "https://img.example/1.png"}
    world.put("shop/a.json", json.dumps({"result": {"messages": [english, picture]}}, ensure_ascii=False))
    names = ["时间", "角色", "昵称", "类型", "内容", "买家", "客服账号", "会话编号"]
    row = ["2024-03-01 10:00:00", "买家", "小***1", "文本", "有货吗", "b1001", "xiaomei", "s1"]
    world.put("shop/b.csv", table(names, dict(zip(names, row, strict=True))), "gb18030")
    world.land()
    assert world.rows("pdd_chat_messages", *CHAT, "order_id", "session_id") == [
        (1, "2024-03-01 10:00:00", "user", "小***1", "text", "有货吗", None, None, "240301-123456789012345", None),
        (
            2,
            "2024-03-01 10:00:00",
            "mall",
            "小狗客服",
            "image",
            "https://img.example/1.png",
            None,
            None,
            "240301-123456789012345",
            None,
        ),
        (2, "2024-03-01 10:00:00", "买家", "小***1", "文本", "有货吗", "b1001", "xiaomei", None, "s1"),
    ]


def test_chat_rows_without_time_or_role_go_to_quarantine(world: World) -> None:
    names = ["时间", "角色", "昵称/名称", "类型", "内容"]
    rows = [["", "买家", "a", "文本", "x"], ["2024-03-01 10:00:00", "", "a", "文本", "x"]]
    world.put("shop/a.csv", table(names, {}, {}, {}, *(dict(zip(names, row, strict=True)) for row in rows)))
    world.land()
    assert world.quarantine() == [
        (5, "时间", None, "missing_key", "true"),
        (6, "角色", None, "missing_key", "true"),
    ]


def test_the_agent_report_tells_minutes_from_seconds(world: World, headers: dict[str, list[str]]) -> None:
    names = headers["pdd_cs_team_20"]
    values = dict.fromkeys(names, "1") | {
        "客服账号": "小狗拼多多:小美",
        "30秒应答率(8-23点)": "85.50%",
        "平均人工响应时长（分钟）": "0.61",
        "客服销售额（元）": "1,234.50",
    }
    world.put("shop/客服数据_2024-03-01_2024-03-07.xlsx", xlsx({"Sheet0": [names, [values[name] for name in names]]}))
    seconds = [name.replace("分钟", "秒") for name in names]
    world.put("shop/客服数据_2024-03-08.csv", table(seconds, values | {"平均人工响应时长（秒）": "36秒"}))
    world.land()
    shown = {
        (row[0], row[2]): row[3:]
        for row in world.rows("platform_figures", "period_end", "account", "metric", "value", "unit")
        if row[1] == "小狗拼多多:小美"
    }
    assert shown["2024-03-07", normalise("平均人工响应时长（分钟）")] == ("0.61", "minutes")
    assert shown["2024-03-08", normalise("平均人工响应时长（秒）")] == ("36", "seconds")
    assert shown["2024-03-07", normalise("30秒应答率(8-23点)")] == ("0.855", "ratio")
    assert shown["2024-03-07", normalise("客服销售额（元）")] == ("1234.5", "number")
    assert shown["2024-03-07", normalise("3分钟未回复人数")] == ("1", "number")


def test_shop_reports_are_figures_by_day(world: World, headers: dict[str, list[str]]) -> None:
    for kind in ("pdd_cs_service_names", "pdd_shop_overview_names"):
        names = headers[kind]
        world.put(f"shop/{kind}.csv", table(names, dict.fromkeys(names, "2") | {"日期": "2024-03-01"}))
    world.land()
    figures = world.rows("platform_figures", "report_kind", "account", "period_start", "metric", "value", "unit")
    assert ("pdd_service_report", None, "2024-03-01", "平均响应时长(分)", "2", "minutes") in figures
    assert ("pdd_shop_report", None, "2024-03-01", "支付金额", "2", "number") in figures
    assert len(figures) == len(headers["pdd_cs_service_names"]) - 1 + len(headers["pdd_shop_overview_names"]) - 1

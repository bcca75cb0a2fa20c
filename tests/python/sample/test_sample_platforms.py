"""The files of the younger platforms, of telephones, help desks and hand-made lists have their quirks."""

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal

import pytest
from sample_files import DESK, DOUYIN, HOTLINE, PDD, TMALL, sheet

from kefu.sample import planted
from kefu.sample.headers import header

BOM = b"\xef\xbb\xbf"
PDD_CSV, PDD_XLSX = f"{PDD}orders_export2024-03-06-12-00-00.csv", f"{PDD}orders_export2024-03-20-10-00-00.xlsx"
DOUYIN_OLD, DOUYIN_NEW = f"{DOUYIN}1709697600_new.csv", f"{DOUYIN}1710900000_new.csv"


def table(content: bytes) -> list[list[str]]:
    """Rows of a UTF-8 csv."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def named(rows: list[list[str]]) -> list[dict[str, str]]:
    """Rows by column name, without the tabs that keep numbers whole."""
    return [{name: cell.strip("\t") for name, cell in zip(rows[0], row, strict=True)} for row in rows[1:]]


def test_pdd_presets(exports: dict[str, bytes]) -> None:
    assert exports[PDD_CSV].startswith("商品,订单号".encode())
    rows = table(exports[PDD_CSV])
    assert rows[0] == header("pdd_order_v2025_27") and len(rows[0]) == 27
    assert all(row[1].endswith("\t") and row[13].startswith("\t6100") for row in rows[1:])
    assert any('"' in row[0] and "," in row[0] for row in rows[1:])
    name, newer = sheet(exports[PDD_XLSX])
    assert name == "Sheet0" and newer[0] == header("pdd_order_v2025_23") and len(newer[0]) == 23


def test_pdd_statuses_change_and_a_group_fails(exports: dict[str, bytes]) -> None:
    old = {row["订单号"]: row["订单状态"] for row in named(table(exports[PDD_CSV]))}
    _, cells = sheet(exports[PDD_XLSX])
    new = {str(row[2]): str(row[3]) for row in cells[1:]}
    both = old.keys() & new.keys()
    assert sum(old[order] != new[order] for order in both) > 20
    assert set(old.values()) | set(new.values()) >= {
        "待支付", "已取消", "待发货", "已发货，待签收", "已签收", "已收货", "未发货，退款成功",
        "已发货，退款成功", "未成团，退款成功",
    }  # fmt: skip


def test_pdd_money(exports: dict[str, bytes]) -> None:
    for row in named(table(exports[PDD_CSV])):
        money = {name: Decimal(row[name]) for name in row if name.endswith("(元)")}
        paid = money["商品总价(元)"] + money["邮费(元)"] - money["店铺优惠折扣(元)"] - money["平台优惠折扣(元)"]
        assert paid == money["用户实付金额(元)"] > 0


def test_pdd_chats_after_sales_and_report(exports: dict[str, bytes]) -> None:
    messages = json.loads(exports[f"{PDD}聊天记录_20240301_20240307.json"])
    assert list(messages[0]) == ["time", "role", "name", "type", "content", "buyer", "order_id", "agent_account"]
    assert {message["role"] for message in messages} == {"buyer", "service"}
    assert {message["type"] for message in messages} == {"text", "auto"}
    assert any(message["name"].startswith("机器人") for message in messages)
    later = named(table(exports[f"{PDD}聊天记录_20240307_20240310.csv"]))
    shared = {(m["time"], m["buyer"], m["content"]) for m in messages}
    assert len(shared & {(row["时间"], row["买家"], row["内容"]) for row in later}) > 50
    _, cases = sheet(exports[f"{PDD}售后单2024-03-20-10-05-00.xlsx"])
    assert cases[0] == header("pdd_aftersale_names")
    assert {row[7] for row in cases[1:]} == {"退款成功", "已撤销", "待商家处理"}
    _, report = sheet(exports[f"{PDD}客服数据_团队_20240301_20240307.xlsx"])
    assert report[0] == header("pdd_cs_team_20") and "平均人工响应时长（分钟）" in report[0]


def test_douyin_presets(exports: dict[str, bytes]) -> None:
    for name, columns, count in ((DOUYIN_OLD, "douyin_order_74", 74), (DOUYIN_NEW, "douyin_order_v2026_75", 75)):
        assert exports[name].startswith(BOM + "主订单编号,子订单编号".encode())
        rows = table(exports[name])
        assert rows[0] == header(columns) and len(rows[0]) == count
        assert all(row[0].startswith("\t69") for row in rows[1:])
    by_part, by_order = named(table(exports[DOUYIN_OLD])), named(table(exports[DOUYIN_NEW]))
    assert not any(";" in row["子订单编号"] for row in by_part)
    lists = [row for row in by_order if ";" in row["子订单编号"]]
    assert lists and all(row["子订单编号"].count(";") == row["商品ID"].count(";") for row in lists)
    assert len({row["主订单编号"] for row in by_order}) == len(by_order)
    assert any(row["收件人"].startswith("##") and row["收件人手机号"].startswith("$$") for row in by_part)


def test_douyin_parts_add_up_to_their_orders(exports: dict[str, bytes]) -> None:
    parts: dict[str, Decimal] = defaultdict(Decimal)
    for row in named(table(exports[DOUYIN_OLD])):
        parts[row["主订单编号"]] += Decimal(row["订单应付金额"])
    whole = {row["主订单编号"]: Decimal(row["订单应付金额"]) for row in named(table(exports[DOUYIN_NEW]))}
    both = parts.keys() & whole.keys()
    assert len(both) > 20 and all(parts[order] == whole[order] for order in both)


def test_douyin_chats_after_sales_and_report(exports: dict[str, bytes]) -> None:
    old, new = (
        named(table(exports[f"{DOUYIN}飞鸽聊天_{days}.csv"])) for days in ("20240301_20240306", "20240306_20240310")
    )
    assert {row["sender_kind"] for row in old} == {"用户", "智能客服", "商家配置", "人工客服"}
    assert all(row["ts"].isdigit() and len(row["ts"]) == 13 for row in new) and old[0]["ts"].startswith("2024-03-01 ")
    assert {row["conv_id"] for row in old} & {row["conv_id"] for row in new}
    _, cases = sheet(exports[f"{DOUYIN}售后单-2024-03-20 10_05.xlsx"])
    assert cases[0] == header("douyin_aftersale_50")
    assert all(str(row[0]).startswith("\t18") for row in cases[1:])
    assert {"仲裁结束", "未仲裁"} == {row[33] for row in cases[1:]}
    _, report = sheet(exports[f"{DOUYIN}客服表现_20240301_20240307.xlsx"])
    assert [row[0] for row in report[1:3]] == ["店铺汇总值", "店铺平均值"]


def test_telephone_files(exports: dict[str, bytes]) -> None:
    master = table(exports[f"{HOTLINE}Master.csv"])
    assert {len(row) for row in master} == {18}
    assert {row[14] for row in master} == {"ANSWERED", "NO ANSWER"}
    assert all(int(row[12]) >= int(row[13]) and bool(row[10]) == (row[14] == "ANSWERED") for row in master)
    assert any(planted.CALLER_NAME in row[4] for row in master)
    events = [line.split("|") for line in exports[f"{HOTLINE}queue_log"].decode().splitlines()]
    assert {event[4] for event in events} == {"ENTERQUEUE", "CONNECT", "COMPLETECALLER", "ABANDON"}
    freepbx = table(exports[f"{HOTLINE}cdr_export_20240311.csv"])
    assert freepbx[0][:16] == header("freepbx_cdr_table") and freepbx[0][-1] == "linkedid"
    assert not {row[16] for row in master} & {row[14] for row in freepbx[1:]}
    log = exports[f"{DESK}cdr.log"].decode().splitlines()
    fields = [row[1] for row in table(exports[f"{DESK}3cx_fields.csv"])[1:]]
    assert set(fields) <= set(header("3cx_cdr_fields_27"))
    assert all(line.startswith("Call 9") and line.count(",") + 1 == len(fields) and "Ext.20" in line for line in log)


def test_help_desk_files(exports: dict[str, bytes]) -> None:
    zendesk = table(exports[f"{DESK}zendesk_view_2024-03-11.csv"])
    assert zendesk[0][:41] == header("zendesk_view_csv_41") and zendesk[0][41] == "问题类型 [list]"
    assert {row["Satisfaction Score"] for row in named(zendesk)} >= {"Offered", "Good", "Bad", "Not Offered"}
    freshdesk = table(exports[f"{DESK}freshdesk_tickets_2024-03-11.csv"])
    assert freshdesk[0].count("Resolution time (in hrs)") == 2
    assert {row[19] for row in freshdesk[1:]} == {"Within SLA", "SLA Violated", ""}
    lines = exports[f"{DESK}chatwoot_csat_2024-03-11.csv"].decode().splitlines()
    assert lines[0].split(",") == header("chatwoot_csat_csv_8") and lines[1] == ""
    assert lines[-1].startswith("Reporting period")
    desk = "".join(content.decode() for name, content in exports.items() if name.startswith((DESK, HOTLINE)))
    assert [text for text in planted.IN_DESK_FILES if text not in desk] == []


@pytest.mark.parametrize(
    "name", ["SLA规则", "投诉登记_202403", "排班_202403", "推荐商品_202403", "店铺访客_20240301_20240310"]
)
def test_lists_are_csv_as_excel_saves_it(exports: dict[str, bytes], name: str) -> None:
    content = exports[f"{TMALL}{name}.csv"]
    assert content.startswith(BOM) and content.endswith(b"\r\n")
    assert all(ord(mark) > 127 or mark in "SLAID" for column in table(content)[0] for mark in column)


def test_lists_hold_private_remarks(exports: dict[str, bytes]) -> None:
    lists = "".join(
        content.decode("utf-8-sig")
        for name, content in exports.items()
        if name.startswith((f"{TMALL}投诉登记", f"{TMALL}现场扣分"))
    )
    assert [text for text in planted.IN_REMARKS if text not in lists] == []


@pytest.mark.parametrize(
    "name", ["售后工单_20240320", "考勤_202403", "质检评分_202403", "培训记录_202403", "目标_202403"]
)
def test_lists_are_workbooks(exports: dict[str, bytes], name: str) -> None:
    _, rows = sheet(exports[f"{TMALL}{name}.xlsx"])
    assert len(rows) > 5 and all(isinstance(cell, str) and ord(cell[0]) > 127 for cell in rows[0])


def test_appraisal_lists_stand_above_the_shops_and_reviews_in_them(exports: dict[str, bytes]) -> None:
    assignments = named(table(exports["考核方案分配.csv"]))
    assert {row["考核方案编号"] for row in assignments} == {"public_sheet", "evaluation_points", "quarterly_hr"}
    assert {row["职称"] for row in named(table(exports["客服职称.csv"]))} == {"初级", "中级", "高级"}
    assert any(float(row["金额"]) < 0 for row in named(table(exports["其他收支_202403.csv"])))
    reviews = [
        *named(table(exports[f"{TMALL}核单_20240318.csv"])),
        *named(table(exports[f"{DOUYIN}核单_20240319.csv"])),
    ]
    assert [row["核单结果"] for row in reviews] == ["确认", "改归", "驳回"]
    assert planted.IN_REMARKS[0] in reviews[1]["核单备注"]

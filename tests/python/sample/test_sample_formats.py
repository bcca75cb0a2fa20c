"""The files really have the encodings, markers and quirks that they stand for."""

import io
import zipfile

import pytest
from sample_files import DOUYIN, JD, PDD, TMALL, read_csv, sheet

from kefu.sample import planted
from kefu.sample.headers import header

FIRST_BYTES = {
    f"{TMALL}ExportOrderList202403051200.csv": "订单编号,买家会员名".encode("gbk"),
    f"{TMALL}ExportOrderList202403181000.csv": '"订单编号","买家会员名"'.encode("gbk"),
    f"{TMALL}ExportOrderList202403200930.xlsx": b"PK\x03\x04",
    f"{TMALL}ExportOrderDetailList202403051200.csv": "订单编号,标题".encode("gbk"),
    f"{TMALL}ExportOrderDetailList202403200930.xlsx": b"PK\x03\x04",
    f"{TMALL}退款单202403200935.xlsx": b"PK\x03\x04",
    f"{TMALL}咨询接待分析_2024-03-01_2024-03-07.xlsx": b"PK\x03\x04",
    f"{TMALL}客服绩效_20240301_20240307.xlsx": b"PK\x03\x04",
    f"{TMALL}【生意参谋平台】商品_全部_2024-03-01_2024-03-10.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    f"{TMALL}小狗旗舰店_小美_20240301_20240306.txt": "小狗旗舰店:小美\r\n====".encode("gbk"),
    f"{TMALL}即时消息_小满_20240309_20240310.txt": "消息记录\r\n".encode("gbk"),
    f"{JD}19453840.csv": "订单号,商品ID".encode("gb18030"),
    f"{JD}19531207.csv": "订单号,商品ID".encode("gb18030"),
    f"{JD}聊天记录_20240301_20240304.txt": b"\xef\xbb\xbf/*****************",
    f"{JD}chatlog_20240304_20240307.log": b"/*****************",
    f"{JD}聊天记录_20240307_20240310.zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", FIRST_BYTES)
def test_first_bytes(exports: dict[str, bytes], name: str) -> None:
    assert exports[name].startswith(FIRST_BYTES[name])


def test_gbk_files_are_no_utf8(exports: dict[str, bytes]) -> None:
    for name, content in exports.items():
        if name.endswith(".csv") and name.startswith((f"{TMALL}Export", f"{JD}19")):
            with pytest.raises(UnicodeDecodeError):
                content.decode("utf-8")
    with pytest.raises(UnicodeDecodeError):  # an emoji: only the whole GB18030 can read it
        exports[f"{JD}chatlog_20240304_20240307.log"].decode("gbk")


def test_tmall_order_generations(exports: dict[str, bytes]) -> None:
    old = exports[f"{TMALL}ExportOrderList202403051200.csv"].decode("gbk")
    new = exports[f"{TMALL}ExportOrderList202403181000.csv"].decode("gbk")
    head = old.split("\r\n")[0].split(",")
    assert head == header("taobao_order_v2018_54") and len(head) == 54
    assert {"收货地址 ", "联系电话 ", "订单付款时间 ", "宝贝标题 "} <= set(head)
    assert old.split("\r\n")[1].startswith('="21') and ",'19900001" in old
    assert len(new.split("\r\n")[0].split(",")) == 71 and '\r\n"=""21' in new
    assert "请发顺丰,周末送\n谢谢" in old + new  # a cell over two lines
    _, rows = sheet(exports[f"{TMALL}ExportOrderList202403200930.xlsx"])
    assert [rows[0].index(name) for name in ("买家实际支付金额", "订单状态", "打款商家金额")] == [6, 8, 23]
    assert len(rows[0]) == 24 and "总金额" not in rows[0]


def test_tmall_items_and_refunds(exports: dict[str, bytes]) -> None:
    old = exports[f"{TMALL}ExportOrderDetailList202403051200.csv"].decode("gbk")
    assert old.split("\r\n")[0].split(",") == header("taobao_item_v2014_10")
    _, items = sheet(exports[f"{TMALL}ExportOrderDetailList202403200930.xlsx"])
    assert items[0] == header("tmall_item_v2025_names")
    assert "无退款申请" in {row[12] for row in items}
    assert all(isinstance(row[0], str) and len(row[0]) == 19 for row in items[1:])
    assert len({row[0] for row in items[1:]}) == len(items) - 1
    _, refunds = sheet(exports[f"{TMALL}退款单202403200935.xlsx"])
    assert refunds[0] == header("tmall_refund_v2024_51") and len(refunds[0]) == 51
    column = refunds[0].index("退款状态")
    assert {row[column] for row in refunds[1:]} >= {"退款成功", "退款关闭", "买家已经申请退款，等待卖家同意"}
    assert "介入结束" in {row[18] for row in refunds}


def test_tmall_reports(exports: dict[str, bytes]) -> None:
    _, reception = sheet(exports[f"{TMALL}咨询接待分析_2024-03-01_2024-03-07.xlsx"])
    assert reception[0] == header("tmall_cs_reception_12") and "首次响应时长（秒)" in reception[0]
    assert [row[0] for row in reception[-2:]] == ["汇总值", "平均值"]
    _, performance = sheet(exports[f"{TMALL}客服绩效_20240301_20240307.xlsx"])
    assert len(performance) == 1 + 4 + 6 and len(performance[0]) == 10
    name, traffic = sheet(exports[f"{TMALL}【生意参谋平台】商品_全部_2024-03-01_2024-03-10.xls"])
    assert name == "【生意参谋平台】1" and traffic[4] == header("sycm_item_34") and len(traffic) == 5 + 80


def test_tmall_chat_layouts(exports: dict[str, bytes]) -> None:
    mei = exports[f"{TMALL}小狗旗舰店_小美_20240304_20240310.txt"].decode("gbk")
    lines = mei.split("\r\n")
    assert lines[:4] == ["小狗旗舰店:小美", "=" * 64, " " * 31 + "单聊" + " " * 29, "=" * 64]
    assert " " * 31 + "群聊" + " " * 29 in lines and planted.IN_GROUP_CHAT[0] in mei.split("群聊")[1]
    assert f"{'-' * 28}小狗旗舰店:小蓝{'-' * 28}" in lines  # the internal talk
    assert "\r\n小狗旗舰店:服务助手(2024-03-" in mei and "):  全国联保两年，七天无理由退换\r\n有运费险" in mei
    every = "".join(content.decode("gbk") for name, content in exports.items() if "小狗旗舰店_小" in name)
    assert "系统提示" in every and ".amr" in every
    b = exports[f"{TMALL}即时消息_小满_20240309_20240310.txt"].decode("gbk").split("\r\n")
    assert "即时消息" in b[2] and "2024-03-09" in b and "2024-03-10" in b
    c = exports[f"{TMALL}接待窗口_小满_20240309.txt"].decode("utf-8")
    assert "由 服务助手 转交给 小狗旗舰店:小满\n原因：【离线留言自动分配】\n" in c
    assert "由 小狗旗舰店:小满 转交给 小狗旗舰店:小北\n" in c and "撤回了一条消息\n" in c and "2024-3-9 " in c
    d = exports[f"{TMALL}聊天记录查询_小满_20240309_20240310.txt"].decode("utf-8")
    assert "请在客户端查看原始聊天记录，网页版无法展示\n" in d and d.startswith("2024-03-09\n")


def test_overlapping_chat_exports_agree(exports: dict[str, bytes]) -> None:
    def lines(name: str) -> list[str]:
        text = exports[f"{TMALL}{name}"].decode("gbk").split("群聊")[0]
        return [line for line in text.split("\r\n") if any(f"(2024-03-0{day} " in line for day in (4, 5, 6))]

    first = lines("小狗旗舰店_小美_20240301_20240306.txt")
    assert first and sorted(first) == sorted(lines("小狗旗舰店_小美_20240304_20240310.txt"))


def test_jd_orders(exports: dict[str, bytes]) -> None:
    old, new = (exports[f"{JD}{name}.csv"].decode("gb18030") for name in ("19453840", "19531207"))
    assert old.split("\r\n")[0] == ",".join(header("jd_order_v2016_30")) + ","
    assert new.split("\r\n")[0].split(",") == header("jd_order_v2018_35")
    statuses = {row["订单状态"] for text in (old, new) for row in read_csv(text.encode(), "utf-8")}
    assert statuses >= {
        "等待付款", "等待出库", "等待确认收货", "完成", "已取消", "(锁定)等待出库", "(删除)等待出库", "(删除)等待付款",
    }  # fmt: skip
    assert "货到付款" in old and "订单拆分为  29" in new and '"小狗 蓝牙耳机E2Pro 降噪,长续航 黑色"' in new
    assert "\t," in old


def test_jd_chat_logs(exports: dict[str, bytes]) -> None:
    txt = exports[f"{JD}聊天记录_20240301_20240304.txt"].decode("utf-8-sig")
    log = exports[f"{JD}chatlog_20240304_20240307.log"].decode("gb18030")
    with zipfile.ZipFile(io.BytesIO(exports[f"{JD}聊天记录_20240307_20240310.zip"])) as archive:
        (info,) = archive.infolist()
        packed = archive.read(info).decode("utf-8")
    assert info.date_time == (2024, 3, 20, 9, 30, 0)
    assert txt.count("以下为一通会话") == txt.count("会话结束_时间:2024-03-")
    assert "会话结束" not in log and "会话结束*" in packed and "_时间" not in packed
    assert "\r\n w****" in txt and "\t\r\n" in txt and "jimi_xiaogou" in txt

    def blocks(text: str) -> set[str]:
        bodies = (body.split("/*****")[0] for body in text.split("以下为一通会话")[1:])
        return {"".join(line.strip() for line in body.split("\n")[1:]) for body in bodies}

    assert len(blocks(txt) & blocks(log)) > 10 and len(blocks(log) & blocks(packed)) > 10
    assert not blocks(txt) & blocks(packed)


def test_jd_workbooks(exports: dict[str, bytes]) -> None:
    _, rows = sheet(exports[f"{JD}咨询会话查询_20240301_20240310.xlsx"])
    columns = {name: [row[index] for row in rows[1:]] for index, name in enumerate(rows[0])}
    assert rows[0] == header("jd_session_names")
    assert [minutes for minutes in columns["会话时长(M)"] if minutes < 0] == [-0.01]
    assert {"-", "非常满意", "满意", "一般"} <= set(columns["满意度"])
    assert set(columns["咨询类型"]) == {"售前", "售后"} and len(set(columns["转接后客服"])) > 2
    assert all(isinstance(number, float) for number in columns["商品编号"])
    assert len(set(columns["cid"])) == len(rows) - 1
    name, overall = sheet(exports[f"{JD}客服数据_整体数据_20240301_20240310.xlsx"])
    assert name == "整体数据" and overall[2] == header("jd_cs_overall_names")


def test_planted_strings_stand_in_the_chat_files(exports: dict[str, bytes]) -> None:
    tmall = "".join(content.decode("gbk") for name, content in exports.items() if "小狗旗舰店_小" in name)
    jd = exports[f"{JD}聊天记录_20240301_20240304.txt"].decode("utf-8-sig")
    jd += exports[f"{JD}chatlog_20240304_20240307.log"].decode("gb18030")
    pdd = exports[f"{PDD}聊天记录_20240301_20240307.json"].decode("utf-8")
    douyin = "".join(
        exports[f"{DOUYIN}飞鸽聊天_{days}.csv"].decode() for days in ("20240301_20240306", "20240306_20240310")
    )
    assert [text for text in planted.ALL_IN_CHATS if text not in tmall + jd + pdd + douyin] == []
    assert planted.RECEIVER_PHONE_PREFIX in exports[f"{JD}19453840.csv"].decode("gb18030")
    assert planted.EMAIL_DOMAIN in exports[f"{TMALL}ExportOrderList202403051200.csv"].decode("gbk")

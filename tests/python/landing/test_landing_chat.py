"""Chat texts: the four Tmall layouts and JD logs, message by message."""

from __future__ import annotations

import pytest
from landing_world import World, zipped

A_TEXT = "\r\n".join(
    [
        "cntaobao小狗旗舰店：小美",
        "=" * 64,
        " " * 31 + "单聊" + " " * 29,
        "=" * 64,
        "",
        "-" * 28 + "tb8946567709" + "-" * 28,
        "tb8946567709(2020-04-24 10:01:02):  在吗",
        "cntaobao小狗旗舰店：小美(2020-04-24 10:01:09):  亲，在的",
        "第二行",
        "",
        "第四行",
        "tb8946567709(2020-04-24 10:01:10):  嗯",
        "tb8946567709(2020-04-24 10:01:10):  嗯",
        "小狗旗舰店(2020-04-24 10:01:11):  系统提示：对方已离开",
        "-" * 28 + "买家-二号" + "-" * 28,
        "小狗旗舰店:小美(2020-04-25 09:00:00):  您好",
        "小狗旗舰店:小美(2020-04-25 29:00:00):  坏时间",
        "=" * 64,
        " " * 31 + "群聊" + " " * 29,
        "=" * 64,
        "-" * 28 + "某群" + "-" * 28,
        "小狗旗舰店:小美(2020-04-25 09:00:00):  群消息",
        "",
    ]
)
MESSAGE = (
    "source_row",
    "customer_name",
    "sender_name",
    "is_customer",
    "sent_at",
    "message_kind",
    "content",
    "occurrence",
)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_layout_a(world: World, encoding: str) -> None:
    """Blocks give the buyer, lines without a head belong to the message above, group chats are left out."""
    world.put("shop/chat.log", A_TEXT, encoding)
    world.land()
    buyer, agent = "tb8946567709", "小狗旗舰店:小美"
    assert world.rows("tmall_chat_messages", *MESSAGE) == [
        (7, buyer, buyer, "true", "2020-04-24 10:01:02", "message", "在吗", "1"),
        (8, buyer, agent, "false", "2020-04-24 10:01:09", "message", "亲，在的\n第二行\n\n第四行", "1"),
        (12, buyer, buyer, "true", "2020-04-24 10:01:10", "message", "嗯", "1"),
        (13, buyer, buyer, "true", "2020-04-24 10:01:10", "message", "嗯", "2"),
        (14, buyer, None, "false", "2020-04-24 10:01:11", "system", "系统提示：对方已离开", "1"),
        (16, "买家-二号", agent, "false", "2020-04-25 09:00:00", "message", "您好", "1"),
    ]
    assert set(world.rows("tmall_chat_messages", "layout", "exporter_account")) == {("A", agent)}
    assert world.quarantine() == [(17, "sent_at", "2020-04-25 29:00:00", "unreadable_time", "true")]


B_TEXT = """消息管理器
导出
adidas官方旗舰店 即时消息
2017-04-01
2017-04-01 10:00:00 adidas官方旗舰店:小明: 欢迎光临
2017-04-01 10:00:05 buyer_one: 有货吗: 黑色
续行
2017-04-01 10:00:06 buyer_two: 在?
2017-04-01 10:00:10 adidas官方旗舰店：小明: 有的
2017-04-01 10:00:11 adidas官方旗舰店: 主账号
"""


def test_layout_b(world: World) -> None:
    """No line names the buyer: an agent's lines go to the buyer who spoke last, or to the first one."""
    world.put("shop/20170401.txt", B_TEXT, "gb18030")
    world.land()
    agent = "adidas官方旗舰店:小明"
    assert world.rows("tmall_chat_messages", *MESSAGE) == [
        (5, "buyer_one", agent, "false", "2017-04-01 10:00:00", "message", "欢迎光临", "1"),
        (6, "buyer_one", "buyer_one", "true", "2017-04-01 10:00:05", "message", "有货吗: 黑色\n续行", "1"),
        (8, "buyer_two", "buyer_two", "true", "2017-04-01 10:00:06", "message", "在?", "1"),
        (9, "buyer_two", agent, "false", "2017-04-01 10:00:10", "message", "有的", "1"),
        (10, "buyer_two", "adidas官方旗舰店", "false", "2017-04-01 10:00:11", "message", "主账号", "1"),
    ]
    assert set(world.rows("tmall_chat_messages", "layout", "exporter_account")) == {("B", None)}  # two accounts


def test_layout_b_exporter_is_the_only_agent(world: World) -> None:
    """With one agent account in the file, that account exported it."""
    world.put("shop/b.txt", B_TEXT.replace("2017-04-01 10:00:11 adidas官方旗舰店: 主账号\n", ""))
    world.land()
    assert set(world.rows("tmall_chat_messages", "exporter_account")) == {("adidas官方旗舰店:小明",)}


def test_shop_list_tells_main_accounts(world: World) -> None:
    """A main account without colon is an agent once shops.csv says so, in the same run and in a later one."""
    world.put("s1/b.txt", "即时消息\n2017-04-01 10:00:00 某店: 您好\n2017-04-01 10:00:01 买家: 好\n")
    world.land()
    assert world.rows("tmall_chat_messages", "is_customer") == [("true",), ("true",)]
    world.put("shops.csv", "shop,shop_name,platform,main_account\ns1,某店,tmall,某店\n")
    world.land()
    assert world.rows("tmall_chat_messages", "is_customer", "customer_name") == [("false", "买家"), ("true", "买家")]
    before = world.parquet_bytes()
    world.land()
    assert world.parquet_bytes() == before


C_TEXT = """小红2024-4-14 9:30:00
请问发货了吗
`https://item.cn/1`
已读
tineco旗舰店:服务助手 2024-4-14 09:30:01
由 服务助手 转交给 tineco旗舰店:小李
原因：【离线留言自动分配】
已读
小红 --> tineco旗舰店:小李 2024-4-14 09:30:05
转发内容
tineco旗舰店:小李2024-4-14 09:30:20
已发
未读
小红 撤回了一条消息
当前用户来自 商品详情页
"""


def test_layout_c(world: World) -> None:
    """Clipboard text: forwards keep their first sender, window lines become events, read marks vanish."""
    world.put("shop/copy.txt", C_TEXT)
    world.land()
    agent = "tineco旗舰店:小李"
    assert world.rows("tmall_chat_messages", *MESSAGE[:-1], "target_account") == [
        (1, "小红", "小红", "true", "2024-04-14 09:30:00", "message", "请问发货了吗\n`https://item.cn/1`", None),
        (6, "小红", None, "false", "2024-04-14 09:30:01", "transfer", "由 服务助手 转交给 tineco旗舰店:小李", agent),
        (7, "小红", None, "false", "2024-04-14 09:30:01", "leave_message", "原因：【离线留言自动分配】", None),
        (9, "小红", "小红", "true", "2024-04-14 09:30:05", "message", "转发内容", None),
        (11, "小红", agent, "false", "2024-04-14 09:30:20", "message", "已发", None),
        (14, "小红", "小红", "true", "2024-04-14 09:30:20", "recall", "小红 撤回了一条消息", None),
        (15, "小红", None, "false", "2024-04-14 09:30:20", "system", "当前用户来自 商品详情页", None),
    ]


D_TEXT = """2024年4月14日
10:00:00
在吗
还在吗
buyer_d
10:00:09
请在客户端查看原始聊天记录，网页版无法展示
小狗旗舰店:小美
2024-04-15
09:00:00
早
buyer_d
"""


def test_layout_d(world: World) -> None:
    """Web triplets: time, text, sender last; a date line moves the day on."""
    world.put("shop/web.txt", D_TEXT)
    world.land()
    assert world.rows("tmall_chat_messages", "layout", *MESSAGE) == [
        ("D", 2, "buyer_d", "buyer_d", "true", "2024-04-14 10:00:00", "message", "在吗\n还在吗", "1"),
        (
            "D",
            6,
            "buyer_d",
            "小狗旗舰店:小美",
            "false",
            "2024-04-14 10:00:09",
            "message",
            "请在客户端查看原始聊天记录，网页版无法展示",
            "1",
        ),
        ("D", 10, "buyer_d", "buyer_d", "true", "2024-04-15 09:00:00", "message", "早", "1"),
    ]


START = "/*****************以下为一通会话************************************/"
END = "/*****************会话结束_时间:2026-07-21 21:55:00************************************/"
JD_BLOCK = [
    START,
    " j****db 2026-07-21 21:50:11\t",
    "商品链接\t",
    "特睿思-小何 2026-07-21 21:50:15",
    "您好",
    "",
    "请讲",
    "j****db 2026-07-21 21:50:18",
    "嗯",
    "j****db 2026-07-21 21:50:18",
    "嗯",
]
JD = ("source_row", "sender_name", "sent_at", "content", "block_ended_at", "occurrence")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_jd_log(world: World, encoding: str) -> None:
    """Headers with leading blank and trailing tab, several lines of text, the end from its marker."""
    world.put("shop/chat.log", "\r\n".join([*JD_BLOCK, END, ""]), encoding)
    world.land()
    end = "2026-07-21 21:55:00"
    assert world.rows("jd_chat_messages", *JD) == [
        (2, "j****db", "2026-07-21 21:50:11", "商品链接", end, "1"),
        (4, "特睿思-小何", "2026-07-21 21:50:15", "您好\n\n请讲", end, "1"),
        (8, "j****db", "2026-07-21 21:50:18", "嗯", end, "1"),
        (10, "j****db", "2026-07-21 21:50:18", "嗯", end, "2"),
    ]
    assert len(set(world.rows("jd_chat_messages", "block_key"))) == 1


def test_jd_log_without_end_markers(world: World) -> None:
    """A missing end marker closes at the next start; a shortened one gives no time; stray messages are reported."""
    lines = [
        "导出说明",
        "x****y 2026-07-21 08:00:00",
        *JD_BLOCK[:3],
        START,
        "客服-小何 2026-07-22 09:00:00",
        "在",
        "k****z 2026-07-22 09:00:03",
        "哦",
        "/*****************会话结束",
    ]
    world.put("shop/chat.txt", "\n".join(lines))
    world.land()
    assert world.rows("jd_chat_messages", *JD[:-1]) == [
        (4, "j****db", "2026-07-21 21:50:11", "商品链接", None),
        (7, "客服-小何", "2026-07-22 09:00:00", "在", None),
        (9, "k****z", "2026-07-22 09:00:03", "哦", None),
    ]
    assert len(set(world.rows("jd_chat_messages", "block_key"))) == 2
    assert world.quarantine() == [(2, None, None, "stray_text", "true")]


def test_jd_block_key_is_the_same_in_overlapping_exports(world: World) -> None:
    """Two exports of one conversation in other files, encodings and shops agree on its key."""
    world.put("s1/a.log", "\n".join([*JD_BLOCK, END]), "gb18030")
    world.put(
        "s1/b.zip",
        zipped(
            {"log/聊天.log": "\r\n".join([START, "a****b 2026-07-20 10:00:00", "嗨", *JD_BLOCK]).encode("utf-8-sig")}
        ),
    )
    world.land()
    keys = {}
    for file, sender, at, key in world.rows("jd_chat_messages", "source_file", "sender_name", "sent_at", "block_key"):
        keys.setdefault((sender, at), set()).add(key)
        assert file in ("s1/a.log", "s1/b.zip!log/聊天.log")
    assert len(keys["j****db", "2026-07-21 21:50:11"]) == 1
    assert keys["a****b", "2026-07-20 10:00:00"] != keys["j****db", "2026-07-21 21:50:11"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01 10:00:00 INFO: started\n2024-05-01 10:00:01 WARN: slow\n",
        "Meeting notes\nupdated 2024-05-01 10:00:00\n",
        "just words\n",
    ],
)
def test_other_texts_are_no_chats(world: World, text: str) -> None:
    """Log files and notes with times in them are not taken for a conversation."""
    world.put("shop/a.txt", text)
    assert world.land().statuses == {"unrecognised": 1}

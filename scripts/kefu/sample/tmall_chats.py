"""Tmall chat files in the four layouts that occur: A (bulk export), B (message log), C (clipboard), D (web page)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kefu.sample.files import stamp
from kefu.sample.model import Chat, Message, ShopWorld, at
from kefu.sample.planted import IN_GROUP_CHAT

RULE = "=" * 64
DASHES = "-" * 28
WEB_PLACEHOLDER = "请在客户端查看原始聊天记录，网页版无法展示"

# A talk between two colleagues, which the bulk export lists like a buyer's block.
INTERNAL = (
    (at(4, "11:02:10"), "小狗旗舰店:小美", "小蓝，T5的滚刷还有库存吗"),
    (at(4, "11:02:41"), "小狗旗舰店:小蓝", "有的，昨天刚到200只"),
    (at(4, "11:03:05"), "小狗旗舰店:小美", "好的，收到"),
)
GROUP = (
    (at(5, "18:30:00"), "小狗旗舰店:小北", f"晚班记得交接，值班电话{IN_GROUP_CHAT[0]}"),
    (at(5, "18:30:42"), "小狗旗舰店", "收到"),
)


def _line_a(moment: datetime, sender: str, text: str) -> str:
    """One message of layout A; further lines of the text follow without a head."""
    return f"{sender}({stamp(moment)}):  {text}".replace("\n", "\r\n")


def layout_a(world: ShopWorld, account: str, start: datetime, end: datetime) -> bytes:
    """Bulk export of one account: a block per buyer, then the group chats. GBK, CRLF.

    A block holds the whole talk with the buyer, colleagues and robot included, so a chat that was handed over stands
    in the files of both agents.
    """
    blocks: dict[str, list[str]] = {}
    for chat in world.chats:
        if chat.layout != "A" or account not in {agent.account for agent in chat.agents}:
            continue
        for message in chat.messages:
            if start <= message.at < end:
                line = _line_a(message.at, message.sender, message.text)
                blocks.setdefault(chat.customer.name, []).append(line)
    for moment, sender, text in INTERNAL:
        pair = ("小狗旗舰店:小美", "小狗旗舰店:小蓝")
        if account in pair and start <= moment < end:
            colleague = pair[1 - pair.index(account)]
            blocks.setdefault(colleague, []).append(_line_a(moment, sender, text))
    title = " " * 31 + "{}" + " " * 29
    lines = [account, RULE, title.format("单聊"), RULE, "", ""]
    for buyer, messages in blocks.items():
        lines += [f"{DASHES}{buyer}{DASHES}", *messages]
    lines += ["", RULE, title.format("群聊"), RULE, f"{DASHES}旗舰店客服交接群{DASHES}"]
    lines += [_line_a(*entry) for entry in GROUP]
    return "".join(line + "\r\n" for line in lines).encode("gbk", errors="strict")


def _chats(world: ShopWorld, layout: str) -> list[Chat]:
    """The chats that are exported in a layout."""
    return [chat for chat in world.chats if chat.layout == layout]


def layout_b(world: ShopWorld) -> bytes:
    """Message log of one buyer: 即时消息 in line 3, day lines, sender and text after the time. GBK."""
    chats = _chats(world, "B")
    lines = ["消息记录", "导出账号 小狗旗舰店:小满", f"类型 即时消息 联系人 {chats[0].customer.name}", ""]
    day = ""
    for chat in chats:
        for message in chat.messages:
            if day != f"{message.at:%Y-%m-%d}":
                day = f"{message.at:%Y-%m-%d}"
                lines.append(day)
            lines.append(f"{stamp(message.at)} {message.sender}: {message.text}".replace("\n", "\r\n"))
    return "".join(line + "\r\n" for line in lines).encode("gbk", errors="strict")


def layout_c(world: ShopWorld) -> bytes:
    """Clipboard copy of the reception window: months and days without 0, read marks, system lines. UTF-8, LF."""
    lines: list[str] = []
    for number, chat in enumerate(_chats(world, "C")):
        first, *rest = (agent.account for agent in chat.agents)
        lines += ["当前用户来自 商品详情页"] if number else []
        handed_over = False
        for message in chat.messages:
            if rest and message.sender == rest[0] and not handed_over:
                lines.append(f"由 {first} 转交给 {rest[0]}")
                handed_over = True
            lines += _message_c(message, is_buyer=message.sender == chat.customer.name)
            if message.sender == world.plan.robot:
                lines += [f"由 服务助手 转交给 {first}", "原因：【离线留言自动分配】"]
        if number == 0:
            lines += [f"{first} 撤回了一条消息"]
        else:
            lines += ["这些非常适合您的商品可以一起看看～～", f"¥{chat.product.price / 100:.2f}"]
    return "".join(line + "\n" for line in lines).encode("utf-8")


def _message_c(message: Message, is_buyer: bool) -> list[str]:
    """One message; the buyer's name and the time touch each other, behind an agent's stands a blank."""
    moment = message.at
    clock = f"{moment.year}-{moment.month}-{moment.day} {moment:%H:%M:%S}"
    return [
        f"{message.sender}{'' if is_buyer else ' '}{clock}",
        *message.text.split("\n"),
        *([] if is_buyer else ["已读"]),
    ]


def layout_d(world: ShopWorld) -> bytes:
    """Copy of the web page: time, text, sender. One message shows the page's placeholder instead of its text."""
    lines: list[str] = []
    day = ""
    for chat in _chats(world, "D"):
        for position, message in enumerate(chat.messages):
            if day != f"{message.at:%Y-%m-%d}":
                day = f"{message.at:%Y-%m-%d}"
                lines.append(day)
            text = WEB_PLACEHOLDER if position == 2 else message.text
            lines += [f"{message.at:%H:%M:%S}", text, message.sender]
    return "".join(line + "\n" for line in lines).encode("utf-8")


def chat_files(world: ShopWorld) -> dict[str, bytes]:
    """All chat files; the first account has two exports that overlap on 4 to 6 March."""
    mei, lan, bei, man = (agent.account for agent in world.plan.agents)
    whole = (at(1, "0:00"), at(11, "12:00"))
    exports: Sequence[tuple[str, str, tuple[datetime, datetime]]] = (
        (mei, "20240301_20240306", (at(1, "0:00"), at(7, "0:00"))),
        (mei, "20240304_20240310", (at(4, "0:00"), whole[1])),
        (lan, "20240301_20240310", whole),
        (bei, "20240301_20240310", whole),
        (man, "20240301_20240308", (at(1, "0:00"), at(9, "0:00") + timedelta(hours=6))),
    )
    files = {
        f"{account.replace(':', '_')}_{period}.txt": layout_a(world, account, start, end)
        for account, period, (start, end) in exports
    }
    files["即时消息_小满_20240309_20240310.txt"] = layout_b(world)
    files["接待窗口_小满_20240309.txt"] = layout_c(world)
    files["聊天记录查询_小满_20240309_20240310.txt"] = layout_d(world)
    return files

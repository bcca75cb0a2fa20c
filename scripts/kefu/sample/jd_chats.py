"""JD chat logs: blocks between markers, customers masked, three encodings and three kinds of end marker."""

from collections.abc import Callable

from kefu.sample.files import stamp, zip_bytes
from kefu.sample.model import Chat, ShopWorld

START = "/" + "*" * 17 + "以下为一通会话" + "*" * 36 + "/"
END = "/" + "*" * 17 + "会话结束{}" + "*" * 36 + "/"

EndMarker = Callable[[Chat], list[str]]


def masked(pin: str) -> str:
    """First character, four stars, last two characters."""
    return f"{pin[0]}****{pin[-2:]}"


def dated_end(chat: Chat) -> list[str]:
    """The end marker of newer files."""
    return [END.format(f"_时间:{stamp(chat.ended_at)}")]


def plain_end(_chat: Chat) -> list[str]:
    """The end marker of older files."""
    return [END.format("")]


def no_end(_chat: Chat) -> list[str]:
    """Some files have none."""
    return []


def log(chats: list[Chat], end: EndMarker, pad: bool, line_end: str) -> str:
    """Write blocks; ``pad`` puts a blank before customers and a tab behind every head."""
    lines: list[str] = []
    for chat in chats:
        lines.append(START)
        for message in chat.messages:
            is_buyer = message.sender == chat.customer.name
            who = masked(message.sender) if is_buyer else message.sender
            head = f"{who} {stamp(message.at)}"
            lines.append(f"{' ' if is_buyer else ''}{head}\t" if pad else head)
            lines += message.text.split("\n")
        lines += end(chat)
    return "".join(line + line_end for line in lines)


def chat_files(world: ShopWorld) -> dict[str, bytes]:
    """Three exports; the blocks of 4 and of 7 March stand in two of them."""

    def of_days(first: int, last: int) -> list[Chat]:
        return [chat for chat in world.chats if first <= chat.started_at.day <= last]

    txt = log(of_days(1, 4), dated_end, True, "\r\n")
    bare = log(of_days(4, 7), no_end, False, "\r\n")
    packed = log(of_days(7, 10), plain_end, True, "\n")
    return {
        "聊天记录_20240301_20240304.txt": b"\xef\xbb\xbf" + txt.encode("utf-8"),
        "chatlog_20240304_20240307.log": bare.encode("gb18030", errors="strict"),
        "聊天记录_20240307_20240310.zip": zip_bytes([("chatlog_20240307_20240310.log", packed.encode("utf-8"))]),
    }

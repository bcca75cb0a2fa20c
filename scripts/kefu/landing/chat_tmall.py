"""Tmall chat texts in the layouts B, C and D, which are read whole (one account and day each)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kefu.landing.cells import account_name
from kefu.landing.chat_lines import MessageRows
from kefu.landing.chat_tmall_a import SYSTEM_STARTS
from kefu.landing.sniff import B_MESSAGE, C_HEADER, D_DAY, D_TIME, READ_MARKS

Lines = Iterator[tuple[int, str]]

_PHRASES = ("当前用户来自", "商品详情页", "这些非常适合您的商品可以一起看看")
_TRANSFER = re.compile(r"由\s*\S.*?\s*转交给\s*(?P<to>\S.*?)\s*[。.]?$")
_RECALL = re.compile(r"^(?P<who>.+?)\s*撤回了一条消息")
_FORWARD = re.compile(r"\s*-->\s*")
_LEAVE = "【离线留言自动分配】"


@dataclass
class Line:
    """One message or event as parsed, before buyers are resolved."""

    row: int
    sender: str | None
    at: str | None
    content: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    kind: str = "message"
    target: str | None = None


def _kind(content: str) -> str:
    return "system" if content.startswith(SYSTEM_STARTS) else "message"


class _Counter:
    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, *key: str | None) -> str:
        hashed = hash(key)
        number = self._counts[hashed] = self._counts.get(hashed, 0) + 1
        return str(number)


def _add(
    rows: MessageRows,
    line: Line,
    layout: str,
    exporter: str | None,
    customer: str | None,
    is_customer: bool,
    counter: _Counter,
) -> None:
    content = "\n".join(line.content).rstrip()
    kind = _kind(content) if line.kind == "message" else line.kind
    is_person = kind in ("message", "recall")
    sender = line.sender if is_person else None
    rows.add(
        line.row,
        line.raw,
        {
            "layout": layout,
            "exporter_account": exporter,
            "customer_name": customer,
            "sender_name": sender,
            "is_customer": "true" if is_customer and is_person else "false",
            "sent_at": line.at,
            "message_kind": kind,
            "target_account": line.target,
            "content": content,
            "occurrence": counter.next(customer, line.sender, line.at, kind, content),
        },
    )


def _parse_b(lines: Lines, rows: MessageRows) -> list[Line]:
    parsed: list[Line] = []
    for number, raw in lines:
        found = B_MESSAGE.match(raw)
        sender = text = ""
        if found:
            token, _, text = found["rest"].partition(" ")
            if token.endswith((":", "：")):
                sender = token[:-1]
            else:  # a nick with a blank in it
                sender, _, text = found["rest"].replace("： ", ": ", 1).partition(": ")
        if found and (text or found["rest"].endswith((":", "："))):
            parsed.append(Line(number, account_name(sender), found["at"], [text], [raw]))
        elif parsed and not D_DAY.match(raw.strip()):
            parsed[-1].content.append(raw)
            parsed[-1].raw.append(raw)
        else:
            rows.skip("heading" if parsed else "title", raw)
    return parsed


def _event(number: int, raw: str, at: str | None) -> Line | None:
    """Read a line of layout C that the window wrote itself; None for what a person wrote."""
    text = raw.strip()
    recall = _RECALL.match(text)
    if recall:
        who = recall["who"].strip('"“” ')
        return Line(number, account_name(who), at, [text], [raw], "recall")
    transfer = _TRANSFER.search(text)
    if transfer:
        return Line(number, None, at, [text], [raw], "transfer", account_name(transfer["to"]))
    if _LEAVE in text:
        return Line(number, None, at, [text], [raw], "leave_message")
    if text.startswith(_PHRASES):
        return Line(number, None, at, [text], [raw], "system")
    return None


def _parse_c(lines: Lines, rows: MessageRows) -> list[Line]:
    parsed: list[Line] = []
    message: Line | None = None
    events: list[Line] = []
    at: str | None = None

    def finish() -> None:
        nonlocal message, events
        # A header that only introduces lines of the window is no message of a person.
        if message is not None and (any(text.strip() for text in message.content) or not events):
            parsed.append(message)
        elif message is not None:
            rows.skip("heading", message.raw[0], len(message.raw))
        parsed.extend(events)
        message, events = None, []

    for number, raw in lines:
        header = C_HEADER.match(raw.strip())
        if header:
            finish()
            at = header["at"]
            sender = account_name(_FORWARD.split(header["nick"])[0])
            message = Line(number, sender, at, [], [raw])
            continue
        if raw.strip() in READ_MARKS:
            rows.skip("read_mark", raw)
            continue
        event = _event(number, raw, at)
        if event:
            events.append(event)
        elif message is not None:
            message.content.append(raw)
            message.raw.append(raw)
        else:
            rows.skip("title", raw)
    finish()
    return parsed


def _parse_d(lines: Lines, rows: MessageRows) -> list[Line]:
    parsed: list[Line] = []
    day: str | None = None
    message: Line | None = None

    def finish() -> None:
        nonlocal message
        if message is not None:
            while message.content and not message.content[-1].strip():
                message.content.pop()
            # The sender stands last.
            message.sender = account_name(message.content.pop()) if message.content else None
            parsed.append(message)
        message = None

    for number, raw in lines:
        text = raw.strip()
        date_line, time_line = D_DAY.match(text), D_TIME.match(text)
        if date_line:
            finish()
            day = "-".join(date_line.groups())
            rows.skip("heading", raw)
        elif time_line:
            finish()
            day = time_line["day"] or day
            at = f"{day} {time_line['clock']}" if day else time_line["clock"]
            message = Line(number, None, at, [], [raw])
        elif message is not None:
            message.content.append(raw)
            message.raw.append(raw)
        else:
            rows.skip("title", raw)
    finish()
    return parsed


_PARSERS = {"B": _parse_b, "C": _parse_c, "D": _parse_d}


def land_flat(layout: str, lines: Lines, rows: MessageRows, known_agents: frozenset[str]) -> None:
    """Land layout B, C or D, where no line names the buyer.

    An account with a colon, or a known account of the shop, is an agent; its lines belong to the most recent buyer,
    or to the next one where none has spoken yet.
    """
    parsed = _PARSERS[layout](lines, rows)
    senders = {line.sender for line in parsed if line.sender}
    sub_accounts = {sender for sender in senders if ":" in sender}
    agents = (senders & known_agents) | sub_accounts | (senders & {name.split(":")[0] for name in sub_accounts})
    exporter = next(iter(agents)) if layout == "B" and len(agents) == 1 else None
    buyers = [line.sender if line.sender and line.sender not in agents else None for line in parsed]
    current = next((buyer for buyer in buyers if buyer), None)
    counter = _Counter()
    for line, buyer in zip(parsed, buyers, strict=True):
        current = buyer or current
        _add(rows, line, layout, exporter, current, buyer is not None, counter)
    rows.flush()

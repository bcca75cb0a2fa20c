"""JD chat logs: blocks between start and end markers, a header line with sender and time before each message."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kefu.landing.chat_lines import MessageRows
from kefu.landing.sniff import JD_END, JD_START
from kefu.landing.times import clean_time

_HEADER = re.compile(r"^\s*(?P<who>\S.*?)\s+(?P<at>\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})\s*$")
_END_TIME = re.compile(r"(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})")
_MASKED = re.compile(r"^[^*]{0,3}\*{2,}[^*]{0,3}$")


@dataclass
class _Message:
    row: int
    sender: str
    at: str
    raw: list[str]
    content: list[str] = field(default_factory=list)


def is_masked(name: str) -> bool:
    """True for a customer name as JD masks it: ``j****db``."""
    return bool(_MASKED.match(name))


def _block_key(messages: list[_Message]) -> str:
    # Only what stands in every export of the conversation: the opening line and the masked customer.
    customer = next((message.sender for message in messages if is_masked(message.sender)), "")
    first = messages[0]
    identity = "\x1f".join((first.sender, clean_time(first.at) or first.at, customer))
    return hashlib.sha256(identity.encode()).hexdigest()[:24]


def _write_block(messages: list[_Message], ended_at: str | None, rows: MessageRows) -> None:
    if not messages:
        return
    key = _block_key(messages)
    counts: dict[tuple[str, str, str], int] = {}
    for message in messages:
        content = "\n".join(message.content).strip("\r\n\t ")
        same = (message.sender, message.at, content)
        counts[same] = counts.get(same, 0) + 1
        rows.add(
            message.row,
            message.raw,
            {
                "block_key": key,
                "sender_name": message.sender,
                "sent_at": message.at,
                "content": content,
                "block_ended_at": ended_at,
                "occurrence": str(counts[same]),
            },
        )


def land_jd_chat(lines: Iterator[tuple[int, str]], rows: MessageRows) -> None:
    """Land a JD chat log. A missing end marker closes its block at the next start or at the end of the file."""
    messages: list[_Message] = []
    is_inside = False
    for number, raw in lines:
        line = raw.strip("\t\ufeff ")
        if line.startswith("/*"):
            if JD_START.match(line):
                _write_block(messages, None, rows)
                messages, is_inside = [], True
                rows.skip("heading", line)
                continue
            if JD_END.match(line):
                ended = _END_TIME.search(line)
                _write_block(messages, clean_time(ended[1].replace("T", " ")) if ended else None, rows)
                messages, is_inside = [], False
                rows.skip("heading", line)
                continue
        header = _HEADER.match(line) if line[-1:].isdigit() else None
        if header is None:
            if messages:
                messages[-1].content.append(raw.strip("\t"))
                messages[-1].raw.append(raw)
            elif is_inside:
                rows.stray(number, raw)
            else:
                rows.skip("title", raw)
        elif is_inside:
            messages.append(_Message(number, header["who"].strip(), header["at"].replace("T", " "), [raw]))
        else:
            rows.stray(number, raw)
    _write_block(messages, None, rows)
    rows.flush()

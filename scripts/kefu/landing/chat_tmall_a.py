"""Layout A of Tmall's chat texts: account on top, a dashed line per buyer, ``nick(time):  text``.

Nearly every line is a message of one line. Runs of those are split off a whole block by one expression and stay
columns until they are written; only the other lines are looked at one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kefu.landing.cells import account_name
from kefu.landing.chat_lines import BATCH, ChatRows, Text
from kefu.landing.entities import Entity
from kefu.landing.hashing import row_hashes
from kefu.landing.sniff import A_BLOCK, A_MESSAGE, A_RULE
from kefu.landing.writer import Sink

SYSTEM_STARTS = ("系统提示", "系统提醒")
# What A_MESSAGE finds, where the first bracket of a line opens a time as exports write it. The line end in front lets
# the search leap from line to line; `----` may begin a buyer's line.
_HEAD = re.compile(
    r"\n((?!----)([^(\n]*)\(([12][0-9]{3}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\)[:：][^\S\n]{0,2})"
)


class _Columns(ChatRows):
    """Collects messages as columns."""

    def __init__(self, entity: Entity, sink: Sink) -> None:
        """Start with an empty batch."""
        super().__init__(entity, sink)
        self.exporter: str | None = None
        self._counted: dict[int, int] = {}  # messages of the last conversation that are written already
        self._last: int | None = None
        self._reset()

    def _reset(self) -> None:
        self._rows: list[int] = []
        self._heads: list[str] = []
        self._nicks: list[str] = []
        self._written: list[str] = []
        self._sent: list[str] = []
        self._bodies: list[str] = []
        self._customers: list[str | None] = []
        self._conversations: list[int] = []

    def add(
        self, row: int, head: str, nick: str, at: str, lines: Sequence[str], customer: str | None, conversation: int
    ) -> None:
        """Add one message of any number of lines."""
        sent_at = self._moment(row, [head + lines[0], *lines[1:]], at)
        if sent_at is not None:
            self._extend(row, [head], [nick], [at], [sent_at], ["\n".join(lines)], customer, conversation)

    def add_run(
        self,
        row: int,
        heads: list[str],
        nicks: list[str],
        ats: list[str],
        bodies: list[str],
        customer: str | None,
        conversation: int,
    ) -> None:
        """Add the messages of as many lines, one under the other; their times are known to be moments."""
        self._sink.tally.landed += len(heads)
        self._extend(row, heads, nicks, ats, ats, bodies, customer, conversation)

    def count_lines(self, count: int) -> None:
        """Count lines of a block."""
        self._sink.tally.rows_in += count

    def _extend(
        self,
        row: int,
        heads: list[str],
        nicks: list[str],
        written: list[str],
        sent: list[str],
        bodies: list[str],
        customer: str | None,
        conversation: int,
    ) -> None:
        count = len(heads)
        self._rows += range(row, row + count)
        self._heads += heads
        self._nicks += nicks
        self._written += written
        self._sent += sent
        self._bodies += bodies
        self._customers += [customer] * count
        self._conversations += [conversation] * count
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is collected."""
        if not self._rows:
            return
        names = {nick: account_name(nick) for nick in set(self._nicks)}
        senders = list(map(names.__getitem__, self._nicks))
        contents = [body.rstrip() for body in self._bodies]
        sender, content = pa.array(senders, pa.string()), pa.array(contents, pa.string())
        customer = pa.array(self._customers, pa.string())
        is_system = pc.or_(*(pc.starts_with(content, start) for start in SYSTEM_STARTS))
        is_buyer = pc.and_(pc.fill_null(pc.equal(sender, customer), False), pc.invert(is_system))
        count = len(self._rows)
        columns = {
            "layout": pa.repeat(pa.scalar("A"), count),
            "exporter_account": pa.repeat(pa.scalar(self.exporter, pa.string()), count),
            "customer_name": customer,
            "sender_name": pc.if_else(is_system, pa.scalar(None, pa.string()), sender),
            "is_customer": pc.if_else(is_buyer, "true", "false"),
            "sent_at": pa.array(self._sent, pa.string()),
            "message_kind": pc.if_else(is_system, "system", "message"),
            "content": content,
            "occurrence": self._occurrences(senders, contents),
        }
        raw = pc.binary_join_element_wise(pa.array(self._heads, pa.string()), pa.array(self._bodies, pa.string()), "")
        self._sink.write(self._entity, columns, self._rows, row_hashes(raw))
        self._reset()

    def _occurrences(self, senders: list[str], contents: list[str]) -> list[str]:
        """Number the messages of a conversation that are equal; it may have begun in an earlier batch."""
        conversations = self._conversations
        keys = list(map(hash, zip(conversations, self._customers, senders, self._written, contents, strict=True)))
        counts = self._counted if conversations[0] == self._last else {}
        if not counts and len(set(keys)) == len(keys):
            numbers = ["1"] * len(keys)
            counts = dict.fromkeys(keys, 1)
        else:
            numbers = []
            for key in keys:
                number = counts[key] = counts.get(key, 0) + 1
                numbers.append(str(number))
        self._last = conversations[-1]
        begin = bisect_left(conversations, self._last)
        self._counted = {key: counts[key] for key in keys[begin:]} if begin else counts
        return numbers


@dataclass
class _Message:
    row: int
    head: str
    nick: str
    at: str
    lines: list[str]


class _Reader:
    """Goes through the lines of one text; group chats are skipped."""

    def __init__(self, rows: _Columns) -> None:
        """Start above the account."""
        self._rows = rows
        self._buyer: str | None = None
        self._conversation = 0
        self._message: _Message | None = None  # the one that further lines belong to
        self._held_rules: list[str] = []
        self._is_group = self._is_titled = False

    def block(self, number: int, text: str) -> int:
        """Read whole lines, the first of which has that number; give the number of the line after them."""
        text = text.removesuffix("\n")
        between, *parts = _HEAD.split(f"\n{text}")
        heads, nicks, ats, bodies = (parts[start::4] for start in range(4))
        try:
            pc.cast(pa.array(ats, pa.string()), pa.timestamp("s"))
        except pa.ArrowInvalid:  # a moment that the calendar does not have
            return self._lines(number, text.split("\n"))
        if between:
            number = self._lines(number, between[1:].split("\n"))
        start = 0
        # A message that is not followed by the next one is read line by line, and the last one, which may go on.
        for index in [index for index, body in enumerate(bodies[:-1]) if "\n" in body] + [len(bodies) - 1] * bool(
            bodies
        ):
            self._run(number, heads[start:index], nicks[start:index], ats[start:index], bodies[start:index])
            number = self._lines(number + index - start, (heads[index] + bodies[index]).split("\n"))
            start = index + 1
        return number

    def _run(self, number: int, heads: list[str], nicks: list[str], ats: list[str], bodies: list[str]) -> None:
        if self._held_rules or self._is_group:
            self._lines(number, map(str.__add__, heads, bodies))
        elif heads:
            self._finish()
            self._rows.add_run(number, heads, nicks, ats, bodies, self._buyer, self._conversation)

    def _lines(self, number: int, lines: Iterable[str]) -> int:
        for raw in lines:
            self.line(number, raw)
            number += 1
        return number

    def line(self, number: int, raw: str) -> None:
        """Read one line."""
        if A_RULE.match(raw):
            if self._is_titled:  # the rule under the section's title
                self._is_titled = False
                self._rows.skip("heading", raw)
            else:
                self._held_rules.append(raw)
            return
        if self._held_rules and self._settle_rules(raw):
            return
        block = A_BLOCK.match(raw) if raw.startswith("----") else None
        found = None if block else A_MESSAGE.match(raw)
        if block:
            self._finish()
            self._buyer = account_name(block["buyer"])
            self._conversation += 1
            self._rows.skip("heading", raw)
        elif found:
            self._finish()
            self._message = _Message(number, raw[: found.start("text")], found["nick"], found["at"], [found["text"]])
        elif self._message is not None:
            self._message.lines.append(raw)
        elif self._rows.exporter is None and self._buyer is None and raw.strip():
            self._rows.flush()
            self._rows.exporter = account_name(raw)
            self._rows.skip("title", raw)
        elif self._is_group:
            self._rows.skip("group_chat", raw)
        else:
            self._rows.stray(number, raw)

    def _settle_rules(self, raw: str) -> bool:
        """Decide what the rules above a line were; True when the line is read with that."""
        text = raw.strip()
        if not text:
            self._rows.skip("blank", raw)
            return True
        is_section = text in ("单聊", "群聊")
        if self._message is not None and not is_section:  # the rules were text of a message
            self._message.lines += self._held_rules
        else:
            self._rows.skip("heading", raw, len(self._held_rules))
        self._held_rules = []
        if is_section:
            self._finish()
            self._is_group, self._is_titled, self._buyer = text == "群聊", True, None
            self._rows.skip("heading", raw)
        return is_section

    def _finish(self) -> None:
        message, self._message = self._message, None
        if message is None:
            return
        if self._is_group:
            self._rows.skip("group_chat", message.head + message.lines[0], len(message.lines))
            return
        self._rows.add(
            message.row, message.head, message.nick, message.at, message.lines, self._buyer, self._conversation
        )

    def end(self) -> None:
        """Write what is left."""
        self._finish()
        self._rows.skip("heading", "=", len(self._held_rules))
        self._rows.flush()


def land_a(text: Text, entity: Entity, sink: Sink) -> None:
    """Land one text."""
    rows = _Columns(entity, sink)
    reader = _Reader(rows)
    number = 1
    for block in text.blocks():
        plain = text.plain(block)
        if plain is None:
            for at, line in text.lines_of(block, number):
                reader.line(at, line)
                number = at + 1
        else:
            end = reader.block(number, plain)
            rows.count_lines(end - number)
            number = end
    reader.end()

"""JSON as tables: a list of objects, the lists of objects inside an object, or one object per line.

The text is streamed: no more than one object of a list and a chunk of text are held. Every number stays the text that
the file shows, so that neither a digit of an order id nor one of an amount is lost.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from kefu.landing.decode import Digest, open_text
from kefu.landing.entities import Contract
from kefu.landing.headers import NO_MATCH, match_header
from kefu.landing.messages import SHEET_ROWS, Unreadable
from kefu.landing.tables import RowBatch, Table, batch_size

CHUNK = 1 << 20
# An error this near to the end of the text read so far may be gone with the next chunk.
CUT = 16
# Of what is longer nobody can tell whether it will ever end.
VALUE_LIMIT = 8 << 20
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")


class _Number(str):
    """A number as it is written."""


_decoder = json.JSONDecoder(
    strict=False,
    parse_int=_Number,
    parse_float=_Number,
    parse_constant=lambda _: None,  # NaN is a missing value
)


class _Reader:
    """Reads values from a stream, one after another."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._lines = 1

    def peek(self) -> str:
        """Give the next character that is no blank without taking it, an empty text at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            assert found
            self._at = found.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, wanted: str) -> str:
        """Take the next character, which must be one of those wanted."""
        char = self.peek()
        if not char or char not in wanted:
            raise self.damaged()
        self._at += 1
        return char

    def value(self) -> Any:  # noqa: ANN401 - any JSON value
        """Take the next whole value."""
        self.peek()
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                is_open = error.msg.startswith("Unterminated string")
                if not (is_open or error.pos > len(self._text) - CUT) or not self._more():
                    raise self.damaged(len(self._text) if is_open else error.pos) from error
            else:
                # A number at the very end of what was read may have more digits.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value

    def is_one_of_many(self) -> bool:
        """True when the object that comes next is followed by another value, as in JSON lines."""
        self.peek()
        try:
            _, end = _decoder.raw_decode(self._text, self._at)
        except json.JSONDecodeError:
            return False
        length = end - self._at
        while True:
            blank = _BLANK.match(self._text, self._at + length)
            assert blank
            if blank.end() < len(self._text):
                return True
            if not self._more():
                return False

    def _more(self) -> bool:
        if len(self._text) - self._at > VALUE_LIMIT:
            line = self._lines + self._text.count("\n", 0, self._at)
            raise Unreadable(
                f"one value in line {line} is larger than {VALUE_LIMIT >> 20} MB",
                f"第 {line} 行的一个值超过 {VALUE_LIMIT >> 20} MB",
            )
        # The chunks grow with a value that does not end, so that a large one is not parsed too often.
        chunk = self._stream.read(max(CHUNK, len(self._text) - self._at))
        if not chunk:
            return False
        self._lines += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True

    def damaged(self, position: int | None = None) -> Unreadable:
        """Describe what is wrong at a position of the text, by default at the next value."""
        position = self._at if position is None else position
        line = self._lines + self._text.count("\n", 0, position)
        if position >= len(self._text):
            return Unreadable(f"the JSON breaks off in line {line}", f"JSON 在第 {line} 行中断，不完整")
        # Not the text itself: it may be a message or a name.
        return Unreadable(f"the JSON is damaged in line {line}", f"JSON 第 {line} 行处损坏")


Elements = Iterator[tuple[str, Any]]


def _elements(path: Path, encoding: str) -> Elements:
    """Stream the objects of all lists of a file, each with the path of its list; raises Unreadable."""
    with open_text(path, encoding) as stream:
        reader = _Reader(stream)
        if reader.peek() == "[":
            yield from _list(reader, "")
        elif reader.is_one_of_many():
            while reader.peek():
                yield "", reader.value()
        else:
            has_list = False
            members: dict[str, Any] = {}
            for place, element in _object(reader, "", members):
                has_list = True
                yield place, element
            if not has_list:
                yield "", members
        if reader.peek():
            raise reader.damaged()


def _object(reader: _Reader, place: str, members: dict[str, Any]) -> Elements:
    """Stream the lists of objects within an object; its other members are put into ``members``."""
    reader.take("{")
    if reader.peek() == "}":
        reader.take("}")
        return
    while True:
        if reader.peek() != '"':
            raise reader.damaged()
        key = reader.value()
        reader.take(":")
        inner = f"{place}.{key}" if place else key
        start = reader.peek()
        if start == "{":
            members[key] = {}
            yield from _object(reader, inner, members[key])
        elif start == "[":
            yield from _list(reader, inner)
        else:
            members[key] = reader.value()
        if reader.take(",}") == "}":
            return


def _list(reader: _Reader, place: str) -> Elements:
    """Stream a list that begins with an object; any other list is passed over."""
    reader.take("[")
    if reader.peek() == "]":
        reader.take("]")
        return
    is_table = reader.peek() == "{"
    while True:
        element = reader.value()
        if is_table:
            yield place, element
        if reader.take(",]") == "]":
            return


def _text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Give a value as the text of a cell; a nested one stays JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:  # half of an emoji
            return value.encode("utf-8", "replace").decode()
        return value
    return _written(value)


def _written(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_written(key)}: {_written(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return value if isinstance(value, _Number) else json.dumps(value, ensure_ascii=False)


def json_tables(path: Path, digest: Digest, contract: Contract) -> list[Table]:
    """Read the lists of objects of a JSON file, keys as header; raises Unreadable for a damaged one."""
    keys: dict[str, dict[str, None]] = {}
    counts: Counter[str] = Counter()
    for place, element in _elements(path, digest.encoding):
        names = keys.setdefault(place, {})
        counts[place] += 1
        if isinstance(element, dict) and not element.keys() <= names.keys():
            names.update(dict.fromkeys(element))
    tables = []
    for index, (place, names) in enumerate(keys.items()):
        head: list[Sequence[Any]] = [list(names)]
        match = match_header(head, contract.kinds) or NO_MATCH
        batches = partial(_batches, path, digest.encoding, place, list(names), index * SHEET_ROWS)
        tables.append(Table(match, head, place or None, batches, has_notes=False, row_count=counts[place]))
    return tables


def _batches(path: Path, encoding: str, wanted: str, names: list[str], offset: int) -> Iterator[RowBatch]:
    objects = (element for place, element in _elements(path, encoding) if place == wanted)
    number = offset + 1
    size = batch_size(len(names))
    while rows := [_row(element, names) for element in islice(objects, size)]:
        yield RowBatch(rows, range(number, number + len(rows)), True)
        number += len(rows)


def _row(element: Any, names: list[str]) -> Sequence[str]:  # noqa: ANN401 - any JSON value
    # What is no object stands in the first column, so that it is reported as a bad row and not lost.
    return [_text(element.get(name)) for name in names] if isinstance(element, dict) else [_text(element)]

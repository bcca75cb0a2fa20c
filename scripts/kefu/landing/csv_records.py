"""Records of a csv text, one after another, so that a quote which nobody closed spoils its own line only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from kefu.landing.repair import CUT

# A record of more lines or characters than this was opened by a quote that nobody closed: it holds other records.
MOST_LINES = 100
MOST_CHARACTERS = 8 << 20

csv.field_size_limit(1 << 26)


class _Unclosed(Exception):
    """The record that is being read does not end."""


class _Lines:
    """Hands lines to the csv module and remembers those of the record that is being read."""

    def __init__(self, stream: Iterable[str]) -> None:
        self._stream = iter(stream)
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self._length = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.held) > MOST_LINES or self._length > MOST_CHARACTERS:
            raise _Unclosed
        line = self._again.popleft() if self._again else next(self._stream, None)
        if line is None:
            if self.held:
                raise _Unclosed
            raise StopIteration
        self.held.append(line)
        self._length += len(line)
        return line

    def done(self) -> None:
        """Forget the lines of a whole record."""
        self.held.clear()
        self._length = 0

    def give_back(self) -> str:
        """Take the record's first line alone; the others will be read again."""
        first, *others = self.held
        self._again.extendleft(reversed(others))
        self.done()
        return first


class Records:
    """Gives each record with its first line's number and what is wrong with it: None, or a quarantine reason.

    ``width`` is that of the header, once it is known. A record of several lines that has more cells, or a quote in the
    middle of a cell, is two records in one.
    """

    def __init__(self, stream: Iterable[str], delimiter: str) -> None:
        """Start at the first line of the stream."""
        self._lines = _Lines(stream)
        self._delimiter = delimiter
        self._reader = csv.reader(self._lines, delimiter=delimiter)
        self._number = 1
        self.width: int | None = None

    def __iter__(self) -> Iterator[tuple[int, Sequence[str], str | None]]:
        """Go on where the last record ended."""
        return self

    def __next__(self) -> tuple[int, Sequence[str], str | None]:
        """Give the next record."""
        lines = self._lines
        try:
            row = next(self._reader)
        except (_Unclosed, csv.Error):
            return self._broken()
        held = lines.held
        height = len(held)
        if height > 1 and self.width is not None and (any(row[self.width :]) or not self._is_strict(held)):
            return self._broken()
        problem = None
        if CUT in held[-1] or (height > 1 and any(CUT in line for line in held)):
            problem = "endless_line"
        elif self.width is not None and len(row) < self.width and row and not held[-1].endswith(("\n", "\r")):
            # The last line has no end and fewer cells than the header: the file was cut off in it.
            problem = "cut_off"
        number = self._number
        self._number += height
        lines.done()
        return number, row, problem

    def _is_strict(self, lines: Sequence[str]) -> bool:
        """True when each closing quote ends its cell; else it was meant to open the cell of another record."""
        try:
            return len(list(csv.reader(lines, delimiter=self._delimiter, strict=True))) == 1
        except csv.Error:
            return False

    def _broken(self) -> tuple[int, Sequence[str], str | None]:
        number = self._number
        first = self._lines.give_back()
        self._reader = csv.reader(self._lines, delimiter=self._delimiter)
        self._number += 1
        return number, [first.rstrip("\r\n")], "unbalanced_quotes"

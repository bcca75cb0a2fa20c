"""What all chat readers share: a text in blocks or lines with their numbers, and batches of message rows."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from kefu.landing.decode import CHUNK
from kefu.landing.entities import Entity
from kefu.landing.repair import CUT
from kefu.landing.times import clean_time
from kefu.landing.writer import Sink, row_hash

BATCH = 50_000


class Text:
    """A chat text that is streamed into one sink."""

    def __init__(self, path: Path, encoding: str, is_clean: bool, sink: Sink) -> None:
        """Open nothing yet; ``is_clean`` says that the file has no undecodable bytes."""
        self._path = path
        self._encoding = encoding
        self._is_clean = is_clean
        self._sink = sink

    def lines(self) -> Iterator[tuple[int, str]]:
        """Stream the lines with their 1-based numbers; lines with undecodable bytes are reported."""
        number = 1
        for block in self.blocks():
            for line in self.lines_of(block, number):
                yield line
                number += 1

    def blocks(self) -> Iterator[str]:
        """Stream whole lines, many at once; undecodable bytes become U+FFFD, line ends stay as they are."""
        decoder = codecs.getincrementaldecoder(self._encoding)("replace")
        held, is_first = "", True
        with self._path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                held += decoder.decode(chunk)
                if is_first and held:
                    held, is_first = held.removeprefix("\ufeff"), False
                # A carriage return at the end may have its second half in the next chunk.
                end = max(held.rfind("\n"), held.rfind("\r", 0, -1)) + 1
                if end:
                    yield held[:end]
                    held = held[end:]
        held += decoder.decode(b"", True)
        if held:
            yield held

    def lines_of(self, block: str, number: int) -> Iterator[tuple[int, str]]:
        """Give the lines of a block, the first of which has that number."""
        for at, line in enumerate(io.StringIO(block, newline=""), number):
            text = line.rstrip("\r\n")
            self._sink.tally.rows_in += 1
            if not self._is_clean:
                if "\ufffd" in text:
                    self._sink.quarantine(at, text, "undecodable_bytes", None, None, False)
                if CUT in text:
                    text = text.replace(CUT, "…")
                    self._sink.quarantine(at, text, "endless_line", None, None, False)
            yield at, text

    def plain(self, block: str) -> str | None:
        """Give a block with LF as its only line end, None where one of its lines must be looked at by itself."""
        text = block.replace("\r\n", "\n")
        is_odd = "\r" in text or (not self._is_clean and ("\ufffd" in text or CUT in text))
        return None if is_odd else text


class ChatRows:
    """Where a chat reader brings what it reads."""

    def __init__(self, entity: Entity, sink: Sink) -> None:
        """Start with nothing."""
        self._entity = entity
        self._sink = sink

    def skip(self, what: str, line: str, count: int = 1) -> None:
        """Count lines that are no message: ``what`` they are, unless there is nothing in them."""
        self._sink.tally.structural[what if line.strip() else "blank"] += count

    def stray(self, row: int, line: str) -> None:
        """Report a line that belongs to no message and should."""
        if line.strip():
            self._sink.quarantine(row, line, "stray_text", None, None, True)
        else:
            self.skip("blank", line)

    def _moment(self, row: int, lines: Sequence[str], written: str | None) -> str | None:
        """Count a message and give its time; one whose time is no moment goes to quarantine."""
        moment = clean_time(written) if written else None
        self._sink.tally.structural["continuation"] += len(lines) - 1
        if moment is None:
            self._sink.quarantine(row, "\n".join(lines), "unreadable_time", "sent_at", written, True)
        else:
            self._sink.tally.landed += 1
        return moment


class MessageRows(ChatRows):
    """Collects chat rows one by one and writes them in batches, in the order in which they come."""

    def __init__(self, entity: Entity, sink: Sink) -> None:
        """Start with an empty batch."""
        super().__init__(entity, sink)
        self._names = [column.name for column in entity.columns]
        self._reset()

    def _reset(self) -> None:
        self._records: list[list[str | None]] = []
        self._rows: list[int] = []
        self._raws: list[str] = []

    def add(self, row: int, lines: Sequence[str], values: dict[str, str | None]) -> None:
        """Add one message with the lines it was read from."""
        sent_at = self._moment(row, lines, values["sent_at"])
        if sent_at is None:
            return
        values["sent_at"] = sent_at
        self._records.append(list(map(values.get, self._names)))
        self._rows.append(row)
        self._raws.append("\n".join(lines))
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is collected."""
        if self._records:
            columns = dict(zip(self._names, zip(*self._records, strict=True), strict=True))
            self._sink.write(self._entity, columns, self._rows, list(map(row_hash, self._raws)))
        self._reset()

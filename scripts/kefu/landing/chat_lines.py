"""What all chat readers share: numbered lines, and batches of message rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kefu.landing.decode import open_text
from kefu.landing.entities import Entity
from kefu.landing.times import clean_time
from kefu.landing.writer import Sink, row_hash

BATCH = 50_000


def numbered_lines(path: Path, encoding: str, is_clean: bool, sink: Sink) -> Iterator[tuple[int, str]]:
    """Stream the lines of a text with their 1-based numbers; lines with undecodable bytes are reported."""
    with open_text(path, encoding) as stream:
        for number, line in enumerate(stream, 1):
            text = line.rstrip("\r\n")
            if number == 1:
                text = text.removeprefix("\ufeff")
            if not is_clean and "\ufffd" in text:
                sink.quarantine(number, text, "undecodable_bytes", None, text, False)
            yield number, text


class MessageRows:
    """Collects chat rows and writes them in batches, in the order in which they come."""

    def __init__(self, entity: Entity, sink: Sink) -> None:
        """Start with an empty batch."""
        self._entity = entity
        self._sink = sink
        self._names = [column.name for column in entity.columns]
        self._reset()

    def _reset(self) -> None:
        self._records: list[list[str | None]] = []
        self._rows: list[int] = []
        self._raws: list[str] = []

    def add(self, row: int, raw: str, values: dict[str, str | None]) -> None:
        """Add one row; a row whose time is no moment goes to quarantine."""
        written = values["sent_at"]
        sent_at = clean_time(written) if written else None
        self._sink.rows_read += 1
        if sent_at is None:
            self._sink.quarantine(row, raw, "unreadable_time", "sent_at", written, True)
            return
        values["sent_at"] = sent_at
        self._records.append(list(map(values.get, self._names)))
        self._rows.append(row)
        self._raws.append(raw)
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is collected."""
        if self._records:
            columns = dict(zip(self._names, zip(*self._records, strict=True), strict=True))
            self._sink.write(self._entity, columns, self._rows, list(map(row_hash, self._raws)))
        self._reset()

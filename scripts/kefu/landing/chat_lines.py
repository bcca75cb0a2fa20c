"""What all chat readers share: numbered lines, and batches of message rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kefu.landing.decode import open_text
from kefu.landing.entities import Entity
from kefu.landing.repair import CUT
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
            sink.tally.rows_in += 1
            if not is_clean:
                if "\ufffd" in text:
                    sink.quarantine(number, text, "undecodable_bytes", None, None, False)
                if CUT in text:
                    text = text.replace(CUT, "…")
                    sink.quarantine(number, text, "endless_line", None, None, False)
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

    def add(self, row: int, lines: Sequence[str], values: dict[str, str | None]) -> None:
        """Add one message with the lines it was read from; one whose time is no moment goes to quarantine."""
        raw = "\n".join(lines)
        written = values["sent_at"]
        sent_at = clean_time(written) if written else None
        self._sink.tally.structural["continuation"] += len(lines) - 1
        if sent_at is None:
            self._sink.quarantine(row, raw, "unreadable_time", "sent_at", written, True)
            return
        self._sink.tally.landed += 1
        values["sent_at"] = sent_at
        self._records.append(list(map(values.get, self._names)))
        self._rows.append(row)
        self._raws.append(raw)
        if len(self._rows) >= BATCH:
            self.flush()

    def skip(self, what: str, line: str, count: int = 1) -> None:
        """Count lines that are no message: ``what`` they are, unless there is nothing in them."""
        self._sink.tally.structural[what if line.strip() else "blank"] += count

    def stray(self, row: int, line: str) -> None:
        """Report a line that belongs to no message and should."""
        if line.strip():
            self._sink.quarantine(row, line, "stray_text", None, None, True)
        else:
            self.skip("blank", line)

    def flush(self) -> None:
        """Write what is collected."""
        if self._records:
            columns = dict(zip(self._names, zip(*self._records, strict=True), strict=True))
            self._sink.write(self._entity, columns, self._rows, list(map(row_hash, self._raws)))
        self._reset()

"""Rows of a recognised table to the entity's columns, batch by batch and column by column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

import pyarrow as pa

from kefu.landing.cells import Bad, Cleaned, ColumnCleaner, cell_text, is_null, unwrap
from kefu.landing.entities import Column, Contract, TableKind
from kefu.landing.files import DEFAULT_SHOP
from kefu.landing.headers import normalise
from kefu.landing.occurrences import Occurrences
from kefu.landing.tables import RowBatch, Table
from kefu.landing.writer import Sink, Values, row_hash, texts_of

SUB_HEADER_ROWS = 3
_encode = json.JSONEncoder(ensure_ascii=False).encode


MASK = "***"


class ExtraMember(dict[str, str]):
    """One source column of ``extra``: raw text to its JSON member, empty for a missing cell.

    Of a private column (names, phones, addresses of receivers) only the fact that it was filled is kept.
    """

    def __init__(self, header: str, is_private: bool = False) -> None:
        """Prepare the member's key."""
        super().__init__()
        self.key = _encode(header)
        self.is_private = is_private

    def __missing__(self, raw: str) -> str:
        """Make the member of a text that is seen for the first time."""
        if len(self) >= 20_000:
            self.clear()
        text = unwrap(raw)
        kept = MASK if self.is_private else text
        member = self[raw] = "" if is_null(text) else f"{self.key}: {_encode(kept)}"
        return member


class Source:
    """An entity column with the positions of its source headers and a cleaner for each."""

    def __init__(self, column: Column, kind: TableKind, contract: Contract, names: Sequence[str]) -> None:
        """Find the column's headers among the names of the table."""
        name = kind.entity.name
        self.column = column
        self.positions = [names.index(header) for header in column.headers if header in names]
        self.cleaners = [
            ColumnCleaner(
                column.type,
                names[position],
                is_account=column.name in contract.accounts.get(name, ()),
                not_negative=column.name in contract.not_negative.get(name, ()),
            )
            for position in self.positions
        ]

    def clean(self, columns: Sequence[Sequence[Any]], is_text: bool) -> list[Cleaned]:
        """Clean the column: the first of its headers that has a value in a row gives it."""
        values = self.cleaners[0].clean(columns[self.positions[0]], is_text)
        for position, cleaner in zip(self.positions[1:], self.cleaners[1:], strict=True):
            others = cleaner.clean(columns[position], is_text)
            values = [other if value is None else value for value, other in zip(values, others, strict=True)]
        return values

    def position_of(self, row: Sequence[str]) -> int:
        """Give the position of the header whose cell counts in a row: the first one that is filled."""
        return next((position for position in self.positions if not is_null(unwrap(row[position]))), self.positions[0])

    @property
    def is_bad_possible(self) -> bool:
        """True once a cell was unreadable."""
        return any(cleaner.is_bad_possible for cleaner in self.cleaners)


class TableLander:
    """Lands one table of one file."""

    def __init__(self, table: Table, kind: TableKind, contract: Contract, sink: Sink, is_clean: bool) -> None:
        """Match the columns once; ``is_clean`` says that the file has no undecodable bytes."""
        self._table = table
        self._kind = kind
        self._sink = sink
        self._is_clean = is_clean
        self._footers = contract.footers if kind.has_footers else ()
        names = table.match.names
        self._raw = table.match.raw
        self._names = names
        sources = [Source(column, kind, contract, names) for column in kind.entity.columns if column.name != "extra"]
        self.sources = [source for source in sources if source.positions]
        first = {source.positions[0] for source in self.sources}
        self.extras = [
            (position, ExtraMember(name or f"column_{position + 1}", name.split("__")[0] in contract.private))
            for position, name in enumerate(names)
            if position not in first
        ]
        self._known = {position for source in self.sources for position in source.positions}
        self._required = [source for source in self.sources if source.column.is_required]
        self._word = contract.words.get(kind.entity.name)
        has_occurrence = any(column.name == "occurrence" for column in kind.entity.columns)
        self._occurrences = Occurrences() if has_occurrence else None
        self._shop_column = "shop" if kind.is_above_shops and sink.provenance.shop_id == DEFAULT_SHOP else None
        self._is_near_header = table.has_notes

    def land(self) -> None:
        """Stream the whole table into the sink."""
        self.begin()
        for batch in self._table.batches():
            self.land_batch(batch)

    def begin(self) -> None:
        """Count what stands above the rows."""
        self._sink.tally.head(self._table.head_rows)

    def land_batch(self, batch: RowBatch) -> None:
        """Land a batch of raw rows."""
        rows, numbers = batch.rows, batch.numbers
        self._sink.tally.rows_in += len(rows) + len(batch.broken)
        for number, text, reason in batch.broken:
            self._sink.quarantine(number, text, reason, None, None, True)
        if not all(map(any, rows)):
            filled = [bool(any(row)) for row in rows]
            self._sink.tally.structural["blank"] += len(rows) - sum(filled)
            rows, numbers = list(compress(rows, filled)), list(compress(numbers, filled))
        if not rows:
            return
        texts = rows if batch.is_text else [list(map(cell_text, row)) for row in rows]
        joined = list(map("\x1f".join, texts))
        surplus = self._fit(rows)
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        values = {source.column.name: source.clean(columns, batch.is_text) for source in self.sources}
        self._apply_word(values, columns)
        lost = self._lost_rows(values, numbers, joined, columns)
        self._is_near_header = False
        self._report_cells(values, numbers, joined, columns, lost)
        if not self._is_clean:
            self._report_bytes(joined, numbers, lost)
        extra = self._extra(columns, batch.is_text, surplus)
        if lost:
            keep = [index not in lost for index in range(len(rows))]
            values = {name: list(compress(column, keep)) for name, column in values.items()}
            numbers, joined = list(compress(numbers, keep)), list(compress(joined, keep))
            extra = list(compress(extra, keep)) if extra else None
        self._write(values, numbers, list(map(row_hash, joined)), extra)  # type: ignore[arg-type]

    def write_regular(
        self, values: dict[str, pa.Array], numbers: Sequence[int], hashes: pa.Array, extra: pa.Array | None
    ) -> None:
        """Write a batch that was cleaned as whole columns and lost no row."""
        self._sink.tally.rows_in += len(numbers)
        self._is_near_header = False
        self._write(dict(values), numbers, hashes, extra)

    def _write(self, values: dict[str, Values], numbers: Sequence[int], hashes: Values, extra: Values | None) -> None:
        shop_ids = None
        if self._shop_column and self._shop_column in values:
            default = self._sink.provenance.shop_id
            shop_ids = [shop or default for shop in texts_of(values[self._shop_column])]
        if self._occurrences is not None:
            values["occurrence"] = self._occurrences.count(values, len(numbers))
        self._sink.tally.landed += len(numbers)
        self._sink.write(self._kind.entity, values, numbers, hashes, extra, shop_ids)

    def _fit(self, rows: list[Sequence[Any]]) -> dict[int, str]:
        """Bring every row to the header's width in place; give the surplus cells as JSON members."""
        width = len(self._names)
        surplus: dict[int, str] = {}
        if set(map(len, rows)) == {width}:
            return surplus
        for index, row in enumerate(rows):
            if len(row) < width:
                rows[index] = [*row, *[""] * (width - len(row))]
            elif len(row) > width:
                members = [
                    ExtraMember(f"column_{position + 1}")[cell_text(row[position])]
                    for position in range(width, len(row))
                ]
                surplus[index] = ", ".join(filter(None, members))
                rows[index] = row[:width]
        return surplus

    def _apply_word(self, values: dict[str, list[Cleaned]], columns: list[Sequence[Any]]) -> None:
        word = self._word
        if word is None or word.column not in values:
            return
        position = next(source.positions[0] for source in self.sources if source.column.name == word.column)
        for index, cell in enumerate(columns[position]):
            if isinstance(cell, str) and word.word in cell:
                values[word.column][index] = word.value
                if word.clears in values:
                    values[word.clears][index] = None

    def _lost_rows(
        self, values: dict[str, list[Cleaned]], numbers: Sequence[int], joined: list[str], columns: list[Sequence[Any]]
    ) -> set[int]:
        suspects: dict[int, Source] = {}
        for source in reversed(self._required):
            column = values[source.column.name]
            # Short of a missing or bad cell a column costs one scan in C.
            if None in column or source.is_bad_possible:
                for index, value in enumerate(column):
                    if value is None or isinstance(value, Bad):
                        suspects[index] = source
        lost: set[int] = set()
        for index in sorted(suspects):
            source = suspects[index]
            lost.add(index)
            row = [cell_text(column[index]) for column in columns]
            structure = self._structure(row, index)
            if structure:
                self._sink.tally.structural[structure] += 1
                continue
            value = values[source.column.name][index]
            position = source.position_of(row)
            reason = value.reason if isinstance(value, Bad) else "missing_key"
            raw = row[position] if isinstance(value, Bad) else None
            self._sink.quarantine(numbers[index], joined[index], reason, self._raw[position], raw, True)
        return lost

    def _structure(self, row: list[str], index: int) -> str | None:
        """Name what a row without a key is if it is no data: blank, a header again, a second header line, a total."""
        texts = [unwrap(cell) for cell in row]
        filled = [text for text in texts if text]
        if not filled:
            return "blank"
        keys = [texts[source.positions[0]] for source in self._required]
        names = [self._names[source.positions[0]] for source in self._required]
        if [normalise(key) for key in keys] == names:
            return "repeated_header"
        if self._footers and (filled[0].startswith(self._footers) or keys[0] in self._footers):
            return "total_or_note"
        is_sub_header = self._is_near_header and index < SUB_HEADER_ROWS and not any(keys)
        return "sub_header" if is_sub_header else None

    def _report_cells(
        self,
        values: dict[str, list[Cleaned]],
        numbers: Sequence[int],
        joined: list[str],
        columns: list[Sequence[Any]],
        lost: set[int],
    ) -> None:
        for source in self.sources:
            if not source.is_bad_possible:
                continue
            column = values[source.column.name]
            for index, value in enumerate(column):
                if isinstance(value, Bad):
                    column[index] = None
                    if index not in lost:
                        position = source.position_of([cell_text(cells[index]) for cells in columns])
                        raw = cell_text(columns[position][index])
                        self._sink.quarantine(
                            numbers[index], joined[index], value.reason, self._raw[position], raw, False
                        )

    def _report_bytes(self, joined: list[str], numbers: Sequence[int], lost: Iterable[int]) -> None:
        # A lost row is reported with its own reason.
        for index, text in enumerate(joined):
            if "\ufffd" in text and index not in lost:
                position = next(at for at, cell in enumerate(text.split("\x1f")) if "\ufffd" in cell)
                column = self._raw[position] if position in self._known else f"#{position + 1}"
                self._sink.quarantine(numbers[index], text, "undecodable_bytes", column, None, False)

    def _extra(self, columns: list[Sequence[Any]], is_text: bool, surplus: dict[int, str]) -> list[str | None] | None:
        if not self.extras and not surplus:
            return None
        count = len(columns[0])
        members = []
        for position, memo in self.extras:
            cells = columns[position] if is_text else [cell_text(cell) for cell in columns[position]]
            members.append(list(map(memo.__getitem__, cells)))
        if surplus:
            members.append([surplus.get(index, "") for index in range(count)])
        rows = (", ".join(filter(None, row)) for row in zip(*members, strict=True))
        return [f"{{{row}}}" if row else None for row in rows]

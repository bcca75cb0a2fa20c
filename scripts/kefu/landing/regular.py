"""The fast road for regular rows of any table: Arrow cleans whole columns, Python only sees odd cells.

Everything here is an optimisation with one rule: a batch that is not wholly regular goes through rows.TableLander,
so the result is the same on both roads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kefu.landing.cells import PLAIN_DIGITS, Bad, Cleaned, ColumnCleaner, cell_text
from kefu.landing.hashing import row_hashes
from kefu.landing.rows import ExtraMember, Source, TableLander
from kefu.landing.tables import RowBatch, Table
from kefu.landing.times import FIRST_YEAR, LAST_YEAR

SLICE = 16_384
SEPARATOR = "\x1f"

_BLANK = r"\s\x{A0}\x{3000}\x{FEFF}\x{200B}"
# Cells that their cleaner would give back unchanged; whatever does not match is cleaned one by one.
_UNCHANGED = {
    "id": r"^[A-Za-z_]*[0-9][0-9A-Za-z_\-]*$",
    "name": rf"^[^{_BLANK}=\"'\-—无nN0]([^\n]*[^{_BLANK}])?$",
    "time": rf"^(?:{'|'.join(map(str, range(FIRST_YEAR, LAST_YEAR + 1)))})-\d\d-\d\d \d\d:\d\d:\d\d$",
    "date": r"^\d{4}-\d\d-\d\d$",
    "money": rf"^[0-9]{{1,{PLAIN_DIGITS}}}(\.[0-9]{{1,30}})?$",
    "int": rf"^[0-9]{{1,{PLAIN_DIGITS}}}$",
    "number": rf"^[0-9]{{1,{PLAIN_DIGITS}}}(\.[0-9]{{1,30}})?$",
}
_CALENDAR = {"time": pa.timestamp("s"), "date": pa.date32()}
_PLAIN_TEXT = rf"^[^{_BLANK}=\"'\\\-—无nN0\x00-\x1f]([^\"\\\x00-\x1f\x7f]*[^{_BLANK}\"\\\x00-\x1f])?$"


class _Column:
    """Cleans a string array by its distinct values, or by a pattern where nearly every value is distinct."""

    def __init__(self, cleaner: ColumnCleaner) -> None:
        self._cleaner = cleaner
        self._pattern = None if cleaner.is_special else _UNCHANGED.get(cleaner.type)
        self._is_wide = False

    def clean(self, array: pa.Array, typed: Sequence[Any] | None = None) -> pa.Array | None:
        """Give the cleaned array, None when a cell is unreadable; ``typed`` are the cells where some were no text."""
        if typed is not None:
            return self._readable(self._cleaner.clean(typed, False))
        if self._cleaner.type == "text":
            return array
        if self._pattern is None or not self._is_wide:
            encoded = array.dictionary_encode()
            if self._pattern is None or len(encoded.dictionary) * 3 < len(array):
                cleaned = self._by_python(encoded.dictionary)
                return None if cleaned is None else cleaned.take(encoded.indices)
            self._is_wide = True
        return self._by_pattern(array)

    def _by_python(self, array: pa.Array) -> pa.Array | None:
        return self._readable(self._cleaner.clean(array.to_pylist(), True))

    def _readable(self, values: list[Cleaned]) -> pa.Array | None:
        if self._cleaner.is_bad_possible and any(isinstance(value, Bad) for value in values):
            return None
        return pa.array(values, pa.string())

    def _by_pattern(self, array: pa.Array) -> pa.Array | None:
        regular = pc.match_substring_regex(array, self._pattern)
        kind = _CALENDAR.get(self._cleaner.type)
        if kind is not None:
            try:
                pc.cast(array.filter(regular), kind)
            except pa.ArrowInvalid:  # a day that the calendar does not have
                return self._by_python(array)
        if pc.all(regular).as_py():
            return array
        odd = pc.invert(regular)
        cleaned = self._by_python(array.filter(odd))
        return None if cleaned is None else pc.replace_with_mask(array, odd, cleaned)


class _Member:
    """One column of extra as JSON members with a comma behind, empty for missing cells."""

    def __init__(self, memo: ExtraMember) -> None:
        self._memo = memo
        self._is_wide = False

    def members(self, array: pa.Array) -> pa.Array:
        if self._memo.is_private:
            return self._by_python(array)
        if not self._is_wide:
            encoded = array.dictionary_encode()
            if len(encoded.dictionary) * 3 < len(array):
                return self._by_python(encoded.dictionary).take(encoded.indices)
            self._is_wide = True
        regular = pc.match_substring_regex(array, _PLAIN_TEXT)
        plain = pc.binary_join_element_wise(f'{self._memo.key}: "', array, '", ', "")
        if pc.all(regular).as_py():
            return plain
        odd = pc.invert(regular)
        return pc.replace_with_mask(plain, odd, self._by_python(array.filter(odd)))

    def _by_python(self, array: pa.Array) -> pa.Array:
        members = [self._memo[text] for text in array.to_pylist()]
        return pa.array([f"{member}, " if member else "" for member in members], pa.string())


class RegularLander:
    """Lands regular batches of a table; whoever calls it gives the others to the TableLander."""

    def __init__(self, slow: TableLander) -> None:
        """Wrap the lander of the same table."""
        self._slow = slow
        self._columns = {
            source.column.name: [_Column(cleaner) for cleaner in source.cleaners] for source in slow.sources
        }
        self._members = [(position, _Member(memo)) for position, memo in slow.extras]

    def land_rows(self, batch: RowBatch, width: int) -> bool:
        """Land a batch of rows of any cells, False when it is not regular."""
        rows = batch.rows
        if batch.broken or not rows or set(map(len, rows)) != {width} or not all(map(any, rows)):
            return False
        texts: list[pa.Array] = []
        typed: dict[int, Sequence[Any]] = {}
        try:
            for position, cells in enumerate(zip(*rows, strict=True)):
                if set(map(type, cells)) != {str}:
                    typed[position] = cells
                texts.append(pa.array(map(cell_text, cells) if position in typed else cells, pa.string()))
        except (pa.ArrowInvalid, UnicodeError):  # half a character, as JSON can write it
            return False
        return self.land(texts, batch.numbers, typed)

    def land(
        self, columns: list[pa.Array], numbers: Sequence[int], typed: Mapping[int, Sequence[Any]] | None = None
    ) -> bool:
        """Land columns of texts, False when they are not regular; ``typed`` has the cells of those that were none."""
        # A CellWord needs no check of its own: it is unreadable as an amount, which makes its batch irregular.
        values: dict[str, pa.Array] = {}
        for source in self._slow.sources:
            cleaned = self._clean(source, columns, typed or {})
            if cleaned is None or (source.column.is_required and cleaned.null_count):
                return False
            values[source.column.name] = cleaned
        joined = pc.binary_join_element_wise(*columns, SEPARATOR)
        self._slow.write_regular(values, numbers, row_hashes(joined), self._extra(columns))
        return True

    def _clean(self, source: Source, columns: list[pa.Array], typed: Mapping[int, Sequence[Any]]) -> pa.Array | None:
        cleaned = []
        for position, column in zip(source.positions, self._columns[source.column.name], strict=True):
            one = column.clean(columns[position], typed.get(position))
            if one is None:
                return None
            cleaned.append(one)
        return cleaned[0] if len(cleaned) == 1 else pc.coalesce(*cleaned)

    def _extra(self, columns: list[pa.Array]) -> pa.Array | None:
        if not self._members:
            return None
        members = [member.members(columns[position]) for position, member in self._members]
        # Not null_handling="skip": Arrow 26 gives an empty array for it when every member is NULL.
        joined = pc.binary_join_element_wise(*members, "")
        inner = pc.binary_slice(pc.cast(joined, pa.binary()), 0, -2).cast(pa.string())
        whole = pc.binary_join_element_wise("{", inner, "}", "")
        return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), whole)


def land_cells(slow: TableLander, table: Table) -> None:
    """Stream a table whose reader gives rows of cells: a workbook, Parquet."""
    slow.begin()
    regular = RegularLander(slow)
    for batch in table.batches():
        for start in range(0, max(len(batch.rows), 1), SLICE):
            end = start + SLICE
            part = RowBatch(
                batch.rows[start:end], batch.numbers[start:end], batch.is_text, [] if start else batch.broken
            )
            if not regular.land_rows(part, len(table.match.names)):
                slow.land_batch(part)

"""The fast road for regular csv files: Arrow reads and cleans whole columns, Python only sees odd cells.

Everything here is an optimisation with one rule: a batch that is not wholly regular goes through rows.TableLander,
so the result is the same on both roads. A file whose lines do not add up raises Irregular and is read again slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from kefu.landing.cells import PLAIN_DIGITS, Bad, ColumnCleaner
from kefu.landing.csv_records import MOST_LINES
from kefu.landing.decode import Digest
from kefu.landing.hashing import row_hashes
from kefu.landing.rows import ExtraMember, Source, TableLander
from kefu.landing.tables import RowBatch, Table
from kefu.landing.times import FIRST_YEAR, LAST_YEAR

BLOCK = 1 << 22
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


class Irregular(Exception):
    """The file is no plain grid of lines; read it with the csv module instead."""


def is_eligible(table: Table, digest: Digest) -> bool:
    """True when the header is the first line and the encoding decodes without a loss or strictly fails."""
    return (
        table.delimiter is not None
        and table.match.row == 0
        and not any("\n" in cell or "\r" in cell for cell in table.match.raw)
        and (digest.is_clean or digest.encoding == "gb18030")
        and not digest.needs_repair
    )


def _batches(path: Path, digest: Digest, table: Table) -> Iterator[pa.RecordBatch]:
    names = [str(position) for position in range(len(table.match.names))]
    assert table.delimiter is not None
    try:
        reader = pa_csv.open_csv(
            path,
            read_options=pa_csv.ReadOptions(
                column_names=names,
                skip_rows=1,
                block_size=BLOCK,
                encoding="gb18030" if digest.encoding == "gb18030" else "utf8",
                use_threads=False,
            ),
            parse_options=pa_csv.ParseOptions(delimiter=table.delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        for batch in reader:
            for start in range(0, batch.num_rows, SLICE):
                yield batch.slice(start, SLICE)
    except (pa.ArrowInvalid, UnicodeError) as error:  # also a name that is no text
        raise Irregular(str(error)) from error


class _Column:
    """Cleans a string array by its distinct values, or by a pattern where nearly every value is distinct."""

    def __init__(self, cleaner: ColumnCleaner) -> None:
        self._cleaner = cleaner
        self._pattern = None if cleaner.is_special else _UNCHANGED.get(cleaner.type)
        self._is_wide = False

    def clean(self, array: pa.Array) -> pa.Array | None:
        """Give the cleaned array, None when a cell is unreadable."""
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
        values = self._cleaner.clean(array.to_pylist(), True)
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


class FastTableLander:
    """Lands a regular csv table; odd batches go to the TableLander it is given."""

    def __init__(self, slow: TableLander, table: Table, path: Path, digest: Digest) -> None:
        """Wrap the lander of the same table."""
        self._slow = slow
        self._table = table
        self._path = path
        self._digest = digest
        self._columns = {
            source.column.name: [_Column(cleaner) for cleaner in source.cleaners] for source in slow.sources
        }
        self._members = [(position, _Member(memo)) for position, memo in slow.extras]

    def land(self) -> None:
        """Stream the whole table; raises Irregular, with rows already in the sink, when it is no plain grid."""
        self._slow.begin()
        line = 2
        for batch in _batches(self._path, self._digest, self._table):
            columns = batch.columns
            numbers, line = _line_numbers(columns, batch.num_rows, line)
            if not isinstance(numbers, range) and (_has_swallowed(numbers, line) or _has_quoted_lines(columns)):
                raise Irregular("a record that may hold others")
            if not self._land_regular(columns, numbers):
                rows: list[Sequence[str]] = list(zip(*(column.to_pylist() for column in columns), strict=True))
                self._slow.land_batch(RowBatch(rows, numbers, True))
        # Blank lines and lone carriage returns shift the numbers of all lines after them.
        if line - 1 != self._digest.line_count:
            raise Irregular(f"{line - 1} lines read of {self._digest.line_count}")

    def _land_regular(self, columns: list[pa.Array], numbers: Sequence[int]) -> bool:
        # A CellWord needs no check of its own: it is unreadable as an amount, which makes its batch irregular.
        values: dict[str, pa.Array] = {}
        for source in self._slow.sources:
            cleaned = self._clean(source, columns)
            if cleaned is None or (source.column.is_required and cleaned.null_count):
                return False
            values[source.column.name] = cleaned
        joined = pc.binary_join_element_wise(*columns, SEPARATOR)
        self._slow.write_regular(values, numbers, row_hashes(joined), self._extra(columns))
        return True

    def _clean(self, source: Source, columns: list[pa.Array]) -> pa.Array | None:
        cleaned = []
        for position, column in zip(source.positions, self._columns[source.column.name], strict=True):
            one = column.clean(columns[position])
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


def _has_swallowed(numbers: Sequence[int], end: int) -> bool:
    return any(after - number > MOST_LINES for number, after in pairwise([*numbers, end]))


def _has_quoted_lines(columns: Sequence[pa.Array]) -> bool:
    """True when a cell has line breaks and a quote: the quote may have been meant to open a cell of another record."""
    return any(pc.any(pc.match_substring_regex(column, '(?s)\\n.*"|".*\\n')).as_py() for column in columns)


def _line_numbers(columns: list[pa.Array], count: int, line: int) -> tuple[Sequence[int], int]:
    """Number the rows of a batch by the line they begin on; gives also the line after the batch."""
    inner = [column for column in columns if pc.any(pc.match_substring(column, "\n")).as_py()]
    if not inner:
        return range(line, line + count), line + count
    heights = [1] * count
    for column in inner:
        for index, extra in enumerate(pc.count_substring(column, "\n").to_pylist()):
            heights[index] += extra
    numbers = []
    for height in heights:
        numbers.append(line)
        line += height
    return numbers, line

"""Random band tables: the linter finds overlaps, gaps and empty bands exactly where a look at points finds them."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import ROOT, kefu_environment

MODELS = ("int_appraisal__band_spans", "int_appraisal__band_problems")
LIMITS = [Fraction(number, 2) for number in range(-1, 5)]
# The limits, the middle between two of them, and a point beyond either end stand for all numbers.
POINTS = sorted({*LIMITS, *(limit + Fraction(1, 4) for limit in LIMITS), min(LIMITS) - 1, max(LIMITS) + 1})


@dataclass(frozen=True)
class Band:
    """A band; None is an open end."""

    lower: Fraction | None
    upper: Fraction | None
    bounds: str

    def holds(self, point: Fraction) -> bool:
        above = self.lower is None or point > self.lower or (point == self.lower and self.bounds[0] == "[")
        below = self.upper is None or point < self.upper or (point == self.upper and self.bounds[1] == "]")
        return above and below

    def cells(self) -> tuple[str, str, str]:
        lower = "-inf" if self.lower is None else str(float(self.lower))
        upper = "inf" if self.upper is None else str(float(self.upper))
        return lower, upper, self.bounds


BANDS = st.builds(
    Band,
    lower=st.one_of(st.none(), st.sampled_from(LIMITS)),
    upper=st.one_of(st.none(), st.sampled_from(LIMITS)),
    bounds=st.sampled_from(["[]", "[)", "(]", "()"]),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Band]:
    """One to six bands: any, or cut one after the other, perhaps with one end moved, so that sound tables occur too."""
    if draw(st.booleans()):
        return draw(st.lists(BANDS, min_size=1, max_size=6))
    cuts = sorted(draw(st.sets(st.sampled_from(LIMITS), max_size=5)))
    includes = [draw(st.booleans()) for _ in cuts]
    ends: list[Fraction | None] = [None, *cuts, None]
    sides = [False, *includes, False]
    bands = [
        Band(ends[number], ends[number + 1], f"{'(' if sides[number] else '['}{']' if sides[number + 1] else ')'}")
        for number in range(len(cuts) + 1)
    ]
    if draw(st.booleans()):
        bands[draw(st.integers(0, len(bands) - 1))] = draw(BANDS)
    return draw(st.permutations(bands))


@dataclass(frozen=True)
class Findings:
    """Numbers of empty bands, pairs that overlap, and whether some number lies in no band."""

    empty: frozenset[int]
    overlaps: frozenset[tuple[int, int]]
    has_gap: bool


def look(table: list[Band]) -> Findings:
    """Look at every point: an empty band holds none, two that overlap share one, a gap is in none."""
    held = {number: {point for point in POINTS if band.holds(point)} for number, band in enumerate(table, start=1)}
    empty = {number for number, points in held.items() if not points}
    pairs = {(one, other) for one in held for other in held if one < other and held[one] & held[other]}
    # a table of empty bands only is told as such
    has_gap = len(empty) < len(table) and set().union(*held.values()) != set(POINTS)
    return Findings(frozenset(empty), frozenset(pairs), has_gap)


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with an empty table of bands and, as views over it, the compiled models that check them."""
    folder = tmp_path_factory.mktemp("band_checks")
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    flags = ["--no-version-check", "--log-level-file", "none", "--target-path", str(folder / "target"), "-q"]
    environment = kefu_environment() | {"KEFU_WAREHOUSE": str(folder)}
    subprocess.run([program, "compile", "-s", *MODELS, *flags], cwd=ROOT, env=environment, check=True)
    with duckdb.connect(":memory:") as con:
        con.execute("attach ':memory:' as build")
        con.execute("create schema build.rules; create schema build.intermediate")
        with (ROOT / "seeds/appraisal/appraisal_bands.csv").open(encoding="utf-8", newline="") as handle:
            columns = ", ".join(f"{column} varchar" for column in next(csv.reader(handle)))
        con.execute(f"create table build.rules.appraisal_bands ({columns})")
        # nothing measures the tables: they must hold every number
        con.execute(
            "create table build.intermediate.int_appraisal__table_reaches (scheme_id varchar, scheme_version varchar,"
            " band_table varchar, begins_at hugeint, ends_at hugeint, is_whole boolean)"
        )
        for model in MODELS:
            (compiled,) = (folder / "target").rglob(f"compiled/**/{model}.sql")
            con.execute(f"create view build.intermediate.{model} as {compiled.read_text(encoding='utf-8')}")
        yield con


def found(linter: duckdb.DuckDBPyConnection, drawn: list[list[Band]]) -> list[Findings]:
    """What the linter says of each table, all of them at once."""
    rows = [
        ["s", "1", str(table_no), str(number), *band.cells(), "1", "x", "x"]
        for table_no, table in enumerate(drawn)
        for number, band in enumerate(table, start=1)
    ]
    linter.execute("delete from build.rules.appraisal_bands")
    places = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
    linter.execute(f"insert into build.rules.appraisal_bands values {places}", [cell for row in rows for cell in row])
    empty: list[set[int]] = [set() for _ in drawn]
    overlaps: list[set[tuple[int, int]]] = [set() for _ in drawn]
    gaps = [False for _ in drawn]
    sentences = linter.execute("select sentence_en from build.intermediate.int_appraisal__band_problems").fetchall()
    for (sentence,) in sentences:
        named = [(int(table_no), int(number)) for table_no, number in re.findall(r"\(s, 1, (\d+), (\d+)\)", sentence)]
        table_no, numbers = named[0][0], sorted(number for _, number in named)
        if "holds no value" in sentence:
            empty[table_no].update(numbers)
        elif sentence.endswith("overlap"):
            overlaps[table_no].add((numbers[0], numbers[1]))
        else:
            assert "there is a gap" in sentence
            gaps[table_no] = True
    return [
        Findings(frozenset(empty[number]), frozenset(overlaps[number]), gaps[number]) for number, _ in enumerate(drawn)
    ]


@settings(max_examples=20, deadline=None)
@given(drawn=st.lists(tables(), min_size=25, max_size=40))
def test_the_linter_finds_what_a_look_at_the_points_finds(
    linter: duckdb.DuckDBPyConnection, drawn: list[list[Band]]
) -> None:
    assert found(linter, drawn) == [look(table) for table in drawn]

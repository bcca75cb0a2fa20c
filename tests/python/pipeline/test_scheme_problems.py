"""Broken appraisal schemes stop the run with sentences in both languages that name the rows, all of them at once.

The schemes stand in schemes.yml, each of its own id, so that the sentences about it are known one by one.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from support import ROOT, copy_project, kefu_environment

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "schemes.yml").read_text(encoding="utf-8"))
ORDINARY: dict[str, dict[str, str]] = DATA["ordinary"]
BROKEN: dict[str, dict[str, Any]] = DATA["broken"]
SOUND: dict[str, dict[str, Any]] = DATA["sound"]
SEEDS = {
    "versions": "appraisal_schemes",
    "cards": "appraisal_scorecard",
    "bands": "appraisal_bands",
    "lines": "appraisal_linear_rules",
    "shortfalls": "appraisal_shortfall_rules",
    "gates": "appraisal_gates",
    "items": "appraisal_pay_items",
    "grades": "appraisal_grades",
    "guarantees": "appraisal_guarantees",
}
LINTER = "models/intermediate/appraisal/linter"


def cells_of(row: str | Mapping[str, str]) -> dict[str, str]:
    """The cells of a row; a band may be written as 'table@version number: bounds lower upper result'."""
    if not isinstance(row, str):
        return dict(row)
    name, span = row.split(": ")
    table, number = name.split()
    table, _, version = table.partition("@")
    bounds, lower, upper, result = span.split()
    return {
        "scheme_version": version or "1",
        "band_table": table,
        "band_no": number,
        "lower_value": lower,
        "upper_value": upper,
        "bounds": bounds,
        "result": result,
    }


def header(seed: str) -> list[str]:
    with (ROOT / f"seeds/appraisal/{seed}.csv").open(encoding="utf-8", newline="") as handle:
        return next(csv.reader(handle))


def lines_of(schemes: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The rows of the schemes as lines of their seeds."""
    lines: dict[str, list[str]] = {seed: [] for seed in SEEDS.values()}
    for scheme_id, scheme in schemes.items():
        rows: Mapping[str, Any] = {"versions": [{}], "cards": [{}], "bands": DATA["shares"]} | dict(scheme)
        for kind, seed in SEEDS.items():
            for row in rows.get(kind, []):
                cells = {"scheme_id": scheme_id} | ORDINARY[seed] | cells_of(row)
                assert set(cells) == set(header(seed)), (scheme_id, seed)
                lines[seed].append(",".join(cells[column] for column in header(seed)))
    return lines


def spelled_out(sentence: str, scheme_id: str) -> str:
    """A sentence with its short row names, such as bands(card, 1) or schemes@2(), in full."""
    for seed in SEEDS.values():
        name = seed.removeprefix("appraisal_")
        sentence = sentence.replace(f"{name}(", f"{seed} ({scheme_id}, 1, ")
        sentence = sentence.replace(f"{name}@2(", f"{seed} ({scheme_id}, 2, ")
    return sentence.replace(", )", ")")


def build_schemes(project: Path) -> subprocess.CompletedProcess[str]:
    """Build the schemes of a project and two of the tables that everything reads them through."""
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    flags = ["--no-version-check", "--log-level-file", "none", "--no-use-colors"]
    return subprocess.run(
        [program, "build", "-s", "+dim_scheme_band", "+dim_scheme_kpi", "--indirect-selection", "cautious", *flags],
        cwd=project,
        env=kefu_environment() | {"KEFU_WAREHOUSE": str(project)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@dataclass(frozen=True)
class Run:
    """What a run with broken schemes printed, the sentences that its models hold, and the tables of schemes it left."""

    output: str
    sentences: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]

    def about(self, scheme_id: str) -> set[tuple[str, str]]:
        """The sentences that name a row of a scheme."""
        return {pair for pair in self.sentences if f"({scheme_id}, " in pair[0]}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a project copy in which every kind of defect stands, and sound schemes beside them."""
    project = copy_project(tmp_path_factory.mktemp("broken"), seed_rows=lines_of(BROKEN | SOUND))
    done = build_schemes(project)
    assert done.returncode != 0
    topics = {path.stem for path in (ROOT / LINTER).glob("*_problems.sql")} - {"int_appraisal__scheme_problems"}
    query = " union all ".join(f"select sentence_en, sentence_zh from intermediate.{topic}" for topic in topics)
    with duckdb.connect(str(project / "build.duckdb"), read_only=True) as connection:
        sentences = tuple((str(row[0]), str(row[1])) for row in connection.execute(query).fetchall())
        tables = connection.execute(
            "select table_name from information_schema.tables where table_name like 'dim_scheme%'"
        ).fetchall()
    return Run(done.stdout, sentences, tuple(str(row[0]) for row in tables))


@pytest.mark.parametrize("scheme_id", BROKEN)
def test_a_broken_scheme_is_named_in_both_languages(broken: Run, scheme_id: str) -> None:
    problems = BROKEN[scheme_id]["problems"]
    expected = {(spelled_out(item["en"], scheme_id), spelled_out(item["zh"], scheme_id)) for item in problems}
    assert broken.about(scheme_id) == expected
    for english, chinese in expected:
        assert f"{english} / {chinese}" in broken.output


@pytest.mark.parametrize("scheme_id", SOUND)
def test_a_sound_scheme_is_not_named(broken: Run, scheme_id: str) -> None:
    assert broken.about(scheme_id) == set()


def test_no_other_scheme_is_named_and_nothing_can_be_read(broken: Run) -> None:
    named = set().union(*(broken.about(scheme_id) for scheme_id in BROKEN))
    assert set(broken.sentences) - named == set()
    assert broken.tables == ()


def test_sound_schemes_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path, seed_rows=lines_of(SOUND))
    done = build_schemes(project)
    assert done.returncode == 0, done.stdout[-4000:]
    with duckdb.connect(str(project / "build.duckdb"), read_only=True) as connection:
        built = {
            row[0] for row in connection.execute("select distinct scheme_id from marts.dim_scheme_band").fetchall()
        }
    assert built >= set(SOUND)

"""The columns of the schemes' seeds: known to the linter, and explained in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def columns() -> list[tuple[str, str]]:
    with (ROOT / "seeds/appraisal/appraisal_columns.csv").open(encoding="utf-8", newline="") as handle:
        return [(row["seed_name"], row["column_name"]) for row in csv.DictReader(handle)]


def test_the_linter_knows_every_column() -> None:
    headers = []
    for seed in dict.fromkeys(seed for seed, _ in columns()):
        with (ROOT / f"seeds/appraisal/{seed}.csv").open(encoding="utf-8", newline="") as handle:
            headers += [(seed, column) for column in next(csv.reader(handle))]
    assert columns() == headers


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_column_and_shipped_scheme_stands_in_the_page(language: str) -> None:
    page = (ROOT / "docs" / language / "appraisal-schemes.md").read_text(encoding="utf-8")
    chapters = {part.split("：")[0].split(":")[0].strip(): part for part in page.split("\n### ")[1:]}
    shared = {"scheme_id", "scheme_version"}
    lacking = [(seed, name) for seed, name in columns() if name not in shared and f"`{name}`" not in chapters[seed]]
    assert lacking == []
    with (ROOT / "seeds/appraisal/appraisal_schemes.csv").open(encoding="utf-8", newline="") as handle:
        assert [row["scheme_id"] for row in csv.DictReader(handle) if f"| `{row['scheme_id']}` |" not in page] == []

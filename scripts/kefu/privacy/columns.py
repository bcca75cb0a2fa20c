"""columns.yml as typed objects: where personal data stands in the landed tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from kefu.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[3]
FILE = Path(__file__).with_name("columns.yml")
RULES = ROOT / "seeds" / "reference"


@dataclass(frozen=True)
class Note:
    """A text that no figure needs, but for a phrase or for words of a rule file."""

    keep: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonalTable:
    """Where personal data stands in one landed table."""

    name: str
    platform: str | None
    buyers: dict[str, str]
    callers: dict[str, str]
    inside: tuple[str, ...]
    texts: tuple[str, ...]
    notes: dict[str, Note]
    at: str | None
    shows_ends: bool
    links: dict[str, tuple[str, ...]]

    @property
    def named(self) -> dict[str, str]:
        """All columns that may hold a name or number, with the condition under which it is a buyer's."""
        return self.buyers | self.callers


@dataclass(frozen=True)
class PersonalColumns:
    """Everything that columns.yml says."""

    tables: tuple[PersonalTable, ...]
    staff: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without_buyers: tuple[str, ...] = ()


def rule_words(name: str, column: str, **where: str) -> tuple[str, ...]:
    """Give a column of a rule file, of the rows in which other columns have the values of `where`."""
    with (RULES / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(row[column] for row in csv.DictReader(handle) if where.items() <= row.items())


def _note(spec: dict[str, str]) -> Note:
    words = rule_words(spec["words"], "word") if "words" in spec else ()
    return Note(spec.get("keep"), words)


def _table(name: str, spec: dict[str, Any], customers: str) -> PersonalTable:
    def conditions(columns: dict[str, str]) -> dict[str, str]:
        return {column: only.format(customers=customers) for column, only in columns.items()}

    return PersonalTable(
        name=name,
        platform=spec.get("platform"),
        buyers=conditions(spec.get("buyers", {})),
        callers=conditions(spec.get("callers", {})),
        inside=tuple(spec.get("inside", ())),
        texts=tuple(spec.get("texts", ())),
        notes={column: _note(note) for column, note in spec.get("notes", {}).items()},
        at=spec.get("at"),
        shows_ends=spec.get("shows_ends", False),
        links={kind: tuple(columns) for kind, columns in spec.get("links", {}).items()},
    )


@lru_cache(maxsize=1)
def personal_columns() -> PersonalColumns:
    """Read columns.yml once."""
    content = read_yaml(FILE)
    customers = rule_words("ref_sender_roles", "native_role", sender_kind="customer")
    quoted = "(" + ", ".join(f"'{word}'" for word in customers) + ")"
    return PersonalColumns(
        tables=tuple(_table(name, spec, quoted) for name, spec in content["tables"].items()),
        staff={name: tuple(columns) for name, columns in content["staff"].items()},
        without_buyers=tuple(content["without_buyers"]),
    )

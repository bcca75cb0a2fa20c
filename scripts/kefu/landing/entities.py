"""The landing contract (entities.yml) and the recognisable table kinds (kinds.yml) as typed objects."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from kefu.landing.headers import normalise

# Raise it whenever the code gives other output for the same bytes: every file is then landed again.
CODE_VERSION = "1"

PROVENANCE = pa.schema(
    [
        ("shop_id", pa.string()),
        ("source_file", pa.string()),
        ("source_file_id", pa.string()),
        ("source_row", pa.int64()),
        ("exported_at", pa.timestamp("us")),
        ("export_rank", pa.int64()),
        ("landed_at", pa.timestamp("us")),
        ("row_hash", pa.string()),
    ]
)


@dataclass(frozen=True)
class Column:
    """One typed column of an entity and the normalised source headers it is read from."""

    name: str
    type: str
    is_required: bool
    headers: tuple[str, ...]
    shown_headers: tuple[str, ...]


@dataclass(frozen=True)
class Entity:
    """One raw entity: its columns and the Arrow schema of its Parquet files."""

    name: str
    columns: tuple[Column, ...]
    schema: pa.Schema

    def column(self, name: str) -> Column:
        """Give the column of that name; KeyError when the contract has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@dataclass(frozen=True)
class TableKind:
    """A recognisable table: what its header must hold and where its rows go."""

    name: str
    entity: Entity
    platform: str | None
    requires: tuple[tuple[str, ...], ...]
    forbids: frozenset[str]
    known: frozenset[str]
    is_report: bool
    accounts: tuple[str, ...]
    has_footers: bool
    label_en: str
    label_zh: str


@dataclass(frozen=True)
class CellWord:
    """A word in an amount column that stands for a value and empties another column."""

    column: str
    word: str
    value: str
    clears: str


@dataclass(frozen=True)
class Contract:
    """Everything the landing knows as data."""

    entities: dict[str, Entity]
    kinds: tuple[TableKind, ...]
    words: dict[str, CellWord]
    not_negative: dict[str, frozenset[str]]
    accounts: dict[str, frozenset[str]]
    private: frozenset[str]
    footers: tuple[str, ...]
    version: str

    def kind(self, name: str) -> TableKind | None:
        """Give the table kind of that name, None for chats and unknown names."""
        return next((kind for kind in self.kinds if kind.name == name), None)


def _entity(name: str, spec: dict[str, Any]) -> Entity:
    columns = []
    for column_name, column in spec["columns"].items():
        shown = tuple(str(header) for header in column.get("headers", [column_name]))
        columns.append(
            Column(
                name=column_name,
                type=column["type"],
                is_required=bool(column.get("required", False)),
                headers=tuple(dict.fromkeys(normalise(header) for header in shown)),
                shown_headers=shown,
            )
        )
    fields = [pa.field(column.name, pa.string()) for column in columns]
    schema = pa.schema([*PROVENANCE, *fields, pa.field("extra", pa.string())])
    return Entity(name, tuple(columns), schema)


def _kind(name: str, spec: dict[str, Any], entities: dict[str, Entity]) -> TableKind:
    entity = entities[spec["entity"]]
    is_report = bool(spec.get("report", False))
    groups: list[tuple[str, ...]] = []
    known: set[str] = set()
    if not is_report:
        groups += [column.headers for column in entity.columns if column.is_required]
        known |= {header for column in entity.columns for header in column.headers}
    groups += [tuple(normalise(header) for header in group) for group in spec.get("require", [])]
    known |= {normalise(header) for header in spec.get("known", [])}
    known |= {header for group in groups for header in group}
    return TableKind(
        name=name,
        entity=entity,
        platform=spec.get("platform"),
        requires=tuple(groups),
        forbids=frozenset(normalise(header) for header in spec.get("forbid", [])),
        known=frozenset(known),
        is_report=is_report,
        accounts=tuple(normalise(header) for header in spec.get("account", [])),
        has_footers=bool(spec.get("footers", False)),
        label_en=spec["label"][0],
        label_zh=spec["label"][1],
    )


@lru_cache(maxsize=1)
def load_contract() -> Contract:
    """Read entities.yml and kinds.yml once; raises KeyError where a kind names an unknown entity."""
    folder = Path(__file__).parent
    law = yaml.safe_load((folder / "entities.yml").read_text(encoding="utf-8"))
    kinds = yaml.safe_load((folder / "kinds.yml").read_text(encoding="utf-8"))
    entities = {name: _entity(name, spec) for name, spec in law["entities"].items()}
    # The parsed content, not the bytes: a comment in the contract must not land every file again.
    content = json.dumps([CODE_VERSION, law, kinds], ensure_ascii=False, sort_keys=True, default=str)
    cells = kinds["cells"]
    return Contract(
        entities=entities,
        kinds=tuple(_kind(name, spec, entities) for name, spec in kinds["table_kinds"].items()),
        words={name: CellWord(**spec) for name, spec in cells["words"].items()},
        not_negative={name: frozenset(columns) for name, columns in cells["not_negative"].items()},
        accounts={name: frozenset(columns) for name, columns in cells["accounts"].items()},
        private=frozenset(normalise(header) for header in kinds["private_headers"]),
        footers=tuple(kinds["footers"]),
        version=hashlib.sha256(content.encode()).hexdigest()[:12],
    )

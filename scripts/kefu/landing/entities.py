"""The landing contract (contract/*.yml, one file per source) as typed objects."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from kefu.landing.headers import normalise
from kefu.yaml_files import read_yaml

# Raise it whenever the code gives other output for the same bytes: every file is then landed again.
CODE_VERSION = "5"
FOLDER = Path(__file__).parent / "contract"
DOCUMENTS = frozenset({"doc", "example", "template", "filled_by"})

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
    is_above_shops: bool
    accounts: tuple[str, ...]
    has_footers: bool
    layouts: tuple[tuple[str, ...], ...]
    patterns: dict[str, str]
    delimiter: str
    prefix: str
    fields_of: str | None
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
        is_above_shops=bool(spec.get("above_shops", False)),
        accounts=tuple(normalise(header) for header in spec.get("account", [])),
        has_footers=bool(spec.get("footers", False)),
        layouts=tuple(tuple(normalise(header) for header in layout) for layout in spec.get("layouts", [])),
        patterns={normalise(header): pattern for header, pattern in spec.get("patterns", {}).items()},
        delimiter=spec.get("delimiter", ","),
        prefix=spec.get("prefix", ""),
        fields_of=spec.get("fields_of"),
        label_en=spec["label"][0],
        label_zh=spec["label"][1],
    )


def _without_documents(tree: dict[str, Any]) -> dict[str, Any]:
    """Give the contract without the keys that only people read."""
    return {
        key: _without_documents(value) if isinstance(value, dict) else value
        for key, value in tree.items()
        if key not in DOCUMENTS
    }


def read_contract(folder: Path = FOLDER) -> dict[str, Any]:
    """Read the contract's files into one tree; ValueError where two files name the same thing."""
    tree: dict[str, Any] = {name: {} for name in ("entities", "table_kinds", "cells", "platforms")}
    tree |= {"private_headers": [], "footers": []}
    for path in sorted(folder.glob("*.yml")):
        content = read_yaml(path)
        for name in ("entities", "table_kinds", "platforms"):
            twice = tree[name].keys() & content.get(name, {}).keys()
            if twice:
                raise ValueError(f"{path.name}: {', '.join(sorted(twice))} stands in another file of the contract too")
            tree[name] |= content.get(name, {})
        for name, rules in content.get("cells", {}).items():
            tree["cells"].setdefault(name, {}).update(rules)
        for name in ("private_headers", "footers"):
            tree[name] += content.get(name, [])
    return tree


@lru_cache(maxsize=1)
def load_contract() -> Contract:
    """Read the contract once; raises KeyError where a kind names an unknown entity."""
    law = read_contract()
    entities = {name: _entity(name, spec) for name, spec in law["entities"].items()}
    # Not the bytes and not the documents: a comment or a better sentence must not land every file again.
    content = json.dumps([CODE_VERSION, _without_documents(law)], ensure_ascii=False, sort_keys=True, default=str)
    cells = law["cells"]
    return Contract(
        entities=entities,
        kinds=tuple(_kind(name, spec, entities) for name, spec in law["table_kinds"].items()),
        words={name: CellWord(**spec) for name, spec in cells["words"].items()},
        not_negative={name: frozenset(columns) for name, columns in cells["not_negative"].items()},
        accounts={name: frozenset(columns) for name, columns in cells["accounts"].items()},
        private=frozenset(normalise(header) for header in law["private_headers"]),
        footers=tuple(law["footers"]),
        version=hashlib.sha256(content.encode()).hexdigest()[:12],
    )


@lru_cache(maxsize=1)
def platform_words() -> dict[str, str]:
    """Give the platform's id for every word that stands for one, in lower case."""
    return {word.casefold(): name for name, words in read_contract()["platforms"].items() for word in words}

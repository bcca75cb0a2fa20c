"""Writes the dbt source declarations from the landing contract, so that the two never drift apart."""

from __future__ import annotations

from pathlib import Path

import yaml

from kefu.landing.entities import read_contract

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "models/staging/landing/_landing__sources.yml"
META_COLUMNS = {
    "shop_id": "varchar",
    "source_file": "varchar",
    "source_file_id": "varchar",
    "source_row": "bigint",
    "exported_at": "timestamp",
    "export_rank": "bigint",
    "landed_at": "timestamp",
    "row_hash": "varchar",
}


def render() -> str:
    """Return the text of the sources file that the contract asks for."""
    entities = read_contract()["entities"]
    tables = []
    for name, entity in entities.items():
        types = META_COLUMNS | dict.fromkeys(entity["columns"], "varchar") | {"extra": "varchar"}
        columns = [{"name": column, "data_type": data_type} for column, data_type in types.items()]
        tables.append({"name": name, "columns": columns})
    source = {
        "name": "landing",
        "schema": "landing",
        "description": "Raw rows as landed, all source columns as text (see scripts/kefu/landing/contract). "
        "原始数据，列值均为文本。",
        "tables": tables,
    }
    head = "# Written by `python -m kefu.contract` from scripts/kefu/landing/contract; do not edit.\n"
    return head + yaml.safe_dump({"version": 2, "sources": [source]}, allow_unicode=True, sort_keys=False)


if __name__ == "__main__":
    SOURCES.parent.mkdir(parents=True, exist_ok=True)
    SOURCES.write_text(render(), encoding="utf-8")

"""A project of a few models over the real landing, macros and build row, for what a build does around its models."""

from __future__ import annotations

import shutil
from pathlib import Path

from support import ROOT

COPIED = (
    "dbt_project.yml",
    "profiles.yml",
    "docs/blocks/build.md",
    "models/_groups.yml",
    "models/staging/landing/_landing__sources.yml",
    "models/staging/landing/stg_landing__files.sql",
    "models/marts/quality/dq_build.sql",
    "models/marts/quality/_build__models.yml",
)
MESSAGES = """{{ config(materialized='table', access='protected') }}
select session_id, content, cast(sent_at as varchar) as sent_at from {{ source('landing', 'exchange_messages') }}
"""
COUNT = """{{ config(contract={'enforced': false}) }}
select count(*) as count_messages, count(distinct session_id) as count_sessions from {{ ref('stg_messages') }}
"""
SEEDS = """version: 2
seeds:
  - name: limits
    config: {column_types: {limit_name: varchar, limit_count: integer}}
"""


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def mini_project(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write the project below `folder` with more files, given by their paths, and return it."""
    shutil.copytree(ROOT / "macros", folder / "macros")
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)
    (folder / "tests/assertions").mkdir(parents=True)
    write(folder / "models/staging/stg_messages.sql", MESSAGES)
    write(folder / "models/marts/kpi_messages.sql", COUNT)
    write(folder / "seeds/_seeds.yml", SEEDS)
    write(folder / "seeds/limits.csv", "limit_name,limit_count\nmessages,10\n")
    for name, text in (files or {}).items():
        write(folder / name, text)
    return folder

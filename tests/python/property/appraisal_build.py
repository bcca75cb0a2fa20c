"""A random world under random schemes: one dbt build of it, and what the reference says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kefu.pipeline import build
from random_people import World, random_world, write_world
from random_schemes import Row, assignments, headers, random_schemes, shipped
from reference_appraisal import Appraisal
from reference_pay import Pay
from support import copy_project

SEED = int(os.environ.get("KEFU_APPRAISAL_SEED", "1"))


@dataclass(frozen=True)
class AppraisalBuild:
    """The reference with and without order reviews, and a connection to the warehouse built from its files."""

    world: World
    reviewed: Appraisal
    exported: Appraisal
    pay: Pay
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[tuple]:
        """Ask the warehouse."""
        return self.connection.execute(query).fetchall()


def scheme_lines(rows: dict[str, list[Row]]) -> dict[str, list[str]]:
    """Rows as lines of the seeds' files."""
    columns = headers()
    return {seed: [",".join(row[name] for name in columns[seed]) for row in found] for seed, found in rows.items()}


def world_of(seed: int) -> tuple[World, dict[str, list[Row]]]:
    """The world of a seed, and the rows of schemes that it adds."""
    world = random_world(seed)
    ids = [person.agent_id for person in world.people]
    world.assignments = assignments(ids, [person.agent_id for person in world.people if len(person.shops) > 1])
    return world, random_schemes(seed)


def build_world(folder: Path, seed: int = SEED) -> AppraisalBuild:
    """Write, build and work out the world of a seed."""
    world, rows = world_of(seed)
    write_world(world, folder / "exports")
    project = copy_project(folder / "project", seed_rows=scheme_lines(rows))
    warehouse = folder / "warehouse"
    build(folder / "exports", warehouse, project, is_quiet=True, with_code_checks=True)
    seeds = {name: [*found, *rows[name]] for name, found in shipped().items()}
    reviewed = Appraisal(world, seeds)
    return AppraisalBuild(
        world, reviewed, Appraisal(world, seeds, with_reviews=False), Pay(reviewed),
        duckdb.connect(str(warehouse / "kefu.duckdb"), read_only=True),
    )  # fmt: skip

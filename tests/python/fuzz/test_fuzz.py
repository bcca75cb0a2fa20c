"""Whatever bytes a file holds: the landing ends, other files land, no row goes astray, nobody is named.

Seconds in CI; `make fuzz MINUTES=10` goes on with new seeds for as long as it is told.
"""

from __future__ import annotations

import os
import secrets
import time

import pytest
from fuzz_files import FILES, random_tables, spoilt_bytes, spoilt_lines
from hypothesis import HealthCheck, given, seed, settings
from landing_world import World
from poison_files import HEADER, PRIVATE, csv_of, order

MINUTES = float(os.environ.get("KEFU_FUZZ_MINUTES", "2"))
NEIGHBOUR = "shop/neighbour_20240310.csv"
STRATEGIES = {"bytes": spoilt_bytes(), "lines": spoilt_lines(), "tables": random_tables()}
SETTINGS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck), "print_blob": True}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One exports folder and warehouse for all examples: what an unchanged neighbour costs is paid once."""
    world = World(tmp_path_factory.mktemp("fuzz"))
    world.put(NEIGHBOUR, csv_of([HEADER, order("5001")]))
    return world


def check(world: World, name: str, content: bytes) -> None:
    """Land one file beside the good one and see that all that must hold does."""
    path = world.put(f"shop/{name}", content)
    try:
        told = world.land().text()
    finally:
        path.unlink()
    statuses = world.files()
    assert statuses.pop(NEIGHBOUR) == "landed"
    assert statuses.keys() and all(file.startswith(f"shop/{name}") for file in statuses)
    assert set(statuses.values()) <= {"landed", "unrecognised", "failed"}
    check_conservation(world)
    told += "".join(str(row) for row in world.rows("landed_files", "message_en", "message_zh", "missing_columns"))
    for english, chinese, value in world.rows("quarantine", "message_en", "message_zh", "bad_value"):
        assert english.isprintable()
        assert "第" in chinese
        told += f"{english}{chinese}{value}"
    for status, english, chinese in world.rows("landed_files", "status", "message_en", "message_zh"):
        assert (status == "landed") == (english is None) == (chinese is None)
    assert not [secret for secret in PRIVATE if secret in told]


def check_conservation(world: World) -> None:
    """The rows of each table are where they are said to be."""
    balance: dict[tuple[str, str], int] = {}
    landed = 0
    columns = ("source_file", "table_no", "outcome", "row_count", "landing_table")
    for file, table, outcome, count, entity in world.rows("file_rows", *columns):
        balance[file, table] = balance.get((file, table), 0) + int(count) * (1 if outcome == "in" else -1)
        landed += int(count) if outcome == "landed" and entity != "platform_figures" else 0
    assert set(balance.values()) == {0}
    entities = {entity for (entity,) in world.rows("file_rows", "landing_table")} - {"-", "platform_figures"}
    assert landed == sum(len(world.rows(entity, "source_row")) for entity in entities)


def run(world: World, kind: str, examples: int, number: int) -> None:
    """Try a number of examples from one seed."""

    @seed(number)
    @settings(max_examples=examples, **SETTINGS)
    @given(STRATEGIES[kind])
    def attempt(file: tuple[str, bytes]) -> None:
        check(world, *file)

    attempt()


@pytest.mark.parametrize("name", FILES)
def test_valid_files_land(name: str, shared: World) -> None:
    """What is spoilt below is whole above."""
    path = shared.put(f"shop/{name}", FILES[name])
    shared.land()
    path.unlink()
    assert set(shared.files().values()) == {"landed"}
    check_conservation(shared)


@pytest.mark.parametrize("kind", STRATEGIES)
def test_spoilt_files(kind: str, shared: World) -> None:
    run(shared, kind, 25, 20240301)


@pytest.mark.slow
def test_spoilt_files_for_minutes(shared: World) -> None:
    end = time.monotonic() + MINUTES * 60
    while time.monotonic() < end:
        number = secrets.randbits(32)
        for kind in STRATEGIES:
            print(f"seed {number} {kind}", flush=True)
            run(shared, kind, 50, number)

"""Any file any number of times, under other names, in any split, with any modification times: the same figures.

Each variant of the same exports is a shop of its own, so that one build compares them all. Export times stand in the
names. Rows of one order stay together and equal messages of one second in one file, as docs/en/bad-input.md says.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kefu.landing import land
from kefu.pipeline import dbt
from support import ROOT

SEED = int(os.environ.get("KEFU_PROPERTY_SEED", "20240301"))
SOURCE = ROOT / "exports" / "tmall-xiaogou"
BLOCK = "-" * 20
CHATS = sorted(path.name for path in SOURCE.glob("小狗旗舰店_*.txt"))
TABLES = ["ExportOrderList202403051200.csv", "ExportOrderList202403181000.csv", "ExportOrderDetailList202403051200.csv"]
VARIANTS = ("plain", "again", "split", "withdrawn", "without")
WITHDRAWN = TABLES[1]


def parts_of_table(content: bytes, dice: random.Random) -> list[bytes]:
    """Split a csv into overlapping files, each with the header; the lines of an order stay together."""
    header, *rows = content.splitlines(keepends=True)
    orders = sorted({row.split(b",")[0] for row in rows})
    parts = []
    homes = {order: {dice.randrange(3), dice.randrange(3)} for order in orders}
    for part in range(3):
        parts.append(header + b"".join(row for row in rows if part in homes[row.split(b",")[0]]))
    return parts


def parts_of_chat(content: bytes, dice: random.Random) -> list[bytes]:
    """Split a chat text into overlapping files of whole conversations, each with the head of the file."""
    lines = content.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.startswith(BLOCK.encode())]
    head = b"".join(lines[: starts[0]])
    blocks = [b"".join(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
    homes = [{dice.randrange(2), dice.randrange(2)} for _ in blocks]
    return [head + b"".join(b for b, home in zip(blocks, homes, strict=True) if part in home) for part in range(2)]


def write_variant(folder: Path, variant: str, dice: random.Random) -> None:
    """Write the shop's files as one variant has them."""
    folder.mkdir(parents=True)
    for name in [*TABLES, *CHATS]:
        content = (SOURCE / name).read_bytes()
        if variant == "without" and name == WITHDRAWN:
            continue
        if variant == "split" and name in TABLES:
            copies = {f"part{n}_{name}": part for n, part in enumerate(parts_of_table(content, dice))}
        elif variant == "split":
            copies = {f"part{n}_{name}": part for n, part in enumerate(parts_of_chat(content, dice))}
        elif variant == "again":
            copies = {prefix + name: content + b"\n" * n for n, prefix in enumerate(("", "z_", "a_"))}
        else:
            copies = {name: content}
        for copy, data in copies.items():
            (folder / copy).write_bytes(data)
            moment = dice.randrange(1_600_000_000, 1_800_000_000)
            os.utime(folder / copy, (moment, moment))


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Land all variants, take one file of one of them away, and build once."""
    folder = tmp_path_factory.mktemp("idempotence")
    exports, warehouse = folder / "exports", folder / "warehouse"
    for variant in VARIANTS:
        write_variant(exports / variant, variant, random.Random(f"{SEED}{variant}"))
    land(exports, warehouse, is_quiet=True)
    (exports / "withdrawn" / WITHDRAWN).unlink()
    land(exports, warehouse, is_quiet=True)
    assert dbt(["seed", "--quiet"], warehouse)
    assert dbt(["run", "--quiet", "-s", "+kpi_daily", "+dq_file_rows"], warehouse)
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as connection:
        yield connection


def figures(connection: duckdb.DuckDBPyConnection, shop: str) -> list[tuple[object, ...]]:
    """Give all daily figures of a shop."""
    return connection.execute(
        "select kpi_id, agent_id, date_day, numerator, denominator from marts.kpi_daily where shop_id = ? order by all",
        [shop],
    ).fetchall()


@pytest.mark.parametrize("variant", ["again", "split"])
def test_figures_are_those_of_the_plain_files(variants: duckdb.DuckDBPyConnection, variant: str) -> None:
    plain = figures(variants, "plain")
    assert len(plain) > 100
    assert figures(variants, variant) == plain


def test_a_withdrawn_file_leaves_nothing_behind(variants: duckdb.DuckDBPyConnection) -> None:
    without = figures(variants, "without")
    assert figures(variants, "withdrawn") == without
    assert without != figures(variants, "plain")

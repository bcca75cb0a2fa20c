"""Any file any number of times, under other names, with any modification times: the same figures.

Each variant of the same exports is a shop of its own, so that one build compares them all. Export times stand in the
names. test_splits.py cuts the files.
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
CHATS = sorted(path.name for path in SOURCE.glob("小狗旗舰店_*.txt"))
TABLES = ["ExportOrderList202403051200.csv", "ExportOrderList202403181000.csv", "ExportOrderDetailList202403051200.csv"]
VARIANTS = ("plain", "again", "withdrawn", "without")
WITHDRAWN = TABLES[1]


def write_variant(folder: Path, variant: str, dice: random.Random) -> None:
    """Write the shop's files as one variant has them."""
    folder.mkdir(parents=True)
    for name in [*TABLES, *CHATS]:
        content = (SOURCE / name).read_bytes()
        if variant == "without" and name == WITHDRAWN:
            continue
        if variant == "again":
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


def test_figures_are_those_of_the_plain_files(variants: duckdb.DuckDBPyConnection) -> None:
    plain = figures(variants, "plain")
    assert len(plain) > 100
    assert figures(variants, "again") == plain


def test_a_withdrawn_file_leaves_nothing_behind(variants: duckdb.DuckDBPyConnection) -> None:
    without = figures(variants, "without")
    assert figures(variants, "withdrawn") == without
    assert without != figures(variants, "plain")

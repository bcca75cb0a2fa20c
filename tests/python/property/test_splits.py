"""The same rows in any split over files: every platform's files and the exchange kinds, cut at random.

Each way of cutting is a shop of its own, so that one build compares them all with the whole files. What nothing tells
apart once it is cut stays whole here too (docs/en/bad-input.md, "Files that are cut").
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from split_files import cut

from kefu.hash_key import set_hash_key
from kefu.landing import land
from kefu.pipeline import dbt
from support import ROOT

SEED = os.environ.get("KEFU_PROPERTY_SEED", "20240301")
WAYS = ("plain", "parts", "overlap")
SAMPLE, GOLDEN = ROOT / "exports", ROOT / "tests/golden/exports"
GOLDEN_SHOPS = (
    "edge_douyin_main_orders",
    "edge_douyin_sub_orders",
    "edge_overlap_tmall",
    "edge_pdd_groups",
    "f07_known_time",
    "f16_tickets",
)
# Their figures are those of the whole file, so a part of it is another report.
REPORTS = ("客服数据", "客服表现", "绩效", "接待分析")
# Where a row stands, and numbers of rows that another copy has; a key that is made of them.
PLACES = {"shop_id", "position", "source_file", "source_file_id", "source_row", "cost_id", "told_recency", "review_key"}
KINDS = {
    "asterisk_calls",
    "asterisk_queue_events",
    "chatwoot_surveys",
    "douyin_chat_messages",
    "douyin_orders",
    "douyin_refunds",
    "exchange_assignments",
    "exchange_attendance",
    "exchange_calls",
    "exchange_complaints",
    "exchange_costs",
    "exchange_evaluations",
    "exchange_messages",
    "exchange_order_reviews",
    "exchange_orders",
    "exchange_qa_scores",
    "exchange_reviews",
    "exchange_surveys",
    "exchange_tickets",
    "exchange_traffic",
    "freshdesk_tickets",
    "jd_chat_messages",
    "jd_orders",
    "jd_sessions",
    "pdd_chat_messages",
    "pdd_orders",
    "pdd_refunds",
    "threecx_calls",
    "tmall_chat_messages",
    "tmall_item_traffic",
    "tmall_order_items",
    "tmall_orders",
    "tmall_refunds",
    "zendesk_tickets",
}


def write_list(source: Path, target: Path) -> None:
    """Write a list of shops or people with each row once for each way of cutting."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    shop = header.index("shop")
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        for row in rows:
            ways = [f"{row[shop]}~{way}" for way in WAYS] if row[shop] else [""]
            writer.writerows([*row[:shop], name, *row[shop + 1 :]] for name in ways)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Write every shop whole and cut, land all of it and build once."""
    folder = tmp_path_factory.mktemp("splits")
    exports, warehouse = folder / "exports", folder / "warehouse"
    exports.mkdir()
    shops = [path for path in SAMPLE.iterdir() if path.is_dir()] + [GOLDEN / name for name in GOLDEN_SHOPS]
    for root in (SAMPLE, GOLDEN):
        for name in ("shops.csv", "agents.csv"):
            write_list(root / name, exports / f"{root.parent.name}_{name}")
    for shop in shops:
        for way in WAYS:
            target = exports / f"{shop.name}~{way}"
            target.mkdir()
            for source in sorted(shop.iterdir()):
                if any(word in source.name for word in REPORTS):
                    continue
                if way == "plain":
                    (target / source.name).write_bytes(source.read_bytes())
                else:
                    cut(source, target, f"{SEED}{way}{shop.name}{source.name}", way == "overlap")
    land(exports, warehouse, is_quiet=True)
    assert dbt(["seed", "--quiet"], warehouse)
    assert dbt(["run", "--quiet", "-s", "path:models/staging", "+kpi_daily", "+dq_file_rows"], warehouse)
    with duckdb.connect(str(warehouse / "build.duckdb"), read_only=True) as connection:
        set_hash_key(connection, warehouse)
        yield connection


def rows_of(connection: duckdb.DuckDBPyConnection, table: str, columns: str, way: str) -> Counter[tuple[object, ...]]:
    """Count the rows of a table that belong to the shops of one way of cutting."""
    shop = "split_part(shop_id, '~', 1)"
    query = f"select {shop}, {columns} from {table} where shop_id like '%~' || ?"
    return Counter(connection.execute(query, [way]).fetchall())


def compared(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """Give the columns of a table that do not depend on the place of a row."""
    schema, name = table.split(".")
    found = connection.execute(
        "select column_name from information_schema.columns where table_schema = ? and table_name = ? order by 1",
        [schema, name],
    ).fetchall()
    return ", ".join(column for (column,) in found if column not in PLACES and "exported" not in column)


@pytest.mark.parametrize("way", WAYS[1:])
def test_staging_tells_the_same(worlds: duckdb.DuckDBPyConnection, way: str) -> None:
    tables = worlds.execute(
        "select 'staging.' || table_name from information_schema.columns where table_schema = 'staging' and"
        " column_name = 'shop_id' and starts_with(table_name, 'stg_') and not starts_with(table_name, 'stg_landing_')"
    ).fetchall()
    differences = {}
    for (table,) in sorted(tables):
        columns = compared(worlds, table)
        plain, cut_up = rows_of(worlds, table, columns, "plain"), rows_of(worlds, table, columns, way)
        if plain != cut_up:
            differences[table] = (list(plain - cut_up)[:3], list(cut_up - plain)[:3])
    assert differences == {}
    assert len(tables) > 70


@pytest.mark.parametrize("way", WAYS[1:])
def test_figures_are_the_same(worlds: duckdb.DuckDBPyConnection, way: str) -> None:
    columns = compared(worlds, "marts.kpi_daily")
    plain = rows_of(worlds, "marts.kpi_daily", columns, "plain")
    assert len(plain) > 10_000
    assert rows_of(worlds, "marts.kpi_daily", columns, way) == plain


def test_rows_in_effect_are_as_many(worlds: duckdb.DuckDBPyConnection) -> None:
    """Whatever is a copy is counted as superseded, in every table: so none is left that nobody counts."""
    counts: dict[str, dict[str, int]] = {}
    for table, way, count in worlds.execute(
        "select landing_table, split_part(shop_id, '~', 2) as way, sum(count_rows_landed) from marts.dq_file_rows"
        " where status = 'landed' and shop_id like '%~%' group by landing_table, way"
    ).fetchall():
        counts.setdefault(table, {})[way] = count
    assert {table: found for table, found in counts.items() if len(set(found.values())) > 1} == {}
    assert set(counts) >= KINDS

"""The generated world is the same each time and stands in the landing as if it had been landed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.landed import write_landed
from benchmarks.native import write_files
from benchmarks.world import NEW_DAY, SHOP, World, connect, draw
from kefu.landing import land
from kefu.landing.entities import load_contract
from kefu.landing.records import load_cache

WORLD = World(messages=2_000, agents=4)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("world") / "warehouse"
    write_landed(path, WORLD)
    return path


def rows(warehouse: Path, entity: str) -> duckdb.DuckDBPyRelation:
    return duckdb.sql(f"from read_parquet('{warehouse}/landing/{entity}/*.parquet', union_by_name = true)")


def test_the_same_seed_draws_the_same_world_and_another_another(warehouse: Path, tmp_path: Path) -> None:
    write_landed(tmp_path / "again", WORLD)
    write_landed(tmp_path / "other", World(WORLD.messages, WORLD.days, seed=2, agents=WORLD.agents))
    for entity in ("tmall_chat_messages", "tmall_orders", "tmall_order_items", "exchange_evaluations", "landed_files"):
        first, again = (rows(path, entity) for path in (warehouse, tmp_path / "again"))
        if entity == "landed_files":  # the shop's lists really land, now
            first, again = (found.filter(f"source_file like '{SHOP}/%'") for found in (first, again))
        assert first.count("*").fetchall() == again.count("*").fetchall() != [(0,)]
        assert first.except_(again).fetchall() == []
    first, other = (rows(path, "tmall_chat_messages") for path in (warehouse, tmp_path / "other"))
    assert len(first.project("customer_name, sent_at").except_(other.project("customer_name, sent_at"))) > 1000


def test_the_number_of_messages_is_what_was_asked_for(warehouse: Path) -> None:
    (count,) = rows(warehouse, "tmall_chat_messages").filter("layout = 'A'").count("*").fetchall()[0]
    assert count == pytest.approx(WORLD.messages, rel=0.1)


def test_every_file_has_the_schema_and_the_count_of_its_record(warehouse: Path) -> None:
    contract = load_contract()
    records = [
        record
        for item in load_cache(warehouse / "landing", contract.version).values()
        for record in item.records
        if record.kind not in ("roster", "shops")
    ]
    assert len(records) > 5 * WORLD.agents
    for record in records:
        for entity, count in record.entities.items():
            path = warehouse / "landing" / entity / f"{record.file_id}.parquet"
            table = duckdb.sql(f"from read_parquet('{path}')")
            assert table.columns == contract.entities[entity].schema.names
            assert table.count("*").fetchall() == [(count,)]
        for table in record.tables:
            assert table["rows_in"] == table["landed"] + sum(table["structural"].values())


def test_a_day_is_the_same_whatever_is_drawn_around_it() -> None:
    connection = connect()
    draw(connection, WORLD, WORLD.opening_day, NEW_DAY)
    drawn = "mid, agent_no, customer_name, sent_at, content"
    query = f"select {drawn} from chat_lines where cast(sent_at as date) = '{NEW_DAY}' order by mid"
    whole = connection.sql(query).fetchall()
    draw(connection, WORLD, NEW_DAY, NEW_DAY)
    assert connection.sql(query).fetchall() == whole != []


def test_the_same_world_as_files_lands_as_the_same_rows(warehouse: Path, tmp_path: Path) -> None:
    connection = connect()
    for period in WORLD.periods():
        draw(connection, WORLD, *period)
        write_files(connection, WORLD, *period, tmp_path / "exports")
    summary = land(tmp_path / "exports", tmp_path / "warehouse", is_quiet=True)
    assert summary.text()
    # rows are told by file and line; only texts are kept as they were written
    besides = {"source_file_id", "landed_at"}
    for entity in ("tmall_chat_messages", "tmall_orders", "tmall_order_items", "tmall_refunds", "exchange_evaluations"):
        drawn, really = rows(warehouse, entity), rows(tmp_path / "warehouse", entity)
        left_out = besides if entity == "tmall_chat_messages" else besides | {"row_hash", "extra"}
        shown = ", ".join(name for name in drawn.columns if name not in left_out)
        drawn, really = drawn.project(shown), really.project(shown)
        assert drawn.except_(really).fetchall()[:3] == really.except_(drawn).fetchall()[:3] == []
        assert drawn.count("*").fetchall() == really.count("*").fetchall()
    columns = "source_file, table_no, table_name, file_kind, landing_table, outcome, reason, row_count"
    drawn, really = (rows(path, "file_rows").project(columns) for path in (warehouse, tmp_path / "warehouse"))
    assert drawn.except_(really).fetchall() == really.except_(drawn).fetchall() == []
    columns = "source_file, file_kind, platform, status, found_columns, rows_landed, export_rank"
    drawn, really = (
        rows(path, "landed_files").filter(f"source_file like '{SHOP}/%'").project(columns)
        for path in (warehouse, tmp_path / "warehouse")
    )
    assert drawn.except_(really).fetchall()[:3] == really.except_(drawn).fetchall()[:3] == []

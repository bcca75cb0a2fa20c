"""Writes a world as the landing would have left it: Parquet per source file, the record of every file, the cache."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.world import SHOP, SHOP_NAME, World, connect, draw
from kefu.landing import land
from kefu.landing.entities import Contract, Entity, load_contract
from kefu.landing.records import CachedFile, Record, file_id, load_cache, save_cache, write_landed_files
from kefu.landing.times import SHANGHAI
from kefu.landing.writer import ROW_GROUP_CELLS, parquet_path, write_schemas

QUERIES = Path(__file__).with_name("files")


def _query(name: str, **values: object) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8").format(**values)


@dataclass
class SourceFile:
    """One file as it would have been exported, and the query for its landed rows."""

    name: str
    kind: str
    entity: str
    platform: str | None
    exported_at: datetime
    query: str
    lines_besides: dict[str, int] = field(default_factory=dict)  # lines that are no rows, by what they are


def files_of(
    connection: duckdb.DuckDBPyConnection, world: World, first_day: date, last_day: date
) -> Iterator[SourceFile]:
    """Give the files of the days that are drawn in `connection`."""
    midnight = datetime.combine(last_day, datetime.min.time())
    evening = midnight + timedelta(hours=23, minutes=59)
    span = f"{first_day:%Y%m%d}_{last_day:%Y%m%d}"
    blocks = dict(
        connection.sql("select agent_no, count(distinct customer_name) from chat_lines group by agent_no").fetchall()
    )
    for agent_no, account in enumerate(world.accounts):
        if agent_no in blocks:
            name = f"{account.replace(':', '_')}_{span}.txt"
            besides = {"heading": 3 + blocks[agent_no], "title": 1, "blank": 2}
            query = _query("chat", agent_no=agent_no)
            yield SourceFile(name, "tmall_chat", "tmall_chat_messages", "tmall", midnight, query, besides)
    (windows,) = connection.sql("select count(*) from window_lines").fetchone() or (0,)
    if windows:
        name, besides = f"聊天记录查询_{span}.txt", {"continuation": windows, "heading": windows}
        yield SourceFile(name, "tmall_chat", "tmall_chat_messages", "tmall", midnight, _query("windows"), besides)
    day = f"{last_day:%Y%m%d}2359"
    orders = _query("orders", shop_name=SHOP_NAME)
    header = {"header": 1}
    yield SourceFile(f"ExportOrderList{day}.csv", "tmall_orders", "tmall_orders", "tmall", evening, orders, header)
    items = _query("items")
    name = f"ExportOrderDetailList{day}.csv"
    yield SourceFile(name, "tmall_order_items", "tmall_order_items", "tmall", evening, items, header)
    yield SourceFile(f"退款单{day}.xlsx", "tmall_refunds", "tmall_refunds", "tmall", evening, _query("refunds"), header)
    kind = "exchange_evaluations"
    yield SourceFile(f"evaluations_{span}.csv", kind, kind, None, midnight, _query("evaluations"), header)


class LandedWorld:
    """A warehouse whose landing holds a world; days are added as their exports would be."""

    def __init__(self, warehouse: Path, world: World) -> None:
        """Start with the shop's lists, which really land; what stands in `warehouse` stays."""
        self.world = world
        self.warehouse = warehouse
        self.landing = warehouse / "landing"
        self.contract: Contract = load_contract()
        self.connection = connect()
        if not (self.landing / "_cache.json").exists():
            write_schemas(self.landing, self.contract)
            self._land_lists()

    def _land_lists(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_lists(Path(folder), self.world)
            land(Path(folder), self.warehouse, is_quiet=True)

    def add(self, first_day: date, last_day: date) -> int:
        """Add the exports of some days; give the number of chat messages in them."""
        files = load_cache(self.landing, self.contract.version)
        draw(self.connection, self.world, first_day, last_day)
        for file in files_of(self.connection, self.world, first_day, last_day):
            record = self._write(file)
            if record:
                files[record.source_file] = CachedFile(record.byte_count, 0, [record])
        records = [record for item in files.values() for record in item.records]
        write_landed_files(self.landing, self.contract, records)
        save_cache(self.landing, self.contract.version, files)
        (count,) = self.connection.sql("select count(*) from chat_lines").fetchone() or (0,)
        return count

    def _write(self, file: SourceFile) -> Record | None:
        source_file = f"{SHOP}/{file.name}"
        digest = hashlib.sha256(f"{self.world}{source_file}".encode()).hexdigest()
        record = Record(source_file, SHOP, file_id(SHOP, digest, self.contract.version), digest, 1)
        entity = self.contract.entities[file.entity]
        landed_at = file.exported_at + timedelta(days=1)
        rank = round(file.exported_at.replace(tzinfo=SHANGHAI).timestamp() * 1000)
        constants = {
            "shop_id": f"'{SHOP}'",
            "source_file": f"'{source_file}'",
            "source_file_id": f"'{record.file_id}'",
            "exported_at": f"timestamp '{file.exported_at}'",
            "export_rank": f"cast({rank} as bigint)",
            "landed_at": f"timestamp '{landed_at}'",
        }
        path = parquet_path(self.landing, entity.name, record.file_id)
        temporary = path.with_suffix(".tmp")
        (rows,) = self.connection.execute(_copy(file.query, entity, constants, temporary)).fetchone() or (0,)
        if not rows:
            temporary.unlink()
            return None
        temporary.replace(path)
        record.status, record.kind, record.platform = "landed", file.kind, file.platform
        record.rows_read = record.rows_landed = rows
        record.exported_at, record.export_rank, record.export_source = file.exported_at.isoformat(), rank, "name"
        record.landed_at = landed_at.isoformat()
        record.entities = {entity.name: rows}
        record.byte_count = path.stat().st_size
        if file.kind != "tmall_chat":
            found = {name for name, *_ in self.connection.sql(f"describe {file.query}").fetchall()}
            known = found & {column.name for column in entity.columns}
            record.columns = sorted(f"{file.kind}.{column}" for column in known)
        table = "-" if not file.name.endswith("xlsx") else "退款单"
        record.tables = [
            {
                "table": table,
                "kind": file.kind,
                "entity": entity.name,
                "rows_in": rows + sum(file.lines_besides.values()),
                "landed": rows,
                "quarantined": {},
                "structural": file.lines_besides,
            }
        ]
        return record


def _copy(query: str, entity: Entity, constants: dict[str, str], path: Path) -> str:
    """Write the statement that brings a query's rows into the columns of an entity and those into a Parquet file."""
    names = list(entity.schema.names)
    types = {"string": "varchar", "int64": "bigint", "timestamp[us]": "timestamp"}
    empty = ", ".join(f"cast(null as {types[str(entity.schema.field(name).type)]}) as {name}" for name in names)
    filled = ", ".join(f"{value} as {name}" for name, value in constants.items())
    row_group = ROW_GROUP_CELLS // len(names)
    return f"""
        copy (
            select * from (select {empty}) where false
            union all by name
            select {filled}, rows_.* from ({query}) as rows_
        ) to '{path}' (format parquet, compression zstd, row_group_size {row_group})
    """


def write_lists(folder: Path, world: World) -> None:
    """Write the lists of the shop's people and of the shop itself, as a person would."""
    people = ["shop,account,agent_id,agent_name,team,role,valid_from,valid_to,hire_date"]
    for number, account in enumerate(world.accounts, 1):
        team = "售后组" if number % 4 == 0 else "售前组"
        people.append(f"{SHOP},{account},Y{number:03},员工{number:02},{team},agent,2020-01-01,,2020-01-01")
    people.append(f"{SHOP},{SHOP_NAME}:服务助手,Y900,机器人,机器人,robot,2020-01-01,,")
    (folder / "agents.csv").write_text("\n".join(people) + "\n", encoding="utf-8")
    shop = f"shop,shop_name,platform,main_account,shop_type\n{SHOP},{SHOP_NAME},tmall,{SHOP_NAME},pop\n"
    (folder / "shops.csv").write_text(shop, encoding="utf-8")


def write_landed(warehouse: Path, world: World) -> int:
    """Write a whole history anew into `warehouse`; give the number of chat messages."""
    shutil.rmtree(warehouse, ignore_errors=True)
    landed = LandedWorld(warehouse, world)
    return sum(landed.add(*period) for period in world.periods())

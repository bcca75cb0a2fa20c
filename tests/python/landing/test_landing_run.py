"""The run as a whole: what is landed once, what is removed, what is refused, and what people are told."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from landing_world import MTIME, World, xls, xlsx, zipped

from kefu.__main__ import main
from kefu.landing.entities import PROVENANCE, load_contract
from kefu.landing.export_time import export_time

ORDERS = "订单编号,订单状态,订单创建时间\n{},交易成功,2024-05-01 10:00:00\n"


def test_every_entity_is_readable_from_the_start(world: World) -> None:
    """An empty exports folder still gives every entity with its full schema in contract order."""
    world.land()
    contract = load_contract()
    for entity in contract.entities.values():
        schema = pq.read_schema(world.warehouse / "landing" / entity.name / "_schema.parquet")
        assert schema.names == [*PROVENANCE.names, *(column.name for column in entity.columns), "extra"]
        if entity.name != "landed_files":
            assert world.rows(entity.name, "shop_id", "source_row", "exported_at", "extra") == []


def test_landing_twice_changes_no_byte(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run reads nothing again and leaves the same Parquet bytes."""
    world.put("shop/a.csv", ORDERS.format(1))
    world.put("shop/b.zip", zipped({"b.csv": ORDERS.format(2).encode()}))
    world.put("shop/unknown.csv", "a,b\n1,2\n")
    assert world.land().landed_now == 2
    before = world.parquet_bytes()
    monkeypatch.setattr("kefu.landing.files.digest_file", lambda path: pytest.fail(f"{path} was read again"))
    again = world.land()
    assert again.landed_now == 0
    assert again.statuses == {"landed": 2, "unrecognised": 1}
    assert world.parquet_bytes() == before


def test_touched_file_of_the_same_content_is_not_landed_again(world: World) -> None:
    """A new modification time alone changes nothing."""
    path = world.put("shop/a.csv", ORDERS.format(1))
    world.land()
    before = world.parquet_bytes()
    os.utime(path, (MTIME + 100, MTIME + 100))
    assert world.land().landed_now == 0
    assert world.parquet_bytes() == before


def test_changed_and_withdrawn_files(world: World) -> None:
    """A changed file replaces its rows; a withdrawn one takes its rows and quarantine with it."""
    path = world.put("shop/a.csv", ORDERS.format(1) + ",交易成功,2024-05-01 10:00:00\n")
    world.put("shop/b.csv", ORDERS.format(2))
    world.land()
    assert len(world.quarantine()) == 1
    world.put("shop/a.csv", ORDERS.format(333))
    world.land()
    assert world.rows("tmall_orders", "order_id") == [("333",), ("2",)]
    assert world.quarantine() == []
    path.unlink()
    summary = world.land()
    assert world.rows("tmall_orders", "order_id") == [("2",)]
    assert summary.removed == 1
    assert world.files() == {"shop/b.csv": "landed"}


def test_same_content_is_landed_once_per_shop(world: World) -> None:
    """A copy in the same shop is a duplicate, in another shop it is not; a withdrawn original hands over."""
    original = world.put("s1/a.csv", ORDERS.format(1))
    world.put("s1/b.csv", ORDERS.format(1))
    world.put("s2/a.csv", ORDERS.format(1))
    summary = world.land()
    assert summary.statuses == {"landed": 2, "duplicate": 1}
    assert world.rows("tmall_orders", "shop_id", "source_file") == [("s1", "s1/a.csv"), ("s2", "s2/a.csv")]
    assert any("s1/a.csv" in message.en and "s1/b.csv" in message.zh for message in summary.messages)
    original.unlink()
    world.land()
    assert world.rows("tmall_orders", "shop_id", "source_file") == [("s1", "s1/b.csv"), ("s2", "s2/a.csv")]
    world.put("s1/a.csv", ORDERS.format(1))
    world.land()
    assert world.rows("tmall_orders", "shop_id", "source_file") == [("s1", "s1/a.csv"), ("s2", "s2/a.csv")]
    assert world.files() == {"s1/a.csv": "landed", "s1/b.csv": "duplicate", "s2/a.csv": "landed"}


def test_lost_parquet_and_lost_cache_are_made_again(world: World) -> None:
    """Somebody deleted a Parquet file or the cache: the next run repairs it."""
    world.put("shop/a.csv", ORDERS.format(1))
    world.land()
    landing = world.warehouse / "landing"
    next(path for path in (landing / "tmall_orders").iterdir() if path.stem != "_schema").unlink()
    world.land()
    assert world.rows("tmall_orders", "order_id") == [("1",)]
    (landing / "_cache.json").write_text("{broken")
    world.land()
    assert world.rows("tmall_orders", "order_id") == [("1",)]


def test_unrecognised_file_names_what_it_lacks(world: World) -> None:
    """The nearest kind and the missing columns, in both languages, for csv and workbook alike."""
    world.put("shop/a.csv", "订单编号,买家会员名,总金额,订单状态\n1,a,2,交易成功\n")
    world.put("shop/b.bin", b"\x00\x01\x02")
    world.put("shop/c.txt", "")
    summary = world.land()
    assert summary.statuses == {"unrecognised": 3}
    assert world.rows("landed_files", "nearest_kind", "missing_columns", "message_en", "message_zh")[0] == (
        "tmall_orders",
        "订单创建时间",
        "shop/a.csv: not recognised. Nearest is the Tmall order export, but it lacks 订单创建时间. "
        "Export it again with these columns selected.",
        "shop/a.csv：无法识别。最接近“天猫订单报表”，但缺少列：订单创建时间。请重新导出并勾选这些列。",
    )


@pytest.mark.parametrize("name", ["README.txt", "notes.md", ".DS_Store", "~$orders.xlsx", ".git/config"])
def test_ignored_files(world: World, name: str) -> None:
    """Notes, hidden files and Office locks are passed over without a word."""
    world.put(f"shop/{name}", ORDERS.format(1))
    summary = world.land()
    assert summary.statuses == {}
    assert summary.messages == []


def test_broken_files_do_not_stop_the_run(world: World) -> None:
    """A damaged workbook, archive and Parquet fail alone."""
    world.put("shop/a.csv", ORDERS.format(1))
    world.put("shop/b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"junk" * 200)
    world.put("shop/c.zip", b"PK\x03\x04" + b"junk" * 200)
    world.put("shop/d.parquet", b"PAR1" + b"junk" * 200)
    world.land()
    assert world.files() == {
        "shop/a.csv": "landed",
        "shop/b.xls": "failed",
        "shop/c.zip": "failed",
        "shop/d.parquet": "failed",
    }
    assert not list(world.warehouse.rglob("*.tmp"))


def test_zip_members_are_files_of_their_own(world: World) -> None:
    """Members, GBK member names and one nested zip are read; a third level and unsafe names are refused."""
    inner = zipped({"deep.csv": ORDERS.format(3).encode(), "deepest.zip": zipped({"x.csv": ORDERS.format(4).encode()})})
    content = zipped(
        {
            "dir/b.csv": ORDERS.format(2).encode("gb18030"),
            "inner.zip": inner,
            "../up.csv": b"x",
            "/abs.csv": b"x",
            "__MACOSX/._b.csv": b"x",
            "README.md": b"x",
        }
    )
    world.put("shop/a.zip", content)
    world.land()
    assert world.rows("tmall_orders", "source_file", "order_id") == [
        ("shop/a.zip!dir/b.csv", "2"),
        ("shop/a.zip!inner.zip!deep.csv", "3"),
    ]
    assert world.files() == {
        "shop/a.zip!../up.csv": "failed",
        "shop/a.zip!/abs.csv": "failed",
        "shop/a.zip!dir/b.csv": "landed",
        "shop/a.zip!inner.zip!deep.csv": "landed",
        "shop/a.zip!inner.zip!deepest.zip": "failed",
    }


def test_encrypted_and_gbk_named_members(world: World) -> None:
    """A member that needs a password is refused with a remedy; a GBK name is shown as it was meant."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        info = zipfile.ZipInfo("XXXX.csv")
        archive.writestr(info, ORDERS.format(1))
        archive.writestr("secret.csv", ORDERS.format(2))
    content = bytearray(stream.getvalue().replace(b"XXXX", "订单".encode("gb18030")))
    position = content.rindex(b"PK\x01\x02")
    content[position + 8 : position + 10] = struct.pack("<H", 1)
    world.put("shop/a.zip", bytes(content))
    summary = world.land()
    assert world.files() == {"shop/a.zip!订单.csv": "landed", "shop/a.zip!secret.csv": "failed"}
    assert any("password" in message.en and "密码" in message.zh for message in summary.messages)


def test_damaged_member_fails_alone(world: World) -> None:
    """A deflated member with broken bytes is reported, its neighbour lands."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "".join(map(ORDERS.format, range(99))))
        archive.writestr("b.csv", ORDERS.format(1))
    content = bytearray(stream.getvalue())
    content[45:65] = b"\xff" * 20
    world.put("shop/a.zip", bytes(content))
    world.land()
    assert world.files() == {"shop/a.zip!a.csv": "failed", "shop/a.zip!b.csv": "landed"}


def test_member_above_the_size_cap_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A huge member is not unpacked."""
    monkeypatch.setattr("kefu.landing.files.MEMBER_LIMIT", 10)
    world.put("shop/a.zip", zipped({"a.csv": ORDERS.format(1).encode()}))
    world.land()
    assert world.files() == {"shop/a.zip!a.csv": "failed"}


@pytest.mark.parametrize(
    ("names", "titles", "expected", "source"),
    [
        (["ExportOrderList201905151650.csv"], [], datetime(2019, 5, 15, 16, 50), "name"),
        (["orders20190515165033.csv"], [], datetime(2019, 5, 15, 16, 50, 33), "name"),
        (["1791430000_new.csv"], [], datetime(2026, 10, 8, 11, 26, 40), "name"),
        (["4051124186_1782897394563_919.xlsx"], [], datetime(2026, 7, 1, 17, 16, 34, 563000), "name"),
        (["售后单-2026-05-18 00_34.xlsx"], [], datetime(2026, 5, 18, 0, 34), "name"),
        (["商品_2026-06-01_2026-06-18.xls"], [], datetime(2026, 6, 18), "name"),
        (["客服绩效20260618(1).xlsx"], [], datetime(2026, 6, 18), "name"),
        (["chat.txt", "导出202605180034.zip"], [], datetime(2026, 5, 18, 0, 34), "name"),
        (["a.xlsx"], [["下载时间", "2024/5/1 9:00"]], datetime(2024, 5, 1, 9, 0), "content"),
        (["19453840.csv"], [], datetime(2023, 11, 15, 6, 13, 20), "number"),
        (["20240501.csv"], [], datetime(2023, 11, 15, 6, 13, 20), "number"),
        (["orders_201913451650.csv"], [], datetime(2023, 11, 15, 6, 13, 20), "mtime"),
        (["a.csv"], [["统计时间：2024-05-01"]], datetime(2023, 11, 15, 6, 13, 20), "mtime"),
    ],
)
def test_export_time(names: list[str], titles: list[list[str]], expected: datetime, source: str) -> None:
    """R18: name, then title rows, then a growing number, then the modification time."""
    found = export_time(names, titles, MTIME)
    assert (found.exported_at, found.source) == (expected, source)
    if source == "number":
        assert found.rank == int(names[0].split(".")[0])


EXCHANGE = (
    "customer_id,sender,sent_at,agent_account,content,channel\n"
    + "c1,customer,2024-05-01 10:00:00,a,-,web\n" * 2
    + "c1,agent,2024-05-01T10:00:01.5,a, 好 ,web\n"
)


def test_exchange_messages(world: World) -> None:
    """English headers are the column names; text stays as it is; equal rows are counted."""
    world.put("shop/m.csv", EXCHANGE)
    world.land()
    assert world.rows("exchange_messages", "customer_id", "sender", "sent_at", "content", "occurrence", "extra") == [
        ("c1", "customer", "2024-05-01 10:00:00", "-", "1", '{"channel": "web"}'),
        ("c1", "customer", "2024-05-01 10:00:00", "-", "2", '{"channel": "web"}'),
        ("c1", "agent", "2024-05-01 10:00:01.500", " 好 ", "1", '{"channel": "web"}'),
    ]


@pytest.mark.parametrize(
    ("header", "entity"),
    [
        ("session_id,started_at,customer_id,agent_account", "exchange_sessions"),
        ("session_id,agent_account,assigned_at,reason", "exchange_assignments"),
        ("order_id,created_at,customer_id,status,total_amount", "exchange_orders"),
        ("order_id,line_id,quantity", "exchange_order_lines"),
        ("refund_id,order_id,refund_status,refund_amount", "exchange_refunds"),
        ("customer_id,agent_account,session_id,satisfaction", "exchange_evaluations"),
        ("agent_id,kpi_id,month,target_value", "exchange_targets"),
    ],
)
def test_exchange_entity_is_the_best_match(world: World, header: str, entity: str) -> None:
    """Entities that share columns are told apart."""
    values = {
        "started_at": "2024-05-01 10:00:00",
        "assigned_at": "2024-05-01 10:00:00",
        "month": "2024-05",
        "created_at": "2024-05-01 10:00:00",
    }
    row = ",".join(values.get(name, "1") for name in header.split(","))
    world.put("shop/x.csv", f"{header}\n{row}\n")
    world.land()
    assert len(world.rows(entity, "source_row")) == 1
    if entity == "exchange_targets":
        assert world.rows(entity, "month") == [("2024-05-01",)]


def test_exchange_parquet_keeps_types(world: World) -> None:
    """A typed Parquet file gives the same text as a csv would."""
    table = pa.table(
        {
            "order_id": pa.array([9007199254740993]),
            "created_at": pa.array([datetime(2024, 5, 1, 10, 0, 0, 250000)]),
            "customer_id": ["c"],
            "status": ["paid"],
            "total_amount": pa.array([12.5]),
            "is_cod": pa.array([False]),
            "item_count": pa.array([None], pa.int32()),
        }
    )
    stream = io.BytesIO()
    pq.write_table(table, stream)
    world.put("shop/orders.dat", stream.getvalue())
    world.land()
    assert world.rows("exchange_orders", "order_id", "created_at", "total_amount", "is_cod", "item_count") == [
        ("9007199254740993", "2024-05-01 10:00:00.250", "12.5", "false", None)
    ]


def test_roster_and_shops_find_their_shop(world: World) -> None:
    """A list above the shop folders names the shop per row; inside a folder the folder is the shop."""
    world.put("agents.csv", "account,agent_id,shop\ncntaobao某店：小美,E1,s1\n小何,E2,s2\n散,E3,\n", "gbk")
    world.put("shops.csv", "shop,shop_name,platform,main_account\ns1,某店,tmall,某店\n")
    world.put("s3/roster.xls", xls([["账号", "工号", "生效日期", "店铺"], ["甲", "E9", "2024/1/1", "s1"]]))
    world.land()
    assert world.rows("roster", "shop_id", "account", "agent_id", "valid_from") == [
        ("s1", "某店:小美", "E1", None),
        ("s2", "小何", "E2", None),
        ("default", "散", "E3", None),
        ("s3", "甲", "E9", "2024-01-01"),
    ]
    assert world.rows("shops", "shop_id", "shop", "main_account") == [("s1", "s1", "某店")]


def test_workbook_with_several_sheets(world: World) -> None:
    """Every recognised sheet is landed; rows of later sheets are numbered on from Excel's limit."""
    rows = [["订单编号", "订单状态", "订单创建时间"], ["1", "交易成功", "2024-05-01 10:00:00"]]
    other = [["订单编号", "订单状态", "订单创建时间"], ["2", "交易成功", "2024-05-01 10:00:00"]]
    world.put("shop/a.xlsx", xlsx({"one": rows, "notes": [["hello"]], "two": other}))
    world.land()
    assert world.rows("tmall_orders", "source_row", "order_id") == [(2, "1"), (2 * 1_048_576 + 2, "2")]


def test_files_above_the_shops_belong_to_default(world: World) -> None:
    """A file directly in the exports folder has no shop folder."""
    world.put("a.csv", ORDERS.format(1))
    world.land()
    assert world.rows("tmall_orders", "shop_id", "source_file") == [("default", "a.csv")]


def test_phone_numbers_are_masked_in_quarantine(world: World) -> None:
    """A phone number in a bad cell is not shown, an order number is."""
    world.put("shop/a.csv", "订单编号,订单状态,订单创建时间,总金额\n1930679858170647,x,13800138000,1\n")
    world.land()
    assert [row[2] for row in world.quarantine()] == ["138****00"]


def test_command_line(world: World) -> None:
    """The command prints both languages and succeeds even with unknown files."""
    world.put("shop/a.csv", ORDERS.format(1) + ",x,y\n")
    world.put("shop/b.csv", "a,b\n1,2\n")
    result = CliRunner().invoke(main, ["land", "--exports", str(world.exports), "--warehouse", str(world.warehouse)])
    assert result.exit_code == 0, result.output
    assert "1 landed, 0 duplicate, 1 not recognised, 0 failed" in result.output
    assert "已导入 1" in result.output
    assert "Quarantine: 1" in result.output

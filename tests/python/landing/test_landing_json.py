"""JSON files are tables: lists of objects wherever they stand, one object per line, damaged ones refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from landing_world import World

from kefu.landing import json_tables

COLUMNS = ("source_row", "customer_id", "sender", "sent_at", "content", "extra")


def message(**values: object) -> dict[str, object]:
    return {"customer_id": "b1", "sender": "customer", "sent_at": "2024-03-01 10:00:00", "content": "在吗"} | values


def landed(world: World, text: str) -> list[tuple[Any, ...]]:
    world.put("s/a.txt", text)
    world.land()
    return world.rows("exchange_messages", *COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([message(), message(sender="agent")]),
        "\ufeff" + json.dumps([message(), message(sender="agent")], indent=2, ensure_ascii=False),
        json.dumps({"code": 0, "data": {"total": 2, "empty": [], "list": [message(), message(sender="agent")]}}),
        json.dumps(message()) + "\n\n" + json.dumps(message(sender="agent"), ensure_ascii=False) + "\n",
    ],
    ids=["list", "indented list with mark", "list within objects", "lines"],
)
def test_every_shape_of_json_gives_the_same_rows(world: World, text: str) -> None:
    assert landed(world, text) == [
        (1, "b1", "customer", "2024-03-01 10:00:00", "在吗", None),
        (2, "b1", "agent", "2024-03-01 10:00:00", "在吗", None),
    ]


def test_one_object_alone_is_one_row(world: World) -> None:
    assert landed(world, json.dumps(message(tags=["a"]))) == [
        (1, "b1", "customer", "2024-03-01 10:00:00", "在吗", None)
    ]


def test_keys_may_come_late_and_nested_values_stay_json(world: World) -> None:
    later = '{"content": "x", "sent_at": 1709258400123, "customer_id": 900719925474099312, "sender": "agent", '
    later += '"价": 12.30, "is_read": true, "card": {"价": 1.50, "sku": [1, null, "甲"]}, "none": null}'
    rows = landed(world, f"[{json.dumps(message())}, {later}]")
    assert [row[:5] for row in rows] == [
        (1, "b1", "customer", "2024-03-01 10:00:00", "在吗"),
        (2, "900719925474099312", "agent", "2024-03-01 10:00:00.123", "x"),
    ]
    assert json.loads(rows[1][5]) == {
        "价": "12.30",
        "is_read": "true",
        "card": '{"价": 1.50, "sku": [1, null, "甲"]}',
    }


def test_gbk_and_half_an_emoji_are_read(world: World) -> None:
    text = json.dumps([message(content="您好亲，在的")], ensure_ascii=False)
    text += " " * 8
    world.put("s/a.json", text, "gb18030")
    world.put("s/b.json", json.dumps([message(content="好\ud83d")]))
    world.land()
    assert world.rows("exchange_messages", "content") == [("您好亲，在的",), ("好?",)]


def test_objects_without_their_keys_go_to_quarantine_even_the_first(world: World) -> None:
    text = json.dumps([{"content": "无主"}, message(), "无", 5, message(sent_at="gestern"), {}])
    assert [row[0] for row in landed(world, text)] == [2]
    assert sorted(world.quarantine()) == [
        (1, "customer_id", None, "missing_key", "true"),
        (3, "customer_id", None, "missing_key", "true"),
        (4, "customer_id", None, "missing_key", "true"),
        (5, "sent_at", "*******", "unreadable_time", "true"),
    ]


def test_all_lists_of_a_file_are_looked_at(world: World) -> None:
    order = {"order_id": "1", "line_id": "1", "quantity": 2}
    landed(world, json.dumps({"filters": [{"a": 1}], "messages": [message()], "lines": [order]}))
    assert world.rows("landed_files", "file_kind") == [("exchange_messages,exchange_order_lines",)]
    assert world.rows("exchange_messages", "source_row") == [(1_048_577,)]
    assert world.rows("exchange_order_lines", "source_row", "quantity") == [(2_097_153, "2")]


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ('[\n{"sender": "a"},\n{"sender": "b", "sent', "breaks off in line 3", "第 3 行中断"),
        ('[\n{"sender": "a"} {"sender": "b"}]', "damaged in line 2", "第 2 行"),
        ('{"list": [{"sender": "a"}]', "breaks off in line 1", "第 1 行中断"),
        ('[{"sender": "a"}]\n[{"sender": "b"}]', "damaged in line 2", "第 2 行"),
        ('{"sender": "a"}\n{"sender": b}\n' + " " * 99, "damaged in line 2", "第 2 行处损坏"),
        ("{" + '"a": {' * 5000, "nested too deeply", "嵌套过深"),
    ],
    ids=["cut", "comma", "closing", "two lists", "lines", "depth"],
)
def test_damaged_json_is_refused_as_a_whole(world: World, text: str, english: str, chinese: str) -> None:
    world.put("s/bad.json", text)
    world.put("s/good.json", json.dumps([message()]))
    world.land()
    assert world.files() == {"s/bad.json": "failed", "s/good.json": "landed"}
    said = world.rows("landed_files", "message_en", "message_zh")[0]
    assert english in said[0]
    assert chinese in said[1]


def test_text_that_only_begins_like_json_is_none(world: World) -> None:
    world.put("s/a.csv", "[1]customer_id,sender,sent_at\nb1,customer,2024-03-01 10:00:00\n")
    world.put("s/b.json", "[]")
    world.put("s/c.json", '["a", "b"]')
    world.land()
    assert world.files() == {"s/a.csv": "landed", "s/b.json": "unrecognised", "s/c.json": "unrecognised"}


def test_values_across_chunks_are_whole(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_tables, "CHUNK", 7)
    rows = [message(content="字" * number + '\n\\"', n=number * 1000) for number in range(1, 40)]
    got = landed(world, json.dumps({"n": 123456789, "list": rows}, ensure_ascii=False))
    assert [(row[4], row[5]) for row in got] == [(row["content"], json.dumps({"n": str(row["n"])})) for row in rows]

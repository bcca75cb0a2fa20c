"""The fast roads of csv files and workbooks give the same rows, hashes and quarantine as the slow one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from landing_world import World, xlsx

ORDER_HEADER = [
    "订单编号",
    "订单状态",
    "订单创建时间",
    "总金额",
    "买家会员名",
    "宝贝总数量",
    "订单备注",
    "备注2",
    "订单付款时间",
    "买家会员昵称",
]
NAMES = st.sampled_from(
    [
        "a",
        "好",
        "-",
        "无",
        "null",
        "",
        " x ",
        "\u3000",
        '="q"',
        "'1",
        'a"b',
        "line\nbreak",
        "0",
        "nn",
        "\\",
        "tab\there",
    ]
)
TIMES = st.sampled_from(
    ["2024-05-01 10:00:00", "2024/5/1 9:00", "", "2024-02-30 10:00:00", "0000-00-00", "x", "2024-05-01 10:00:00.5"]
)
IDS = st.one_of(st.integers(0, 10**19).map(str), st.sampled_from(["", "1.2E+18", '="55"', "合计", "A-1"]))
MONEY = st.sampled_from(["1", "1.50", "1,000", "¥2", "", "-", "five", "-1", "３"])
ROW = st.tuples(IDS, NAMES, TIMES, MONEY, NAMES, MONEY, NAMES, st.integers(0, 99).map(str), TIMES, NAMES)


WORLDS: list[World] = []


@pytest.fixture(autouse=True)
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One world for all examples: making the empty entities takes longer than an example."""
    if not WORLDS:
        WORLDS.append(World(tmp_path_factory.mktemp("fast")))
    return WORLDS[0]


def landed(text: str, encoding: str, is_fast: bool, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Land a text on one of the two roads and give all rows of orders and quarantine."""
    return landed_file("a.csv", text.encode(encoding), is_fast, monkeypatch)


def landed_file(name: str, content: bytes, is_fast: bool, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Land a file on one of the two roads and give all rows of orders and quarantine."""
    world = WORLDS[0]
    (world.warehouse / "landing/_cache.json").unlink(missing_ok=True)
    with monkeypatch.context() as patch:
        patch.setattr("kefu.landing.fast_csv.SLICE", 3)
        patch.setattr("kefu.landing.regular.SLICE", 3)
        if not is_fast:
            patch.setattr("kefu.landing.one_file.is_eligible", lambda table, digest: False)
            patch.setattr("kefu.landing.one_file.land_cells", lambda lander, table: lander.land())
        path = world.put(f"shop/{name}", content)
        assert world.land().statuses == {"landed": 1}
        path.unlink()
    columns = ("source_row", "row_hash", "extra", "order_id", "order_status", "created_at", "total_amount")
    orders = world.rows("tmall_orders", *columns, "customer_name", "item_count", "paid_at")
    files = world.rows("landed_files", "rows_read", "rows_landed", "rows_quarantined")
    return [orders, sorted(world.quarantine(), key=str), files]


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(ROW, min_size=1, max_size=9),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    is_blank_line=st.booleans(),
)
def test_both_roads_agree(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, ...]], encoding: str, is_blank_line: bool
) -> None:
    """Random grids of regular and odd cells, with and without a blank line."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(ORDER_HEADER)
    for number, row in enumerate(rows):
        writer.writerow(row)
        if is_blank_line and number == 1:
            stream.write("\r\n")
    text = stream.getvalue()
    assert landed(text, encoding, True, monkeypatch) == landed(text, encoding, False, monkeypatch)


@pytest.mark.parametrize(
    "tail",
    ["3,s\r\n", "3,s,2024-05-01 10:00:00,1,a,1,b,c,,,surplus\r\n", "\r\n\r\n", '3,s,2024-05-01 10:00:00,1,"a\rb"\r\n'],
)
def test_irregular_lines_take_the_slow_road(tail: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Short and long rows, blank lines and lone carriage returns: the file is read again, nothing doubles."""
    good = "".join(f"{number},s,2024-05-01 10:00:00,1,a,1,b,c,,\r\n" for number in range(8))
    text = ",".join(ORDER_HEADER) + "\r\n" + good + tail + good.replace("0,s", "9,s")
    assert landed(text, "utf-8", True, monkeypatch) == landed(text, "utf-8", False, monkeypatch)


@pytest.mark.parametrize("is_fast", [True, False])
def test_unclosed_quote_is_reported(is_fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote that opens and never closes spoils its own line, which is said; the rows under it land."""
    good = "".join(f"{number},s,2024-05-01 10:00:00,1,a,1,b,c,,\r\n" for number in range(200))
    text = ",".join(ORDER_HEADER) + '\r\n0,s,2024-05-01 10:00:00,1,a,1,b,c,,"\r\n' + good
    orders, quarantine, _ = landed(text, "utf-8", is_fast, monkeypatch)
    assert [(row[0], row[3]) for row in orders] == [(number + 3, str(number)) for number in range(200)]
    assert [(row[0], row[3], row[4]) for row in quarantine] == [(2, "unbalanced_quotes", "true")]


def test_fast_road_knows_the_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    """In an otherwise regular file a day that does not exist is lost as a key and empty elsewhere."""
    row = "{},s,2024-{}-30 10:00:00,1,a,1,b,c,2024-{}-30 10:00:00,\r\n"
    text = ",".join(ORDER_HEADER) + "\r\n" + row.format(1, "03", "02") + row.format(2, "02", "03")
    orders, quarantine, _ = landed(text, "utf-8", True, monkeypatch)
    assert [(order[3], order[-1]) for order in orders] == [("1", None)]
    assert {(row[0], row[1], row[4]) for row in quarantine} == {
        (2, "订单付款时间", "false"),
        (3, "订单创建时间", "true"),
    }


CELLS = st.sampled_from([0, 7, 1.5, 1e18, -3, True, None, datetime(2024, 5, 1, 10), 45413.5, "1", "", "x", "2024/5/1"])
TYPED = st.tuples(ROW, st.lists(st.tuples(st.integers(0, 9), CELLS), max_size=2))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(TYPED, min_size=1, max_size=9), is_ragged=st.booleans())
def test_both_roads_agree_on_workbooks(
    monkeypatch: pytest.MonkeyPatch, rows: list[tuple[tuple[str, ...], list[tuple[int, Any]]]], is_ragged: bool
) -> None:
    """Rows of texts, with some numbers, moments and empty cells among them."""
    grid: list[Sequence[Any]] = [ORDER_HEADER]
    for texts, typed in rows:
        row: list[Any] = list(texts)
        for position, cell in typed:
            row[position] = cell
        grid.append([*row, "surplus"] if is_ragged else row)
    content = xlsx({"单": grid})
    assert landed_file("a.xlsx", content, True, monkeypatch) == landed_file("a.xlsx", content, False, monkeypatch)


def test_fast_road_knows_numbers_that_lost_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number too large for its cell is no order id, though its digits look like one."""
    row = ["s", "2024-05-01 10:00:00", "1", "a", "1", "b", "c", "", ""]
    content = xlsx({"单": [ORDER_HEADER, [1e18, *row], ["2", *row]]})
    orders, quarantine, _ = landed_file("a.xlsx", content, True, monkeypatch)
    assert [order[3] for order in orders] == ["2"]
    assert [(lost[0], lost[3]) for lost in quarantine] == [(2, "lost_digits")]

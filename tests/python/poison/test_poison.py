"""A poisoned file: one message in both languages, its good rows land, every row is accounted for, nobody is named."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from landing_world import World, xlsx
from poison_files import DAY, GOOD, HEADER, LAST, MEMBERS, PLAIN, POISON, PRIVATE, Poison, csv_of, line, order, table

from kefu.landing import run as landing_run
from support import ROOT, kefu_environment

NEIGHBOUR = "shop/neighbour_20240310.csv"


def put_neighbour(world: World) -> None:
    """Put a good file that must land whatever is wrong with the other one."""
    world.put(NEIGHBOUR, csv_of([HEADER, order("5001")]))


def said(world: World) -> str:
    """Give all that the landing tells: the summary, and the tables that are published of it."""
    summary = world.land().text()
    folder = world.warehouse / "landing"
    told = [summary]
    for entity in ("landed_files", "quarantine", "file_rows"):
        rows = duckdb.sql(f"select * from read_parquet('{folder}/{entity}/*.parquet', union_by_name=true)").fetchall()
        told += [str(value) for row in rows for value in row if value is not None]
    return "\n".join(told)


def counts(world: World, file: str) -> dict[tuple[str, str], int]:
    """Add up what became of the rows of a file, by outcome and reason."""
    found: dict[tuple[str, str], int] = {}
    for name, outcome, reason, count in world.rows("file_rows", "source_file", "outcome", "reason", "row_count"):
        if name == file:
            found[outcome, reason] = found.get((outcome, reason), 0) + int(count)
    return found


def check_rows(world: World, file: str, poison: Poison) -> None:
    """Rows in = landed + quarantined + structural, each as the poison says."""
    found = counts(world, file)
    rows_in = found.get(("in", "-"))
    if poison.rows_in is not None:
        assert rows_in == poison.rows_in
        structural = {reason: count for (outcome, reason), count in found.items() if outcome == "structural"}
        assert structural == poison.structural
    if rows_in is not None:
        assert rows_in == sum(count for (outcome, _), count in found.items() if outcome != "in")
    if poison.orders is not None:
        assert found.get(("landed", "-"), 0) == len(poison.orders)
    lost = len(poison.quarantine) if poison.lost is None else poison.lost
    assert poison.orders is None or sum(n for (outcome, _), n in found.items() if outcome == "quarantined") == lost


@pytest.mark.parametrize("name", POISON)
def test_poison(name: str, world: World, capfd: pytest.CaptureFixture[str]) -> None:
    poison = POISON[name]
    file = f"shop/{poison.name}"
    put_neighbour(world)
    if isinstance(poison.content, bytes):
        world.put(file, poison.content)
    else:
        poison.content(world.exports / file)
    told = said(world)
    shown = file.encode("utf-8", "backslashreplace").decode()
    assert world.files() == {NEIGHBOUR: "landed", shown: poison.status}
    landed = world.rows("tmall_orders", "source_file", "order_id")
    assert [number for source, number in landed if source == NEIGHBOUR] == ["5001"]
    assert [number for source, number in landed if source == shown] == list(poison.orders or ())
    quarantine = [(row, column, reason) for row, column, _, reason, _ in world.quarantine()]
    assert quarantine == list(poison.quarantine)
    check_rows(world, shown, poison)
    assert poison.says in told
    for english, chinese in world.rows("quarantine", "message_en", "message_zh"):
        assert all(part in english for part in (", row ", "again", "The ")) or "formulas" in english
        assert "第" in chinese
        assert "请" in chinese
    for status, english, chinese in world.rows("landed_files", "status", "message_en", "message_zh"):
        assert (status == "landed") == (english is None) == (chinese is None)
    printed = capfd.readouterr()
    for secret in PRIVATE:
        assert secret not in told
        assert secret not in printed.out + printed.err
    for noise in ("Traceback", "panicked"):
        assert noise not in printed.err


@pytest.mark.parametrize("name", MEMBERS)
def test_poisoned_archive(name: str, world: World) -> None:
    """A refused member or archive says why; nothing is written outside, and the other files land."""
    content, members, message = MEMBERS[name]
    put_neighbour(world)
    world.put("shop/a.zip", content)
    told = said(world)
    wanted = {f"shop/a.zip!{member}": status for member, status in members.items()} or {"shop/a.zip": "failed"}
    assert world.files() == {NEIGHBOUR: "landed", **wanted}
    assert message in told
    assert not list(world.exports.parent.rglob("evil.csv"))


def test_excel_and_plain_readers_count_the_same_rows(world: World) -> None:
    """The count of rows in agrees with the csv module's own, quotes, blank lines and notes included."""
    text = "说明,,\r\n" + table(line("1002", "交易成功", DAY, "1", '"a\r\nb"'), "", line("1003", "交易成功", "morgen"))
    world.put("shop/orders_20240310.csv", text)
    world.land()
    plain = len(list(csv.reader(io.StringIO(text, newline=""))))
    found = counts(world, "shop/orders_20240310.csv")
    assert found["in", "-"] == plain == 7
    assert found["quarantined", "unreadable_time"] == 1


def test_lines_of_a_chat_are_counted_like_wc(world: World) -> None:
    """Each line of a chat text is a message, part of one, or named as what it is."""
    text = (
        "甲店:小二\n" + "=" * 60 + "\n单聊\n" + "=" * 60 + "\n" + "-" * 28 + "买家甲" + "-" * 28 + "\n"
        "没有时间的一行\n"
        "买家甲(2024-03-05 10:00:00):  在吗\n第二行\n\n"
        "甲店:小二(2024-03-05 10:00:09):  在\n"
        "甲店:小二(2024-13-05 10:00:09):  不可能的时间\n"
    )
    world.put("shop/chat_20240310.txt", text)
    told = said(world)
    found = counts(world, "shop/chat_20240310.txt")
    assert found["in", "-"] == text.count("\n") == 11
    assert found["landed", "-"] == 2
    assert found["quarantined", "stray_text"] == found["quarantined", "unreadable_time"] == 1
    assert found["structural", "continuation"] == 2
    assert found["structural", "title"] == 1
    assert found["structural", "heading"] == 4
    assert sum(count for (outcome, _), count in found.items() if outcome != "in") == 11
    assert "没有时间" not in told
    assert "不可能" not in told


def test_same_file_twice_is_superseded(world: World) -> None:
    """Of equal files the rows of the second one are counted as superseded."""
    world.put("shop/a_20240310.csv", PLAIN)
    world.put("shop/b_20240310.csv", PLAIN)
    world.land()
    assert counts(world, "shop/b_20240310.csv") == {
        ("in", "-"): 3,
        ("superseded", "duplicate_file"): 2,
        ("structural", "header"): 1,
    }


def test_file_that_changes_while_it_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left out with a message; the next run lands it."""
    put_neighbour(world)
    path = world.put("shop/orders_20240310.csv", PLAIN)
    real = landing_run.land_part

    def slow(part, *rest):  # noqa: ANN001, ANN002, ANN202
        if part.path == path:
            path.write_text(PLAIN + csv_of([order("1010")]), encoding="utf-8")
        return real(part, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(landing_run, "land_part", slow)
        assert "it changed while it was read" in said(world)
    assert world.files() == {NEIGHBOUR: "landed", "shop/orders_20240310.csv": "failed"}
    assert world.rows("tmall_orders", "order_id") == [("5001",)]
    world.land()
    assert world.files() == {NEIGHBOUR: "landed", "shop/orders_20240310.csv": "landed"}
    assert len(world.rows("tmall_orders", "order_id")) == 4


def test_file_without_permission(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported without a path of this machine; the superuser, who may read all, sees the same by a stand-in."""
    put_neighbour(world)
    path = world.put("shop/orders_20240310.csv", PLAIN)
    path.chmod(0)
    real = Path.open

    def refusing(self: Path, *rest, **options):  # noqa: ANN002, ANN003, ANN202
        if self == path:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *rest, **options)

    monkeypatch.setattr(Path, "open", refusing)
    told = said(world)
    assert "no permission to read it" in told
    assert str(world.exports) not in told
    assert world.files() == {NEIGHBOUR: "landed", "shop/orders_20240310.csv": "failed"}


def test_name_that_is_no_text(world: World) -> None:
    """Bytes of another encoding in a file's name are shown escaped."""
    put_neighbour(world)
    raw = os.fsencode(world.exports / "shop") + b"/\xb6\xa9\xb5\xa5_20240310.csv"
    with open(raw, "wb") as stream:
        stream.write(PLAIN.encode())
    world.land()
    assert world.files()["shop/\\xb6\\xa9\\xb5\\xa5_20240310.csv"] == "landed"
    world.land()
    assert len(world.rows("tmall_orders", "order_id")) == 3


MEASURE = """
import resource, sys
from pathlib import Path
from kefu.landing import land
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
land(Path(sys.argv[1]), Path(sys.argv[2]), is_quiet=True)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def peak_mb(world: World) -> int:
    """Land in a process of its own and give by how many MB its peak grew."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(world.exports), str(world.warehouse)],
        cwd=ROOT, env=kefu_environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


@pytest.mark.parametrize("suffix", ["csv", "txt", "json", "xls"])
def test_endless_line_takes_no_memory(suffix: str, world: World) -> None:
    """200 MB without a line end: the rows around it land, and the landing holds a small part of it."""
    put_neighbour(world)
    path = world.exports / "shop" / f"big_20240310.{suffix}"
    head, tail = {
        "csv": (csv_of([HEADER, order(GOOD)]), "\r\n" + csv_of([order(LAST)])),
        "txt": ("/****** 以下为一通会话 ******/\n小二 2024-03-05 10:00:00\n", "\n小二 2024-03-05 10:00:09\n在\n"),
        "json": ('[{"订单编号": "', '"}]'),
        "xls": ("<table><tr><td>", "</td></tr></table>"),
    }[suffix]
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(head)
        for _ in range(200):
            stream.write("客" * 349_525 + "x")
        stream.write(tail)
    assert path.stat().st_size > 200_000_000
    assert peak_mb(world) < 200
    assert world.rows("tmall_orders", "order_id")[-1] == ("5001",)
    if suffix == "csv":
        assert world.rows("tmall_orders", "order_id") == [(GOOD,), (LAST,), ("5001",)]
        assert [row[3] for row in world.quarantine()] == ["endless_line"]
        assert counts(world, f"shop/big_20240310.{suffix}")["in", "-"] == 4
    elif suffix == "txt":
        assert world.rows("jd_chat_messages", "sent_at") == [("2024-03-05 10:00:00",), ("2024-03-05 10:00:09",)]
        assert [row[3] for row in world.quarantine()] == ["endless_line"]
    else:
        assert world.files()[f"shop/big_20240310.{suffix}"] in ("failed", "unrecognised")


def test_zip_bomb_takes_no_memory(world: World) -> None:
    """A gigabyte of zeros in a megabyte, alone, in a zip of a zip, and as a workbook."""
    from poison_files import _zip

    put_neighbour(world)
    zeros = _zip([("zeros.csv", bytes(1 << 28))])
    sheet = _zip([("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", bytes(1 << 28))])
    world.put("shop/a.zip", zeros)
    world.put("shop/b.zip", _zip([(f"{number}.zip", zeros) for number in range(4)]))
    world.put("shop/c.xlsx", sheet)
    assert peak_mb(world) < 150
    assert {status for name, status in world.files().items() if name != NEIGHBOUR} == {"failed"}


def test_members_of_one_name_all_land(world: World) -> None:
    """A zip may hold a name twice: the second is a file of its own, not the first one overwritten."""
    from poison_files import _zip

    first, second = csv_of([HEADER, order(GOOD)]).encode(), csv_of([HEADER, order(LAST)]).encode()
    world.put("shop/a.zip", _zip([("o_20240310.csv", first), ("o_20240310.csv", second)]))
    world.land()
    assert world.rows("tmall_orders", "order_id") == [(GOOD,), (LAST,)]
    assert set(world.files()) == {"shop/a.zip!o_20240310.csv", "shop/a.zip!o_20240310.csv (2)"}


def test_litter_of_systems_is_passed_over(world: World) -> None:
    put_neighbour(world)
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "~$orders.xlsx", ".~lock.orders.csv#"):
        world.put(f"shop/{name}", b"\xd0\xcf\x11\xe0 nothing")
    world.land()
    assert set(world.files()) == {NEIGHBOUR}


def test_a_file_nobody_can_open_is_one_row(world: World) -> None:
    """It is not passed over in the count: itself, quarantined as a whole; so is its copy."""
    put_neighbour(world)
    broken = xlsx({"a": [HEADER, order(GOOD)]})[:-200]
    world.put("shop/a.xlsx", broken)
    world.put("shop/b.xlsx", broken)
    world.put("shop/c.csv", b"")
    world.land()
    for file in ("shop/a.xlsx", "shop/b.xlsx", "shop/c.csv"):
        found = {key: count for key, count in counts(world, file).items() if count}
        assert found == {("in", "-"): 1, ("quarantined", "whole_file"): 1}


def test_causes_are_told_in_chinese(world: World) -> None:
    """The Chinese sentence says what is damaged; the reader's own word stands in brackets behind it."""
    from poison_files import _parquet, _zip

    world.put("shop/a.xlsx", xlsx({"a": [HEADER, order(GOOD)]})[:-200])
    world.put("shop/b.zip", _zip([("o.csv", csv_of([HEADER, order(GOOD)]).encode())])[:-30])
    world.put("shop/c.gz", gzip.compress(csv_of([HEADER, order(GOOD)]).encode())[:-12])
    world.put("shop/d.parquet", _parquet([HEADER, order(GOOD)])[:-10])
    summary = world.land()
    assert len(summary.messages) == 4
    for message in summary.messages:
        told = message.zh.removeprefix(message.en.split(":")[0])
        outside = re.sub(r"\[\w+\]|xlsx|zip|gz|Parquet", "", told)
        assert not re.search("[A-Za-z]{3}", outside), message.zh
        assert "已损坏或不完整：" in message.zh


def test_equal_notes_of_many_files_are_one_line(world: World) -> None:
    for number in range(30):
        world.put(
            f"shop/orders{chr(97 + number % 26)}{number // 26}.csv", csv_of([HEADER, order(str(number))]).encode()
        )
    world.put("shop/zz_20240310.csv", csv_of([HEADER]).encode())
    notes = world.land().inferences
    assert len(notes) == 2
    assert "and 29 more files" in notes[0].en
    assert "另外 29 个文件" in notes[0].zh
    assert "no rows" in notes[1].en

"""Files with something wrong in them, made from invented contents: each names what must come of it.

Every poisoned table holds the good order 1001 before and, where a reader can get there, 1009 after the bad place.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from landing_world import xls, xlsx, zipped

HEADER = [
    "订单编号",
    "订单状态",
    "订单创建时间",
    "总金额",
    "买家会员名",
    "收货人姓名",
    "联系手机",
    "收货地址",
    "订单备注",
]
# What may be found in no message, quarantine or log.
PRIVATE = [
    "甄小花",
    "小花的店小二",
    "13900001234",
    "139-0000-1234",
    "云雾路88弄",
    "请放门卫处",
    "flower_zhen",
    "flower@example.com",
]
PEOPLE = ["flower_zhen", "甄小花", "13900001234", "虚构市云雾路88弄", "请放门卫处 flower@example.com"]
GOOD, LAST = "1001", "1009"
DAY = "2024-03-05 10:00:00"


def order(
    number: str, status: str = "交易成功", at: str = DAY, amount: str = "12.50", people: Sequence[str] = PEOPLE
) -> list[str]:
    """Give the cells of an order."""
    return [number, status, at, amount, *people]


def csv_of(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Write rows without any quoting, as they are."""
    return "".join(f"{delimiter.join(row)}\r\n" for row in rows)


def table(*bad: str, end: str = "\r\n") -> str:
    """Write the header, a good order, the bad lines as they are, and a good order."""
    return csv_of([HEADER, order(GOOD)]) + "".join(f"{line}{end}" for line in bad) + csv_of([order(LAST)])


def line(*cells: str) -> str:
    """Write one line."""
    return ",".join(cells)


@dataclass(frozen=True)
class Poison:
    """One file and what must come of it."""

    content: bytes | Callable[[Path], None]
    status: str = "landed"
    orders: tuple[str, ...] | None = (GOOD, LAST)
    quarantine: tuple[tuple[int, str | None, str], ...] = ()  # row, column, reason
    says: str = ""  # a word of the English message
    name: str = "orders_20240310.csv"
    lost: int | None = None  # rows lost where not every quarantine row is one
    structural: dict[str, int] = field(default_factory=lambda: {"header": 1})
    rows_in: int | None = None  # counted by hand or by a plain reader, where the table can be counted


def _truncated(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def _many_rows(count: int = 400) -> list[list[str]]:
    return [HEADER, *(order(str(number)) for number in range(2000, 2000 + count))]


def _parquet(rows: Sequence[Sequence[str]]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))), stream)
    return stream.getvalue()


def _html(rows: Sequence[Sequence[str]]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<html><meta charset="utf-8"><table>{body}</table></html>'.encode()


def _json(rows: Sequence[Sequence[str]]) -> bytes:
    return json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]], ensure_ascii=False).encode()


def _zip(members: Sequence[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def _link_member() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.csv")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def _stray_cell() -> bytes:
    """A workbook with one cell in the last corner that Excel has."""
    rows: list[list[Any]] = [HEADER, order(GOOD)]
    content = xlsx({"Sheet1": rows})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename.startswith("xl/worksheets/"):
                corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", corner)
            target.writestr(info, data)
    return stream.getvalue()


def _symlink_loop(path: Path) -> None:
    os.symlink(path.name, path)


def _folder_loop(path: Path) -> None:
    os.symlink(path.parent, path, target_is_directory=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


PLAIN = csv_of([HEADER, order(GOOD), order(LAST)])
ZEROS = bytes(80 << 20)

POISON: dict[str, Poison] = {
    "0 bytes": Poison(b"", "unrecognised", None, says="empty"),
    "header only": Poison(csv_of([HEADER]).encode(), orders=(), says="no rows", rows_in=1),
    "truncated csv": Poison(
        (PLAIN + line("1010", "交易成功", "2024-03-0")).encode(),
        quarantine=((4, None, "cut_off"),),
        says="breaks off",
        rows_in=4,
    ),
    "truncated in a quote": Poison(
        (PLAIN + line("1010", "交易成功", DAY, "12", '"flow')).encode(),
        quarantine=((4, None, "unbalanced_quotes"),),
        says="never closed",
        rows_in=4,
    ),
    "quote never closed": Poison(
        table(line("1002", "交易成功", DAY, "12.50", '"flower_zhen', "甄小花")).encode(),
        quarantine=((3, None, "unbalanced_quotes"),),
        says="never closed",
        rows_in=4,
    ),
    "quote closed in the next row": Poison(
        table(
            line("1002", "交易成功", DAY, "12.50", '"flower_zhen', *PEOPLE[1:]),
            line("1003", "交易成功", DAY, "12.50", '"flower_zhen"', *PEOPLE[1:]),
        ).encode(),
        orders=(GOOD, "1003", LAST),
        quarantine=((3, None, "unbalanced_quotes"),),
        says="never closed",
        rows_in=5,
    ),
    "line breaks and quotes in cells": Poison(
        table(line("1002", "交易成功", DAY, "12.50", *PEOPLE[:4], '"请放""门卫处""\r\n第二行,第三格"')).encode(),
        orders=(GOOD, "1002", LAST),
        rows_in=4,
    ),
    "a comma for the decimal point": Poison(
        table(
            *(line(*order(f"100{n}", amount=f'"{text}"')) for n, text in enumerate(("10,5", "1.234,50", "1 234,50"), 2))
        ).encode(),
        orders=(GOOD, "1002", "1003", "1004", LAST),
        quarantine=tuple((row, "总金额", "unreadable_money") for row in (3, 4, 5)),
        says='"10,5" is not an amount',
        lost=0,
        rows_in=6,
    ),
    "marks for thousands": Poison(
        table(line(*order("1002", amount='"1,234,567.50"')), line(*order("1003", amount="１２．５０"))).encode(),
        orders=(GOOD, "1002", "1003", LAST),
        rows_in=5,
    ),
    "amounts and counts that no engine holds": Poison(
        table(
            line(*order("1002", amount="9" * 40)),
            line(*order("1003", amount="1e300")),
            line(*order("1004", amount="1E-99999")),
        ).encode(),
        orders=(GOOD, "1002", "1003", "1004", LAST),
        quarantine=tuple((row, "总金额", "unreadable_money") for row in (3, 4, 5)),
        says="is not an amount",
        lost=0,
        rows_in=6,
    ),
    "moments that cannot be": Poison(
        table(
            line(*order("1002", at="1900-01-01 00:00:00")),
            line(*order("1003", at="2099-12-31 00:00:00")),
            line(*order("1004", at="4102444800000")),
        ).encode(),
        quarantine=tuple((row, "订单创建时间", "unlikely_time") for row in (3, 4, 5)),
        says="before 1990 or after next year",
        rows_in=6,
    ),
    "invisible characters in an id": Poison(
        table(line(*order("\u200b10\u206002\u200f")), line(*order("１００３"))).encode(),
        orders=(GOOD, "1002", "1003", LAST),
        rows_in=5,
    ),
    "gbk": Poison(PLAIN.encode("gb18030"), rows_in=3),
    "utf-8 with a mark": Poison(PLAIN.encode("utf-8-sig"), rows_in=3),
    "utf-16": Poison(PLAIN.encode("utf-16"), rows_in=3),
    "utf-16 without a mark": Poison(PLAIN.encode("utf-16-le"), rows_in=3),
    "gbk rows in a utf-8 file": Poison(
        PLAIN.encode() + csv_of([order("1010")]).encode("gb18030"), orders=(GOOD, LAST, "1010"), rows_in=4
    ),
    "utf-8 rows in a gbk file": Poison(
        csv_of([HEADER, *(order(str(number)) for number in range(3000, 3100))]).encode("gb18030")
        + csv_of([order("1010")]).encode(),
        orders=(*map(str, range(3000, 3100)), "1010"),
        rows_in=102,
    ),
    "bytes that are no text": Poison(
        table(line("1002", "交易成功", DAY, "12.50", "flower_zhen", "甄\udcff\udcfe小", *PEOPLE[2:])).encode(
            "utf-8", "surrogateescape"
        ),
        orders=(GOOD, "1002", LAST),
        quarantine=((3, "#6", "undecodable_bytes"),),
        lost=0,
        says="no valid text",
        rows_in=4,
    ),
    "nul bytes": Poison(
        table(line("1002", "交易成功", DAY, "12.50", "flower_\0zhen", *PEOPLE[1:])).encode(),
        orders=(GOOD, "1002", LAST),
        quarantine=((3, "买家会员名", "undecodable_bytes"),),
        lost=0,
        says="no valid text",
        rows_in=4,
    ),
    "semicolons": Poison(csv_of([HEADER, order(GOOD), order(LAST)], ";").encode(), rows_in=3),
    "tabs": Poison(csv_of([HEADER, order(GOOD), order(LAST)], "\t").encode(), rows_in=3),
    "bars": Poison(csv_of([HEADER, order(GOOD), order(LAST)], "|").encode(), rows_in=3),
    "old mac line ends": Poison(PLAIN.replace("\r\n", "\r").encode(), rows_in=3),
    "no key column": Poison(
        csv_of([[name for name in HEADER if name != "订单创建时间"], order(GOOD)]).encode(),
        "unrecognised",
        None,
        says="lacks 订单创建时间",
    ),
    "header twice": Poison(
        csv_of([[*HEADER, "总金额"], [*order(GOOD), "999"], [*order(LAST), "999"]]).encode(),
        says="more than once",
        rows_in=3,
    ),
    "unknown columns": Poison(
        csv_of([[*HEADER, "从未见过的列"], [*order(GOOD), "甲"], [*order(LAST), "乙"]]).encode(), rows_in=3
    ),
    "surplus cells": Poison(csv_of([HEADER, [*order(GOOD), "多", "余"], order(LAST)]).encode(), rows_in=3),
    "saved by Excel": Poison(
        table(
            line(*order("1.23E+18")),
            line(*order("1002", at="2024/3/5 9:05")),
            line(*order("1003", at="45356.5")),
            line(*order("1004", at="########")),
            line(*order("1005", at="05/03/24 9:05")),
        ).encode(),
        orders=(GOOD, "1002", "1003", LAST),
        quarantine=(
            (3, "订单编号", "scientific_notation"),
            (6, "订单创建时间", "unreadable_time"),
            (7, "订单创建时间", "unreadable_time"),
        ),
        says="do not open in Excel",
        rows_in=8,
    ),
    "impossible dates": Poison(
        table(line(*order("1002", at="2024-02-30 10:00:00")), line(*order("1003", at="2024-03-05 25:61:00"))).encode(),
        quarantine=((3, "订单创建时间", "unreadable_time"), (4, "订单创建时间", "unreadable_time")),
        says='"2024-02-30 10:00:00" is not a date and time',
        rows_in=5,
    ),
    "negative amounts": Poison(
        table(line(*order("1002", amount="-12.50"))).encode(),
        orders=(GOOD, "1002", LAST),
        quarantine=((3, "总金额", "negative_value"),),
        lost=0,
        says='"-12.50" is below zero',
        rows_in=4,
    ),
    "formulas": Poison(
        table(
            line(*order('="1002"')),
            line(*order("=SUM(A1:A9)")),
            line(*order("1003", amount="=1+1")),
            line(*order("1004", people=["+flower_zhen", "-甄小花", "@13900001234", *PEOPLE[3:]])),
            line(*order("@SUM(1)")),
        ).encode(),
        orders=(GOOD, "1002", "1003", "1004", LAST),
        quarantine=((4, "订单编号", "formula"), (5, "总金额", "formula"), (7, "订单编号", "formula")),
        lost=2,
        says="a formula",
        rows_in=8,
    ),
    "people in the wrong columns": Poison(
        table(
            line("甄小花", "交易成功", DAY, "12.50"),
            line("1002", "交易成功", "139-0000-1234", "云雾路88弄"),
            line("1003", "交易成功", DAY, "13900001234 甄小花 flower_zhen flower@example.com"),
            line("1004", "交易成功", DAY, "请放门卫处"),
        ).encode(),
        orders=(GOOD, "1003", "1004", LAST),
        quarantine=(
            (3, "订单编号", "unreadable_id"),
            (4, "订单创建时间", "unreadable_time"),
            (5, "总金额", "unreadable_money"),
            (6, "总金额", "unreadable_money"),
        ),
        lost=2,
        rows_in=7,
    ),
    "footers and sub-headers": Poison(
        (
            "导出时间：2024-03-10 08:00:00\r\n"
            + csv_of([HEADER, ["", "", "", "元"], order(GOOD)])
            + "\r\n"
            + csv_of([HEADER, order(LAST), ["合计", "", "", "25.00"], ["说明：仅供参考"]])
        ).encode(),
        structural={"title": 1, "header": 1, "sub_header": 1, "blank": 1, "repeated_header": 1, "total_or_note": 2},
        rows_in=9,
        name="orders.csv",
    ),
    "html named xls": Poison(_html([HEADER, order(GOOD), order(LAST)]), name="orders_20240310.xls", rows_in=3),
    "truncated html": Poison(_html([HEADER, order(GOOD), order(LAST)])[:-30], name="orders_20240310.xls", rows_in=3),
    "xls": Poison(xls([HEADER, order(GOOD), order(LAST)]), name="orders_20240310.xls", rows_in=3),
    "truncated xls": Poison(
        _truncated(xls(_many_rows()), 0.5), "failed", None, says="damaged or incomplete", name="orders_20240310.xls"
    ),
    "truncated xlsx": Poison(
        _truncated(xlsx({"a": _many_rows()}), 0.6), "failed", None, says="damaged or incomplete", name="o_20240310.xlsx"
    ),
    "truncated parquet": Poison(
        _truncated(_parquet(_many_rows()), 0.6), "failed", None, says="damaged or incomplete", name="o_20240310.parquet"
    ),
    "truncated json": Poison(
        _truncated(_json(_many_rows()), 0.6), "failed", None, says="breaks off", name="o_20240310.json"
    ),
    "gz": Poison(gzip.compress(PLAIN.encode()), name="orders_20240310.csv.gz", rows_in=3),
    "truncated gz": Poison(
        _truncated(gzip.compress(csv_of(_many_rows()).encode()), 0.6),
        "failed",
        None,
        says="damaged or incomplete",
        name="orders_20240310.csv.gz",
    ),
    "gz bomb": Poison(gzip.compress(ZEROS), "failed", None, says="many times its size", name="orders_20240310.csv.gz"),
    "unfinished download": Poison(
        PLAIN.encode()[:-40], "failed", None, says="unfinished download", name="orders_20240310.csv.crdownload"
    ),
    "rar": Poison(b"Rar!\x1a\x07\x01\x00" + bytes(range(256)), "unrecognised", None, says="Unpack", name="orders.rar"),
    "picture": Poison(b"\x89PNG\r\n\x1a\n" + bytes(64), "unrecognised", None, says="not recognised", name="a.png"),
    "stray cell in the last corner": Poison(
        _stray_cell(), "failed", None, says="stray cells", name="orders_20240310.xlsx"
    ),
    "sheet of something else": Poison(
        xlsx({"orders": [HEADER, order(GOOD), order(LAST)], "甲": [["随便", "什么"], ["1", "2"]]}),
        says="table 甲 with 2 rows",
        name="orders_20240310.xlsx",
        lost=2,
        rows_in=5,
        structural={"header": 1},
    ),
    "bad cell in a sheet": Poison(
        xlsx({"甲": [HEADER, order(GOOD), order("1002", at="gestern"), order(LAST)]}),
        quarantine=((3, "订单创建时间", "unreadable_time"),),
        says="[甲], row 3",
        name="orders_20240310.xlsx",
        rows_in=4,
    ),
    "link in a circle": Poison(_symlink_loop, "failed", None, says="circle"),
    "link to the folder itself": Poison(_folder_loop, "failed", None, says="link to a folder"),
    "pipe": Poison(_pipe, "failed", None, says="neither a file"),
    "odd characters in the name": Poison(
        PLAIN.encode(), name="o\x1b[31m\n'\"; drop 'x'%s{}$(id)`\u202e_20240310.csv", rows_in=3
    ),
}

# Members of archives: their name in the archive, what they hold, their status and a word of the message.
MEMBERS: dict[str, tuple[bytes, dict[str, str], str]] = {
    "path traversal": (_zip([("../../evil.csv", PLAIN.encode())]), {"../../evil.csv": "failed"}, "unsafe path"),
    "absolute name": (_zip([("/etc/evil.csv", PLAIN.encode())]), {"/etc/evil.csv": "failed"}, "unsafe path"),
    "drive letter": (_zip([("C:\\evil.csv", PLAIN.encode())]), {"C:/evil.csv": "failed"}, "unsafe path"),
    "link": (_zip([(_link_member(), b"/etc/passwd")]), {"link.csv": "failed"}, "a link"),
    "bomb": (_zip([("zeros.csv", ZEROS)]), {}, "many times its size"),
    "bomb in a zip": (
        _zip([("inner.zip", _zip([("zeros.csv", ZEROS)]))]),
        {"inner.zip": "failed"},
        "many times its size",
    ),
    "zip in zip in zip": (
        zipped({"a.zip": zipped({"b.zip": zipped({"c.csv": PLAIN.encode()})})}),
        {"a.zip!b.zip": "failed"},
        "zip inside a zip inside a zip",
    ),
    "many members": (_zip([(f"{number}.csv", b"") for number in range(20_001)]), {}, "too many members"),
    "good beside bad": (
        _zip([("../evil.csv", b"x"), ("orders_20240310.csv", PLAIN.encode())]),
        {"../evil.csv": "failed", "orders_20240310.csv": "landed"},
        "unsafe path",
    ),
}

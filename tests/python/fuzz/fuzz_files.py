"""Valid files of every reader, and strategies that spoil them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from landing_world import xls, xlsx
from poison_files import HEADER, PEOPLE, csv_of, order

NICK, NAME, PHONE, ADDRESS, REMARK = PEOPLE
ORDERS = [HEADER, *(order(str(number)) for number in range(1001, 1008))]
REFUNDS = [
    ["售后单号", "订单号", "售后状态", "售后申请时间", "退商品金额（元）", "商家退货联系人姓名", "商家退货联系人电话"],
    *([str(number), str(number), "退款成功", "2024-03-05 10:00:00", "¥9.50", NAME, PHONE] for number in range(5)),
]
MESSAGES = [
    ["会话ID", "时间", "内容", "方向", "发送人类型", "用户", "客服账号"],
    *([f"c{n}", f"2024-03-05 10:00:0{n}", REMARK, "买家", "-", NICK, "小二"] for n in range(8)),
]
RULE, DASH = "=" * 60, "-" * 28
CHAT_A = (
    f"甲店:小二\n{RULE}\n单聊\n{RULE}\n{DASH}{NICK}{DASH}\n{NICK}(2024-03-05 10:00:00):  {REMARK}\n第二行\n\n"
    f"甲店:小二(2024-03-05 10:00:09):  在\n{RULE}\n群聊\n"
    f"{RULE}\n{DASH}群{DASH}\n{NICK}(2024-03-05 10:01:00):  {REMARK}\n"
)
CHAT_B = f"即时消息\n2024-03-05 10:00:00 {NICK}: {REMARK}\n2024-03-05 10:00:05 甲店:小二: 在\n\n还有一行\n"
CHAT_C = f"{NICK} 2024-03-05 10:00:00\n{REMARK}\n已读\n甲店:小二 2024-03-05 10:00:09\n在\n由 小二 转交给 小三\n"
CHAT_D = f"2024-03-05\n10:00:00\n{REMARK}\n{NICK}\n10:00:09\n在\n甲店:小二\n"
CHAT_JD = (
    f"/****** 以下为一通会话 ******/\nf***n 2024-03-05 10:00:00\n{REMARK}\n小二 2024-03-05 10:00:09\n在\n\n"
    f"/****** 会话结束 2024-03-05 10:05:00 ******/\n"
)
CALLS = "".join(
    f'"","{PHONE}","600{n}","q","""{NAME}"" <{PHONE}>","SIP/1","SIP/2","Queue","a","2024-03-05 10:00:0{n}",'
    f'"2024-03-05 10:00:09","2024-03-05 10:01:00",60,51,"ANSWERED","DOCUMENTATION","1704189601.{n}",""\n'
    for n in range(6)
)


def _html_row(row: list[str]) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"


def _json(rows: list[list[str]]) -> bytes:
    return json.dumps({"data": {"list": [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]}}).encode()


def _zip(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _parquet(rows: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))), stream)
    return stream.getvalue()


TEXTS = {
    "orders.csv": csv_of(ORDERS),
    "refunds.csv": csv_of(REFUNDS, "\t"),
    "messages.csv": csv_of(MESSAGES),
    "a.txt": CHAT_A,
    "b.txt": CHAT_B,
    "c.txt": CHAT_C,
    "d.txt": CHAT_D,
    "jd.log": CHAT_JD,
    "Master.csv": CALLS,
    "orders.html": "<table>"
    + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in ORDERS)
    + "</table>",
    "lines.json": "".join(json.dumps(dict(zip(MESSAGES[0], row, strict=True))) + "\n" for row in MESSAGES[1:]),
}
FILES: dict[str, bytes] = {
    **{name: text.encode() for name, text in TEXTS.items()},
    "gbk.csv": csv_of(ORDERS).encode("gb18030"),
    "utf16.csv": csv_of(ORDERS).encode("utf-16"),
    "orders.xlsx": xlsx({"一": ORDERS, "二": REFUNDS}),
    "orders.xls": xls(ORDERS),
    "orders.parquet": _parquet(ORDERS),
    "list.json": _json(MESSAGES),
    "orders.csv.gz": gzip.compress(csv_of(ORDERS).encode(), mtime=0),
    "files.zip": _zip({"orders.csv": csv_of(ORDERS).encode(), "chat.txt": CHAT_A.encode()}),
}

NASTY = (
    "", "-", "0", "1.23E+18", "-5", "=1+1", '="1', "@x", "'", '"', '""', 'a"b', '"a', "\0", "\ufeff", "\ufffd",
    "\ufdd0", "2024-02-30", "2024-13-01 25:61:61", "99999999999999999999", "１２３", "NaN",
    "inf", "1e999999999", "²", "٣", "\r", "\n", "\x1f", ",", "\t",
    "合计", "说明：", "订单编号", "0000-00-00", "1/0", "#REF!", "😀",
    "\ud800", "a" * 5000, *PEOPLE,
)  # fmt: skip
PIECES = (
    *(text.encode("utf-8", "surrogatepass") for text in NASTY if len(text) < 100),
    b"\xff", b"\x81", b"\xe4\xb8", b"\x00\x00", b"PK\x03\x04", b"<", b"{", b"[", b"</table>", b"\r\n\r\n",
)  # fmt: skip

_cells = st.sampled_from(NASTY) | st.text(max_size=12)


@st.composite
def spoilt_bytes(draw: st.DrawFn) -> tuple[str, bytes]:
    """A valid file with bytes changed, cut off, put in or taken out."""
    name = draw(st.sampled_from(sorted(FILES)))
    content = bytearray(FILES[name])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(len(content), at + draw(st.integers(1, 40)))
        kind = draw(st.sampled_from(("flip", "cut", "insert", "delete", "repeat")))
        if kind == "flip" and content:
            content[at] = draw(st.integers(0, 255))
        elif kind == "cut":
            del content[at:]
        elif kind == "insert":
            content[at:at] = draw(st.sampled_from(PIECES))
        elif kind == "delete":
            del content[at:end]
        else:
            content[at:at] = content[at:end]
    return name, bytes(content)


@st.composite
def spoilt_lines(draw: st.DrawFn) -> tuple[str, bytes]:
    """A valid text with lines changed, moved, repeated and dropped, and cells put in the place of others."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    lines = TEXTS[name].splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("drop", "repeat", "move", "cell", "new")))
        if kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "repeat":
            lines.insert(at, lines[at])
        elif kind == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif kind == "cell":
            cells = lines[at].split(",")
            cells[draw(st.integers(0, len(cells) - 1))] = draw(_cells)
            lines[at] = ",".join(cells)
        else:
            lines.insert(at, draw(_cells) + "\n")
    encoding = draw(st.sampled_from(("utf-8", "gb18030", "utf-16", "utf-8-sig")))
    return name, "".join(lines).encode(encoding, "replace")


@st.composite
def random_tables(draw: st.DrawFn) -> tuple[str, bytes]:
    """A table of random cells under a real or a spoilt header, as csv, workbook, JSON or Parquet."""
    width = len(HEADER)
    header = draw(st.just(HEADER) | st.lists(st.sampled_from([*HEADER, "", "列"]), min_size=width, max_size=width))
    good = st.sampled_from(ORDERS[1:])
    bad = st.lists(_cells, max_size=width + 3)
    rows = [header, *draw(st.lists(good | bad, max_size=12))]
    rows = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    kind = draw(st.sampled_from(("csv", "plain", "xlsx", "json", "parquet")))
    if kind == "xlsx":
        return "table.xlsx", xlsx({"甲": rows})
    padded = [[*row, *[""] * width][:width] for row in rows]
    if kind == "json":
        return "table.json", json.dumps([dict(zip(header, row, strict=True)) for row in padded[1:]]).encode()
    if kind == "parquet" and len(set(header)) == width and len(rows) > 1:
        return "table.parquet", _parquet(padded)
    if kind == "csv":
        rows = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    return "table.csv", csv_of(rows).encode("utf-8", "replace")

"""What may be seen by nobody who opens what is published, read from the raw files without the package's own readers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
from python_calamine import CalamineWorkbook

# Headers under which people stand: buyers, receivers, callers, requesters, and whatever is written about them.
PEOPLE = re.compile(
    r"买家|会员名|顾客|客户(?:编号|姓名|地址)|下单帐号|用户$|昵称|姓名|收货|收件|联系|电话|手机|地址|街道|留言|备注|内容|说明|事由|扣分原因"
    r"|支付宝|发票抬头|requester|submitter|subject|email|contact|full name|phone|comment|buyer|customer_id|sender|name$"
    r"|content|src|dst|clid|cnam|cnum",
    re.IGNORECASE,
)
# … unless they speak of money, times, kinds, or of those who work there.
NOT_PEOPLE = re.compile(
    r"应付|支付(?:金额|积分|货款)|邮费|时间|日期|店铺|客服|agent|旺旺|商品|消息数|退款金额|服务费|sender_kind|是否|修改过|等级"
    r"|审核|domain|操作人|发票内容|dstchannel|dcontext"
)
STAFF_LISTS = ("agents.csv", "shops.csv")
TALK = (
    re.compile(r"^(?P<who>.+?)\(\d{4}-\d\d-\d\d [\d:]+\):\s*(?P<text>.*)$"),
    re.compile(r"^\d{4}-\d\d-\d\d [\d:]+ (?P<who>.+?): (?P<text>.*)$"),
    re.compile(r"^-{9,}(?P<who>[^-].*?)-{9,}(?P<text>)$"),
    re.compile(r"^(?P<who>.+?)\s*\d{4}-\d{1,2}-\d{1,2} [\d:]+\s*(?P<text>)$"),
)
# Text among packed bytes: six signs, letters or Chinese characters and more.
RUN = re.compile(rb"(?:[\x20-\x7e]|[\xe2-\xe9\xef][\x80-\xbf][\x80-\xbf]){6,}")
HASH = re.compile("[0-9a-f]{32}")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
NAMELESS = re.compile(r"null|[\d\s:./\\=*-]*|https?://\S+|\d{4}-\d\d-\d\d.*")
SHORTEST = 3


def files_of(exports: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of all files, members of archives too."""
    for path in sorted(path for path in exports.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((member, archive.read(member)) for member in archive.namelist())
        else:
            yield path.name, content


def decoded(content: bytes) -> str:
    """The text of a file in either of the two encodings of the platforms."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def tables_of(name: str, content: bytes) -> list[list[list[str]]]:
    """The tables of a file, the header first; none for a text."""
    if name.endswith((".xlsx", ".xls")):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            [[str(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python()]
            for sheet in book.sheet_names
        ]
    if name.endswith(".csv"):
        return [list(csv.reader(io.StringIO(decoded(content), newline="")))]
    if name.endswith(".json"):
        rows = json.loads(decoded(content))
        return [[list(rows[0]), *([str(cell) for cell in row.values()] for row in rows)]]
    return []


def staff(exports: Path) -> set[str]:
    """How the shops call their people and themselves: these names are published."""
    rows = [row for name in STAFF_LISTS for table in tables_of(name, (exports / name).read_bytes()) for row in table]
    return {cell for row in rows for cell in row if cell} | {cell.split(":")[-1] for row in rows for cell in row}


def people_of(table: list[list[str]]) -> Iterator[str]:
    """The cells of a table that stand under people's headers."""
    columns = [
        place for place, header in enumerate(table[0]) if PEOPLE.search(header) and not NOT_PEOPLE.search(header)
    ]
    for row in table[1:]:
        yield from (row[place].strip("\t =\"'") for place in columns if place < len(row))


def talk_of(text: str) -> Iterator[str]:
    """Who speaks in a chat text, and what is said."""
    for line in text.splitlines():
        found = next((match for pattern in TALK if (match := pattern.match(line.strip()))), None)
        yield from (found["who"].strip(), found["text"].strip()) if found else (line.strip(),)


def plants(exports: Path) -> set[str]:
    """Every name, number, address and text of the raw files that may be published nowhere."""
    known = staff(exports)
    found: set[str] = set()
    for name, content in files_of(exports):
        if name in STAFF_LISTS:
            continue
        tables = tables_of(name, content)
        for table in tables:
            found.update(people_of(table))
            for row in table:
                found.update(number for cell in row for number in (*MOBILE.findall(cell), *EMAIL.findall(cell)))
        if not tables:
            text = decoded(content)
            found.update(MOBILE.findall(text))
            if name.endswith((".txt", ".log")) and name != "cdr.log":
                found.update(talk_of(text))
    return {value for value in found if is_plant(value, known)}


def is_plant(value: str, known: set[str]) -> bool:
    """Whether a value tells of a person: long enough, no mere number, no name of the shop's own people."""
    if MOBILE.fullmatch(value):
        return True
    if value in known or any(value.startswith(f"{name}:") for name in known) or NAMELESS.fullmatch(value):
        return False
    return len(value) >= SHORTEST and "***" not in value


def seen_in(texts: Iterable[str], planted: set[str]) -> set[str]:
    """Those of the plants that stand in any of the texts."""
    whole = "\n".join({text for text in texts if not HASH.fullmatch(text)})
    return {value for value in planted if value in whole}


def texts_of(connection: duckdb.DuckDBPyConnection, schemas: Iterable[str]) -> dict[str, set[str]]:
    """All texts of the tables and views of some schemas, by table and column; in nested values too."""
    columns = connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns "
        "where table_schema in (select unnest(?)) and (data_type like '%VARCHAR%' or data_type in ('BLOB', 'JSON'))",
        [list(schemas)],
    ).fetchall()
    return {
        f"{schema}.{table}.{column}": {
            text
            for (text,) in connection.execute(
                f'select distinct cast("{column}" as varchar) from {schema}."{table}" where "{column}" is not null'
            ).fetchall()
        }
        for schema, table, column in columns
    }


def leaks(found: dict[str, set[str]], planted: set[str]) -> dict[str, set[str]]:
    """The places that hold plants, each with those it holds."""
    seen = seen_in((text for texts in found.values() for text in texts), planted)
    return {place: here for place, texts in found.items() if seen and (here := seen_in(texts, seen))}


def byte_leaks(paths: Iterable[Path], planted: set[str]) -> dict[str, set[str]]:
    """The files whose bytes hold plants of six characters and more: shorter ones stand in packed bytes by chance."""
    runs = {path: {run.decode() for run in RUN.findall(path.read_bytes())} for path in paths}
    found = {str(path): texts for path, texts in runs.items()}
    return leaks(found, {value for value in planted if len(value) >= 6})

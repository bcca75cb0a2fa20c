"""What a file is, by its bytes: the container, and the chat layouts by their marks."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from kefu.landing.decode import Digest, head_text, read_head

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b\x08"
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3")
# More zero bytes than this share of the beginning is no text with some damage.
MOST_NULS = 0.2

TIME = r"\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}"
A_RULE = re.compile(r"^={20,}\s*$")
A_BLOCK = re.compile(r"^-{20,}(?P<buyer>.+?)-{20,}\s*$")
A_MESSAGE = re.compile(rf"^(?P<nick>.*?)\((?P<at>{TIME})\)[:：]\s{{0,2}}(?P<text>.*)$")
B_MESSAGE = re.compile(rf"^(?P<at>{TIME}) (?P<rest>.+)$")
C_HEADER = re.compile(rf"^(?P<nick>\S.*?)\s*(?P<at>{TIME})\s*$")
D_TIME = re.compile(r"^(?:(?P<day>\d{4}-\d{1,2}-\d{1,2}) )?(?P<clock>\d{1,2}:\d{2}:\d{2})$")
D_DAY = re.compile(r"^(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?$")
READ_MARKS = frozenset({"已读", "未读", "发送中"})
JD_START = re.compile(r"^\s*/\*{3,}.*以下为一通会话")
JSON_START = re.compile(r'\[\s*[\[{"\]]|\{\s*["}]')
JD_END = re.compile(r"^\s*/\*{3,}.*会话结束")


def container(path: Path, digest: Digest) -> str:
    """Name the container: xlsx, xls, zip, gzip, parquet, html, json, empty, binary or text.

    Raises zipfile.BadZipFile for a damaged archive.
    """
    head = read_head(path)
    if not digest.size:
        return "empty"
    if head.startswith(ZIP):
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
        return "xlsx" if names & {"xl/workbook.xml", "xl/workbook.bin"} else "zip"
    if head.startswith(OLE):
        return "xls"
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(ARCHIVES):
        return "binary"
    start = head_text(path, digest)[:4096].lstrip("\ufeff \t\r\n").casefold()
    if start.startswith(("<html", "<table", "<!doctype html", "<head", "<meta", "<body")) or (
        start.startswith("<?xml") and "<table" in start
    ):
        return "html"
    if JSON_START.match(start):
        return "json"
    sample = head[:4096]
    if not digest.encoding.startswith("utf-16") and sample.count(0) > len(sample) * MOST_NULS:
        return "binary"
    return "text"


def chat_layout(text: str) -> str | None:
    """Name the chat layout of a text: jd, A, B, C, D, or None when it is no chat."""
    lines = [line.rstrip("\r\n\t ").lstrip("\ufeff") for line in text.splitlines()[:2000]]
    if any(JD_START.match(line) for line in lines):
        return "jd"
    has_block = any(A_BLOCK.match(line) for line in lines)
    has_rule = any(A_RULE.match(line) for line in lines)
    if (has_block and any(A_MESSAGE.match(line) for line in lines)) or (
        has_rule and any(line.strip() in ("单聊", "群聊") for line in lines)
    ):
        return "A"
    b_lines = [found for line in lines if (found := _b_match(line))]
    c_lines = [found for line in lines if (found := C_HEADER.match(line)) and not B_MESSAGE.match(line)]
    d_lines = [found for line in lines if (found := D_TIME.match(line))]
    is_b = any("即时消息" in line for line in lines[:5]) or any(_is_account(found["rest"]) for found in b_lines)
    # One line that ends in a time proves nothing: a copied window shows read marks, accounts or several messages.
    is_c = len(c_lines) > 1 or any(line in READ_MARKS for line in lines) or any(":" in c["nick"] for c in c_lines)
    counts = (len(b_lines) * is_b, "B"), (len(d_lines), "D"), (len(c_lines) * is_c, "C")
    best = max(counts)
    return best[1] if best[0] else None


def _b_match(line: str) -> re.Match[str] | None:
    found = B_MESSAGE.match(line)
    return found if found and (": " in found["rest"] or found["rest"].endswith((":", "："))) else None


def _is_account(rest: str) -> bool:
    # shop:agent: text; a log file has one colon there at most
    return rest.split(" ", 1)[0].replace("：", ":").rstrip(":").count(":") > 0

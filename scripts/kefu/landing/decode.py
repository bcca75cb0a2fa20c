"""Text encodings, decided on the bytes of the whole file."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CHUNK = 1 << 20
HEAD = 1 << 18
# A longer line is no record of any export; its reader would hold it in memory several times over.
LINE_LIMIT = 4 << 20
# How much of a file that is not UTF-8 is searched for lines that are.
MIXED_SEARCH = 32 << 20
# A line of ASCII and whole UTF-8 characters of three bytes, with two Chinese ones side by side: GB18030 text hardly
# ever looks like this. The two are searched for in a copy that has a letter for each class of bytes: a plain search
# is many times as fast as an expression.
_UTF8_LINE = re.compile(rb"(?:[\x00-\x09\x0b-\x7f]|[\xe2-\xef][\x80-\xbf]{2})+")
_CLASSES = bytes(ord("h") if 0xE4 <= byte <= 0xE9 else ord("t") if 0x80 <= byte <= 0xBF else 0 for byte in range(256))
_TWO_CHINESE = b"htthtt"
# How much of a sample is decoded first.
FIRST_SAMPLE = 1 << 17
_BREAK = re.compile(rb"[\r\n]")


@dataclass(frozen=True)
class Digest:
    """What one pass over a file tells: hash, size, lines and the encoding if it is text."""

    sha256: str
    size: int
    encoding: str
    is_clean: bool  # every byte is known to decode
    line_count: int
    has_nul: bool = False
    has_long_line: bool = False
    is_mixed: bool = False  # lines of two encodings, or bytes that are none

    @property
    def needs_repair(self) -> bool:
        """True when a text must be rewritten before its reader can go through it line by line."""
        return self.has_nul or self.has_long_line or self.is_mixed or self.encoding.startswith("utf-16")


def _looks_like_damaged_utf8(sample: bytes) -> bool:
    # GB18030 bytes read as UTF-8 are nearly all errors; UTF-8 with a damaged byte has few among many good ones.
    first, rest = sample[:FIRST_SAMPLE], len(sample) - FIRST_SAMPLE
    good, bad = _good_and_bad(first)
    if rest > 0:
        # Not even a rest of nothing but good characters, of two bytes at least, would make up for the bad ones.
        # A character that was cut in two is up to three bad ones.
        if good + rest // 2 + 1 <= 20 * (bad - 3):
            return False
        good, bad = _good_and_bad(sample)
    return good > 20 * bad


def _good_and_bad(sample: bytes) -> tuple[int, int]:
    """Count the characters beyond ASCII and the errors of a sample read as UTF-8."""
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


class _LongLines:
    """Watches for a line that is longer than LINE_LIMIT, chunk by chunk."""

    def __init__(self) -> None:
        self._run = 0
        self.is_found = False

    def feed(self, chunk: bytes) -> None:
        first = _BREAK.search(chunk)
        if first is None:
            self._run += len(chunk)
        else:
            self.is_found |= self._run + first.start() > LINE_LIMIT
            self._run = len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self.is_found |= self._run > LINE_LIMIT


def digest_file(path: Path) -> Digest:
    """Read a file once: SHA-256, size, head and encoding (BOM, strict UTF-8, else GB18030).

    Raises OSError when the file cannot be read.
    """
    sha = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    long_lines = _LongLines()
    head = b""
    size = breaks = 0
    last = b""
    has_nul = False
    failed_sample: bytes | None = None
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            sha.update(chunk)
            size += len(chunk)
            breaks += chunk.count(b"\n")
            last = chunk[-1:]
            has_nul = has_nul or b"\x00" in chunk
            long_lines.feed(chunk)
            if len(head) < HEAD:
                head += chunk[: HEAD - len(head)]
            if failed_sample is None:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    failed_sample = chunk
        if failed_sample is None:
            try:
                decoder.decode(b"", True)
            except UnicodeDecodeError:
                failed_sample = head
    encoding, is_clean = _encoding(head, failed_sample)
    is_utf16 = encoding.startswith("utf-16")
    return Digest(
        sha256=sha.hexdigest(),
        size=size,
        encoding=encoding,
        is_clean=is_clean and not has_nul,
        line_count=breaks + (last not in (b"", b"\n")),
        has_nul=has_nul and not is_utf16,
        has_long_line=long_lines.is_found,
        is_mixed=failed_sample is not None and not is_utf16 and _is_mixed(path),
    )


def _encoding(head: bytes, failed_sample: bytes | None) -> tuple[str, bool]:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", failed_sample is None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    bare = _bare_utf16(head)
    if bare:
        return bare, False
    if failed_sample is None:
        return "utf-8", True
    return ("utf-8" if _looks_like_damaged_utf8(failed_sample) else "gb18030"), False


def _bare_utf16(head: bytes) -> str | None:
    """Name the UTF-16 of a text without a byte-order mark: its ASCII characters have their zero bytes on one side."""
    sample = head[: min(len(head), 1 << 16) & ~1]
    left, right = sample[0::2].count(0), sample[1::2].count(0)
    if left + right < max(4, len(sample) // 50) or min(left, right) * 20 > left + right:
        return None
    encoding = "utf-16-le" if right > left else "utf-16-be"
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return None
    # Numbers of a binary format have zeros on one side too, but no lines of words.
    strange = sum(1 for char in text if char < " " and char not in "\t\r\n")
    return encoding if strange * 20 <= len(text) and ("\n" in text or "," in text or "\t" in text) else None


def _is_mixed(path: Path) -> bool:
    """True when a text that is not UTF-8 is not GB18030 either, or has lines that are plainly UTF-8."""
    with path.open("rb") as stream:
        searched = stream.read(MIXED_SEARCH)
    if _has_utf8_line(searched):
        return True
    try:
        codecs.getincrementaldecoder("gb18030")().decode(searched, len(searched) < MIXED_SEARCH)
    except UnicodeDecodeError:
        return True
    return False


def _has_utf8_line(searched: bytes) -> bool:
    classes = searched.translate(_CLASSES)
    found = classes.find(_TWO_CHINESE)
    while found >= 0:
        end = searched.find(b"\n", found)
        end = len(searched) if end < 0 else end
        if _UTF8_LINE.fullmatch(searched, searched.rfind(b"\n", 0, found) + 1, end):
            return True
        found = classes.find(_TWO_CHINESE, end)
    return False


def decode_line(line: bytes) -> tuple[str, bool]:
    """Decode one line of a mixed text by what it is itself; tells also whether all its bytes are text."""
    if line.isascii():
        return line.decode("ascii"), True
    for encoding in ("utf-8", "gb18030"):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Two GB18030 characters can pass for UTF-8 of two bytes each, which no Chinese text has alone.
        if encoding == "gb18030" or any(char >= "\u0800" for char in text):
            return text, True
    return line.decode("utf-8" if _looks_like_damaged_utf8(line) else "gb18030", "replace"), False


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open a file for streaming text; undecodable bytes become U+FFFD, line ends stay as they are."""
    return path.open("r", encoding=encoding, errors="replace", newline="")


def read_head(path: Path) -> bytes:
    """Read the first bytes of a file."""
    with path.open("rb") as stream:
        return stream.read(HEAD)


@lru_cache(maxsize=2)
def head_text(path: Path, digest: Digest) -> str:
    """Decode the first bytes of a file, without a broken last line when the file goes on."""
    head = read_head(path)
    text = head.decode(digest.encoding, "replace")
    if digest.size > len(head):
        text = text[: text.rfind("\n") + 1] or text
    return text

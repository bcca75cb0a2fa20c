"""Text encodings, decided on the bytes of the whole file."""

from __future__ import annotations

import codecs
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
HEAD = 1 << 18


@dataclass(frozen=True)
class Digest:
    """What one pass over a file tells: hash, size, lines and the encoding if it is text."""

    sha256: str
    size: int
    encoding: str
    is_clean: bool  # every byte is known to decode
    line_count: int


def _looks_like_damaged_utf8(sample: bytes) -> bool:
    # GB18030 bytes read as UTF-8 are nearly all errors; UTF-8 with a damaged byte has few among many good ones.
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return good > 20 * bad


def digest_file(path: Path) -> Digest:
    """Read a file once: SHA-256, size, head and encoding (BOM, strict UTF-8, else GB18030).

    Raises OSError when the file cannot be read.
    """
    sha = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    head = b""
    size = breaks = 0
    last = b""
    failed_sample: bytes | None = None
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            sha.update(chunk)
            size += len(chunk)
            breaks += chunk.count(b"\n")
            last = chunk[-1:]
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
    line_count = breaks + (last not in (b"", b"\n"))
    return Digest(sha.hexdigest(), size, encoding, is_clean, line_count)


def _encoding(head: bytes, failed_sample: bytes | None) -> tuple[str, bool]:
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", failed_sample is None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", False
    if failed_sample is None:
        return "utf-8", True
    return ("utf-8" if _looks_like_damaged_utf8(failed_sample) else "gb18030"), False


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open a file for streaming text; undecodable bytes become U+FFFD, line ends stay as they are."""
    return path.open("r", encoding=encoding, errors="replace", newline="")


def read_head(path: Path) -> bytes:
    """Read the first bytes of a file."""
    with path.open("rb") as stream:
        return stream.read(HEAD)


def head_text(path: Path, digest: Digest) -> str:
    """Decode the first bytes of a file, without a broken last line when the file goes on."""
    head = read_head(path)
    text = head.decode(digest.encoding, "replace")
    if digest.size > len(head):
        text = text[: text.rfind("\n") + 1] or text
    return text

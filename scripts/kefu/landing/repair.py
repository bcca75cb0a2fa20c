"""Rewrites a text that no reader could go through line by line: mixed encodings, NUL bytes, UTF-16, endless lines.

The copy has the same lines at the same numbers. What is no text becomes U+FFFD, which every reader reports; the rest of
a line that never ends is cut off behind a mark, by which its reader knows that the row is not whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kefu.landing.decode import CHUNK, LINE_LIMIT, Digest, decode_line

# U+FDD0 is no character of any text.
CUT = "\ufdd0"
KEPT_OF_CUT = 200
_LINE_END = re.compile(rb"\r\n|\n|\r")


def repaired(path: Path, digest: Digest, target: Path) -> Digest:
    """Write the text at ``path`` to ``target`` as UTF-8 with the same lines, and give the copy's digest."""
    lines = 0
    with path.open("rb") as source, target.open("w", encoding="utf-8", newline="") as sink:
        texts = _utf16_lines(source, digest) if digest.encoding.startswith("utf-16") else _byte_lines(source)
        for text, is_cut in texts:
            lines += 1
            if is_cut:
                sink.write(f"{text[:KEPT_OF_CUT]}{CUT}\n")
            else:
                sink.write(text.replace("\x00", "\ufffd"))
    is_clean = digest.encoding.startswith("utf-16") and not digest.has_long_line
    return replace(digest, encoding="utf-8", is_clean=is_clean, line_count=lines)


def _byte_lines(source: BinaryIO) -> Iterator[tuple[str, bool]]:
    """Give the lines with their ends, each decoded by itself; of one that does not end the beginning, marked as cut."""
    held, is_cut, is_first = b"", False, True
    while True:
        chunk = source.read(CHUNK)
        held += chunk
        end = 0
        for found in _LINE_END.finditer(held):
            # A line end may have its second half in the next chunk.
            if chunk and found.end() == len(held) and held.endswith(b"\r"):
                break
            if not is_cut:
                text = decode_line(held[end : found.end()])[0]
                yield (text.removeprefix("\ufeff") if is_first else text), False
            end, is_cut, is_first = found.end(), False, False
        held = held[end:]
        if not chunk:
            break
        if len(held) > LINE_LIMIT or is_cut:
            if not is_cut:
                yield decode_line(held[:KEPT_OF_CUT])[0], True
            held, is_cut, is_first = held[-1:] if held.endswith(b"\r") else b"", True, False
    if held and not is_cut:
        yield decode_line(held)[0], False


def _utf16_lines(source: BinaryIO, digest: Digest) -> Iterator[tuple[str, bool]]:
    stream = io.TextIOWrapper(source, digest.encoding, errors="replace", newline="")
    while line := stream.readline(LINE_LIMIT):
        is_cut = len(line) == LINE_LIMIT and not line.endswith(("\n", "\r"))
        if is_cut:
            while (piece := stream.readline(LINE_LIMIT)) and not piece.endswith(("\n", "\r")):
                pass
        yield line.removeprefix("\ufeff"), is_cut
    stream.detach()

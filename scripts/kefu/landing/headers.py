"""Header names: normalisation, duplicates and the search for the header row of a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kefu.landing.entities import TableKind

HEADER_SEARCH_ROWS = 50

_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u00a0\u3000 \t\r\n\"'"))
_FOLDED = str.maketrans("（）：，／", "():,/")
_POSITION = re.compile(r"^\[\d+\]")


def normalise(header: object) -> str:
    """Give the spelling under which headers are compared: no blanks or quotes, half-width marks, lower case."""
    text = "" if header is None else str(header)
    text = text.translate(_DROPPED).translate(_FOLDED).removeprefix("=").casefold()
    return _POSITION.sub("", text)


def normalise_row(cells: Sequence[object]) -> list[str]:
    """Normalise a header row; the second and later of equal names get ``__2``, ``__3``, and so on."""
    names: list[str] = []
    seen: dict[str, int] = {}
    for cell in cells:
        name = normalise(cell)
        seen[name] = seen.get(name, 0) + 1
        names.append(f"{name}__{seen[name]}" if name and seen[name] > 1 else name)
    return names


@dataclass(frozen=True)
class HeaderMatch:
    """The best header row of a table. ``kind`` is None when no kind has all it requires."""

    row: int
    names: list[str]
    raw: list[str]
    kind: TableKind | None
    hits: int
    nearest: TableKind | None
    missing: list[str]


NO_MATCH = HeaderMatch(-1, [], [], None, 0, None, [])


def _missing(kind: TableKind, names: set[str]) -> list[str]:
    return [group[0] for group in kind.requires if not names.intersection(group)]


def match_header(rows: Sequence[Sequence[object]], kinds: Sequence[TableKind]) -> HeaderMatch | None:
    """Find the header row among the first rows and the kind it belongs to.

    A row that satisfies a kind beats one that does not, then the number of known names decides, then the earlier
    row. Returns None when there is no row at all.
    """
    best: tuple[tuple[bool, int, int, float], HeaderMatch] | None = None
    known = frozenset().union(*(kind.known for kind in kinds))
    for number, cells in enumerate(rows[:HEADER_SEARCH_ROWS]):
        if not cells:
            continue
        names = normalise_row(cells)
        present = set(names) - {""}
        if known.isdisjoint(present):
            continue
        for kind in kinds:
            hits = len(present & kind.known)
            if not hits:
                continue
            missing = _missing(kind, present)
            is_match = not missing and not present & kind.forbids
            satisfied = 1 - len(missing) / max(len(kind.requires), 1)
            score = (is_match, hits, len(kind.requires), satisfied) if is_match else (False, hits, 0, satisfied)
            if best is None or score > best[0]:
                raw = [str(cell).strip() for cell in cells]
                matched = kind if is_match else None
                best = (score, HeaderMatch(number, names, raw, matched, hits, kind, missing))
    return best[1] if best else None

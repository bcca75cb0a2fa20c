"""Names of buyers: which spellings are one person, and what stands in the landing instead of a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kefu.landing.cells import unwrap

FORGOTTEN = "~forgot~"
HASHED = "~hashed~"
SEALED_TEXT = "~sealed~"
# half of a key tells the person, half the spelling
HALF_KEY = 16
# names shorter than these are sought in no text
SHORTEST_ASCII, SHORTEST = 4, 2
KEY_END = len(FORGOTTEN) + 2 * HALF_KEY

_NUMBER = re.compile(r"\+?[0-9][0-9 -]{5,}")
_PREFIX = re.compile(r"(?:00)?86(?=1[0-9]{10}$)|0(?=1[0-9]{10}$)")
_STARS = re.compile(r"\*+")


def typed_name(text: str) -> str:
    """Clean a name as the landing cleans a cell."""
    return unwrap(text)


def folded(name: str) -> str:
    """Give what all spellings of a name share: full and half width, capitals, blanks around it, a number's country."""
    text = unicodedata.normalize("NFKC", name).strip().casefold()
    if _NUMBER.fullmatch(text):
        text = _PREFIX.sub("", re.sub(r"[+ -]", "", text))
    return text


def signs_of(name: str) -> str:
    """Give what the models look for in a name: the stars of a mask, the colon of a colleague's account."""
    stars = max(_STARS.findall(name), key=len, default="")[:4]
    return (":" if ":" in name else "") + stars


def letters_of(name: str, ends: tuple[int, int]) -> str:
    """Give the letters that the platform's own mask of a name shows, nothing of a name that they would tell."""
    first, last = ends
    if len(name) < first + last + 2:
        return ""
    return f"~{name[:first]}~{name[-last:] if last else ''}".replace("|", "-")


def mentions_pattern(names: Iterable[str]) -> str | None:
    """Give a pattern of texts that hold one of the names; a name of letters and digits must stand alone there.

    None when all are so short that they stand in texts by chance.
    """
    parts = []
    for name in sorted(names):
        escaped = re.escape(name.casefold())
        if name.isascii() and len(name) >= SHORTEST_ASCII:
            parts.append(f"(^|[^0-9a-z_]){escaped}([^0-9a-z_]|$)")
        elif not name.isascii() and len(name) >= SHORTEST:
            parts.append(escaped)
    return "|".join(parts) or None

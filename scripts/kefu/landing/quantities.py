"""Numbers and durations as exports write them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation

EXACT_FLOAT = 2**53

_NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_CURRENCY = str.maketrans("", "", "¥￥元")
# A mark between digits is one for thousands or none at all: 10,5 is not 105.
_MARK = re.compile(r"[,， \t\u00a0]")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}([,， \t\u00a0])\d{3}(?:\1\d{3})*(?:\.\d*)?$")
# No amount, count or time of a shop is as large, and the engine's decimals hold no more.
LARGEST = 10**15
_MOST_PLACES = 30
DIGITS = str.maketrans("０１２３４５６７８９．－：％", "0123456789.-:%")
_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$")
_CHINESE_DURATION = re.compile(
    r"^(?:(\d+)天)?(?:(\d+(?:\.\d+)?)(?:小时|时))?(?:(\d+(?:\.\d+)?)(?:分钟|分))?(?:(\d+(?:\.\d+)?)(?:秒钟|秒|s))?$"
)
_ENGLISH_DURATION = re.compile(r"^(?:(\d+)days?)?(?:(\d+)hours?)?(?:(\d+)minutes?)?(?:(\d+)seconds?)?$")
_HEADER_UNITS = (
    (re.compile(r"\((?:ms|毫秒)\)"), Decimal("0.001")),
    (re.compile(r"\((?:s|秒|秒钟|sec)\)"), Decimal(1)),
    (re.compile(r"\((?:m|min|分|分钟)\)"), Decimal(60)),
    (re.compile(r"\((?:in)?(?:h|hrs|小时|时)\)"), Decimal(3600)),
)


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros after the point."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def number_text(value: float | int | Decimal) -> str:
    """Write a workbook number the way a csv would hold it: no exponent, no ``.0``."""
    if isinstance(value, float):
        if value.is_integer() and abs(value) < EXACT_FLOAT:
            return str(int(value))
        return plain(Decimal(repr(value)))
    return plain(value) if isinstance(value, Decimal) else str(value)


def decimal_of(text: str) -> Decimal | None:
    """Read a number with thousands marks, currency signs or full-width digits; None for none and one too large."""
    text = text.translate(_CURRENCY).strip(" \t\u00a0")
    if not _NUMBER.match(text):
        text = text.translate(DIGITS)
        if _THOUSANDS.match(text):
            text = _MARK.sub("", text)
        if not _NUMBER.match(text):
            return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    is_kept = abs(number) < LARGEST and isinstance(exponent, int) and exponent >= -_MOST_PLACES
    return number if is_kept else None


def header_factor(header: str) -> Decimal | None:
    """Give seconds per unit from a normalised header such as ``会话时长(m)``; None when it names no unit."""
    for pattern, factor in _HEADER_UNITS:
        if pattern.search(header):
            return factor
    return None


def duration(text: str, factor: Decimal) -> Decimal | None:
    """Read a duration as seconds: a number in the header's unit, ``2分30秒``, ``5 minutes``, ``HH:MM:SS``."""
    number = decimal_of(text)
    if number is not None:
        return number * factor
    text = text.translate(DIGITS).replace(" ", "").casefold()
    clock = _CLOCK.match(text)
    if clock:
        return Decimal(clock[1] or 0) * 3600 + Decimal(clock[2]) * 60 + Decimal(clock[3])
    words = _CHINESE_DURATION.match(text) or _ENGLISH_DURATION.match(text)
    if words and any(words.groups()):
        days, hours, minutes, seconds = (Decimal(part or 0) for part in words.groups())
        return days * 86400 + hours * 3600 + minutes * 60 + seconds
    return None


def seconds_of_typed(value: object) -> Decimal | None:
    """Read a duration that a workbook holds as a time; None when the cell is no time."""
    if isinstance(value, timedelta):
        return Decimal(str(value.total_seconds()))
    if isinstance(value, datetime):
        # Excel shows a duration over 24 h as a moment after its zero day.
        return Decimal(str((value - datetime(1899, 12, 31)).total_seconds())) if value.year < 1905 else None
    if isinstance(value, time):
        return Decimal(value.hour * 3600 + value.minute * 60 + value.second) + Decimal(value.microsecond) / 1_000_000
    return None

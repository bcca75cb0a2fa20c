"""Times and dates as exports write them, to ``YYYY-MM-DD HH:MM:SS[.mmm]`` and ``YYYY-MM-DD`` in Shanghai wall clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # no daylight saving since 1991

_TIME = re.compile(
    r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T\t]*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?$"
)
_COMPACT_TIME = re.compile(r"^(\d{4})(\d{2})(\d{2}) ?(\d{2})(\d{2})(\d{2})$")
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_SERIAL = re.compile(r"^\d{5}(\.\d+)?$")
_SERIAL_ZERO = datetime(1899, 12, 30)
# Seconds or milliseconds since 1970, 2001 to 2128; no other spelling has so many digits and no more.
_EPOCH = re.compile(r"^([1-4]\d{9})(\d{3})?$")
_COLON = str.maketrans("：／－．０１２３４５６７８９\u3000", ":/-.0123456789 ")
# Before this year nobody had such software, and after next year nothing has happened yet.
FIRST_YEAR, LAST_YEAR = 1990, date.today().year + 1


def is_serial(value: float) -> bool:
    """True for a number that can be an Excel day count between 1970 and 2119."""
    return 25_569 <= value < 80_000


def from_serial(value: float) -> datetime:
    """Turn an Excel day count into a moment, rounded to the millisecond."""
    return _SERIAL_ZERO + timedelta(milliseconds=round(value * 86_400_000))


def _canonical(moment: datetime) -> str:
    if moment.tzinfo is not None:
        moment = moment.astimezone(SHANGHAI).replace(tzinfo=None)
    # Workbook readers give microsecond noise around the written millisecond.
    millis = round(moment.microsecond / 1000)
    moment = moment.replace(microsecond=0) + timedelta(milliseconds=millis)
    text = moment.isoformat(sep=" ", timespec="seconds")
    return f"{text}.{moment.microsecond // 1000:03d}" if moment.microsecond else text


def parse_time(text: str) -> datetime | None:
    """Read a written moment; None when it is none. A date alone is its midnight."""
    text = text.strip().translate(_COLON)
    found = _TIME.match(text)
    if not found:
        found = _COMPACT_TIME.match(text)
        if not found:
            epoch = _EPOCH.match(text)
            if epoch:
                moment = datetime.fromtimestamp(int(epoch[1]), SHANGHAI)
                return moment.replace(microsecond=int(epoch[2] or 0) * 1000, tzinfo=None)
            return from_serial(float(text)) if _SERIAL.match(text) and is_serial(float(text)) else None
    parts = found.groups()
    fraction = (parts[6] if len(parts) > 6 else None) or ""
    zone = parts[7] if len(parts) > 7 else None
    try:
        moment = datetime(
            int(parts[0]),
            int(parts[1]),
            int(parts[2]),
            int(parts[3] or 0),
            int(parts[4] or 0),
            int(parts[5] or 0),
            int(f"{fraction:0<6}"[:6]) // 1000 * 1000 if fraction else 0,
        )
    except ValueError:
        return None
    if zone:
        offset = (
            timedelta(0)
            if zone == "Z"
            else timedelta(minutes=int(zone[0] + "1") * (int(zone[1:3]) * 60 + int(zone[-2:])))
        )
        moment = moment.replace(tzinfo=timezone(offset)).astimezone(SHANGHAI).replace(tzinfo=None)
    return moment


def is_likely(moment: str) -> bool:
    """True for a canonical time that something can have happened at."""
    return FIRST_YEAR <= int(moment[:4]) <= LAST_YEAR


def clean_time(text: str) -> str | None:
    """Give the canonical time of a text cell, None when it cannot be read."""
    # The spelling of nearly every cell; fromisoformat checks the digits and the calendar in C.
    if len(text) == 19 and text[4] == "-" and text[10] == " " and text[13] == ":":
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return None
        return text
    moment = parse_time(text)
    return _canonical(moment) if moment else None


def clean_date(text: str) -> str | None:
    """Give the canonical date of a text cell (a month is its first day), None when it cannot be read."""
    found = _COMPACT_DATE.match(text) or _MONTH.match(text)
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3]) if found.re is _COMPACT_DATE else 1).isoformat()
        except ValueError:
            return None
    moment = parse_time(text)
    return moment.date().isoformat() if moment else None


def time_of_typed(value: date) -> str:
    """Give the canonical time of a date or datetime cell."""
    if isinstance(value, datetime):
        return _canonical(value)
    return f"{value.isoformat()} 00:00:00"


def date_of_typed(value: date) -> str:
    """Give the canonical date of a date or datetime cell."""
    return time_of_typed(value)[:10]

"""Cell cleaning: one cleaner per column turns raw cells into the contract's canonical text.

A cleaner answers text, None for a missing cell, or a ``Bad`` that says why the cell cannot be read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kefu.landing.entities import platform_words
from kefu.landing.quantities import (
    DIGITS,
    EXACT_FLOAT,
    decimal_of,
    duration,
    header_factor,
    number_text,
    plain,
    seconds_of_typed,
)
from kefu.landing.times import clean_date, clean_time, date_of_typed, is_likely, is_serial, time_of_typed

MEMO_LIMIT = 100_000
# Plain digits up to here need no second look.
PLAIN_DIGITS = 15


class Bad:
    """A cell that cannot be read; ``reason`` is a key of messages.REASONS."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        self.reason = reason


FORMULA = Bad("formula")
SCIENTIFIC = Bad("scientific_notation")
LOSTDIGITS = Bad("lost_digits")
BAD_ID = Bad("unreadable_id")
BAD_TIME = Bad("unreadable_time")
UNLIKELY_TIME = Bad("unlikely_time")
BAD_DATE = Bad("unreadable_date")
BAD_MONEY = Bad("unreadable_money")
BAD_INT = Bad("unreadable_integer")
BAD_NUMBER = Bad("unreadable_number")
BAD_RATIO = Bad("unreadable_ratio")
BAD_SECONDS = Bad("unreadable_duration")
BAD_BOOL = Bad("unreadable_bool")
NEGATIVE = Bad("negative_value")
BAD_PLATFORM = Bad("unknown_platform")

Cleaned = str | None | Bad

_BLANKS = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b"
_NULLS = frozenset({"", "-", "--", "—", "——", "null", "无", "0000-00-00", "0000-00-00 00:00:00"})
_SCIENTIFIC = re.compile(r"^[+-]?\d+(\.\d+)?e\+\d+$|^[+-]?\d+\.\d+e\d+$", re.IGNORECASE)
_ID = re.compile(r"^[\x21-\x7e]+$")
_NO_DIGIT = re.compile(r"[^0-9]+")
_FORMULA_STARTS = ("=", "+", "-", "@")
_CLOCK = re.compile(r"^(\d{1,2}):(\d\d)(?::00)?$")
_FLOAT_ID = re.compile(r"^(\d+)\.0+$")
_PLAIN = re.compile(rf"^[0-9]{{1,{PLAIN_DIGITS}}}(\.[0-9]{{1,30}})?$")
_WRAPPED = re.compile(r"^[0-9]+(\.[0-9]+)?$")
# What no eye sees: zero-width characters, marks of direction, soft hyphens.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TRUE = frozenset({"true", "1", "是", "yes", "y", "t", "1.0"})
_FALSE = frozenset({"false", "0", "否", "no", "n", "f", "0.0"})


def unwrap(raw: str) -> str:
    """Strip blanks, Excel's ``="…"`` trick, repeated quotes and one leading apostrophe."""
    text = raw.strip(_BLANKS)
    while text and text[0] in "=\"'":
        if text[0] == "'":
            return text[1:].strip(_BLANKS)
        if text.startswith('="'):
            text = text[2:].removesuffix('"')
        elif text[0] == "=":
            text = text[1:]
        elif len(text) > 1 and text[-1] == '"':
            text = text[1:-1].replace('""', '"')
        else:
            return text
        text = text.strip(_BLANKS)
    return text


def is_null(text: str) -> bool:
    """True for the platforms' marks of a missing cell; ``0`` is a value."""
    return text in _NULLS or (len(text) == 4 and text.casefold() == "null")


def _is_formula(raw: str, text: str) -> bool:
    """True for what a spreadsheet would calculate; ``="123"`` is only a wrapper around a value."""
    if raw[0] == "=":
        return not raw.startswith('="') and not _WRAPPED.match(text)
    return "(" in raw or "!" in raw


def _clean_id(text: str) -> Cleaned:
    if text.isalnum() and text.isascii():
        return text
    if _SCIENTIFIC.match(text):
        return SCIENTIFIC
    for prefix in ("ID：", "ID:", "id:", "id："):
        text = text.removeprefix(prefix)
    point = _FLOAT_ID.match(text)
    if point:
        return point[1] if int(point[1]) < EXACT_FLOAT else LOSTDIGITS
    if _ID.match(text):
        return text
    seen = _INVISIBLE.sub("", text).translate(DIGITS)
    return _clean_id(seen) if seen != text and seen else BAD_ID


def _clean_digits(text: str) -> Cleaned:
    value = _clean_id(text)
    if value is SCIENTIFIC or value is LOSTDIGITS:
        return value
    return _NO_DIGIT.sub("", text if isinstance(value, Bad) else str(value)) or BAD_ID


def _clean_name(text: str) -> Cleaned:
    return text


def _clean_account(text: str) -> Cleaned:
    return account_name(text) or None


def account_name(text: str) -> str:
    """Give a Wangwang account without the ``cntaobao`` prefix and with a half-width colon."""
    return text.strip(_BLANKS).removeprefix("cntaobao").replace("：", ":")


def _clean_money(text: str) -> Cleaned:
    if _PLAIN.match(text):
        return text
    number = decimal_of(text)
    return BAD_MONEY if number is None else format(number, "f")


def _clean_int(text: str) -> Cleaned:
    if len(text) <= PLAIN_DIGITS and text.isdigit() and text.isascii():
        return text
    number = decimal_of(text.rstrip("件个人次笔"))
    if number is None or number != number.to_integral_value():
        return BAD_INT
    return format(number.to_integral_value(), "f")


def _clean_number(text: str) -> Cleaned:
    if _PLAIN.match(text):
        return text
    number = decimal_of(text)
    return BAD_NUMBER if number is None else format(number, "f")


def _clean_ratio(text: str) -> Cleaned:
    is_percent = text[-1:] in "%％"
    number = decimal_of(text.rstrip("%％"))
    if number is None:
        return BAD_RATIO
    return plain(number / 100 if is_percent else number)


def _duration_cleaner(factor: Decimal) -> Callable[[str], Cleaned]:
    def clean(text: str) -> Cleaned:
        seconds = duration(text, factor)
        if seconds is None:
            return BAD_SECONDS
        return NEGATIVE if seconds < 0 else plain(seconds)

    return clean


def _clean_bool(text: str) -> Cleaned:
    folded = text.casefold()
    if folded in _TRUE:
        return "true"
    return "false" if folded in _FALSE else BAD_BOOL


def _time(text: str) -> Cleaned:
    return _likely(clean_time(text))


def _likely(moment: str | None) -> Cleaned:
    if moment is None:
        return BAD_TIME
    return moment if is_likely(moment) else UNLIKELY_TIME


def _utc_time(text: str) -> Cleaned:
    # A text that names another zone is unreadable with a second mark, and is read as it stands.
    text = text.removesuffix("UTC").strip(_BLANKS)
    return _likely(clean_time(f"{text}Z") or clean_time(text))


def _clock(text: str) -> Cleaned:
    found = _CLOCK.match(text.translate(DIGITS))
    if not found or int(found[1]) * 60 + int(found[2]) > 1440 or int(found[2]) > 59:
        return BAD_TIME
    return f"{int(found[1]):02d}:{found[2]}"


def _date(text: str) -> Cleaned:
    return clean_date(text) or BAD_DATE


def _clean_platform(text: str) -> Cleaned:
    return platform_words().get(text.casefold(), BAD_PLATFORM)


_SCALARS: dict[str, Callable[[str], Cleaned]] = {
    "id": _clean_id,
    "digits": _clean_digits,
    "name": _clean_name,
    "account": _clean_account,
    "time": _time,
    "utc_time": _utc_time,
    "clock": _clock,
    "date": _date,
    "money": _clean_money,
    "int": _clean_int,
    "number": _clean_number,
    "ratio": _clean_ratio,
    "bool": _clean_bool,
    "platform": _clean_platform,
}


def cell_text(value: object) -> str:
    """Give any raw cell as text, for headers, extra, hashes and messages."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    if isinstance(value, datetime):
        return time_of_typed(value)
    if isinstance(value, timedelta):
        return plain(Decimal(str(value.total_seconds())))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


class ColumnCleaner:
    """Cleans the cells of one column. Picked once per column; equal texts are cleaned once.

    ``is_bad_possible`` turns true with the first unreadable cell, so clean columns are never searched for one.
    """

    def __init__(self, type_name: str, header: str = "", is_account: bool = False, not_negative: bool = False) -> None:
        """Pick the cleaner; KeyError for a type that the contract does not know."""
        self.type = type_name
        self.is_bad_possible = False
        self.is_special = is_account
        self._not_negative = not_negative
        self._is_typed = type_name not in ("name", "text") and not is_account
        if type_name == "seconds":
            self._scalar = _duration_cleaner(header_factor(header) or Decimal(1))
        elif type_name != "text":
            self._scalar = _SCALARS["account" if is_account else type_name]
        self._memo = _Memo(self)

    def clean(self, cells: Sequence[Any], is_text: bool) -> list[Cleaned]:
        """Clean a batch of cells; ``is_text`` says that every cell is a str."""
        if self.type == "text":
            return list(cells) if is_text else [None if cell is None else cell_text(cell) for cell in cells]
        if is_text:
            return list(map(self._memo.__getitem__, cells))
        memo = self._memo
        return [memo[cell] if type(cell) is str else self._typed(cell) for cell in cells]

    def clean_text(self, raw: str) -> Cleaned:
        """Clean one text cell without the memo."""
        text = unwrap(raw)
        if is_null(text):
            return None
        if self._is_typed and raw.strip(_BLANKS)[:1] in _FORMULA_STARTS and _is_formula(raw.strip(_BLANKS), text):
            return self._mark(FORMULA)
        return self._mark(self._scalar(text))

    def _mark(self, value: Cleaned) -> Cleaned:
        if self._not_negative and isinstance(value, str) and value.startswith("-") and value.strip("-0."):
            value = NEGATIVE
        if isinstance(value, Bad):
            self.is_bad_possible = True
        return value

    def _typed(self, value: object) -> Cleaned:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return None
        if self.type in ("id", "digits"):
            if isinstance(value, float):
                whole = value.is_integer()
                return self._mark(
                    str(int(value)) if whole and abs(value) < EXACT_FLOAT else LOSTDIGITS if whole else BAD_ID
                )
            if isinstance(value, datetime | date | time):
                return self._mark(BAD_ID)
        if self.type == "time" and isinstance(value, date):
            return self._mark(_likely(time_of_typed(value)))
        if self.type == "date" and isinstance(value, date):
            return date_of_typed(value)
        if self.type in ("time", "date") and isinstance(value, int | float) and not is_serial(value):
            return (
                self.clean_text(number_text(value))
                if value > 19_000_000
                else self._mark(BAD_TIME if self.type == "time" else BAD_DATE)
            )
        if self.type == "seconds":
            seconds = seconds_of_typed(value)
            if seconds is not None:
                return self._mark(plain(seconds) if seconds >= 0 else NEGATIVE)
        return self.clean_text(cell_text(value))


class _Memo(dict[str, Cleaned]):
    """Remembers what a text was cleaned to; emptied when it grows too large."""

    def __init__(self, cleaner: ColumnCleaner) -> None:
        super().__init__()
        self._cleaner = cleaner

    def __missing__(self, raw: str) -> Cleaned:
        if len(self) >= MEMO_LIMIT:
            self.clear()
        value = self[raw] = self._cleaner.clean_text(raw)
        return value

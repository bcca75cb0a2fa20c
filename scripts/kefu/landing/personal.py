"""Personal data inside texts that people type: numbers, mail addresses and street addresses become ``***``.

macros/cross_engine/personal.sql holds the same patterns for SQL; a test runs the same examples through both.
Names cannot be told from other words: whatever may hold one is not kept at all (``private_headers``).
"""

from __future__ import annotations

import re

MASK = "***"

_HAN = "\u4e00-\u9fff"
# Between two characters that are no digits: what is part of a longer number is an order, a moment or a serial number.
_NUMBERS = (
    # mobiles, with or without the country's code and separators
    r"(?:\+?86[ .-]?)?1[3-9](?:[ .-]?[0-9]){9}",
    # landlines with their area code
    r"\(?(?:010|02[0-9]|0[3-9][1-9][0-9])\)?[ -]?[2-9][0-9]{6,7}",
    # identity cards, of 18 and of 15 digits
    r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]",
    r"[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}",
    # bank cards
    r"[3-69][0-9]{15,18}",
    r"[3-69][0-9]{3}(?:[ -][0-9]{4}){3}(?:[ -][0-9]{1,3})?",
)
_TEXTS = (
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)+",
    # accounts of messengers
    r"(?:微信号?|[Ww]ei[Xx]in|[Ww]e[Cc]hat|[Vv][Xx信]|[Ww][Xx]|[Qq][Qq]号?|扣扣)[号：: =]*[A-Za-z0-9_-]{5,}",
    # two levels of an address: city and district, district and street
    rf"[{_HAN}]{{2,}}(?:省|自治区|市|区|县|镇|乡|街道)[{_HAN}]+(?:市|区|县|旗|镇|乡|街道|路|街|大道|巷|弄|村)"
    rf"[{_HAN}0-9A-Za-z-]*",
    # a street or an estate with a number of a house
    rf"[{_HAN}]+(?:路|街|大道|巷|弄|胡同|村|小区|花园|公寓|大厦|广场|苑)[{_HAN}]{{0,6}}[0-9一二三四五六七八九十]+[A-Za-z]?"
    rf"(?:号|弄|栋|幢|座|单元|室|楼|层)[{_HAN}0-9A-Za-z-]*",
    rf"[0-9]+(?:栋|幢|号楼)[{_HAN}0-9A-Za-z-]*(?:室|单元|[0-9]{{3,4}})",
)
_TEXT = re.compile("|".join(_TEXTS))
_NUMBER = re.compile(rf"(?<![0-9])(?:{'|'.join(_NUMBERS)})(?![0-9])")


def masked(text: str) -> str:
    """Give a text without the numbers and addresses of people."""
    return _NUMBER.sub(MASK, _TEXT.sub(MASK, text))

"""Single cells and headers: raw text to canonical text, or the reason why not."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.landing.cells import Bad, ColumnCleaner, account_name, unwrap
from kefu.landing.headers import normalise, normalise_row
from kefu.landing.reports import period_of


def clean(type_name: str, raw: object, header: str = "") -> str | None:
    """Clean one cell; an unreadable one gives its reason with an exclamation mark."""
    value = ColumnCleaner(type_name, header).clean([raw], isinstance(raw, str))[0]
    return f"!{value.reason}" if isinstance(value, Bad) else value


@pytest.mark.parametrize(
    ("type_name", "raw", "expected"),
    [
        ("id", '="1234567890123456789"', "1234567890123456789"),
        ("id", '"=""123"""', "123"),
        ("id", "'6917", "6917"),
        ("id", "\t6917926768823643751", "6917926768823643751"),
        ("id", "240501-123456789012345", "240501-123456789012345"),
        ("id", "1.23457E+18", "!scientific_notation"),
        ("id", "ID：1234", "1234"),
        ("id", "123.0", "123"),
        ("id", "1234567890123456789.0", "!lost_digits"),
        ("id", "合计", "!unreadable_id"),
        ("id", "0", "0"),
        ("id", 9007199254740991.0, "9007199254740991"),
        ("id", 9007199254740992.0, "!lost_digits"),
        ("id", 1.5, "!unreadable_id"),
        ("name", " -- ", None),
        ("name", "无", None),
        ("name", "NULL", None),
        ("name", "0", "0"),
        ("name", "\u3000小美\u00a0", "小美"),
        ("name", 12.0, "12"),
        ("text", " - ", " - "),
        ("text", "无", "无"),
        ("time", "2019-03-12 10:48:00", "2019-03-12 10:48:00"),
        ("time", "2016/5/23 22:02", "2016-05-23 22:02:00"),
        ("time", "2016-05-23", "2016-05-23 00:00:00"),
        ("time", "2016年5月3日 2:02:03", "2016-05-03 02:02:03"),
        ("time", "2024-05-01T02:00:00Z", "2024-05-01 10:00:00"),
        ("time", "2024-05-01 10:00:00+08:00", "2024-05-01 10:00:00"),
        ("time", "2024-05-01 10:00:00.1234", "2024-05-01 10:00:00.123"),
        ("time", "45413.5", "2024-05-01 12:00:00"),
        ("time", 45413.918194444444, "2024-05-01 22:02:12"),
        ("time", datetime(2024, 5, 1, 10, 0, 0, 999_900), "2024-05-01 10:00:01"),
        ("time", "2024-02-30 10:00:00", "!unreadable_time"),
        ("time", "2024-05-01 25:00:00", "!unreadable_time"),
        ("time", "0000-00-00 00:00:00", None),
        ("time", "1709258400", "2024-03-01 10:00:00"),
        ("time", 1709258400123, "2024-03-01 10:00:00.123"),
        ("time", "17092584001", "!unreadable_time"),
        ("time", "soon", "!unreadable_time"),
        ("date", "2024/5/1", "2024-05-01"),
        ("date", "20240501", "2024-05-01"),
        ("date", "2024-05", "2024-05-01"),
        ("date", "2024-05-01 10:00", "2024-05-01"),
        ("date", date(2024, 5, 1), "2024-05-01"),
        ("date", 20240501.0, "2024-05-01"),
        ("money", "1,234.50", "1234.50"),
        ("money", "¥89.50", "89.50"),
        ("money", "598元", "598"),
        ("money", "-3.2", "-3.2"),
        ("money", "0", "0"),
        ("money", "３.5", "3.5"),
        ("money", "-", None),
        ("money", "99%", "!unreadable_money"),
        ("money", 0.1, "0.1"),
        ("money", 1e14, "100000000000000"),
        ("int", "1,024", "1024"),
        ("int", "3件", "3"),
        ("int", "2.0", "2"),
        ("int", "2.5", "!unreadable_integer"),
        ("int", 7.0, "7"),
        ("ratio", "99.71%", "0.9971"),
        ("ratio", "0.9971", "0.9971"),
        ("seconds", "13.78", "13.78"),
        ("seconds", "11秒", "11"),
        ("seconds", "2分30秒", "150"),
        ("seconds", "7小时41分52秒", "27712"),
        ("seconds", "01:02:03", "3723"),
        ("seconds", "-1", "!negative_value"),
        ("seconds", "fast", "!unreadable_duration"),
        ("seconds", time(0, 1, 5), "65"),
        ("seconds", timedelta(minutes=2), "120"),
        ("bool", "是", "true"),
        ("bool", "FALSE", "false"),
        ("bool", True, "true"),
        ("bool", "maybe", "!unreadable_bool"),
        ("int", None, None),
    ],
)
def test_cell(type_name: str, raw: object, expected: str | None) -> None:
    """Each artefact of the exports and what becomes of it."""
    assert clean(type_name, raw) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("时长(S)", "4"),
        ("时长（分）", "240"),
        ("时长(M)", "240"),
        ("时长(h)", "14400"),
        ("时长（毫秒）", "0.004"),
        ("时长", "4"),
    ],
)
def test_duration_unit_is_in_the_header(header: str, expected: str) -> None:
    """A plain number takes the unit of its header."""
    assert clean("seconds", "4", normalise(header)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\ufeff订单编号", "订单编号"),
        ("收货地址 ", "收货地址"),
        ("商品ID\t", "商品id"),
        ('="订单号"', "订单号"),
        ("首次响应时长（秒)", "首次响应时长(秒)"),
        ("部分退款／全部退款", "部分退款/全部退款"),
        ("a\u00a0，b：c", "a,b:c"),
        ("'仓库Id'", "仓库id"),
        (None, ""),
    ],
)
def test_header(raw: object, expected: str) -> None:
    """Headers are compared without blanks, quotes, width and case."""
    assert normalise(raw) == expected


def test_equal_headers_are_numbered() -> None:
    """The second of equal names is another column; empty names stay empty."""
    assert normalise_row(["PV", "同比", "UV", "同 比", "同比", "", ""]) == [
        "pv",
        "同比",
        "uv",
        "同比__2",
        "同比__3",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("客服绩效_2024-05-01_2024-05-31.xlsx", ("2024-05-01", "2024-05-31")),
        ("客服绩效20240501-20240507.xlsx", ("2024-05-01", "2024-05-07")),
        ("绩效20240501.xlsx", ("2024-05-01", "2024-05-01")),
        ("绩效2024年5月1日至2024年5月7日", ("2024-05-01", "2024-05-07")),
        ("绩效2024-02.xlsx", ("2024-02-01", "2024-02-29")),
        ("绩效202405011030.xlsx", None),
        ("绩效.xlsx", None),
    ],
)
def test_period(text: str, expected: tuple[str, str] | None) -> None:
    """The period of a report stands in its name as two days, one day or a month; an export time is no period."""
    assert period_of(text) == expected


def test_account_has_one_spelling() -> None:
    """Prefix and full-width colon are spelling only."""
    assert account_name("cntaobao小狗旗舰店：小美") == "小狗旗舰店:小美"


@given(st.text(alphabet="0123456789ABC", min_size=1))
def test_wrappers_around_an_id_never_change_it(text: str) -> None:
    """Excel's trick, its re-quoted form, an apostrophe and tabs all come off and leave the id whole."""
    for wrapped in (f'="{text}"', f'"=""{text}"""', f"'{text}", f"\t{text}\t", f'"{text}"'):
        assert unwrap(wrapped) == text


@given(st.datetimes(datetime(1990, 1, 1), datetime(2024, 12, 31)))
def test_canonical_time_is_a_fixed_point(moment: datetime) -> None:
    """What the landing wrote it reads again unchanged."""
    text = clean("time", moment)
    assert text is not None
    assert clean("time", text) == text


@given(
    st.text(max_size=30),
    st.sampled_from(["id", "name", "time", "date", "money", "int", "number", "ratio", "seconds", "bool"]),
)
def test_no_text_breaks_a_cleaner(text: str, type_name: str) -> None:
    """Any text is cleaned, missing or unreadable, and never an exception."""
    value = clean(type_name, text)
    assert value is None or isinstance(value, str)

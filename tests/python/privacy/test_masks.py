"""Numbers and addresses inside typed texts: the same examples through the mask of Python and that of SQL."""

from __future__ import annotations

import duckdb
import pytest
from jinja2 import Environment

from kefu.landing.messages import shown, shown_name
from kefu.landing.personal import masked
from support import ROOT

# What people type, and what is left of it. All numbers and places are invented.
EXAMPLES = {
    "致电13800001234回访": "致电***回访",
    "V13900005678x": "V***x",
    "138 0000 1234 138-0000-1235": "*** ***",
    "+86 13800001234/8613800001235": "***/***",
    "13800001234 13800001235 13800001236": "*** *** ***",
    "座机010-62345678、0571 87654321、(021)56789012": "座机***、***、***",
    "身份证11010119900307123X": "身份证***",
    "证件110101900307123": "证件***",
    "卡6222 0212 3456 7890 123": "卡***",
    "卡6222021234567890123": "卡***",
    "写信 xiao.mao+1@mail.example.com 谢谢": "写信 *** 谢谢",
    "加微信号：kefu_test01": "加***",
    "QQ12345678": "***",
    "浙江省杭州市西湖区假山路88号3单元502室": "***",
    "寄到西湖区假山路": "***",
    "假山路88号": "***",
    "3栋2单元502室": "***",
    # no person's: these stay whole
    "ExportOrderList202403051200.csv": "ExportOrderList202403051200.csv",
    "1709697600_new.csv": "1709697600_new.csv",
    "1709697600123.csv": "1709697600123.csv",
    "orders_export2024-03-06-12-00-00.csv": "orders_export2024-03-06-12-00-00.csv",
    "小狗旗舰店_小美_20240304_20240310.txt": "小狗旗舰店_小美_20240304_20240310.txt",
    "【生意参谋平台】商品_全部_2024-03-01_2024-03-10.xls": "【生意参谋平台】商品_全部_2024-03-01_2024-03-10.xls",
    "订单2114541682268673754": "订单2114541682268673754",
    "女王节老客 0308-0310": "女王节老客 0308-0310",
    "物流慢 3天 99.5元 第2次": "物流慢 3天 99.5元 第2次",
    "售后二组": "售后二组",
    "上海市场部": "上海市场部",
}
# Inside a message a bad value shows digits, but no number of a person, however it is written.
VALUES = ("13800001234", "138.0000.1234", "138/0000/1234", "(010)62345678", "11010119900307123X", "6222-0212-3456-7890")


@pytest.mark.parametrize(("text", "left"), EXAMPLES.items())
def test_python_masks(text: str, left: str) -> None:
    assert masked(text) == left


def test_sql_masks_the_same() -> None:
    text = (ROOT / "macros/cross_engine/personal.sql").read_text(encoding="utf-8")
    expression = Environment(autoescape=False).from_string(text).module.duckdb__masked("typed")  # type: ignore[attr-defined]
    with duckdb.connect() as connection:
        connection.execute("create table texts as select unnest(?::varchar[]) as typed", [list(EXAMPLES)])
        found = connection.execute(f"select typed, {expression} from texts").fetchall()
    assert dict(found) == EXAMPLES


@pytest.mark.parametrize("value", VALUES)
def test_a_bad_value_shows_no_number_of_a_person(value: str) -> None:
    plain = "".join(char for char in value if char.isdigit())
    told = "".join(char for char in shown(f"电话 {value}") if char.isdigit())
    assert len(told) <= 5 and plain not in told


def test_a_bad_date_or_amount_is_shown() -> None:
    for value in ("2024-13-45 25:61:00", "2024/3/45", "-12.50", "20240345", "1,234.567.8"):
        assert shown(value) == value


def test_a_file_name_is_shown_without_numbers_of_people() -> None:
    assert shown_name("与13800001234的聊天.txt") == "与***的聊天.txt"

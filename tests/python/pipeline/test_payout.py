"""Pay-outs: a month that was paid is locked, later changes stand in the open month, no yuan is lost or doubled.

Hand count of March 2024, scheme of the sources (guarantee paid monthly, conversion bonus on top): A1, hired 2022-01-01,
is in year 3: 2500; 6 of 10 enquirers paid, 60 % exactly: 500. @A2, hired 2023-02-10, is in year 2: 2200; 7 of 10: 1000.
A3, hired 2023-03-01, leaves on the 20th: 2200 x 20 / 31 = 1419.35; 0 of 10: 0. Together 7619.35.
"""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from kefu.appraisal.payout import cell, pay_out
from kefu.appraisal.reading import AppraisalError
from kefu.pipeline import build
from kefu.written import Language
from support import copy_project

MARCH, APRIL, MAY = date(2024, 3, 1), date(2024, 4, 1), date(2024, 5, 1)
PAID_ON = date(2024, 6, 10)
CHATS = {("a1", 3): 6, ("a2", 3): 7, ("a3", 3): 0, ("a1", 4): 4, ("a2", 4): 4}


def write(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def write_shop(exports: Path) -> None:
    """Ten enquirers per account and month, of whom some pay; one chat at the end of June makes the months final."""
    sessions, orders = [], []
    for (account, month), bought in CHATS.items():
        for number in range(10):
            customer, day = f"{account}-{month}-{number}", f"2024-0{month}-{number + 2:02d}"
            sessions.append((f"s-{customer}", f"{day} 10:00:00", customer, account, "pre_sale", 1, 1, 10))
            if number < bought:
                orders.append((f"o-{customer}", f"{day} 10:05:00", customer, "finished", "100.00", f"{day} 10:06:00"))
    sessions.append(("s-last", "2024-06-30 10:00:00", "last", "a1", "pre_sale", 1, 1, 10))
    write(
        exports / "north/sessions.csv",
        "session_id,started_at,customer_id,agent_account,session_type,customer_message_count,agent_message_count,first_response_s",
        sessions,
    )
    write(exports / "north/orders.csv", "order_id,created_at,customer_id,status,total_amount,paid_at", orders)
    write(exports / "shops.csv", "shop,shop_name,platform", [("north", "North", "other")])
    write(
        exports / "agents.csv",
        "shop,account,agent_id,agent_name,team,role,valid_to,hire_date",
        [
            ("north", "a1", "A1", "Ann", "red", "agent", "", "2022-01-01"),
            ("north", "a2", "@A2", "-Ben", "red", "agent", "", "2023-02-10"),
            ("north", "a3", "A3", "Cleo", "red", "agent", "2024-03-20", "2023-03-01"),
        ],
    )


@dataclass
class Shop:
    """A folder of exports, its warehouse, and what was paid in it."""

    exports: Path
    warehouse: Path
    project: Path

    def build(self) -> None:
        build(self.exports, self.warehouse, self.project, is_quiet=True)

    def ask(self, query: str) -> list[tuple]:
        with duckdb.connect(str(self.warehouse / "kefu.duckdb"), read_only=True) as marts:
            return marts.execute(query).fetchall()

    def month(self, month: date) -> dict[str, tuple[Decimal, bool]]:
        rows = self.ask(
            f"select agent_id, payable_amount, is_locked from marts.appraisal_statement where month_start = '{month}'"
        )
        return {agent: (payable, locked) for agent, payable, locked in rows}

    def adjustments(self, month: date) -> set[tuple[str, date, str, Decimal]]:
        return set(
            self.ask(
                "select agent_id, for_month, line_id, amount from marts.appraisal_pay_line "
                f"where month_start = '{month}' and line_kind = 'adjustment' and status = 'open'"
            )
        )

    def pay(self, month: date, is_early: bool = False) -> Decimal:
        return pay_out(self.warehouse, self.exports, month, Language.ZH, PAID_ON, is_early).total


def paid_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@dataclass
class Story:
    """What was seen at each step."""

    shop: Shop
    before: dict[str, tuple[Decimal, bool]]
    first_total: Decimal
    locked: dict[str, tuple[Decimal, bool]]
    adjustments: set[tuple[str, date, str, Decimal]]
    april: dict[str, tuple[Decimal, bool]]
    paid_line: tuple
    second_total: Decimal
    refusals: list[str]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Build, pay March, hear of late things, build, pay April, build with copies of both files."""
    folder = tmp_path_factory.mktemp("payout")
    shop = Shop(folder / "exports", folder / "warehouse", copy_project(folder / "project"))
    write_shop(shop.exports)
    shop.build()
    before, refusals = shop.month(MARCH), []
    first_total = shop.pay(MARCH)
    with pytest.raises(AppraisalError) as again:
        shop.pay(MARCH)
    refusals.append(str(again.value))
    write(
        shop.exports / "late.csv",
        "agent_id,month,entry_name,amount,counts_as,reason",
        [("A1", MARCH, "@overtime", "100", "on_top", "late"), ("A3", MARCH, "leave", "33.335", "on_top", "late")],
    )
    write(
        shop.exports / "north/reviews.csv",
        "order_id,decision,reviewer,credited_account,reason,reviewed_at",
        [("o-a2-3-0", "reject", "A1", "", "wrong_agent", "2024-06-20 12:00:00")],
    )
    shop.build()
    locked, adjustments, april = shop.month(MARCH), shop.adjustments(APRIL), shop.month(APRIL)
    (paid_line,) = shop.ask(
        "select status, amount, due_amount, sentence_en, sentence_zh from marts.appraisal_pay_line "
        f"where agent_id = '@A2' and month_start = '{MARCH}' and line_id = 'conversion_bonus'"
    )
    with pytest.raises(AppraisalError) as locked_month:
        shop.pay(MARCH, is_early=True)
    refusals.append(str(locked_month.value))
    second_total = shop.pay(APRIL)
    for name in ("kefu-payout-2024-03", "kefu-payout-2024-04"):
        # a copy that somebody opened and saved: the same rows in other bytes
        content = (shop.exports / f"{name}.csv").read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        (shop.exports / f"{name} copy.csv").write_text(content, encoding="utf-8")
    shop.build()
    return Story(shop, before, first_total, locked, adjustments, april, paid_line, second_total, refusals)


def test_a_month_is_paid_as_counted_by_hand(story: Story) -> None:
    assert story.before == {
        "A1": (Decimal("3000.00"), False),
        "@A2": (Decimal("3200.00"), False),
        "A3": (Decimal("1419.35"), False),
    }
    assert story.first_total == Decimal("7619.35")


def test_a_paid_month_is_locked_and_does_not_change(story: Story) -> None:
    assert story.locked == {agent: (payable, True) for agent, (payable, _) in story.before.items()}
    status, amount, due, english, chinese = story.paid_line
    # without the rejected order 6 of 10: 500 now
    assert (status, amount, due) == ("paid", Decimal("1000.00"), Decimal("500.00"))
    assert english.endswith("Paid 1000.00 yuan.")
    assert chinese.endswith("已发 1000.00 元。")


def test_what_came_late_stands_in_the_open_month(story: Story) -> None:
    assert story.adjustments == {
        ("A1", MARCH, "on_top/@overtime", Decimal("100.00")),
        ("@A2", MARCH, "conversion_bonus", Decimal("-500.00")),
        ("A3", MARCH, "on_top/leave", Decimal("33.34")),
    }
    # April: 2500 + 0 + 100; 2200 + 0 - 500; who left has a statement for what is still owed
    assert story.april == {
        "A1": (Decimal("2600.00"), False),
        "@A2": (Decimal("1700.00"), False),
        "A3": (Decimal("33.34"), False),
    }
    assert story.second_total == Decimal("4333.34")


def test_a_second_pay_out_leaves_no_further_difference_and_copies_pay_nothing(story: Story) -> None:
    assert story.shop.adjustments(MAY) == set()
    assert {locked for _, locked in story.shop.month(APRIL).values()} == {True}
    rows = story.shop.ask(
        "select sum(case when status = 'paid' or is_payable then amount end), "
        "sum(case when line_kind not in ('adjustment', 'withdrawn') and is_payable then due_amount end) "
        "from marts.appraisal_pay_line"
    )
    assert rows[0][0] == rows[0][1]


def test_the_file_is_read_by_people_and_runs_nothing(story: Story) -> None:
    path = story.shop.exports / "kefu-payout-2024-04.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = paid_in(path)
    assert list(rows[0]) == [
        "工号", "发放月份", "归属月份", "工资项编号", "实发金额", "发放日期", "姓名", "工资项",
    ]  # fmt: skip
    assert {row["发放月份"] for row in rows} == {"2024-04-01"}
    assert ("'@A2", "2024-03-01", "-500.00") in {(row["工号"], row["归属月份"], row["实发金额"]) for row in rows}
    cells = [value for row in rows for name, value in row.items() if name != "实发金额"]
    assert [value for value in cells if value.startswith(("=", "+", "-", "@"))] == []


def test_refusals_say_why_in_both_languages(story: Story) -> None:
    written, locked = story.refusals
    assert "never overwritten" in written
    assert "不会被覆盖" in written
    assert "is locked" in locked
    assert "已发放并锁定" in locked


MARTS = """
create schema marts;
create table marts.appraisal_statement (
    agent_id varchar, month_start date, is_locked boolean, is_month_complete boolean
);
create table marts.appraisal_pay_line (
    agent_id varchar, month_start date, for_month date, line_id varchar, name_en varchar, name_zh varchar,
    amount decimal(18, 2), is_payable boolean, finality varchar, missing_en varchar, missing_zh varchar
);
create table marts.dim_agent (agent_id varchar, agent_name varchar);
insert into marts.appraisal_statement values
    ('a', '2024-03-01', false, true), ('a', '2024-04-01', false, false), ('b', '2024-02-01', false, true);
insert into marts.appraisal_pay_line values
    ('a', '2024-03-01', '2024-03-01', 'bonus', 'Bonus', '奖金', 500, true, 'provisional', null, null),
    ('a', '2024-03-01', '2024-03-01', 'salary', 'Salary', '工资', 77, false, 'final', null, null),
    ('b', '2024-02-01', '2024-02-01', 'bonus', 'Bonus', '奖金', 12.5, true, 'final', null, null),
    ('b', '2024-02-01', '2024-02-01', 'prize', 'Prize', '奖品', null, true, 'final', 'nothing was counted', '没有记录');
"""


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Marts made by hand: February is final, March provisional, April not complete."""
    with duckdb.connect(str(tmp_path / "kefu.duckdb")) as marts:
        marts.execute(MARTS)
    return tmp_path


@pytest.mark.parametrize(
    ("month", "english", "chinese"),
    [
        (date(2024, 4, 1), "is not complete", "尚不完整"),
        (date(2024, 3, 1), "provisional: orders, payments or evaluations may still change 1 lines (a bonus)", "暂定"),
        (date(2023, 3, 1), "has no statements", "没有工资单"),
    ],
)
def test_a_month_that_may_still_change_is_refused(published: Path, month: date, english: str, chinese: str) -> None:
    with pytest.raises(AppraisalError) as refusal:
        pay_out(published, published, month, Language.EN, PAID_ON)
    assert english in str(refusal.value)
    assert chinese in str(refusal.value)
    assert list(published.glob("*.csv")) == []


def test_it_is_paid_all_the_same_when_asked_for(published: Path) -> None:
    paid = pay_out(published, published, MARCH, Language.EN, PAID_ON, is_early=True)
    assert [(row["line"], row["amount"], row["paid_on"]) for row in paid_in(paid.path)] == [
        ("bonus", "500.00", str(datetime.date(2024, 6, 10)))
    ]


def test_lines_without_an_amount_are_named_and_not_paid(published: Path) -> None:
    paid = pay_out(published, published, date(2024, 2, 1), Language.EN, PAID_ON)
    assert [row["line"] for row in paid_in(paid.path)] == ["bonus"]
    assert "12.50 yuan for 1 people" in paid.text()
    assert "b, Prize: nothing was counted" in paid.text()
    assert "奖品：没有记录" in paid.text()
    assert "make build" in paid.text()


@pytest.mark.parametrize(
    ("text", "shown"), [("=1+1", "'=1+1"), ("@A2", "'@A2"), ("-Ben", "'-Ben"), ("＝1", "'＝1"), ("A1", "A1"), ("", "")]
)
def test_no_text_is_run_as_a_formula(text: str, shown: str) -> None:
    assert cell(text) == shown

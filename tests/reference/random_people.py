"""A random world of people, chats, orders, reviews and appraisal schemes, and the files a shop would have of it.

Small on purpose: every customer writes, is answered or not, evaluates or not and buys or not, all on one day, so that
the figures of an agent are simple counts and the interest lies in what is made of them.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

FIRST_MONTH = date(2024, 1, 1)
COUNT_MONTHS = 6
SHOPS = ("north", "south")
CENT = Decimal("0.01")


def month_of(day: date) -> date:
    """The first day of the month of a day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def months() -> list[date]:
    """The months of the world."""
    found = [FIRST_MONTH]
    while len(found) < COUNT_MONTHS:
        found.append(next_month(found[-1]))
    return found


LAST_DAY = next_month(months()[-1]) - timedelta(days=1)


@dataclass(frozen=True)
class Stay:
    """A period in which a person is in a team."""

    team: str
    first_day: date
    last_day: date | None


@dataclass(frozen=True)
class Person:
    """Somebody on the roster."""

    agent_id: str
    shops: tuple[str, ...]
    hire_date: date | None
    stays: tuple[Stay, ...]

    @property
    def left_on(self) -> date | None:
        """The last day of employment, if there is one."""
        return self.stays[-1].last_day

    def is_employed(self, day: date) -> bool:
        """Whether the person works there on that day."""
        begins = self.hire_date or self.stays[0].first_day
        return begins <= day and (self.left_on is None or day <= self.left_on)

    def team_on(self, day: date) -> str:
        """The team on a day."""
        inside = [
            stay for stay in self.stays if stay.first_day <= day and (stay.last_day is None or day <= stay.last_day)
        ]
        return (inside or list(self.stays))[0].team


@dataclass
class Chat:
    """A customer's chat with an agent, and what he bought after it."""

    shop: str
    agent_id: str
    day: date
    number: int
    customer: str
    wait_s: int | None
    is_satisfied: bool | None
    amount: Decimal | None
    is_paid: bool
    reviews: list[tuple[str, str]] = field(default_factory=list)

    @property
    def order_id(self) -> str:
        """The order that followed."""
        return f"o{self.number:06d}"

    def seller(self, with_reviews: bool) -> str:
        """Who has the credit: the chat's agent, or whom the last review says."""
        seller = self.agent_id
        for decision, agent_id in self.reviews if with_reviews else ():
            seller = {"confirm": self.agent_id, "reassign": agent_id, "reject": "(silent)"}[decision]
        return seller


@dataclass
class World:
    """Everything that happened."""

    people: list[Person]
    chats: list[Chat]
    shifts: dict[tuple[str, date], bool]
    targets: dict[tuple[str, str, date], Decimal]
    grades: dict[str, list[tuple[date, str]]]
    entries: list[tuple[str, date, str, Decimal, str]]
    assignments: list[dict[str, str]]


def random_people(rng: random.Random, count: int) -> list[Person]:
    """People with hire dates that make probation, month ends, leap days and years of service occur."""
    hires = [
        date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 15), date(2023, 2, 28), date(2020, 2, 29),
        date(2022, 4, 17), date(2023, 6, 1), date(2024, 1, 1), date(2021, 5, 10), None,
    ]  # fmt: skip
    people = []
    for index in range(count):
        hire = (
            hires[index % len(hires)] if index < len(hires) else date(2021, 1, 1) + timedelta(days=rng.randrange(1200))
        )
        first = hire or date(2024, 1, 1)
        team = "red" if index % 2 else "blue"
        stays = [Stay(team, first, None)]
        if index % 5 == 3:
            moved = date(2024, 4, 1) + timedelta(days=rng.randrange(5, 25))
            stays = [
                Stay(team, first, moved - timedelta(days=1)),
                Stay("blue" if team == "red" else "red", moved, None),
            ]
        if index % 6 == 4:
            left = date(2024, 4, 1) + timedelta(days=rng.randrange(3, 60))
            stays[-1] = Stay(stays[-1].team, stays[-1].first_day, max(left, stays[-1].first_day))
        shops = SHOPS if index % 4 == 1 else (SHOPS[index % 2],)
        people.append(Person(f"P{index:02d}", shops, hire, tuple(stays)))
    return people


def random_world(seed: int, count_people: int = 14) -> World:
    """The world of a seed."""
    rng = random.Random(seed)
    people = random_people(rng, count_people)
    chats: list[Chat] = []
    shifts: dict[tuple[str, date], bool] = {}
    targets: dict[tuple[str, str, date], Decimal] = {}
    for person in people:
        skill = rng.uniform(0.25, 0.8)
        quiet_month = rng.choice(months())
        for month in months():
            for shop in person.shops:
                targets[shop, person.agent_id, month] = Decimal(rng.randrange(2, 30) * 100)
            day = month
            while month_of(day) == month:
                if person.is_employed(day) and (person.agent_id != "P00" or month != quiet_month):
                    add_day(rng, person, day, skill, chats, shifts)
                day += timedelta(days=1)
    # the data must reach the end of the last month
    chats.append(Chat(SHOPS[0], people[6].agent_id, LAST_DAY, len(chats), "last", 20, True, None, False))
    review(rng, people, chats)
    return World(people, chats, shifts, targets, random_grades(rng, people), random_entries(rng, people), [])


def add_day(
    rng: random.Random, person: Person, day: date, skill: float, chats: list[Chat], shifts: dict[tuple[str, date], bool]
) -> None:
    """One day of work, which may be empty."""
    if rng.random() < 0.2:
        shifts[person.agent_id, day] = rng.random() < 0.93
    for shop in person.shops:
        if rng.random() > 0.22:
            continue
        for _ in range(rng.randrange(1, 5)):
            number = len(chats)
            known = [chat.customer for chat in chats[-40:] if chat.agent_id == person.agent_id and chat.shop == shop]
            customer = rng.choice(known) if known and rng.random() < 0.15 else f"c{number}"
            if any(c.customer == customer and abs((c.day - day).days) < 4 for c in chats[-80:]):
                customer = f"c{number}"
            is_answered = rng.random() < 0.95
            buys = is_answered and rng.random() < skill
            chats.append(
                Chat(
                    shop, person.agent_id, day, number, customer,
                    wait_s=rng.choice([5, 12, 30, 35, 45, 55, 90]) if is_answered else None,
                    is_satisfied=rng.random() < 0.8 if is_answered and rng.random() < 0.4 else None,
                    amount=Decimal(rng.randrange(20, 600)) + Decimal(rng.randrange(100)) * CENT if buys else None,
                    is_paid=buys and rng.random() < 0.9,
                )
            )  # fmt: skip


def review(rng: random.Random, people: Sequence[Person], chats: Iterable[Chat]) -> None:
    """Look some orders over by hand; some of them twice."""
    for chat in chats:
        if chat.amount is None or not chat.is_paid or rng.random() > 0.06:
            continue
        for _ in range(rng.choice([1, 1, 2])):
            decision = rng.choice(["confirm", "reassign", "reassign", "reject"])
            others = [person for person in people if chat.shop in person.shops and person.is_employed(chat.day)]
            chat.reviews.append((decision, rng.choice(others).agent_id if decision == "reassign" else ""))


def random_grades(rng: random.Random, people: Iterable[Person]) -> dict[str, list[tuple[date, str]]]:
    """Grade histories of some people."""
    found = {}
    for person in people:
        if person.hire_date and rng.random() < 0.6:
            steps = [(person.hire_date, "junior")]
            if rng.random() < 0.7:
                steps.append((person.hire_date + timedelta(days=rng.randrange(40, 500)), "intermediate"))
            if rng.random() < 0.3:
                steps.append((steps[-1][0] + timedelta(days=rng.randrange(20, 200)), "junior"))
            found[person.agent_id] = steps
    return found


def random_entries(rng: random.Random, people: Iterable[Person]) -> list[tuple[str, date, str, Decimal, str]]:
    """Earnings and deductions beside the schemes."""
    found = []
    for person in people:
        for month in months():
            last = next_month(month) - timedelta(days=1)
            if rng.random() < 0.4 and any(person.is_employed(day) for day in (month, last)):
                amount = Decimal(rng.randrange(-20000, 300000)) * CENT
                found.append((person.agent_id, month, "base pay", amount, rng.choice(["earned", "earned", "on_top"])))
    return found


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


def moment(chat: Chat, seconds: int) -> str:
    """A time on the chat's day; chats of one day follow one another."""
    begun = 9 * 3600 + (chat.number % 500) * 90 + seconds
    return f"{chat.day} {begun // 3600:02d}:{begun // 60 % 60:02d}:{begun % 60:02d}"


def write_world(world: World, exports: Path) -> None:
    """Write the world as exchange files."""
    write_csv(exports / "shops.csv", ["shop", "shop_name", "platform"], [(shop, shop, "other") for shop in SHOPS])
    write_csv(
        exports / "agents.csv",
        ["shop", "account", "agent_id", "agent_name", "team", "role", "valid_from", "valid_to", "hire_date"],
        [
            (shop, f"acc-{person.agent_id}", person.agent_id, f"Agent {person.agent_id}", stay.team, "agent",
             stay.first_day, stay.last_day or "", person.hire_date or "")
            for person in world.people for shop in person.shops for stay in person.stays
        ],
    )  # fmt: skip
    write_csv(
        exports / "grades.csv",
        ["agent_id", "grade_id", "valid_from"],
        [(agent_id, grade, day) for agent_id, steps in world.grades.items() for day, grade in steps],
    )
    write_csv(exports / "pay-entries.csv", ["agent_id", "month", "entry_name", "amount", "counts_as"], world.entries)
    header = sorted({name for row in world.assignments for name in row})
    write_csv(
        exports / "assignments.csv", header, [[row.get(name, "") for name in header] for row in world.assignments]
    )
    for shop in SHOPS:
        write_shop(world, exports / shop, shop)


def write_shop(world: World, folder: Path, shop: str) -> None:
    """Write the files of one shop."""
    chats = [chat for chat in world.chats if chat.shop == shop]
    account = "acc-{}".format
    write_csv(
        folder / "sessions.csv",
        ["session_id", "started_at", "ended_at", "customer_id", "agent_account", "session_type",
         "customer_message_count", "agent_message_count", "first_response_s"],
        [
            (f"s{chat.number}", moment(chat, 0), moment(chat, 80), chat.customer, account(chat.agent_id), "pre_sale", 1,
             0 if chat.wait_s is None else 1, "" if chat.wait_s is None else chat.wait_s)
            for chat in chats
        ],
    )  # fmt: skip
    write_csv(
        folder / "evaluations.csv",
        ["customer_id", "agent_account", "session_id", "evaluated_at", "satisfaction"],
        [
            (chat.customer, account(chat.agent_id), f"s{chat.number}", moment(chat, 85), 5 if chat.is_satisfied else 2)
            for chat in chats if chat.is_satisfied is not None
        ],
    )  # fmt: skip
    write_csv(
        folder / "orders.csv",
        ["order_id", "created_at", "customer_id", "status", "total_amount", "paid_at"],
        [
            (chat.order_id, moment(chat, 82), chat.customer, "finished" if chat.is_paid else "unpaid", chat.amount,
             moment(chat, 88) if chat.is_paid else "")
            for chat in chats if chat.amount is not None
        ],
    )  # fmt: skip
    write_csv(
        folder / "reviews.csv",
        ["order_id", "decision", "reviewer", "credited_account", "reason", "reviewed_at"],
        [
            (chat.order_id, decision, "P00", account(agent_id) if agent_id else "", "other",
             f"{chat.day + timedelta(days=1)} 12:{number:02d}:00")
            for chat in chats for number, (decision, agent_id) in enumerate(chat.reviews)
        ],
    )  # fmt: skip
    mine = {person.agent_id for person in world.people if person.shops[0] == shop}
    write_csv(
        folder / "attendance.csv",
        ["work_date", "agent_account", "is_attended"],
        [(day, account(a), str(came).lower()) for (a, day), came in world.shifts.items() if a in mine],
    )
    write_csv(
        folder / "targets.csv",
        ["agent_id", "kpi_id", "month", "target_value"],
        [(a, "sales_amount", month, value) for (s, a, month), value in world.targets.items() if s == shop],
    )

"""Random message streams and orders that crowd the edges of the rules, and the exchange files that carry them.

One builder (`build_world`) asks a `Chooser` for every decision. `random_world` answers with `random.Random`, `worlds`
with hypothesis, so both make the same kind of world and hypothesis can shrink what it finds.

Two kinds of world: "idle" has no session ids (旺旺, PDD: R6), "platform" has one on every line (JD). No line has a
window, because the exchange format writes the window and the agent into the same column.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Literal, Protocol, TypeVar

from hypothesis import strategies as st

from reference import MS_PER_DAY, MS_PER_MINUTE, Message, Order, Sender

T = TypeVar("T")
WorldKind = Literal["idle", "platform"]

EPOCH = datetime(1970, 1, 1)
AGENTS = ("agent_x", "agent_y", "agent_z")
ROBOT = "robot"
HOUR_MS = 60 * MS_PER_MINUTE
GAP_MS = 10 * MS_PER_MINUTE

# Small steps inside a chat, waits for a reply, idles around the session gap, and jumps between chats.
STEPS_MS = (0, 0, 1, 999, 1_000, 5_000, 9_999, 10_000, 30_000, 45_000)
WAITS_MS = (0, 1, 1_000, 20_000, 29_000, 29_999, 30_000, 30_001, 31_000, 60_000, 120_000, 179_999, 180_000, 180_001)
IDLES_MS = (GAP_MS - 1_000, GAP_MS - 1, GAP_MS, GAP_MS, GAP_MS + 1, GAP_MS + 1_000)
JUMPS_MS = (0, 1_000, *IDLES_MS, 30 * MS_PER_MINUTE, 3 * HOUR_MS, 12 * HOUR_MS, MS_PER_DAY - 1, MS_PER_DAY)
BEFORE_MIDNIGHT_MS = (-20_000, -1_000, -1, 0, 1)
ORDER_OFFSETS_MS = (-1_000, -1, 0, 0, 0, 1, 1_000, 15 * MS_PER_MINUTE)
# The pay window ends on the eighth day after the enquiry, so payments come a week later too.
PAY_DELAYS_MS = (0, 1, 1_000, 20 * MS_PER_MINUTE, 8 * HOUR_MS, *(days * MS_PER_DAY for days in (1, 2, 7, 8, 9)))
AMOUNTS = (Decimal("0.01"), Decimal("19.90"), Decimal("99.00"), Decimal("500.00"), Decimal("1234.56"))


@dataclass(frozen=True)
class World:
    """The chats and orders of one shop."""

    kind: WorldKind
    messages: tuple[Message, ...]
    orders: tuple[Order, ...]


# ----------------------------------------------------------------------------------------------------------- clocks


def to_ms(text: str) -> int:
    """`2024-03-01 10:00:00` or `2024-03-01 10:00:00.123` in milliseconds of the wall clock."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(milliseconds=1)


def to_text(at_ms: int) -> str:
    """Milliseconds as `2024-03-01 10:00:00.123`."""
    return (EPOCH + timedelta(milliseconds=at_ms)).isoformat(sep=" ", timespec="milliseconds")


# --------------------------------------------------------------------------------------------------------- choosers


class Chooser(Protocol):
    """Whoever decides."""

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options."""
        ...

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        ...


class RandomChooser:
    """Decides by a seeded generator."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self.rng.choice(options)

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self.rng.randint(low, high)


class DrawChooser:
    """Decides by hypothesis; earlier options and smaller numbers are the simpler ones."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.draw(st.integers(0, len(options) - 1))]

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return self.draw(st.integers(low, high))


# ------------------------------------------------------------------------------------------------------------ chats


class Talk:
    """The lines of one customer as they are being written; `now_ms` never runs backwards."""

    def __init__(self, chooser: Chooser, customer: str, kind: WorldKind, now_ms: int) -> None:
        self.chooser = chooser
        self.customer = customer
        self.kind = kind
        self.now_ms = now_ms
        self.session_number = 1
        self.last_session_number = 1
        self.lines: list[Message] = []

    def say(self, sender: Sender, account: str | None, delays_ms: Sequence[int]) -> None:
        """Write one line after one of the delays. The position is given later, by `number_lines`."""
        self.now_ms += self.chooser.one_of(delays_ms)
        session_id = f"{self.customer}-s{self.session_number}" if self.kind == "platform" else None
        self.lines.append(Message(self.customer, sender, account, self.now_ms, 0, None, session_id))

    def ask(self, delays_ms: Sequence[int] = STEPS_MS) -> None:
        """The customer writes."""
        self.say("customer", None, delays_ms)

    def reply(self, agent: str, delays_ms: Sequence[int] = WAITS_MS) -> None:
        """A human agent writes."""
        self.say("agent", agent, delays_ms)

    def robot(self, delays_ms: Sequence[int] = STEPS_MS) -> None:
        """The robot writes."""
        self.say("robot", ROBOT, delays_ms)

    def jump(self) -> None:
        """Between two scenes: wait, and in a platform world stay, open a new session or return to an old one."""
        self.now_ms += self.chooser.one_of(JUMPS_MS)
        move = self.chooser.one_of(("new", "new", "stay", "old"))
        if move == "new":
            self.last_session_number += 1
            self.session_number = self.last_session_number
        elif move == "old":
            self.session_number = self.chooser.number(1, self.last_session_number)


def scene_question(talk: Talk) -> None:
    """One to three customer lines and a reply."""
    for _ in range(talk.chooser.number(1, 3)):
        talk.ask()
    talk.reply(talk.chooser.one_of(AGENTS))


def scene_unanswered(talk: Talk) -> None:
    """Customer lines that nobody answers here, perhaps with an idle between them."""
    talk.ask()
    if talk.chooser.number(0, 1):
        talk.ask(IDLES_MS)


def scene_robot(talk: Talk) -> None:
    """The robot answers at once, a human perhaps later, and perhaps the robot speaks last."""
    talk.ask()
    talk.robot()
    if talk.chooser.number(0, 1):
        talk.reply(talk.chooser.one_of(AGENTS))
    if talk.chooser.number(0, 1):
        talk.ask()
        talk.robot(IDLES_MS)


def scene_hand_over(talk: Talk) -> None:
    """X, then Y, then perhaps X again; the customer may or may not write between."""
    first = talk.chooser.one_of(AGENTS)
    second = talk.chooser.one_of(AGENTS)
    talk.ask()
    talk.reply(first)
    for agent in (second, first)[: talk.chooser.number(1, 2)]:
        if talk.chooser.number(0, 1):
            talk.ask()
        talk.reply(agent)


def scene_outreach(talk: Talk) -> None:
    """An agent writes first; the customer answers at once, around the gap, or not at all."""
    talk.reply(talk.chooser.one_of(AGENTS))
    if talk.chooser.number(0, 1):
        talk.ask((*STEPS_MS, *IDLES_MS))


def scene_gap(talk: Talk) -> None:
    """The customer comes back around ten minutes after the reply, to the same agent or to another one."""
    talk.ask()
    talk.reply(talk.chooser.one_of(AGENTS))
    talk.ask(IDLES_MS)
    talk.reply(talk.chooser.one_of(AGENTS))


def scene_late_reply(talk: Talk) -> None:
    """The reply comes around ten minutes late (it never opens a session), perhaps with a line after it."""
    talk.ask()
    talk.reply(talk.chooser.one_of(AGENTS), IDLES_MS)
    if talk.chooser.number(0, 1):
        talk.ask((*STEPS_MS, *IDLES_MS))


def scene_midnight(talk: Talk) -> None:
    """A chat that starts at or shortly before midnight."""
    midnight_ms = (talk.now_ms // MS_PER_DAY + 1) * MS_PER_DAY
    talk.now_ms = max(talk.now_ms, midnight_ms + talk.chooser.one_of(BEFORE_MIDNIGHT_MS))
    talk.ask((0,))
    talk.reply(talk.chooser.one_of(AGENTS))


def scene_same_second(talk: Talk) -> None:
    """Customer, two agents and customer in one and the same millisecond, in a drawn order."""
    for _ in range(talk.chooser.number(2, 4)):
        writer = talk.chooser.one_of(("customer", "agent_x", "agent_y"))
        if writer == "customer":
            talk.ask((0,))
        else:
            talk.reply(writer, (0,))


def scene_system(talk: Talk) -> None:
    """A system line in the middle of an idle: it must change nothing."""
    talk.ask()
    talk.say("system", None, (1_000, 5 * MS_PER_MINUTE))
    talk.ask((5 * MS_PER_MINUTE - 1_000, 5 * MS_PER_MINUTE, 5 * MS_PER_MINUTE + 1))


def scene_slow(talk: Talk) -> None:
    """Three answers, each about two minutes late."""
    agent = talk.chooser.one_of(AGENTS)
    for _ in range(3):
        talk.ask()
        talk.reply(agent, (120_000, 120_001, 121_000, 180_000))


def scene_long(talk: Talk) -> None:
    """Around twenty lines without a pause."""
    agent = talk.chooser.one_of(AGENTS)
    for _ in range(talk.chooser.number(9, 10)):
        talk.ask()
        talk.reply(agent, (1_000, 4_999, 5_000))


def scene_service_hours(talk: Talk) -> None:
    """A question at an edge of the service hours, answered at once, after an hour, or after more than an hour."""
    edge_ms = talk.chooser.one_of((8, 9, 23)) * HOUR_MS + talk.chooser.one_of((-1_000, 0, 0, 1_000))
    days = max(0, -(-(talk.now_ms - edge_ms) // MS_PER_DAY))
    talk.now_ms = days * MS_PER_DAY + edge_ms
    talk.ask((0,))
    talk.reply(talk.chooser.one_of(AGENTS), (0, HOUR_MS, HOUR_MS, HOUR_MS + 1_000))


SCENES = (
    scene_question,
    scene_unanswered,
    scene_robot,
    scene_hand_over,
    scene_outreach,
    scene_gap,
    scene_late_reply,
    scene_midnight,
    scene_same_second,
    scene_system,
    scene_slow,
    scene_long,
    scene_service_hours,
)


def build_talk(chooser: Chooser, customer: str, kind: WorldKind) -> list[Message]:
    """All lines of one customer in the order in which they were written; none for a silent customer."""
    start_ms = to_ms("2024-03-04 09:00:00") + chooser.number(0, 2) * MS_PER_DAY + chooser.number(0, 8) * HOUR_MS
    talk = Talk(chooser, customer, kind, start_ms)
    for _ in range(chooser.number(0, 6)):
        chooser.one_of(SCENES)(talk)
        talk.jump()
    return talk.lines


def number_lines(chooser: Chooser, talks: Sequence[Sequence[Message]]) -> list[Message]:
    """Give each line its place in the file: by time, customer by customer, or customer by customer backwards."""
    lines = [line for talk in talks for line in talk]
    file_order = chooser.one_of(("time", "customer", "backwards"))
    if file_order == "time":
        lines.sort(key=lambda line: line.at_ms)
    elif file_order == "backwards":
        lines.reverse()
    return [replace(line, position=position) for position, line in enumerate(lines, start=1)]


# ----------------------------------------------------------------------------------------------------------- orders


def order_time(chooser: Chooser, talk: Sequence[Message]) -> int:
    """A moment for an order event: beside a line of the buyer, on a day edge after it, or anywhere."""
    if not talk:
        return to_ms("2024-03-05 12:00:00") + chooser.number(0, 3) * MS_PER_DAY
    line_ms = chooser.one_of(talk).at_ms
    if chooser.one_of(("line", "line", "edge")) == "line":
        return line_ms + chooser.one_of(ORDER_OFFSETS_MS)
    day_start_ms = line_ms // MS_PER_DAY * MS_PER_DAY
    return day_start_ms + chooser.number(1, 4) * MS_PER_DAY + chooser.one_of((-1, 0, 1_000, 9 * HOUR_MS))


def later_time(chooser: Chooser, talk: Sequence[Message], from_ms: int) -> int:
    """A later event of the same order: after a usual delay, or at another line of the buyer if that is later."""
    if chooser.number(0, 1):
        return from_ms + chooser.one_of(PAY_DELAYS_MS)
    return max(from_ms, order_time(chooser, talk))


def build_order(chooser: Chooser, order_id: str, customer: str, talk: Sequence[Message]) -> Order:
    """One order: unpaid, paid or cash on delivery; open, finished or closed."""
    created_ms = order_time(chooser, talk)
    pay_kind = chooser.one_of(("online", "online", "unpaid", "cod", "cod_with_payment"))
    has_payment = pay_kind in ("online", "cod_with_payment")
    paid_ms = later_time(chooser, talk, created_ms) if has_payment else None
    end = chooser.one_of(("open", "open", "finished", "closed"))
    end_ms = later_time(chooser, talk, created_ms if paid_ms is None else paid_ms)
    is_cod = pay_kind.startswith("cod")
    return Order(
        order_id=order_id,
        customer=customer,
        created_ms=created_ms,
        paid_ms=paid_ms,
        finished_ms=end_ms if end == "finished" and (is_cod or has_payment) else None,
        closed_ms=end_ms if end == "closed" else None,
        is_cod=is_cod,
        amount=chooser.one_of(AMOUNTS),
        is_shipped=(end == "finished" and (is_cod or has_payment)) or (end == "open" and pay_kind == "cod"),
    )


# ----------------------------------------------------------------------------------------------------------- worlds


def build_world(chooser: Chooser, kind: WorldKind, prefix: str = "") -> World:
    """Three to six customers with their chats and up to three orders each. The prefix goes before every id."""
    talks: list[list[Message]] = []
    orders: list[Order] = []
    for number in range(1, chooser.number(3, 6) + 1):
        customer = f"{prefix}c{number}"
        talk = build_talk(chooser, customer, kind)
        talks.append(talk)
        for order_number in range(1, chooser.number(0, 3) + 1):
            orders.append(build_order(chooser, f"{customer}-o{order_number}", customer, talk))
    return World(kind, tuple(number_lines(chooser, talks)), tuple(orders))


def random_world(seed: int, kind: WorldKind, prefix: str = "") -> World:
    """The world of a seed; the same seed always gives the same world."""
    return build_world(RandomChooser(Random(seed)), kind, prefix)


def random_shop(seed: int, kind: WorldKind, worlds_count: int) -> World:
    """Many small worlds in one shop, with ids that do not meet, so that one build of the warehouse checks them all."""
    rng = Random(seed)
    messages: list[Message] = []
    orders: list[Order] = []
    for number in range(1, worlds_count + 1):
        world = build_world(RandomChooser(rng), kind, prefix=f"w{number}-")
        messages += [replace(line, position=len(messages) + line.position) for line in world.messages]
        orders += world.orders
    return World(kind, tuple(messages), tuple(orders))


@st.composite
def worlds(draw: st.DrawFn, kind: WorldKind) -> World:
    """Hypothesis strategy for worlds of one kind."""
    return build_world(DrawChooser(draw), kind)


# --------------------------------------------------------------------------------------------------- exchange files


MESSAGE_COLUMNS = ("customer_id", "sender", "sent_at", "agent_account", "session_id", "message_id", "content")
ORDER_COLUMNS = (
    "order_id",
    "created_at",
    "customer_id",
    "status",
    "total_amount",
    "postage_amount",
    "item_count",
    "is_cod",
    "paid_at",
    "finished_at",
    "closed_at",
)


def order_status(order: Order) -> str:
    """The status word that fits the times of an order."""
    if order.closed_ms is not None:
        return "closed"
    if order.finished_ms is not None:
        return "finished"
    if order.paid_ms is not None:
        return "paid"
    return "shipped" if order.is_cod else "unpaid"


def optional_text(at_ms: int | None) -> str:
    """A time, or an empty cell."""
    return "" if at_ms is None else to_text(at_ms)


def write_rows(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """One CSV file with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_exchange(messages: Sequence[Message], orders: Sequence[Order], folder: Path) -> None:
    """Write messages.csv (rows by position) and orders.csv in the exchange format."""
    folder.mkdir(parents=True, exist_ok=True)
    message_rows: list[list[str]] = []
    for line in sorted(messages, key=lambda item: item.position):
        account = line.account if line.sender == "agent" else line.window
        author = ROBOT if line.sender == "robot" else line.sender
        message_rows.append(
            [
                line.customer,
                line.sender,
                to_text(line.at_ms),
                account or "",
                line.session_id or "",
                f"m{line.position}",
                f"{author} line {line.position}",
            ]
        )
    order_rows: list[list[str]] = []
    for order in orders:
        order_rows.append(
            [
                order.order_id,
                to_text(order.created_ms),
                order.customer,
                order_status(order),
                str(order.amount),
                "0.00",
                "1",
                "true" if order.is_cod else "false",
                optional_text(order.paid_ms),
                optional_text(order.finished_ms),
                optional_text(order.closed_ms),
            ]
        )
    write_rows(folder / "messages.csv", MESSAGE_COLUMNS, message_rows)
    write_rows(folder / "orders.csv", ORDER_COLUMNS, order_rows)

"""Daily figures recomputed from the reference's rows: one unit after the other, added up per agent and for the shop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from random_build import Row, Shop

from reference import (
    MS_PER_DAY,
    SILENT,
    UNASSIGNED,
    Assignment,
    Order,
    Params,
    Round,
    build_rounds,
    chat_type,
    day_of,
    is_finally_paid,
    is_in_window,
    is_paid_in_time,
    payment_event_ms,
)

SHOP = "(shop)"
SETS = ("jd", "tmall", "pdd", "douyin", "generic")
HOUR_MS = MS_PER_DAY // 24
LIMIT_MS = 30_000
PARAMS = Params()
# What counts as the beginning of a wait, and what it is in the shops of which EXTRA_RULES speak.
WAIT_BASIS = {"pdd": "each_message"}
EXTRA_WAIT_BASIS = WAIT_BASIS | {"douyin": "last_buyer"}
# The set in which robots may close a round in those shops.
ROBOT_SET = "generic"
KPIS = (
    "rate_30s_first_reply",
    "avg_response_seconds",
    "reply_rate",
    "rate_30s_message",
    "answer_ratio",
    "enquiry_to_final_paid_rate",
    "sales_amount",
    "sales_orders",
    "unit_price",
)


@dataclass
class Figure:
    """A numerator and a denominator (None: a plain count) with the units behind them."""

    numerator: Decimal = Decimal(0)
    denominator: Decimal | None = None
    units: int = 0
    excluded: int = 0
    persons: set[str] = field(default_factory=set)
    # of a figure that counts persons: those of its numerator; `persons` are those of its denominator
    reached: set[str] = field(default_factory=set)


class Figures:
    """The figures of one shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.found: dict[tuple[str, str, str, int], Figure] = {}

    def figure(self, definition_set: str, kpi_id: str, agent: str, day: int, is_ratio: bool) -> Figure:
        """The figure to which a unit belongs."""
        key = (definition_set, kpi_id, agent, day)
        if key not in self.found:
            self.found[key] = Figure(denominator=Decimal(0) if is_ratio else None)
        return self.found[key]

    def count(
        self,
        definition_set: str,
        kpi_id: str,
        agent: str,
        day: int,
        numerator: Decimal | int,
        denominator: int | None = 1,
    ) -> None:
        """Add a unit that counts."""
        figure = self.figure(definition_set, kpi_id, agent, day, denominator is not None)
        figure.numerator += numerator
        if figure.denominator is not None and denominator is not None:
            figure.denominator += denominator
        figure.units += 1

    def count_person(
        self,
        definition_set: str,
        kpi_id: str,
        agent: str,
        day: int,
        person: str,
        is_reached: bool,
        is_ratio: bool = True,
    ) -> None:
        """Add a unit of a figure that counts distinct persons."""
        figure = self.figure(definition_set, kpi_id, agent, day, is_ratio)
        figure.units += 1
        figure.persons.add(person)
        if is_reached:
            figure.reached.add(person)
        figure.numerator = Decimal(len(figure.reached))
        figure.denominator = Decimal(len(figure.persons)) if is_ratio else None

    def exclude(self, definition_set: str, kpi_id: str, agent: str, day: int, is_ratio: bool = True) -> None:
        """Add a unit that does not count."""
        self.figure(definition_set, kpi_id, agent, day, is_ratio).excluded += 1

    def rows(self) -> list[Row]:
        """The figures as rows."""
        return [
            (self.shop.shop_id, *key, item.numerator, item.denominator, item.units, item.excluded)
            for key, item in self.found.items()
        ]


def sold_day(order: Order) -> int | None:
    """The day on which an order is a sale: its payment, for cash on delivery its creation; None if it is no sale."""
    if not is_finally_paid(order):
        return None
    return day_of(order.created_ms if order.is_cod or order.paid_ms is None else order.paid_ms)


def is_between(at_ms: int, from_hour: int, to_hour: int) -> bool:
    """R2: half open."""
    return from_hour * HOUR_MS <= at_ms % MS_PER_DAY < to_hour * HOUR_MS


# ------------------------------------------------------------------------------------------------------- sessions


@dataclass(frozen=True)
class ServiceUnit:
    """A session as a unit of service figures: an agent's part of it, or all of it for the shop."""

    agent: str
    day: int
    started_ms: int
    is_valid: bool
    is_handed_out: bool
    customer: str
    parts: tuple[Assignment, ...]
    customer_messages: int
    human_messages: int
    rounds: list[Round]
    rounds_with_robots: list[Round]


def part_unit(chat: Assignment) -> ServiceUnit:
    """The part of one agent."""
    return ServiceUnit(
        agent=chat.agent,
        day=chat.start_day,
        started_ms=chat.started_ms,
        is_valid=chat.invalid_reason is None,
        is_handed_out=chat.transferred_out,
        customer=chat.customer,
        parts=(chat,),
        customer_messages=chat.customer_messages,
        human_messages=chat.human_messages,
        rounds=build_rounds(chat),
        rounds_with_robots=build_rounds(chat, exclude_auto_reply=False),
    )


def whole_unit(parts: list[Assignment]) -> ServiceUnit:
    """R22: the session once; a hand-over stays within the shop."""
    units = [part_unit(part) for part in parts]
    return ServiceUnit(
        agent=SHOP,
        day=units[0].day,
        started_ms=units[0].started_ms,
        is_valid=units[0].is_valid,
        is_handed_out=False,
        customer=parts[0].customer,
        parts=tuple(parts),
        customer_messages=sum(unit.customer_messages for unit in units),
        human_messages=sum(unit.human_messages for unit in units),
        rounds=in_order(item for unit in units for item in unit.rounds),
        rounds_with_robots=in_order(item for unit in units for item in unit.rounds_with_robots),
    )


def in_order(rounds: Iterable[Round]) -> list[Round]:
    """Rounds of several agents as they happened; an open round is the last."""
    return sorted(rounds, key=lambda item: (item.first_ms, item.reply_ms is None, item.reply_ms))


def service_units(shop: Shop) -> list[ServiceUnit]:
    """All units of the shop."""
    sessions: dict[str, list[Assignment]] = {}
    for chat in shop.result.assignments:
        sessions.setdefault(shop.session_name(chat), []).append(chat)
    units = [part_unit(chat) for chat in shop.result.assignments]
    return units + [whole_unit(parts) for parts in sessions.values()]


def is_in_rates(definition_set: str, unit: ServiceUnit) -> bool:
    """R4: sessions handed out leave the rates of the jd set only."""
    return unit.is_valid and not (definition_set == "jd" and unit.is_handed_out)


def add_service(figures: Figures, definition_set: str, unit: ServiceUnit) -> None:
    """rate_30s_first_reply, reply_rate, answer_ratio and avg_response_seconds of one unit."""
    has_extra_rules = figures.shop.has_extra_rules
    basis = (EXTRA_WAIT_BASIS if has_extra_rules else WAIT_BASIS).get(definition_set, "first_unanswered")
    rounds = unit.rounds_with_robots if definition_set == ROBOT_SET and has_extra_rules else unit.rounds
    is_counted = is_in_rates(definition_set, unit)
    if is_counted and (definition_set != "jd" or is_between(unit.started_ms, 9, 23)):
        wait_ms = rounds[0].first_unanswered_wait_ms if rounds else None
        is_in_time = wait_ms is not None and wait_ms <= LIMIT_MS
        figures.count(definition_set, "rate_30s_first_reply", unit.agent, unit.day, int(is_in_time))
    else:
        figures.exclude(definition_set, "rate_30s_first_reply", unit.agent, unit.day)
    if is_counted:
        figures.count(definition_set, "reply_rate", unit.agent, unit.day, int(unit.human_messages > 0))
    else:
        figures.exclude(definition_set, "reply_rate", unit.agent, unit.day)
    if is_counted and unit.human_messages > 0:
        figures.count(definition_set, "answer_ratio", unit.agent, unit.day, unit.human_messages, unit.customer_messages)
    else:
        figures.exclude(definition_set, "answer_ratio", unit.agent, unit.day)
    for item in rounds:
        if is_counted and item.reply_ms is not None:
            wait_ms, count_waits = wait_of(item, basis)
            seconds = Decimal(wait_ms) / 1000
            figures.count(definition_set, "avg_response_seconds", unit.agent, unit.day, seconds, count_waits)
        else:
            figures.exclude(definition_set, "avg_response_seconds", unit.agent, unit.day)


def wait_of(item: Round, basis: str) -> tuple[int, int]:
    """A.2: the wait of an answered round and how many waits it stands for."""
    waits = {
        "first_unanswered": (item.first_unanswered_wait_ms, 1),
        "last_buyer": (item.last_buyer_wait_ms, 1),
        "each_message": (item.each_message_wait_ms, item.customer_messages),
    }
    wait_ms, count_waits = waits[basis]
    assert wait_ms is not None
    return wait_ms, count_waits


def add_messages(figures: Figures) -> None:
    """rate_30s_message of the pdd set: buyer messages of 08:00 to 23:00, on their own day."""
    for item in figures.shop.result.message_replies:
        day = day_of(item.message.at_ms)
        is_in_time = item.wait_ms is not None and item.wait_ms <= LIMIT_MS
        for agent in (item.agent, SHOP):
            if is_between(item.message.at_ms, 8, 23):
                figures.count("pdd", "rate_30s_message", agent, day, int(is_in_time))
            else:
                figures.exclude("pdd", "rate_30s_message", agent, day)


# ---------------------------------------------------------------------------------------------------------- sales


def add_conversion(figures: Figures) -> None:
    """enquiry_to_final_paid_rate: buyer, agent (or shop) and day; the tmall set lets go of colleagues' buyers."""
    shop = figures.shop
    credited = {
        item.order_id: item.agent
        for item in shop.result.credits
        if (item.rule, item.pick) == ("order_judgement", "last_chat")
    }
    orders: dict[str, list[Order]] = {}
    for order in shop.world.orders:
        orders.setdefault(order.customer, []).append(order)
    # Who chatted after an order was created and up to its payment, and on which day.
    followed_up: dict[str, set[tuple[str, int]]] = {}
    for chat in shop.result.assignments:
        for order in orders.get(chat.customer, []):
            is_after = order.created_ms < chat.started_ms <= payment_event_ms(order)
            if chat.is_answered and chat.agent != UNASSIGNED and is_after:
                followed_up.setdefault(order.order_id, set()).add((chat.agent, chat.start_day))
    # The start of the first pre-sale chat of each unit; None where all its chats are after-sale.
    began: dict[tuple[str, str, int], int | None] = {}
    for chat in shop.result.assignments:
        if not chat.is_answered:
            continue
        theirs = [order for order in shop.world.orders if order.customer == chat.customer]
        is_pre_sale = chat_type(chat, theirs) == "pre_sale"
        for agent in (chat.agent, SHOP):
            unit = (chat.customer, agent, chat.start_day)
            starts = [
                start for start in (began.get(unit), chat.started_ms if is_pre_sale else None) if start is not None
            ]
            began[unit] = min(starts, default=None)
    for (customer, agent, day), started_ms in began.items():
        if started_ms is None:
            figures.exclude(shop.platform, "enquiry_to_final_paid_rate", agent, day)
            continue
        own: list[Order] = []
        has_colleague = False
        for order in orders.get(customer, []):
            owner = credited[order.order_id]
            if owner not in (agent, SILENT) and (agent, day) in followed_up.get(order.order_id, set()):
                has_colleague = True
            if order.created_ms < started_ms or not is_in_window(day, day_of(order.created_ms), PARAMS):
                continue
            if owner == agent or (agent == SHOP and owner != SILENT):
                own.append(order)
            elif owner != SILENT:
                has_colleague = True
        if shop.platform == "tmall" and has_colleague and not own:
            figures.exclude(shop.platform, "enquiry_to_final_paid_rate", agent, day)
        else:
            is_paid = any(is_paid_in_time(order, day, PARAMS) for order in own)
            figures.count(shop.platform, "enquiry_to_final_paid_rate", agent, day, int(is_paid))


def add_sales(figures: Figures) -> None:
    """sales_amount, sales_orders and unit_price on the day of the sale, for the credited agent and the shop."""
    shop = figures.shop
    orders = {order.order_id: order for order in shop.world.orders}
    for item in shop.result.credits:
        if (item.rule, item.pick) != ("order_judgement", "last_chat"):
            continue
        order = orders[item.order_id]
        day = sold_day(order)
        for agent in (item.agent, SHOP):
            if day is None:
                for kpi_id in ("sales_amount", "sales_orders", "unit_price"):
                    figures.exclude(shop.platform, kpi_id, agent, day_of(order.created_ms), kpi_id == "unit_price")
                continue
            figures.count(shop.platform, "sales_amount", agent, day, order.amount, None)
            figures.count(shop.platform, "sales_orders", agent, day, 1, None)
            price = figures.figure(shop.platform, "unit_price", agent, day, True)
            price.persons.add(order.customer)
            price.numerator += order.amount
            price.denominator = Decimal(len(price.persons))
            price.units += 1


def figures_of(shop: Shop) -> list[Row]:
    """All figures of `KPIS` for one shop."""
    figures = Figures(shop)
    for unit in service_units(shop):
        for definition_set in SETS:
            add_service(figures, definition_set, unit)
    add_messages(figures)
    add_conversion(figures)
    add_sales(figures)
    return figures.rows()

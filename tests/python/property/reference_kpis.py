"""The other figures of the KPI catalogue that chats, orders and refunds decide, recomputed from the reference's rows.

Read from A.1 to A.5 and the rulings R1 to R23, one figure after the other; only units that count are recorded.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from random_build import Row, Shop
from reference_figures import (
    PARAMS,
    SETS,
    SHOP,
    Figures,
    ServiceUnit,
    is_between,
    is_in_rates,
    service_units,
    sold_day,
)

from reference import (
    SILENT,
    UNASSIGNED,
    Assignment,
    Message,
    Order,
    chat_type,
    day_of,
    is_finally_paid,
    is_in_window,
    is_paid_in_time,
)

THREE_MINUTES_MS = 180_000
HOUR_MS = 3_600_000
FRAGMENT_MS = 10_000
SLOW_MS, SLOW_TIMES = 120_000, 3
LONG_TALK = 20
PAY_DAYS = 7
TRAILING_DAYS = 30
RETURNING_DAYS = 90
EXTRA_SETS = ("generic", "douyin")


def seconds(wait_ms: int) -> Decimal:
    """Milliseconds in seconds."""
    return Decimal(wait_ms) / 1000


def is_whole(figures: Figures, definition_set: str) -> bool:
    """Whether the shipped rules hold: the rules of the property test change two sets of two shops."""
    return not (figures.shop.has_extra_rules and definition_set in EXTRA_SETS)


# ------------------------------------------------------------------------------------------------------- sessions


def lines_of(unit: ServiceUnit) -> list[tuple[Message, str]]:
    """What customers and people wrote in a session, in order, with the agent whose part it is."""
    lines = [
        (line, part.agent) for part in unit.parts for line in part.messages if line.sender in ("customer", "agent")
    ]
    return sorted(lines, key=lambda item: (item[0].at_ms, item[0].position))


def turns_of(lines: list[tuple[Message, str]], sender: str, agent: str) -> int:
    """A.1: lines less than ten seconds after another of the same side, with nobody between, are fragments of it."""
    turns = 0
    for index, (line, charged) in enumerate(lines):
        if line.sender != sender or agent not in (charged, SHOP):
            continue
        previous = lines[index - 1] if index else None
        is_fragment = (
            previous is not None
            and previous[0].sender == sender
            and previous[1] == charged
            and line.at_ms - previous[0].at_ms < FRAGMENT_MS
        )
        turns += 0 if is_fragment else 1
    return turns


def first_wait_ms(unit: ServiceUnit) -> int | None:
    """The wait of the first round."""
    return unit.rounds[0].first_unanswered_wait_ms if unit.rounds else None


def add_counts(figures: Figures, name: str, unit: ServiceUnit, whole: dict[str, list[Assignment]]) -> None:
    """R3: counts of sessions and messages; a hand-over is one of the shop's sessions too."""
    if not unit.is_valid:
        return
    siblings = whole[figures.shop.session_name(unit.parts[0])]
    is_out = any(part.transferred_out for part in unit.parts)
    is_in = is_out if unit.agent == SHOP else unit.parts[0].agent != order_of_parts(siblings)[0]
    one = (name, unit.agent, unit.day)
    for kpi_id, number in (
        ("consult_sessions", 1),
        ("transferred_out_sessions", int(is_out)),
        ("transferred_in_sessions", int(is_in)),
        ("agent_messages", unit.human_messages),
        ("customer_messages", unit.customer_messages),
        ("slow_reply_sessions", int(is_slow(unit))),
    ):
        figures.count(one[0], kpi_id, one[1], one[2], number, None)
    if not unit.is_handed_out:
        figures.count(name, "net_consult_sessions", unit.agent, unit.day, 1, None)
        figures.count(name, "received_sessions", unit.agent, unit.day, int(unit.human_messages > 0), None)
        figures.count(name, "unreplied_sessions", unit.agent, unit.day, int(unit.human_messages == 0), None)
    figures.count_person(name, "consulting_customers", unit.agent, unit.day, unit.customer, True, False)


def order_of_parts(parts: list[Assignment]) -> list[str]:
    """The agents of a session, in the order of their first messages."""
    first = {part.agent: min((line.at_ms, line.position) for line in part.messages) for part in parts}
    return sorted(first, key=lambda agent: first[agent])


def is_slow(unit: ServiceUnit) -> bool:
    """At least three answered waits of more than two minutes."""
    waits = [item.first_unanswered_wait_ms for item in unit.rounds]
    return sum(1 for wait in waits if wait is not None and wait > SLOW_MS) >= SLOW_TIMES


def add_rates(figures: Figures, name: str, unit: ServiceUnit, lines: list[tuple[Message, str]]) -> None:
    """Rates and averages of sessions and rounds."""
    if not is_in_rates(name, unit):
        return
    agent, day = unit.agent, unit.day
    is_replied = unit.human_messages > 0
    wait_ms = first_wait_ms(unit)
    if is_replied:
        human_turns = turns_of(lines, "agent", agent)
        customer_turns = turns_of(lines, "customer", agent)
        figures.count(name, "answer_ratio_merged", agent, day, human_turns, customer_turns)
        figures.count(name, "split_burst_rate", agent, day, unit.human_messages - human_turns, unit.human_messages)
        figures.count_person(name, "served_customers", agent, day, unit.customer, True, False)
        if wait_ms is not None:
            figures.count(name, "first_response_seconds", agent, day, seconds(wait_ms))
            if agent == SHOP:
                figures.count(name, "avg_wait_seconds", agent, day, seconds(wait_ms))
    own_rate = {"tmall": "reply_rate_wangwang", "douyin": "reply_rate_douyin"}.get(name)
    if own_rate is not None:
        figures.count_person(name, own_rate, agent, day, unit.customer, is_replied)
    waits = [item.first_unanswered_wait_ms for item in unit.rounds]
    if name == "douyin" and is_between(unit.started_ms, 8, 23):
        is_in_time = all(wait is not None and wait <= THREE_MINUTES_MS for wait in waits)
        figures.count(name, "rate_3min_human", agent, day, int(is_in_time))
    for item in unit.rounds:
        wait = item.first_unanswered_wait_ms
        figures.count(name, "rate_30s_round", agent, day, int(wait is not None and wait <= 30_000))
        if name in ("jd", "generic") or (name == "tmall" and is_between(item.first_ms, 8, 24)):
            figures.count(name, "rate_3min_human", agent, day, int(wait is not None and wait <= THREE_MINUTES_MS))
        if wait is not None and name in ("tmall", "douyin"):
            figures.count(name, f"avg_response_seconds_{name}", agent, day, seconds(wait))


def closing_parts(shop: Shop) -> set[tuple[str, str]]:
    """Session and agent that got the credit of a sale."""
    sold = {order.order_id for order in shop.world.orders if is_finally_paid(order)}
    return {
        (item.session_id, item.agent)
        for item in shop.result.credits
        if (item.rule, item.pick) == ("order_judgement", "last_chat") and item.session_id and item.order_id in sold
    }


def add_long_talks(figures: Figures, name: str, unit: ServiceUnit, closing: set[tuple[str, str]]) -> None:
    """long_talk_closing_rate: answered sessions of twenty lines and more, and those of them with a sale."""
    if is_in_rates(name, unit) and unit.human_messages and unit.human_messages + unit.customer_messages >= LONG_TALK:
        has_sale = any((part.session_id, part.agent) in closing for part in unit.parts)
        figures.count(name, "long_talk_closing_rate", unit.agent, unit.day, int(has_sale))


def add_auto_replies(figures: Figures, name: str, unit: ServiceUnit) -> None:
    """auto_reply_share of the shop: what robots wrote of all that the shop wrote."""
    robots = sum(1 for part in unit.parts for line in part.messages if line.sender == "robot")
    if unit.agent == SHOP and unit.parts[0].invalid_reason != "no_customer_message":
        figures.count(name, "auto_reply_share", SHOP, unit.day, robots, robots + unit.human_messages)


def add_open_sessions(figures: Figures, units: list[ServiceUnit]) -> None:
    """max_concurrent_sessions: how many of an agent's sessions were open when one of them began."""
    open_units = [unit for unit in units if unit.is_valid and unit.agent != UNASSIGNED]
    for unit in open_units:
        count = sum(
            1
            for other in open_units
            if other.agent == unit.agent
            and other.started_ms <= unit.started_ms <= max(other.started_ms, *(part.ended_ms for part in other.parts))
        )
        for name in SETS:
            if not is_whole(figures, name):
                continue
            figure = figures.figure(name, "max_concurrent_sessions", unit.agent, unit.day, False)
            figure.numerator = max(figure.numerator, Decimal(count))
            figure.units += 1


def add_sessions(figures: Figures) -> None:
    """All figures of sessions and rounds."""
    units = service_units(figures.shop)
    closing = closing_parts(figures.shop)
    whole: dict[str, list[Assignment]] = {}
    for chat in figures.shop.result.assignments:
        whole.setdefault(figures.shop.session_name(chat), []).append(chat)
    wholes = {figures.shop.session_name(unit.parts[0]): lines_of(unit) for unit in units if unit.agent == SHOP}
    for unit in units:
        for name in SETS:
            if is_whole(figures, name):
                add_counts(figures, name, unit, whole)
                add_rates(figures, name, unit, wholes[figures.shop.session_name(unit.parts[0])])
                add_auto_replies(figures, name, unit)
                add_long_talks(figures, name, unit, closing)
    add_open_sessions(figures, units)


# ------------------------------------------------------------------------------------------------------- messages


def add_messages(figures: Figures) -> None:
    """R7, R8, F9, F10: buyer messages of the pdd set on their own day, consumers of a day, after-sale ones apart."""
    shop = figures.shop
    orders: dict[str, list[Order]] = {}
    for order in shop.world.orders:
        orders.setdefault(order.customer, []).append(order)
    types = {
        line: chat_type(chat, orders.get(chat.customer, []))
        for chat in shop.result.assignments
        for line in chat.messages
        if line.sender == "customer"
    }
    days: dict[tuple[str, str, int], bool] = {}
    for item in shop.result.message_replies:
        message, day, wait = item.message, day_of(item.message.at_ms), item.wait_ms
        if not is_between(message.at_ms, 8, 23):
            continue
        is_after_sale = types[message] == "after_sale"
        for agent in (item.agent, SHOP):
            is_in_time = wait is not None and wait <= THREE_MINUTES_MS
            figures.count("pdd", "rate_3min_human", agent, day, int(is_in_time))
            if wait is not None:
                figures.count("pdd", "avg_response_seconds_pdd", agent, day, seconds(wait))
                if is_after_sale:
                    figures.count("pdd", "aftersales_avg_response_seconds", agent, day, seconds(wait))
        is_effective = wait is not None and wait <= HOUR_MS
        for kpi_id in ("effective_reply_rate", "aftersales_effective_reply_rate")[: 2 if is_after_sale else 1]:
            key = (kpi_id, message.customer, day)
            days[key] = days.get(key, True) and is_effective
    for (kpi_id, _, day), is_effective in days.items():
        figures.count("pdd", kpi_id, SHOP, day, int(is_effective))


# ---------------------------------------------------------------------------------------------------------- sales


def owners(shop: Shop) -> dict[str, str]:
    """R12: to whom each order belongs."""
    return {
        item.order_id: item.agent
        for item in shop.result.credits
        if (item.rule, item.pick) == ("order_judgement", "last_chat")
    }


def sold_ms(order: Order) -> int:
    """The moment at which a finally paid order became a sale."""
    return order.created_ms if order.is_cod or order.paid_ms is None else order.paid_ms


def add_enquiries(figures: Figures) -> None:
    """R9 to R11, R20: enquiries of buyer, agent (or shop) and day, and what became of them."""
    shop = figures.shop
    name = shop.platform
    owner = owners(shop)
    orders: dict[str, list[Order]] = {}
    for order in shop.world.orders:
        orders.setdefault(order.customer, []).append(order)
    began: dict[tuple[str, str, int], int] = {}
    followed_up: set[tuple[str, str, int]] = set()
    for chat in shop.result.assignments:
        if not chat.is_answered:
            continue
        theirs = orders.get(chat.customer, [])
        for order in theirs:
            is_after = (
                order.paid_ms is not None and not order.is_cod and order.created_ms < chat.started_ms <= order.paid_ms
            )
            if is_after and owner[order.order_id] not in (chat.agent, SILENT):
                followed_up.add((chat.customer, chat.agent, chat.start_day))
        if chat_type(chat, theirs) == "pre_sale":
            for agent in (chat.agent, SHOP):
                unit = (chat.customer, agent, chat.start_day)
                began[unit] = min(chat.started_ms, began.get(unit, chat.started_ms))
    for (customer, agent, day), started_ms in began.items():
        theirs = orders.get(customer, [])
        in_window = [
            order
            for order in theirs
            if order.created_ms >= started_ms and is_in_window(day, day_of(order.created_ms), PARAMS)
        ]
        credited = [order for order in in_window if owner[order.order_id] != SILENT]
        own = [order for order in credited if agent in (owner[order.order_id], SHOP)]
        is_old = any(is_finally_paid(order) and sold_ms(order) < started_ms for order in theirs)
        is_paid = any(is_paid_in_time(order, day, PARAMS) for order in own)
        figures.count_person(name, "enquiry_customers", agent, day, customer, True, False)
        figures.count_person(name, "old_customer_share", agent, day, customer, is_old)
        figures.count_person(name, "lost_enquiry_customers", agent, day, customer, not in_window, False)
        is_colleagues = not own and (bool(credited) or (customer, agent, day) in followed_up)
        if name == "tmall" and is_colleagues:
            continue
        outcomes = (
            ("final_paid_customers", is_paid, False),
            ("enquiry_to_order_rate", bool(own), True),
            ("enquiry_to_shipped_rate", any(order.is_shipped for order in own), True),
            (
                "enquiry_to_group_rate",
                any(is_finally_paid(order) and order.group in (None, "completed") for order in own),
                True,
            ),
        )
        for kpi_id, is_reached, is_ratio in outcomes:
            figures.count_person(name, kpi_id, agent, day, customer, is_reached, is_ratio)
        if is_old:
            figures.count_person(name, "old_customer_conversion", agent, day, customer, is_paid)


def add_sales(figures: Figures) -> None:
    """Sales of the day, orders of the day that were paid, silent orders and assists."""
    shop = figures.shop
    name = shop.platform
    orders = {order.order_id: order for order in shop.world.orders}
    teams: dict[int, Decimal] = {}
    for order_id, owner in owners(shop).items():
        order = orders[order_id]
        created_day, day = day_of(order.created_ms), sold_day(order)
        if owner != SILENT:
            is_paid = day is not None and (order.is_cod or day <= created_day + PAY_DAYS)
            for agent in (owner, SHOP):
                figures.count_person(name, "order_to_paid_rate", agent, created_day, order.customer, is_paid)
        if day is None:
            continue
        for agent in (owner, SHOP):
            figures.count(name, "sales_items", agent, day, order.count_items, None)
            items = figures.figure(name, "items_per_customer", agent, day, True)
            items.persons.add(order.customer)
            items.numerator += order.count_items
            items.denominator = Decimal(len(items.persons))
            items.units += 1
        figures.count(name, "avg_transaction_value", SHOP, day, order.amount)
        if order.is_buyer_known:
            is_silent = int(owner == SILENT)
            figures.count(name, "silent_order_share", SHOP, day, is_silent)
            figures.count(name, "enquiry_order_share", SHOP, day, 1 - is_silent)
            figures.count(name, "silent_to_enquiry_ratio", SHOP, day, is_silent, 1 - is_silent)
            figures.count_person(name, "true_traffic_enquiry_rate_by_orders", SHOP, day, order.customer, not is_silent)
        if owner != SILENT:
            share = figures.figure(name, "sales_share", owner, day, True)
            share.numerator += order.amount
            share.units += 1
            teams[day] = teams.get(day, Decimal(0)) + order.amount
    for (_, kpi_id, _, day), figure in figures.found.items():
        if kpi_id == "sales_share":
            figure.denominator = teams[day]


def add_assists(figures: Figures) -> None:
    """R13: helpers of paid orders, by agent; for the shop an order once, help before the order first."""
    shop = figures.shop
    orders = {order.order_id: order for order in shop.world.orders}
    kinds: dict[tuple[str, str], str] = {}
    for item in shop.result.assists:
        if (item.rule, item.pick) != ("order_judgement", "last_chat"):
            continue
        kinds[item.order_id, item.agent] = item.kind
        if kinds.get((item.order_id, SHOP)) != "order":
            kinds[item.order_id, SHOP] = item.kind
    for (order_id, agent), kind in kinds.items():
        order = orders[order_id]
        day = day_of(order.created_ms)
        figures.count_person(shop.platform, f"assist_{kind}_customers", agent, day, order.customer, True, False)
        figures.count(shop.platform, "assist_amount", agent, day, order.amount, None)


def daily_figures(shop: Shop) -> Figures:
    """All figures above for one shop."""
    figures = Figures(shop)
    add_sessions(figures)
    if is_whole(figures, "pdd"):
        add_messages(figures)
    add_enquiries(figures)
    add_sales(figures)
    add_assists(figures)
    return figures


def counted_rows(figures: Figures) -> list[Row]:
    """The figures with a unit that counts."""
    return [row[:-1] for row in figures.rows() if row[-2]]


# --------------------------------------------------------------------------------------------------------- months


def month_of(day: int) -> str:
    """The month of a day."""
    return (date(1970, 1, 1) + timedelta(days=day)).strftime("%Y-%m")


def monthly_rows(figures: Figures) -> list[Row]:
    """Months: sums add up; persons are counted once a day and once a month; the greatest number stays the greatest."""
    sums: dict[tuple[str, ...], list[Decimal | None]] = {}
    persons: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for (name, kpi_id, agent, day), item in figures.found.items():
        if not item.units:
            continue
        key = (name, kpi_id, agent, month_of(day))
        if key not in sums:
            sums[key] = [Decimal(0), None if item.denominator is None else Decimal(0)]
        total = sums[key]
        assert total[0] is not None
        is_greatest = kpi_id == "max_concurrent_sessions"
        total[0] = max(total[0], item.numerator) if is_greatest else total[0] + item.numerator
        if total[1] is not None and item.denominator is not None:
            total[1] += item.denominator
        if item.persons:
            reached, everybody = persons.setdefault(key, (set(), set()))
            reached |= item.reached
            everybody |= item.persons
    rows: list[Row] = []
    for key, (numerator, denominator) in sums.items():
        rows.append((figures.shop.shop_id, *key, "person_days" if key in persons else "units", numerator, denominator))
        if key in persons:
            reached, everybody = persons[key]
            # a price is money over persons: its numerator stays a sum
            distinct = Decimal(len(reached)) if reached or key[1] not in ("items_per_customer",) else numerator
            whole = None if denominator is None else Decimal(len(everybody))
            rows.append((figures.shop.shop_id, *key, "distinct_persons", distinct, whole))
    return rows


# --------------------------------------------------------------------------------------------------------- refunds


def refund_figure(shop: Shop, kpi_id: str, day: int) -> tuple[Decimal, Decimal]:
    """R19: refunds of the thirty days ending on a day, and the orders paid in them."""
    days = range(day - TRAILING_DAYS + 1, day + 1)
    done = [item for item in shop.refunds if item.finished_ms is not None and day_of(item.finished_ms) in days]
    if kpi_id == "avg_refund_hours":
        hours = sum((Decimal(item.finished_ms or 0) - item.applied_ms for item in done), Decimal(0)) / HOUR_MS
        return hours, Decimal(len(done))
    sold = sum(1 for order in shop.world.orders if sold_day(order) in days)
    return Decimal(sum(1 for item in done if item.is_dispute_lost)), Decimal(sold)


def returning(shop: Shop) -> Iterable[Row]:
    """A.7: known buyers of a month and those of them whose next sale came within ninety days of their first."""
    sales: dict[str, list[tuple[int, int]]] = {}
    for order in shop.world.orders:
        day = sold_day(order)
        if day is not None and order.is_buyer_known:
            sales.setdefault(order.customer, []).append((sold_ms(order), day))
    months: dict[str, list[bool]] = {}
    for moments in sales.values():
        for month in sorted({month_of(day) for _, day in moments}):
            first = min(moment for moment in moments if month_of(moment[1]) == month)
            later = [day for at_ms, day in moments if at_ms > first[0]]
            months.setdefault(month, []).append(bool(later) and min(later) <= first[1] + RETURNING_DAYS)
    return [(shop.shop_id, month, Decimal(sum(outcomes)), Decimal(len(outcomes))) for month, outcomes in months.items()]

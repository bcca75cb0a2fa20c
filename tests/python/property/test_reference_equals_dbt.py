"""Random shops: the facts that dbt builds are the facts of the plain reference, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import reference_figures
import reference_kpis
from random_build import RandomBuild, Row, Shop, clock, differences, named

from reference import Assignment, Round, build_rounds, day_of, is_cancelled

# What identifies a session for a reader, as `Shop.session_name` says it.
SESSIONS = """
(
    select
        sessions.session_key, sessions.customer_key, sessions.native_session_id, sessions.started_ms,
        epoch_ms(sessions.ended_at) as ended_ms, sessions.business_date, sessions.invalid_reason,
        sessions.count_customer_messages, sessions.count_agent_messages, sessions.shop_id, sessions.count_auto_messages,
        (
            select min(parts.agent_id) from marts.fct_session_assignment as parts
            where parts.session_key = sessions.session_key
        ) as first_agent_id
    from marts.fct_session as sessions
) as sessions
"""


def session_name(customer: str, native_id: object, agent: object, started_ms: object) -> str:
    """As `Shop.session_name`, from the columns of dbt."""
    return str(native_id) if native_id else f"{customer} {agent} {clock(int(str(started_ms)))}"


def check(columns: str, expected: Iterable[Row], actual: Iterable[Row]) -> None:
    """Both sides have rows, and the same ones."""
    wanted, found = list(expected), list(actual)
    assert wanted, "the random shops hold nothing to compare"
    problem = differences(columns, wanted, found)
    assert not problem, problem


def as_ms(value: object) -> int | None:
    """A nullable integer of dbt."""
    return None if value is None else int(str(value))


# ------------------------------------------------------------------------------------------------------- sessions


def sessions_of(shop: Shop) -> dict[str, list[Assignment]]:
    """The parts of each session."""
    found: dict[str, list[Assignment]] = {}
    for chat in shop.result.assignments:
        found.setdefault(shop.session_name(chat), []).append(chat)
    return found


def test_sessions(random_build: RandomBuild) -> None:
    """Customer, start, end, day, validity and message counts of every session."""
    names = random_build.customers()
    expected: list[Row] = []
    for shop in random_build.shops:
        for name, parts in sessions_of(shop).items():
            expected.append(
                (
                    shop.shop_id,
                    name,
                    parts[0].customer,
                    clock(parts[0].started_ms),
                    clock(max(part.ended_ms for part in parts)),
                    parts[0].start_day,
                    parts[0].invalid_reason,
                    sum(part.customer_messages for part in parts),
                    sum(part.human_messages for part in parts),
                    sum(1 for part in parts for line in part.messages if line.sender == "robot"),
                )
            )
    actual: list[Row] = []
    for row in random_build.rows(
        f"""
        select shop_id, customer_key, native_session_id, first_agent_id, started_ms, ended_ms,
            business_date - date '1970-01-01', invalid_reason,
            count_customer_messages, count_agent_messages, count_auto_messages
        from {SESSIONS}
        """
    ):
        customer = named(names, row[1])
        name = session_name(customer, row[2], row[3], row[4])
        actual.append((row[0], name, customer, clock(as_ms(row[4])), clock(as_ms(row[5])), *row[6:]))
    check("shop, session, buyer, start, end, day, invalid, buyer, human and robot lines", expected, actual)


def test_assignments(random_build: RandomBuild) -> None:
    """Every agent's part of every session, with its first wait and its rounds counted."""
    names = random_build.customers()
    expected: list[Row] = []
    for shop in random_build.shops:
        for chat in shop.result.assignments:
            rounds = build_rounds(chat)
            expected.append(
                (
                    shop.shop_id,
                    shop.session_name(chat),
                    chat.customer,
                    chat.agent,
                    clock(chat.started_ms),
                    clock(chat.ended_ms),
                    chat.start_day,
                    chat.invalid_reason,
                    chat.customer_messages,
                    chat.human_messages,
                    chat.human_messages > 0,
                    chat.transferred_out,
                    rounds[0].first_unanswered_wait_ms if rounds else None,
                    len(rounds),
                    sum(1 for item in rounds if item.reply_ms is not None),
                )
            )
    actual: list[Row] = []
    for row in random_build.rows(
        f"""
        select parts.shop_id, parts.customer_key, sessions.native_session_id, parts.agent_id, parts.started_ms,
            parts.ended_ms, parts.business_date - date '1970-01-01', parts.invalid_reason,
            parts.count_customer_messages, parts.count_agent_messages, parts.is_replied, parts.is_transferred_out,
            parts.first_wait_ms, cast(parts.count_rounds as bigint), cast(parts.count_answered_rounds as bigint)
        from marts.fct_session_assignment as parts
        inner join {SESSIONS} on parts.session_key = sessions.session_key
        """
    ):
        customer = named(names, row[1])
        name = session_name(customer, row[2], row[3], row[4])
        actual.append((row[0], name, customer, row[3], clock(as_ms(row[4])), clock(as_ms(row[5])), *row[6:]))
    check(
        "shop, session, buyer, agent, start, end, day, invalid, buyer lines, human lines, replied, handed out, "
        "first wait, rounds, answered rounds",
        expected,
        actual,
    )


# --------------------------------------------------------------------------------------------------------- rounds


def round_rows(shop: Shop, scope: str, rounds: Iterable[Round]) -> list[Row]:
    """The rounds of one reply scope, with the three wait bases."""
    return [
        (
            shop.shop_id,
            scope,
            item.customer,
            item.agent,
            clock(item.first_ms),
            clock(item.last_ms),
            item.customer_messages,
            clock(item.reply_ms),
            item.first_unanswered_wait_ms,
            item.last_buyer_wait_ms,
            item.each_message_wait_ms,
        )
        for item in rounds
    ]


def test_rounds(random_build: RandomBuild) -> None:
    """Rounds closed by humans and rounds closed by robots too; without hand-over times both clocks are one."""
    names = random_build.customers()
    expected: list[Row] = []
    for shop in random_build.shops:
        expected += round_rows(shop, "human", shop.result.rounds)
        if shop.has_extra_rules:
            expected += round_rows(shop, "any", shop.result.rounds_with_robots)
    actual: list[Row] = []
    for row in random_build.rows(
        f"""
        select rounds.shop_id, rounds.reply_scope, sessions.customer_key, rounds.agent_id, rounds.first_customer_ms,
            rounds.last_customer_ms, rounds.count_customer_messages, rounds.reply_ms,
            rounds.wait_first_ms, rounds.wait_last_ms, rounds.wait_each_sum_ms,
            rounds.customer_wait_first_ms, rounds.customer_wait_last_ms, rounds.customer_wait_each_sum_ms,
            rounds.opened_by, rounds.is_answered
        from marts.fct_response_round as rounds
        inner join {SESSIONS} on rounds.session_key = sessions.session_key
        """
    ):
        assert row[8:11] == row[11:14]
        assert row[14] == "customer"
        assert row[15] == (row[7] is not None)
        times = (clock(as_ms(row[4])), clock(as_ms(row[5])), row[6], clock(as_ms(row[7])))
        actual.append((row[0], row[1], named(names, row[2]), row[3], *times, *row[8:11]))
    check("shop, scope, buyer, agent, first, last, buyer lines, reply, waits by three bases", expected, actual)


def test_message_replies(random_build: RandomBuild) -> None:
    """R7: every buyer message with the agent in charge and the shop's next human message."""
    names = random_build.customers()
    expected: list[Row] = [
        (
            shop.shop_id,
            item.message.customer,
            item.agent,
            clock(item.message.at_ms),
            day_of(item.message.at_ms),
            clock(None if item.reply is None else item.reply.at_ms),
            item.wait_ms,
        )
        for shop in random_build.shops
        for item in shop.result.message_replies
    ]
    actual: list[Row] = [
        (row[0], named(names, row[1]), row[2], clock(as_ms(row[3])), row[4], clock(as_ms(row[5])), row[6])
        for row in random_build.rows(
            """
            select shop_id, customer_key, agent_id, sent_ms, business_date - date '1970-01-01', human_reply_ms, wait_ms
            from marts.fct_customer_message
            """
        )
    ]
    check("shop, buyer, agent, sent, day, reply, wait", expected, actual)


# ---------------------------------------------------------------------------------------------------------- sales


def test_credits(random_build: RandomBuild) -> None:
    """The agent and the session of every order under all nine strategies."""
    names = random_build.customers()
    expected: list[Row] = []
    for shop in random_build.shops:
        chats = {chat.session_id + chat.agent: shop.session_name(chat) for chat in shop.result.assignments}
        for item in shop.result.credits:
            session = None if item.session_id is None else chats[item.session_id + item.agent]
            expected.append((shop.shop_id, item.order_id, item.rule, item.pick, item.agent, session))
    actual: list[Row] = []
    for row in random_build.rows(
        f"""
        select orders.shop_id, orders.order_id, credits.credit_rule, credits.credit_pick, credits.agent_id,
            orders.customer_key, credits.session_key, sessions.native_session_id, sessions.started_ms
        from marts.fct_order_credit as credits
        inner join marts.fct_order as orders on credits.order_key = orders.order_key
        left join {SESSIONS} on credits.session_key = sessions.session_key
        """
    ):
        session = None if row[6] is None else session_name(named(names, row[5]), row[7], row[4], row[8])
        actual.append((*row[:5], session))
    check("shop, order, rule, pick, agent, session", expected, actual)


def test_assists(random_build: RandomBuild) -> None:
    """The helpers of every order under all nine strategies."""
    expected: list[Row] = [
        (shop.shop_id, item.order_id, item.rule, item.pick, item.agent, item.kind)
        for shop in random_build.shops
        for item in shop.result.assists
    ]
    actual = random_build.rows(
        """
        select orders.shop_id, orders.order_id, assists.credit_rule, assists.credit_pick, assists.agent_id,
            assists.assist_kind
        from marts.fct_order_assist as assists
        inner join marts.fct_order as orders on assists.order_key = orders.order_key
        """
    )
    check("shop, order, rule, pick, agent, kind", expected, actual)


def test_orders(random_build: RandomBuild) -> None:
    """Which orders are sales, on which day and of what amount."""
    expected: list[Row] = []
    for shop in random_build.shops:
        for order in shop.world.orders:
            sold_day = reference_figures.sold_day(order)
            expected.append((shop.shop_id, order.order_id, is_cancelled(order), sold_day, order.amount))
    actual = random_build.rows(
        """
        select shop_id, order_id, sale_exclusion_reason is not distinct from 'cancelled_before_payment',
            case when sale_exclusion_reason is null then sold_date - date '1970-01-01' end, sales_amount
        from marts.fct_order
        where order_exclusion_reason is null
        """
    )
    check("shop, order, cancelled, day of the sale, amount", expected, actual)


def test_enquiries(random_build: RandomBuild) -> None:
    """R10, R11: buyer, agent and day of every enquiry, when it began, and whether it was ordered and paid."""
    names = random_build.customers()
    expected: list[Row] = [
        (shop.shop_id, item.customer, item.agent, item.day, clock(item.started_ms), item.ordered, item.paid)
        for shop in random_build.shops
        for item in shop.result.enquiries
    ]
    actual: list[Row] = [
        (row[0], named(names, row[1]), row[2], row[3], clock(as_ms(row[4])), row[5], row[6])
        for row in random_build.rows(
            """
            select shop_id, customer_key, agent_id, business_date - date '1970-01-01', began_ms, is_ordered, is_paid
            from marts.fct_enquiry
            where is_enquiry and agent_id <> '(shop)'
            """
        )
    ]
    check("shop, buyer, agent, day, began, ordered, paid", expected, actual)


# -------------------------------------------------------------------------------------------------------- figures


def test_daily_figures(random_build: RandomBuild) -> None:
    """Numerator, denominator and counts of the figures of `reference_figures`, for agents and shops."""
    expected: list[Row] = []
    for shop in random_build.shops:
        expected += reference_figures.figures_of(shop)
    kpis = "', '".join(reference_figures.KPIS)
    actual = random_build.rows(
        f"""
        select shop_id, definition_set, kpi_id, agent_id, date_day - date '1970-01-01', numerator, denominator,
            count_units, excluded_units
        from marts.kpi_daily
        where kpi_id in ('{kpis}')
        """
    )
    check("shop, set, KPI, agent, day, numerator, denominator, units, excluded units", expected, actual)


def is_compared(random_build: RandomBuild, shop_id: object, definition_set: object) -> bool:
    """Whether the shipped rules made a figure: those of `EXTRA_RULES` have a test of their own above."""
    shops = {shop.shop_id for shop in random_build.shops if shop.has_extra_rules}
    return not (shop_id in shops and definition_set in reference_kpis.EXTRA_SETS)


def test_catalogue_by_day(random_build: RandomBuild) -> None:
    """Numerator, denominator and number of units of every further figure that chats and orders decide."""
    expected: list[Row] = []
    for shop in random_build.shops:
        expected += reference_kpis.counted_rows(reference_kpis.daily_figures(shop))
    kpis = "', '".join(sorted({str(row[2]) for row in expected}))
    actual = random_build.rows(
        f"""
        select shop_id, definition_set, kpi_id, agent_id, date_day - date '1970-01-01',
            numerator, denominator, count_units
        from marts.kpi_daily
        where kpi_id in ('{kpis}') and count_units > 0
        """
    )
    actual = [row for row in actual if is_compared(random_build, row[0], row[1])]
    check("shop, set, KPI, agent, day, numerator, denominator, units", expected, actual)


def test_catalogue_by_month(random_build: RandomBuild) -> None:
    """Months are sums of days; persons are counted once a day, and once a month beside it."""
    expected: list[Row] = []
    for shop in random_build.shops:
        rows = reference_kpis.monthly_rows(reference_kpis.daily_figures(shop))
        expected += [row for row in rows if row[2] != "sales_share"]
    kpis = "', '".join(sorted({str(row[2]) for row in expected}))
    actual = random_build.rows(
        f"""
        select shop_id, definition_set, kpi_id, agent_id, strftime(month_start, '%Y-%m'), person_basis,
            numerator, denominator
        from marts.kpi_monthly
        where kpi_id in ('{kpis}') and count_units > 0
        """
    )
    actual = [row for row in actual if is_compared(random_build, row[0], row[1])]
    check("shop, set, KPI, agent, month, persons, numerator, denominator", expected, actual)


def test_returning_customers(random_build: RandomBuild) -> None:
    """A.7: buyers of a month, and those who bought again within ninety days."""
    expected = [row for shop in random_build.shops for row in reference_kpis.returning(shop)]
    actual = random_build.rows(
        """
        select shop_id, strftime(month_start, '%Y-%m'), numerator, denominator
        from marts.kpi_monthly
        where kpi_id = 'returning_customer_rate' and agent_id = '(shop)' and count_units > 0
        """
    )
    check("shop, month, returned, buyers", expected, actual)


def test_refunds(random_build: RandomBuild) -> None:
    """R19: hours to the refund and disputes lost, over the thirty days that end with each day."""
    shops = {shop.shop_id: shop for shop in random_build.shops if shop.refunds}
    figures = random_build.rows(
        """
        select shop_id, kpi_id, date_day - date '1970-01-01', numerator, denominator
        from marts.kpi_daily
        where kpi_id in ('avg_refund_hours', 'dispute_refund_rate') and agent_id = '(shop)'
        """
    )
    assert {row[0] for row in figures} == set(shops)
    expected: list[Row] = []
    for row in figures:
        told = reference_kpis.refund_figure(shops[str(row[0])], str(row[1]), int(str(row[2])))
        # an hour has no end in decimals: each refund may be half a ten-thousandth off
        slack = Decimal("0.00005") * told[1] if row[1] == "avg_refund_hours" else Decimal(0)
        is_equal = abs(Decimal(str(row[3])) - told[0]) <= slack
        expected.append((*row[:3], row[3] if is_equal else told[0], told[1]))
    check("shop, KPI, day, numerator, denominator", expected, figures)


def test_daily_values(random_build: RandomBuild) -> None:
    """A value is its numerator over its denominator, nothing over zero; a plain count is its numerator."""
    wrong = random_build.rows(
        """
        select definition_set, kpi_id, agent_id, date_day, numerator, denominator, value
        from marts.kpi_daily
        where value is distinct from case
            when denominator is null then numerator
            when denominator <> 0 then cast(numerator / denominator as decimal(28, 8))
        end
        """
    )
    assert wrong == []

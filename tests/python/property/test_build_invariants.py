"""Random shops: what must hold in any build, whatever the messages and orders."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from random_build import RandomBuild, Row, Shop

# The units that a KPI evaluates, by their type: the rows of the fact, once for the agent and once for the shop.
UNITS = {
    "session": "select shop_id, null as reply_scope, agent_id, session_key as unit_key from marts.fct_session_unit",
    "round": """
        select shop_id, reply_scope, agent_id, round_key as unit_key from marts.fct_response_round
        union all
        select shop_id, reply_scope, '(shop)', round_key from marts.fct_response_round where opened_by = 'customer'
    """,
    "message": """
        select shop_id, null as reply_scope, unnest([agent_id, '(shop)']) as agent_id, message_key as unit_key
        from marts.fct_customer_message
    """,
    "customer_day": """
        select distinct shop_id, null as reply_scope, '(shop)' as agent_id,
            md5(concat_ws('|', platform, shop_id, customer_key, cast(business_date as varchar))) as unit_key
        from marts.fct_customer_message
    """,
    "enquiry": "select shop_id, null as reply_scope, agent_id, enquiry_key as unit_key from marts.fct_enquiry",
    "sale": """
        select orders.shop_id, null as reply_scope, unnest([credits.agent_id, '(shop)']) as agent_id,
            orders.order_key as unit_key
        from marts.fct_order as orders
        inner join marts.fct_order_credit as credits on orders.order_key = credits.order_key and credits.is_active
    """,
    "assist": """
        select orders.shop_id, null as reply_scope, assists.agent_id, orders.order_key as unit_key
        from marts.fct_order_assist as assists
        inner join marts.fct_order as orders on assists.order_key = orders.order_key
        where assists.is_active
        union
        select orders.shop_id, null, '(shop)', orders.order_key
        from marts.fct_order_assist as assists
        inner join marts.fct_order as orders on assists.order_key = orders.order_key
        where assists.is_active
    """,
}
UNITS["placed_order"] = UNITS["sale"]
# Ratios that may pass 1: agent over customer messages, and their turns.
UNBOUNDED = ("answer_ratio", "answer_ratio_merged", "target_completion_rate", "invite_selectivity")


def test_money_is_conserved(random_build: RandomBuild) -> None:
    """To the cent: the agents and the silent orders of a day make the shop's day, and all days make all sold orders."""
    wrong = random_build.rows(
        """
        select shop_id, kpi_id, date_day
        from marts.kpi_daily
        where kpi_id in ('sales_amount', 'sales_orders', 'sales_items')
        group by shop_id, kpi_id, date_day
        having sum(case when agent_id = '(shop)' then numerator else 0 end)
            is distinct from sum(case when agent_id <> '(shop)' then numerator else 0 end)
        """
    )
    assert wrong == []
    for shop in random_build.shops:
        sold = random_build.rows(
            f"""
            select sum(sales_amount) from marts.fct_order
            where shop_id = '{shop.shop_id}' and sale_exclusion_reason is null
            """
        )
        for table in ("kpi_daily", "kpi_monthly"):
            shown = random_build.rows(
                f"""
                select sum(numerator) from marts.{table}
                where shop_id = '{shop.shop_id}' and kpi_id = 'sales_amount' and agent_id = '(shop)'
                """
            )
            assert shown == sold


def test_one_credit_per_order_and_strategy(random_build: RandomBuild) -> None:
    """Every order that is one has nine credits, one of them active, and no assist by the credited agent."""
    wrong = random_build.rows(
        """
        select orders.order_key, count(credits.order_key)
        from marts.fct_order as orders
        left join marts.fct_order_credit as credits on orders.order_key = credits.order_key
        group by orders.order_key, orders.order_exclusion_reason
        having count(credits.order_key) <> case when orders.order_exclusion_reason is null then 9 else 0 end
            or count(distinct credits.credit_rule || ' ' || credits.credit_pick) <> count(credits.order_key)
            or count(case when credits.is_active then 1 end)
            <> case when orders.order_exclusion_reason is null then 1 else 0 end
        """
    )
    assert wrong == []
    own_help = random_build.rows(
        """
        select assists.order_key, assists.agent_id
        from marts.fct_order_assist as assists
        inner join marts.fct_order_credit as credits
            on assists.order_key = credits.order_key and assists.credit_rule = credits.credit_rule
            and assists.credit_pick = credits.credit_pick and assists.agent_id = credits.agent_id
        """
    )
    assert own_help == []


@pytest.mark.parametrize("table", ["kpi_daily", "kpi_monthly"])
def test_ratios_are_shares(random_build: RandomBuild, table: str) -> None:
    """A share of something is between nothing and all of it."""
    shares = f"""
        select figures.* from marts.{table} as figures
        inner join marts.dim_kpi as kpis on figures.kpi_id = kpis.kpi_id
        where kpis.unit = 'ratio' and figures.kpi_id not in {UNBOUNDED}
    """
    assert random_build.rows(f"select count(distinct kpi_id) >= 12 from ({shares})") == [(True,)]
    wrong = random_build.rows(
        f"""
        select definition_set, kpi_id, shop_id, agent_id, numerator, denominator, value from ({shares})
        where numerator < 0 or numerator > denominator or denominator is null or value < 0 or value > 1
        """
    )
    assert wrong == []


@pytest.mark.parametrize("unit_type", sorted(UNITS))
def test_every_unit_is_evaluated_once(random_build: RandomBuild, unit_type: str) -> None:
    """The units of each KPI, set and scope are the rows of the fact: none is missing, none stands twice."""
    problems = random_build.rows(
        f"""
        with units as ({UNITS[unit_type]}),
        wanted as (
            select members.definition_set, members.kpi_id, units.shop_id, units.agent_id, units.unit_key
            from units
            inner join marts.dim_kpi_member as members
                on units.shop_id = members.shop_id and members.unit_type = '{unit_type}'
                -- some figures are the shop's alone, some of agents alone
                and members.scope in ('both', case when units.agent_id = '(shop)' then 'shop' else 'agent' end)
            inner join marts.dim_kpi_rule as rules
                on members.shop_id = rules.shop_id and members.definition_set = rules.definition_set
                and members.kpi_id = rules.kpi_id
            where units.reply_scope is null or units.reply_scope = rules.reply_scope
        ),
        evaluated as (
            select definition_set, kpi_id, shop_id, agent_id, unit_key from marts.kpi_units
            where unit_type = '{unit_type}'
        )
        (select 'missing', * from (select * from wanted except all select * from evaluated))
        union all
        (select 'surplus', * from (select * from evaluated except all select * from wanted))
        limit 10
        """
    )
    assert problems == []
    count = random_build.rows(f"select count(*) > 0 from marts.kpi_units where unit_type = '{unit_type}'")
    assert count == [(True,)]


def test_daily_figures_hold_every_unit(random_build: RandomBuild) -> None:
    """Counted and excluded units of the daily figures add up to the units, where the files allow a figure."""
    shapes = "intermediate.int_kpi__shapes where period = 'day' and not has_foreign_denominator"
    by_units: list[Row] = random_build.rows(
        f"""
        select units.kpi_id, units.definition_set, units.shop_id, count(*) from marts.kpi_units as units
        inner join (select * from {shapes}) as shapes using (definition_set, kpi_id, platform, shop_id)
        group by all order by all
        """
    )
    by_figures: list[Row] = random_build.rows(
        f"""
        select figures.kpi_id, definition_set, shop_id, cast(sum(count_units + excluded_units) as bigint)
        from marts.kpi_daily as figures
        inner join (select * from {shapes}) as shapes using (definition_set, kpi_id, platform, shop_id)
        group by all order by all
        """
    )
    assert len(by_units) > 100
    assert by_figures == by_units


def test_numerator_or_reason(random_build: RandomBuild) -> None:
    """A unit has a numerator, a denominator or both, or else the reason why it has neither."""
    wrong = random_build.rows(
        """
        select definition_set, kpi_id, unit_key, exclusion_reason, numerator, denominator
        from marts.kpi_units
        where (coalesce(numerator, denominator) is null) <> (exclusion_reason is not null)
        limit 10
        """
    )
    assert wrong == []


def asked(shops: Iterable[Shop]) -> int:
    """The messages of buyers."""
    return sum(1 for shop in shops for line in shop.world.messages if line.sender == "customer")


def test_one_row_per_agent_and_session(random_build: RandomBuild) -> None:
    """No fan-out: a part stands once, and the parts hold every message of their session once."""
    assert random_build.rows(
        """
        select count(*) = count(distinct assignment_key) and count(*) = count(distinct (session_key, agent_id))
        from marts.fct_session_assignment
        """
    ) == [(True,)]
    wrong = random_build.rows(
        """
        select sessions.session_key
        from marts.fct_session as sessions
        left join marts.fct_session_assignment as parts on sessions.session_key = parts.session_key
        group by sessions.session_key, sessions.count_customer_messages, sessions.count_agent_messages
        having sum(parts.count_customer_messages) is distinct from sessions.count_customer_messages
            or sum(parts.count_agent_messages) is distinct from sessions.count_agent_messages
        """
    )
    assert wrong == []
    lines = asked(random_build.shops)
    for query in (
        "select cast(sum(count_customer_messages) as bigint) from marts.fct_session",
        "select count(*) from marts.fct_customer_message",
        "select cast(sum(count_customer_messages) as bigint) from marts.fct_response_round where reply_scope = 'human'",
    ):
        assert random_build.rows(query) == [(lines,)]
    # robots close rounds only where a rule asks for it
    closed = (
        "select cast(sum(count_customer_messages) as bigint) from marts.fct_response_round where reply_scope = 'any'"
    )
    assert random_build.rows(closed) == [(asked(shop for shop in random_build.shops if shop.has_extra_rules),)]

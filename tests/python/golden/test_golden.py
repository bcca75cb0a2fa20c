"""The whole pipeline against the figures of the catalogue: raw exports in, KPI figures out.

Each folder of tests/golden/exports is a shop with files that can be worked out by hand; the files of
tests/golden/expected say what must come out and how the figure comes about.
"""

from __future__ import annotations

import pytest
from golden_world import EXPECTED, EXPORTS, GOLDEN, Marts, cases, expected_files, read_rows


@pytest.mark.parametrize("file_name", expected_files())
def test_figures_are_those_worked_out_by_hand(marts: Marts, file_name: str) -> None:
    """Every expected row is exactly one row of the marts, with this numerator, denominator and value."""
    differences = marts.differences(file_name)
    assert not differences, f"{file_name}:\n  " + "\n  ".join(differences)


def test_every_case_has_expected_figures() -> None:
    """A case without expectations tests nothing, and an expected file needs its case."""
    assert {name.split(".")[0] for name in expected_files()} == set(cases())
    assert {row["shop_id"] for row in read_rows(GOLDEN / "rules.csv")} <= set(cases())
    for name in ("shops.csv", "agents.csv"):
        assert {row["shop"] for row in read_rows(EXPORTS / name)} <= set(cases())


def test_every_expected_row_says_where_it_comes_from() -> None:
    """The column source is the reasoning; no row goes without, and no row stands twice."""
    for name in expected_files():
        rows = read_rows(EXPECTED / name)
        assert rows, name
        assert all(row["source"] for row in rows), name
        keys = [tuple(value for key, value in row.items() if key != "source") for row in rows]
        assert len(keys) == len(set(keys)), name


def test_every_file_is_landed_whole(marts: Marts) -> None:
    """A case that is not read as it stands would test something else."""
    assert marts.ask("select source_file, status, message_en from marts.dq_file where status <> 'landed'") == []
    assert marts.ask("select source_file, source_row, column_name, reason from marts.dq_quarantine") == []


@pytest.mark.parametrize("case", cases())
def test_money_is_conserved(marts: Marts, case: str) -> None:
    """Agents + silent = shop for sales on every day, and the agents' shares add up to one."""
    query = """
        select date_day, kpi_id,
            sum(case when scope = 'agent' then numerator else 0 end) as agents,
            sum(case when scope = 'shop' then numerator else 0 end) as shop
        from marts.kpi_daily
        where shop_id = ? and kpi_id in ('sales_amount', 'sales_orders', 'sales_items')
        group by date_day, kpi_id
        having agents <> shop
    """
    assert marts.ask(query, case) == []
    shares = """
        select date_day, sum(value) as total
        from marts.kpi_daily where shop_id = ? and kpi_id = 'sales_share' and denominator > 0
        group by date_day having total not between 0.9999999 and 1.0000001
    """
    assert marts.ask(shares, case) == []


@pytest.mark.parametrize("case", cases())
def test_every_order_has_one_credit_per_strategy(marts: Marts, case: str) -> None:
    """Nine strategies, one credit each, one of them active; no agent both has the credit and assists."""
    query = """
        select orders.order_id, count(*) as credits,
            count(distinct credits.credit_rule || credits.credit_pick) as kinds,
            sum(case when credits.is_active then 1 else 0 end) as active
        from marts.fct_order as orders
        left join marts.fct_order_credit as credits on orders.order_key = credits.order_key
        where orders.shop_id = ? and orders.order_exclusion_reason is null
        group by orders.order_id
        having credits <> 9 or kinds <> 9 or active <> 1
    """
    assert marts.ask(query, case) == []
    both = """
        select orders.order_id, credits.credit_rule, credits.credit_pick, credits.agent_id
        from marts.fct_order as orders
        inner join marts.fct_order_credit as credits on orders.order_key = credits.order_key
        inner join marts.fct_order_assist as assists
            on credits.order_key = assists.order_key and credits.credit_rule = assists.credit_rule
            and credits.credit_pick = assists.credit_pick and credits.agent_id = assists.agent_id
        where orders.shop_id = ?
    """
    assert marts.ask(both, case) == []

"""The golden cases must notice a broken rule: each sabotage changes one thing in a copy of the project.

Slow, a partial build each: run with `-m slow`. What noticed each of them stands in tests/golden/sabotage.md.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from golden_world import ALL_SETS, EXPORTS, Marts, copy_project_with_rules, expected_files

from kefu.landing import land
from kefu.pipeline import dbt
from support import ROOT

RULES = "seeds/kpi/kpi_rules.csv"
MEMBERS = "seeds/kpi/kpi_members.csv"
UNITS = "models/marts/kpi/kpi_units_"
PARAMETERS = "macros/kpi/unit_parameters.sql"
CHAT = "models/intermediate/chat/int_chat__"
SALES = "models/marts/sales/fct_"
MACROS = "macros/sales/"
SERVICE = "models/marts/service/fct_"
STAGING = "models/staging/"
ORDERS = "models/intermediate/orders/int_orders__"
AGENT_CLOCK = "greatest(coalesce(clocked.assigned_ms, clocked.first_customer_ms), clocked.first_customer_ms)"


class Sabotage(NamedTuple):
    """One change: in `path` every `old` becomes `new`; the expected file `notices` must then differ."""

    name: str
    path: str
    old: str
    new: str
    notices: str


SABOTAGES = (
    # waits and thresholds
    Sabotage("threshold 29 s", RULES, "first_reply_threshold_s,30,", "first_reply_threshold_s,29,", "f01_jd"),
    Sabotage("30 s itself is late", PARAMETERS, "' ~ wait_ms ~ ' <= rules", "' ~ wait_ms ~ ' < rules", "f01_jd"),
    Sabotage("180 s itself is late", PARAMETERS, "round_wait_ms ~ ' <= r", "round_wait_ms ~ ' < r", "f05_tmall"),
    Sabotage(
        "an hour itself is late",
        UNITS + "customer_day.sql",
        "wait_ms <= rules",
        "wait_ms < rules",
        "edge_pdd_effective_hour",
    ),
    Sabotage("waits from the last message", RULES, "wait_basis,first_unanswered,", "wait_basis,last_buyer,", "f05_jd"),
    Sabotage("robots answer", RULES, "exclude_auto_reply,true,", "exclude_auto_reply,false,", "f06_jd"),
    Sabotage(
        "the robot is a person",
        "seeds/reference/ref_sender_rules.csv",
        "suffix,:服务助手",
        "suffix,:无此账号",
        "f06_tmall",
    ),
    Sabotage(
        "the clock ignores the hand-over",
        SERVICE + "response_round.sql",
        AGENT_CLOCK,
        "clocked.first_customer_ms",
        "f07_known_time",
    ),
    Sabotage(
        "a transfer opens no wait",
        RULES,
        "transfer_in_opens_wait,true,",
        "transfer_in_opens_wait,false,",
        "f07b_wait_on",
    ),
    # populations, hours, days
    Sabotage(
        "transferred sessions stay",
        RULES,
        "jd,*,*,exclude_transferred_out,true",
        "jd,*,*,exclude_transferred_out,false",
        "f07_known_time",
    ),
    Sabotage(
        "leave messages stay",
        RULES,
        "jd,*,*,exclude_leave_message,true",
        "jd,*,*,exclude_leave_message,false",
        "f08_jd",
    ),
    Sabotage("JD from 08:00", RULES, "service_hours,09:00-23:00", "service_hours,08:00-23:00", "f08b_jd"),
    Sabotage("PDD until midnight", RULES, "service_hours,08:00-23:00", "service_hours,08:00-24:00", "f09_pdd"),
    Sabotage(
        "unreplied sessions in the ratio",
        RULES,
        "answer_ratio_population,received",
        "answer_ratio_population,all",
        "f01_tmall",
    ),
    Sabotage(
        "the day of the session's end",
        SERVICE + "session.sql",
        "business_date('combined.started_at'",
        "business_date('combined.ended_at'",
        "edge_midnight_tmall",
    ),
    # sessions
    Sabotage("gap of 11 minutes", RULES, "session_gap_minutes,10,", "session_gap_minutes,11,", "edge_gap_tmall"),
    Sabotage(
        "the gap itself cuts",
        CHAT + "session_messages.sql",
        "previous_ms > session_gap_ms",
        "previous_ms >= session_gap_ms",
        "edge_gap_tmall",
    ),
    Sabotage(
        "copies counted twice",
        STAGING + "tmall/stg_tmall__messages.sql",
        "where repeated_lines.position is null",
        "where true",
        "edge_overlap_tmall",
    ),
    Sabotage(
        "10 s is a fragment",
        CHAT + "turns.sql",
        "previous_ms < merge_gap_ms",
        "previous_ms <= merge_gap_ms",
        "edge_merge_gap",
    ),
    Sabotage(
        "600 s is a late invite",
        PARAMETERS,
        "invite_lag_ms > rules.late_invite_ms",
        "invite_lag_ms >= rules.late_invite_ms",
        "edge_invites",
    ),
    Sabotage(
        "neutral is satisfied",
        PARAMETERS,
        "satisfaction_level >= 4",
        "satisfaction_level >= 3",
        "f02_jd_workbook",
    ),
    # enquiries, credit, assists
    Sabotage("window of 3 days", RULES, "enquiry_window_days,2,", "enquiry_window_days,3,", "f03_window_2days"),
    Sabotage(
        "the window binds the payment", RULES, "window_applies_to,order,", "window_applies_to,payment,", "f03b_order"
    ),
    Sabotage(
        "tools say what an enquiry is", RULES, "enquiry_rule,chat_time,", "enquiry_rule,tool_compatible,", "f23_honest"
    ),
    Sabotage(
        "the helper keeps the customer",
        RULES,
        "helper_leaves_denominator,true,",
        "helper_leaves_denominator,false,",
        "f11_tmall",
    ),
    Sabotage("the first chat wins", RULES, "credit_pick,last_chat,", "credit_pick,first_chat,", "f11_jd"),
    Sabotage(
        "credit at the payment", RULES, "credit_rule,order_judgement,", "credit_rule,payment_judgement,", "f11_jd"
    ),
    Sabotage(
        "the latest begun wins",
        ORDERS + "rule_credits.sql",
        "order by ended_ms desc, started_ms desc",
        "order by started_ms desc, ended_ms desc",
        "edge_overlap_chats.credits",
    ),
    Sabotage(
        "older orders convert",
        MACROS + "enquiries.sql",
        "and clocked.began_ms <= orders.created_ms",
        "and true",
        "f11_silent_payment",
    ),
    Sabotage(
        "unpaid orders have assists",
        MACROS + "order_assists.sql",
        "where orders.sale_exclusion_reason is null",
        "where true",
        "edge_assists.assists",
    ),
    Sabotage(
        "after-order help comes first",
        MACROS + "order_assists.sql",
        "case when helpers.helped_before_order then 'order' else 'followup'",
        "case when helpers.helped_after_order then 'followup' else 'order'",
        "edge_assists.assists",
    ),
    # order reviews
    Sabotage(
        "the first review holds",
        ORDERS + "reviews.sql",
        "order by reviewed_at desc, told_recency asc",
        "order by reviewed_at asc, told_recency asc",
        "edge_order_reviews.credits",
    ),
    Sabotage(
        "a rejection is ignored",
        SALES + "order_credit.sql",
        "when in_force.decision = 'reject' then 'nobody'",
        "when false then 'nobody'",
        "edge_order_reviews.credits",
    ),
    # money
    Sabotage(
        "sales by order time",
        SALES + "order.sql",
        "else orders.paid_at end as sold_at",
        "when orders.paid_at is not null then orders.created_at end as sold_at",
        "f13_jd",
    ),
    Sabotage(
        "no cash on delivery",
        "seeds/reference/ref_payment_methods.csv",
        "jd,货到付款,true",
        "jd,货到付款,false",
        "f13_jd",
    ),
    Sabotage(
        "silent orders in the share",
        "macros/kpi/aggregate_day_totals.sql",
        "agent_id not in ('(shop)', '(silent)')",
        "agent_id not in ('(shop)')",
        "f13_share",
    ),
    Sabotage(
        "split parents are orders",
        STAGING + "jd/stg_jd__orders.sql",
        "when is_split_parent then 'split_parent'",
        "when false then 'split_parent'",
        "edge_jd_split_parent",
    ),
    Sabotage(
        "failed groups are sales",
        SALES + "order.sql",
        "group_status = 'failed'",
        "group_status = 'nothing'",
        "edge_pdd_groups",
    ),
    Sabotage(
        "the oldest export wins",
        "macros/newest_order_rows.sql",
        "'export_rank desc",
        "'export_rank asc",
        "edge_newest_jd",
    ),
    Sabotage(
        "Tmall sales net of refunds",
        STAGING + "tmall/stg_tmall__orders.sql",
        "coalesce(total, paid_net",
        "coalesce(paid_net, total",
        "edge_money_tmall",
    ),
    Sabotage(
        "refunds not added back",
        STAGING + "tmall/stg_tmall__orders.sql",
        "paid_net + refund_total",
        "paid_net",
        "edge_money_no_total",
    ),
    Sabotage(
        "buyers counted per order",
        MEMBERS,
        "unit_price,sale,sold,amount,sum,one,persons",
        "unit_price,sale,sold,amount,sum,one,sum",
        "f04_tmall",
    ),
    # customers before and after service
    Sabotage(
        "the same instant is before",
        ORDERS + "part_types.sql",
        "parts.started_ms > purchases.sold_ms",
        "parts.started_ms >= purchases.sold_ms",
        "edge_customers",
    ),
    Sabotage(
        "a mask is a customer",
        STAGING + "exchange/stg_exchange__orders.sql",
        "not like '%**%' then",
        "not like '%~~%' then",
        "edge_customers.monthly",
    ),
    Sabotage("retained on day 91", RULES, "retention_days,90,", "retention_days,91,", "edge_customers"),
    Sabotage("bought again on day 91", RULES, "repurchase_days,90,", "repurchase_days,91,", "edge_customers"),
    Sabotage("returned on day 91", RULES, "returning_days,90,", "returning_days,91,", "edge_customers.monthly"),
    Sabotage("campaign of 8 days", RULES, "outreach_window_days,7,", "outreach_window_days,8,", "edge_customers"),
    Sabotage("19 messages are long", RULES, "long_talk_messages,20,", "long_talk_messages,19,", "edge_customers"),
    Sabotage(
        "recommendations do not count",
        MACROS + "related_sales.sql",
        " or coalesce(has_recommended_line, false)",
        "",
        "edge_customers",
    ),
    Sabotage(
        "the first hour has its end",
        UNITS + "overnight_order.sql",
        "units.written_ms < units.opened_ms",
        "units.written_ms <= units.opened_ms",
        "edge_overnight",
    ),
    Sabotage(
        "weights of the agent himself",
        "models/intermediate/kpi/int_kpi__unit_price_mix_adjusted.sql",
        "sum(count_buyers) over (partition by platform, shop_id, month_start, band_no)",
        "count_buyers",
        "f19_mix.monthly",
    ),
    # the shop as a whole
    Sabotage("31 days of disputes", RULES, "trailing_days,30,", "trailing_days,31,", "edge_disputes"),
    Sabotage(
        "products are visitors of the shop",
        "models/marts/traffic/fct_traffic_day.sql",
        "where not is_product",
        "where true",
        "f17_shop_conversion",
    ),
    Sabotage(
        "untold liability is none",
        "models/intermediate/core/int_core__told_inputs.sql",
        "and without_disputes.shop_id is null",
        "and true",
        "edge_disputes_untold",
    ),
)


class Base(NamedTuple):
    """An unchanged build, and what differs in it already."""

    folder: Path
    differences: frozenset[tuple[str, str]]


def differences(warehouse: Path) -> frozenset[tuple[str, str]]:
    """Compare a build's marts with every expected file: file and line of each difference."""
    marts = Marts(warehouse / "build.duckdb")
    found = frozenset((name, line) for name in expected_files() for line in marts.differences(name))
    marts.close()
    return found


def run_models(project: Path, warehouse: Path, selected: list[str]) -> bool:
    """Build seeds and models without the project's own tests."""
    kinds = ["--resource-type", "seed", "--resource-type", "model"]
    return dbt(["build", "--quiet", *kinds, "--vars", ALL_SETS, *selected], warehouse, project)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Build everything once without a sabotage."""
    folder = tmp_path_factory.mktemp("sabotage_base")
    project = copy_project_with_rules(folder / "project")
    land(EXPORTS, folder / "warehouse", is_quiet=True)
    assert run_models(project, folder / "warehouse", [])
    return Base(folder, differences(folder / "warehouse"))


@pytest.mark.slow
@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda sabotage: sabotage.name.replace(" ", "-"))
def test_a_golden_case_notices(base: Base, tmp_path: Path, sabotage: Sabotage) -> None:
    """Change one thing, rebuild what depends on it, and see the named expected file differ."""
    project, warehouse = tmp_path / "project", tmp_path / "warehouse"
    shutil.copytree(base.folder / "project", project)
    warehouse.mkdir()
    shutil.copy2(base.folder / "warehouse" / "build.duckdb", warehouse)
    (warehouse / "landing").symlink_to(base.folder / "warehouse" / "landing")
    target = project / sabotage.path
    text = target.read_text(encoding="utf-8")
    assert sabotage.old in text, f"{sabotage.path} no longer holds what this sabotage changes: {sabotage.old}"
    target.write_text(text.replace(sabotage.old, sabotage.new), encoding="utf-8")
    # a macro may be used anywhere: then everything is built again
    selected = [] if sabotage.path.startswith("macros") else ["--select", f"{target.stem}+"]
    assert run_models(project, warehouse, selected)
    noticed = {name.removesuffix(".csv") for name, _ in differences(warehouse) - base.differences}
    print(f"{sabotage.name}: {', '.join(sorted(noticed))}")
    shutil.rmtree(tmp_path)
    assert sabotage.notices in noticed, f"only these noticed: {sorted(noticed)}"


def test_every_sabotage_still_finds_what_it_changes() -> None:
    """The long run is rare: a text that has moved is noticed with every change."""
    texts = {
        path: (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else ""
        for path in {sabotage.path for sabotage in SABOTAGES}
    }
    assert [sabotage.name for sabotage in SABOTAGES if sabotage.old not in texts[sabotage.path]] == []

"""Shops with one kind of file each: everything builds, and what a file does not tell has no figure, never a zero."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from kefu.pipeline import build
from support import ROOT, copy_project

TEMPLATES = ROOT / "docs" / "templates"
GOLDEN = ROOT / "tests" / "golden" / "exports"
HEADERS = ROOT / "tests" / "python" / "landing" / "headers.yml"

# What the files of a shop tell, written down from what their columns mean.
CHAT = "messages sessions replies message_counts first_response_times handovers"
SESSIONS = "sessions replies message_counts first_response_times handovers leave_messages"
PRODUCT = "enquired_products asked_or_recommended_products"
ORDERS = "orders payments"
TICKETS = (
    "tickets satisfaction_answers ticket_resolution_times ticket_resolution_verdicts ticket_first_responses"
    " ticket_issue_types"
)
TOLD_BY_TEMPLATE = {
    "3cx_fields": "",
    "exchange_assignments": "handovers",
    "exchange_attendance": "attendance",
    "exchange_benchmarks": "benchmarks dsr_scores",
    "exchange_calendar_days": "",
    "exchange_calendars": "",
    "exchange_calls": "calls call_kinds call_orders",
    "exchange_complaints": "complaints",
    "exchange_costs": "costs",
    "exchange_discipline": "discipline",
    "exchange_evaluations": "invites evaluations",
    "exchange_kb_events": "kb_events",
    "exchange_messages": f"{CHAT} {PRODUCT}",
    "exchange_order_lines": "order_lines",
    "exchange_order_reviews": "",
    "exchange_orders": ORDERS,
    "exchange_outreach": "outreach",
    "exchange_presence": "presence",
    "exchange_qa_scores": "qa_scores",
    "exchange_recommended_skus": "recommended_skus asked_or_recommended_products",
    "exchange_refunds": "refunds refund_disputes",
    "exchange_reviews": "reviews dsr_scores review_revisions",
    "exchange_sessions": f"{SESSIONS} {PRODUCT}",
    "exchange_shifts": "shifts presence",
    "exchange_sla_policies": "sla_policies",
    "exchange_surveys": "surveys satisfaction_answers",
    "exchange_targets": "targets",
    "exchange_ticket_transfers": "ticket_transfers",
    "exchange_tickets": TICKETS,
    "exchange_traffic": "traffic",
    "exchange_training": "training",
    "exchange_ui_events": "ui_events",
}
CHINESE_TEMPLATES = {
    "3CX字段表": "3cx_fields",
    "SLA规则": "exchange_sla_policies",
    "会话": "exchange_sessions",
    "出勤": "exchange_attendance",
    "分配": "exchange_assignments",
    "同行对比": "exchange_benchmarks",
    "商品评价": "exchange_reviews",
    "在线状态": "exchange_presence",
    "培训": "exchange_training",
    "工作台操作": "exchange_ui_events",
    "工单": "exchange_tickets",
    "工单转交": "exchange_ticket_transfers",
    "成本": "exchange_costs",
    "投诉": "exchange_complaints",
    "排班": "exchange_shifts",
    "推荐商品": "exchange_recommended_skus",
    "日历例外": "exchange_calendar_days",
    "核单": "exchange_order_reviews",
    "活动触达": "exchange_outreach",
    "流量": "exchange_traffic",
    "消息": "exchange_messages",
    "目标": "exchange_targets",
    "知识库使用": "exchange_kb_events",
    "纪律扣分": "exchange_discipline",
    "营业日历": "exchange_calendars",
    "订单": "exchange_orders",
    "订单行": "exchange_order_lines",
    "评价": "exchange_evaluations",
    "调查": "exchange_surveys",
    "质检评分": "exchange_qa_scores",
    "退款": "exchange_refunds",
    "通话": "exchange_calls",
}
LISTS = {"agents", "shops", "客服花名册", "店铺表"} | {
    "exchange_scheme_assignments",
    "exchange_agent_grades",
    "exchange_pay_entries",
    "exchange_pay_outs",
    "考核方案分配",
    "客服职称",
    "其他收支",
    "工资发放",
}
# shop: platform, files of the golden cases, what they tell
NATIVE = {
    "tmall-orders": ("tmall", ["f04_tmall/ExportOrderList202403100900.csv"], ORDERS),
    "tmall-refunds": ("tmall", ["edge_disputes_untold/退款单202403100900.csv"], "refunds"),
    "tmall-chat": ("tmall", ["f04_tmall/小狗旗舰店_小美_20240301_20240310.txt"], f"{CHAT} leave_messages"),
    "tmall-traffic": ("tmall", ["f17_shop_conversion/店铺流量.csv"], "traffic"),
    "tmall-items": ("tmall", ["f17_shop_conversion/商品流量.csv"], ""),
    "jd-orders": ("jd", ["f11_jd/19453840.csv"], f"{ORDERS} order_lines"),
    "jd-sessions": ("jd", ["f11_jd/咨询会话查询_20240301_20240310.csv"], f"{SESSIONS} evaluations {PRODUCT}"),
    "jd-chat": ("jd", ["f11_jd/聊天记录_20240301_20240310.txt"], CHAT),
    "pdd-orders": ("pdd", ["edge_pdd_orders_only/orders_export20240320100000.csv"], f"{ORDERS} order_lines"),
    "pdd-chat": ("pdd", ["f10_pdd_native/chats.csv"], CHAT),
    "douyin-orders": ("douyin", ["edge_douyin_refunds/1709800000_new.csv"], f"{ORDERS} order_lines"),
    "douyin-refunds": ("douyin", ["edge_douyin_refunds/售后单-2024-03-07 16_30.csv"], "refunds refund_disputes"),
    "douyin-chat": ("douyin", ["f05_douyin_native/chat.csv"], CHAT),
    "zendesk": ("other", ["edge_zendesk/view.csv"], f"{TICKETS} ticket_transfers"),
    "freshdesk": ("other", ["edge_freshdesk/tickets.csv"], f"{TICKETS} sla_policies"),
    "chatwoot": ("other", ["edge_freshdesk/csat.csv"], "satisfaction_answers"),
    "asterisk": ("other", ["a6_telephone/Master.csv"], "calls"),
    "queue-log": ("other", ["a6_telephone/queue_log"], "calls"),
    "threecx": ("other", ["a6_threecx/3cx_fields.csv", "a6_threecx/cdr.log"], "calls"),
}
# Generations of native files of which only the header is there: they tell that there was nothing.
HEADER_ONLY = {
    "taobao_order_v2014_37": ("tmall", ORDERS),
    "tmall_item_v2022_18": ("tmall", "order_lines"),
    "tmall_refund_v2024_51": ("tmall", "refunds refund_disputes"),
    "jd_order_v2018_35": ("jd", f"{ORDERS} order_lines"),
    "pdd_order_v2025_27": ("pdd", f"{ORDERS} order_lines"),
    "pdd_aftersale_names": ("pdd", "refunds refund_disputes"),
    "douyin_order_74": ("douyin", f"{ORDERS} order_lines"),
    "douyin_aftersale_50": ("douyin", "refunds refund_disputes"),
}
# Columns that a template's file lacks, and what it then does not tell.
LACKING = {
    "no-payments": ("exchange_orders", ["paid_at"], "payments"),
    "no-pieces": ("exchange_orders", ["item_count"], ""),
    "no-counts": (
        "exchange_sessions",
        ["customer_message_count", "agent_message_count", "first_response_s"],
        "replies message_counts first_response_times",
    ),
    "no-first-response": ("exchange_sessions", ["first_response_s"], "first_response_times"),
    "no-origin": ("exchange_sessions", ["origin", "transferred_to"], "leave_messages handovers"),
    "no-products": ("exchange_messages", ["sku_id"], PRODUCT),
    "no-invites": ("exchange_evaluations", ["invited_at"], "invites"),
    "no-answers": ("exchange_evaluations", ["evaluated_at", "satisfaction"], "evaluations"),
    "no-resolution": (
        "exchange_tickets",
        ["first_resolved_at", "resolved_at", "closed_at"],
        "ticket_resolution_times ticket_resolution_verdicts",
    ),
    "no-first-answer": ("exchange_tickets", ["first_response_at"], "ticket_first_responses"),
    "no-issue-type": ("exchange_tickets", ["issue_type"], "ticket_issue_types"),
    "no-rating": ("exchange_tickets", ["satisfaction", "feedback_at", "is_feedback_asked"], "satisfaction_answers"),
    "no-owners": ("exchange_tickets", ["agent_account", "first_agent_account", "team"], ""),
    "no-call-kinds": ("exchange_calls", ["call_kind"], "call_kinds"),
    "no-call-orders": ("exchange_calls", ["order_id"], "call_orders"),
    "no-revisions": ("exchange_reviews", ["revised_at", "revised_rating"], "review_revisions"),
    "no-axes": ("exchange_reviews", ["dsr_description", "dsr_service", "dsr_logistics"], "dsr_scores"),
}
# Files that stand beside a file that lacks columns, so that only the lacking columns can stop a figure.
BESIDE = {
    "no-payments": ["exchange_messages"],
    "no-pieces": ["exchange_messages"],
    "no-counts": ["exchange_complaints", "exchange_evaluations"],
    "no-first-response": [],
    "no-invites": ["exchange_messages"],
    "no-answers": ["exchange_messages"],
    "no-resolution": ["exchange_sla_policies"],
    "no-first-answer": ["exchange_sla_policies"],
    "no-call-kinds": ["exchange_targets", "exchange_orders"],
    "no-call-orders": ["exchange_orders"],
}
# By hand: what must not appear although the other files would give a number, mostly 0 or 100 %.
SILENT = {
    "no-payments": ["sales_amount", "sales_orders", "enquiry_to_final_paid_rate", "final_paid_customers"],
    "no-pieces": ["sales_items", "items_per_customer"],
    "no-counts": ["reply_rate", "unreplied_sessions", "rate_30s_first_reply", "agent_messages", "complaint_rate"],
    "no-first-response": ["rate_30s_first_reply", "first_response_seconds"],
    "no-origin": ["leave_message_sessions", "transferred_out_sessions"],
    "no-invites": ["invite_rate", "invite_lag_seconds"],
    "no-answers": ["evaluation_rate", "satisfaction_rate"],
    "no-resolution": ["avg_resolution_hours", "timely_resolution_rate", "sla_resolution_rate", "sla_compliance_rate"],
    "no-first-answer": ["sla_first_response_rate", "sla_compliance_rate"],
    "no-issue-type": ["issue_type_share", "repeat_contact_rate"],
    "no-rating": ["feedback_collection_rate", "csat_aftersales"],
    "no-owners": ["first_owner_rate"],
    "no-call-kinds": ["call_volume_index", "call_close_within_60s"],
    "no-call-orders": ["call_close_within_60s"],
    "no-revisions": ["bad_review_revised_rate"],
    "no-axes": ["dsr_score"],
    "tmall-orders": ["silent_order_share", "enquiry_order_share", "target_completion_rate"],
    "jd-chat": ["leave_message_sessions", "evaluation_rate"],
    "chatwoot": ["feedback_collection_rate"],
    "asterisk": ["call_volume_index"],
}
# By hand: what one file is enough for.
ENOUGH = {
    "exchange_orders": ["sales_amount", "avg_transaction_value"],
    "exchange_messages": ["consult_sessions", "rate_30s_round"],
    "exchange_sessions": ["consult_sessions", "reply_rate", "first_response_seconds"],
    "exchange_tickets": ["resolution_rate", "avg_resolution_hours", "csat_aftersales", "issue_type_share"],
    "exchange_reviews": ["good_review_rate", "bad_review_revised_rate", "dsr_score"],
    "exchange_calls": ["connect_rate", "avg_call_seconds"],
    "exchange_complaints": ["complaint_count"],
    "exchange_traffic": ["store_visitors_uv"],
    "exchange_presence": ["service_coverage_hours"],
    "会话": ["consult_sessions", "reply_rate"],
    "工单": ["resolution_rate", "csat_aftersales"],
    "no-payments": ["consult_sessions"],
    "no-pieces": ["sales_amount", "sales_orders"],
    "no-counts": ["consult_sessions", "complaint_count"],
    "no-first-response": ["reply_rate", "received_sessions"],
    "no-resolution": ["resolution_rate", "issue_count", "sla_first_response_rate"],
    "no-first-answer": ["sla_resolution_rate"],
    "no-call-kinds": ["connect_rate"],
    "no-revisions": ["good_review_rate"],
    "jd-sessions": ["consult_sessions"],
    "tmall-chat": ["consult_sessions", "leave_message_sessions"],
    "asterisk": ["connect_rate"],
    "zendesk": ["resolution_rate", "transfer_rate"],
    "douyin-refunds": ["avg_refund_hours"],
}
UNKNOWN_COUNT = ["sales_items"]  # of no-pieces: computable, but no order tells it


def template(name: str) -> Path:
    """Give the path of a template by its name."""
    return next(path for path in (TEMPLATES / f"{name}.csv", TEMPLATES / "zh" / f"{name}.csv") if path.exists())


def without_columns(path: Path, columns: list[str]) -> str:
    """Give a template's text without some of its columns."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    kept = [name for name in rows[0] if name not in columns]
    assert len(kept) + len(columns) == len(rows[0])
    text = io.StringIO()
    writer = csv.DictWriter(text, kept, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def platform_of(path: Path) -> str:
    """Give the platform that the example row of a template names."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    return rows[0].get("platform") or rows[0].get("平台") or "other"


def write_shops(exports: Path) -> dict[str, set[str]]:
    """Write a folder per shop and give what the files of each tell."""
    platforms: dict[str, str] = {}
    told: dict[str, set[str]] = {}

    def put(shop: str, platform: str, name: str, content: bytes, tells: str) -> None:
        path = exports / shop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        platforms[shop] = platform
        told.setdefault(shop, set()).update(tells.split())

    for name in [*TOLD_BY_TEMPLATE, *CHINESE_TEMPLATES]:
        path, tells = template(name), TOLD_BY_TEMPLATE[CHINESE_TEMPLATES.get(name, name)]
        put(name, platform_of(path), path.name, path.read_bytes(), tells)
        if name != "3cx_fields" and name in TOLD_BY_TEMPLATE:
            put(f"empty-{name}", platform_of(path), path.name, path.read_bytes().splitlines()[0] + b"\n", tells)
    for shop, (platform, names, tells) in NATIVE.items():
        for name in names:
            put(shop, platform, Path(name).name, (GOLDEN / name).read_bytes(), tells)
    headers = yaml.safe_load(HEADERS.read_text(encoding="utf-8"))
    for name, (platform, tells) in HEADER_ONLY.items():
        put(f"header-{name}", platform, "a.csv", (",".join(headers[name]) + "\n").encode("gb18030"), tells)
    for shop, (name, columns, lost) in LACKING.items():
        path = template(name)
        tells = set(TOLD_BY_TEMPLATE[name].split()) - set(lost.split())
        put(shop, platform_of(path), path.name, without_columns(path, columns).encode(), " ".join(tells))
        for other in BESIDE.get(shop, []):
            content = template(other).read_bytes().replace(b",high,", b",normal,")  # so that the policy fits the ticket
            put(shop, platform_of(path), f"{other}.csv", content, TOLD_BY_TEMPLATE[other])
    lines = "".join(f"{shop},{platform}\n" for shop, platform in platforms.items())
    (exports / "shops.csv").write_text(f"shop,platform\n{lines}", encoding="utf-8")
    (exports / "agents.csv").write_bytes((TEMPLATES / "agents.csv").read_bytes().replace(b",pdd,my-shop", b",,"))
    return told


class Subsets:
    """The published marts, and what the files of each shop tell."""

    def __init__(self, folder: Path) -> None:
        """Write the shops and build them once."""
        exports = folder / "exports"
        exports.mkdir()
        self.told = write_shops(exports)
        project = copy_project(folder / "project")
        outcome = build(exports, folder / "warehouse", project, is_quiet=True)
        self.connection = duckdb.connect(str(outcome.published), read_only=True)
        self.needs: dict[str, set[str]] = {}
        with (ROOT / "seeds/kpi/kpi_inputs.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                self.needs.setdefault(row["kpi_id"], set()).add(row["input_id"])
        with (ROOT / "seeds/reference/ref_inputs.csv").open(encoding="utf-8") as stream:
            self.inputs = {row["input_id"]: row for row in csv.DictReader(stream)}

    def ask(self, query: str) -> list[tuple]:
        """Run a query."""
        return self.connection.execute(query).fetchall()

    def missing(self, shop: str, kpi_id: str) -> set[str]:
        """Give the inputs of a KPI that no file of the shop tells."""
        return self.needs[kpi_id] - self.told[shop]

    def figures(self) -> set[tuple[str, str]]:
        """Give shop and KPI of all rows of figures, those of several shops by their own shop."""
        daily = self.ask("select distinct shop_id, kpi_id from marts.kpi_daily")
        return {*daily, *self.ask("select distinct shop_id, kpi_id from marts.kpi_monthly")}

    def values(self) -> set[tuple[str, str]]:
        """Give shop and KPI of all figures that have a value."""
        daily = self.ask("select distinct shop_id, kpi_id from marts.kpi_daily where value is not null")
        return {*daily, *self.ask("select distinct shop_id, kpi_id from marts.kpi_monthly where value is not null")}


@pytest.fixture(scope="module")
def subsets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Subsets]:
    built = Subsets(tmp_path_factory.mktemp("subsets"))
    yield built
    built.connection.close()


def test_every_template_is_among_the_shops() -> None:
    names = {path.stem for path in TEMPLATES.rglob("*.csv")}
    assert names == {*TOLD_BY_TEMPLATE, *CHINESE_TEMPLATES, *LISTS}


def test_a_column_is_needed_together_with_its_file(subsets: Subsets) -> None:
    lacking = [
        (kpi_id, name)
        for kpi_id, names in subsets.needs.items()
        for name in names
        if subsets.inputs[name]["part_of"] not in {*names, "-"}
    ]
    assert lacking == []


def test_every_file_landed_whole(subsets: Subsets) -> None:
    files = subsets.ask(
        "select source_file, status from marts.dq_file where status <> 'landed' or count_rows_quarantined > 0"
    )
    assert files == []
    assert subsets.ask("select * from marts.dq_quarantine") == []
    assert {shop for (shop,) in subsets.ask("select distinct shop_id from marts.kpi_status")} >= set(subsets.told)


def test_a_missing_input_gives_no_figure(subsets: Subsets) -> None:
    found = sorted(
        (shop, kpi_id, *sorted(subsets.missing(shop, kpi_id)))
        for shop, kpi_id in subsets.figures()
        if subsets.missing(shop, kpi_id)
    )
    assert found == []


@pytest.mark.parametrize("shop", SILENT)
def test_a_missing_column_gives_no_value(subsets: Subsets, shop: str) -> None:
    values = subsets.values()
    assert [kpi_id for kpi_id in SILENT[shop] if (shop, kpi_id) in values] == []


@pytest.mark.parametrize("shop", ENOUGH)
def test_what_the_file_tells_is_computed(subsets: Subsets, shop: str) -> None:
    values = subsets.values()
    assert [kpi_id for kpi_id in ENOUGH[shop] if (shop, kpi_id) not in values] == []


def test_a_file_without_rows_gives_no_figure(subsets: Subsets) -> None:
    empty = sorted(
        {shop for shop, _ in subsets.figures() if shop.startswith(("empty-", "header-"))} - {"empty-exchange_presence"}
    )
    assert empty == []


def test_the_status_names_every_missing_input_and_agrees_with_the_figures(subsets: Subsets) -> None:
    computed = set(
        subsets.ask(
            "select distinct figures.shop_id, figures.kpi_id from marts.kpi_monthly as figures"
            " inner join marts.dim_kpi_rule as rules on figures.platform = rules.platform"
            " and figures.shop_id = rules.shop_id and figures.definition_set = rules.definition_set"
            " and rules.is_own_set where figures.value is not null"
        )
    )
    wrong = []
    for shop, kpi_id, status, sentence in subsets.ask(
        "select shop_id, kpi_id, status, sentence_en from marts.kpi_status where status <> 'appraisal'"
    ):
        if shop not in subsets.told:
            continue
        missing = subsets.missing(shop, kpi_id)
        expected = "needs" if missing else "computed" if (shop, kpi_id) in computed else "no_units"
        if status != "other_rules" and status != expected:
            wrong.append((shop, kpi_id, status, expected))
        if (status == "computed") != ((shop, kpi_id) in computed):
            wrong.append((shop, kpi_id, status, "figure exists" if (shop, kpi_id) in computed else "no figure"))
        # of a file that is missing altogether no single column is named
        named = {name for name in missing if subsets.inputs[name]["part_of"] not in missing}
        if status == "needs" and not all(subsets.inputs[name]["name_en"] in sentence for name in named):
            wrong.append((shop, kpi_id, sentence, *named))
    assert wrong == []


def test_no_person_or_team_has_a_figure_of_an_untold_kpi(subsets: Subsets) -> None:
    """No file tells both the shops' own KPI and what it needs: the sums over shops must not bring it back."""
    possible = {kpi_id for _, kpi_id in subsets.figures()}
    together = {kpi_id for (kpi_id,) in subsets.ask("select distinct kpi_id from marts.kpi_together_monthly")}
    assert together <= possible


def test_a_count_of_nothing_known_is_not_zero(subsets: Subsets) -> None:
    rows = subsets.ask("select distinct kpi_id, value from marts.kpi_monthly where shop_id = 'no-pieces'")
    assert [value for kpi_id, value in rows if kpi_id in UNKNOWN_COUNT] == [None]


def test_a_project_without_any_export_builds(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "agents.csv").write_bytes((TEMPLATES / "agents.csv").read_bytes())
    outcome = build(tmp_path / "exports", tmp_path / "warehouse", is_quiet=True)
    with duckdb.connect(str(outcome.published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.kpi_daily").fetchall() == [(0,)]

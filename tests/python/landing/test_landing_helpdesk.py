"""Help-desk files and the exchange format of after-sales work. All people and texts are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from landing_world import World

from kefu.landing.entities import load_contract
from kefu.landing.headers import match_header

ZENDESK = [
    "Summation column", "Id", "Requester", "Requester id", "Requester external id", "Requester email",
    "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags", "Status", "Priority", "Via",
    "Ticket type", "Created at", "Updated at", "Assigned at", "Organization", "Due date",
    "Initially assigned at", "Solved at", "Resolution time", "Satisfaction Score", "Group stations",
    "Assignee stations", "Reopens", "Replies", "First reply time in minutes",
    "First reply time in minutes within business hours", "First resolution time in minutes",
    "First resolution time in minutes within business hours", "Full resolution time in minutes",
    "Full resolution time in minutes within business hours", "Agent wait time in minutes",
    "Agent wait time in minutes within business hours", "Requester wait time in minutes",
    "Requester wait time in minutes within business hours", "On hold time in minutes",
    "On hold time in minutes within business hours", "Ticket Category [list]", "Complex [flag]",
    "Order number [txt]",
]  # fmt: skip
FRESHDESK = [
    "Ticket ID", "Subject", "Status", "Priority", "Source", "Type", "Agent", "Group", "Created time", "Due by Time",
    "Resolved time", "Closed time", "Last update time", "Initial response time", "Time tracked",
    "First response time (in hrs)", "Resolution time (in hrs)", "Agent interactions", "Customer interactions",
    "Resolution status", "First response status", "Tags", "Survey results", "Product", "Resolution time (in hrs)",
    "Full name", "Contact ID",
]  # fmt: skip


def csv_text(names: Sequence[str], *rows: dict[str, str]) -> str:
    """Write a csv; a repeated column gets its value in its last place only."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(names)
    for row in rows:
        writer.writerow("" if name in names[place + 1 :] else row.get(name, "") for place, name in enumerate(names))
    return stream.getvalue()


def test_zendesk_view(world: World) -> None:
    """The external id is the customer, custom fields tell type and order; names, address, subject are masked."""
    ticket = {
        "Id": "101",
        "Requester": "王小明",
        "Requester id": "9001",
        "Requester email": "ming@example.com",
        "Submitter": "王小明",
        "Assignee": "林小美",
        "Group": "售后组",
        "Subject": "杯子碎了",
        "Status": "Solved",
        "Priority": "High",
        "Ticket type": "Problem",
        "Created at": "2024-03-01 10:00",
        "Solved at": "2024-03-02 09:30",
        "Satisfaction Score": "Good",
        "Group stations": "2",
        "Assignee stations": "1",
        "Reopens": "0",
        "First reply time in minutes": "12",
        "First resolution time in minutes": "1410",
        "Ticket Category [list]": "退货",
        "Complex [flag]": "1",
        "Order number [txt]": "240301-1",
    }
    other = {
        "Id": "102",
        "Requester id": "9002",
        "Requester external id": "tb_02",
        "Status": "Open",
        "Ticket type": "Question",
    }
    world.put("shop/view.csv", csv_text(ZENDESK, ticket, other | {"Created at": "2024-03-01 11:00"}))
    world.land()
    assert world.files() == {"shop/view.csv": "landed"}
    assert world.rows(
        "zendesk_tickets", "ticket_id", "created_at", "status", "customer_id", "agent_account", "team", "issue_type",
        "is_complex", "order_id", "solved_at", "satisfaction", "group_stations", "first_reply_minutes",
    ) == [
        ("101", "2024-03-01 10:00:00", "Solved", "9001", "林小美", "售后组", "退货", "true", "240301-1",
         "2024-03-02 09:30:00", "Good", "2", "12"),
        ("102", "2024-03-01 11:00:00", "Open", "tb_02", None, None, "Question", None, None, None, None, None, None),
    ]  # fmt: skip
    kept = "".join(extra for (extra,) in world.rows("zendesk_tickets", "extra"))
    assert not any(secret in kept for secret in ("王小明", "ming@example.com", "杯子碎了"))


@pytest.mark.parametrize(("encoding", "is_freshservice"), [("utf-8-sig", False), ("gb18030", True)])
def test_freshdesk_tickets(world: World, encoding: str, is_freshservice: bool) -> None:
    """Hours over 24, an empty column before a filled one of the same name, plain hours, two spellings and encodings."""
    names = [name.title() if is_freshservice else name for name in FRESHDESK]
    rows = [
        {
            "Ticket ID": "7",
            "Subject": "颜色不对",
            "Status": "Closed",
            "Type": "换货",
            "Agent": "林小美",
            "Created time": "2024-03-01 10:00:00",
            "Initial response time": "2024-03-01 10:20:00",
            "Resolved time": "2024-03-03 05:12:05",
            "Resolution time (in hrs)": "43:12:05",
            "Resolution status": "SLA Violated",
            "Survey results": "Happy",
            "Full name": "赵一",
            "Contact ID": "55",
        },
        {"Ticket ID": "8", "Status": "Open", "Created time": "2024-03-01 11:00:00", "Resolution time (in hrs)": "1.5"},
    ]
    if is_freshservice:
        rows = [{name.title(): value for name, value in row.items()} for row in rows]
    world.put("shop/tickets.csv", csv_text(names, *rows), encoding)
    world.land()
    assert world.rows(
        "freshdesk_tickets", "ticket_id", "status", "customer_id", "agent_account", "issue_type", "first_response_at",
        "resolution_s", "resolution_verdict", "satisfaction",
    ) == [
        ("7", "Closed", "55", "林小美", "换货", "2024-03-01 10:20:00", "155525", "SLA Violated", "Happy"),
        ("8", "Open", None, None, None, None, "5400", None, None),
    ]  # fmt: skip
    kept = "".join(extra or "" for (extra,) in world.rows("freshdesk_tickets", "extra"))
    assert "赵一" not in kept
    assert "颜色不对" not in kept
    assert world.quarantine() == []


def test_chatwoot_csat(world: World) -> None:
    """UTC becomes the shop's clock; blank lines and the last row with the period are no data; contacts are masked."""
    world.put(
        "shop/csat.csv",
        "Agent Name,Rating,Feedback Comment,Contact Name,Contact Email Address,Contact Phone Number,"
        "Link to the conversation,Recorded date\n\n"
        "林小美 (mei@example.com),5,谢谢,钱二,er@example.com,13800000000,"
        "https://desk.example/c/9,2024-03-01 20:30:00 UTC\n\n"
        "林小美 (mei@example.com),2,,,,,https://desk.example/c/10,2024-03-02 01:00:00\n\n"
        "Reporting period 2024-03-01 to 2024-03-31\n",
    )
    world.land()
    assert world.rows("chatwoot_surveys", "agent_account", "rating", "recorded_at", "conversation_link") == [
        ("林小美 (mei@example.com)", "5", "2024-03-02 04:30:00", "https://desk.example/c/9"),
        ("林小美 (mei@example.com)", "2", "2024-03-02 09:00:00", "https://desk.example/c/10"),
    ]
    assert world.quarantine() == []
    kept = "".join(extra or "" for (extra,) in world.rows("chatwoot_surveys", "extra"))
    assert not any(secret in kept for secret in ("钱二", "er@example.com", "13800000000", "谢谢"))


def test_chatwoot_reports(world: World) -> None:
    """Agents and inboxes become figures; written durations become seconds; the period row is no data."""
    world.put(
        "shop/agents_20240301_20240331.csv",
        "Agent name,Assigned conversations,Avg first response time,Avg resolution time,Resolution Count\n\n"
        "林小美,12,1 hour 20 minutes 5 seconds,2 days,9\n\nReporting period 2024-03-01 to 2024-03-31\n",
    )
    world.put(
        "shop/inbox_20240301_20240331.csv",
        "Inbox name,Inbox type,No. of conversations,Avg first response time,Avg resolution time\n"
        "官网,Website,30,45 seconds,N/A\n",
    )
    world.land()
    columns = ("report_kind", "account", "period_start", "metric", "value", "unit")
    agent = ("chatwoot_agents", "林小美", "2024-03-01")
    inbox = ("chatwoot_inboxes", "官网", "2024-03-01")
    assert world.rows("platform_figures", *columns) == [
        (*agent, "assignedconversations", "12", "number"),
        (*agent, "avgfirstresponsetime", "4805", "seconds"),
        (*agent, "avgresolutiontime", "172800", "seconds"),
        (*agent, "resolutioncount", "9", "number"),
        (*inbox, "inboxtype", "Website", "text"),
        (*inbox, "no.ofconversations", "30", "number"),
        (*inbox, "avgfirstresponsetime", "45", "seconds"),
        (*inbox, "avgresolutiontime", "N/A", "text"),
    ]


@pytest.mark.parametrize("spelling", [0, -1])
@pytest.mark.parametrize("is_whole", [True, False])
def test_every_table_is_recognised_as_itself(spelling: int, is_whole: bool) -> None:
    """Whole headers and bare minimums, in English and in Chinese, are never taken for another kind."""
    kinds = load_contract().kinds
    taken = {}
    for kind in kinds:
        if kind.is_report:
            continue
        columns = [column for column in kind.entity.columns if column.shown_headers]
        names = [column.shown_headers[spelling] for column in columns if is_whole or column.is_required]
        names += [group[0] for group in kind.requires if not {name.casefold() for name in names} & set(group)]
        match = match_header([names], kinds)
        found = match.kind.name if match and match.kind else None
        if kind.name.startswith(("exchange", "zendesk", "freshdesk", "chatwoot")) and found != kind.name:
            taken[kind.name] = found
    assert taken == {}

"""A help desk: a Zendesk view, a Freshdesk export, Chatwoot's ratings, and the call log of its 3CX telephone."""

from datetime import datetime, timedelta

from kefu.sample import catalogue, planted
from kefu.sample.dice import Dice
from kefu.sample.files import csv_bytes, csv_line, stamp
from kefu.sample.headers import header
from kefu.sample.model import DAYS, at

AGENTS = ("谷雨", "白露", "蓝雨")
ISSUES = ("退货", "质量", "物流", "发票")
RATINGS = (("Offered", 4), ("Good", 5), ("Good with comment", 1), ("Bad", 1), ("Not Offered", 3))
SURVEYS = (("", 4), ("Extremely happy", 2), ("Happy", 3), ("Neutral", 1), ("Unhappy", 1))
THREECX_FIELDS = (
    "historyid",
    "duration",
    "time-start",
    "time-answered",
    "time-end",
    "from-no",
    "to-no",
    "final-number",
)


def _moments(dice: Dice, per_day: int) -> list[datetime]:
    """Moments of all days in order."""
    seconds = [
        (day, second)
        for day in range(1, DAYS + 1)
        for second in sorted(dice.between(9 * 3600, 20 * 3600) for _ in range(per_day))
    ]
    return [at(day, "0:00") + timedelta(seconds=second) for day, second in seconds]


def zendesk(seed: int) -> bytes:
    """A ticket view with custom fields behind the 41 columns."""
    dice = Dice(seed, catalogue.SERVICE_DESK, "zendesk")
    columns = [*header("zendesk_view_csv_41"), "问题类型 [list]", "复杂问题 [flag]", "订单号 [txt]"]
    lines = [csv_line(columns)]
    for number, raised_at in enumerate(_moments(dice, 5), start=1):
        is_solved = dice.chance(0.85)
        reply, work = dice.between(2, 90), dice.between(60, 2900)
        stations = dice.weighted(((1, 7), (2, 3)))
        row = {
            "Id": str(40000 + number),
            "Requester": dice.pick(planted.REQUESTER_NAMES),
            "Requester id": str(880000 + dice.between(1, 60)),
            "Requester email": "desk.planted@example.com" if number == 1 else f"desk{number}{planted.EMAIL_DOMAIN}",
            "Requester domain": "example.com",
            "Assignee": dice.pick(AGENTS[:2]),
            "Group": "售后组",
            "Subject": planted.IN_SUBJECTS[number % 2] if number % 9 == 0 else "售后咨询",
            "Status": dice.pick(("Solved", "Closed")) if is_solved else dice.pick(("Open", "Pending")),
            "Priority": dice.pick(("Normal", "Normal", "High", "Urgent", "Low")),
            "Via": "Mail",
            "Created at": f"{raised_at:%Y-%m-%d %H:%M}",
            "Solved at": f"{raised_at + timedelta(minutes=work):%Y-%m-%d %H:%M}" if is_solved else "",
            "Satisfaction Score": dice.weighted(RATINGS) if is_solved else "Not Offered",
            "Group stations": str(dice.weighted(((1, 4), (2, 1)))),
            "Assignee stations": str(stations),
            "Reopens": str(dice.weighted(((0, 9), (1, 1)))) if is_solved else "0",
            "First reply time in minutes": str(reply),
            "First resolution time in minutes": str(work) if is_solved else "",
            "Full resolution time in minutes": str(work) if is_solved else "",
            "问题类型 [list]": dice.pick(ISSUES),
            "复杂问题 [flag]": "1" if dice.chance(0.2) else "0",
        }
        lines.append(csv_line([row.get(name, "") for name in columns]))
    return csv_bytes(lines, "utf-8", "\n")


def freshdesk(seed: int) -> bytes:
    """Tickets of another desk; the two columns of hours are empty but for a second one with the second name."""
    dice = Dice(seed, catalogue.SERVICE_DESK, "freshdesk")
    columns = [*header("freshdesk_csv_24"), "Resolution time (in hrs)", "Full name", "Contact ID"]
    lines = [csv_line(columns)]
    for number, raised_at in enumerate(_moments(dice, 3), start=1):
        is_solved = dice.chance(0.8)
        solved_at = dice.later(raised_at, 1800, 70000 if dice.chance(0.8) else 150000)
        replied_at = dice.later(raised_at, 60, 5400)
        hours = solved_at - raised_at
        is_late, is_slow = hours > timedelta(hours=24), replied_at - raised_at > timedelta(hours=1)
        row = {
            "Ticket ID": str(500 + number),
            "Subject": planted.IN_SUBJECTS[0] if number == 3 else "维修进度",
            "Status": dice.pick(("Resolved", "Closed")) if is_solved else "Open",
            "Priority": dice.pick(("Low", "Medium", "High")),
            "Source": "Email",
            "Type": dice.pick(ISSUES),
            "Agent": AGENTS[2] if dice.chance(0.4) else AGENTS[1],
            "Group": "售前一组" if dice.chance(0.4) else "售后组",
            "Created time": stamp(raised_at),
            "Due by Time": stamp(raised_at + timedelta(hours=24)),
            "Resolved time": stamp(solved_at) if is_solved else "",
            "Initial response time": stamp(replied_at),
            "Resolution status": ("SLA Violated" if is_late else "Within SLA") if is_solved else "",
            "First response status": "SLA Violated" if is_slow else "Within SLA",
            "Survey results": dice.weighted(SURVEYS) if is_solved else "",
            "Full name": dice.pick(planted.REQUESTER_NAMES),
            "Contact ID": str(7700 + dice.between(1, 40)),
        }
        cells = [row.get(name, "") for name in columns]
        if is_solved:
            minutes, seconds = divmod(int(hours.total_seconds()), 60)
            cells[len(columns) - 3] = f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
        lines.append(csv_line(cells))
    return csv_bytes(lines, "utf-8", "\n")


def chatwoot(seed: int) -> bytes:
    """Ratings with blank lines between the rows, the period in the last one, times in UTC."""
    dice = Dice(seed, catalogue.SERVICE_DESK, "chatwoot")
    lines = [csv_line(header("chatwoot_csat_csv_8"))]
    for number, moment in enumerate(_moments(dice, 3), start=1):
        agent = dice.pick(AGENTS)
        row = [
            f"{agent} (agent{AGENTS.index(agent) + 1}{planted.EMAIL_DOMAIN})",
            str(dice.weighted(((5, 6), (4, 3), (3, 1), (2, 1), (1, 1)))),
            "",
            dice.pick(planted.REQUESTER_NAMES),
            f"rated{number}{planted.EMAIL_DOMAIN}",
            f"{planted.RECEIVER_PHONE_PREFIX}{4000 + number}",
            f"https://desk.example/app/accounts/1/conversations/{number}",
            f"{stamp(moment - timedelta(hours=8))} UTC",
        ]
        lines += ["", csv_line(row)]
    return csv_bytes([*lines, "", "Reporting period 2024-03-01 to 2024-03-10"], "utf-8", "\n")


def threecx(seed: int) -> bytes:
    """cdr.log: no header, the fields of the list beside it, times in UTC."""
    dice = Dice(seed, catalogue.SERVICE_DESK, "threecx")
    lines = []
    for number, moment in enumerate(_moments(dice, 4), start=1):
        started_at = moment - timedelta(hours=8)
        ring, talk = dice.between(3, 40), dice.between(20, 400) if dice.chance(0.8) else 0
        answered_at = started_at + timedelta(seconds=ring)
        extension, caller = (
            "Ext." + dice.pick(("201", "202")),
            f"{planted.RECEIVER_PHONE_PREFIX}{4500 + dice.between(1, 40)}",
        )
        parties = (extension, caller, caller) if dice.chance(0.3) else (caller, extension, extension)
        times = [started_at, answered_at if talk else None, answered_at + timedelta(seconds=talk)]
        clock = f"{talk // 3600:02d}:{talk % 3600 // 60:02d}:{talk % 60:02d}"
        written = [f"{time:%Y/%m/%d %H:%M:%S}" if time else "" for time in times]
        lines.append(csv_line([f"Call 9{number:05d}", clock, *written, *parties]))
    return csv_bytes(lines, "utf-8")


def threecx_fields() -> bytes:
    """The list of the fields of cdr.log, as the administrator chose them."""
    rows = [csv_line([str(place), name]) for place, name in enumerate(THREECX_FIELDS, start=1)]
    return csv_bytes(["position,field", *rows], "utf-8", "\n")


def desk_files(seed: int) -> dict[str, bytes]:
    """All files of the help desk."""
    return {
        "zendesk_view_2024-03-11.csv": zendesk(seed),
        "freshdesk_tickets_2024-03-11.csv": freshdesk(seed),
        "chatwoot_csat_2024-03-11.csv": chatwoot(seed),
        "cdr.log": threecx(seed),
        "3cx_fields.csv": threecx_fields(),
    }

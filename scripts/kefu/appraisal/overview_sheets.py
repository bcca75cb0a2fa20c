"""The sheets over all people: overview, pay, rankings, order reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kefu.appraisal.marts import Appraisal
from kefu.appraisal.sheets import KIND_OF_UNIT, Book, Column
from kefu.appraisal.words import Words

Row = dict[str, Any]

MISSING = "agent_name:text:22 subject:text:30 missing:wrap:70"
AMOUNTS = (
    "earned_amount", "on_top_amount", "guarantee_amount", "guarantee_top_up_amount", "annual_top_up_amount",
    "adjustment_amount", "payable_amount", "due_amount", "paid_amount",
)  # fmt: skip
SHOPS = "shop_name:text:22 shop_id:text:30 data_until:date"
SCHEMES = "scheme_name:wrap:22 people:count payable_amount:money"
PAY = f"""
    agent_name:text:12 agent_id:text:8 team:text:10 scheme_name:wrap:22 employed_days:count:6
    {" ".join(f"{name}:money:11" for name in AMOUNTS)} finality:text:9 missing:wrap:34
"""
RANKING = """
    score_rank:count:6 agent_name:text:12 agent_id:text:8 group:text:10 total_score:points:8 total_low:points:8
    total_high:points:8 tie_group:count:7 tier:text:9 points_to_next_tier:points:9
"""
RANKING_END = """
    tie_break_value:limit:8 percentile:percent:8 is_promotion_blocked:text:7 finality:text:7 not_ranked:wrap:26
"""
KPI_WIDTH = 8
REVIEWS = """
    reviewed_at:instant:16 shop_id:text:18 order_id:text:24 decision review_reason:text:14 reviewer:text:12
    credited_before_name:text:14 credited_after_name:text:14 sales_amount:money sold_date:date is_in_force:text:8
    not_in_force:wrap:50
"""


def add_overview(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add the sheet that says how the month stands and what is missing."""
    title = words.text("title", month=f"{appraisal.month:%Y-%m}")
    sheet = book.sheet(words.text("overview", "sheets"), "overview", title, widths=(22, 30, 70))
    statements = appraisal.statements
    finality = Counter(row["finality"] for row in statements)
    reviews = appraisal.tables["fct_order_review"]
    facts = {
        "month": (appraisal.month, "month"),
        "state": (_state(appraisal, words), "text"),
        "people": (len(statements), "count"),
        **{name: (total(statements, name), "money") for name in AMOUNTS if name != "due_amount"},
        "count_provisional": (finality["provisional"], "count"),
        "count_final": (finality["final"], "count"),
        "count_reviews": (len(reviews), "count"),
        "count_reviews_in_force": (sum(bool(row["is_in_force"]) for row in reviews), "count"),
    }
    sheet.facts((words.text(key, "columns"), value, kind) for key, (value, kind) in facts.items() if value is not None)
    sheet.heading(words.text("shops", "parts"))
    sheet.table(words.columns(SHOPS), appraisal.tables["dim_shop"])
    sheet.heading(words.text("schemes", "parts"))
    sheet.table(words.columns(SCHEMES), _schemes(appraisal, words))
    sheet.heading(words.text("missing", "parts"))
    missing = list(_missing(appraisal, words))
    if missing:
        sheet.table(words.columns(MISSING), missing)
    else:
        sheet.note(words.text("nothing_missing"))
    sheet.heading(words.text("notes", "parts"))
    for note in ("note_empty", "note_finality", "note_ties", "note_locked", "note_rows"):
        sheet.note(words.text(note))
    sheet.freeze(1, 0)


def _state(appraisal: Appraisal, words: Words) -> str:
    """Say whether the month is paid out."""
    return words.text("locked" if any(row["is_locked"] for row in appraisal.statements) else "open")


def _schemes(appraisal: Appraisal, words: Words) -> list[Row]:
    """Say how many people are under each scheme and what they are paid."""
    rows = []
    for scheme in appraisal.schemes:
        own = [row for row in appraisal.statements if _is_of(row, scheme)]
        name = appraisal.scheme_name(scheme, words)
        rows.append({"scheme_name": name, "people": len(own), "payable_amount": total(own, "payable_amount")})
    return rows


def total(rows: Iterable[Row], name: str) -> Decimal | None:
    """Add up the amounts that are known; where none is, there is no sum."""
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known, Decimal(0)) if known else None


def _missing(appraisal: Appraisal, words: Words) -> Iterable[Row]:
    """Name each figure, total, gate and line that could not be told, with the reason."""
    for statement in appraisal.statements:
        agent_id = statement["agent_id"]
        agent = {"agent_name": appraisal.agent_name(agent_id)}
        result = appraisal.total(agent_id)
        if result and result["no_total_reason"] not in (None, "no_scorecard"):
            yield agent | {"subject": words.text("total_score", "columns"), "missing": words.row(result)["sentence"]}
        for table in ("appraisal_kpi_score", "appraisal_gate_result", "appraisal_pay_line"):
            for row in appraisal.of(table, agent_id):
                if row["missing_reason"]:
                    spoken = words.row(row)
                    yield agent | {"subject": spoken["name"], "missing": spoken["missing"] or row["missing_reason"]}


def add_pay(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add the sheet with one line per person and what the month pays."""
    name = words.text("pay", "sheets")
    sheet = book.sheet(name, "pay", f"{name} {appraisal.month:%Y-%m}  {_state(appraisal, words)}")
    rows = []
    for statement in appraisal.statements:
        agent_id = statement["agent_id"]
        spoken = words.row(statement)
        rows.append(
            spoken
            | {
                "agent_name": appraisal.agent_name(agent_id),
                "team": appraisal.team(agent_id),
                "scheme_name": appraisal.scheme_name(statement, words),
                "missing": spoken["reason"],
            }
        )
    columns = words.columns(PAY)
    header = sheet.table(columns, rows, has_filter=True)
    sums = {column.key: None for column in columns} | {name: total(rows, name) for name in AMOUNTS}
    sheet.rows(columns, [sums | {"agent_name": words.text("sum")}], is_strong=True)
    sheet.freeze(header + 1, 1)
    sheet.repeat(header)


def add_rankings(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add a ranking for each scheme that has a scorecard; without any, a sheet that says so."""
    name = words.text("ranking", "sheets")
    scored = [scheme for scheme in appraisal.schemes if appraisal.rules("dim_scheme_kpi", scheme)]
    for scheme in scored:
        scheme_name = appraisal.scheme_name(scheme, words)
        sheet_name = name if len(scored) == 1 else f"{name} {scheme_name}"
        sheet = book.sheet(sheet_name, "ranking", f"{name} {appraisal.month:%Y-%m}  {scheme_name}")
        columns = _ranking_columns(words, appraisal, scheme)
        header = sheet.table(columns, _ranking(appraisal, words, scheme), has_filter=True)
        sheet.freeze(header + 1, 2)
        sheet.repeat(header)
    if not scored:
        book.sheet(name, "ranking", f"{name} {appraisal.month:%Y-%m}").note(words.text("no_scorecard"))


def _ranking_columns(words: Words, appraisal: Appraisal, scheme: Row) -> list[Column]:
    """Give the columns of a ranking: the result, each KPI of the scorecard, what decided ties and promotion."""
    columns = words.columns(RANKING)
    if scheme["ranked_within"] == "scheme":
        columns = [column for column in columns if column.key != "group"]
    scores = [row for row in appraisal.tables["appraisal_kpi_score"] if _is_of(row, scheme)]
    for rule in appraisal.rules("dim_scheme_kpi", scheme):
        kpi_id = rule["kpi_id"]
        own = [row for row in scores if row["requested_kpi_id"] == kpi_id]
        units = [row["unit"] for row in own if row["unit"]] or [appraisal.kpi_unit(kpi_id)]
        kinds = {
            "value": KIND_OF_UNIT.get(units[0], "number"),
            "points": "points",
            "wilson_low": "percent",
            "wilson_high": "percent",
            "count_units": "count",
        }
        if all(row["wilson_low"] is None for row in own):
            kinds = {key: kind for key, kind in kinds.items() if not key.startswith("wilson")}
        name = appraisal.kpi_name(kpi_id, words)
        columns += [
            Column(f"{kpi_id}/{key}", f"{name}\n{words.text(key, 'columns')}", kind, KPI_WIDTH)
            for key, kind in kinds.items()
        ]
    return columns + words.columns(RANKING_END)


def _is_of(row: Row, scheme: Row) -> bool:
    return (row["scheme_id"], row["scheme_version"]) == (scheme["scheme_id"], scheme["scheme_version"])


def _ranking(appraisal: Appraisal, words: Words, scheme: Row) -> list[Row]:
    """Give the persons of a scheme by rank, those without one at the end."""
    rows = []
    kpis = [rule["kpi_id"] for rule in appraisal.rules("dim_scheme_kpi", scheme)]
    for result in appraisal.tables["appraisal_total"]:
        if not _is_of(result, scheme):
            continue
        agent_id = result["agent_id"]
        scores = {row["requested_kpi_id"]: row for row in appraisal.of("appraisal_kpi_score", agent_id)}
        parts = {
            f"{kpi_id}/{key}": scores[kpi_id][key] if kpi_id in scores else None
            for kpi_id in kpis
            for key in ("value", "points", "wilson_low", "wilson_high", "count_units")
        }
        spoken = words.row(result)
        group = result["rank_group"].split("/", 2)[2:] if result["rank_group"] else []
        rows.append(
            spoken
            | parts
            | {
                "agent_name": appraisal.agent_name(agent_id),
                "group": "".join(group),
                "not_ranked": spoken["sentence"] if result["score_rank"] is None else None,
            }
        )
    return sorted(rows, key=lambda row: (row["group"], row["score_rank"] is None, row["score_rank"] or 0))


def add_reviews(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add the order reviews of the month, if there are any."""
    reviews = appraisal.tables["fct_order_review"]
    if not reviews:
        return
    name = words.text("reviews", "sheets")
    sheet = book.sheet(name, "reviews", f"{name} {appraisal.month:%Y-%m}")
    rows = [
        words.row(row)
        | {
            "reviewer": appraisal.agent_name(row["reviewer_id"]),
            "credited_before_name": _credited(row["credited_before"], appraisal, words),
            "credited_after_name": _credited(row["credited_after"], appraisal, words),
        }
        for row in reviews
    ]
    header = sheet.table(words.columns(REVIEWS), rows, has_filter=True)
    sheet.freeze(header + 1, 0)
    sheet.repeat(header)


def _credited(agent_id: str | None, appraisal: Appraisal, words: Words) -> str | None:
    return words.text("nobody") if agent_id == "(silent)" else appraisal.agent_name(agent_id)

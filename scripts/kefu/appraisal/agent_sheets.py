"""One sheet per person: where each yuan and each point of the month comes from."""

from __future__ import annotations

from typing import Any

from kefu.appraisal.marts import Appraisal
from kefu.appraisal.sheets import KIND_OF_UNIT, Book, Sheet
from kefu.appraisal.words import Words

Row = dict[str, Any]

LINES = """
    name:wrap:18 sentence:wrap:52 amount:money counts_as is_payable full_amount:money counted_days:count
    month_days:count due_amount:money paid_amount:money paid_on:date:11 status finality
"""
ADJUSTMENTS = """
    name:wrap:18 sentence:wrap:52 amount:money for_month:month due_amount:money paid_amount:money paid_on:date:11 status
    finality
"""
SCORES = """
    name:wrap:18 sentence:wrap:52 value:[value_kind] points:points weight:limit weighted_points:points
    numerator:limit denominator:limit count_units:count wilson_low:[value_kind] wilson_high:[value_kind]
    reference_value:[value_kind] band:text:12 next_band_from:[measure_kind] distance_to_next:[value_kind]
    units_to_next:count finality
"""
GATES = """
    name:wrap:18 sentence:wrap:52 measure_value:number comparison limit_value:limit is_passed effect:text:12 finality
"""
GUARANTEE_PARTS = """
    part_kind:wrap:18 sentence:wrap:52 first_day:date:11 last_day:date:11 days:count service_year:count
    monthly_amount:money counted_days:count month_days:count part_amount:money
"""
GRADES = """
    name:wrap:18 sentence:wrap:52 is_eligible_by_tenure reading is_in_force clock:text:12 clock_start:date:11
    full_months:count required_months:count eligible_from:date:11 flag
"""
SETTLEMENT = """
    settlement_kind:wrap:18 missing_reason:wrap:52 first_day:date:11 last_day:date:11 count_months:count
    earned_amount:money guarantee_amount:money balance_amount:money top_up_amount:money is_closed finality
"""
EFFECTS = """
    name:wrap:18 sentence:wrap:52 value_before:[value_kind] value_after:[value_kind] difference:[value_kind]
    numerator_before:limit denominator_before:limit numerator_after:limit denominator_after:limit
"""


def add_agent_sheets(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add the sheet of each person."""
    for statement in appraisal.statements:
        agent_id = statement["agent_id"]
        name = appraisal.agent_name(agent_id)
        title = words.text("agent_title", name=name, agent_id=agent_id, month=f"{appraisal.month:%Y-%m}")
        sheet = book.sheet(name, agent_id, title, widths=(18, 52))
        sheet.facts(_facts(statement, words, appraisal))
        _part(sheet, words, "lines", LINES, _lines(appraisal, words, statement, is_adjustment=False), "is_payable")
        _part(sheet, words, "adjustments", ADJUSTMENTS, _lines(appraisal, words, statement, is_adjustment=True))
        _part(sheet, words, "scores", SCORES, _scores(appraisal, words, agent_id))
        _part(sheet, words, "guarantee_parts", GUARANTEE_PARTS, _guarantee_parts(appraisal, words, agent_id))
        for part, columns, table in (
            ("gates", GATES, "appraisal_gate_result"),
            ("grades", GRADES, "appraisal_grade_eligibility"),
            ("settlement", SETTLEMENT, "appraisal_settlement"),
        ):
            _part(sheet, words, part, columns, [words.row(row) for row in appraisal.of(table, agent_id)])
        _part(sheet, words, "review_effects", EFFECTS, _effects(appraisal, words, agent_id))
        sheet.freeze(1, 1)


def _part(sheet: Sheet, words: Words, part: str, columns: str, rows: list[Row], strong_key: str = "") -> None:
    """Write a part of the sheet, if it has anything to say."""
    if rows:
        sheet.heading(words.text(part, "parts"))
        sheet.table(words.columns(columns), rows, strong_key=strong_key)


def _facts(statement: Row, words: Words, appraisal: Appraisal) -> list[tuple[str, Any, str]]:
    """Say the result of the month before it is explained."""
    agent_id = statement["agent_id"]
    person = appraisal.people.get(agent_id, {})
    spoken = words.row(statement)
    total = appraisal.total(agent_id)
    values = {
        "payable_amount": (statement["payable_amount"], "money"),
        "state": (words.text("locked" if statement["is_locked"] else "open"), "text"),
        "finality": (spoken["finality"], "text"),
        "missing": (spoken["reason"], "text"),
        "scheme_name": (appraisal.scheme_name(statement, words), "text"),
        "team": (person.get("team"), "text"),
        "hire_date": (person.get("hire_date"), "date"),
        "employed_days": (statement["employed_days"], "count"),
        "total_score": (total and total["total_score"], "points"),
        "score_rank": (total and total["score_rank"], "count"),
        "tier": (total and words.row(total)["tier"], "text"),
        "explanation": (total and words.row(total)["sentence"], "text"),
    }
    return [
        (words.text(key, "columns"), value, kind)
        for key, (value, kind) in values.items()
        if value not in (None, "", "-")
    ]


def _lines(appraisal: Appraisal, words: Words, statement: Row, is_adjustment: bool) -> list[Row]:
    """Give the lines of a statement, or the adjustments of earlier months that stand on it."""
    return [
        words.row(row)
        for row in appraisal.of("appraisal_pay_line", statement["agent_id"])
        if (row["line_kind"] == "adjustment") == is_adjustment
    ]


def _scores(appraisal: Appraisal, words: Words, agent_id: str) -> list[Row]:
    """Give the scores with the kinds of their figures: a measure against a reference is a share."""
    rows = []
    for row in appraisal.of("appraisal_kpi_score", agent_id):
        kind = KIND_OF_UNIT.get(row["unit"], "number")
        kinds = {"value_kind": kind, "measure_kind": "percent"}
        if row["reference_kind"] == "value":
            # the figure itself is the measure: there is nothing that it is compared with
            kinds |= {"measure_kind": kind, "reference_value": None}
        rows.append(words.row(row) | kinds)
    return rows


def _guarantee_parts(appraisal: Appraisal, words: Words, agent_id: str) -> list[Row]:
    """Give the parts of the guarantee, each as the product that it is, or with the reason why there is none."""
    rows = []
    for row in appraisal.of("appraisal_guarantee_part", agent_id):
        spoken = words.row(row)
        is_known = row["part_amount"] is not None
        rows.append(spoken | {"sentence": words.text("part_product", **row) if is_known else spoken["missing"]})
    return rows


def _effects(appraisal: Appraisal, words: Words, agent_id: str) -> list[Row]:
    """Give what order reviews changed, before and after; what they touched and left as it was is left out."""
    return [
        words.row(row) | {"value_kind": KIND_OF_UNIT.get(row["unit"], "limit")}
        for row in appraisal.of("appraisal_review_effect", agent_id)
        if row["is_changed"]
    ]

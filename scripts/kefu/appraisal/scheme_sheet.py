"""The sheet of the schemes in force: each rule that made a point or a yuan of the month."""

from __future__ import annotations

from datetime import date
from typing import Any

from kefu.appraisal.marts import Appraisal
from kefu.appraisal.sheets import KIND_OF_UNIT, Book
from kefu.appraisal.words import Words

Row = dict[str, Any]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
FACTS = """
    scheme_id scheme_version valid_from:date valid_to:date source score_period ranked_within tie_break_kpi_name tie_rule
    tier_basis weight_total:number month_version settlement_rule settlement_year part_month_rule probation_months:count
    probation_amount:money confidence_z:limit
"""
SCORECARD = (
    "kpi_name:text:30 weight:number strategy rule_id reference reference_fallback minimum_group:count "
    "baseline_value:limit direction person_basis definition_set segment minimum_count:count when_missing"
)
BANDS = """
    band_table:text:30 band_no:count label lower_value:[measure_kind] upper_value:[measure_kind] bounds
    result:[result_kind]
"""
LINEAR_RULES = """
    rule_id:text:30 from_measure:limit from_result:limit slope:limit floor_result:limit cap_result:limit
    rounding_step:limit
"""
SHORTFALL_RULES = (
    "rule_id:text:30 small_sample_count:count start_points:limit points_per_percent:limit percent_step:limit "
    "points_per_failed_unit:limit floor_points:limit"
)
GATES = "name:text:30 kpi_name measure comparison limit_value:limit effect person_basis"
PAY_ITEMS = """
    name:text:30 item_kind grade_name measure kpi_name strategy rule_id counts_as in_probation part_month
    minimum_count:count
"""
GRADES = "name:text:30 tenure_months:count tenure_clock clock_grade_name reading is_in_force flag"
GUARANTEES = "service_year:count:30 monthly_amount:money"
PARTS = (
    ("scorecard", "dim_scheme_kpi", SCORECARD),
    ("bands", "dim_scheme_band", BANDS),
    ("linear_rules", "dim_scheme_linear_rule", LINEAR_RULES),
    ("shortfall_rules", "dim_scheme_shortfall_rule", SHORTFALL_RULES),
    ("gates", "dim_scheme_gate", GATES),
    ("pay_items", "dim_scheme_pay_item", PAY_ITEMS),
    ("grades", "dim_scheme_grade", GRADES),
    ("guarantees", "dim_scheme_guarantee", GUARANTEES),
)


def add_scheme_sheet(book: Book, words: Words, appraisal: Appraisal) -> None:
    """Add the sheet with every scheme version that somebody was under in the month."""
    sheet = book.sheet(words.text("scheme", "sheets"), "scheme", words.text("scheme", "sheets"), widths=(30,))
    for scheme in appraisal.schemes:
        spoken = words.row(scheme) | {"tie_break_kpi_name": appraisal.kpi_name(scheme["tie_break_kpi_id"], words)}
        spoken["valid_from"] = None if scheme["valid_from"] <= FIRST_DAY else scheme["valid_from"]
        spoken["valid_to"] = None if scheme["valid_to"] >= LAST_DAY else scheme["valid_to"]
        sheet.heading(spoken["name"])
        facts = [(column.heading, spoken[column.key], column.kind) for column in words.columns(FACTS)]
        sheet.facts(fact for fact in facts if fact[1] is not None)
        for part, table, columns in PARTS:
            rows = [_spoken(row, scheme, appraisal, words) for row in appraisal.rules(table, scheme)]
            if rows:
                sheet.heading(f"{spoken['name']}{words.text('colon')}{words.text(part, 'parts')}")
                sheet.table(words.columns(columns), rows)
    sheet.freeze(1, 0)


def _spoken(row: Row, scheme: Row, appraisal: Appraisal, words: Words) -> Row:
    """Give a rule with its codes, KPIs and grades in words, and with the kinds of its limits and results."""
    spoken = words.row(row)
    if "kpi_id" in row:
        spoken["kpi_name"] = appraisal.kpi_name(row["kpi_id"], words)
    if "grade_id" in row:
        spoken["grade_name"] = _grade(row["grade_id"], scheme, appraisal, words)
    if "clock_grade_id" in row:
        spoken["clock_grade_name"] = _grade(row["clock_grade_id"], scheme, appraisal, words)
    if "band_table" in row:
        spoken["measure_kind"], spoken["result_kind"] = _kinds(row["band_table"], scheme, appraisal)
    return spoken


def _grade(grade_id: str | None, scheme: Row, appraisal: Appraisal, words: Words) -> str | None:
    """Give the name of a grade of the scheme."""
    if grade_id == "*":
        return words.text("all_grades")
    for row in appraisal.rules("dim_scheme_grade", scheme):
        if row["grade_id"] == grade_id:
            return words.row(row)["name"]
    return grade_id


def _kinds(band_table: str, scheme: Row, appraisal: Appraisal) -> tuple[str, str]:
    """Say how the limits and the results of a band table are written, by who reads it."""
    if band_table == scheme["tier_table"]:
        return ("percent" if scheme["tier_basis"] == "percentile" else "limit"), "count"
    for row in appraisal.rules("dim_scheme_kpi", scheme):
        if row["strategy"] == "band" and row["rule_id"] == band_table:
            is_figure = row["reference"] == "value"
            return (KIND_OF_UNIT.get(appraisal.kpi_unit(row["kpi_id"]), "limit") if is_figure else "percent"), "limit"
    for row in appraisal.rules("dim_scheme_pay_item", scheme):
        if row["rule_id"] == band_table:
            kind = KIND_OF_UNIT.get(appraisal.kpi_unit(row["kpi_id"]), "limit") if row["measure"] == "kpi" else "limit"
            return kind, "money" if row["strategy"] == "band" else "percent"
    return "limit", "limit"

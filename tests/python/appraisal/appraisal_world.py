"""A published database of one month that is written by hand, with the columns that the contracts of the marts name.

The figures are F25's for one person, the sources' ladder for another, and people whose names no sheet can have.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from kefu.appraisal.marts import MONTH_TABLES, OTHER_TABLES, RULE_TABLES
from support import ROOT

MONTH = date(2024, 3, 1)
FORMULA = "=cmd|' /C calc'!A0"
LINK = "https://example.com/?a=1"
# id -> name; what a sheet may not be called, what is taken, and what differs in case alone
PEOPLE = {
    "A01": "虚名一",
    "A02": FORMULA,
    "A03": "History",
    "A04": "",
    "A05": "总览",
    "A06": "Anna",
    "A07": "ANNA",
    "A08": "[组]:客服*?/\\'名字'\"" + "很长的名字" * 9 + "🙂",
    "A09": LINK,
    "A10": "'",
    "A11": "-1+1",
}
SHEET, LADDER = ("public_sheet", 1), ("source_default", 1)
Row = dict[str, Any]


@lru_cache
def contracts() -> dict[str, dict[str, str]]:
    """Give the columns of every mart with their types, as its contract says."""
    found = {}
    for path in (ROOT / "models/marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", []):
            if model.get("columns"):
                found[model["name"]] = {column["name"]: column["data_type"] for column in model["columns"]}
    return found


def scheme(key: tuple[str, int], **values: object) -> Row:
    return {"scheme_id": key[0], "scheme_version": key[1]} | values


def statement(agent_id: str, key: tuple[str, int], payable: str | None, **values: object) -> Row:
    amounts = dict.fromkeys(
        ("earned_amount", "on_top_amount", "guarantee_amount", "guarantee_top_up_amount", "annual_top_up_amount"), "0"
    )
    row = scheme(
        key,
        agent_id=agent_id,
        month_start=MONTH,
        employed_days=31,
        month_days=31,
        adjustment_amount="0",
        payable_amount=payable,
        due_amount=payable,
        is_locked=False,
        is_month_complete=True,
        count_missing=0,
        finality="final",
    )
    return row | amounts | values


def line(agent_id: str, line_id: str, amount: str | None, **values: object) -> Row:
    row = {
        "agent_id": agent_id,
        "month_start": MONTH,
        "for_month": MONTH,
        "line_id": line_id,
        "line_kind": "item",
        "name_en": line_id,
        "name_zh": f"项目{line_id}",
        "counts_as": "on_top",
        "amount": amount,
        "due_amount": amount,
        "is_payable": True,
        "status": "open",
        "finality": "final",
        "sentence_en": f"{line_id} in words.",
        "sentence_zh": f"{line_id} 的说明。",
    }
    return row | values


def score(agent_id: str, kpi_id: str, unit: str, **values: object) -> Row:
    row = scheme(
        SHEET,
        agent_id=agent_id,
        month_start=MONTH,
        rank_group="public_sheet/1",
        requested_kpi_id=kpi_id,
        kpi_id=kpi_id,
        name_en=kpi_id,
        name_zh=f"指标{kpi_id}",
        unit=unit,
        reference_kind="value",
        reference_value="1",
        weight_counted="100",
        finality="final",
        sentence_en=f"{kpi_id} in words.",
        sentence_zh=f"{kpi_id} 的说明。",
    )
    return row | values


def tables() -> dict[str, list[Row]]:
    """Give the rows of the month by mart."""
    ladder = [
        {"band_no": 1, "lower_value": None, "upper_value": "0.4", "bounds": "()", "result": "0"},
        {"band_no": 2, "lower_value": "0.4", "upper_value": "0.5", "bounds": "[]", "result": "0"},
        {"band_no": 3, "lower_value": "0.5", "upper_value": "0.6", "bounds": "(]", "result": "500"},
        {"band_no": 4, "lower_value": "0.6", "upper_value": None, "bounds": "()", "result": "1000"},
    ]
    common = {"valid_from": date(1900, 1, 1), "valid_to": date(9999, 12, 31), "score_period": "month"}
    return {
        "dim_agent": [{"agent_id": key, "agent_name": name, "team": "一组"} for key, name in PEOPLE.items()],
        "dim_shop": [{"shop_id": "s1", "platform": "other", "shop_name": FORMULA, "data_until": date(2024, 4, 2)}],
        "dim_kpi": [
            {"kpi_id": "reply_rate", "name_en": "Reply rate", "name_zh": "回复率", "unit": "ratio"},
            {"kpi_id": "avg_response_seconds", "name_en": "Response", "name_zh": "平均响应时间", "unit": "seconds"},
        ],
        "dim_scheme": [
            scheme(SHEET, name_en="Public sheet", name_zh="公开考核表", ranked_within="scheme", **common),
            scheme(LADDER, name_en="Ladder", name_zh="阶梯奖金", ranked_within="scheme", **common),
            scheme(("unused", 1), name_en="Unused", name_zh="未用", ranked_within="scheme", **common),
        ],
        "dim_scheme_kpi": [
            scheme(SHEET, kpi_id="reply_rate", weight="20", strategy="band", rule_id="reply", reference="value"),
            scheme(SHEET, kpi_id="avg_response_seconds", weight="5", strategy="band", rule_id="x", reference="value"),
        ],
        "dim_scheme_band": [
            *(scheme(LADDER, band_table="conversion_bonus", label_en="band", label_zh="段", **band) for band in ladder),
            scheme(SHEET, band_table="reply", band_no=1, lower_value="0.98", bounds="[)", result="100"),
            scheme(SHEET, band_table="x", band_no=1, upper_value="35", bounds="(]", result="100"),
        ],
        "dim_scheme_pay_item": [
            scheme(
                LADDER,
                item_id="conversion_bonus",
                name_en="Bonus",
                name_zh="转化率奖金",
                grade_id="*",
                measure="kpi",
                kpi_id="headline_conversion",
                strategy="band",
                rule_id="conversion_bonus",
            )
        ],
        "dim_scheme_guarantee": [scheme(LADDER, service_year=1, monthly_amount="2000")],
        "appraisal_statement": [
            statement("A01", SHEET, "999.00", month_start=date(2024, 2, 1)),
            statement("A01", SHEET, "4200.00", earned_amount="4200.00"),
            # 1600 x 11 / 31 + 2000 x 20 / 31 = 567.7419 + 1290.3226 = 1858.0645
            statement(
                "A02", LADDER, "2158.06", guarantee_amount="1858.06", on_top_amount="300.00", finality="provisional"
            ),
            statement("A03", LADDER, None, reason_en="Bonus: no figure", reason_zh="奖金：缺数", count_missing=1),
            *(statement(agent_id, LADDER, "0.00") for agent_id in list(PEOPLE)[3:]),
        ],
        "appraisal_pay_line": [
            line("A01", "salary", "4200.00", full_amount="4200"),
            line("A02", "guarantee", "1858.06", counts_as="guarantee"),
            line("A02", "on_top/" + FORMULA, "300.00", name_en=FORMULA, name_zh=FORMULA, sentence_zh=FORMULA),
            line("A02", "salary", "-20.50", line_kind="adjustment", for_month=date(2024, 2, 1), counts_as="adjustment"),
            line("A03", "bonus", None, missing_reason="no_figure", missing_en="no figure", missing_zh="没有数值"),
        ],
        "appraisal_total": [
            scheme(
                SHEET,
                agent_id="A01",
                month_start=MONTH,
                rank_group="public_sheet/1",
                total_score="86.5",
                total_low="70",
                total_high="92",
                score_rank=1,
                tie_group=1,
                tier_no=2,
                tier_en="silver",
                tier_zh="银牌",
                points_to_next_tier="3.5",
                finality="final",
                sentence_en="Total in words.",
                sentence_zh="总分说明。",
            )
        ],
        "appraisal_kpi_score": [
            score(
                "A01", "reply_rate", "ratio", weight="20", numerator="99", denominator="100", value="0.99",
                points="100", weighted_points="20", wilson_low="0.945506", wilson_high="0.998232", count_units=100,
            ),
            score(
                "A01", "avg_response_seconds", "seconds", weight="5", numerator="4000", denominator="100", value="40",
                points="80", weighted_points="4", next_band_from="35", distance_to_next="5", count_units=100,
            ),
        ],
        "appraisal_guarantee_part": [
            {
                "agent_id": "A02", "month_start": MONTH, "part_kind": "probation", "first_day": MONTH,
                "last_day": date(2024, 3, 11), "days": 11, "month_days": 31, "counted_days": 11, "service_year": 1,
                "monthly_amount": "1600", "part_amount": "567.74193548",
            }
        ],
        "appraisal_review_effect": [
            {
                "effect_key": key, "agent_id": "A01", "month_start": MONTH, "effect_kind": "figure", "unit": "ratio",
                "name_en": key, "name_zh": f"变化{key}", "value_before": "0.32", "value_after": after,
                "difference": difference, "numerator_before": "16", "denominator_before": "50", "is_changed": changed,
                "sentence_en": "Changed.", "sentence_zh": "有变化。",
            }
            for key, after, difference, changed in (("e1", "0.3", "-0.02", True), ("e2", "0.32", "0", False))
        ],
        "fct_order_review": [
            {
                "review_key": "r1", "shop_id": "s1", "order_id": "=1+1", "decision": "reassign", "reviewer_id": "A01",
                "credited_before": "A02", "credited_after": "(silent)", "sales_amount": "269.10", "is_in_force": True,
                "sold_date": date(2024, 3, 1), "reviewed_at": datetime(2024, 3, 18, 17, 35),
            }
        ],
    }  # fmt: skip


def publish(warehouse: Path, rows: dict[str, list[Row]] | None = None) -> Path:
    """Write the month as the published database of a warehouse."""
    warehouse.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(warehouse / "kefu.duckdb")) as connection:
        connection.execute("create schema marts")
        given = tables() if rows is None else rows
        for name in (*MONTH_TABLES, *RULE_TABLES, *OTHER_TABLES):
            columns = ", ".join(f'"{column}" {kind}' for column, kind in contracts()[name].items())
            connection.execute(f"create table marts.{name} ({columns})")
            for row in given.get(name, []):
                names = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" for _ in row)
                connection.execute(f"insert into marts.{name} ({names}) values ({marks})", list(row.values()))
    return warehouse

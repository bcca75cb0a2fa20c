"""What the workbook reads from the published marts: one month of the appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from kefu.appraisal.reading import open_marts, require, require_month, rows
from kefu.appraisal.words import Words

Row = dict[str, Any]

RULE_TABLES = {
    "dim_scheme_kpi": "weight desc, kpi_id",
    "dim_scheme_band": "band_table, band_no",
    "dim_scheme_linear_rule": "rule_id",
    "dim_scheme_shortfall_rule": "rule_id",
    "dim_scheme_gate": "gate_id",
    "dim_scheme_pay_item": "item_id, grade_id",
    "dim_scheme_grade": "grade_no, reading",
    "dim_scheme_guarantee": "service_year",
}
MONTH_TABLES = {
    "appraisal_statement": "agent_id",
    "appraisal_pay_line": "agent_id, is_payable desc, line_kind, line_id, for_month",
    "appraisal_total": "agent_id",
    "appraisal_kpi_score": "agent_id, weight desc, requested_kpi_id",
    "appraisal_gate_result": "agent_id, gate_id",
    "appraisal_guarantee_part": "agent_id, first_day",
    "appraisal_grade_eligibility": "agent_id, grade_no, reading",
    "appraisal_review_effect": "agent_id, effect_kind, name_en, effect_key",
}
OTHER_TABLES = {
    "dim_scheme": "select * from marts.dim_scheme order by scheme_id, scheme_version",
    "dim_kpi": "select * from marts.dim_kpi",
    "dim_agent": "select * from marts.dim_agent",
    "dim_shop": "select * from marts.dim_shop order by shop_id, platform",
    # the years that hold a day of the month
    "appraisal_settlement": """
        select * from marts.appraisal_settlement
        where first_day < $month + interval 1 month and last_day >= $month
        order by agent_id, first_day
    """,
    # reviews of the month's orders, and reviews made in the month
    "fct_order_review": """
        select * from marts.fct_order_review
        where
            date_trunc('month', coalesce(sold_date, created_date)) = $month
            or date_trunc('month', reviewed_at) = $month
        order by reviewed_at, shop_id, order_id
    """,
}
MONTHS = "select distinct month_start from marts.appraisal_statement order by month_start"


@dataclass(frozen=True)
class Appraisal:
    """One month of the appraisal, as rows by column name."""

    month: date
    tables: dict[str, list[Row]]

    @property
    def statements(self) -> list[Row]:
        """The statements of the month, one per person."""
        return self.tables["appraisal_statement"]

    def of(self, table: str, agent_id: str) -> list[Row]:
        """Return the rows of one person."""
        return [row for row in self.tables[table] if row["agent_id"] == agent_id]

    def total(self, agent_id: str) -> Row | None:
        """Return the total of one person, if the scheme of that person has a scorecard."""
        found = self.of("appraisal_total", agent_id)
        return found[0] if found else None

    @cached_property
    def people(self) -> dict[str, Row]:
        """The people by their id."""
        return {row["agent_id"]: row for row in self.tables["dim_agent"]}

    def agent_name(self, agent_id: str | None) -> str | None:
        """Give the name of a person, or the id where no list names it."""
        return (self.people.get(agent_id or "") or {}).get("agent_name") or agent_id

    @cached_property
    def kpis(self) -> dict[str, Row]:
        """The definitions of the KPIs by id."""
        return {row["kpi_id"]: row for row in self.tables["dim_kpi"]}

    def kpi_unit(self, kpi_id: str | None) -> str | None:
        """Give the unit of a KPI; a KPI that each shop chooses for itself is a conversion."""
        return self.kpis[kpi_id]["unit"] if kpi_id in self.kpis else "ratio" if kpi_id else None

    def kpi_name(self, kpi_id: str | None, words: Words) -> str | None:
        """Give the name of a KPI."""
        if kpi_id in self.kpis:
            return words.row(self.kpis[kpi_id])["name"]
        return words.code("requested_kpi", kpi_id) if kpi_id else None

    @cached_property
    def schemes(self) -> list[Row]:
        """The scheme versions that somebody is under in the month."""
        used = {(row["scheme_id"], row["scheme_version"]) for row in self.statements}
        return [row for row in self.tables["dim_scheme"] if (row["scheme_id"], row["scheme_version"]) in used]

    def scheme_name(self, row: Row, words: Words) -> str | None:
        """Give the name of the scheme version of a row, or its id where no version is known."""
        for scheme in self.tables["dim_scheme"]:
            if (scheme["scheme_id"], scheme["scheme_version"]) == (row["scheme_id"], row["scheme_version"]):
                return words.text("scheme_name", name=words.row(scheme)["name"], version=scheme["scheme_version"])
        return row["scheme_id"]

    def team(self, agent_id: str) -> str | None:
        """Give the team of a person as last known."""
        team = (self.people.get(agent_id) or {}).get("team")
        return None if team == "-" else team

    def rules(self, table: str, scheme: Row) -> list[Row]:
        """Return the rules of a scheme version."""
        wanted = (scheme["scheme_id"], scheme["scheme_version"])
        return [row for row in self.tables[table] if (row["scheme_id"], row["scheme_version"]) == wanted]


def load(warehouse: Path, month: date) -> Appraisal:
    """Read a month from the published marts, or raise AppraisalError with what is lacking."""
    with open_marts(warehouse) as connection:
        require(connection, [*MONTH_TABLES, *RULE_TABLES, *OTHER_TABLES])
        require_month(month, [row["month_start"] for row in rows(connection, MONTHS)])
        tables = {name: f"select * from marts.{name} order by {order}" for name, order in RULE_TABLES.items()}
        for name, order in MONTH_TABLES.items():
            tables[name] = f"select * from marts.{name} where month_start = $month order by {order}"
        tables |= OTHER_TABLES
        return Appraisal(
            month,
            {
                name: rows(connection, query, {"month": month} if "$month" in query else None)
                for name, query in tables.items()
            },
        )

"""The golden cases: one build of tests/golden/exports, and the comparison with the figures written down by hand."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from kefu.pipeline import ROOT, build
from support import copy_project

GOLDEN = ROOT / "tests" / "golden"
EXPORTS = GOLDEN / "exports"
EXPECTED = GOLDEN / "expected"
ALL_SETS = "{definition_sets: all}"
ABSENT = "none"  # in the column numerator: no such row may exist

Row = dict[str, str]
Found = list[tuple[Decimal | None, ...]]


def cases() -> list[str]:
    """Name the cases: every folder of exports is one shop."""
    return sorted(path.name for path in EXPORTS.iterdir() if path.is_dir())


def expected_files() -> list[str]:
    """Name the expected files, one per case and table."""
    return sorted(path.name for path in EXPECTED.glob("*.csv"))


def read_rows(path: Path) -> list[Row]:
    """Read a csv with a header."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows_of_seed(path: Path, seed_name: str) -> list[str]:
    """Read the rows that a case adds to a seed; their header must be the seed's own."""
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    (seed,) = (ROOT / "seeds").glob(f"*/{seed_name}.csv")
    if seed.read_text(encoding="utf-8").splitlines()[0] != header:
        raise ValueError(f"{path.name} has other columns than {seed.name}")
    return rows


def copy_project_with_rules(target: Path) -> Path:
    """Copy the dbt project to `target` with the rules and the appraisal schemes of the cases."""
    schemes = {path.stem: rows_of_seed(path, path.stem) for path in sorted((GOLDEN / "schemes").glob("*.csv"))}
    return copy_project(target, rows_of_seed(GOLDEN / "rules.csv", "kpi_rules"), schemes)


def build_cases(folder: Path) -> Path:
    """Land and build all cases below `folder`, with every test of the project, and return the published marts."""
    project = copy_project_with_rules(folder / "project")
    return build(EXPORTS, folder / "warehouse", project, ALL_SETS, is_quiet=True, with_code_checks=True).published


class Marts:
    """The published marts, asked for one expected row at a time."""

    def __init__(self, path: Path) -> None:
        """Open the marts for reading."""
        self._connection = duckdb.connect(str(path), read_only=True)

    def ask(self, query: str, *parameters: str | date) -> list[tuple]:
        """Run a query."""
        return self._connection.execute(query, list(parameters)).fetchall()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _figures(self, case: str, row: Row) -> Found:
        monthly = "month_start" in row
        table, day = ("kpi_monthly", "month_start") if monthly else ("kpi_daily", "date_day")
        query = (
            f"select numerator, denominator, value from marts.{table} where shop_id = ? and definition_set = ?"
            f" and kpi_id = ? and scope = ? and agent_id = ? and {day} = ?"
        )
        keys: list[str | date] = [row[name] for name in ("definition_set", "kpi_id", "scope", "agent_id")]
        keys.append(date.fromisoformat(row[day]))
        if monthly:
            query += " and person_basis = ?"
            keys.append(row["person_basis"])
        query += " and segment = ?"
        keys.append(row.get("segment", "(all)"))
        return self.ask(query, case, *keys)

    def differences(self, file_name: str) -> list[str]:
        """Compare one expected file with the marts; every difference is one readable line."""
        case, _, kind = file_name.removesuffix(".csv").partition(".")
        rows = read_rows(EXPECTED / file_name)
        if kind == "credits":
            return list(self._credit_differences(case, rows))
        if kind == "assists":
            return list(self._assist_differences(case, rows))
        if kind in TABLES:
            return list(self._row_differences(case, kind, rows))
        return list(self._figure_differences(case, rows))

    def _figure_differences(self, case: str, rows: list[Row]) -> Iterator[str]:
        for row in rows:
            found = self._figures(case, row)
            wanted = (
                None
                if row["numerator"] == ABSENT
                else tuple(Decimal(row[name]) if row[name] else None for name in ("numerator", "denominator", "value"))
            )
            if found != ([] if wanted is None else [wanted]):
                name = " ".join(value for key, value in row.items() if key not in (*FIGURE, "scope", "source"))
                shown = "; ".join(_written(*figure) for figure in found) or "no row"
                expected = "no row" if wanted is None else _written(*wanted)
                yield f"{name}: expected {expected}, got {shown}    [{row['source']}]"

    def _credit_differences(self, case: str, rows: list[Row]) -> Iterator[str]:
        query = (
            "select credits.agent_id from marts.fct_order_credit as credits"
            " inner join marts.fct_order as orders on credits.order_key = orders.order_key"
            " where orders.shop_id = ? and orders.order_id = ? and credits.credit_rule = ? and credits.credit_pick = ?"
        )
        for row in rows:
            found = self.ask(query, case, row["order_id"], row["credit_rule"], row["credit_pick"])
            if found != [(row["agent_id"],)]:
                shown = ", ".join(agent for (agent,) in found) or "no row"
                name = f"{row['order_id']} {row['credit_rule']} {row['credit_pick']}"
                yield f"{name}: expected {row['agent_id']}, got {shown}    [{row['source']}]"

    def _assist_differences(self, case: str, rows: list[Row]) -> Iterator[str]:
        # The file lists all assists of the shop, so one too many is found as well.
        names = ("order_id", "credit_rule", "credit_pick", "agent_id", "assist_kind")
        wanted = {tuple(row[name] for name in names): row["source"] for row in rows}
        found = self.ask(
            "select orders.order_id, assists.credit_rule, assists.credit_pick, assists.agent_id, assists.assist_kind"
            " from marts.fct_order_assist as assists"
            " inner join marts.fct_order as orders on assists.order_key = orders.order_key where orders.shop_id = ?",
            case,
        )
        for key in sorted(wanted.keys() - set(found)):
            yield f"{' '.join(key)}: missing    [{wanted[key]}]"
        for key in sorted(set(found) - wanted.keys()):
            yield f"{' '.join(key)}: not expected"

    def _row_differences(self, case: str, kind: str, rows: list[Row]) -> Iterator[str]:
        table, keys, columns = TABLES[kind]
        for row in rows:
            query = (
                f"select {', '.join(f'cast({name} as varchar)' for name in columns)} from marts.{table} where "
                + " and ".join(f"cast({name} as varchar) = ?" for name in keys)
            )
            parameters = [row[name] for name in keys]
            if kind != "together":
                query, parameters = query + " and shop_id = ?", [*parameters, case]
            found = [tuple(_plain(value) for value in line) for line in self.ask(query, *parameters)]
            wanted = tuple(row[name] for name in columns)
            if found != [wanted]:
                yield f"{' '.join(parameters)}: expected {wanted}, got {found or 'no row'}    [{row['source']}]"


FIGURE = ("numerator", "denominator", "value")
# Expected files that are compared column by column: the table, the columns that find a row, the columns compared.
TABLES = {
    "together": (
        "kpi_together_monthly",
        ("definition_set", "kpi_id", "member_kind", "member_id", "platform_scope", "month_start", "person_basis"),
        (*FIGURE, "refusal_reason"),
    ),
    "status": ("kpi_status", ("kpi_id",), ("status", "sentence_en", "sentence_zh")),
    "order_reviews": (
        "fct_order_review",
        ("order_id", "decision", "reviewed_at"),
        ("reviewer_id", "credited_before", "credited_after", "is_in_force", "not_in_force_reason"),
    ),
}


def _plain(value: str | None) -> str:
    """Write a decimal without its zeros at the end, and NULL as nothing."""
    if value is None:
        return ""
    return value.rstrip("0").rstrip(".") if "." in value and value.replace(".", "").isdigit() else value


def _written(numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None) -> str:
    """Write a figure as a person would: 330/3 = 110."""
    texts = ["NULL" if part is None else f"{part.normalize():f}" for part in (numerator, denominator, value)]
    return texts[0] if denominator is None else f"{texts[0]}/{texts[1]} = {texts[2]}"

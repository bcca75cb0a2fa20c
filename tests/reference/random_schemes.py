"""Random appraisal schemes that the linter has no objection to, as rows of the scheme seeds."""

from __future__ import annotations

import csv
import random
from pathlib import Path

Row = dict[str, str]
SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "appraisal"
# KPI, person basis, whether more is better, where limits of bands lie, a baseline
KPIS = {
    "headline_conversion": ("person_days", True, (5, 95), 100, "0.5"),
    "unit_price": ("distinct_persons", True, (150, 450), 1, "300"),
    "sales_amount": ("units", True, (200, 6000), 1, "2500"),
    "satisfaction_rate": ("units", True, (30, 99), 100, "0.9"),
    "reply_rate": ("units", True, (80, 100), 100, "0.95"),
    "first_response_seconds": ("units", False, (15, 70), 1, "40"),
    "attendance_rate": ("units", True, (70, 100), 100, "0.95"),
    "received_sessions": ("units", True, (2, 25), 1, "12"),
}
RATES = ("headline_conversion", "satisfaction_rate", "reply_rate", "attendance_rate")


def shipped() -> dict[str, list[Row]]:
    """The rows that the project ships."""
    found = {}
    for path in sorted(SEEDS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found[path.stem] = list(csv.DictReader(stream))
    return found


def headers() -> dict[str, list[str]]:
    """The columns of the scheme seeds."""
    return {path.stem: path.read_text(encoding="utf-8").splitlines()[0].split(",") for path in SEEDS.glob("*.csv")}


class SchemeWriter:
    """Collects the rows of random schemes."""

    def __init__(self, seed: int) -> None:
        """Begin with no rows."""
        self.rng = random.Random(seed)
        self.rows: dict[str, list[Row]] = {name: [] for name in headers()}

    def add(self, seed: str, **cells: object) -> None:
        """Add one row."""
        row = {name: str(value) for name, value in cells.items()}
        assert list(row) == headers()[seed], (seed, list(row))
        self.rows[seed].append(row)

    def bands(self, head: tuple[str, int], table: str, limits: list[str], results: list[str]) -> None:
        """Add a table of adjoining bands; which of two owns their common limit is drawn."""
        owner = [self.rng.random() < 0.5 for _ in limits]
        edges = ["-inf", *limits, "inf"]
        for index, result in enumerate(results):
            opening = "(" if index == 0 or owner[index - 1] else "["
            closing = ")" if index == len(results) - 1 or not owner[index] else "]"
            self.add(
                "appraisal_bands", scheme_id=head[0], scheme_version=head[1], band_table=table, band_no=index + 1,
                lower_value=edges[index], upper_value=edges[index + 1], bounds=opening + closing, result=result,
                label_en=f"band {index + 1}", label_zh=f"第{index + 1}段",
            )  # fmt: skip

    def limits(self, kpi_id: str) -> list[str]:
        """Draw where the bands of a KPI meet."""
        low, high = KPIS[kpi_id][2]
        drawn = sorted(self.rng.sample(range(low, high), self.rng.randrange(2, 5)))
        return [f"{value / 100:.2f}" if KPIS[kpi_id][3] == 100 else str(value) for value in drawn]

    def version(self, head: tuple[str, int], first: str, last: str, **choices: str) -> None:
        """Add one version of a scheme with everything that belongs to it."""
        rng = self.rng
        name = f"{head[0]} {head[1]}"
        settings = {
            "score_period": "month", "ranked_within": "scheme", "tie_rule": "competition", "tier_basis": "total",
            "month_version": "first_day", "settlement_rule": "monthly", "part_month_rule": "calendar_days",
            "probation_months": "1", **choices,
        }  # fmt: skip
        self.add(
            "appraisal_schemes", scheme_id=head[0], scheme_version=head[1], valid_from=first, valid_to=last,
            name_en=name, name_zh=f"{name} 方案", is_default="false", weight_total=100, max_kpis=6,
            confidence_z="1.959964", score_period=settings["score_period"], ranked_within=settings["ranked_within"],
            tie_break_kpi_id="received_sessions", tie_rule=settings["tie_rule"], tier_basis=settings["tier_basis"],
            tier_table="tiers", month_version=settings["month_version"], settlement_rule=settings["settlement_rule"],
            settlement_year="service", part_month_rule=settings["part_month_rule"],
            probation_months=settings["probation_months"], probation_amount=rng.choice(["1600.00", "1555.55"]),
            source="random test",
        )  # fmt: skip
        self.scorecard(head)
        tiers = ["0.2", "0.5"] if settings["tier_basis"] == "percentile" else ["40", "75"]
        self.bands(head, "tiers", tiers, ["1", "2", "3"] if settings["tier_basis"] == "percentile" else ["3", "2", "1"])
        self.add(
            "appraisal_gates", scheme_id=head[0], scheme_version=head[1], gate_id="reception",
            kpi_id="received_sessions", definition_set="(own)", person_basis="units",
            measure=rng.choice(["daily_ratio_to_group_mean", "ratio_to_group_mean"]), comparison="at_least",
            limit_value="0.6", effect=rng.choice(["blocks_promotion", "no_bonus"]), name_en="reception",
            name_zh="接待量",
        )  # fmt: skip
        self.items(head)
        for year, amount in enumerate(("2000.00", "2222.22", "2500.00"), start=1):
            self.add(
                "appraisal_guarantees", scheme_id=head[0], scheme_version=head[1], service_year=year,
                monthly_amount=amount,
            )  # fmt: skip

    def scorecard(self, head: tuple[str, int]) -> None:
        """Add two to five KPIs with their rules."""
        rng = self.rng
        chosen = rng.sample(sorted(KPIS), rng.randrange(2, 6))
        weights = [rng.randrange(1, 10) for _ in chosen]
        shares = [weight * 100 // sum(weights) or 1 for weight in weights]
        shares[0] += 100 - sum(shares)
        for kpi_id, weight in zip(chosen, shares, strict=True):
            basis, is_up, _, _, baseline = KPIS[kpi_id]
            strategies = ["band", "linear"] + (["shortfall"] if kpi_id in RATES else [])
            strategy = rng.choice(strategies)
            references = {"band": ["value"], "linear": ["baseline", "group_mean"], "shortfall": ["baseline"]}[strategy]
            if strategy == "linear" and kpi_id == "sales_amount":
                references.append("target")
            reference = rng.choice(references)
            rule = f"{kpi_id}_rule"
            self.add(
                "appraisal_scorecard", scheme_id=head[0], scheme_version=head[1], kpi_id=kpi_id,
                definition_set="(own)", segment="(all)", person_basis=basis, weight=weight,
                direction="up" if kpi_id == "received_sessions" else "-",
                reference=reference, reference_fallback="scheme_mean" if reference == "group_mean" else "-",
                minimum_group=rng.choice([0, 3, 4]) if reference == "group_mean" else 0,
                baseline_value=baseline if reference == "baseline" else 0, strategy=strategy, rule_id=rule,
                minimum_count=rng.choice([0, 0, 3]), when_missing=rng.choice(["no_total", "reweight", "zero"]),
            )  # fmt: skip
            if strategy == "band":
                limits = self.limits(kpi_id)
                results = sorted(rng.sample(range(0, 101, 5), len(limits) + 1), reverse=not is_up)
                self.bands(head, rule, limits, [str(result) for result in results])
            elif strategy == "linear":
                self.add(
                    "appraisal_linear_rules", scheme_id=head[0], scheme_version=head[1], rule_id=rule,
                    from_measure=0 if is_up else 1, from_result=0 if is_up else 100, slope=100 if is_up else -100,
                    floor_result=0, cap_result=120, rounding_step=rng.choice(["0", "0.5"]),
                )  # fmt: skip
            else:
                self.add(
                    "appraisal_shortfall_rules", scheme_id=head[0], scheme_version=head[1], rule_id=rule,
                    small_sample_count=rng.choice([3, 8]), start_points=100,
                    points_per_percent=rng.choice(["2", "0.75"]), percent_step=rng.choice([0, 1]),
                    points_per_failed_unit=rng.choice([1, 7]), floor_points=0,
                )  # fmt: skip

    def items(self, head: tuple[str, int]) -> None:
        """Add a bonus ladder, a commission, a salary and a bonus by tier."""
        rng = self.rng

        def item(item_id: str, kind: str, measure: str, kpi_id: str, strategy: str, **cells: str) -> None:
            basis = KPIS[kpi_id][0] if kpi_id != "-" else "-"
            self.add(
                "appraisal_pay_items", scheme_id=head[0], scheme_version=head[1], item_id=item_id, name_en=item_id,
                name_zh=f"{item_id} 项目", item_kind=kind, grade_id=cells.get("grade_id", "*"), measure=measure,
                kpi_id=kpi_id, definition_set="(own)" if kpi_id != "-" else "-", person_basis=basis, strategy=strategy,
                rule_id=cells.get("rule_id", item_id), counts_as=cells.get("counts_as", "on_top"),
                in_probation=rng.choice(["paid", "unpaid"]), part_month=rng.choice(["pro_rata", "full"]),
                minimum_count=rng.choice([0, 0, 4]) if kpi_id != "-" else 0,
            )  # fmt: skip

        item("ladder", "bonus", "kpi", "headline_conversion", "band")
        self.bands(head, "ladder", self.limits("headline_conversion")[:2], ["0", "500", "1000"])
        item(
            "commission",
            "commission",
            "kpi",
            "sales_amount",
            rng.choice(["rate_band", "marginal_rate"]),
            counts_as="earned",
        )
        self.bands(head, "commission", ["1000", "3000"], ["0.01", "0.0225", "0.03"])
        item("tier_bonus", "bonus", "tier", "-", "band", counts_as=rng.choice(["earned", "on_top"]))
        self.bands(head, "tier_bonus", ["1.5", "2.5"], ["300.05", "100", "0"])
        item("salary", "base", "total_score", "-", "linear", counts_as="earned")
        item(
            "salary",
            "base",
            "total_score",
            "-",
            "linear",
            counts_as="earned",
            grade_id="intermediate",
            rule_id="salary_2",
        )
        for rule, base in (("salary", 1800), ("salary_2", 2100)):
            self.add(
                "appraisal_linear_rules", scheme_id=head[0], scheme_version=head[1], rule_id=rule, from_measure=50,
                from_result=base, slope="12.5", floor_result=base, cap_result=base + 600,
                rounding_step=rng.choice(["0", "10", "100"]),
            )  # fmt: skip
        for number, grade_id in enumerate(("junior", "intermediate"), start=1):
            self.add(
                "appraisal_grades", scheme_id=head[0], scheme_version=head[1], grade_id=grade_id, grade_no=number,
                name_en=grade_id, name_zh=f"{number}级", reading="literal", is_in_force="true",
                tenure_months=0 if number == 1 else 3, tenure_clock="none" if number == 1 else "grade",
                clock_grade_id="-" if number == 1 else "junior", flag_en="-", flag_zh="-",
            )  # fmt: skip


def random_schemes(seed: int) -> dict[str, list[Row]]:
    """Rows for the scheme seeds: four schemes, two of them with a second version from the middle of a month on."""
    writer = SchemeWriter(seed)
    always = ("1900-01-01", "9999-12-31")
    early, late = ("1900-01-01", "2024-03-16"), ("2024-03-17", "9999-12-31")
    writer.version(("s1", 1), *always, settlement_rule="monthly")
    writer.version(("s2", 1), *always, settlement_rule="annual", ranked_within="team", score_period="quarter")
    writer.version(("s3", 1), *early, tier_basis="percentile", tie_rule="dense")
    writer.version(("s3", 2), *late, part_month_rule="full_month", probation_months="2")
    writer.version(("s4", 1), *early, month_version="last_day", settlement_rule="annual")
    writer.version(("s4", 2), *late, month_version="last_day", ranked_within="shop", settlement_rule="annual")
    return writer.rows


def assignments(people: list[str], in_both_shops: list[str]) -> list[Row]:
    """Who is under which scheme: by shop, by team and by person, and some under the default."""
    rows = [
        {"scheme_id": "s1", "valid_from": "2024-01-01", "valid_to": "", "shop": "north", "figures": "shop"},
        {"scheme_id": "s4", "valid_from": "2023-01-01", "valid_to": "", "shop": "south", "figures": "shop"},
        {"scheme_id": "s2", "valid_from": "2024-02-10", "valid_to": "", "team": "blue", "figures": "all"},
        {"scheme_id": "s2", "valid_from": "2024-01-01", "valid_to": "2024-05-09", "agent_id": people[8]},
    ]
    for number, agent_id in enumerate(in_both_shops):
        row = {"scheme_id": "s3", "valid_from": "2024-01-01", "valid_to": "", "agent_id": agent_id}
        rows.append({**row, "figures": "all"} if number else {**row, "shop": "south", "figures": "shop"})
    rows += [
        {"scheme_id": "s3", "valid_from": "2024-01-01", "valid_to": "", "agent_id": people[index], "figures": "all"}
        for index in (2, 6, 7)
    ]
    return rows

"""What people must be paid, worked out plainly on top of the reference of scores and ranks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from random_people import Person, next_month
from reference_appraisal import Appraisal, Place, Row, add_months, half_up

CENT_DIGITS = 2
Key = tuple[str, date]


def service_year(hire: date, day: date) -> int:
    """The year of service in which a day lies, counted from the hire date."""
    return max(number for number in range(1, 60) if add_months(hire, 12 * (number - 1)) <= day)


class Pay:
    """Guarantees, items, settlements and statements on top of an appraisal."""

    def __init__(self, appraisal: Appraisal) -> None:
        """Work everything out."""
        self.appraisal = appraisal
        self.world = appraisal.world
        self.schemes = appraisal.schemes
        self.guarantees = {key: self.guarantee(place) for key, place in appraisal.places.items()}
        self.items = {key: self.items_of(key) for key in appraisal.places}

    # ---------------------------------------------------------------------------------------------------- guarantee

    def day_guarantee(self, place: Place, day: date) -> tuple[str, Fraction] | None:
        """Whether a day is one of probation, and what a month at its rate would bring."""
        hire = place.person.hire_date
        version = self.appraisal.scheme_on(place.person, day)[0]
        table = self.schemes.rows("appraisal_guarantees", version)
        if hire is None:
            return None
        if day < add_months(hire, int(self.schemes.head(version)["probation_months"])):
            return "probation", Fraction(self.schemes.head(version)["probation_amount"])
        if not table:
            return None
        year = service_year(hire, day)
        amounts = {int(row["service_year"]): Fraction(row["monthly_amount"]) for row in table}
        return "guarantee", amounts[min(year, max(amounts))]

    def parts(self, place: Place) -> list[tuple[date, str, Fraction] | None]:
        """What each day that counts is worth, and whether it is one of probation."""
        days = list(place.days)
        if self.schemes.head(self.appraisal.scheme_on(place.person, days[-1])[0])["part_month_rule"] == "full_month":
            days = [days[-1]] * (next_month(place.month) - place.month).days
        return [(day, *part) if (part := self.day_guarantee(place, day)) else None for day in days]

    def guarantee(self, place: Place) -> Fraction | None:
        """The guaranteed amount of a month, rounded once; None where no day has one."""
        parts = [part for part in self.parts(place) if part]
        length = (next_month(place.month) - place.month).days
        return half_up(sum((part[2] for part in parts), Fraction(0)) / length, CENT_DIGITS) if parts else None

    def days_outside_probation(self, place: Place) -> list[date]:
        """The days worked after probation, each by the version of that day."""
        hire = place.person.hire_date
        heads = {day: self.schemes.head(self.appraisal.scheme_on(place.person, day)[0]) for day in place.days}
        return [day for day in place.days if hire and day >= add_months(hire, int(heads[day]["probation_months"]))]

    # -------------------------------------------------------------------------------------------------------- items

    def grade_on(self, person: Person, day: date) -> str | None:
        """The grade of a person on a day."""
        steps = [grade for since, grade in self.world.grades.get(person.agent_id, []) if since <= day]
        return steps[-1] if steps else None

    def items_of(self, key: Key) -> dict[str, Fraction | None]:
        """Every item of pay of a person in a month; None where it has no amount."""
        place = self.appraisal.places[key]
        head = self.schemes.head(place.version)
        deciding = place.days[-1] if head["month_version"] == "last_day" else place.days[0]
        grade = self.grade_on(place.person, deciding)
        rows = self.schemes.rows("appraisal_pay_items", place.version)
        found: dict[str, Fraction | None] = {}
        for item_id in dict.fromkeys(row["item_id"] for row in rows):
            fitting = [row for row in rows if row["item_id"] == item_id and row["grade_id"] in ("*", grade)]
            special = [row for row in fitting if row["grade_id"] != "*"] or fitting
            if special:
                found[item_id] = self.amount(key, special[0])
        return found

    def amount(self, key: Key, item: Row) -> Fraction | None:
        """The amount of one item."""
        place = self.appraisal.places[key]
        days = self.days_outside_probation(place) if item["in_probation"] == "unpaid" else list(place.days)
        if item["in_probation"] == "unpaid" and place.person.hire_date is None:
            return None  # nobody knows whether the person is in probation
        if not days:
            return Fraction(0)
        if item["item_kind"] == "bonus" and "no_bonus" in self.appraisal.failed_gates[key]:
            return Fraction(0)
        if item["strategy"] in ("rate_band", "marginal_rate"):
            return self.commission(place, item, days)
        measure = self.measure(key, item)
        if measure is None:
            return None
        if item["strategy"] == "linear":
            full = self.schemes.line(place.version, item["rule_id"], measure)
        else:
            band = self.schemes.band(place.version, item["rule_id"], measure, Fraction(1))
            if band is None or band["result"] == "-":
                return None
            full = Fraction(band["result"])
        if item["part_month"] == "full":
            return half_up(full, CENT_DIGITS) if days else Fraction(0)
        return half_up(full * len(days) / (next_month(place.month) - place.month).days, CENT_DIGITS)

    def measure(self, key: Key, item: Row) -> Fraction | None:
        """What an item looks at."""
        if item["measure"] == "total_score":
            return self.appraisal.totals[key]
        if item["measure"] == "tier":
            tier = self.appraisal.tiers[key]
            return None if tier is None else Fraction(tier)
        figure = self.appraisal.figure(self.appraisal.places[key], item["kpi_id"])
        if figure is None or figure[1] == 0:
            return None
        numerator, denominator, units = figure
        if (units if denominator is None else denominator) < int(item["minimum_count"]):
            return None
        return numerator / (denominator or 1)

    def commission(self, place: Place, item: Row, days: list[date]) -> Fraction | None:
        """A rate of the base that was earned on the days that count."""
        whole = self.appraisal.figure(place, item["kpi_id"])
        if whole is None or whole[2] < int(item["minimum_count"]):
            return None
        figure = self.appraisal.figure(place, item["kpi_id"], days)
        base = figure[0] if figure else Fraction(0)
        if item["strategy"] == "rate_band":
            band = self.schemes.band(place.version, item["rule_id"], base, Fraction(1))
            return half_up(base * Fraction(band["result"]), CENT_DIGITS) if band and band["result"] != "-" else None
        total = Fraction(0)
        for row in self.schemes.rows("appraisal_bands", place.version, band_table=item["rule_id"]):
            lower = Fraction(0) if row["lower_value"] == "-inf" else Fraction(row["lower_value"])
            upper = base if row["upper_value"] == "inf" else min(base, Fraction(row["upper_value"]))
            if row["result"] != "-":
                total += max(Fraction(0), upper - lower) * Fraction(row["result"])
        return half_up(total, CENT_DIGITS)

    # --------------------------------------------------------------------------------------------------- statements

    def earned(self, key: Key) -> Fraction:
        """What counts against the guarantee."""
        return self.counted(key, "earned")

    def on_top(self, key: Key) -> Fraction:
        """What is paid beside the guarantee."""
        return self.counted(key, "on_top")

    def counted(self, key: Key, kind: str) -> Fraction:
        """The items and entries of a kind."""
        place = self.appraisal.places[key]
        rows = self.schemes.rows("appraisal_pay_items", place.version)
        kinds = {row["item_id"]: row["counts_as"] for row in rows}
        amounts = [amount or Fraction(0) for item, amount in self.items[key].items() if kinds[item] == kind]
        agent_id, month = key
        entries = [Fraction(row[3]) for row in self.world.entries if row[:2] == (agent_id, month) and row[4] == kind]
        return sum([*amounts, *entries], Fraction(0))

    def payable(self, key: Key) -> Fraction:
        """What a month pays, without the top-up of a settlement."""
        place = self.appraisal.places[key]
        guarantee = self.guarantees[key] or Fraction(0)
        if self.schemes.head(place.version)["settlement_rule"] == "monthly" or self.guarantees[key] is None:
            return self.on_top(key) + max(self.earned(key), guarantee)
        return self.on_top(key) + guarantee

    def settlement(self, agent_id: str, year: int) -> tuple[Fraction, Fraction] | None:
        """What was earned in a year of service outside probation, and the guarantee of the same days."""
        earned = guarantee = Fraction(0)
        found = False
        for key, place in self.appraisal.places.items():
            hire = place.person.hire_date
            annual = self.schemes.head(place.version)["settlement_rule"] == "annual"
            if key[0] != agent_id or not hire or not annual:
                continue
            parts = [part for part in self.parts(place) if part and part[1] == "guarantee"]
            mine = [part for part in parts if service_year(hire, part[0]) == year]
            if not mine:
                continue
            found = True
            length = (next_month(place.month) - place.month).days
            guarantee += half_up(sum((part[2] for part in mine), Fraction(0)) / length, CENT_DIGITS)
            # both halves of a month that a year's end divides make its whole
            before = sum(service_year(hire, part[0]) < year for part in parts)
            earned += half_up(self.earned(key) * (before + len(mine)) / len(parts), CENT_DIGITS)
            earned -= half_up(self.earned(key) * before / len(parts), CENT_DIGITS)
        return (earned, guarantee) if found else None

"""What scores, ranks and pay must be, worked out plainly from a world and the rows of its schemes.

Written from the documents and not from the models; exact fractions throughout, one person and one month at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from random_people import Person, World, months, next_month

Row = dict[str, str]
Version = tuple[str, int]
Figure = tuple[Fraction, Fraction | None, int]  # numerator, denominator (None: a count), units
HEADLINE = "enquiry_to_final_paid_rate"


def half_up(value: Fraction, digits: int) -> Fraction:
    """Round half away from zero."""
    scaled = abs(value) * 10**digits
    rounded = Fraction(floor(scaled + Fraction(1, 2)), 10**digits)
    return rounded if value >= 0 else -rounded


def add_months(day: date, count: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    first = date(index // 12, index % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_month(first) - timedelta(days=1))


def days_of(first: date, last: date) -> list[date]:
    """All days from one to another."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@dataclass(frozen=True)
class Place:
    """A person in a month: the days worked there, the scheme that holds, whose figures count."""

    person: Person
    month: date
    days: tuple[date, ...]
    version: Version
    shop: str | None
    group: str


@dataclass
class Score:
    """One KPI of one person's scorecard."""

    figure: Figure | None
    points: Fraction | None
    weighted: Fraction | None
    reason: str | None


class Schemes:
    """The rows of the scheme seeds, asked by version."""

    def __init__(self, seeds: dict[str, list[Row]]) -> None:
        """Keep the rows."""
        self.seeds = seeds

    def rows(self, seed: str, version: Version, **wanted: str) -> list[Row]:
        """The rows of a version in which some columns hold some text."""
        return [
            row
            for row in self.seeds[seed]
            if (row["scheme_id"], int(row["scheme_version"])) == version
            and all(row[name] == value for name, value in wanted.items())
        ]

    def head(self, version: Version) -> Row:
        """The version itself."""
        return self.rows("appraisal_schemes", version)[0]

    def version_on(self, scheme_id: str, day: date) -> Version | None:
        """The version of a scheme that holds on a day."""
        for row in self.seeds["appraisal_schemes"]:
            if row["scheme_id"] == scheme_id and row["valid_from"] <= day.isoformat() <= row["valid_to"]:
                return scheme_id, int(row["scheme_version"])
        return None

    def default_id(self) -> str:
        """The scheme of those who have none."""
        return next(row["scheme_id"] for row in self.seeds["appraisal_schemes"] if row["is_default"] == "true")

    def band(self, version: Version, table: str, numerator: Fraction, denominator: Fraction) -> Row | None:
        """The band in which a quotient lies."""
        for row in self.rows("appraisal_bands", version, band_table=table):
            value = numerator / denominator
            above = row["lower_value"] == "-inf" or value > Fraction(row["lower_value"])
            below = row["upper_value"] == "inf" or value < Fraction(row["upper_value"])
            above |= row["bounds"][0] == "[" and row["lower_value"] != "-inf" and value == Fraction(row["lower_value"])
            below |= row["bounds"][1] == "]" and row["upper_value"] != "inf" and value == Fraction(row["upper_value"])
            if above and below:
                return row
        return None

    def line(self, version: Version, rule_id: str, measure: Fraction) -> Fraction:
        """What a linear rule makes of a measure."""
        row = self.rows("appraisal_linear_rules", version, rule_id=rule_id)[0]
        result = Fraction(row["from_result"]) + (measure - Fraction(row["from_measure"])) * Fraction(row["slope"])
        result = min(max(result, Fraction(row["floor_result"])), Fraction(row["cap_result"]))
        step = Fraction(row["rounding_step"])
        return half_up(result / step, 0) * step if step else result


class Appraisal:
    """Scores, ranks and pay of a world under its schemes."""

    def __init__(self, world: World, seeds: dict[str, list[Row]], with_reviews: bool = True) -> None:
        """Work everything out."""
        self.world = world
        self.schemes = Schemes(seeds)
        self.with_reviews = with_reviews
        self.places = {
            (person.agent_id, month): place
            for person in world.people
            for month in months()
            if (place := self.place(person, month))
        }
        self.scores: dict[tuple[str, date], dict[str, Score]] = {key: self.score(key) for key in self.places}
        self.month_totals = {key: self.month_total(key) for key in self.places}
        self.totals = {key: self.period_total(key) for key in self.places}
        self.failed_gates = {key: self.gates(key) for key in self.places}
        self.ranks: dict[tuple[str, date], int] = {}
        self.counts: dict[tuple[str, date], int] = {}
        self.rank()
        self.tiers = {key: self.tier(key) for key in self.places}

    # ------------------------------------------------------------------------------------------------ who and where

    def assignment(self, person: Person, day: date) -> Row | None:
        """The most special assignment of a person on a day."""
        found: list[tuple[int, Row]] = []
        for row in self.world.assignments:
            if not row["valid_from"] <= day.isoformat() <= (row.get("valid_to") or "9999-12-31"):
                continue
            if row.get("agent_id"):
                rank, fits = 3, row["agent_id"] == person.agent_id
            elif row.get("team"):
                rank, fits = 2, row["team"] == person.team_on(day)
            else:
                rank, fits = 1, row.get("shop", "") in person.shops
            if fits and self.schemes.version_on(row["scheme_id"], day):
                found.append((rank, row))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def scheme_on(self, person: Person, day: date) -> tuple[Version, str | None]:
        """The version that holds for a person on a day, and the one shop whose figures count."""
        row = self.assignment(person, day)
        version = self.schemes.version_on(row["scheme_id"] if row else self.schemes.default_id(), day)
        assert version
        return version, (row["shop"] if row and row.get("shop") and row.get("figures", "shop") != "all" else None)

    def place(self, person: Person, month: date) -> Place | None:
        """Where a person stands in a month; None when he does not work there."""
        days = [day for day in days_of(month, next_month(month) - timedelta(days=1)) if person.is_employed(day)]
        if not days:
            return None
        deciding = days[0]
        version, shop = self.scheme_on(person, deciding)
        if self.schemes.head(version)["month_version"] == "last_day":
            deciding = days[-1]
            version, shop = self.scheme_on(person, deciding)
        within = self.schemes.head(version)["ranked_within"]
        group = {"scheme": "(all)", "shop": shop or "(all)", "team": person.team_on(deciding)}[within]
        return Place(person, month, tuple(days), version, shop, group)

    # ------------------------------------------------------------------------------------------------------ figures

    def figure(self, place: Place, kpi_id: str, days: Iterable[date] | None = None) -> Figure | None:
        """A figure of a person in a month, or on some days of it."""
        wanted = set(days if days is not None else days_of(place.month, next_month(place.month) - timedelta(days=1)))
        agent_id = place.person.agent_id
        shops = {place.shop} if place.shop else {"north", "south"}
        chats = [chat for chat in self.world.chats if chat.day in wanted and chat.shop in shops]
        own = [chat for chat in chats if chat.agent_id == agent_id]
        answered = [chat for chat in own if chat.wait_s is not None]
        # an order that was never paid makes a figure of 0, no order makes none
        credited = [chat for chat in chats if chat.amount and chat.seller(self.with_reviews) == agent_id]
        sold = [chat for chat in credited if chat.is_paid]
        money = sum((Fraction(chat.amount or 0) for chat in sold), Fraction(0))
        if kpi_id == "received_sessions":
            return (Fraction(len(answered)), None, len(own)) if own else None
        if kpi_id == "reply_rate":
            return (Fraction(len(answered)), Fraction(len(own)), len(own)) if own else None
        if kpi_id == "first_response_seconds":
            waits = sum((Fraction(chat.wait_s or 0) for chat in answered), Fraction(0))
            return (waits, Fraction(len(answered)), len(answered)) if own else None
        if kpi_id == "headline_conversion":
            asked = {(chat.customer, chat.day) for chat in answered}
            paid = {(c.customer, c.day) for c in answered if c.is_paid and c.seller(self.with_reviews) == agent_id}
            return (Fraction(len(paid)), Fraction(len(asked)), len(asked)) if asked else None
        if kpi_id == "satisfaction_rate":
            told = [chat for chat in own if chat.is_satisfied is not None]
            return (Fraction(sum(bool(c.is_satisfied) for c in told)), Fraction(len(told)), len(told)) if told else None
        if kpi_id == "sales_amount":
            return (money, None, len(sold)) if credited else None
        if kpi_id == "unit_price":
            return (money, Fraction(len({chat.customer for chat in sold})), len(sold)) if credited else None
        if kpi_id == "attendance_rate":
            came = [value for (a, day), value in self.world.shifts.items() if a == agent_id and day in wanted]
            shown = not place.shop or place.shop == place.person.shops[0]
            return (Fraction(sum(came)), Fraction(len(came)), len(came)) if came and shown else None
        raise NotImplementedError(kpi_id)

    def members(self, place: Place, everybody: bool = False) -> list[Place]:
        """The persons with whom somebody is compared."""
        return [
            other
            for other in self.places.values()
            if other.version == place.version
            and other.month == place.month
            and (everybody or other.group == place.group)
        ]

    def pooled(self, places: list[Place], kpi_id: str) -> Fraction | None:
        """The mean of a group: the quotient of the sums; of counts the sum by persons."""
        figures = [figure for place in places if (figure := self.figure(place, kpi_id))]
        if not figures:
            return None
        top = sum((numerator for numerator, _, _ in figures), Fraction(0))
        if figures[0][1] is None:
            return top / len(figures)
        bottom = sum((denominator or Fraction(0) for _, denominator, _ in figures), Fraction(0))
        return top / bottom if bottom else None

    def reference_value(self, place: Place, card: Row) -> Fraction | None:
        """What a figure is compared with."""
        kind = card["reference"]
        if kind == "baseline":
            return Fraction(card["baseline_value"])
        if kind == "target":
            shops = [place.shop] if place.shop else ["north", "south"]
            found = [
                self.world.targets[shop, place.person.agent_id, place.month]
                for shop in shops
                if (shop, place.person.agent_id, place.month) in self.world.targets
            ]
            return Fraction(sum(found)) if found else None
        members = self.members(place)
        if sum(self.figure(other, card["kpi_id"]) is not None for other in members) >= int(card["minimum_group"]):
            return self.pooled(members, card["kpi_id"])
        if card["reference_fallback"] == "scheme_mean":
            return self.pooled(self.members(place, everybody=True), card["kpi_id"])
        return Fraction(card["baseline_value"]) if card["reference_fallback"] == "baseline" else None

    # ------------------------------------------------------------------------------------------------------- scores

    def points(self, place: Place, card: Row) -> Score:
        """The points of one KPI."""
        figure = self.figure(place, card["kpi_id"])
        if figure is None or figure[1] == 0:
            return Score(figure, None, None, "no figure")
        numerator, denominator, units = figure
        # the number of units is the denominator of a rate
        if (units if denominator is None else denominator) < int(card["minimum_count"]):
            return Score(figure, None, None, "too few")
        measure = numerator / (denominator or 1)
        reference = None if card["reference"] == "value" else self.reference_value(place, card)
        if card["reference"] != "value" and not reference:
            return Score(figure, None, None, "no reference")
        if card["strategy"] == "shortfall":
            assert reference is not None and denominator is not None
            return Score(figure, self.shortfall(place.version, card["rule_id"], figure, reference), None, None)
        if reference:
            measure /= reference
        if card["strategy"] == "linear":
            return Score(figure, half_up(self.schemes.line(place.version, card["rule_id"], measure), 8), None, None)
        band = self.schemes.band(place.version, card["rule_id"], measure, Fraction(1))
        if band is None or band["result"] == "-":
            return Score(figure, None, None, "declared gap")
        return Score(figure, Fraction(band["result"]), None, None)

    def shortfall(self, version: Version, rule_id: str, figure: Figure, reference: Fraction) -> Fraction:
        """Points less what is missing to the reference, or less the failed units of a small sample."""
        rule = self.schemes.rows("appraisal_shortfall_rules", version, rule_id=rule_id)[0]
        numerator, denominator, _ = figure
        assert denominator is not None
        if denominator > int(rule["small_sample_count"]):
            missing = max(Fraction(0), (reference - numerator / denominator) * 100)
            if Fraction(rule["percent_step"]):
                missing = Fraction(floor(missing / Fraction(rule["percent_step"]))) * Fraction(rule["percent_step"])
            lost = missing * Fraction(rule["points_per_percent"])
        else:
            lost = (denominator - numerator) * Fraction(rule["points_per_failed_unit"])
        return half_up(max(Fraction(rule["start_points"]) - lost, Fraction(rule["floor_points"])), 8)

    def score(self, key: tuple[str, date]) -> dict[str, Score]:
        """All KPIs of a person's scorecard."""
        place = self.places[key]
        cards = self.schemes.rows("appraisal_scorecard", place.version)
        scores = {card["kpi_id"]: self.points(place, card) for card in cards}
        kept = sum(
            (Fraction(card["weight"]) for card in cards
             if scores[card["kpi_id"]].points is not None or card["when_missing"] != "reweight"),
            Fraction(0),
        )  # fmt: skip
        for card in cards:
            found = scores[card["kpi_id"]]
            if found.points is None and card["when_missing"] == "zero":
                found.points = Fraction(0)
            if found.points is not None and kept:
                found.weighted = found.points * Fraction(card["weight"]) / kept
        return scores

    def month_total(self, key: tuple[str, date]) -> Fraction | None:
        """The total of a month; None when a KPI without which there is none is missing."""
        place = self.places[key]
        cards = self.schemes.rows("appraisal_scorecard", place.version)
        scores = self.scores[key]
        if not cards or any(scores[c["kpi_id"]].weighted is None and c["when_missing"] != "reweight" for c in cards):
            return None
        known = [score.weighted for score in scores.values() if score.weighted is not None]
        return half_up(sum(known, Fraction(0)), 6) if known else None

    def period_total(self, key: tuple[str, date]) -> Fraction | None:
        """The total that ranks: of the month, or the mean of the quarter's months so far."""
        place = self.places[key]
        if self.schemes.head(place.version)["score_period"] == "month" or self.month_totals[key] is None:
            return self.month_totals[key]
        agent_id, month = key
        first = date(month.year, (month.month - 1) // 3 * 3 + 1, 1)
        found = [
            total
            for other in months()
            if first <= other <= month and (agent_id, other) in self.places
            and self.places[agent_id, other].version[0] == place.version[0]
            and (total := self.month_totals[agent_id, other]) is not None
        ]  # fmt: skip
        return half_up(sum(found, Fraction(0)) / len(found), 6)

    # ----------------------------------------------------------------------------------------- gates, ranks, tiers

    def gates(self, key: tuple[str, date]) -> set[str]:
        """The effects of the gates that a person fails."""
        place = self.places[key]
        found = set()
        for gate in self.schemes.rows("appraisal_gates", place.version):
            value = self.gate_value(place, gate)
            limit = Fraction(gate["limit_value"])
            passes: Callable[[Fraction], bool] = {
                "at_least": lambda v, limit=limit: v >= limit,
                "above": lambda v, limit=limit: v > limit,
                "at_most": lambda v, limit=limit: v <= limit,
                "below": lambda v, limit=limit: v < limit,
            }[gate["comparison"]]
            if value is not None and not passes(value):
                found.add(gate["effect"])
        return found

    def gate_value(self, place: Place, gate: Row) -> Fraction | None:
        """What a gate looks at."""
        figure = self.figure(place, gate["kpi_id"])
        if figure is None:
            return None
        numerator, denominator, _ = figure
        value = numerator / denominator if denominator else (numerator if denominator is None else None)
        if gate["measure"] == "count":
            return numerator
        if gate["measure"] == "missed_count":
            return (denominator or Fraction(0)) - numerator
        if gate["measure"] == "value" or value is None:
            return value
        members = self.members(place)
        if gate["measure"] == "ratio_to_group_mean":
            mean = self.pooled(members, gate["kpi_id"])
            return value / mean if mean else None
        daily = [(self.figure(other, gate["kpi_id"]), self.count_days(other, gate["kpi_id"])) for other in members]
        top = sum((figure[0] for figure, _ in daily if figure), Fraction(0))
        bottom = sum(count for figure, count in daily if figure)
        mine = self.count_days(place, gate["kpi_id"])
        return (numerator / mine) / (top / bottom) if mine and top else None

    def count_days(self, place: Place, kpi_id: str) -> int:
        """The days on which a figure has units."""
        return sum(
            self.figure(place, kpi_id, [day]) is not None
            for day in days_of(place.month, next_month(place.month) - timedelta(days=1))
        )

    def rank(self) -> None:
        """Order the persons of each group."""
        groups: dict[tuple[Version, str, date], list[tuple[str, date]]] = defaultdict(list)
        for key, place in self.places.items():
            if self.totals[key] is not None and "not_ranked" not in self.failed_gates[key]:
                groups[place.version, place.group, place.month].append(key)
        for (version, _, _), keys in groups.items():
            head = self.schemes.head(version)

            def order(key: tuple[str, date], head: Row = head) -> tuple[Fraction, Fraction]:
                figure = self.figure(self.places[key], head["tie_break_kpi_id"])
                value = Fraction(-1) if not figure else figure[0] / (figure[1] or 1)
                return self.totals[key] or Fraction(0), value

            places = sorted({order(key) for key in keys}, reverse=True)
            for key in keys:
                self.counts[key] = len(keys)
                ahead = sum(order(other) > order(key) for other in keys)
                dense = places.index(order(key))
                self.ranks[key] = 1 + (dense if head["tie_rule"] == "dense" else ahead)

    def tier(self, key: tuple[str, date]) -> int | None:
        """The tier of a ranked person."""
        place = self.places[key]
        head = self.schemes.head(place.version)
        if head["tier_basis"] == "-" or key not in self.ranks:
            return None
        numbers = [
            int(row["result"])
            for row in self.schemes.rows("appraisal_bands", place.version, band_table=head["tier_table"])
        ]
        if "blocks_promotion" in self.failed_gates[key]:
            return max(numbers)
        if head["tier_basis"] == "total":
            measure = self.totals[key] or Fraction(0)
        else:
            measure = Fraction(self.ranks[key] - 1, self.counts[key])
        band = self.schemes.band(place.version, head["tier_table"], measure, Fraction(1))
        return int(band["result"]) if band else None

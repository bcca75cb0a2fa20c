"""Random people under random schemes: scores, ranks and pay of dbt are those of the plain reference, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pytest
from appraisal_build import AppraisalBuild, build_world

from reference_appraisal import Appraisal
from reference_pay import Pay


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppraisalBuild]:
    """One build of the random world."""
    found = build_world(tmp_path_factory.mktemp("appraisal"))
    yield found
    found.connection.close()


def exact(value: object) -> Fraction | None:
    """A decimal of dbt as a fraction."""
    return None if value is None else Fraction(str(value))


def check(expected: Mapping, found: Mapping) -> None:
    """Both sides have rows, and the same ones; the first differences are shown."""
    assert expected
    different = [
        f"{key}: expected {expected.get(key, 'no row')}, got {found.get(key, 'no row')}"
        for key in sorted(expected.keys() | found.keys(), key=str)
        if expected.get(key, "no row") != found.get(key, "no row")
    ]
    assert not different, f"{len(different)} of {len(expected)} differ:\n" + "\n".join(different[:12])


def scores_of(reference: Appraisal) -> dict:
    """Points of each KPI with the parts of its figure."""
    return {
        (*key, kpi_id): (score.points, *(score.figure[:2] if score.figure else (None, None)))
        for key, scores in reference.scores.items()
        for kpi_id, score in scores.items()
    }


def totals_of(reference: Appraisal) -> dict:
    """Total, rank, number ranked and tier."""
    return {
        key: (reference.totals[key], reference.ranks.get(key), reference.counts.get(key), reference.tiers[key])
        for key in reference.places
    }


def test_every_person_and_month_is_under_the_scheme_of_the_reference(world: AppraisalBuild) -> None:
    expected = {key: place.version for key, place in world.reviewed.places.items()}
    query = "select agent_id, month_start, scheme_id, scheme_version from marts.appraisal_statement"
    check(expected, {tuple(row[:2]): tuple(row[2:]) for row in world.rows(query) if row[2]})


def test_points_and_figures(world: AppraisalBuild) -> None:
    query = (
        "select agent_id, month_start, requested_kpi_id, points, numerator, denominator from marts.appraisal_kpi_score"
    )
    check(scores_of(world.reviewed), {tuple(row[:3]): tuple(map(exact, row[3:])) for row in world.rows(query)})


def test_totals_ranks_and_tiers(world: AppraisalBuild) -> None:
    query = """
    select
        agent_id, month_start, total_score, score_rank, case when score_rank is not null then count_ranked end, tier_no
    from marts.appraisal_total
    """
    check(totals_of(world.reviewed), {tuple(row[:2]): (exact(row[2]), *row[3:]) for row in world.rows(query)})


def test_failed_gates(world: AppraisalBuild) -> None:
    expected = {(*key, effect): True for key, effects in world.reviewed.failed_gates.items() for effect in effects}
    query = "select distinct agent_id, month_start, effect from marts.appraisal_gate_result where not is_passed"
    check(expected, {tuple(row): True for row in world.rows(query)})


def test_guarantees(world: AppraisalBuild) -> None:
    expected = {key: amount or Fraction(0) for key, amount in world.pay.guarantees.items()}
    query = "select agent_id, month_start, coalesce(guarantee_amount, 0), scheme_id from marts.appraisal_statement"
    check(expected, {tuple(row[:2]): exact(row[2]) for row in world.rows(query) if row[3]})


def test_items_of_pay(world: AppraisalBuild) -> None:
    expected = {(*key, item): amount for key, items in world.pay.items.items() for item, amount in items.items()}
    query = "select agent_id, month_start, item_id, due_amount from marts.appraisal_pay_line where item_id is not null"
    check(expected, {tuple(row[:3]): exact(row[3]) for row in world.rows(query)})


def test_statements(world: AppraisalBuild) -> None:
    expected = {key: (world.pay.earned(key), world.pay.on_top(key), world.pay.payable(key)) for key in world.pay.items}
    query = """
    select
        agent_id, month_start, coalesce(earned_amount, 0), coalesce(on_top_amount, 0),
        coalesce(payable_amount, 0) - coalesce(annual_top_up_amount, 0)
    from marts.appraisal_statement where scheme_id is not null
    """
    check(expected, {tuple(row[:2]): tuple(map(exact, row[2:])) for row in world.rows(query)})


def test_settlement_years(world: AppraisalBuild) -> None:
    query = "select agent_id, settlement_year, earned_amount, guarantee_amount from marts.appraisal_settlement"
    found = {(agent, year): (exact(earned), exact(sure)) for agent, year, earned, sure in world.rows(query)}
    years = {(person.agent_id, year) for person in world.world.people for year in range(1, 12)}
    expected = {key: sums for key in years if (sums := world.pay.settlement(*key))}
    check(expected, {key: sums for key, sums in found.items() if key in expected or any(sums)})


@pytest.mark.parametrize("side", ["before", "after"])
def test_what_reviews_change(world: AppraisalBuild, side: str) -> None:
    """Totals and payable amounts with the reviews and as if there were none."""
    reference = world.exported if side == "before" else world.reviewed
    pay = Pay(reference)
    query = f"select agent_id, month_start, effect_kind, value_{side} from marts.appraisal_review_effect"
    found = {
        tuple(row[:3]): exact(row[3])
        for row in world.rows(query)
        if row[2] in ("total_score", "score_rank", "payable_amount")
    }
    expected = {}
    for agent_id, month, kind in found:
        key = (agent_id, month)
        sums = {
            "total_score": reference.totals[key],
            "score_rank": reference.ranks.get(key),
            "payable_amount": pay.payable(key),
        }
        expected[agent_id, month, kind] = sums[kind]
    check(expected, found)
    assert any(world.exported.totals[key] != world.reviewed.totals[key] for key in world.exported.places)

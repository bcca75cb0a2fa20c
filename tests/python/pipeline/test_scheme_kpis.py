"""What the linter of schemes knows of a KPI is what the figures of the sample show."""

from __future__ import annotations

import duckdb


def test_figures_lie_in_the_range_of_their_kpi(built: duckdb.DuckDBPyConnection) -> None:
    outside = built.execute(
        """
        select distinct figures.kpi_id
        from marts.kpi_monthly as figures
        left join rules.kpi_ranges as ranges on figures.kpi_id = ranges.kpi_id
        where
            ranges.kpi_id is null
            or figures.value < try_cast(ranges.lowest_value as decimal(28, 8))
            or figures.value > try_cast(ranges.highest_value as decimal(28, 8))
            or (ranges.is_whole and figures.value <> floor(figures.value))
        """
    ).fetchall()
    assert outside == []


def test_every_kpi_with_monthly_figures_has_a_range(built: duckdb.DuckDBPyConnection) -> None:
    without = built.execute(
        """
        select kpi_id from rules.kpi_definitions where kpi_id not in (select kpi_id from rules.kpi_mart_columns)
        except
        select kpi_id from rules.kpi_ranges
        """
    ).fetchall()
    assert without == []


def test_persons_segments_and_agents_are_those_of_the_figures(built: duckdb.DuckDBPyConnection) -> None:
    different = built.execute(
        """
        with figures as (
            select
                kpi_id,
                max(person_basis) as person_basis,
                count(distinct person_basis) as count_bases,
                bool_or(segment <> '(all)') as is_segmented,
                bool_or(scope = 'agent' and left(agent_id, 1) <> '(') as has_person_figure
            from marts.kpi_monthly
            group by kpi_id
        )

        select figures.kpi_id
        from figures
        left join intermediate.int_appraisal__scheme_kpis as kpis
            on figures.kpi_id = kpis.kpi_id and kpis.chosen_set = '(own)'
        where
            kpis.kpi_id is null
            or figures.is_segmented <> kpis.is_segmented
            or figures.has_person_figure > kpis.has_person_figure
            or (kpis.person_basis = 'persons') <> (figures.count_bases = 2)
            or (kpis.person_basis <> 'persons' and kpis.person_basis <> figures.person_basis)
        """
    ).fetchall()
    assert different == []


def test_kpis_made_of_other_figures_are_those_of_the_models(built: duckdb.DuckDBPyConnection) -> None:
    unknown = built.execute(
        """
        (select kpi_id from intermediate.int_kpi__derived_figures except select kpi_id from rules.kpi_derived)
        union all
        (
            select kpi_id from rules.kpi_derived
            except
            (
                select kpi_id from rules.kpi_definitions
                except
                (select kpi_id from rules.kpi_members union select kpi_id from rules.kpi_shares)
            )
        )
        """
    ).fetchall()
    assert unknown == []

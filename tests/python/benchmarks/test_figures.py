"""What the benchmark says of a run: the whole tree of processes, ratios by hand, peers that must agree."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from benchmarks.cases import Bench, Case
from benchmarks.measure import MeasuredError, Usage, median, run
from benchmarks.tables import Measured, table_rows
from benchmarks.world import World

# A process that starts one that holds 120 MB and works for a moment.
CHILD = "held = bytearray(120_000_000); sum(range(6_000_000)); import time; time.sleep(0.4)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


def test_cpu_and_memory_are_those_of_the_whole_tree() -> None:
    usage = run([sys.executable, "-c", PARENT])
    alone = run([sys.executable, "-c", "import subprocess, sys"])
    assert usage.peak_bytes > 120_000_000
    # adding up six million numbers takes longer than starting Python
    assert usage.cpu_s > alone.cpu_s


def test_a_program_that_fails_says_why() -> None:
    with pytest.raises(MeasuredError, match="cheesecheesecheese"):
        run([sys.executable, "-c", "import sys; sys.exit('cheese' * 3)"])


def test_medians_are_taken_of_each_measure() -> None:
    runs = [Usage(1.0, 9.0, 30), Usage(5.0, 7.0, 10), Usage(3.0, 8.0, 20)]
    assert median(runs) == Usage(3.0, 8.0, 20)


def test_a_ratio_leaves_the_fixed_cost_out_on_both_sides(tmp_path: Path) -> None:
    def case(name: str, floor: str | None = None, fixed: str | None = None) -> Case:
        return Case(name, "group", name, name, lambda: Usage(0, 0, 0), floor=floor, fixed=fixed, rows=lambda: 1000)

    measured = [
        Measured(case("copy"), [Usage(8.0, 1, 10**9)]),
        Measured(case("fixed"), [Usage(10.0, 1, 10**9)]),
        Measured(case("full", "copy", "fixed"), [Usage(30.0, 1, 2 * 10**9)]),
        Measured(case("day", "full", "fixed"), [Usage(11.0, 1, 10**9)]),
    ]
    rows = {row[0]: row for row in table_rows(measured, "en")}
    # (30 - 10) / 8 = 2.5, and 1000 rows in 20 CPU seconds; (11 - 10) / (30 - 10) = 0.05
    assert rows["full"] == ("full", "30.0", "1.0", "2.00", "50", "", "2.5", "copy")
    assert rows["day"][6:] == ("0.05", "full")
    assert rows["copy"][6:] == ("", "")


def test_a_peer_whose_figures_are_others_stops_the_run(tmp_path: Path) -> None:
    bench = Bench(tmp_path, World(2_000))
    warehouse = bench.warehouse("landed-30")
    warehouse.mkdir(parents=True)
    (warehouse / "complete").write_text("2000")
    bench.built.add(warehouse)
    with duckdb.connect(str(warehouse / "build.duckdb")) as connection:
        connection.execute("create schema marts")
        connection.execute(
            """
            create table marts.kpi_daily as
            select
                'p' as platform, 's' as shop_id, 'agent' as scope, 'Y001' as agent_id, date '2024-03-01' as date_day, *
            from (
                values ('consult_sessions', 3, null), ('first_response_seconds', 41.5, 2),
                    ('rate_30s_first_reply', 1, 3)
            ) as figures (kpi_id, numerator, denominator)
            """
        )
        connection.execute(
            "create table marts.dim_agent_account as "
            "select 'p' as platform, 's' as shop_id, 'Y001' as agent_id, '云杉旗舰店:客服01' as account"
        )
    head = "account,date_day,sessions,answered,first_wait_ms,fast\n"
    bench.figures("polars").write_text(f"{head}云杉旗舰店:客服01,2024-03-01,3,2,41500,1\n", encoding="utf-8")
    assert "1 agent days equal" in bench.check_peer("polars")
    bench.figures("polars").write_text(f"{head}云杉旗舰店:客服01,2024-03-01,3,2,41501,1\n", encoding="utf-8")
    with pytest.raises(MeasuredError, match="1 of 1 agent days differ"):
        bench.check_peer("polars")

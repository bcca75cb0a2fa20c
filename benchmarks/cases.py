"""The cases: what is prepared, what is run and measured, and what it is measured against."""

from __future__ import annotations

import csv
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import duckdb

import run as launcher
from benchmarks.landed import LandedWorld, write_landed
from benchmarks.measure import ROOT, MeasuredError, Usage, run_python
from benchmarks.world import NEW_DAY, World

PROGRAMS = "benchmarks.programs"
GENERATOR = ("world.sql", "world.py", "texts.yml", "landed.py", "files/*.sql")
LONG = 10


@dataclass(frozen=True)
class Case:
    """One thing that is run and measured; `floor` names the case that its ratio is taken to."""

    name: str
    group: str
    label_en: str
    label_zh: str
    run: Callable[[], Usage]
    prepare: Callable[[], None] = lambda: None
    floor: str | None = None
    # the case whose cost is taken off before the ratio is taken: dbt's own, with nothing to compute
    fixed: str | None = None
    rows: Callable[[], int] | None = None
    bytes_in: Callable[[], int] | None = None


@dataclass
class Bench:
    """All cases on worlds of one size, below one folder."""

    folder: Path
    world: World
    notes: list[str] = field(default_factory=list)

    def warehouse(self, name: str) -> Path:
        """Give the folder of a warehouse of this size; another generator never meets an older one's worlds."""
        folder = Path(__file__).parent
        content = b"".join(path.read_bytes() for name in GENERATOR for path in sorted(folder.glob(name)))
        size = f"{self.world.messages}-{self.world.seed}-{sha256(content).hexdigest()[:8]}"
        return self.folder / size / name

    def landed(self, days: int) -> Path:
        """Give a warehouse in which a history of so many days is landed and nothing is built."""
        warehouse = self.warehouse(f"landed-{days}")
        if not (warehouse / "complete").exists():
            world = World(self.world.messages, days, self.world.seed, self.world.agents)
            count = write_landed(warehouse, world)
            (warehouse / "complete").write_text(str(count), encoding="utf-8")
        return warehouse

    def messages(self, days: int) -> int:
        """Give the number of chat messages of a history."""
        return int((self.landed(days) / "complete").read_text(encoding="utf-8"))

    def built_and_a_day(self, days: int) -> Path:
        """Give a warehouse that was built on a history, and into which one more day was landed afterwards."""
        warehouse = self.warehouse(f"new-day-{days}")
        if not (warehouse / "complete").exists():
            shutil.rmtree(warehouse, ignore_errors=True)
            shutil.copytree(self.landed(days), warehouse)
            (warehouse / "complete").unlink()
            self.build(warehouse)
            world = World(self.world.messages, days, self.world.seed, self.world.agents)
            count = LandedWorld(warehouse, world).add(NEW_DAY, NEW_DAY)
            (warehouse / "complete").write_text(str(count), encoding="utf-8")
        return warehouse

    @cached_property
    def empty(self) -> Path:
        """A warehouse with the shop's lists and no conversation, order or anything else."""
        warehouse = self.warehouse("empty")
        shutil.rmtree(warehouse, ignore_errors=True)
        LandedWorld(warehouse, self.world)
        return warehouse

    def build(self, warehouse: Path, *told: Path) -> Usage:
        """Run the dbt part of a build on a warehouse as it is."""
        return run_python(f"{PROGRAMS}.dbt_build", ROOT, warehouse, *told)

    def build_anew(self, warehouse: Path, *told: Path) -> Usage:
        """Run the dbt part of a build where nothing was built before."""
        for path in warehouse.glob("build.duckdb*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self.build(warehouse, *told)

    def build_new_day(self, days: int) -> Usage:
        """Run the dbt part of a build in a copy of a warehouse that was built, with a day that is new."""
        copy = self.warehouse("copy")
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.built_and_a_day(days), copy, symlinks=True)
        try:
            return self.build(copy)
        finally:
            shutil.rmtree(copy)

    def copy(self, what: str) -> Usage:
        """Run the floor."""
        return run_python(f"{PROGRAMS}.copy_messages", self.landed(self.world.days), what)

    def peer(self, name: str) -> Usage:
        """Run the core of the job in another library, in its own environment."""
        python = launcher.venv_program("python", launcher.PEERS_VENV)
        return run_python(f"{PROGRAMS}.peer_{name}", self.landed(self.world.days), self.figures(name), python=python)

    def figures(self, name: str) -> Path:
        """Where a peer writes its figures."""
        return self.warehouse(f"{name}.csv")

    def prepare_peer(self) -> None:
        """Make the peers' environment, and the figures that theirs must equal."""
        launcher.set_up(launcher.PEERS_VENV, launcher.PEERS_REQUIREMENTS)
        warehouse = self.landed(self.world.days)
        if not (warehouse / "build.duckdb").exists():
            self.build(warehouse)

    def check_peer(self, name: str) -> str:
        """Say that a peer's figures are those of the marts, cell by cell; raises MeasuredError where they are not."""
        own = own_figures(self.landed(self.world.days) / "build.duckdb")
        with self.figures(name).open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            theirs = {
                (row["account"], row["date_day"]): tuple(
                    Decimal(row[column]) for column in ("sessions", "answered", "first_wait_ms", "fast")
                )
                for row in rows
            }
        if own != theirs:
            wrong = [key for key in own.keys() | theirs.keys() if own.get(key) != theirs.get(key)]
            example = wrong[0]
            raise MeasuredError(
                f"{name}: {len(wrong)} of {len(own)} agent days differ, such as {example}: "
                f"{own.get(example)} here, {theirs.get(example)} there"
            )
        return f"{name}: {len(own)} agent days equal the marts in sessions, answered, first wait, fast first replies"


def own_figures(database: Path) -> dict[tuple[str, str], tuple[Decimal, ...]]:
    """Read the agents' days from the marts: sessions, answered ones, milliseconds of first waits, fast replies."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.sql(
            """
            select
                accounts.account,
                cast(days.date_day as varchar),
                max(case when kpi_id = 'consult_sessions' then numerator end),
                coalesce(max(case when kpi_id = 'first_response_seconds' then denominator end), 0),
                coalesce(max(case when kpi_id = 'first_response_seconds' then numerator end), 0) * 1000,
                max(case when kpi_id = 'rate_30s_first_reply' then numerator end)
            from marts.kpi_daily as days
            inner join marts.dim_agent_account as accounts using (platform, shop_id, agent_id)
            where
                days.scope = 'agent'
                and days.kpi_id in ('consult_sessions', 'first_response_seconds', 'rate_30s_first_reply')
            group by all
            """
        ).fetchall()
    return {(account, day): tuple(map(Decimal, figures)) for account, day, *figures in rows}


def core_cases(bench: Bench) -> list[Case]:
    """The messages: floors, the whole, a new day, peers."""
    days, long_days = bench.world.days, bench.world.days * LONG

    def messages() -> int:
        return bench.messages(days)

    return [
        Case(
            "copy_whole", "floors",
            "plain copy of the messages into a table", "将消息整表复制",
            lambda: bench.copy("whole"), rows=messages,
        ),
        Case(
            "copy_needed", "floors",
            "the same, only the columns that figures need", "仅复制指标所需的列",
            lambda: bench.copy("needed"), floor="copy_whole", rows=messages,
        ),
        Case(
            "dbt_fixed", "full",
            "dbt build with empty inputs (dbt's fixed cost)", "无输入时的 dbt build（dbt 固定开销）",
            lambda: bench.build_anew(bench.empty),
        ),
        Case(
            "full", "full",
            "everything from landed Parquet to all marts", "由 Parquet 到全部数据集市的完整构建",
            lambda: bench.build_anew(bench.landed(days)), floor="copy_whole", fixed="dbt_fixed", rows=messages,
        ),
        Case(
            "new_day", "newday",
            f"one new day after {days}", f"{days} 天之后新增一天",
            lambda: bench.build_new_day(days), lambda: void(bench.built_and_a_day(days)),
            floor="full", fixed="dbt_fixed",
        ),
        Case(
            "new_day_long", "newday-long",
            f"one new day after {long_days}", f"{long_days} 天之后新增一天",
            lambda: bench.build_new_day(long_days), lambda: void(bench.built_and_a_day(long_days)),
            floor="full", fixed="dbt_fixed",
        ),
        Case(
            "polars", "peers",
            "the core alone in polars", "仅核心部分，polars",
            lambda: bench.peer("polars"), bench.prepare_peer, floor="copy_whole", rows=messages,
        ),
        Case(
            "pandas", "peers",
            "the core alone in pandas", "仅核心部分，pandas",
            lambda: bench.peer("pandas"), bench.prepare_peer, floor="copy_whole", rows=messages,
        ),
    ]  # fmt: skip


def void(_: object) -> None:
    """Take a result that nobody needs."""


def machine() -> dict[str, str]:
    """Tell where the figures come from: cores, memory, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "-"
    )
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory:.0f} GiB",
        "processor": model,
        "python": sys.version.split()[0],
        "duckdb": duckdb.__version__,
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []

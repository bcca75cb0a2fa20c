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
from benchmarks.empty_project import write_project
from benchmarks.landed import LandedWorld, write_landed
from benchmarks.measure import ROOT, MeasuredError, Usage, run_python
from benchmarks.native import write_files, write_messages
from benchmarks.world import LAST_DAY, NEW_DAY, SHOP, SHOP_NAME, World, connect, draw

PROGRAMS = "benchmarks.programs"
GENERATOR = ("world.sql", "world.py", "texts.yml", "landed.py", "native.py", "files/*.sql")
LONG = 10
MOST_NATIVE = 1_000_000
MOST_IN_A_SHEET = 300_000


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
    # what was built by the models as they are now
    built: set[Path] = field(default_factory=set)

    @cached_property
    def _place(self) -> Path:
        """The folder of all worlds of this size; another generator never meets an older one's."""
        folder = Path(__file__).parent
        content = b"".join(path.read_bytes() for name in GENERATOR for path in sorted(folder.glob(name)))
        return self.folder / f"{self.world.messages}-{self.world.seed}-{sha256(content).hexdigest()[:8]}"

    def warehouse(self, name: str) -> Path:
        """Give the folder of a warehouse of this size."""
        return self._place / name

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
        usage = run_python(f"{PROGRAMS}.dbt_build", ROOT, warehouse, *told)
        self.built.add(warehouse)
        return usage

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
        """Make the peers' environment."""
        launcher.set_up(launcher.PEERS_VENV, launcher.PEERS_REQUIREMENTS)

    def check_peer(self, name: str) -> str:
        """Say that a peer's figures are those of the marts, cell by cell; raises MeasuredError where they are not."""
        warehouse = self.landed(self.world.days)
        if warehouse not in self.built:
            self.build(warehouse)
        own = own_figures(warehouse / "build.duckdb")
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


def landing_cases(bench: Bench) -> list[Case]:
    """The same messages in three containers, and a folder that is landed already."""
    native = Native(bench)
    nothing = Case(
        "landing_nothing", "landing",
        "landing of an empty folder (its fixed cost)", "空文件夹的导入（固定开销）",
        native.land_nothing,
    )  # fmt: skip
    cases = [nothing]
    for kind, label_en, label_zh in (
        ("txt", "chat texts", "聊天文本"),
        ("csv", "csv in GB18030", "GB18030 编码 csv"),
        ("xlsx", "workbook", "xlsx 工作簿"),
    ):
        floor = Case(
            f"read_csv_{kind}", "landing",
            f"DuckDB reads the same rows as csv in UTF-8 ({kind})", f"DuckDB 读取同样行数的 UTF-8 csv（{kind}）",
            lambda kind=kind: run_python(f"{PROGRAMS}.read_csv", native.table(kind)),
            rows=lambda kind=kind: native.count(kind), bytes_in=lambda kind=kind: native.table(kind).stat().st_size,
        )  # fmt: skip
        case = Case(
            f"landing_{kind}", "landing",
            f"landing: {label_en}", f"导入：{label_zh}",
            lambda kind=kind: native.land(kind), floor=floor.name, fixed=nothing.name,
            rows=lambda kind=kind: native.count(kind), bytes_in=lambda kind=kind: native.size(kind),
        )  # fmt: skip
        cases += [floor, case]
    again = Case(
        "landing_again", "landing",
        "landing: the chat texts, landed already", "导入：已导入过的聊天文本",
        native.land_again, native.prepare_again, floor="landing_txt", fixed=nothing.name,
    )  # fmt: skip
    return [*cases, again]


@dataclass
class Native:
    """The world's messages as files; a workbook holds a part of them, since a sheet ends after a million rows."""

    bench: Bench

    @cached_property
    def folder(self) -> Path:
        """Write the files once."""
        folder = self.bench.warehouse("native")
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            world = World(min(self.bench.world.messages, MOST_NATIVE), seed=self.bench.world.seed)
            connection = connect()
            draw(connection, world, world.opening_day, LAST_DAY)
            write_files(connection, world, world.opening_day, LAST_DAY, folder / "all")
            for kind, limit in (("txt", None), ("csv", None), ("xlsx", MOST_IN_A_SHEET)):
                exports = folder / kind / SHOP
                exports.mkdir(parents=True)
                if kind == "txt":
                    for path in (folder / "all" / SHOP).glob(f"{SHOP_NAME}*.txt"):
                        path.rename(exports / path.name)
                else:
                    write_messages(connection, exports / f"messages_20240331.{kind}", "gb18030", limit)
                count = write_messages(connection, folder / f"{kind}.csv", "utf-8", limit)
                (folder / f"{kind}.count").write_text(str(count), encoding="utf-8")
            shutil.rmtree(folder / "all")
            (folder / "nothing").mkdir()
            (folder / "complete").touch()
        return folder

    def table(self, kind: str) -> Path:
        """The rows of one container as csv in UTF-8."""
        return self.folder / f"{kind}.csv"

    def count(self, kind: str) -> int:
        """Give the number of messages in one container."""
        return int((self.folder / f"{kind}.count").read_text(encoding="utf-8"))

    def size(self, kind: str) -> int:
        """Give the bytes of the files of one container."""
        return sum(path.stat().st_size for path in (self.folder / kind / SHOP).iterdir())

    def land(self, kind: str) -> Usage:
        """Land one container into a new warehouse."""
        warehouse = self.bench.warehouse("landing-copy")
        shutil.rmtree(warehouse, ignore_errors=True)
        try:
            return self._land(kind, warehouse)
        finally:
            shutil.rmtree(warehouse, ignore_errors=True)

    def _land(self, kind: str, warehouse: Path) -> Usage:
        exports = str(self.folder / kind)
        return run_python("kefu", "land", "--exports", exports, "--warehouse", warehouse, "--quiet")

    def land_nothing(self) -> Usage:
        """Land an empty folder into a warehouse that was made before."""
        warehouse = self.bench.warehouse("landing-nothing")
        if not warehouse.exists():
            self._land("nothing", warehouse)
        return self._land("nothing", warehouse)

    def prepare_again(self) -> None:
        """Land the chat texts, once for all."""
        warehouse = self.bench.warehouse("landing-again")
        shutil.rmtree(warehouse, ignore_errors=True)
        self._land("txt", warehouse)

    def land_again(self) -> Usage:
        """Land the chat texts that are landed."""
        return self._land("txt", self.bench.warehouse("landing-again"))

    def note(self, again: Usage, nothing: Usage) -> str:
        """Say what a look at a landed file costs."""
        files = len(list((self.folder / "txt" / SHOP).iterdir()))
        cpu_ms = (again.cpu_s - nothing.cpu_s) / files * 1000
        read = (again.read_bytes - nothing.read_bytes) / files
        held = self.size("txt") / files
        return (
            f"landed again: {files} files of {held / 1e6:.1f} MB, {cpu_ms:.1f} ms CPU a file, "
            f"{read / 1e3:.1f} kB read a file beyond an empty folder's"
        )


def dbt_cases(bench: Bench) -> list[Case]:
    """What dbt itself costs: the sample against as many empty models and tests."""
    project, warehouse = bench.folder / "empty-project", bench.folder / "sample"

    def prepare_empty() -> None:
        shutil.rmtree(project, ignore_errors=True)
        bench.notes.append(write_project(project))
        run_python(f"{PROGRAMS}.dbt_empty", project)

    def sample() -> Usage:
        return run_python("kefu", "build", "--exports", ROOT / "exports", "--warehouse", warehouse)

    return [
        Case(
            "dbt_empty", "dbt",
            "dbt build of as many empty models and tests", "同样数量的空模型与空检查的 dbt build",
            lambda: run_python(f"{PROGRAMS}.dbt_empty", project), prepare_empty,
        ),
        Case(
            "sample", "dbt",
            "warm make build of the sample", "样例数据的 make build（再次运行）",
            sample, lambda: void(sample()), floor="dbt_empty",
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

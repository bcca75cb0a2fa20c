"""Command line of the benchmark; run.py and make forward here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from benchmarks.cases import Bench, Case, Native, core_cases, dbt_cases, landing_cases, machine
from benchmarks.measure import ROOT, MeasuredError, Usage, median, told
from benchmarks.tables import Measured, print_profile, print_table, write_pages
from benchmarks.world import World

OUTPUT = ROOT / "benchmarks" / "output"
SAVED = "measured.json"


@click.command()
@click.option("--messages", default=1_000_000, help="Chat messages in 30 days. 30 天的聊天消息数。")
@click.option("--runs", default=3, help="How often each case is run. 每个用例的运行次数。")
@click.option("--cases", default="all", help="all, or groups or names of cases, by commas. 用例。")
@click.option("--seed", default=1, help="Another seed draws another world. 随机种子。")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=OUTPUT, help="Folder. 输出文件夹。")
@click.option("--profile", is_flag=True, help="CPU seconds of each model instead. 输出各模型的 CPU 秒数。")
@click.option("--write", is_flag=True, help="Put the table into docs/*/performance.md. 将结果写入文档。")
def main(messages: int, runs: int, cases: str, seed: int, output: Path, profile: bool, write: bool) -> None:
    """Measure floors, peers and the project in turn. 依次测量下限、同类工具与本项目。"""
    bench = Bench(output.resolve(), World(messages, seed=seed))
    if profile:
        path = bench.warehouse("profile.json")
        usage = bench.build_anew(bench.landed(bench.world.days), path)
        print_profile(path, usage)
        return
    known = [*core_cases(bench), *landing_cases(bench), *dbt_cases(bench)]
    names = set(cases.split(","))
    wanted = [case for case in known if cases == "all" or names & {case.name, case.group}]
    if not wanted:
        groups = ", ".join(dict.fromkeys(case.group for case in known))
        raise click.UsageError(f"no such case; there are {groups} / 没有这样的用例")
    # a ratio needs its floor, measured in the same run
    needed = {name for case in wanted for name in _needs(case, known)}
    wanted = [case for case in known if case.name in needed]
    usages = _measure(wanted, runs, bench)
    # a case that failed has no figure, nor has one whose ratio needs it
    wanted = [case for case in wanted if all(usages.get(name) for name in _needs(case, known))]
    _notes(wanted, usages, bench)
    _save(usages, bench)
    measured = [Measured(case, usages[case.name]) for case in wanted]
    print_table(measured, bench)
    click.echo(str(bench.warehouse(SAVED)))
    if write:
        write_pages(measured, bench, runs)


def _needs(case: Case, known: list[Case]) -> set[str]:
    """Name a case and all that its ratio is made of."""
    others = {name for name in (case.floor, case.fixed) if name}
    return {case.name}.union(*(_needs(other, known) for other in known if other.name in others))


def _measure(cases: list[Case], runs: int, bench: Bench) -> dict[str, list[Usage]]:
    """Run the cases in turn, all of them once before any of them twice: noise then falls on all alike."""
    usages: dict[str, list[Usage]] = {case.name: [] for case in cases}
    failed: set[str] = set()

    def attempt(case: Case, step: Callable[[], Usage | None]) -> Usage | None:
        try:
            return step()
        except MeasuredError as error:
            failed.add(case.name)
            usages.pop(case.name)
            bench.notes.append(f"{case.name} failed and is left out: {error}")
            click.echo(bench.notes[-1], err=True)
            return None

    for case in cases:
        click.echo(f"preparing {case.name} …", err=True)
        attempt(case, case.prepare)
    for number in range(runs):
        for case in cases:
            usage = None if case.name in failed else attempt(case, case.run)
            if usage:
                usages[case.name].append(usage)
                click.echo(f"{number + 1}/{runs} {case.name}: {usage.cpu_s:.1f} CPU s, {usage.wall_s:.1f} s", err=True)
                _save(usages, bench)
    return usages


def _notes(cases: list[Case], usages: dict[str, list[Usage]], bench: Bench) -> None:
    """Add what some cases have to say beyond their figures; raises MeasuredError where a peer's figures are others."""
    for case in cases:
        if case.group == "peers":
            bench.notes.append(bench.check_peer(case.name))
        if case.name == "landing_again":
            again, nothing = (median(usages[name]) for name in ("landing_again", "landing_nothing"))
            bench.notes.append(Native(bench).note(again, nothing))


def _save(usages: dict[str, list[Usage]], bench: Bench) -> None:
    facts = {"machine": machine(), "world": asdict(bench.world), "notes": bench.notes}
    runs = {name: [asdict(usage) for usage in found] for name, found in usages.items()}
    bench.warehouse(SAVED).parent.mkdir(parents=True, exist_ok=True)
    bench.warehouse(SAVED).write_text(told(facts | {"usages": runs}), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Command line of the benchmark; run.py and make forward here."""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.cases import Bench, Case, Native, core_cases, dbt_cases, landing_cases, machine
from benchmarks.measure import ROOT, Usage, median, told
from benchmarks.tables import Measured, print_profile, print_table, write_pages
from benchmarks.world import World

OUTPUT = ROOT / "benchmarks" / "output"


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
    needed = {name for case in wanted for name in (case.floor, case.fixed) if name}
    needed |= {case.floor for case in known if case.name in needed and case.floor}
    wanted = [case for case in known if case in wanted or case.name in needed]
    usages = _measure(wanted, runs)
    for case in wanted:
        if case.group == "peers":
            bench.notes.append(bench.check_peer(case.name))
        if case.name == "landing_again":
            again, nothing = (median(usages[name]) for name in ("landing_again", "landing_nothing"))
            bench.notes.append(Native(bench).note(again, nothing))
    measured = [Measured(case, usages[case.name]) for case in wanted]
    print_table(measured, bench)
    path = bench.warehouse("measured.json")
    path.write_text(
        told({"machine": machine(), "world": bench.world, "notes": bench.notes, "usages": usages}), encoding="utf-8"
    )
    click.echo(str(path))
    if write:
        write_pages(measured, bench, runs)


def _measure(cases: list[Case], runs: int) -> dict[str, list[Usage]]:
    """Run the cases in turn, all of them once before any of them twice: noise then falls on all alike."""
    for case in cases:
        click.echo(f"preparing {case.name} …", err=True)
        case.prepare()
    usages: dict[str, list[Usage]] = {case.name: [] for case in cases}
    for number in range(runs):
        for case in cases:
            usage = case.run()
            usages[case.name].append(usage)
            click.echo(f"{number + 1}/{runs} {case.name}: {usage.cpu_s:.1f} CPU s, {usage.wall_s:.1f} s", err=True)
    return usages


if __name__ == "__main__":
    main()

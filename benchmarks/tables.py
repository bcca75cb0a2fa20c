"""The measured figures as tables: on the terminal and in the documentation, between two marks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.cases import Bench, Case, machine
from benchmarks.measure import ROOT, Usage, median

BEGIN = "<!-- measured: begin -->"
END = "<!-- measured: end -->"
SHOWN_MODELS = 25
HEADS = {
    "en": ("case", "CPU s", "wall s", "peak GB", "rows / CPU s", "MB / CPU s", "ratio", "to"),
    "zh": ("用例", "CPU 秒", "耗时（秒）", "内存峰值 GB", "行 / CPU 秒", "MB / CPU 秒", "比值", "相对于"),
}


@dataclass(frozen=True)
class Measured:
    """A case with its runs."""

    case: Case
    usages: list[Usage]

    @property
    def usage(self) -> Usage:
        """The median of each measure."""
        return median(self.usages)


def table_rows(measured: list[Measured], language: str) -> list[tuple[str, ...]]:
    """Give a row of texts per case: medians, rates and ratios, as the heads name them."""
    found = {item.case.name: item for item in measured}
    labels = {item.case.name: getattr(item.case, f"label_{language}") for item in measured}
    rows = []
    for item in measured:
        case, usage = item.case, item.usage
        fixed = found[case.fixed].usage.cpu_s if case.fixed else 0
        ratio = to = ""
        if case.floor:
            floor = found[case.floor]
            floor_fixed = found[floor.case.fixed].usage.cpu_s if floor.case.fixed else 0
            ratio = f"{max(usage.cpu_s - fixed, 0) / (floor.usage.cpu_s - floor_fixed):.3g}"
            to = labels[case.floor]
        own = max(usage.cpu_s - fixed, 0.01)
        rate = f"{case.rows() / own:,.0f}" if case.rows else ""
        speed = f"{case.bytes_in() / 1e6 / own:.1f}" if case.bytes_in else ""
        peak = f"{usage.peak_bytes / 1e9:.2f}"
        rows.append((labels[case.name], f"{usage.cpu_s:.1f}", f"{usage.wall_s:.1f}", peak, rate, speed, ratio, to))
    return rows


def print_table(measured: list[Measured], bench: Bench) -> None:
    """Print the medians."""
    table = Table(title=f"{bench.messages(bench.world.days):,} messages, {bench.world.days} days")
    for number, head in enumerate(HEADS["en"]):
        table.add_column(head, justify="right" if 0 < number < 7 else "left")
    for row in table_rows(measured, "en"):
        table.add_row(*row)
    console = Console(width=None if Console().is_terminal else 160)
    console.print(table)
    for note in bench.notes:
        console.print(note, highlight=False)


def print_profile(path: Path, usage: Usage) -> None:
    """Print the dearest models, and what tests and everything else took."""
    nodes = json.loads(path.read_text(encoding="utf-8"))
    table = Table(title=f"one thread: {usage.cpu_s:.1f} CPU s, peak {usage.peak_bytes / 1e9:.2f} GB")
    for head in ("node", "CPU s", "wall s"):
        table.add_column(head, justify="left" if head == "node" else "right")
    for node in nodes[:SHOWN_MODELS]:
        table.add_row(node["node"], f"{node['cpu_s']:.2f}", f"{node['wall_s']:.2f}")
    console = Console(width=None if Console().is_terminal else 160)
    console.print(table)
    for kind in ("model", "test", "seed"):
        chosen = [node["cpu_s"] for node in nodes if node["node"].startswith(f"{kind}.")]
        console.print(f"{len(chosen)} {kind}s: {sum(chosen):.1f} CPU s", highlight=False)
    rest = usage.cpu_s - sum(node["cpu_s"] for node in nodes)
    console.print(f"start, parsing, end: {rest:.1f} CPU s", highlight=False)


def _page_table(measured: list[Measured], bench: Bench, runs: int, language: str) -> str:
    heads = HEADS[language]
    lines = [
        f"| {' | '.join(heads)} |",
        "|" + "|".join("---" if n in (0, 7) else "---:" for n in range(len(heads))) + "|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in table_rows(measured, language)]
    facts = machine()
    count = f"{bench.messages(bench.world.days):,}"
    if language == "en":
        times = f"medians of {runs} runs" if runs > 1 else "one run"
        lines += ["", f"{count} messages in {bench.world.days} days, {times}; {facts['cores']} cores, "
                  f"{facts['memory']}, Python {facts['python']}, DuckDB {facts['duckdb']}."]  # fmt: skip
    else:
        times = f"{runs} 次运行取中位数" if runs > 1 else "运行一次"
        lines += ["", f"{bench.world.days} 天共 {count} 条消息，{times}；{facts['cores']} 核，"
                  f"{facts['memory']} 内存，Python {facts['python']}，DuckDB {facts['duckdb']}。"]  # fmt: skip
    return "\n".join(lines)


def write_pages(measured: list[Measured], bench: Bench, runs: int) -> None:
    """Put the table into the documentation, between its marks."""
    for language in HEADS:
        path = ROOT / "docs" / language / "performance.md"
        before, rest = path.read_text(encoding="utf-8").split(BEGIN)
        _, after = rest.split(END)
        table = _page_table(measured, bench, runs, language)
        path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")

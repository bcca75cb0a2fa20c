"""Puts all files of the sample together."""

from pathlib import Path

from kefu.sample import exchange, jd_chats, jd_orders, jd_reports, tmall_chats, tmall_orders, tmall_reports
from kefu.sample.world import build_worlds

DEFAULT_SEED = 20240301


def build_exports(seed: int) -> dict[str, bytes]:
    """Return the content of every file by its path below the export folder."""
    worlds = build_worlds(seed)
    tmall, jd = worlds["tmall"], worlds["jd"]
    files = {"agents.csv": exchange.agents(), "shops.csv": exchange.shops()}
    tmall_files = {
        **tmall_orders.order_files(tmall),
        **tmall_chats.chat_files(tmall),
        **tmall_reports.report_files(tmall, seed),
        "evaluations.csv": exchange.evaluations(tmall),
        "targets.csv": exchange.targets(),
    }
    jd_files = {**jd_orders.order_files(jd), **jd_chats.chat_files(jd), **jd_reports.report_files(jd, seed)}
    files |= {f"{tmall.plan.folder}/{name}": content for name, content in tmall_files.items()}
    files |= {f"{jd.plan.folder}/{name}": content for name, content in jd_files.items()}
    return files


def write_exports(out: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write every file below ``out`` and return the paths; other files there are left alone."""
    paths = []
    for name, content in build_exports(seed).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    return paths

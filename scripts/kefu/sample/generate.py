"""Puts all files of the sample together."""

from pathlib import Path

from kefu.sample import (
    appraisal_lists,
    catalogue,
    customer_lists,
    douyin_chats,
    douyin_orders,
    exchange,
    hotline,
    jd_chats,
    jd_orders,
    jd_reports,
    pdd_chats,
    pdd_orders,
    service_desk,
    shop_lists,
    team_lists,
    ticket_lists,
    tmall_chats,
    tmall_orders,
    tmall_reports,
)
from kefu.sample.world import build_worlds

DEFAULT_SEED = 20240301


def build_exports(seed: int) -> dict[str, bytes]:
    """Return the content of every file by its path below the export folder."""
    worlds = build_worlds(seed)
    tmall, jd, pdd, douyin = (worlds[platform] for platform in ("tmall", "jd", "pdd", "douyin"))
    folders = {
        tmall.plan.folder: {
            **tmall_orders.order_files(tmall),
            **tmall_chats.chat_files(tmall),
            **tmall_reports.report_files(tmall, seed),
            "evaluations.csv": exchange.evaluations(tmall),
            "targets.csv": exchange.targets(),
            **ticket_lists.list_files(tmall, seed),
            **team_lists.list_files(tmall, seed),
            **customer_lists.list_files(tmall, seed),
            **shop_lists.list_files(tmall, seed),
        },
        jd.plan.folder: {
            **jd_orders.order_files(jd),
            **jd_chats.chat_files(jd),
            **jd_reports.report_files(jd, seed),
        },
        pdd.plan.folder: {**pdd_orders.order_files(pdd), **pdd_chats.chat_files(pdd)},
        douyin.plan.folder: {**douyin_orders.order_files(douyin), **douyin_chats.chat_files(douyin)},
        catalogue.HOTLINE: hotline.call_files(seed),
        catalogue.SERVICE_DESK: service_desk.desk_files(seed),
    }
    files = {"agents.csv": exchange.agents(), "shops.csv": exchange.shops(), **appraisal_lists.lists()}
    for folder, contents in folders.items():
        files |= {f"{folder}/{name}": content for name, content in contents.items()}
    return files | appraisal_lists.reviews(worlds)


def write_exports(out: Path, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write every file below ``out`` and return the paths; other files there are left alone."""
    paths = []
    for name, content in build_exports(seed).items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    return paths

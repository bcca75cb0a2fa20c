"""The core of the job in polars: sessions, first responses and the agents' days, from the landed messages.

    python -m benchmarks.programs.peer_polars WAREHOUSE FIGURES.csv

Written as a person at home in polars would: lazy, one scan, expressions over groups, the streaming engine.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

SESSION_GAP_MS = 10 * 60 * 1000
FAST_MS = 30 * 1000
ROBOT = ":服务助手"


def agent_days(warehouse: Path) -> pl.LazyFrame:
    """Give sessions, first responses and fast first responses per agent and day."""
    stream = ["exporter_account", "customer_name"]
    messages = (
        pl.scan_parquet(warehouse / "landing" / "tmall_chat_messages" / "*.parquet")
        # every conversation stands whole in its account's own export, which is layout A
        .filter(pl.col("layout") == "A", pl.col("message_kind") == "message")
        .select(
            *stream,
            pl.col("sent_at").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="ms"),
            "export_rank",
            "source_row",
            is_customer=pl.col("is_customer") == "true",
            is_reply=(pl.col("is_customer") != "true") & ~pl.col("sender_name").str.ends_with(ROBOT),
        )
        .sort(*stream, "sent_at", "export_rank", "source_row")
    )
    sessions = (
        messages.with_columns(
            sent_ms=pl.col("sent_at").dt.epoch("ms"),
            customer_no=pl.col("is_customer").cum_sum().over(stream),
        )
        .with_columns(
            is_opening=pl.col("is_customer")
            & (
                (pl.col("customer_no") == 1)
                | (pl.col("sent_ms") - pl.col("sent_ms").shift(1).over(stream) > SESSION_GAP_MS)
            )
        )
        .filter(pl.col("customer_no") > 0)
        .with_columns(session_no=pl.col("is_opening").cum_sum().over(stream))
        .group_by(*stream, "session_no")
        .agg(
            opened_at=pl.col("sent_at").min(),
            first_reply_at=pl.col("sent_at").filter(pl.col("is_reply")).min(),
        )
    )
    wait = (pl.col("first_reply_at") - pl.col("opened_at")).dt.total_milliseconds()
    return (
        sessions.group_by("exporter_account", date_day=pl.col("opened_at").dt.date())
        .agg(
            sessions=pl.len(),
            answered=wait.count(),
            first_wait_ms=wait.sum(),
            fast=(wait <= FAST_MS).sum(),
        )
        .rename({"exporter_account": "account"})
        .sort("account", "date_day")
    )


def main() -> None:
    """Write the figures as csv."""
    warehouse, told = sys.argv[1:]
    agent_days(Path(warehouse)).collect(engine="streaming").write_csv(told)


if __name__ == "__main__":
    main()

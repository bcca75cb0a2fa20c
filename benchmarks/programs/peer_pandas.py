"""The core of the job in pandas: sessions, first responses and the agents' days, from the landed messages.

python -m benchmarks.programs.peer_pandas WAREHOUSE FIGURES.csv
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

SESSION_GAP = pd.Timedelta(minutes=10)
FAST_MS = 30 * 1000
ROBOT = ":服务助手"
COLUMNS = ["exporter_account", "customer_name", "sender_name", "is_customer", "sent_at", "export_rank", "source_row"]


def agent_days(warehouse: Path) -> pd.DataFrame:
    """Give sessions, first responses and fast first responses per agent and day."""
    stream = ["exporter_account", "customer_name"]
    messages = pd.read_parquet(
        warehouse / "landing" / "tmall_chat_messages",
        columns=COLUMNS,
        filters=[("layout", "==", "A"), ("message_kind", "==", "message")],
    )
    messages["sent_at"] = pd.to_datetime(messages["sent_at"], format="%Y-%m-%d %H:%M:%S")
    messages["is_customer"] = messages["is_customer"] == "true"
    messages["is_reply"] = ~messages["is_customer"] & ~messages["sender_name"].str.endswith(ROBOT)
    messages = messages.drop(columns="sender_name").sort_values([*stream, "sent_at", "export_rank", "source_row"])
    grouped = messages.groupby(stream, sort=False)
    messages["customer_no"] = grouped["is_customer"].cumsum()
    pause = grouped["sent_at"].diff()
    messages["is_opening"] = messages["is_customer"] & ((messages["customer_no"] == 1) | (pause > SESSION_GAP))
    messages = messages[messages["customer_no"] > 0]
    messages["session_no"] = messages.groupby(stream, sort=False)["is_opening"].cumsum()
    keys = [*stream, "session_no"]
    sessions = messages.groupby(keys, sort=False)["sent_at"].min().rename("opened_at").to_frame()
    replies = messages[messages["is_reply"]].groupby(keys, sort=False)["sent_at"].min()
    sessions["wait_ms"] = (replies - sessions["opened_at"]).dt.total_seconds() * 1000
    sessions["is_fast"] = sessions["wait_ms"] <= FAST_MS
    sessions["date_day"] = sessions["opened_at"].dt.date
    days = sessions.reset_index().groupby(["exporter_account", "date_day"])
    figures = days.agg(
        sessions=("opened_at", "size"),
        answered=("wait_ms", "count"),
        first_wait_ms=("wait_ms", "sum"),
        fast=("is_fast", "sum"),
    )
    return figures.astype("int64").rename_axis(["account", "date_day"]).reset_index()


def main() -> None:
    """Write the figures as csv."""
    warehouse, told = sys.argv[1:]
    agent_days(Path(warehouse)).to_csv(told, index=False)


if __name__ == "__main__":
    main()

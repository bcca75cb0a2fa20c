"""The generated world: one Tmall shop, its conversations, orders, refunds and evaluations, drawn by DuckDB.

Tmall, because what lands from it leaves most to do: its chats name no session (they are cut where a customer pauses),
they come one file per account, its windows tell of hand-overs and messages left at night, and its orders have lines,
shipping, receipt and refunds with the person who handled them. A platform that names its sessions asks for less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import yaml

SQL = Path(__file__).with_name("world.sql")
TEXTS = Path(__file__).with_name("texts.yml")
SHOP = "tmall-yunshan"
SHOP_NAME = "云杉旗舰店"
LAST_DAY = date(2024, 3, 30)
NEW_DAY = LAST_DAY + timedelta(days=1)
MONTH = 30
MESSAGES_A_SESSION = 15.88
DAYS_A_FILE = 7
# a bigger shop exports every day; it also bounds what is drawn at a time
MOST_FOR_WEEKS = 20_000_000


@dataclass(frozen=True)
class World:
    """The size of a world; `messages` is meant for a month of 30 days and scales with `days`."""

    messages: int = 1_000_000
    days: int = MONTH
    seed: int = 1
    agents: int = 36

    @property
    def opening_day(self) -> date:
        """The first day of the history."""
        return LAST_DAY - timedelta(days=self.days - 1)

    @property
    def sessions_a_day(self) -> float:
        """How many customers come on an ordinary day."""
        return self.messages / MONTH / MESSAGES_A_SESSION

    def periods(self) -> Iterator[tuple[date, date]]:
        """Give the first and last day of each export of the history: a week each, or a day."""
        days = DAYS_A_FILE if self.messages <= MOST_FOR_WEEKS else 1
        first = self.opening_day
        while first <= LAST_DAY:
            last = min(first + timedelta(days=days - 1), LAST_DAY)
            yield first, last
            first = last + timedelta(days=1)

    @property
    def accounts(self) -> list[str]:
        """The names of the agents' accounts, in the order of their numbers."""
        return [f"{SHOP_NAME}:客服{number + 1:02}" for number in range(self.agents)]


def connect(memory: str = "8GB") -> duckdb.DuckDBPyConnection:
    """Open a database in memory in which worlds are drawn, with the texts that people say."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": memory, "preserve_insertion_order": True})
    connection.execute("set timezone = 'Asia/Shanghai'")
    for name, texts in yaml.safe_load(TEXTS.read_text(encoding="utf-8")).items():
        connection.execute(f"set variable {name} = {texts}")
    return connection


def draw(connection: duckdb.DuckDBPyConnection, world: World, first_day: date, last_day: date) -> None:
    """Make the temporary tables of world.sql for some days of a world."""
    connection.execute(
        SQL.read_text(encoding="utf-8").format(
            seed=world.seed,
            first_day=first_day,
            last_day=last_day,
            opening_day=world.opening_day,
            sessions_a_day=world.sessions_a_day,
            customers=max(20, int(world.sessions_a_day * MONTH * 0.7)),
            agents=world.agents,
            shop_name=SHOP_NAME,
        )
    )

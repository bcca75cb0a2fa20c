"""Random shops with exchange files or the platforms' own, and one dbt build of them under every definition set.

The build runs in a copy of the project, because some rule values of the test are not the shipped ones (`EXTRA_RULES`).
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kefu.pipeline import build
from native import NativeFormat, Refund, write_native
from reference import Assignment, Result, compute
from streams import World, WorldKind, random_shop, to_text, write_exchange
from support import HASH_KEY, copy_project

DEFAULT_SEED = 20240301
WORLDS = int(os.environ.get("KEFU_PROPERTY_WORLDS", "150"))
SHOPS: tuple[tuple[str, str, WorldKind], ...] = (("w-idle", "tmall", "idle"), ("w-platform", "jd", "platform"))
NATIVE_WORLDS = max(1, WORLDS // 5)
NATIVE_SHOPS: tuple[tuple[str, str, WorldKind, NativeFormat], ...] = (
    ("n-pdd-csv", "pdd", "idle", "pdd_csv"),
    ("n-pdd-json", "pdd", "idle", "pdd_json"),
    ("n-pdd-sessions", "pdd", "platform", "pdd_sessions"),
    ("n-douyin-csv", "douyin", "platform", "douyin_csv"),
    ("n-douyin-json", "douyin", "platform", "douyin_json"),
)
# Rules that no shipped set has: robots may close a round, and waits count from the last buyer message.
EXTRA_RULES = tuple(
    f"{definition_set},*,{shop_id},{key},{value},1900-01-01,9999-12-31,property test"
    for shop_id, _, _ in SHOPS
    for definition_set, key, value in (
        ("generic", "exclude_auto_reply", "false"),
        ("douyin", "wait_basis", "last_buyer"),
    )
)

Row = tuple[object, ...]


@dataclass(frozen=True)
class Shop:
    """A random shop and what the reference says of it."""

    shop_id: str
    platform: str
    world: World
    result: Result
    refunds: tuple[Refund, ...] = ()

    @property
    def has_extra_rules(self) -> bool:
        """Whether `EXTRA_RULES` speak of the shop."""
        return any(self.shop_id == shop_id for shop_id, _, _ in SHOPS)

    def customer_key(self, customer: str) -> str:
        """The opaque key of a buyer, as macros/keys.sql makes it."""
        return hashlib.md5(f"{HASH_KEY}|{self.platform}|{customer}".encode(), usedforsecurity=False).hexdigest()

    def session_name(self, chat: Assignment) -> str:
        """What identifies a session in the shop: the platform's id, else buyer, agent and start."""
        native_id = chat.messages[0].session_id
        return native_id or f"{chat.customer} {chat.agent} {to_text(chat.started_ms)}"


@dataclass(frozen=True)
class RandomBuild:
    """The shops and a connection to the warehouse built from them."""

    shops: tuple[Shop, ...]
    connection: duckdb.DuckDBPyConnection

    def rows(self, query: str) -> list[Row]:
        """The rows of a query."""
        return self.connection.execute(query).fetchall()

    def customers(self) -> dict[str, str]:
        """The buyer behind each key."""
        found: dict[str, str] = {}
        for shop in self.shops:
            names = {line.customer for line in shop.world.messages} | {order.customer for order in shop.world.orders}
            for name in names:
                found[shop.customer_key(name)] = name
        return found


def seed() -> int:
    """KEFU_PROPERTY_SEED, else always the same."""
    return int(os.environ.get("KEFU_PROPERTY_SEED", DEFAULT_SEED))


def build_random_shops(folder: Path) -> tuple[Shop, ...]:
    """Write the shops' files below `folder`, build them into `folder`/warehouse, and compute the reference."""
    exports = folder / "exports"
    shops: list[Shop] = []
    for number, (shop_id, platform, kind) in enumerate(SHOPS):
        world = random_shop(seed() + number, kind, WORLDS)
        write_exchange(world.messages, world.orders, exports / shop_id)
        shops.append(Shop(shop_id, platform, world, compute(world.messages, world.orders)))
    for number, (shop_id, platform, kind, native_format) in enumerate(NATIVE_SHOPS, start=len(SHOPS)):
        native = write_native(random_shop(seed() + number, kind, NATIVE_WORLDS), native_format, exports / shop_id)
        result = compute(native.world.messages, native.world.orders)
        shops.append(Shop(shop_id, platform, native.world, result, native.refunds))
    shop_rows = "".join(f"{shop.shop_id},{shop.platform},{shop.shop_id}\n" for shop in shops)
    (exports / "shops.csv").write_text(f"shop,platform,shop_name\n{shop_rows}", encoding="utf-8")
    copy_project(folder / "project", EXTRA_RULES)
    sets = "{definition_sets: all}"
    build(exports, folder / "warehouse", folder / "project", sets, is_quiet=True, with_code_checks=True)
    return tuple(shops)


def differences(columns: str, expected: Iterable[Row], actual: Iterable[Row], limit: int = 10) -> str:
    """Rows that only one side has, a few of them side by side; empty when both hold the same rows equally often."""
    wanted, found = Counter(expected), Counter(actual)
    missing, surplus = wanted - found, found - wanted
    if not missing and not surplus:
        return ""
    marked = [(row, "reference", count) for row, count in missing.items()]
    marked += [(row, "dbt      ", count) for row, count in surplus.items()]
    marked.sort(key=lambda item: ([str(cell) for cell in item[0]], item[1]))
    lines = [f"{sum(missing.values())} rows only in the reference, {sum(surplus.values())} only in dbt ({columns})"]
    lines += [f"  {side} x{count} {' | '.join(str(cell) for cell in row)}" for row, side, count in marked[: 2 * limit]]
    return "\n".join(lines)


def clock(at_ms: int | None) -> str:
    """A time of the reference or of dbt in words, so that differences can be read."""
    return "-" if at_ms is None else to_text(at_ms)


def named(names: Mapping[str, str], key: object) -> str:
    """The buyer behind a key; a key that no buyer has stays as it is."""
    return names.get(str(key), str(key))

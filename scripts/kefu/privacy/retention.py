"""Retention periods: how long personal values are kept, as rows of seeds/reference/retention_rules.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

RULES = Path("seeds") / "reference" / "retention_rules.csv"
ANY = "*"


@dataclass(frozen=True, order=True)
class Cutoff:
    """Rows before `day` are old, on a platform and in a shop or (`*`) on all and in all; no day: nothing grows old."""

    platform: str
    shop_id: str
    day: date | None

    def covers(self, platform: str, shop_id: str) -> bool:
        """True where the cutoff holds."""
        return self.platform in (ANY, platform) and self.shop_id in (ANY, shop_id)


def cutoffs_of_rules(project: Path, today: date) -> list[Cutoff]:
    """Give the first day that is still kept under the rules in force today; 0 days mean for ever.

    Raises ValueError for a row that is no rule, before any file is changed.
    """
    path = project / RULES
    if not path.exists():
        return []
    newest: dict[tuple[str, str], tuple[date, int]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle), 2):
            try:
                start, days = date.fromisoformat(row["valid_from"]), int(row["keep_days"])
                if days < 0:
                    raise ValueError("below zero")
                scope = (row["platform"], row["shop_id"])
            except (KeyError, TypeError, ValueError) as error:
                place = f"{RULES.as_posix()}, row {number}: not a retention rule"
                remedy = "write platform, shop_id, valid_from (2024-01-31) and keep_days (0 = for ever)"
                place_zh = f"{RULES.as_posix()} 第 {number} 行：不是有效的保留期规则"
                remedy_zh = "请填写 platform、shop_id、valid_from（2024-01-31）与 keep_days（0 表示永久保留）"
                raise ValueError(f"{place}, {remedy}. / {place_zh}，{remedy_zh}。") from error
            if start <= today and (scope not in newest or newest[scope][0] <= start):
                newest[scope] = (start, days)
    cutoffs = [Cutoff(*scope, today - timedelta(days) if days else None) for scope, (_, days) in newest.items()]
    return cutoffs if any(cutoff.day for cutoff in cutoffs) else []


def cutoff_of(cutoffs: Iterable[Cutoff], platform: str, shop_id: str) -> date | None:
    """Give the first day that is kept in a shop: a rule that names the shop goes before one that names the platform."""
    found = [cutoff for cutoff in cutoffs if cutoff.covers(platform, shop_id)]
    if not found:
        return None
    return max(found, key=lambda cutoff: (cutoff.shop_id != ANY, cutoff.platform != ANY)).day

"""Files in the warehouse's own exchange format, for what no platform exports: roster, shops, ratings, targets."""

from kefu.sample import catalogue
from kefu.sample.files import csv_bytes, csv_line, stamp
from kefu.sample.model import ShopWorld

EVALUATION_COLUMNS = ("customer_id", "agent_account", "invited_at", "evaluated_at", "satisfaction")
TARGET_COLUMNS = ("agent_id", "kpi_id", "month", "target_value")


def _table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    """UTF-8 csv with LF."""
    return csv_bytes([csv_line(columns), *(csv_line(row) for row in rows)], "utf-8", "\n")


def agents() -> bytes:
    """The roster of all shops."""
    return _table(catalogue.ROSTER_COLUMNS, list(catalogue.ROSTER))


def shops() -> bytes:
    """The shop list."""
    return _table(catalogue.SHOP_COLUMNS, list(catalogue.SHOP_ROWS))


def evaluations(world: ShopWorld) -> bytes:
    """Invitations and ratings of the Tmall shop."""
    rows = [
        (
            rating.customer.name,
            rating.account,
            stamp(rating.invited_at),
            stamp(rating.evaluated_at),
            rating.satisfaction,
        )
        for rating in world.evaluations
    ]
    return _table(EVALUATION_COLUMNS, rows)


def targets() -> bytes:
    """Sales targets of the month."""
    rows = [(agent_id, "sales_amount", "2024-03-01", str(value)) for agent_id, value in catalogue.SALES_TARGETS]
    return _table(TARGET_COLUMNS, rows)

"""dq_file_rows against the staging models: the rows in effect are those that staging keeps, counted by its own keys."""

from __future__ import annotations

import duckdb

# Landing tables whose rows staging keeps one by one, and the model that keeps them.
KEPT_BY = {
    "exchange_attendance": "stg_exchange__attendance",
    "exchange_evaluations": "stg_exchange__evaluations",
    "exchange_outreach": "stg_exchange__outreach",
    "exchange_presence": "stg_exchange__presence",
    "exchange_shifts": "stg_exchange__shifts",
    "exchange_targets": "stg_exchange__targets",
    "freshdesk_tickets": "stg_freshdesk__tickets",
    "jd_chat_messages": "base_jd__messages",
    "jd_orders": "base_jd__order_rows",
    "jd_sessions": "base_jd__sessions",
    "pdd_refunds": "stg_pdd__refunds",
    "tmall_chat_messages": "stg_tmall__messages",
    "tmall_order_items": "stg_tmall__order_lines",
    "tmall_orders": "stg_tmall__orders",
    "tmall_refunds": "stg_tmall__refunds",
    "zendesk_tickets": "stg_zendesk__tickets",
}


def test_rows_in_effect_are_those_that_staging_keeps(built: duckdb.DuckDBPyConnection) -> None:
    counted = dict(
        built.execute("select landing_table, sum(count_rows_landed) from marts.dq_file_rows group by 1").fetchall()
    )
    kept = {
        table: built.execute(f"select count(*) from staging.{model}").fetchone()[0] for table, model in KEPT_BY.items()
    }
    assert {table: counted.get(table, 0) for table in KEPT_BY} == kept
    assert min(kept.values()) > 0


def test_overlapping_exports_are_superseded(built: duckdb.DuckDBPyConnection) -> None:
    """The sample exports the same orders twice: the older file's rows stay visible, as superseded."""
    superseded = dict(
        built.execute("select landing_table, sum(count_rows_superseded) from marts.dq_file_rows group by 1").fetchall()
    )
    assert superseded["tmall_orders"] > 0
    assert superseded["jd_chat_messages"] > 0

"""The main job on the committed sample: it prints figures, repeats itself exactly, and publishes nobody's secrets."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from kefu.sample import planted
from support import ROOT, SampleBuild

FIGURES = (
    "kpi_daily",
    "kpi_monthly",
    "fct_order_credit",
    "fct_session_assignment",
    "fct_response_round",
    "fct_enquiry",
)

# Names, telephone numbers, addresses and words that stand in the files and must not be published.
SECRETS = (
    *planted.ALL_IN_CHATS,
    *planted.IN_GROUP_CHAT,
    *planted.IN_DESK_FILES,
    *planted.IN_REMARKS,
    planted.RECEIVER_PHONE_PREFIX,
    planted.ADDRESS_MARKER,
    planted.EMAIL_DOMAIN,
)

LEFT_OUT = (
    ".git/", ".venv/", "target/", "warehouse/", "tests/", "docs/", ".hypothesis/", ".pytest_cache/", ".ruff_cache/",
)  # fmt: skip
BUYER_COLUMNS = (
    ("tmall_chat_messages", "customer_name"),
    ("tmall_orders", "customer_name"),
    ("jd_orders", "customer_name"),
    ("jd_sessions", "customer_name"),
    ("pdd_chat_messages", "buyer_name"),
    ("douyin_chat_messages", "customer_name"),
    ("zendesk_tickets", "customer_id"),
    ("freshdesk_tickets", "customer_id"),
    ("exchange_calls", "customer_id"),
    ("exchange_tickets", "customer_id"),
    ("exchange_outreach", "customer_id"),
)
TEXT_COLUMNS = """
select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ? and data_type = 'VARCHAR'
"""


def figures_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            name: sorted(connection.execute(f"select * from marts.{name}").fetchall(), key=repr) for name in FIGURES
        }


def test_the_command_prints_the_agents_and_where_to_connect(sample_build: SampleBuild) -> None:
    for word in (
        "30 s rate",
        "30秒应答率",
        "客单价",
        "林小美",
        "kefu.duckdb",
        "tmall-xiaogou",
        "jd-xiaogou",
        "pdd-xiaogou",
        "douyin-xiaogou",
    ):
        assert word in sample_build.output


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_table_in_the_readme_is_the_printed_one(sample_build: SampleBuild, readme: str) -> None:
    printed = [line for line in sample_build.output.splitlines() if line.startswith("│ 2024")]
    shown = [line for line in (ROOT / readme).read_text(encoding="utf-8").splitlines() if line.startswith("│ 2024")]
    assert len(printed) == 17
    assert shown == printed


def snapshot(folder: Path, left_out: tuple[str, ...]) -> dict[str, int]:
    """Return the modification times of all files below a folder, without some of its parts."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.stat().st_mtime_ns for name, path in names.items() if not name.startswith(left_out)}


def test_a_second_build_changes_no_figure_lands_nothing_again_and_writes_nowhere_else(
    sample_build: SampleBuild,
) -> None:
    elsewhere = LEFT_OUT
    before = figures_of(sample_build.warehouse / "kefu.duckdb")
    landed = {path: path.read_bytes() for path in (sample_build.warehouse / "landing").rglob("*.parquet")}
    project = snapshot(ROOT, elsewhere)
    output = sample_build.run()
    assert "(0 read in this run" in output
    assert figures_of(sample_build.warehouse / "kefu.duckdb") == before
    assert {path: path.read_bytes() for path in (sample_build.warehouse / "landing").rglob("*.parquet")} == landed
    assert snapshot(ROOT, elsewhere) == project
    assert all(before.values())


def test_every_published_table_and_view_can_be_read(published: duckdb.DuckDBPyConnection) -> None:
    names = published.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    assert {"kpi_units", "kpi_daily", "rpt_agent_daily", "fct_session"} <= {name for (name,) in names}
    for (name,) in names:
        published.execute(f'select * from marts."{name}" limit 1').fetchall()


def test_nothing_published_holds_a_planted_secret(published: duckdb.DuckDBPyConnection) -> None:
    tables = published.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    assert tables
    found = []
    for (table,) in tables:
        columns = published.execute(TEXT_COLUMNS, [table]).fetchall()
        for (column,) in columns:
            for secret in SECRETS:
                hits = published.execute(
                    f'select count(*) from marts."{table}" where contains("{column}", ?)', [secret]
                ).fetchone()
                if hits and hits[0]:
                    found.append((table, column, secret))
    assert found == []


def test_no_buyer_name_is_published(published: duckdb.DuckDBPyConnection, built: duckdb.DuckDBPyConnection) -> None:
    names = {
        row[0]
        for table, column in BUYER_COLUMNS
        for row in built.execute(f"select distinct {column} from landing.{table}").fetchall()
        if row[0] and ":" not in row[0]
    }
    assert len(names) > 100
    found = []
    for (table,) in published.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall():
        columns = published.execute(TEXT_COLUMNS, [table]).fetchall()
        for (column,) in columns:
            values = {
                row[0] for row in published.execute(f'select distinct "{column}" from marts."{table}"').fetchall()
            }
            found += [(table, column, name) for name in values & names]
    assert found == []


def test_every_kpi_is_computed_for_a_shop_under_its_own_rules(published: duckdb.DuckDBPyConnection) -> None:
    nowhere = published.execute(
        "select kpi_id from marts.kpi_status where status <> 'appraisal'"
        " group by kpi_id having count(*) filter (status = 'computed') = 0"
    ).fetchall()
    assert nowhere == []
    missing = "select kpi_id from marts.kpi_status where shop_id = 'tmall-xiaogou' and status in ('needs', 'no_units')"
    # no file of that platform tells which product a chat is about
    assert published.execute(missing).fetchall() == [("unit_price_mix_adjusted",)]


def test_the_sample_lands_whole(published: duckdb.DuckDBPyConnection) -> None:
    assert published.execute("select shop_id, source_file from marts.dq_file where status <> 'landed'").fetchall() == []
    assert published.execute("select column_name, reason from marts.dq_quarantine").fetchall() == [
        ("会话时长(M)", "negative_value")
    ]
    assert published.execute("select * from marts.dq_unknown_word").fetchall() == []


def test_the_sample_shows_probation_a_turn_of_the_year_a_leaver_reviews_and_three_scorecards(
    published: duckdb.DuckDBPyConnection,
) -> None:
    guarantees = dict(
        published.execute(
            "select agent_id, cast(guarantee_amount as varchar) from marts.appraisal_statement"
            " where guarantee_amount > 0"
        ).fetchall()
    )
    # A007: probation to 11 March, (1600 x 11 + 2000 x 20) / 31. A008: left on 18 March, 2200 x 18 / 31.
    # A009: second year from 13 March, (2000 x 12 + 2200 x 19) / 31. A010 and A011: whole months of their years.
    assert guarantees == {
        "A007": "1858.06",
        "A008": "1277.42",
        "A009": "2122.58",
        "A010": "2200.00",
        "A011": "2000.00",
    }
    reviews = published.execute(
        "select decision, credited_before, credited_after, is_in_force from marts.fct_order_review order by reviewed_at"
    ).fetchall()
    assert reviews == [
        ("confirm", "A002", "A002", True),
        ("reassign", "A002", "A003", True),
        ("reject", "A004", "(silent)", True),
    ]
    ranked = published.execute(
        "select scheme_id, count(*) from marts.appraisal_total where score_rank is not null"
        " group by scheme_id order by 1"
    ).fetchall()
    assert ranked == [("evaluation_points", 1), ("public_sheet", 3), ("quarterly_hr", 2)]

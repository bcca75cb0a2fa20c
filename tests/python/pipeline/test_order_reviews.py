"""The figures as if there were no review are those of a build without the review files, cell by cell."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from kefu.landing import land
from kefu.pipeline import dbt
from support import ROOT

GOLDEN = ROOT / "tests" / "golden" / "exports"
# Shops of golden cases, and the reviews that each gets beside those it has.
HEADER = "order_id,decision,reviewer,reviewed_at,credited_account,reason\n"
SHOPS = {
    "edge_order_reviews": "",
    "edge_customers": (
        # the credited agent has no chat; the order has a recommended product
        "2403010000000000002,reassign,g1,2024-03-05 10:00:00,g2,wrong_agent\n"
        "2403010000000000003,reject,g1,2024-03-05 10:00:00,,fake_order\n"
        # a buyer whom the export masks, and a month of its own
        "2403010000000000009,reassign,g1,2024-03-05 10:00:00,g2,customer_unknown\n"
        "2403010000000000006,reassign,g1,2024-06-05 10:00:00,g1,wrong_agent\n"
    ),
    "f11_tmall": "2024030111300000011,reassign,g1,2024-03-05 10:00:00,小狗旗舰店:小北,wrong_agent\n",
}
# The people of edge_order_reviews work in a second shop, where nothing is reviewed.
TWIN = "second_shop"
# Figures that are made of other figures, or of chats, show what counts only; the page on order reviews names them.
ONLY_WITH_REVIEWS = {
    "long_talk_closing_rate",
    "service_roi",
    "unit_price_mix_adjusted",
    "kpi_improvement_vs_target",
    "conversion_floor_flag",
    "service_quality_index",
}
MONTHLY = (
    "intermediate.int_reviews__monthly",
    "marts.kpi_monthly",
    "platform, shop_id, definition_set, kpi_id, month_start",
)
TOGETHER = ("intermediate.int_reviews__together_monthly", "marts.kpi_together_monthly", "kpi_id, month_start")


def write_world(exports: Path) -> None:
    """Write the shops with their review files."""
    for shop, reviews in SHOPS.items():
        shutil.copytree(GOLDEN / shop, exports / shop)
        if reviews:
            (exports / shop / "order_reviews.csv").write_text(HEADER + reviews, encoding="utf-8")
    (exports / TWIN).mkdir()
    for name in ("messages.csv", "orders.csv"):
        shutil.copy2(exports / "edge_order_reviews" / name, exports / TWIN / name)
    for name in ("agents.csv", "shops.csv"):
        head, *lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if line.split(",")[0] in SHOPS]
        twins = [line.replace("edge_order_reviews", TWIN) for line in kept if line.startswith("edge_order_reviews")]
        more = ["edge_customers,g2,A2,A2,agent"] if name == "agents.csv" else []
        (exports / name).write_text("\n".join([head, *kept, *twins, *more, ""]), encoding="utf-8")


def run(exports: Path, warehouse: Path, *selected: str) -> None:
    """Land the world and build the models selected."""
    land(exports, warehouse, is_quiet=True)
    kinds = ["--resource-type", "seed", "--resource-type", "model"]
    assert dbt(["build", "--quiet", *kinds, "--select", *selected], warehouse)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Build the world with its reviews, then again without the files that tell them."""
    folder = tmp_path_factory.mktemp("order_reviews")
    exports, warehouse = folder / "exports", folder / "warehouse"
    write_world(exports)
    goals = [f"+{table.split('.')[1]}" for table in (*MONTHLY[:2], *TOGETHER[:2])]
    run(exports, warehouse, *goals)
    shutil.copy2(warehouse / "build.duckdb", folder / "with.duckdb")
    for path in [*exports.glob("*/*reviews*.csv"), *exports.glob("*/核单*.csv")]:
        path.unlink()
    run(exports, warehouse, *(f"stg_exchange__order_reviews+,{goal}" for goal in goals))
    connection = duckdb.connect()
    connection.execute(f"attach '{folder / 'with.duckdb'}' as reviewed (read_only)")
    connection.execute(f"attach '{warehouse / 'build.duckdb'}' as without (read_only)")
    yield connection
    connection.close()


@pytest.mark.parametrize(("model", "mart", "keys"), [MONTHLY, TOGETHER], ids=["monthly", "together"])
def test_figures_before_are_those_of_a_build_without_reviews(
    both: duckdb.DuckDBPyConnection, model: str, mart: str, keys: str
) -> None:
    """Both ways, so that no row is missing and none too many."""
    before = f"(select * from reviewed.{model})"
    without = (
        f"(select * from without.{mart}"
        f" where ({keys}) in (select ({keys}) from reviewed.intermediate.int_reviews__touched))"
    )
    assert both.sql(f"select count(*) from {without}").fetchall()[0][0] > 40
    assert both.sql(f"select * from {without} except all select * from {before}").fetchall() == []
    assert both.sql(f"select * from {before} except all select * from {without}").fetchall() == []


@pytest.mark.parametrize(("mart", "keys"), [MONTHLY[1:], TOGETHER[1:]], ids=["monthly", "together"])
def test_what_no_review_touches_is_the_same_in_both_builds(
    both: duckdb.DuckDBPyConnection, mart: str, keys: str
) -> None:
    """A changed figure that is not named as touched would be shown as unchanged."""
    changed = (
        f"((select * from reviewed.{mart} except all select * from without.{mart})"
        f" union all (select * from without.{mart} except all select * from reviewed.{mart}))"
    )
    touched = f"(select ({keys}) from reviewed.intermediate.int_reviews__touched)"
    untouched = both.sql(f"select distinct kpi_id from {changed} as changed where ({keys}) not in {touched}").fetchall()
    assert {kpi_id for (kpi_id,) in untouched} <= ONLY_WITH_REVIEWS


def test_every_kind_of_unit_is_touched(both: duckdb.DuckDBPyConnection) -> None:
    """The world moves sales, shares, payments, enquiries, helps and related sales, or the comparison shows little."""
    touched = {kpi for (kpi,) in both.sql("select kpi_id from reviewed.intermediate.int_reviews__touched").fetchall()}
    assert touched >= {
        "sales_amount", "sales_share", "unit_price", "order_to_paid_rate", "enquiry_to_final_paid_rate",
        "assist_amount", "assist_followup_customers", "related_sales_rate",
    }  # fmt: skip
    shops = both.sql("select distinct shop_id from reviewed.intermediate.int_reviews__touched").fetchall()
    assert {shop for (shop,) in shops} == set(SHOPS)


def test_without_reviews_nothing_is_touched(both: duckdb.DuckDBPyConnection) -> None:
    """The second build holds no figure as if there were no review: all of them are."""
    for name in ("touched", "monthly", "together_monthly", "units"):
        assert both.sql(f"select count(*) from without.intermediate.int_reviews__{name}").fetchall() == [(0,)]

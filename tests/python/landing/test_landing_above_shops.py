"""Lists of people may stand above the shop folders; other kinds there belong to the shop ``default``, as ever."""

from __future__ import annotations

import csv
from pathlib import Path

from landing_world import World, xlsx, zipped

from kefu.landing.entities import load_contract

ROOT = Path(__file__).resolve().parents[3]
ASSIGNMENTS = (
    "scheme_id,valid_from,agent_id,shop\nsource_default,2024-01-01,A001,\npublic_sheet,2024-01-01,A002,my-shop\n"
)


def test_a_row_above_the_folders_belongs_to_the_shop_that_it_names(world: World) -> None:
    world.put("schemes.csv", ASSIGNMENTS)
    world.land()
    rows = world.rows("exchange_scheme_assignments", "shop_id", "shop", "agent_id")
    assert rows == [("default", None, "A001"), ("my-shop", "my-shop", "A002")]


def test_a_row_inside_a_folder_belongs_to_the_folder(world: World) -> None:
    world.put("my-shop/schemes.csv", ASSIGNMENTS.replace(",my-shop", ",other-shop"))
    world.land()
    assert world.rows("exchange_scheme_assignments", "shop_id") == [("my-shop",), ("my-shop",)]


def test_a_workbook_and_a_zip_above_the_folders_do_as_well(world: World) -> None:
    lines = [line.split(",") for line in ASSIGNMENTS.splitlines()]
    world.put("a.zip", zipped({"lists/schemes.csv": ASSIGNMENTS.replace("A00", "A01").encode()}))
    world.put(
        "b.xlsx", xlsx({"schemes": lines, "grades": [["工号", "职称", "生效日期"], ["A001", "初级", "2024-01-01"]]})
    )
    world.land()
    assert [row[0] for row in world.rows("exchange_scheme_assignments", "shop_id")] == ["default", "my-shop"] * 2
    assert world.rows("exchange_agent_grades", "agent_id", "grade_id", "valid_from") == [("A001", "初级", "2024-01-01")]


def test_another_kind_above_the_folders_takes_no_shop_from_a_column(world: World) -> None:
    world.put("targets.csv", "agent_id,kpi_id,month,target_value,shop\nA001,sales_amount,2024-05-01,20000,my-shop\n")
    world.land()
    assert world.rows("exchange_targets", "shop_id", "extra") == [("default", '{"shop": "my-shop"}')]


def test_the_seed_names_the_kinds_of_the_contract() -> None:
    with (ROOT / "seeds/reference/ref_kinds_above_shops.csv").open(encoding="utf-8", newline="") as handle:
        listed = [row["file_kind"] for row in csv.DictReader(handle)]
    assert sorted(listed) == sorted(kind.name for kind in load_contract().kinds if kind.is_above_shops)

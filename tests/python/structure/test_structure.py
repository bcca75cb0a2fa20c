"""House rules over the project's files and dbt's manifest."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kefu.contract import SOURCES, render
from kefu.landing.entities import read_contract

ROOT = Path(__file__).resolve().parents[3]
PLATFORM_WORDS = re.compile(
    r"jd|tmall|taobao|pinduoduo|pdd|douyin|京东|天猫|淘宝|拼多多|抖|旺旺|咚咚|飞鸽", re.IGNORECASE
)
ENGINE_WORDS = re.compile(r"duckdb|spark|target\.type", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")
PREFIXES = {
    "staging": ("stg_", "base_"),
    "intermediate": ("int_",),
    "core": ("dim_",),
    "service": ("fct_",),
    "sales": ("fct_",),
    "aftersales": ("fct_",),
    "callcentre": ("fct_",),
    "workforce": ("fct_",),
    "traffic": ("fct_",),
    "kpi": ("kpi_",),
    "reports": ("rpt_",),
    "quality": ("dq_",),
    "appraisal": ("appraisal_", "dim_scheme"),
}
# Tables of defects: a file may have the same defect twice in one cell, and rule problems must not exist at all.
WITHOUT_KEY = {"dq_quarantine", "stg_landing__quarantine"}
PROBLEMS = re.compile(r"int_kpi__rule_problems|int_appraisal__\w+_problems")


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer(node: dict[str, Any]) -> str:
    return node["path"].split("/")[0]


def sql_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.sql")


def test_every_model_states_its_grain_on_its_first_line_of_text() -> None:
    lacking = []
    for path in sql_files("models"):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("{{ config")]
        if not re.match(r"(\{#-?|--) grain: ", lines[0]):
            lacking.append(path.name)
    assert lacking == []


def test_models_are_short() -> None:
    too_long = {path.name: count for path in sql_files("models") if (count := len(path.read_text().splitlines())) > 155}
    assert too_long == {}


def test_no_platform_word_after_staging() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): sorted(set(PLATFORM_WORDS.findall(path.read_text(encoding="utf-8"))))
        for path in sql_files("models/intermediate", "models/marts", "macros", "tests/assertions")
        if PLATFORM_WORDS.search(path.read_text(encoding="utf-8"))
    }
    assert found == {}


def test_engine_words_stand_only_in_the_macros_for_them() -> None:
    allowed = ("macros/cross_engine/", "macros/landing/")
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sql_files("models", "macros", "tests/assertions")
        if ENGINE_WORDS.search(path.read_text(encoding="utf-8"))
        and not path.relative_to(ROOT).as_posix().startswith(allowed)
    ]
    assert found == []


def test_every_macro_that_asks_for_the_engine_speaks_to_both() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sql_files("macros"))
    asked = set(re.findall(r"adapter\.dispatch\('(\w+)', 'kefu'\)", text))
    assert len(asked) > 20
    spoken = set(re.findall(r"{%-? macro (\w+)\(", text))
    assert {f"{engine}__{name}" for engine in ("duckdb", "spark") for name in asked} - spoken == set()


def test_models_are_named_after_their_layer(manifest: dict[str, Any]) -> None:
    wrong = []
    for node in models(manifest):
        folder = node["path"].split("/")[1]
        prefixes = PREFIXES[folder] if layer(node) == "marts" else PREFIXES[layer(node)]
        if not node["name"].startswith(prefixes):
            wrong.append(node["name"])
    assert wrong == []


def test_only_staging_reads_the_landing_and_staging_reads_nothing_later(manifest: dict[str, Any]) -> None:
    wrong = []
    for node in models(manifest):
        for parent in node["depends_on"]["nodes"]:
            parent_node = manifest["nodes"].get(parent)
            if parent.startswith("source.") and layer(node) != "staging":
                wrong.append((node["name"], parent))
            if (
                layer(node) == "staging"
                and parent_node
                and parent_node["resource_type"] == "model"
                and layer(parent_node) != "staging"
            ):
                wrong.append((node["name"], parent))
    assert wrong == []


def test_only_unified_staging_is_read_by_later_layers(manifest: dict[str, Any]) -> None:
    """A platform's own staging model is read by its siblings and by the union alone; so is the exchange format's where
    a platform tells the same entity."""
    unified = {
        node["name"].removeprefix("stg_all__") for node in models(manifest) if node["name"].startswith("stg_all__")
    }
    wrong = []
    for node in models(manifest):
        if layer(node) == "staging":
            continue
        for parent in node["depends_on"]["nodes"]:
            name = parent.split(".")[-1]
            if not name.startswith(("stg_", "base_")) or name.startswith(("stg_all__", "stg_landing__")):
                continue
            if not name.startswith("stg_exchange__") or name.removeprefix("stg_exchange__") in unified:
                wrong.append((node["name"], name))
    assert wrong == []


def test_every_model_has_a_unique_key_test(manifest: dict[str, Any]) -> None:
    tested = {
        test["attached_node"]
        for test in manifest["nodes"].values()
        if test["resource_type"] == "test" and (test.get("test_metadata") or {}).get("name") in ("unique_key", "unique")
    }
    lacking = [node["name"] for node in models(manifest) if node["unique_id"] not in tested]
    assert {name for name in lacking if not PROBLEMS.fullmatch(name)} == WITHOUT_KEY


def test_marts_have_contracts_and_columns_documented_in_both_languages(manifest: dict[str, Any]) -> None:
    wrong = []
    for node in models(manifest):
        if not (CHINESE.search(node["description"]) and LATIN.search(node["description"])):
            wrong.append(node["name"])
        if layer(node) != "marts":
            continue
        if not node["contract"]["enforced"]:
            wrong.append((node["name"], "contract"))
        for column in node["columns"].values():
            if not (CHINESE.search(column["description"]) and LATIN.search(column["description"])):
                wrong.append((node["name"], column["name"]))
    assert wrong == []


def test_seeds_and_sources_are_documented_in_both_languages(manifest: dict[str, Any]) -> None:
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    wrong = [
        node["name"]
        for node in seeds
        if not (CHINESE.search(node["description"]) and LATIN.search(node["description"]))
    ]
    assert seeds
    assert wrong == []


def test_seeds_have_no_empty_cell_and_no_character_that_an_engine_mangles() -> None:
    wrong = []
    for path in (ROOT / "seeds").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.reader(handle), start=1):
                wrong += [(path.name, number, cell) for cell in row if cell == "" or "'" in cell or "\\" in cell]
    assert wrong == []


def test_figures_that_stand_in_a_mart_of_their_own_stand_there(manifest: dict[str, Any]) -> None:
    columns = {node["name"]: set(node["columns"]) for node in models(manifest) if layer(node) == "marts"}
    with (ROOT / "seeds/kpi/kpi_mart_columns.csv").open(encoding="utf-8", newline="") as handle:
        places = list(csv.DictReader(handle))
    wanted = [(place["mart"], place[key]) for place in places for key in ("value_column", "filter_column")]
    assert [(mart, column) for mart, column in wanted if column != "-" and column not in columns[mart]] == []
    assert len(places) == 9


def test_rule_keys_of_the_seed_are_the_ones_that_models_resolve() -> None:
    macro = (ROOT / "macros/rule_keys.sql").read_text(encoding="utf-8")
    listed = re.findall(r"^  \('([a-z_0-9]+)', ", macro, re.MULTILINE)
    with (ROOT / "seeds/kpi/rule_keys.csv").open(encoding="utf-8", newline="") as handle:
        assert sorted(listed) == sorted(row["rule_key"] for row in csv.DictReader(handle))


def test_sources_are_those_of_the_landing_contract() -> None:
    assert SOURCES.read_text(encoding="utf-8") == render()


def test_landing_contract_is_well_formed() -> None:
    entities = read_contract()["entities"]
    assert len(entities) > 20
    assert all(column["type"] for entity in entities.values() for column in entity["columns"].values())


@pytest.mark.parametrize(
    "entity",
    ["messages", "sessions", "assignments", "orders", "order_lines", "refunds", "evaluations", "tickets", "surveys"],
)
def test_staging_models_of_an_entity_have_identical_columns(built: duckdb.DuckDBPyConnection, entity: str) -> None:
    rows = built.execute(
        """
        select table_name, list(column_name || ' ' || data_type order by ordinal_position)
        from information_schema.columns
        where table_schema = 'staging' and table_name like 'stg%' and table_name like ?
        group by table_name
        """,
        [f"%\\_\\_{entity}".replace("\\", "")],
    ).fetchall()
    names = {name: columns for name, columns in rows if name.endswith(f"__{entity}")}
    assert len(names) >= 3
    reference = names[f"stg_all__{entity}"]
    assert {name: columns for name, columns in names.items() if columns != reference} == {}


@pytest.mark.parametrize(("lock", "least"), [("requirements", 50), ("bench", 5), ("spark", 50)])
def test_lock_file_is_hashed_and_names_no_host(lock: str, least: int) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    assert "http" not in text
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*$", text, re.MULTILINE)
    assert len(pins) > least
    assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize("lock", ["requirements", "bench", "spark"])
def test_direct_requirements_are_locked(lock: str) -> None:
    locked = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    direct = [line for line in (ROOT / f"requirements/{lock}.in").read_text().splitlines() if line and line[0] != "#"]
    assert [
        line for line in direct if not re.search(rf"^{re.escape(re.split('[=<]', line)[0])}==", locked, re.MULTILINE)
    ] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_that_readers_open_stands_in_the_marts_page(manifest: dict[str, Any], language: str) -> None:
    page = (ROOT / "docs" / language / "marts.md").read_text(encoding="utf-8")
    marts = [node["name"] for node in models(manifest) if layer(node) == "marts"]
    assert len(marts) > 80
    assert [name for name in marts if not name.startswith("kpi_units_") and f"`{name}`" not in page] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_key_stands_in_the_rules_page(language: str) -> None:
    page = (ROOT / "docs" / language / "rules.md").read_text(encoding="utf-8")
    with (ROOT / "seeds/kpi/rule_keys.csv").open(encoding="utf-8", newline="") as handle:
        keys = [row["rule_key"] for row in csv.DictReader(handle)]
    assert len(keys) > 50
    assert [key for key in keys if f"| `{key}` |" not in page] == []


def test_every_landed_table_says_which_of_its_rows_are_superseded() -> None:
    """Rows in = landed + quarantined + superseded: a table that no rule names would count every row as in effect."""
    every_row_counts = {"roster", "threecx_fields", "platform_figures"}
    of_the_landing_itself = {"landed_files", "file_rows", "quarantine"}
    folder = ROOT / "models" / "staging" / "landing"
    rules = "".join(path.read_text(encoding="utf-8") for path in folder.glob("stg_landing__superseded_*.sql"))
    rules += (ROOT / "macros" / "exchange_rows.sql").read_text(encoding="utf-8")
    tables = read_contract()["entities"].keys()
    unnamed = {table for table in tables if not re.search(rf"\b{table}\b", rules)}
    assert unnamed == every_row_counts | of_the_landing_itself

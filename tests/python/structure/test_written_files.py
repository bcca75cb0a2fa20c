"""Pages and templates that are written from data are up to date, complete and in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kefu import dictionary, exchange_docs
from kefu.landing.entities import read_contract
from kefu.written import ROOT, stale

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3}")


def test_exchange_pages_and_templates_are_current() -> None:
    assert stale(exchange_docs.render(), exchange_docs.PATTERNS) == []


def test_each_kind_that_a_shop_fills_in_has_two_templates() -> None:
    names = {name for name in exchange_docs.render() if name.endswith(".csv")}
    assert len(names) == 2 * len(exchange_docs.exchange_kinds())


@pytest.mark.parametrize("kind", sorted(exchange_docs.exchange_kinds()))
def test_columns_of_a_shops_own_files_are_documented_in_both_languages(kind: str) -> None:
    entity = read_contract()["entities"][exchange_docs.exchange_kinds()[kind]["entity"]]
    texts = {"": entity.get("doc", ("", ""))}
    lacking = []
    for name, column in entity["columns"].items():
        if "filled_by" in column:
            continue
        texts[name] = column.get("doc", ("", ""))
        if not exchange_docs.chinese_header(column) or str(column["headers"][0]) != name:
            lacking.append((name, "headers"))
        if column.get("required") and not exchange_docs.example(column):
            lacking.append((name, "example"))
    lacking += [
        (name, "doc")
        for name, (english, chinese) in texts.items()
        if CHINESE.search(english) or not english or not CHINESE.search(chinese)
    ]
    assert lacking == []


def test_a_page_that_nothing_writes_any_more_is_stale(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    (tmp_path / "new.md").write_text("new", encoding="utf-8")
    assert stale({"new.md": "new", "lacking.md": ""}, ["*.md"], tmp_path) == ["lacking.md", "old.md"]


def test_dictionary_pages_are_current() -> None:
    assert stale(dictionary.render(), dictionary.PATTERNS) == []


def test_every_kpi_has_a_guide_and_every_guide_a_kpi() -> None:
    guides = [row["kpi_id"] for row in dictionary.seed("kpi_guide")]
    assert sorted(guides) == sorted(row["kpi_id"] for row in dictionary.seed("kpi_definitions"))


def test_a_guide_is_written_in_both_languages_and_names_only_figures_and_rules_that_exist() -> None:
    known = {row["kpi_id"] for row in dictionary.seed("kpi_guide")} | {
        row["rule_key"] for row in dictionary.seed("rule_keys")
    }
    known |= {value for row in dictionary.seed("rule_keys") for value in row["allowed_values"].split("|")}
    wrong = []
    for row in dictionary.seed("kpi_guide"):
        for column, text in row.items():
            wrong += [(row["kpi_id"], name) for name in dictionary.ID.findall(text) if name not in known]
            letters = {"zh": CHINESE, "en": LATIN}.get(column[-2:])
            if letters and not letters.search(text):
                wrong.append((row["kpi_id"], column))
    assert wrong == []


def test_every_code_that_a_page_shows_has_a_word_in_both_languages() -> None:
    columns = {
        "unit": ("kpi_definitions", "unit"),
        "direction": ("kpi_definitions", "direction"),
        "area": ("kpi_guide", "area"),
        "unit_type": ("kpi_members", "unit_type"),
        "scope": ("kpi_members", "scope"),
        "period": ("kpi_members", "period"),
        "finality": ("kpi_members", "finality"),
        "shared_over": ("kpi_shares", "shared_over"),
    }
    lacking = {
        (group, row[column])
        for group, (seed, column) in columns.items()
        for row in dictionary.seed(seed)
        if row[column] not in dictionary.WORDS[group]
    }
    assert lacking == set()


def test_windows_and_rules_of_derived_figures_are_rules_and_figures_that_exist() -> None:
    keys = {row["rule_key"] for row in dictionary.seed("rule_keys")}
    derived = dictionary.WORDS["derived_reads"]
    assert set(dictionary.WORDS["window_of"].values()) | {key for names in derived.values() for key in names} <= keys
    assert set(derived) <= {row["kpi_id"] for row in dictionary.seed("kpi_guide")}


def test_every_finality_that_waits_names_the_rule_of_its_window() -> None:
    waits = {row["finality"] for row in dictionary.seed("kpi_members")} - {"none"}
    assert waits - set(dictionary.WORDS["window_of"]) == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_conflict_of_the_register_stands_on_the_page(language: str) -> None:
    text = (ROOT / f"docs/{language}/kpi-conflicts.md").read_text(encoding="utf-8")
    numbers = {int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert numbers == set(range(1, 25))
    kpis = {row["kpi_id"] for row in dictionary.seed("kpi_guide")}
    keys = {row["rule_key"] for row in dictionary.seed("rule_keys")}
    assert set(dictionary.ID.findall(text)) - kpis - keys == {"person_based"}

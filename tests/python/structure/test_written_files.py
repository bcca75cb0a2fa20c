"""Pages and templates that are written from data are up to date, complete and in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kefu import exchange_docs
from kefu.landing.entities import read_contract
from kefu.written import stale

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
        if CHINESE.search(english) or not LATIN.search(english) or not CHINESE.search(chinese)
    ]
    assert lacking == []


def test_a_page_that_nothing_writes_any_more_is_stale(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("old", encoding="utf-8")
    (tmp_path / "new.md").write_text("new", encoding="utf-8")
    assert stale({"new.md": "new", "lacking.md": ""}, ["*.md"], tmp_path) == ["lacking.md", "old.md"]

"""What the models read of a sealed name or text is what they read of the plain one; which spellings are one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from kefu.hash_key import set_hash_key
from kefu.landing.entities import load_contract
from kefu.privacy.columns import personal_columns
from kefu.privacy.ledger import Ledger, load_ledger, save_ledger
from kefu.privacy.macros import macro
from kefu.privacy.names import folded, mentions_pattern
from kefu.privacy.retention import RULES, Cutoff, cutoff_of, cutoffs_of_rules
from kefu.privacy.sealing import sealed_text

# Wordings that plain_text treats differently: capitals, links, emoji signs and codes, digits, nothing left, quotes.
TEXTS = (
    "您好,有什么可以帮您?", "OK  Ok", "[微笑]", "[微笑]好的", "/:^_^在", "#E-s21",
    "https://item.example.com/1?a=b 看看", "单号 2120428510036813214", "it's", "~sealed~", "🙂", "…", "ÄÖ é",
    "多行\n文字",
)  # fmt: skip


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        set_hash_key(connection, tmp_path_factory.mktemp("key"))
        yield connection


def value(connection: duckdb.DuckDBPyConnection, sql: str, *values: str) -> object:
    names = ", ".join(f"? as v{number}" for number in range(len(values)))
    ((found,),) = connection.execute(f"select {sql} from (select {names})", list(values)).fetchall()
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_key_and_length_of_a_sealed_wording_are_those_of_the_text(
    connection: duckdb.DuckDBPyConnection, text: str
) -> None:
    sealed = str(value(connection, sealed_text("v0", Ledger()), text))
    for name in ("content_key", "content_length"):
        trait = macro(name, macro("wording", "v0"))
        assert value(connection, trait, sealed) == value(connection, trait, text)
    assert text not in sealed or text == "~sealed~"


def test_equal_texts_stay_equal_and_different_ones_different(connection: duckdb.DuckDBPyConnection) -> None:
    ledger = Ledger()
    # the same wording, and yet two messages: only their signs differ
    sealed = [value(connection, sealed_text("v0", ledger), text) for text in ("好的", "好的!", "好的")]
    assert sealed[0] == sealed[2]
    assert sealed[0] != sealed[1]


def test_a_hashed_name_is_the_customer_that_the_name_was(connection: duckdb.DuckDBPyConnection) -> None:
    key = value(connection, macro("customer_key", "v0", "v1"), "tmall", "山间清风290")
    for sealed in (f"~hashed~{key}", f"~hashed~{key}~j~db", f"~forgot~{key}**"):
        assert value(connection, macro("customer_key", "v0", "v1"), "tmall", sealed) == key
    # a mask within a session is a name of its own
    within = value(connection, macro("customer_key", "v0", "v1"), "tmall", f"~forgot~{key}**|session 1")
    assert within != key
    # who calls himself like that is still a buyer with a name
    assert value(connection, macro("customer_key", "v0", "v1"), "tmall", "~hashed~me") not in (None, "me")


def test_spellings_of_one_person_share_a_hash_and_are_different_customers() -> None:
    ledger = Ledger()
    person = ledger.add("Lemon 树134", None, None, "2024-03-11")
    assert ledger.name_hash(" ｌｅｍｏｎ 树134") == person.name_hash
    assert ledger.name_hash("lemon 树135") != person.name_hash
    assert ledger.name_hash("+86 199-0000-3030") == ledger.name_hash("19900003030")
    sealed = {
        person.sealed(name, platform, None) for name in ("Lemon 树134", "lemon 树134") for platform in ("jd", "tmall")
    }
    assert len(sealed) == 4
    assert ledger.add("lemon 树134", None, None, "2024-03-12") is person
    # random: the same name in another warehouse is somebody else
    assert Ledger().add("Lemon 树134", None, None, "2024-03-11").sealed("Lemon 树134", "jd", None) not in sealed


@pytest.mark.parametrize(
    ("name", "ends", "sealed"),
    [
        ("t******7", None, "****"),
        ("店铺:小美", None, ":"),
        ("plain", None, ""),
        ("jack_db", (1, 2), "~j~db"),
        ("jdb", (1, 2), ""),
    ],
)
def test_what_the_models_look_for_in_a_name_stays(name: str, ends: tuple[int, int] | None, sealed: str) -> None:
    person = Ledger().add(name, None, None, "2024-03-11")
    assert person.sealed(name, "jd", ends)[40:] == sealed


@pytest.mark.parametrize(
    ("name", "text", "is_named"),
    [
        ("张三丰", "转给张三丰先生", True),
        ("anna", "Anna 要退款", True),
        ("anna", "annabel", False),
        ("7734", "17734", False),
    ],
)
def test_a_name_of_letters_and_digits_must_stand_alone_in_a_text(
    connection: duckdb.DuckDBPyConnection, name: str, text: str, is_named: bool
) -> None:
    assert value(connection, "regexp_matches(lower(v0), v1)", text, mentions_pattern([name])) is is_named


def test_folded_leaves_names_that_only_look_like_numbers() -> None:
    assert folded("0571-88886666") == folded("057188886666")
    assert folded("tb0199") == "tb0199"


def test_the_ledger_is_kept_and_a_broken_one_stops_everything(tmp_path: Path) -> None:
    assert load_ledger(tmp_path) is None
    ledger = Ledger()
    ledger.add("anna", "jd", None, "2024-03-11")
    save_ledger(tmp_path, ledger)
    assert load_ledger(tmp_path) == ledger
    path = tmp_path / "private" / "forgotten.json"
    assert path.stat().st_mode & 0o077 == 0
    assert "anna" not in path.read_text()
    path.write_text(path.read_text()[:-20])
    with pytest.raises(ValueError, match="无法读取"):
        load_ledger(tmp_path)


def test_every_landed_table_says_whether_it_holds_buyers() -> None:
    columns = personal_columns()
    tables = {table.name: table for table in columns.tables}
    assert {*tables, *columns.without_buyers} == set(load_contract().entities)
    for entity in load_contract().entities.values():
        names = {column.name for column in entity.columns}
        table = tables.get(entity.name)
        # whoever adds a column for a buyer or a free text must say so
        wanted = {name for name in names if name in ("customer_name", "customer_id", "buyer_name", "content")}
        assert wanted <= ({*table.named, *table.texts} if table else set()), entity.name
        if table:
            links = {column for columns in table.links.values() for column in columns}
            assert {*table.named, *table.texts, *table.notes, *table.inside, *links} <= names, entity.name


def rules(folder: Path, *rows: str) -> Path:
    path = folder / RULES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["platform,shop_id,valid_from,keep_days", *rows]) + "\n")
    return folder


def test_the_rule_in_force_and_nearest_to_the_shop_holds(tmp_path: Path) -> None:
    project = rules(
        tmp_path,
        "*,*,1900-01-01,0",
        "jd,*,2024-01-01,100",
        "jd,*,2024-03-01,10",
        "jd,*,2030-01-01,1",
        "*,s1,2024-01-01,30",
    )
    cutoffs = cutoffs_of_rules(project, date(2024, 3, 31))
    # by hand: 31 March less 10 days, less 30 days; the row of 2030 is not yet in force
    assert cutoff_of(cutoffs, "jd", "s2") == date(2024, 3, 21)
    assert cutoff_of(cutoffs, "jd", "s1") == date(2024, 3, 1)
    assert cutoff_of(cutoffs, "tmall", "s2") is None
    assert cutoffs_of_rules(rules(tmp_path, "*,*,1900-01-01,0"), date(2024, 3, 31)) == []
    assert cutoff_of([Cutoff("*", "*", None), Cutoff("*", "s", date(2024, 1, 1))], "jd", "s") == date(2024, 1, 1)


@pytest.mark.parametrize("row", ["*,*,1900-01-01,-1", "*,*,soon,30", "*,*,1900-01-01,", "*"])
def test_what_is_no_retention_rule_is_named_before_anything_is_sealed(tmp_path: Path, row: str) -> None:
    with pytest.raises(ValueError, match=r"retention_rules.csv, row 2: .*第 2 行"):
        cutoffs_of_rules(rules(tmp_path, row), date(2024, 3, 31))

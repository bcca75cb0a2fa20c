"""A scan of all that a build of the sample gives to others: no name, number, address or text of the raw files."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml
from plants import MOBILE, byte_leaks, leaks, seen_in, texts_of
from python_calamine import CalamineWorkbook

from kefu.appraisal.workbook import write_workbook
from kefu.extract import Reader, extract
from kefu.publish import CURRENT, VERSIONS
from kefu.written import Language
from support import HASH_KEY, ROOT, SampleBuild

ALLOWED = Path(__file__).with_name("text_columns.yml")
LAYERS = ("intermediate", "marts")
# Landing and staging may hold people; the rules are the project's own words, and a chat may say the same.
PRIVATE_SCHEMAS = {"landing", "staging", "rules"}
# Read by eye in the raw files: a nick of each platform, a phone, a name, an address, a mail address, what was said.
KNOWN = {
    "tb1680817794", "wdx701", "pdd42769766533", "用户6397085355895", "19900003009", "冯示范", "山间清风_483",
    "江西省南昌市虚构区虚构路226号30幢", "desk34@example.com", "这款还有货吗", "买家电话19900007048",
}  # fmt: skip


def version(build: SampleBuild) -> Path:
    return (build.warehouse / VERSIONS / CURRENT).resolve()


def files_below(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_the_plants_are_those_of_the_raw_files(planted: set[str]) -> None:
    assert planted >= KNOWN
    assert len(planted) > 2000 and sum(bool(MOBILE.fullmatch(value)) for value in planted) > 300


def test_no_table_or_view_that_is_published(sample_build: SampleBuild, planted: set[str]) -> None:
    with duckdb.connect(str(version(sample_build) / "kefu.duckdb"), read_only=True) as connection:
        schemas = [
            row[0]
            for row in connection.execute("select schema_name from duckdb_schemas() where not internal").fetchall()
        ]
        found = texts_of(connection, schemas)
    assert len(found) > 500
    assert leaks(found, planted | {HASH_KEY}) == {}


def test_no_hash_that_could_be_guessed(sample_build: SampleBuild, planted: set[str]) -> None:
    """A hash of a name without the secret is as good as the name: lists of names can be tried."""
    platforms = ("", "jd|", "tmall|", "pdd|", "douyin|", "other|")
    texts = [f"{platform}{value}".encode() for value in planted for platform in platforms]
    kinds = (hashlib.md5, hashlib.sha1, hashlib.sha256)
    plain = {kind(text).hexdigest() for text in texts for kind in kinds}
    with duckdb.connect(str(version(sample_build) / "kefu.duckdb"), read_only=True) as connection:
        found = texts_of(connection, ["marts"])
    assert sum(len(texts & plain) for texts in found.values()) == 0
    own = {hashlib.md5(f"{HASH_KEY}|{text.decode()}".encode()).hexdigest() for text in texts}
    assert sum(len(texts & own) for texts in found.values()) > 100


def test_no_file_of_the_twin(sample_build: SampleBuild, planted: set[str]) -> None:
    with duckdb.connect() as connection:
        for path in version(sample_build).glob("*.parquet"):
            connection.execute(f"create view \"{path.stem}\" as select * from read_parquet('{path}')")
        found = texts_of(connection, ["main"])
    assert len(found) > 500
    assert leaks(found, planted | {HASH_KEY}) == {}


def test_no_byte_of_what_is_published(sample_build: SampleBuild, planted: set[str]) -> None:
    assert byte_leaks(files_below(version(sample_build)), planted | {HASH_KEY}) == {}


@pytest.mark.parametrize("reader", [Reader("shop", "tmall-xiaogou"), Reader("team", "售前一组")], ids=str)
def test_no_value_or_byte_of_an_extract(sample_build: SampleBuild, planted: set[str], reader: Reader) -> None:
    path = extract(sample_build.warehouse, reader, ROOT)
    with duckdb.connect(str(path), read_only=True) as connection:
        found = texts_of(connection, ["marts"])
    assert len(found) > 300
    assert leaks(found, planted | {HASH_KEY}) == {}
    assert byte_leaks(files_below(path.resolve().parent), planted | {HASH_KEY}) == {}


def test_nothing_that_the_build_prints(sample_build: SampleBuild, planted: set[str]) -> None:
    assert len(sample_build.output) > 1000
    assert seen_in(sample_build.output.splitlines(), planted | {HASH_KEY}) == set()


def test_no_table_of_the_workshop_after_staging(built: duckdb.DuckDBPyConnection, planted: set[str]) -> None:
    schemas = [
        row[0] for row in built.execute("select schema_name from duckdb_schemas() where not internal").fetchall()
    ]
    found = texts_of(built, {*schemas} - PRIVATE_SCHEMAS)
    assert len(found) > 1000
    assert leaks(found, planted) == {}


def test_nothing_that_dbt_leaves_behind(
    sample_build: SampleBuild, planted: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    manifests = tmp_path_factory.getbasetemp().glob("manifest*")
    paths = files_below(ROOT / "target", ROOT / "logs", *manifests)
    assert paths
    assert byte_leaks(paths, planted | {HASH_KEY}) == {}


def test_no_cell_of_the_workbook(sample_build: SampleBuild, planted: set[str], tmp_path: Path) -> None:
    texts = set()
    for language in Language:
        path = write_workbook(sample_build.warehouse, date(2024, 3, 1), language, tmp_path / f"{language.name}.xlsx")
        book = CalamineWorkbook.from_path(path)
        texts |= {
            str(cell) for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row
        }
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            texts |= {archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
    assert len(texts) > 100
    assert seen_in(texts, planted | {HASH_KEY}) == set()


def test_the_key_stands_in_no_file_of_the_warehouse(sample_build: SampleBuild) -> None:
    assert byte_leaks(files_below(sample_build.warehouse), {HASH_KEY}) == {}


def test_every_column_that_may_hold_a_text_is_reviewed(built: duckdb.DuckDBPyConnection) -> None:
    """A column after staging whose name speaks of people or texts stands in the list, with why it may be there."""
    allowed = yaml.safe_load(ALLOWED.read_text(encoding="utf-8"))
    speaking = "|".join(allowed["words"])
    found = {
        row[0]
        for row in built.execute(
            "select distinct column_name from information_schema.columns where table_schema in (select unnest(?)) "
            "and data_type = 'VARCHAR' and regexp_matches(column_name, ?)",
            [list(LAYERS), speaking],
        ).fetchall()
    }
    reviewed = allowed["columns"]
    assert sorted(found - reviewed.keys()) == [] and sorted(reviewed.keys() - found) == []
    assert all(len(reason) > 10 for reason in reviewed.values())

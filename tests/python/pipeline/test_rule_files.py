"""Rule files as shops edit them: one sentence per defect, all at once, before any model runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from kefu.landing.messages import Message
from kefu.pipeline import BuildError, build
from kefu.publish import BUILD_NAME
from kefu.rule_files import read_rule_files
from support import ROOT, copy_project

RULES = "seeds/kpi/kpi_rules.csv"
KEYS = "seeds/kpi/rule_keys.csv"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def problems(project: Path) -> list[Message]:
    return [problem for file in read_rule_files(project) for problem in file.problems]


def add(line: str) -> Callable[[Path], None]:
    """Append a line to the rules."""

    def change(path: Path) -> None:
        path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    return change


def swap(old: str, new: str) -> Callable[[Path], None]:
    """Replace a text, once."""

    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def as_bytes(content: bytes) -> Callable[[Path], None]:
    """Write other bytes."""
    return lambda path: path.write_bytes(content) and None


ROWS = len((ROOT / RULES).read_text(encoding="utf-8").splitlines())
LAST = ROWS + 1
GOOD = "jd,*,my-shop,merge_gap_s,5,2024-03-01,9999-12-31,our shop"
# By hand: what is done to the file, and what must be said of it in either language.
DEFECTS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a word for a date": (
        add(GOOD.replace("2024-03-01", "soon")),
        f"{RULES}, row {LAST}, column valid_from: “soon” is no date",
        f"{RULES} 第 {LAST} 行，列 valid_from：“soon” 不是日期",
    ),
    "a day that does not exist": (
        add(GOOD.replace("2024-03-01", "2023-02-29")),
        f"row {LAST}, column valid_from: “2023-02-29” is no date",
        "不是日期",
    ),
    "an empty cell": (
        add(GOOD.replace("our shop", "")),
        f"row {LAST}, column source: the cell is empty",
        f"第 {LAST} 行，列 source：单元格为空",
    ),
    "a comma too many": (
        add(GOOD + ",more"),
        f"row {LAST}: 9 cells, but the header has 8",
        f"第 {LAST} 行：有 9 个单元格，而表头有 8 列",
    ),
    "a column of another name": (
        swap("valid_to", "until"),
        "the column valid_to is missing",
        "缺少列 valid_to",
    ),
    "a column nobody knows": (swap("valid_to", "until"), "the column until is unknown", "未知的列 until"),
    "a column twice": (swap("shop_id", "kpi_id"), "the column kpi_id stands there twice", "列 kpi_id 重复"),
    "nothing": (as_bytes(b""), "the file is empty", "文件为空"),
    "an open quote": (add('jd,*,"my-shop'), "a quote is never closed", "引号未闭合"),
    "saved by Excel as GBK": (
        lambda path: (
            path.write_bytes(path.read_bytes() + GOOD.replace("our", "本店").encode("gb18030") + b"\n") and None
        ),
        f"row {LAST}: the file is not UTF-8",
        f"第 {LAST} 行：不是 UTF-8 编码",
    ),
    "gone": (Path.unlink, "the rule file is missing", "规则文件缺失"),
    "a folder of its name": (
        lambda path: path.rename(path.parents[2] / "taken away") and path.mkdir(),
        f"{RULES}: the rule file cannot be read",
        "规则文件无法读取",
    ),
    "semicolons": (
        lambda path: path.write_bytes(path.read_bytes().replace(b",", b";")) and None,
        f"{RULES}: its cells are separated by semicolons",
        "单元格以分号分隔",
    ),
    "a workbook": (as_bytes(b"PK\x03\x04 something"), f"{RULES}: it is a workbook", "是工作簿"),
    "a row of commas": (add(",,,,,,,"), f"row {LAST}: the row is empty; remove it", f"第 {LAST} 行：空行，请删除"),
    "a copy beside it": (
        lambda path: shutil.copy2(path, path.with_name("kpi_rules (2).csv")) and None,
        "seeds/kpi/kpi_rules (2).csv: nobody declared this rule file",
        "未声明的规则文件",
    ),
}


def test_the_shipped_rule_files_have_no_problem() -> None:
    assert problems(ROOT) == []


@pytest.mark.parametrize("defect", ["semicolons", "a workbook", "a row of commas", "a folder of its name", "gone"])
def test_a_defect_of_the_whole_file_is_one_sentence(project: Path, defect: str) -> None:
    DEFECTS[defect][0](project / RULES)
    assert len(problems(project)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + b"\n\n",
        lambda content: content + GOOD.replace("our shop", '"ours, too"').encode() + b"\n",
    ],
    ids=["mark", "crlf", "blank last lines", "quoted comma"],
)
def test_harmless_things_are_accepted(project: Path, change: Callable[[bytes], bytes]) -> None:
    path = project / RULES
    path.write_bytes(change(path.read_bytes()))
    assert problems(project) == []


def test_a_broken_declaration_is_one_sentence(project: Path) -> None:
    declaration = next((project / "seeds/kpi").glob("*.yml"))
    declaration.write_text("seeds: [\n", encoding="utf-8")
    (problem,) = problems(project)
    assert problem.en.startswith(f"seeds/kpi/{declaration.name}, row ")
    assert "no valid YAML" in problem.en
    assert "不是有效的 YAML" in problem.zh


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_has_one_sentence_in_both_languages(project: Path, defect: str) -> None:
    change, english, chinese = DEFECTS[defect]
    change(project / RULES)
    found = problems(project)
    assert [message for message in found if english in message.en]
    assert [message for message in found if chinese in message.zh]
    assert all(message.en.startswith("seeds/kpi/kpi_rules") and message.zh.startswith("seeds/") for message in found)


@pytest.mark.parametrize("change", [add(GOOD), swap("\n", "\r\n"), add(GOOD.replace("our shop", '"our, shop"'))])
def test_a_good_row_however_it_is_written_is_no_defect(project: Path, change: Callable[[Path], None]) -> None:
    change(project / RULES)
    assert problems(project) == []


def test_columns_in_another_order_are_no_defect(project: Path) -> None:
    path = project / KEYS
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(",".join([row[1], row[0], *row[2:]]) + "\n" for row in rows), encoding="utf-8")
    assert problems(project) == []


def test_all_problems_stop_the_build_at_once_before_any_model(tmp_path: Path) -> None:
    """Form, content and keys: a cell of a wrong type, an unknown rule key, a value outside its list, a KPI twice."""
    project = copy_project(
        tmp_path / "project",
        ["jd,*,*,no_such_key,1,1900-01-01,9999-12-31,test"],
        {
            "kpi_definitions": [(ROOT / "seeds/kpi/kpi_definitions.csv").read_text(encoding="utf-8").splitlines()[1]],
            "ref_calendars": ["broken-calendar,*,x"],
        },
    )
    (tmp_path / "exports").mkdir()
    with pytest.raises(BuildError) as caught:
        build(tmp_path / "exports", tmp_path / "warehouse", project, is_quiet=True)
    text = str(caught.value)
    assert text.startswith("The rules are wrong; no model has run")
    assert "规则有误，未开始计算" in text
    assert "uses the unknown rule key no_such_key" in text
    assert "未知的规则键 no_such_key" in text
    assert "kpi_definitions.kpi_id stands more than once: 1 row" in text
    assert "kpi_definitions.kpi_id 重复：1 行" in text
    assert "seeds/reference/ref_calendars.csv, row" in text
    assert not (tmp_path / "warehouse" / "kefu.duckdb").exists()
    workshop = tmp_path / "warehouse" / BUILD_NAME
    if workshop.exists():
        with duckdb.connect(str(workshop), read_only=True) as connection:
            assert connection.execute("select schema_name, table_name from duckdb_tables()").fetchall() == []

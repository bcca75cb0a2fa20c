"""The workbook of a month: what it says is what the marts say, and nothing in the data becomes more than a text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
from appraisal_world import FORMULA, LINK, MONTH, PEOPLE, publish, tables
from click.testing import CliRunner
from lxml import etree
from python_calamine import CalamineWorkbook

from kefu.__main__ import main
from kefu.appraisal import agent_sheets, overview_sheets, scheme_sheet
from kefu.appraisal.reading import AppraisalError, parse_month
from kefu.appraisal.sheets import SheetNames
from kefu.appraisal.words import WORDS, Words
from kefu.appraisal.workbook import write_workbook
from kefu.written import Language

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Cell:
    """A cell as the file holds it: its value and the number format that it is shown with."""

    value: str | float | None
    number_format: str


class Written:
    """A workbook read from its parts, as any program would."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.texts = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t")) for item in self._xml("xl/sharedStrings.xml")
        ]
        styles = self._xml("xl/styles.xml")
        codes = {item.get("numFmtId"): item.get("formatCode") for item in styles.iter(f"{MAIN}numFmt")}
        formats = styles.find(f"{MAIN}cellXfs")
        assert formats is not None
        built_in = {"0": "General", "3": "#,##0", "4": "#,##0.00", "2": "0.00"}
        self.formats = [
            codes.get(item.get("numFmtId")) or built_in.get(item.get("numFmtId") or "", "?") for item in formats
        ]
        self.names = [str(sheet.get("name")) for sheet in self._xml("xl/workbook.xml").iter(f"{MAIN}sheet")]

    def _xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def xml(self, sheet: str) -> etree._Element:
        """Give a sheet's part."""
        return self._xml(f"xl/worksheets/sheet{self.names.index(sheet) + 1}.xml")

    def rows(self, sheet: str) -> list[dict[str, Cell]]:
        """Give the rows of a sheet as cells by column letter."""
        found = []
        for row in self.xml(sheet).iter(f"{MAIN}row"):
            cells = {}
            for cell in row:
                value = cell.findtext(f"{MAIN}v")
                is_text = cell.get("t") == "s"
                shown = None if value is None else self.texts[int(value)] if is_text else float(value)
                letter = re.sub(r"\d", "", str(cell.get("r")))
                cells[letter] = Cell(shown, str(self.formats[int(cell.get("s") or 0)]))
            found.append(cells)
        return found

    def table(self, sheet: str, heading: str, number: int = 1) -> list[dict[str, Cell]]:
        """Give the rows under the header (or the second such header …) whose first cell is `heading`, by heading."""
        rows = self.rows(sheet)
        start = [place for place, row in enumerate(rows) if len(row) > 1 and row["A"].value == heading][number - 1]
        heads = {letter: str(cell.value) for letter, cell in rows[start].items()}
        found = []
        for row in rows[start + 1 :]:
            if len(row) < len(heads):
                break
            found.append({heads[letter]: cell for letter, cell in row.items()})
        return found

    def fact(self, sheet: str, label: str) -> Cell:
        """Give the value beside a label."""
        return next(row["B"] for row in self.rows(sheet) if "B" in row and row["A"].value == label)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(tmp_path_factory.mktemp("appraisal") / "warehouse")


@pytest.fixture(scope="module")
def chinese(warehouse: Path) -> Written:
    return Written(write_workbook(warehouse, MONTH, Language.ZH))


@pytest.fixture(scope="module")
def english(warehouse: Path) -> Written:
    return Written(write_workbook(warehouse, MONTH, Language.EN))


def serial(day: date) -> int:
    """Give the number by which Excel knows a day."""
    return (day - date(1899, 12, 30)).days


# What it says


def test_pay_is_the_statements_of_the_month_with_their_sum(chinese: Written) -> None:
    pay = chinese.table("工资表", "姓名")
    by_id = {row["工号"].value: row for row in pay}
    assert by_id["A01"]["本月应发（元）"] == Cell(4200, "#,##0.00")
    assert by_id["A02"]["保底（元）"].value == 1858.06
    assert by_id["A03"]["本月应发（元）"].value is None and by_id["A03"]["缺项原因"].value == "奖金：缺数"
    # 4200.00 + 2158.06 + 8 x 0.00
    assert pay[-1]["姓名"].value == "合计" and pay[-1]["本月应发（元）"].value == 6358.06
    assert chinese.fact("总览", "本月应发（元）").value == 6358.06


def test_overview_says_what_is_missing_and_how_far_the_data_reaches(chinese: Written) -> None:
    assert chinese.fact("总览", "月份") == Cell(serial(MONTH), "yyyy-mm")
    assert chinese.fact("总览", "人数").value == 11
    assert chinese.fact("总览", "暂定（人）").value == 1
    assert chinese.fact("总览", "发放状态").value == "未发放"
    shop = chinese.table("总览", "店铺")[0]
    assert shop["数据截至"] == Cell(serial(date(2024, 4, 2)), "yyyy-mm-dd")
    schemes = {row["考核方案"].value: row["人数"].value for row in chinese.table("总览", "考核方案")}
    assert schemes == {"公开考核表 第1版": 1, "阶梯奖金 第1版": 10}
    missing = [(row["姓名"].value, row["缺项原因"].value) for row in chinese.table("总览", "姓名")]
    assert missing == [("History", "没有数值")]


def test_a_month_that_is_paid_out_is_shown_as_locked(tmp_path: Path) -> None:
    rows = tables()
    for row in rows["appraisal_statement"]:
        row["is_locked"] = True
    locked = Written(write_workbook(publish(tmp_path, rows), MONTH, Language.ZH))
    assert locked.fact("总览", "发放状态").value == "已发放（锁定）"
    assert locked.fact("虚名一", "发放状态").value == "已发放（锁定）"


def test_ranking_has_each_kpi_with_points_interval_and_count(chinese: Written) -> None:
    (row,) = chinese.table("排名", "名次")
    assert (row["名次"].value, row["并列组"].value, row["档次"].value) == (1, 1, "银牌")
    assert row["总分"] == Cell(86.5, "0.00")
    assert row["回复率\n指标值"] == Cell(0.99, "0.0%")
    assert row["回复率\n区间下限"] == Cell(0.945506, "0.0%")
    assert row["回复率\n样本数"] == Cell(100, "#,##0")
    assert row["平均响应时间\n指标值"] == Cell(40, "#,##0.0")
    assert row["平均响应时间\n得分"].value == 80
    # times have no interval
    assert not any(heading.startswith("平均响应时间\n区间") for heading in row)
    assert "排名范围" not in row


def test_ranking_within_teams_names_the_team(tmp_path: Path) -> None:
    rows = tables()
    rows["dim_scheme"][0]["ranked_within"] = "team"
    rows["appraisal_total"][0]["rank_group"] = "public_sheet/1/一组/早班"
    (row,) = Written(write_workbook(publish(tmp_path, rows), MONTH, Language.ZH)).table("排名", "名次")
    assert row["排名范围"].value == "一组/早班"


def test_a_persons_sheet_explains_each_yuan_and_each_point(chinese: Written) -> None:
    lines = chinese.table("虚名一", "名称")
    assert [(row["名称"].value, row["金额（元）"].value, row["说明"].value) for row in lines] == [
        ("项目salary", 4200, "salary 的说明。")
    ]
    heads = [row for row in chinese.rows("虚名一") if row.get("C") and row["C"].value == "指标值"]
    assert len(heads) == 1
    letters = {str(cell.value): letter for letter, cell in heads[0].items()}
    reply, response = [row for row in chinese.rows("虚名一") if row.get("B") and " 的说明" in str(row["B"].value)][1:]
    assert reply[letters["分子"]].value == 99 and reply[letters["分母"]].value == 100
    assert reply[letters["区间上限"]].value == 0.998232
    assert response[letters["下一段起点"]] == Cell(35, "#,##0.0")
    assert response[letters["还差"]].value == 5
    # nothing is missing to a next band that does not exist, and a figure by itself is compared with nothing
    assert reply[letters["还差个数"]].value is None and reply[letters["比较对象"]].value is None


def test_parts_of_the_guarantee_and_adjustments_stand_on_the_persons_sheet(chinese: Written) -> None:
    name = chinese.names[chinese.names.index("虚名一") + 1]
    (part,) = chinese.table(name, "时段")
    assert part["说明"].value == "1,600.00 × 11 / 31 = 567.74"
    assert part["首日"] == Cell(serial(MONTH), "yyyy-mm-dd") and part["末日"].value == serial(date(2024, 3, 11))
    adjusted = [row for row in chinese.rows(name) if row.get("C") and row["C"].value == -20.5]
    assert [row["D"] for row in adjusted] == [Cell(serial(date(2024, 2, 1)), "yyyy-mm")]


def test_what_reviews_changed_stands_on_the_persons_sheet_and_what_they_left_does_not(chinese: Written) -> None:
    found = [row for row in chinese.rows("虚名一") if row.get("A") and str(row["A"].value).startswith("变化")]
    assert [row["A"].value for row in found] == ["变化e1"]
    assert (found[0]["C"], found[0]["D"]) == (Cell(0.32, "0.0%"), Cell(0.3, "0.0%"))
    assert found[0]["E"].value == -0.02 and found[0]["G"].value == 50


def test_scheme_sheet_shows_the_versions_in_force_and_no_other(chinese: Written) -> None:
    texts = {str(cell.value) for row in chinese.rows("考核方案") for cell in row.values()}
    assert {"公开考核表", "阶梯奖金", "转化率奖金", "主转化率"} <= texts and "未用" not in texts
    points = chinese.table("考核方案", "分段表")
    assert [row["下限"] for row in points] == [Cell(0.98, "0.0%"), Cell(None, "General")]
    assert [row["上限"] for row in points] == [Cell(None, "General"), Cell(35, "#,##0.0")]
    bands = chinese.table("考核方案", "分段表", number=2)
    assert [(row["下限"].value, row["上限"].value, row["端点"].value, row["结果"].value) for row in bands] == [
        (None, 0.4, "不含两端", 0),
        (0.4, 0.5, "含两端", 0),
        (0.5, 0.6, "含上限", 500),
        (0.6, None, "不含两端", 1000),
    ]
    assert bands[0]["上限"].number_format == "0.0%" and bands[2]["结果"].number_format == "#,##0.00"


def test_reviews_name_the_people_and_the_moment(chinese: Written) -> None:
    (review,) = chinese.table("核单", "核单时间")
    moment = serial(date(2024, 3, 18)) + (17 * 60 + 35) / 1440
    assert review["核单时间"].number_format == "yyyy-mm-dd hh:mm"
    assert review["核单时间"].value == pytest.approx(moment, abs=1e-6)
    assert (review["核单结果"].value, review["核单人"].value) == ("改归", "虚名一")
    assert (review["规则归属"].value, review["核单后归属"].value) == (FORMULA, "无人")
    assert review["订单编号"].value == "=1+1"


def test_a_month_without_scores_and_reviews_is_a_workbook_all_the_same(tmp_path: Path) -> None:
    rows = tables()
    for name in ("appraisal_total", "appraisal_kpi_score", "dim_scheme_kpi", "fct_order_review", "appraisal_pay_line"):
        rows[name] = []
    plain = Written(write_workbook(publish(tmp_path, rows), MONTH, Language.ZH))
    assert "核单" not in plain.names
    assert plain.rows("排名")[1]["A"].value == "本月生效的方案都没有考核表：没有得分和排名。"
    assert plain.table("工资表", "姓名")[0]["本月应发（元）"].value == 4200


def test_every_scheme_with_a_scorecard_has_a_ranking_of_its_own(tmp_path: Path) -> None:
    rows = tables()
    rows["dim_scheme_kpi"].append(rows["dim_scheme_kpi"][0] | {"scheme_id": "source_default"})
    several = Written(write_workbook(publish(tmp_path, rows), MONTH, Language.ZH))
    assert [name for name in several.names if name.startswith("排名")] == [
        "排名 公开考核表 第1版",
        "排名 阶梯奖金 第1版",
    ]
    assert several.table("排名 公开考核表 第1版", "名次")[0]["姓名"].value == "虚名一"


def numbers(path: Path) -> list[list[object]]:
    """Give the numbers and dates of every sheet, in the order of the sheet."""
    book = CalamineWorkbook.from_path(str(path))
    return [
        [value for row in book.get_sheet_by_index(index).to_python() for value in row if not isinstance(value, str)]
        for index in range(len(book.sheet_names))
    ]


def test_both_languages_hold_the_same_numbers(chinese: Written, english: Written) -> None:
    found = numbers(chinese.path)
    assert found == numbers(english.path)
    assert sum(map(len, found)) > 150
    english_texts = {text for text in english.texts if CHINESE.search(text)}
    # names of people stay as they are, and so do words that the shop's own files tell
    assert {text for text in english_texts if not any(name and name in text for name in PEOPLE.values())} <= {"一组"}


# How it is safe


@pytest.mark.parametrize("language", list(Language))
def test_no_formula_and_no_link_is_made(warehouse: Path, tmp_path: Path, language: Language) -> None:
    book = Written(write_workbook(warehouse, MONTH, language, tmp_path / "book.xlsx"))
    for name in book.names:
        xml = book.xml(name)
        assert [*xml.iter(f"{MAIN}f"), *xml.iter(f"{MAIN}hyperlink"), *xml.iter(f"{MAIN}mergeCell")] == []
    assert not any("externalLink" in name or name.endswith("vbaProject.bin") for name in book.parts)
    # the names are there, as the texts that they are
    assert {FORMULA, LINK, "-1+1", "=1+1", "'"} <= set(book.texts)
    assert not [
        name for name in book.parts if name.startswith("xl/worksheets/_rels") and b"hyperlink" in book.parts[name]
    ]


def test_sheet_names_are_ones_that_excel_takes(chinese: Written) -> None:
    names = chinese.names
    assert names[:5] == ["总览", "工资表", "排名", "考核方案", "核单"]
    assert len({name.casefold() for name in names}) == len(names) == 5 + len(PEOPLE)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not [name for name in names if re.search(r"[\[\]:*?/\\'\"]", name) or name.casefold() == "history"]
    by_id = dict(zip(PEOPLE, names[5:], strict=True))
    assert (by_id["A03"], by_id["A04"], by_id["A05"]) == ("History (2)", "A04", "总览 (2)")
    assert (by_id["A06"], by_id["A07"], by_id["A10"]) == ("Anna", "ANNA (2)", "A10")
    assert by_id["A02"] == "=cmd| C calc !A0"


def test_long_names_are_cut_between_letters_and_stay_unique() -> None:
    names = SheetNames()
    first, second = (names.clean("🙂" * 40, "x") for _ in range(2))
    assert first == "🙂" * 15 and second == "🙂" * 13 + " (2)"
    assert names.clean(" \t'' ", "A1") == "A1" and names.clean(None, "A1") == "A1 (2)"


def test_sheets_can_be_read_and_printed(chinese: Written) -> None:
    for name in chinese.names:
        xml = chinese.xml(name)
        page = xml.find(f"{MAIN}pageSetup")
        assert page is not None and page.get("orientation") == "landscape" and page.get("fitToHeight") == "0"
        assert xml.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr") is not None
        assert xml.find(f"{MAIN}cols") is not None
        assert xml.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane") is not None or name == "核单"
    filtered = [name for name in chinese.names if chinese.xml(name).find(f"{MAIN}autoFilter") is not None]
    assert filtered == ["工资表", "排名", "核单"]


# What it says when there is nothing to write


def assert_told(error: pytest.ExceptionInfo[AppraisalError], *words: str) -> None:
    """Check that a message is in both languages and holds some words."""
    message = str(error.value)
    english, chinese = message.split(" / ", 1)
    assert not CHINESE.search(english) and CHINESE.search(chinese)
    assert [word for word in words if word not in message] == []


def test_without_published_marts(tmp_path: Path) -> None:
    with pytest.raises(AppraisalError) as error:
        write_workbook(tmp_path, MONTH, Language.ZH)
    assert_told(error, str(tmp_path / "kefu.duckdb"), "make build", "--warehouse")


def test_marts_of_a_version_without_appraisal(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "kefu.duckdb")) as connection:
        connection.execute("create schema marts; create table marts.dim_agent (agent_id varchar)")
    with pytest.raises(AppraisalError) as error:
        write_workbook(tmp_path, MONTH, Language.ZH)
    assert_told(error, "appraisal_statement")
    assert "dim_agent" not in str(error.value)


def test_a_damaged_published_file(tmp_path: Path) -> None:
    (tmp_path / "kefu.duckdb").write_bytes(b"no database" * 1000)
    with pytest.raises(AppraisalError) as error:
        write_workbook(tmp_path, MONTH, Language.ZH)
    assert_told(error, "kefu.duckdb")


def test_a_month_that_the_data_does_not_hold(warehouse: Path) -> None:
    with pytest.raises(AppraisalError) as error:
        write_workbook(warehouse, date(2024, 4, 1), Language.ZH)
    assert_told(error, "2024-04", "2024-02, 2024-03")


def test_data_without_any_month(tmp_path: Path) -> None:
    with pytest.raises(AppraisalError) as error:
        write_workbook(publish(tmp_path, {}), MONTH, Language.ZH)
    assert_told(error, "2024-03", "no month")


@pytest.mark.parametrize("text", ["", "2024", "2024-13", "2024-3", "0000-01", "三月"])
def test_a_text_that_is_no_month(text: str) -> None:
    with pytest.raises(AppraisalError, match="2024-03"):
        parse_month(text)


def test_a_file_that_is_open_elsewhere_stays_as_it_was(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(target))

    output = tmp_path / "book.xlsx"
    output.write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(AppraisalError) as error:
        write_workbook(warehouse, MONTH, Language.ZH, output)
    assert_told(error, str(output), "Excel", "--output")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"book.xlsx": b"before"}


def test_a_folder_that_does_not_exist(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(AppraisalError) as error:
        write_workbook(warehouse, MONTH, Language.ZH, tmp_path / "nowhere" / "book.xlsx")
    assert_told(error, "nowhere")


def test_the_command_writes_into_the_warehouse_and_tells_errors_plainly(tmp_path: Path) -> None:
    publish(tmp_path)
    done = CliRunner().invoke(main, ["appraisal", "--month", "2024-03", "--warehouse", str(tmp_path)])
    assert done.exit_code == 0 and "appraisal_2024-03_zh.xlsx" in done.output
    done = CliRunner().invoke(
        main, ["appraisal", "--month", "2024-03", "--language", "en", "--warehouse", str(tmp_path)]
    )
    assert done.exit_code == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        "kefu.duckdb", "appraisal_2024-03_zh.xlsx", "appraisal_2024-03_en.xlsx",
    }  # fmt: skip
    failed = CliRunner().invoke(main, ["appraisal", "--warehouse", str(tmp_path)])
    assert failed.exit_code == 1 and "no month" in failed.output and "Traceback" not in failed.output


# Its words


def pairs() -> Iterator[tuple[str, list[str]]]:
    """Give every word with its place."""
    for group, words in WORDS.items():
        for code, word in words.items():
            for inner, pair in word.items() if group == "codes" else [("", word)]:
                yield f"{group}.{code}.{inner}", pair


def test_every_word_stands_in_both_languages() -> None:
    # signs and sums read alike in both
    neutral = ("codes.person_basis.units", "codes.tie_rule", "text.separator", "text.colon", "text.part", "text.agent")
    wrong = []
    for place, pair in pairs():
        english, chinese = pair
        is_chinese = CHINESE.search(chinese) or place.startswith(neutral)
        if not english or not chinese or CHINESE.search(english) or not is_chinese:
            wrong.append(place)
    assert wrong == []


def test_every_column_of_every_sheet_has_a_heading_and_every_heading_a_column() -> None:
    words = Words(Language.ZH)
    keys = set()
    for module in (agent_sheets, overview_sheets, scheme_sheet):
        for name, spec in vars(module).items():
            if name.isupper() and isinstance(spec, str):
                keys |= {column.key for column in words.columns(spec)}
    told = {"value", "points", "wilson_low", "wilson_high", "count_units", "month", "people", "score_rank", "team"}
    told |= {"count_provisional", "count_final", "count_reviews", "count_reviews_in_force", "explanation", "hire_date"}
    assert set(WORDS["columns"]) - keys - told == {"state"}


def test_a_code_that_no_word_knows_is_shown_as_it_is() -> None:
    assert Words(Language.EN).code("decision", "postponed") == "postponed"

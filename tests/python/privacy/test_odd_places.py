"""Numbers of people where nobody expects them: planted into a copy of some sample files, they are published nowhere."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from plants import byte_leaks, decoded, leaks, seen_in, texts_of

from kefu.publish import CURRENT, VERSIONS
from support import ROOT, kefu_environment

SAMPLE = ROOT / "exports"
SHOP, HOTLINE = "tmall-xiaogou", "hotline-xiaogou"
COPIED = (
    "shops.csv", "agents.csv", "其他收支_202403.csv", f"{HOTLINE}/Master.csv", f"{SHOP}/投诉登记_202403.csv",
    f"{SHOP}/核单_20240318.csv", f"{SHOP}/工单转交_20240320.csv", f"{SHOP}/排班_202403.csv",
    f"{SHOP}/售后工单_20240320.xlsx",
    f"{SHOP}/ExportOrderList202403051200.csv", f"{SHOP}/ExportOrderList202403181000.csv",
    f"{SHOP}/小狗旗舰店_小北_20240301_20240310.txt",
)  # fmt: skip
BUILD = """
import sys
from pathlib import Path
from kefu.pipeline import alone, dbt, land_alone
from kefu.publish import publish
from kefu.report import print_report
exports, warehouse = map(Path, sys.argv[1:])
print(land_alone(exports, warehouse).text())
assert dbt(["seed", "--quiet"], warehouse) and dbt(["run", "--quiet"], warehouse)
with alone(warehouse, "publish"):
    print_report(publish(warehouse))
"""
ADDRESS = "浙江省杭州市西湖区虚构路12号"


@dataclass
class OddPlaces:
    """The exports with the plants, what was planted, and what a build of them printed."""

    exports: Path
    warehouse: Path
    planted: dict[str, str] = field(default_factory=dict)
    output: str = ""

    def number(self, place: str) -> str:
        """A new number of a telephone for a place."""
        number = f"1370000{len(self.planted) + 1:04d}"
        self.planted[number] = place
        return number

    def edit(self, name: str, header: str, text: str, row: int | None = None, is_whole: bool = False) -> None:
        """Write a text with a number for `#` behind (or instead of) the cells of a column, or of one row of it."""
        path = self.exports / name
        rows = list(csv.reader(io.StringIO(decoded(path.read_bytes()), newline="")))
        column = [cell.strip() for cell in rows[0]].index(header)
        text = text.replace("#", self.number(f"{name}, {header}"))
        for place in range(1, len(rows)) if row is None else (row,):
            rows[place][column] = text if is_whole else rows[place][column] + text
        written = io.StringIO(newline="")
        csv.writer(written).writerows(rows)
        path.write_bytes(written.getvalue().encode("utf-8"))

    def rename(self, name: str, to: str) -> None:
        """Give a file another name with a number in it."""
        path = self.exports / name
        path.rename(path.with_name(to.replace("#", self.number(f"the name of {name}"))))

    def plant(self) -> None:
        """Plant in every odd place."""
        self.edit("agents.csv", "agent_name", "（#）", row=1)
        self.edit("shops.csv", "shop_name", "（#）", row=1)
        self.edit("其他收支_202403.csv", "收支名称", "找#")
        self.edit("其他收支_202403.csv", "事由", "找#")
        self.edit(f"{SHOP}/投诉登记_202403.csv", "投诉类型", "（# 张示范）", row=1)
        self.edit(f"{SHOP}/投诉登记_202403.csv", "投诉内容", "找#")
        self.edit(f"{SHOP}/核单_20240318.csv", "核单备注", "找#")
        self.edit(f"{SHOP}/核单_20240318.csv", "核单原因", f"找#，{ADDRESS}", row=1, is_whole=True)
        self.edit(f"{SHOP}/工单转交_20240320.csv", "转入团队", "（#）", row=1)
        self.edit(f"{SHOP}/排班_202403.csv", "客服账号", "#", row=1, is_whole=True)
        orders = f"{SHOP}/ExportOrderList202403181000.csv"
        self.edit(orders, "订单状态", f"联系#{ADDRESS}", row=1, is_whole=True)
        self.edit(orders, "总金额", "#元 张示范", row=2, is_whole=True)
        self.edit(orders, "订单创建时间", "#", row=3, is_whole=True)
        self.edit(orders, "宝贝标题", " #")
        self.edit(orders, "订单备注", " #")
        self.rename(f"{SHOP}/核单_20240318.csv", "核单_#_20240318.csv")
        self.rename(f"{SHOP}/小狗旗舰店_小北_20240301_20240310.txt", "与#的聊天_20240310.txt")
        calls = self.exports / HOTLINE / "Master.csv"
        first, *others = calls.read_text(encoding="utf-8").splitlines()
        cells = next(csv.reader([first]))
        own = self.number("a caller whose telephone is a device of his own")
        cells[2], cells[4], cells[5], cells[16] = own, f'"{own}" <{own}>', f"SIP/{own}-00000001", "1709255466.9"
        written = io.StringIO(newline="")
        csv.writer(written).writerow(cells)
        calls.write_text("\n".join([first, written.getvalue().strip(), *others]) + "\n", encoding="utf-8")
        with xlsxwriter.Workbook(self.exports / SHOP / "活动_20240310.xlsx") as book:
            sheet = book.add_worksheet(self.number("the name of a sheet"))
            header = ("触达编号", "活动编号", "顾客", "触达时间", "客服账号")
            sheet.write_row(0, 0, header)
            campaign = f"致电{self.number('a campaign')}"
            sheet.write_row(1, 0, ("CD1", campaign, "晴天小雨941", "2024-03-05 10:00:00", "小狗旗舰店:小美"))
            sheet.write_row(2, 0, ("CD2", campaign, "晴天小雨941", self.number("a bad time"), "小狗旗舰店:小美"))
            other = book.add_worksheet(f"表{self.number('the name of a sheet that nobody knows')}")
            other.write_row(0, 0, ("甲", f"找{self.number('a sheet that nobody knows')}"))
        (self.exports / SHOP / f"{self.number('the name of a file that nobody knows')}.csv").write_text(
            f"甲,{self.number('a header that nobody knows')}\n乙,{ADDRESS}\n", encoding="utf-8"
        )
        broken = b"PK\x03\x04" + self.number("a broken workbook").encode() * 50
        (self.exports / SHOP / f"坏{self.number('the name of a broken workbook')}.xlsx").write_bytes(broken)

    def build(self) -> None:
        """Land, compute and publish, and keep what is printed; the tests of the data need more files than these."""
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(self.exports), str(self.warehouse)],
            cwd=ROOT,
            env=kefu_environment(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        self.output = done.stdout + done.stderr
        assert done.returncode == 0, self.output[-3000:]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> OddPlaces:
    """The copy with its plants, built."""
    folder = tmp_path_factory.mktemp("odd")
    places = OddPlaces(folder / "exports", folder / "warehouse")
    for name in COPIED:
        (places.exports / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SAMPLE / name, places.exports / name)
    places.plant()
    places.build()
    return places


def named(odd: OddPlaces, found: dict[str, set[str]]) -> dict[str, list[str]]:
    """Say where the plants come from."""
    return {place: sorted(odd.planted.get(value, value) for value in values) for place, values in found.items()}


def test_the_plants_are_landed(odd: OddPlaces) -> None:
    """Else the scans would prove nothing: the landing folder holds those of cells that it keeps as they are."""
    kept = [
        f"{SHOP}/投诉登记_202403.csv, 投诉类型",
        "a campaign",
        "其他收支_202403.csv, 收支名称",
        "agents.csv, agent_name",
    ]
    with duckdb.connect() as connection:
        texts = set()
        for path in (odd.warehouse / "landing").rglob("*.parquet"):
            connection.execute(f"create or replace view one as select * from read_parquet('{path}')")
            texts |= {text for texts in texts_of(connection, ["main"]).values() for text in texts}
    here = {odd.planted[number] for number in seen_in(texts, set(odd.planted))}
    assert here >= set(kept) and len(here) > 12


def test_no_table_that_is_published(odd: OddPlaces) -> None:
    with duckdb.connect(str(odd.warehouse / "kefu.duckdb"), read_only=True) as connection:
        found = texts_of(connection, ["marts"])
    assert named(odd, leaks(found, {*odd.planted, ADDRESS, "虚构路12号"})) == {}
    masked = " ".join(text for texts in found.values() for text in texts if "***" in text)
    for word in ("致电***", "（***", "找***", "的聊天_20240310.txt #"):
        assert word in masked


def test_no_byte_that_is_published_and_nothing_that_is_printed(odd: OddPlaces) -> None:
    version = (odd.warehouse / VERSIONS / CURRENT).resolve()
    assert named(odd, byte_leaks(version.iterdir(), {*odd.planted, ADDRESS})) == {}
    assert named(odd, {"printed": seen_in(odd.output.splitlines(), {*odd.planted, ADDRESS})}) == {"printed": []}
    assert "张示范" not in odd.output

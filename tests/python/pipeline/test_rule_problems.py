"""A broken rule stops the run with a sentence in both languages, before any figure is computed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support import copy_project, kefu_environment

BROKEN = {
    "jd,*,*,wait_basis,last_buyer,2024-03-05,9999-12-31,test": ("overlaps the row that begins on 2024-03-05", "重叠"),
    "jd,*,*,no_such_key,1,1900-01-01,9999-12-31,test": ("uses the unknown rule key no_such_key", "未知的规则键"),
    "jd,no_such_kpi,*,wait_basis,last_buyer,1900-01-01,9999-12-31,test": ("names the unknown KPI", "指标不存在"),
    "nowhere,*,*,wait_basis,last_buyer,1900-01-01,9999-12-31,test": ("unknown definition set nowhere", "口径不存在"),
    "jd,*,shop,first_reply_threshold_s,soon,1900-01-01,9999-12-31,test": ("has the value soon", "不合法"),
    "jd,*,shop,evaluation_window_days,2.5,1900-01-01,9999-12-31,test": ("has the value 2.5", "不合法"),
    "jd,*,shop,credit_pick,%,1900-01-01,9999-12-31,test": ("has the value %", "不合法"),
    "jd,*,shop,business_day_cutoff,08:75,1900-01-01,9999-12-31,test": ("has the value 08:75", "不合法"),
    "jd,*,shop,merge_gap_s,10,1900-01-01,,test": ("has an empty cell", "有空单元格"),
    "pdd,*,shop,wait_cap_s,600,1900-01-01,9999-12-31,test": ("caps waits that are counted per message", "响应时长上限"),
    "jd,*,shop,service_hours,23:00-09:00,1900-01-01,9999-12-31,test": ("has the value 23:00-09:00", "不合法"),
    "jd,*,shop,enquiry_window_days,2,2024-03-05,2024-03-01,test": ("ends before it begins", "早于开始日期"),
}
REMOVED = "tmall,*,*,session_gap_minutes,"


@pytest.fixture(scope="module")
def output_of_a_broken_project(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Build the rules of a project copy in which every kind of defect stands once."""
    project = copy_project(tmp_path_factory.mktemp("broken"), BROKEN)
    rules = project / "seeds/kpi/kpi_rules.csv"
    kept = [line for line in rules.read_text(encoding="utf-8").splitlines() if not line.startswith(REMOVED)]
    rules.write_text("\n".join([*kept, ""]), encoding="utf-8")
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    flags = ["--no-version-check", "--log-level-file", "none", "--no-use-colors"]
    done = subprocess.run(
        [program, "build", "-s", "+int_kpi__rules+", *flags],
        cwd=project,
        env=kefu_environment() | {"KEFU_WAREHOUSE": str(project)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    return done.stdout


@pytest.mark.parametrize("row", BROKEN)
def test_a_broken_row_is_named_in_both_languages(output_of_a_broken_project: str, row: str) -> None:
    english, chinese = BROKEN[row]
    assert english in output_of_a_broken_project
    assert chinese in output_of_a_broken_project


def test_a_missing_rule_is_named(output_of_a_broken_project: str) -> None:
    assert "kpi_rules has no row for tmall, session_gap_minutes" in output_of_a_broken_project
    assert "缺少规则" in output_of_a_broken_project

"""An error that nobody expected names its kind and place; its own words, which may quote a cell, are not shown."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kefu import pipeline
from kefu.landing import land, one_file
from kefu.pipeline import BuildError, build
from support import ROOT, kefu_environment

sys.path.insert(0, str(ROOT / "tests/python/pipeline"))

from mini_project import mini_project

# Invented.
SECRET = "孙示范 13912345670"
MESSAGES = (
    "customer_id,sender,sent_at,agent_account,session_id,content,platform\n"
    f"b1,customer,2024-03-01 10:00:00,a1,s1,{SECRET},pdd\n"
)
# A reader's error as a library would word it, in a place that expects none.
BROKEN_COMMAND = """
import sys
from kefu import __main__, faults
from kefu.landing import run
def break_(*_, **__):
    try:
        int({secret!r})
    except ValueError as error:
        raise RuntimeError("cannot convert " + {secret!r}) from error
run.summarise = break_
sys.argv = ["kefu", "land", "--exports", {exports!r}, "--warehouse", {warehouse!r}]
faults.telling_nothing(lambda: __main__.main(prog_name="kefu"))
"""
BROKEN_TRANSFORM = f"""
from kefu import faults, transform
def break_(order):
    raise ValueError({SECRET!r})
transform.transform = break_
faults.telling_nothing(transform.main)
"""


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    shop = tmp_path / "exports" / "my-shop"
    shop.mkdir(parents=True)
    (shop / "messages.csv").write_text(MESSAGES, encoding="utf-8")
    return shop.parent


def run_broken(exports: Path, **environment: str) -> str:
    code = BROKEN_COMMAND.format(secret=SECRET, exports=str(exports), warehouse=str(exports.parent / "warehouse"))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=kefu_environment() | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_a_command_tells_kind_and_place_of_an_unexpected_error_and_no_word(exports: Path) -> None:
    told = run_broken(exports)
    assert "Unexpected error / 意外错误: RuntimeError < ValueError" in told
    assert "scripts/kefu/landing/run.py, line " in told
    assert SECRET not in told and "13912345670" not in told and "Traceback" not in told


def test_whoever_asks_for_it_sees_the_whole_trace(exports: Path) -> None:
    assert SECRET in run_broken(exports, KEFU_TRACE="1")


def test_an_unexpected_error_of_a_reader_is_told_by_its_kind(exports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_(*_: object, **__: object) -> None:
        raise ValueError(f"invalid literal: {SECRET}")

    monkeypatch.setattr(one_file, "_read", break_)
    told = land(exports, exports.parent / "warehouse", is_quiet=True).text()
    assert "cannot be read (the text is damaged or incomplete: " in told
    assert "[ValueError]" in told
    assert "13912345670" not in told


def test_the_computation_tells_kind_and_place_and_no_word(
    exports: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline, "TRANSFORM", [sys.executable, "-c", BROKEN_TRANSFORM])
    with pytest.raises(BuildError) as failed:
        build(exports, exports.parent / "warehouse", mini_project(exports.parent / "project"), is_quiet=True)
    told = "".join(capfd.readouterr()) + str(failed.value)
    assert "Unexpected error / 意外错误: ValueError" in told and "The computation ended before its time" in told
    assert "13912345670" not in told and "Traceback" not in told


def test_dbt_itself_writes_no_log_that_quotes_a_value(exports: Path) -> None:
    """Asked for by name dbt shows the value on the screen, as documented; it stands in no file."""
    bad = "{{ config(materialized='table') }}\nselect cast(content as integer) as phone_count "
    bad += "from {{ source('landing', 'exchange_messages') }}"
    project = mini_project(exports.parent / "project", {"models/staging/stg_phones.sql": bad})
    warehouse = exports.parent / "warehouse"
    land(exports, warehouse, is_quiet=True)
    program = shutil.which("dbt", path=str(Path(sys.executable).parent))
    assert program
    done = subprocess.run(
        [program, "run", "-s", "stg_phones", "--profiles-dir", "."],
        cwd=project,
        env=kefu_environment() | {"KEFU_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1 and SECRET in done.stdout
    left = [path for folder in (project, warehouse) for path in folder.rglob("*") if path.is_file()]
    assert len(left) > 20
    assert [str(path) for path in left if SECRET.encode() in path.read_bytes() and "landing" not in path.parts] == []

"""A build that fails publishes nothing, says why in both languages, and neither its words nor its logs hold data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from mini_project import mini_project, write

from kefu.pipeline import BuildError, BuildOutcome, build
from kefu.publish import BUILD_NAME
from support import kefu_environment

# Invented; they stand in message texts, names of accounts, bad cells and a file that nobody knows.
SECRETS = ("13912345670", "幸福路八十八号", "hidden-buyer-77", "secret-note-55", "云朵小姐", "not-a-time-99")
MESSAGES = (
    "customer_id,sender,sent_at,agent_account,session_id,content,platform\n"
    "hidden-buyer-77,customer,2024-03-01 10:00:00,云朵小姐,s1,我的电话 13912345670,pdd\n"
    "hidden-buyer-77,agent,2024-03-01 10:00:09,云朵小姐,s1,寄到幸福路八十八号,pdd\n"
    "hidden-buyer-77,agent,not-a-time-99,云朵小姐,s1,secret-note-55,pdd\n"
)
FAILING = {
    "tests/assertions/no_message_names_a_street.sql": (
        "select content from {{ ref('stg_messages') }} where content like '%幸福路%'"
    ),
    "tests/assertions/no_message_names_a_street.yml": (
        "version: 2\ndata_tests:\n  - name: no_message_names_a_street\n"
        '    description: "No message names a street. / 消息不含街道。"\n'
    ),
    "models/staging/_messages.yml": (
        "version: 2\nmodels:\n  - name: stg_messages\n    columns:\n"
        "      - name: session_id\n        data_tests: [unique]\n"
        "      - name: content\n        data_tests: [{accepted_values: {arguments: {values: [hello]}}}]\n"
    ),
    "models/staging/stg_phones.sql": (
        "{{ config(materialized='table') }}\n"
        "select cast(content as integer) as phone_count from {{ source('landing', 'exchange_messages') }}"
    ),
}
RUN = """
import sys
from pathlib import Path
from kefu.pipeline import BuildError, build, land_alone
exports, warehouse, project = map(Path, sys.argv[1:4])
print(land_alone(exports, warehouse).text())
try:
    build(exports, warehouse, project)
except BuildError as error:
    print(error)
    sys.exit(3)
"""


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    shop = tmp_path / "exports" / "my-shop"
    shop.mkdir(parents=True)
    (shop / "messages.csv").write_text(MESSAGES, encoding="utf-8")
    return shop.parent


def run_build(
    exports: Path, warehouse: Path, project: Path, code: str = RUN, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(exports), str(warehouse), str(project)],
        env=kefu_environment() | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def good_build(exports: Path, tmp_path: Path) -> BuildOutcome:
    return build(exports, tmp_path / "warehouse", mini_project(tmp_path / "good"), is_quiet=True)


def messages_in(published: Path) -> list[tuple[int, int]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute("select * from marts.kpi_messages").fetchall()


def test_a_failed_build_publishes_nothing_and_holds_no_data_in_words_and_logs(exports: Path, tmp_path: Path) -> None:
    published = good_build(exports, tmp_path).published
    assert messages_in(published) == [(2, 1)]
    (exports / "my-shop" / "unknown.csv").write_text(
        "secret-note-55,云朵小姐\n13912345670,幸福路八十八号\n", encoding="utf-8"
    )
    (exports / "my-shop" / "broken.xlsx").write_bytes(b"PK\x03\x04" + "幸福路八十八号".encode() * 50)
    project = mini_project(tmp_path / "bad", FAILING)
    done = run_build(exports, tmp_path / "warehouse", project)
    assert done.returncode == 3, done.stderr[-3000:]
    for sentence in (
        "no_message_names_a_street (No message names a street): 1 row",
        "no_message_names_a_street（消息不含街道）：1 行",
        "stg_messages.session_id stands more than once: 1 row",
        "stg_messages.session_id 重复：1 行",
        "stg_messages.content is none of hello: 2 rows",
        "stg_phones (models/staging/stg_phones.sql) could not be computed (Conversion Error)",
        "Nothing was published",
        "本次未发布",
    ):
        assert sentence in done.stdout
    assert messages_in(published) == [(2, 1)]
    texts = {"what was printed": (done.stdout + done.stderr).encode()}
    for folder in (project / "target", project / "logs", tmp_path / "warehouse"):
        for path in folder.rglob("*"):
            parts = path.relative_to(folder).parts
            if path.is_file() and parts[0] not in ("landing", BUILD_NAME):
                texts[str(path)] = path.read_bytes()
    assert any("target" in name for name in texts)
    assert any(name.endswith("kpi_messages.parquet") for name in texts)
    leaks = [
        (name, secret)
        for name, content in texts.items()
        for secret in SECRETS
        if secret.encode() in content or secret.encode("gb18030") in content
    ]
    assert leaks == []


def test_a_second_build_waits_or_says_why(exports: Path, tmp_path: Path) -> None:
    """Both at once on one warehouse: both end well, one after the other."""
    project, warehouse = mini_project(tmp_path / "good"), tmp_path / "warehouse"
    code = RUN.replace("print(land_alone(exports, warehouse).text())\n", "")
    command = [sys.executable, "-c", code, str(exports), str(warehouse), str(project)]
    both = [subprocess.Popen(command, env=kefu_environment(), stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    assert sum("Waiting for build (pid" in error for error in errors) == 1
    assert sum("等待占用者结束" in error for error in errors) == 1
    assert messages_in(warehouse / "kefu.duckdb") == [(2, 1)]


def test_a_bad_cell_of_a_rule_file_stops_the_build_before_any_model(exports: Path, tmp_path: Path) -> None:
    published = good_build(exports, tmp_path).published
    project = mini_project(tmp_path / "bad", {"seeds/limits.csv": "limit_name,limit_count\nmessages,ten\nsessions,\n"})
    with pytest.raises(BuildError) as caught:
        build(exports, tmp_path / "warehouse", project, is_quiet=True)
    assert "seeds/limits.csv, row 2, column limit_count: “ten” is no whole number" in str(caught.value)
    assert "seeds/limits.csv 第 3 行，列 limit_count：单元格为空" in str(caught.value)
    assert messages_in(published) == [(2, 1)]


@pytest.mark.skipif(os.name == "nt", reason="needs modes of files")
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_names_and_texts_are_for_the_owner_and_published_files_for_nobody_to_write(
    exports: Path, tmp_path: Path, umask: int
) -> None:
    warehouse = tmp_path / "warehouse"
    old = os.umask(umask)
    try:
        # a landing of an older build, open to all
        (warehouse / "landing").mkdir(parents=True, mode=0o755)
        published = good_build(exports, tmp_path).published
    finally:
        os.umask(old)
    modes = {name: oct((warehouse / name).stat().st_mode & 0o777) for name in ("landing", BUILD_NAME)}
    assert modes == {"landing": "0o700", BUILD_NAME: "0o600"}
    version = published.resolve().parent
    assert oct(version.stat().st_mode & 0o777) == "0o755"
    assert {oct(path.stat().st_mode & 0o777) for path in version.iterdir()} == {"0o444"}


FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")
@pytest.mark.parametrize("where", ["landing", "workshop"])
def test_a_full_disk_leaves_the_old_marts_and_marks_no_file_as_bad(exports: Path, tmp_path: Path, where: str) -> None:
    published = good_build(exports, tmp_path).published
    rows = [f"buyer,customer,2024-03-02 10:00:00,x,s{number},{os.urandom(24).hex()},pdd" for number in range(30_000)]
    large = exports / "my-shop" / "large.csv"
    large.write_text("\n".join([MESSAGES.splitlines()[0], *rows, ""]), encoding="utf-8")
    limit, project = 100_000, tmp_path / "good"
    if where == "workshop":
        limit = 4_000_000
        copies = "select md5(content || range) as content from {{ ref('stg_messages') }} cross join range(50)"
        write(project / "models/staging/stg_copies.sql", "{{ config(materialized='table') }}\n" + copies)
    done = run_build(exports, tmp_path / "warehouse", project, FULL.format(limit) + RUN.replace("print(land", "(land"))
    assert "The disk is full" in done.stdout + done.stderr, (done.stdout + done.stderr)[-3000:]
    assert "磁盘空间不足" in done.stdout + done.stderr
    assert messages_in(published) == [(2, 1)]
    build(exports, tmp_path / "warehouse", project, is_quiet=True)
    assert messages_in(published) == [(30_002, 30_000)]

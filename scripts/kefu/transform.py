"""The dbt part of a build, in a process of its own, because dbt keeps the build's database open until it ends.

It reads its order as JSON from stdin and answers with JSON on stdout. The rules are checked first, all of them, in a
database in memory: a bad rule file costs seconds, and no model has run. dbt itself prints and logs nothing; what it
found is told in sentences that hold no data.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import duckdb
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kefu.faults import telling_nothing
from kefu.landing.messages import Message
from kefu.rule_files import RuleFile, load, read_rule_files
from kefu.sentences import SPEAKS_OF_SQL, failed_node, failed_test, is_disk_full

LEAN = (
    "--log-level", "none", "--log-level-file", "none", "--no-version-check", "--no-write-json",
    # no warning is lost: tests that warn are told, and dbt's own are told by `dbt parse`
    "--quiet",
)  # fmt: skip
# Checks of what no data can break, such as the key of a view over tables whose keys are checked: they read every unit
# of every figure, which costs more than computing them.
CODE_CHECKS = "tag:code"
# A check that has run on the rule files before the models is not run again on the same rows.
CHECKED = "checked"
# Models of this name hold the defects of the rule files, one sentence a row, and rest on rule files alone.
CHECKS = "*_problems"
SENTENCES = "select sentence_en, sentence_zh from "


@dataclass(frozen=True)
class Order:
    """What the process is to do."""

    project: str
    warehouse: str
    variables: str | None = None
    is_quiet: bool = False
    with_code_checks: bool = False


@dataclass
class Answer:
    """What came of it: errors stop a build, warnings do not; a full disk is told by whoever started the build."""

    is_disk_full: bool = False
    stage: str = "rules"
    errors: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)


def transform(order: Order) -> Answer:
    """Check the rules of a project, then build all its models with their tests."""
    os.environ["KEFU_WAREHOUSE"] = order.warehouse
    os.chdir(order.project)
    answer = Answer()
    files = read_rule_files(Path(order.project))
    answer.errors = [problem for file in files for problem in file.problems]
    flags = [*LEAN, "--project-dir", order.project, "--profiles-dir", order.project]
    if order.variables:
        flags += ["--vars", order.variables]
    parsed = dbtRunner().invoke(["parse", *flags])
    if not parsed.success:
        # a rule file that is not there cannot be referred to: its own sentence says more than dbt's
        answer.errors = answer.errors or [_broken_project(parsed.exception)]
        return answer
    manifest: Manifest = parsed.result
    answer.errors += _rule_problems(manifest, files, flags)
    if answer.errors:
        return answer
    answer.stage = "models"
    excluded = ["--exclude", f"tag:{CHECKED}", *([] if order.with_code_checks else [CODE_CHECKS])]
    with _progress(manifest, order) as advance:
        built = dbtRunner(manifest, callbacks=[advance]).invoke(
            # unit tests prove the models, not the data: they run with `kefu test`
            ["build", "--exclude-resource-type", "unit_test", *excluded, *flags]
        )
    _tell(built, answer)
    return answer


def _broken_project(error: BaseException | str | None) -> Message:
    told = " ".join(str(error).split())[:1000]
    return Message(f"The project cannot be read: {told}", f"项目无法解析：{told}")


def _stopped(error: BaseException | str) -> Message:
    """Say that dbt stopped between its nodes; what is not about SQL, files or memory may quote data."""
    if SPEAKS_OF_SQL.search(str(error)):
        return _broken_project(error)
    kind = "error" if isinstance(error, str) else type(error).__name__
    return Message(f"dbt stopped ({kind})", f"dbt 中止（{kind}）")


def _rule_problems(manifest: Manifest, files: list[RuleFile], flags: list[str]) -> list[Message]:
    """Run the tests of the rule files, and the models of their defects, on the files that are well-formed.

    The tests that ran and hold get the tag CHECKED.
    """
    compiled = dbtRunner(manifest).invoke(
        ["compile", "--select", "resource_type:seed", f"+{CHECKS}", "--indirect-selection", "cautious", *flags]
    )
    if not compiled.success:
        return [_broken_project(compiled.exception or "; ".join(filter(None, map(_message, compiled.result))))]
    nodes = {result.node.unique_id: result.node for result in compiled.result.results}
    sound = {file.name: file for file in files if not file.problems}
    problems: list[Message] = []
    with duckdb.connect() as connection:
        there = _load([node for node in nodes.values() if node.resource_type == "seed"], sound, connection)
        _compute([node for node in nodes.values() if node.resource_type == "model"], there, connection)
        for node in nodes.values():
            if node.resource_type == "test" and there.issuperset(node.depends_on_nodes):
                (count,) = connection.execute(f"select count(*) from ({node.compiled_code})").fetchone() or (0,)
                if not count:
                    manifest.nodes[node.unique_id].tags.append(CHECKED)
                elif node.config.severity.lower() == "error":
                    problems.append(failed_test(node.to_dict(), count))
            elif node.resource_type == "model" and node.unique_id in there and fnmatch(node.name, CHECKS):
                problems += [Message(*row) for row in connection.execute(SENTENCES + node.relation_name).fetchall()]
    # a model that stacks the defects of others tells them again
    return sorted(set(problems))


def _message(result: Any) -> str | None:  # noqa: ANN401 - dbt exports no type for it
    return result.message


def _load(seeds: Iterable[Any], sound: dict[str, RuleFile], connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Create the tables of the seeds that are sound; return their names in the manifest."""
    there = set()
    for seed in seeds:
        if seed.name in sound:
            _make_schema(seed, connection)
            load(sound[seed.name], connection, seed.relation_name)
            there.add(seed.unique_id)
    return there


def _compute(models: Iterable[Any], there: set[str], connection: duckdb.DuckDBPyConnection) -> None:
    """Create the models that rest on nothing but what is `there`, each after those it reads; add their names."""
    waiting = list(models)
    while ready := [node for node in waiting if there.issuperset(node.depends_on_nodes)]:
        for node in ready:
            _make_schema(node, connection)
            connection.execute(f"create table {node.relation_name} as {node.compiled_code}")
            there.add(node.unique_id)
        waiting = [node for node in waiting if node.unique_id not in there]


def _make_schema(node: Any, connection: duckdb.DuckDBPyConnection) -> None:  # noqa: ANN401 - a node of any kind
    connection.execute(f"attach if not exists ':memory:' as {node.database}")
    connection.execute(f"create schema if not exists {node.database}.{node.schema}")


def _tell(built: Any, answer: Answer) -> None:  # noqa: ANN401 - dbt exports no type for it
    if built.exception:
        answer.is_disk_full = is_disk_full(str(built.exception))
        answer.errors.append(_stopped(built.exception))
        return
    for result in built.result.results:
        status, node = str(result.status), result.node.to_dict()
        if status == "fail":
            answer.errors.append(failed_test(node, result.failures))
        elif status == "warn":
            answer.warnings.append(failed_test(node, result.failures))
        elif status == "error":
            answer.is_disk_full = answer.is_disk_full or is_disk_full(result.message or "")
            answer.errors.append(failed_node(node, result.message or ""))
    if not built.success and not answer.errors:
        answer.errors.append(Message("dbt stopped without saying why", "dbt 意外中止"))


@contextmanager
def _progress(manifest: Manifest, order: Order) -> Any:  # noqa: ANN401 - a generator of callbacks
    """Show how far dbt is on stderr: a bar on a terminal, else one line; nothing when quiet."""
    nodes = manifest.nodes.values()
    left_out = {CHECKED} if order.with_code_checks else {CHECKED, "code"}
    kinds = [node.resource_type for node in nodes if left_out.isdisjoint(node.tags)]
    models, tests = kinds.count("model"), kinds.count("test")
    console = Console(stderr=True)
    if order.is_quiet:
        yield lambda _: None
    elif not console.is_terminal or os.environ.get("CI"):
        console.print(
            f"Computing {models} tables, checking {tests} rules of the data / "
            f"正在计算 {models} 张表，执行 {tests} 项数据检查",
            highlight=False,
        )
        yield lambda _: None
    else:
        columns = (TextColumn("Computing / 计算"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("models", total=models + tests + kinds.count("seed"))
            yield _advancing(lambda: bar.advance(task))


def _advancing(advance: Callable[[], None]) -> Callable[[Any], None]:
    def heard(event: Any) -> None:  # noqa: ANN401 - dbt's events are generated messages
        if event.info.name == "NodeFinished":
            advance()

    return heard


def _end_with_parent(is_answered: threading.Event) -> None:
    """End at once when the parent is gone: its end of our stdin closes, however it died."""
    while os.read(0, 1):
        pass
    if not is_answered.is_set():
        os._exit(1)


def main() -> None:
    """Take one order, carry it out, answer."""
    # dbt and its libraries may print; only the answer may reach the parent's pipe
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # the workshop and what is swapped out beside it hold names and texts: for nobody but the owner, from the start
    os.umask(0o077)
    order = Order(**json.loads(sys.stdin.buffer.readline()))
    is_answered = threading.Event()
    threading.Thread(target=_end_with_parent, args=(is_answered,), daemon=True).start()
    answer = transform(order)
    is_answered.set()
    with answers:
        json.dump(asdict(answer), answers)
    # an ordinary end: dbt's adapter closes the database then, which brings its log into the file


if __name__ == "__main__":
    telling_nothing(main)

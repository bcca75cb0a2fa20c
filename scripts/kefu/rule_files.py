"""The rule files (seeds) as people write them: checked cell by cell before dbt sees them, loaded for the SQL checks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import yaml

from kefu.landing.messages import Message
from kefu.yaml_files import read_yaml

SHOWN_VALUE = 60
# What the first line of a file shows that is no csv with commas.
_MARKS = {
    "PK\x03\x04": Message("it is a workbook, not a csv", "是工作簿，不是 csv"),
    ";": Message("its cells are separated by semicolons", "单元格以分号分隔"),
    "\t": Message("its cells are separated by tabs", "单元格以制表符分隔"),
}
TEXT_TYPES = ("varchar", "text", "string")


@dataclass
class RuleFile:
    """One rule file: its declared columns with their types, its cells, and what is wrong with it."""

    name: str
    path: str
    types: dict[str, str]
    rows: list[list[str]] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)

    def complain(self, en: str, zh: str) -> None:
        """Note one defect, as a sentence that begins with the file."""
        self.problems.append(Message(f"{self.path}{en}", f"{self.path}{zh}"))


def read_rule_files(project: Path) -> list[RuleFile]:
    """Read every rule file that is declared or lies below `project`/seeds, and find what is wrong with its form."""
    folder = project / "seeds"
    files: list[RuleFile] = []
    for declaration in sorted(folder.rglob("*.yml")):
        try:
            seeds = _seeds(declaration)
        except (yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
            file = RuleFile(declaration.stem, declaration.relative_to(project).as_posix(), {})
            mark = getattr(error, "problem_mark", None)
            place = (f", row {mark.line + 1}", f" 第 {mark.line + 1} 行") if mark else ("", "")
            file.complain(
                f"{place[0]}: the declaration of the rule files is no valid YAML; put it back",
                f"{place[1]}：规则文件的声明不是有效的 YAML，请恢复",
            )
            files.append(file)
            continue
        for seed in seeds:
            path = declaration.parent / f"{seed['name']}.csv"
            types = (seed.get("config") or {}).get("column_types") or {}
            file = RuleFile(seed["name"], path.relative_to(project).as_posix(), types)
            _read(file, path)
            files.append(file)
    known = {file.path for file in files}
    # where a declaration cannot be read, its files are not undeclared
    undeclared = {(project / file.path).parent for file in files if file.path.endswith(".yml")}
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(project).as_posix()
        if name not in known and path.parent not in undeclared:
            file = RuleFile(path.stem, name, {})
            file.complain(
                ": nobody declared this rule file; remove it, or declare it beside the others",
                "：未声明的规则文件，请移除，或参照其他文件声明",
            )
            files.append(file)
    with duckdb.connect() as connection:
        for file in files:
            if not file.problems:
                _check_cells(file, connection)
    return files


def _seeds(declaration: Path) -> list[dict[str, Any]]:
    return (read_yaml(declaration) or {}).get("seeds") or []


def _read(file: RuleFile, path: Path) -> None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        file.complain(": the rule file is missing; put it back", "：规则文件缺失，请恢复")
        return
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        file.complain(
            f", row {row}: the file is not UTF-8; save it as “CSV UTF-8”",
            f" 第 {row} 行：不是 UTF-8 编码，请另存为“CSV UTF-8”",
        )
        return
    except OSError:
        file.complain(": the rule file cannot be read", "：规则文件无法读取")
        return
    mark = next((mark for mark in _MARKS if text.startswith(mark) or mark in text.split("\n")[0]), None)
    if mark and "," not in text.split("\n")[0]:
        file.complain(f": {_MARKS[mark].en}; save it as “CSV UTF-8”", f"：{_MARKS[mark].zh}，请另存为“CSV UTF-8”")
        return
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        file.complain(": a quote is never closed", "：引号未闭合")
        return
    if not records:
        file.complain(": the file is empty; it needs its header row", "：文件为空，至少需要表头")
        return
    header, *rows = records
    _check_header(file, header)
    for number, row in enumerate(rows, start=2):
        if row and not "".join(row).strip():
            file.complain(f", row {number}: the row is empty; remove it", f" 第 {number} 行：空行，请删除")
        elif row and len(row) != len(header):
            file.complain(
                f", row {number}: {len(row)} cells, but the header has {len(header)}",
                f" 第 {number} 行：有 {len(row)} 个单元格，而表头有 {len(header)} 列",
            )
    file.rows = rows


def _check_header(file: RuleFile, header: list[str]) -> None:
    for name in sorted({name for name in header if header.count(name) > 1}):
        file.complain(f": the column {name} stands there twice", f"：列 {name} 重复")
    for name in file.types:
        if name not in header:
            file.complain(f": the column {name} is missing", f"：缺少列 {name}")
    for name in header:
        if name not in file.types:
            file.complain(
                f": the column {name} is unknown; its columns are {', '.join(file.types)}",
                f"：未知的列 {name}；应有的列为 {'、'.join(file.types)}",
            )
    if not file.problems and header != list(file.types):
        file.types = {name: file.types[name] for name in header}


def _check_cells(file: RuleFile, connection: duckdb.DuckDBPyConnection) -> None:
    """Let the engine itself read every cell as the type of its column."""
    connection.register("cells", _texts(file))
    for column, kind in file.types.items():
        condition = f"\"{column}\" = ''"
        if kind.lower() not in TEXT_TYPES:
            condition += f' or try_cast("{column}" as {kind}) is null'
        query = f'select row_number, "{column}" from cells where {condition} order by row_number'
        for number, value in connection.execute(query).fetchall():
            if value:
                file.complain(
                    f", row {number}, column {column}: “{value[:SHOWN_VALUE]}” is no {_word(kind).en}",
                    f" 第 {number} 行，列 {column}：“{value[:SHOWN_VALUE]}” 不是{_word(kind).zh}",
                )
            else:
                file.complain(
                    f", row {number}, column {column}: the cell is empty; write - for nothing",
                    f" 第 {number} 行，列 {column}：单元格为空，没有内容请填 -",
                )
    connection.unregister("cells")


def _word(kind: str) -> Message:
    """Say what a type asks for."""
    words = {
        "boolean": Message("true or false", " true 或 false"),
        "date": Message("date (2024-03-31)", "日期（2024-03-31）"),
        "integer": Message("whole number", "整数"),
        "bigint": Message("whole number", "整数"),
    }
    return words.get(kind.lower(), Message(f"number ({kind})", f"数字（{kind}）"))


def _texts(file: RuleFile) -> pa.Table:
    numbered = [(number, row) for number, row in enumerate(file.rows, start=2) if row]
    columns = {name: [row[index] for _, row in numbered] for index, name in enumerate(file.types)}
    arrays = [pa.array([number for number, _ in numbered], pa.int64())]
    arrays += [pa.array(values, pa.string()) for values in columns.values()]
    return pa.Table.from_arrays(arrays, ["row_number", *columns])


def load(file: RuleFile, connection: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Create `relation` from a file without problems, as dbt will."""
    connection.register("cells", _texts(file))
    columns = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in file.types.items())
    connection.execute(f"create table {relation} as select {columns} from cells order by row_number")
    connection.unregister("cells")

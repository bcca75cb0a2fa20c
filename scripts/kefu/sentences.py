"""Says in one plain sentence, in both languages, what dbt found wrong: names and counts, never a value of the data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kefu.landing.messages import Message

# These errors speak of SQL, files and memory. All others quote the value that they stumbled over: it may be personal.
SPEAKS_OF_SQL = re.compile(r"\b(Parser|Binder|Catalog|IO|Out of Memory|Compilation) Error\b|enforced contract")
ERROR_CLASS = re.compile(r"\b((?:[A-Z][a-z]+ )+Error): ")
DISK_FULL = re.compile(
    r"no space left on device|disk quota exceeded|file too large|not enough space on the disk"
    r"|max_temp_directory_size|errno (28|27|122)\b",
    re.IGNORECASE,
)
# The form of every singular test's description: an English sentence, a slash, a Chinese one.
BOTH = re.compile(r"^(?P<en>[^\u4e00-\u9fff]+?)[.。]? / (?P<zh>.+?)[.。]?$", re.DOTALL)


def is_disk_full(text: str) -> bool:
    """Tell whether an error's text says that a disk (or a quota on it) has no room."""
    return bool(DISK_FULL.search(text))


def disk_full(where: str) -> Message:
    """Say that the disk is full, and that nothing changed for the readers."""
    return Message(
        f"The disk is full ({where}): nothing was published, the last published marts are unchanged. "
        "Free some space and build again.",
        f"磁盘空间不足（{where}）：本次未发布，上次发布的数据保持不变。请清理空间后重新构建。",
    )


def rows(count: int | None) -> Message:
    """Say a number of rows."""
    number = count or 0
    return Message(f"{number} row" if number == 1 else f"{number} rows", f"{number} 行")


def failed_test(node: Mapping[str, Any], count: int | None) -> Message:
    """Say what a test, given as dbt's manifest writes it, found in how many rows."""
    about = _meaning(node)
    how_many = rows(count)
    return Message(f"{about.en}: {how_many.en}", f"{about.zh}：{how_many.zh}")


def _meaning(node: Mapping[str, Any]) -> Message:
    metadata = node.get("test_metadata") or {}
    arguments = metadata.get("kwargs") or {}
    table = _table(node)
    column = f"{table}.{node.get('column_name')}"
    match metadata.get("name"):
        case "not_null":
            return Message(f"{column} is empty", f"{column} 为空")
        case "unique":
            return Message(f"{column} stands more than once", f"{column} 重复")
        case "unique_key":
            key = ", ".join(arguments["columns"])
            return Message(f"{table} has a key ({key}) twice or empty", f"{table} 的键（{key}）重复或为空")
        case "accepted_values":
            allowed = ", ".join(map(str, arguments["values"]))
            return Message(f"{column} is none of {allowed}", f"{column} 不在允许值中（{allowed}）")
        case "relationships":
            target = re.sub(r"ref\(['\"](\w+)['\"]\)", r"\1", arguments["to"]) + "." + arguments["field"]
            return Message(f"{column} names what {target} does not know", f"{column} 的值在 {target} 中不存在")
    found = BOTH.match(node.get("description") or "")
    if found:
        return Message(f"{node['name']} ({found['en']})", f"{node['name']}（{found['zh']}）")
    return Message(f"the test {node['name']} of {table} failed", f"{table} 未通过检查 {node['name']}")


def _table(node: Mapping[str, Any]) -> str:
    attached = node.get("attached_node")
    parents: Sequence[str] = [attached] if attached else node["depends_on"]["nodes"]
    return ", ".join(parent.split(".")[-1] for parent in parents)


def failed_node(node: Mapping[str, Any], error: str) -> Message:
    """Say that a model, seed or test could not be run, with the error as far as it quotes no value."""
    name, path = node["name"], node["original_file_path"]
    if not SPEAKS_OF_SQL.search(error):
        classes = ERROR_CLASS.findall(error)
        kind = classes[-1] if classes else "error"
        command = f"python run.py dbt build -s {name}"
        return Message(
            f"{name} ({path}) could not be computed ({kind}); the value is not shown here: {command}",
            f"{name}（{path}）无法计算（{kind}）；此处不显示数据，可运行：{command}",
        )
    told = " ".join(line.strip() for line in error.splitlines() if line.strip())[:500]
    return Message(f"{name} ({path}) could not be computed: {told}", f"{name}（{path}）无法计算：{told}")

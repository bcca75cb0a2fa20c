"""The cheap guard: all compiled SQL of the project, parsed by Spark's own parser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyspark.errors import ParseException
from pyspark.sql import SparkSession

from kefu.spark.session import run_dbt


@dataclass(frozen=True)
class Refused:
    """A statement that the parser does not take."""

    node: str
    reason: str


def refused_statements() -> tuple[int, list[Refused]]:
    """Compile every model and data test for Spark; return how many there are, and which do not parse."""
    compiled = run_dbt("compile", "--quiet")
    if not compiled.success:
        raise RuntimeError(f"The project does not compile for Spark / 项目无法为 Spark 编译: {compiled.exception}")
    statements = [
        (result.node.unique_id, result.node.compiled_code)
        for result in compiled.result.results
        if result.node.resource_type in ("model", "test")
    ]
    parser = SparkSession.active()._jsparkSession.sessionState().sqlParser()
    return len(statements), [refusal for node, sql in statements if (refusal := _refusal(parser, node, sql))]


def _refusal(parser: Any, node: str, sql: str) -> Refused | None:  # noqa: ANN401 - an object of the JVM
    try:
        parser.parsePlan(sql)
    except ParseException as error:
        return Refused(node, str(error).strip().split("\n\n")[0])
    return None

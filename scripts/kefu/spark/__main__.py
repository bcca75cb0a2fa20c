"""Command line of the second engine; run.py forwards `spark …` here, in the environment of its own."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kefu.spark.parse import refused_statements
from kefu.spark.session import ROOT, run_dbt, spark_run

warehouse_option = click.option(
    "--warehouse",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "warehouse",
    help="Folder of the warehouse. 数据仓库文件夹。",
)


@click.group()
def main() -> None:
    """Run the models on Spark. 在 Spark 上运行模型。"""


@main.command("parse")
@warehouse_option
def parse_command(warehouse: Path) -> None:
    """Compile every model and data test and have Spark parse it. 编译全部模型与数据校验并由 Spark 解析。"""
    with spark_run(warehouse):
        count, refused = refused_statements()
    for refusal in refused:
        click.echo(f"{refusal.node}: {refusal.reason}", err=True)
    parsed = count - len(refused)
    click.echo(f"Spark parses {parsed} of {count} statements / 共 {count} 条语句，Spark 可解析 {parsed} 条")
    sys.exit(1 if refused else 0)


@main.command("dbt", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@warehouse_option
def dbt_command(arguments: tuple[str, ...], warehouse: Path) -> None:
    """Run any dbt command on Spark. 在 Spark 上运行任意 dbt 命令。"""
    with spark_run(warehouse):
        sys.exit(0 if run_dbt(*arguments).success else 1)


if __name__ == "__main__":
    main()

"""Command line of the package; run.py forwards here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from kefu.appraisal.payout import pay_out
from kefu.appraisal.reading import AppraisalError, parse_month
from kefu.appraisal.workbook import write_workbook
from kefu.extract import ExtractError, Reader, extract
from kefu.faults import telling_nothing
from kefu.hash_key import FILE, remove_all_but_key
from kefu.hash_key import FOLDER as KEY_FOLDER
from kefu.landing.entities import platform_words
from kefu.landing.messages import Message
from kefu.lock import WAIT_SECONDS, WarehouseBusyError
from kefu.pipeline import ROOT, BuildError, alone, build, dbt, land_alone, tell
from kefu.privacy.forget import ForgetError, Request, forget
from kefu.report import print_report
from kefu.written import Language

EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
exports_option = click.option(
    "--exports",
    type=EXISTING_FOLDER,
    default=ROOT / "exports",
    help="Folder with the exported files. 导出文件所在文件夹。",
)
warehouse_option = click.option(
    "--warehouse", type=FOLDER, default=ROOT / "warehouse", help="Folder of the warehouse. 数据仓库文件夹。"
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """End with the sentences of an expected failure instead of a trace."""
    try:
        yield
    except (AppraisalError, BuildError, ExtractError, ForgetError, WarehouseBusyError) as error:
        raise click.ClickException(str(error)) from error


@click.group()
def main() -> None:
    """Kefu: customer-service KPIs from platform exports. 由平台导出文件计算客服指标。"""


@main.command("land")
@exports_option
@warehouse_option
@click.option("--quiet", is_flag=True, help="No progress on stderr. 不显示进度。")
def land_command(exports: Path, warehouse: Path, quiet: bool) -> None:
    """Land every exported file as Parquet. 将所有导出文件导入为 Parquet。"""
    with told_plainly():
        click.echo(land_alone(exports, warehouse, is_quiet=quiet).text())


@main.command("build")
@exports_option
@warehouse_option
@click.option("--sets", default="own", help="Definition sets: own, all, or a list such as jd,pdd. 统计口径。")
@click.option(
    "--wait",
    default=WAIT_SECONDS,
    help="Seconds to wait for another build of this warehouse to end. 等待同一仓库的其他构建结束的秒数。",
)
@click.option("--code-checks", is_flag=True, help="Check the models too, not the data alone. 同时校验模型本身。")
def build_command(exports: Path, warehouse: Path, sets: str, wait: float, code_checks: bool) -> None:
    """Land, build, test and publish; then print the agents' figures. 导入、计算、校验、发布并打印指标。"""
    variables = f"{{definition_sets: '{sets}'}}"
    with told_plainly():
        outcome = build(exports, warehouse, variables=variables, wait_seconds=wait, with_code_checks=code_checks)
    click.echo(outcome.landing.text())
    for warning in outcome.warnings:
        tell(warning)
    print_report(outcome.published)


@main.command("appraisal")
@warehouse_option
@click.option("--month", default="", help="The month, such as 2024-03. 月份，例如 2024-03。")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Language of the workbook. 语言。")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; by default it is put into the warehouse. 输出文件，默认放在数据仓库文件夹。",
)
def appraisal_command(warehouse: Path, month: str, language: str, output: Path | None) -> None:
    """Write the workbook of a month's appraisal for a manager. 生成当月考核工作簿。"""
    with told_plainly():
        path = write_workbook(warehouse, parse_month(month), Language[language.upper()], output)
    click.echo(f"Workbook / 考核工作簿: {path}")


@main.command("payout")
@exports_option
@warehouse_option
@click.option("--month", required=True, help="The month to pay out, such as 2024-03. 要发放的月份。")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", help="Language of the header. 表头语言。")
@click.option("--paid-on", type=click.DateTime(["%Y-%m-%d"]), help="Day of the payment, today if left out. 发放日期。")
@click.option("--early", is_flag=True, help="Pay a month that may still change. 发放仍可能变化的月份。")
def payout_command(
    exports: Path, warehouse: Path, month: str, language: str, paid_on: datetime | None, early: bool
) -> None:
    """Write what a month pays into the exports; the next build locks it. 写出工资发放文件，下次构建后锁定该月。"""
    day = paid_on.date() if paid_on else date.today()
    with told_plainly():
        paid = pay_out(warehouse, exports, parse_month(month), Language[language.upper()], day, is_early=early)
    click.echo(paid.text())


@main.command("forget")
@exports_option
@warehouse_option
@click.option("--buyer", default="", help="Nick, account or calling number of the person. 买家昵称、账号或来电号码。")
@click.option("--older-than", default="", help="Instead: all that is older than so many days. 或：早于若干天的数据。")
@click.option("--platform", default="", help="Only on this platform, such as tmall. 仅限该平台。")
@click.option("--shop", default="", help="Only in this shop folder. 仅限该店铺文件夹。")
@click.option(
    "--raw", type=click.Choice(["", "delete"]), default="", help="delete: the raw files go too. 同时删除原始文件。"
)
@click.option("--sets", default="own", help="Definition sets, as for build. 统计口径，与 build 相同。")
def forget_command(
    exports: Path, warehouse: Path, buyer: str, older_than: str, platform: str, shop: str, raw: str, sets: str
) -> None:
    """Remove a person, or what is old, from all data; the figures stay. 删除个人数据，指标不变。"""
    if older_than and not older_than.isdigit():
        raise click.ClickException("OLDER_THAN is a number of days. / OLDER_THAN 应为天数。")
    request = Request(
        buyer=buyer or None,
        older_than=int(older_than) if older_than else None,
        platform=platform_words().get(platform.casefold(), platform) or None,
        shop_id=shop or None,
        is_raw_deleted=raw == "delete",
    )
    with told_plainly():
        done = forget(exports, warehouse, request, variables=f"{{definition_sets: '{sets}'}}")
    click.echo(done.text())


@main.command("extract")
@warehouse_option
@click.option("--shop", default="", help="The shop whose rows it may hold: its shop_id. 店铺。")
@click.option("--team", default="", help="The team whose rows it may hold. 团队。")
def extract_command(warehouse: Path, shop: str, team: str) -> None:
    """Write what one shop or team may see of the published marts; builds renew it. 生成店铺或团队的数据提取。"""
    if bool(shop) == bool(team):
        raise click.UsageError("Name either a shop or a team. 请指定店铺（--shop）或团队（--team），二选一。")
    reader = Reader("shop", shop) if shop else Reader("team", team)
    with told_plainly(), alone(warehouse, "extract"):
        path = extract(warehouse, reader, ROOT)
    click.echo(f"Extract / 数据提取: {path}")


@main.command("docs")
@warehouse_option
def docs_command(warehouse: Path) -> None:
    """Write dbt's catalogue as one page, target/static_index.html. 生成 dbt 文档页。"""
    with told_plainly():
        if not dbt(["docs", "generate", "--static"], warehouse):
            sys.exit(1)
    click.echo(f"{ROOT / 'target' / 'static_index.html'}")


@main.command("lint")
def lint_command() -> None:
    """Check the style of SQL and Python. 检查代码风格。"""
    commands = (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["sqlfluff", "lint", "models", "tests/assertions"],
    )
    with tempfile.TemporaryDirectory() as empty_warehouse:
        environment = os.environ | {"KEFU_WAREHOUSE": empty_warehouse}
        codes = [
            subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False).returncode
            for command in commands
        ]
    sys.exit(max(codes))


@main.command("test", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test_command(arguments: tuple[str, ...]) -> None:
    """Run everything that CI runs. 运行全部测试。"""
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode)


@main.command("dbt", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.option("--warehouse", type=FOLDER, default=ROOT / "warehouse")
def dbt_command(arguments: tuple[str, ...], warehouse: Path) -> None:
    """Run any dbt command. 运行任意 dbt 命令。"""
    with told_plainly():
        sys.exit(0 if dbt(list(arguments), warehouse) else 1)


@main.command("clean")
def clean_command() -> None:
    """Remove the default warehouse, but its hash key, and dbt's target folder. 清除数据仓库（保留密钥）与中间文件。"""
    warehouse = ROOT / "warehouse"
    with told_plainly(), alone(warehouse, "clean"):
        shutil.rmtree(ROOT / "target", ignore_errors=True)
        remove_all_but_key(warehouse)
    if (warehouse / KEY_FOLDER).exists():
        kept = warehouse / KEY_FOLDER / FILE
        tell(Message(f"Kept the key of the customer hashes: {kept}", f"已保留客户摘要的密钥：{kept}"))


if __name__ == "__main__":
    telling_nothing(lambda: main(prog_name="kefu"))

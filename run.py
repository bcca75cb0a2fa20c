"""The launcher: sets up .venv from the locked requirements and runs a command in it. Standard library only.

    python run.py build [--exports DIR] [--warehouse DIR] [--sets own|all|jd,pdd,…]
    python run.py appraisal --month 2024-03 [--language zh|en] [--output FILE]
    python run.py payout --month 2024-03 [--early]
    python run.py test | lint | docs | setup
    python run.py dbt …            (any dbt command)

一个命令完成环境安装并运行任务；仅依赖标准库。
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements" / "requirements.txt"
STAMP = VENV / "kefu-requirements.sha256"


def venv_program(name: str) -> Path:
    """Return the path of a program inside the virtual environment."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def set_up() -> None:
    """Create the virtual environment, or bring it up to date with the locked requirements."""
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and venv_program("python").exists():
        return
    if sys.version_info[:2] < (3, 11):  # noqa: UP036 - this is where an older Python is told so
        sys.exit("kefu needs Python 3.11 or newer. 需要 Python 3.11 或更高版本。")
    print("Setting up .venv (once) … 正在安装环境（仅首次）…", flush=True)
    venv.create(VENV, with_pip=True, clear=True)
    install = [str(venv_program("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--require-hashes", "--only-binary", ":all:", "-r", str(REQUIREMENTS)], check=True)
    (ROOT / "warehouse").mkdir(exist_ok=True)
    STAMP.write_text(wanted)


def environment() -> dict[str, str]:
    """Return the environment in which commands run: nothing is written beside the sources."""
    return os.environ | {
        "PYTHONPATH": str(ROOT / "scripts"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def main(arguments: list[str]) -> int:
    """Set up and forward the command to the kefu package."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    set_up()
    if arguments[0] == "setup":
        return 0
    return subprocess.run(
        [str(venv_program("python")), "-m", "kefu", *arguments], cwd=ROOT, env=environment(), check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

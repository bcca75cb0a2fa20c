"""The launcher: sets up .venv from the locked requirements and runs a command in it. Standard library only.

    python run.py build [--exports DIR] [--warehouse DIR] [--sets own|all|jd,pdd,…]
    python run.py appraisal --month 2024-03 [--language zh|en] [--output FILE]
    python run.py payout --month 2024-03 [--early]
    python run.py extract --shop ID | --team NAME
    python run.py test | lint | docs | setup
    python run.py dbt …            (any dbt command)
    python run.py bench [--messages 1000000] [--runs 3] [--cases …]
    python run.py spark parse      (the SQL of the models, read by Spark's parser; needs Java 17)

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
# what the benchmark compares with is no part of the project
PEERS_VENV = ROOT / ".venv-bench"
PEERS_REQUIREMENTS = ROOT / "requirements" / "bench.txt"
# the second engine: whoever builds with DuckDB needs neither this environment nor Java
SPARK_VENV = ROOT / ".venv-spark"
SPARK_REQUIREMENTS = ROOT / "requirements" / "spark.txt"
# published as source alone
BUILT_FROM_SOURCE = "pyspark"


def venv_program(name: str, environment: Path = VENV) -> Path:
    """Return the path of a program inside a virtual environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def set_up(environment: Path = VENV, requirements: Path = REQUIREMENTS) -> None:
    """Create a virtual environment, or bring it up to date with its locked requirements."""
    stamp = environment / "kefu-requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and venv_program("python", environment).exists():
        return
    if sys.version_info[:2] < (3, 11):  # noqa: UP036 - this is where an older Python is told so
        sys.exit("kefu needs Python 3.11 or newer. 需要 Python 3.11 或更高版本。")
    print(f"Setting up {environment.name} (once) … 正在安装环境（仅首次）…", flush=True)
    venv.create(environment, with_pip=True, clear=True)
    python = str(venv_program("python", environment))
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "--no-binary", BUILT_FROM_SOURCE, "-r", str(requirements)]
    subprocess.run([*install, *locked], check=True)
    (ROOT / "warehouse").mkdir(exist_ok=True)
    stamp.write_text(wanted)


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
    if arguments[0] == "spark":
        set_up(SPARK_VENV, SPARK_REQUIREMENTS)
        return _run(SPARK_VENV, ["kefu.spark", *arguments[1:]])
    set_up()
    if arguments[0] == "setup":
        return 0
    program = ["benchmarks", *arguments[1:]] if arguments[0] == "bench" else ["kefu", *arguments]
    return _run(VENV, program)


def _run(of: Path, program: list[str]) -> int:
    python = str(venv_program("python", of))
    return subprocess.run([python, "-m", *program], cwd=ROOT, env=environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

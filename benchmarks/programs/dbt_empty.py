"""Builds a dbt project as a build does, but one whose models and tests are empty: what dbt itself costs.

python -m benchmarks.programs.dbt_empty PROJECT
"""

from __future__ import annotations

import sys

from dbt.cli.main import dbtRunner

from kefu.transform import LEAN


def main() -> None:
    """Parse, then build; end with 1 where dbt fails."""
    flags = [*LEAN, "--project-dir", sys.argv[1], "--profiles-dir", sys.argv[1]]
    parsed = dbtRunner().invoke(["parse", *flags])
    built = parsed.success and dbtRunner(parsed.result).invoke(["build", *flags]).success
    sys.exit(0 if built else 1)


if __name__ == "__main__":
    main()

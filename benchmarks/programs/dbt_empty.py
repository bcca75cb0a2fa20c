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
    if not parsed.success:
        sys.exit(str(parsed.exception))
    built = dbtRunner(parsed.result).invoke(["build", *flags])
    if not built.success:
        sys.exit(str(built.exception or [result.message for result in built.result]))


if __name__ == "__main__":
    main()

"""The project's own SQL macros, for the few expressions that landed files and models must agree on."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

MACROS = Path(__file__).resolve().parents[3] / "macros"
FILES = ("keys.sql", "sealed_values.sql", "cross_engine/text.sql", "cross_engine/hash_key.sql")


class _Adapter:
    """Stands in for dbt's dispatch: there is one engine here."""

    def __init__(self) -> None:
        self.module: Any = None

    def dispatch(self, name: str, _package: str) -> Any:  # noqa: ANN401 - a macro of a template
        return getattr(self.module, f"duckdb__{name}")


class _Dbt:
    """Stands in for dbt's own macros, as far as these files use them."""

    @staticmethod
    def type_string() -> str:
        return "varchar"

    @staticmethod
    def split_part(text: str, separator: str, index: int) -> str:
        return f"split_part({text}, {separator}, {index})"


@lru_cache(maxsize=1)
def _module() -> Any:  # noqa: ANN401 - the macros of a template
    source = "\n".join((MACROS / name).read_text(encoding="utf-8") for name in FILES)
    adapter = _Adapter()
    template = jinja2.Environment(autoescape=False).from_string(source)
    adapter.module = template.make_module({"adapter": adapter, "return": str, "dbt": _Dbt})
    return adapter.module


def macro(name: str, *arguments: str) -> str:
    """Give what a macro of the project writes for these arguments."""
    return str(getattr(_module(), name)(*arguments))

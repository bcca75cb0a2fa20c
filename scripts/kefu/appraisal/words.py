"""The words of the workbook: column headings and codes in the language that was asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kefu.appraisal.sheets import Column
from kefu.written import Language
from kefu.yaml_files import read_yaml

WORDS: dict[str, Any] = read_yaml(Path(__file__).with_name("workbook.yml"))
SUFFIX = {Language.EN: "_en", Language.ZH: "_zh"}


class Words:
    """The words of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def text(self, code: str, group: str = "text", **values: object) -> str:
        """Give a text, with values put into it."""
        text = WORDS[group][code][self.language]
        return text.format(**values) if values else text

    def code(self, group: str, code: str) -> str:
        """Give the word of a code, or the code itself where no word is known."""
        pair = WORDS["codes"][group].get(code)
        return pair[self.language] if pair else code

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """Give a row of a mart in this language: codes as words, name_en or name_zh as name."""
        spoken = dict(row)
        for key, value in row.items():
            if key in WORDS["codes"] and isinstance(value, str):
                spoken[key] = self.code(key, value)
            if key.endswith(SUFFIX[self.language]):
                spoken[key.removesuffix(SUFFIX[self.language])] = value
        return spoken

    def columns(self, text: str) -> list[Column]:
        """Read columns written as `key:kind:width key …`; a kind in [brackets] stands in another column of the row."""
        columns = []
        for each in text.split():
            key, kind, width = [*each.split(":"), "", ""][:3]
            is_per_row = kind.startswith("[")
            columns.append(
                Column(
                    key=key,
                    heading=self.text(key, "columns"),
                    kind="text" if is_per_row or not kind else kind,
                    width=float(width or 9.5),
                    kind_key=kind.strip("[]") if is_per_row else "",
                )
            )
        return columns

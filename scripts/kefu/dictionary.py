"""Writes the KPI dictionary: one page per KPI and language and an index, from the seeds alone.

``python -m kefu.dictionary`` writes it, with ``--check`` it only says which pages are stale.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from kefu.written import ROOT, Language, main
from kefu.yaml_files import read_yaml

PATTERNS = [f"docs/{language.folder}/kpi/*.md" for language in Language]
WORDS = read_yaml(Path(__file__).with_suffix(".yml"))
START, END = "1900-01-01", "9999-12-31"
# No \b: to it a Chinese letter is part of the word.
ID = re.compile(r"(?<![A-Za-z0-9_])(?:[a-z][a-z0-9]*(?:_[a-z0-9]+)+|nps)(?![A-Za-z0-9_])")
Row = dict[str, str]


@lru_cache(maxsize=32)
def seed(name: str, folder: str = "kpi") -> list[Row]:
    """Read a seed."""
    with (ROOT / f"seeds/{folder}/{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def word(group: str, code: str, language: Language) -> str:
    """Give the word for a code of the seeds."""
    pair = WORDS[group].get(code)
    return pair[language] if pair else code


def _text(code: str, language: Language) -> str:
    return WORDS["text"][code][language]


def _in(row: Row, column: str, language: Language) -> str:
    return row[f"{column}_{language.folder}"]


def kpi_pages() -> list[tuple[Row, Row]]:
    """Give the KPIs that are defined and have a guide, in the guide's order."""
    definitions = {row["kpi_id"]: row for row in seed("kpi_definitions")}
    return [(definitions[row["kpi_id"]], row) for row in seed("kpi_guide") if row["kpi_id"] in definitions]


def definition_sets() -> list[str]:
    """Give the definition sets in the order of their seed."""
    return [row["definition_set"] for row in seed("ref_definition_sets", "reference")]


def members(kpi_id: str) -> dict[str, list[Row]]:
    """Give the member rows of a KPI by definition set; the rows of all sets stand only where a set has none."""
    rows = [row for row in seed("kpi_members") if row["kpi_id"] == kpi_id]
    sets = definition_sets()
    own = {name: [row for row in rows if row["definition_set"] == name] for name in sets}
    common = [row for row in rows if row["definition_set"] == "*"]
    return {name: own[name] or common for name in sets if own[name] or common}


def _linked(text: str, kpi_id: str) -> str:
    pages = {definition["kpi_id"] for definition, _ in kpi_pages()}
    keys = {row["rule_key"] for row in seed("rule_keys")}

    def link(match: re.Match[str]) -> str:
        name = match[0]
        if name in pages and name != kpi_id:
            return f"[`{name}`]({name}.md)"
        return f"`{name}`" if name in keys or name == kpi_id else name

    return ID.sub(link, text)


def _table(head: str, rows: list[list[str]]) -> str:
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _sets(names: list[str], all_names: list[str], language: Language) -> str:
    return _text("all_sets", language) if names == all_names else _text("comma", language).join(names)


def _measure(row: Row, part: str, language: Language) -> str:
    measure, kind = row[f"{part}_measure"], row[f"{part}_kind"]
    if measure == "-":
        return "–"
    return word("kind_of_one", kind, language) if measure == "one" else f"{word('kind', kind, language)} `{measure}`"


def _counted(kpi_id: str, language: Language) -> str:
    by_set = members(kpi_id)
    sets = defaultdict(list)
    for name, rows in by_set.items():
        for row in rows:
            sets[tuple(value for key, value in row.items() if key != "definition_set")].append((name, row))
    table = []
    for group in sets.values():
        row = group[0][1]
        period = word("period", row["period"], language)
        if row["is_segmented"] == "true":
            period += _text("comma", language) + _text("segmented", language)
        table.append(
            [
                _sets([name for name, _ in group], definition_sets(), language),
                word("unit_type", row["unit_type"], language),
                f"`{row['population']}`",
                _measure(row, "numerator", language),
                _measure(row, "denominator", language),
                word("scope", row["scope"], language),
                period,
                word("finality", row["finality"], language),
            ]
        )
    if table:
        return _table(_text("counted_head", language), table)
    share = next((row for row in seed("kpi_shares") if row["kpi_id"] == kpi_id), None)
    if share:
        over = word("shared_over", share["shared_over"], language)
        return _text("share", language).format(base=_linked(share["base_kpi_id"], kpi_id), over=over)
    place = next((row for row in seed("kpi_mart_columns") if row["kpi_id"] == kpi_id), None)
    if place:
        return _placed(place, language)
    return _text("derived", language)


def _placed(place: Row, language: Language) -> str:
    """Say in which mart the value of a figure stands that is neither daily nor monthly."""
    part = ""
    if place["filter_column"] != "-":
        part = _text("placed_filter", language).format(column=place["filter_column"], value=place["filter_value"])
    return _text("placed", language).format(
        grain=_in(place, "grain", language), mart=place["mart"], column=place["value_column"], filter=part
    )


def _keys_of(member: Row) -> set[str]:
    """Give the rule keys that a member row's figures read, and the one of the window that they wait for."""
    measures = ("*", member["numerator_measure"], member["denominator_measure"])
    keys = {
        row["rule_key"]
        for row in seed("kpi_unit_rules")
        if row["unit_type"] == member["unit_type"]
        and row["population"] in ("*", member["population"])
        and row["measure"] in measures
    }
    windows = (WORDS["window_of"].get(member["finality"]), WORDS["window_of"].get(member["period"]))
    return keys | {window for window in windows if window}


def _keys_read(kpi_id: str) -> dict[str, set[str]]:
    """Give the rule keys that a KPI reads, by definition set; a share reads what its base reads."""
    share = next((row for row in seed("kpi_shares") if row["kpi_id"] == kpi_id), None)
    by_set = members(share["base_kpi_id"] if share else kpi_id)
    if not by_set:
        return {name: set(WORDS["derived_reads"].get(kpi_id, ())) for name in definition_sets()}
    return {name: set().union(*map(_keys_of, rows)) for name, rows in by_set.items()}


def _rules(kpi_id: str, language: Language) -> str:
    read = _keys_read(kpi_id)
    meanings = {row["rule_key"]: _in(row, "name", language) for row in seed("rule_keys")}
    sets = defaultdict(list)
    for row in seed("kpi_rules"):
        name, key = row["definition_set"], row["rule_key"]
        is_own = row["kpi_id"] == kpi_id
        if key not in read.get(name, ()) or row["shop_id"] != "*" or not (is_own or row["kpi_id"] == "*"):
            continue
        if not is_own and _is_replaced(kpi_id, row):
            continue
        sets[(key, row["rule_value"], row["valid_from"], row["valid_to"], row["source"], is_own)].append(name)
    table = []
    for key in meanings:
        readers = [name for name in read if key in read[name]]
        for (rule_key, value, start, end, source, is_own), names in sets.items():
            if rule_key == key:
                shown = f"**{value}**" if is_own else value
                days = _days(start, end, language)
                table.append([f"`{key}`", meanings[key], _sets(names, readers, language), shown, days, source])
    return _table(_text("rules_head", language), table) if table else ""


def _days(start: str, end: str, language: Language) -> str:
    if (start, end) == (START, END):
        return _text("always", language)
    return f"{start if start != START else ''} … {end if end != END else ''}".strip()


def _is_replaced(kpi_id: str, general: Row) -> bool:
    """True where a row of the KPI alone stands over a general one on all its days."""
    return any(
        (row["definition_set"], row["kpi_id"], row["shop_id"], row["rule_key"])
        == (general["definition_set"], kpi_id, "*", general["rule_key"])
        and row["valid_from"] <= general["valid_from"]
        and row["valid_to"] >= general["valid_to"]
        for row in seed("kpi_rules")
    )


def _inputs(kpi_id: str, language: Language) -> str:
    names = {row["input_id"]: _in(row, "name", language) for row in seed("ref_inputs", "reference")}
    needed = [row["input_id"] for row in seed("kpi_inputs") if row["kpi_id"] == kpi_id]
    return "\n".join(f"* {names[name]} (`{name}`)" for name in needed)


def _source(source: str, language: Language) -> str:
    for code, pair in WORDS["source"].items():
        source = source.replace(code, pair[language])
    return source


def page(definition: Row, guide: Row, language: Language) -> str:
    """Write the page of one KPI."""
    kpi_id = definition["kpi_id"]
    other = Language(1 - language)
    facts = " · ".join(
        [
            _in(definition, "name", other),
            word("area", guide["area"], language),
            word("unit", definition["unit"], language),
            word("direction", definition["direction"], language),
            _text("source", language) + _text("colon", language) + _source(definition["source"], language),
        ]
    )
    parts = [f"# {_in(definition, 'name', language)}{_text('colon', language)}`{kpi_id}`", facts]
    for code, row in (
        ("purpose", guide),
        ("formula", definition),
        ("excluded", definition),
        ("example", guide),
        ("gaming", guide),
    ):
        parts += [f"## {_text(code, language)}", _linked(_in(row, code, language), kpi_id)]
    parts += [f"## {_text('counted', language)}", _counted(kpi_id, language)]
    rules = _rules(kpi_id, language)
    if rules:
        parts += [f"## {_text('rules', language)}", _text("rules_note", language), rules]
    inputs = _inputs(kpi_id, language)
    if inputs:
        parts += [f"## {_text('inputs', language)}", _text("inputs_note", language), inputs]
    return "\n\n".join(parts) + "\n"


def index(language: Language) -> str:
    """Write the index: all KPIs by area."""
    parts = [f"# {_text('index', language)}", _text("index_note", language)]
    other = Language(1 - language)
    for area in WORDS["area"]:
        rows = [
            [
                f"[`{definition['kpi_id']}`]({definition['kpi_id']}.md)",
                _in(definition, "name", language),
                _in(definition, "name", other),
                word("unit", definition["unit"], language),
                word("direction", definition["direction"], language),
            ]
            for definition, guide in kpi_pages()
            if guide["area"] == area
        ]
        if rows:
            parts += [f"## {word('area', area, language)}", _table(_text("index_head", language), rows)]
    return "\n\n".join(parts) + "\n"


def render() -> dict[str, str]:
    """Give every page with its text."""
    files = {}
    for language in Language:
        folder = f"docs/{language.folder}/kpi"
        files[f"{folder}/README.md"] = index(language)
        for definition, guide in kpi_pages():
            files[f"{folder}/{definition['kpi_id']}.md"] = page(definition, guide, language)
    return files


if __name__ == "__main__":
    main(render, PATTERNS)

"""A filled template is landed as the kind it belongs to, and no platform file is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from landing_world import World

from kefu.exchange_docs import exchange_kinds, render
from kefu.landing.entities import load_contract
from kefu.landing.headers import match_header

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = {name: text for name, text in render().items() if name.endswith(".csv")}


def test_every_template_of_both_languages_lands_as_its_kind_without_quarantine(world: World) -> None:
    for name in TEMPLATES:
        world.put(f"my-shop/{name}", (ROOT / name).read_bytes())
    world.land()
    landed = world.rows("landed_files", "source_file", "file_kind", "status", "rows_landed", "rows_quarantined")
    kinds = dict.fromkeys(exchange_kinds(), 0)
    for file, kind, status, rows, quarantined in landed:
        assert (status, rows, quarantined) == ("landed", "1", "0"), file
        kinds[kind] += 1
    assert kinds == dict.fromkeys(exchange_kinds(), 2)
    assert world.quarantine() == []


@pytest.mark.parametrize("name", sorted(name for name in TEMPLATES if "/zh/" not in name))
def test_both_templates_of_a_kind_say_the_same(world: World, name: str) -> None:
    twin = next(
        other
        for other, text in TEMPLATES.items()
        if "/zh/" in other and text.splitlines()[1:] == TEMPLATES[name].splitlines()[1:]
    )
    world.put(f"my-shop/{name}", TEMPLATES[name])
    world.put(f"my-shop/{twin}", TEMPLATES[twin])
    world.land()
    kind = next(kind for kind, spec in exchange_kinds().items() if f"/{spec.get('template', kind)}.csv" in name)
    entity = load_contract().kind(kind).entity  # type: ignore[union-attr]
    english, chinese = world.rows(entity.name, *(column.name for column in entity.columns), "extra")
    assert english == chinese
    assert english[-1] is None


def test_no_platform_header_is_taken_for_a_shops_own_file(headers: dict[str, list[str]]) -> None:
    own = exchange_kinds()
    taken = {}
    for name, columns in headers.items():
        match = match_header([columns], load_contract().kinds)
        if match and match.kind and match.kind.name in own:
            taken[name] = match.kind.name
    assert taken == {}

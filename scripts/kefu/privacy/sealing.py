"""Sealing: what identifies a person leaves the landed rows; what the models read of it stays.

Kept of a name: that it is the same person's (a key), the stars of a mask, the colon of a colleague's account, and
where a platform's own masks show letters of it, those. Kept of a text: the key and the length of its wording, and that
two texts differ or are equal. Order numbers, times, amounts, products and the shop's own people stay as they are.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from kefu.hash_key import hash_key
from kefu.landing.sealed_files import sealed_folder
from kefu.landing.writer import move_into_place
from kefu.privacy.columns import Note, PersonalTable, personal_columns
from kefu.privacy.finding import find_old_rows, find_people, is_old, with_age, with_people
from kefu.privacy.landed import NEW_HASH, Landed
from kefu.privacy.ledger import Ledger, load_ledger, save_ledger
from kefu.privacy.macros import macro
from kefu.privacy.names import HALF_KEY, HASHED, SEALED_TEXT
from kefu.privacy.retention import Cutoff

STATE = "_sealed.json"
NO_KEY = "-" * 32
# a telephone number of the world outside; what is shorter is an extension
OUTSIDE_DIGITS = 7
# tables that the landing writes about itself
OWN_TABLES = ("landed_files", "file_rows", "quarantine")


def seal(warehouse: Path, cutoffs: Iterable[Cutoff]) -> dict[str, int]:
    """Apply the ledger of forgotten people and the retention periods to everything that is landed.

    Returns the numbers of rows changed by table. Nothing is read where nothing has changed since the last time. A run
    that dies is ended by the next one.
    """
    cutoffs = sorted(cutoffs)
    ledger = load_ledger(warehouse)
    if ledger is None and not cutoffs:
        return {}
    ledger = ledger or new_ledger(warehouse)
    path = warehouse / "landing" / STATE
    if _state(path).get("digest") == _digest(warehouse, ledger, cutoffs):
        return {}
    counts: dict[str, int] = {}
    with Landed(warehouse) as landed:
        if ledger.people:
            counts = forget_people(landed, ledger)
        if cutoffs:
            for name, count in hash_old_rows(landed, ledger, cutoffs).items():
                counts[name] = counts.get(name, 0) + count
    temporary = path.with_name(f".{STATE}.tmp")
    state = {"digest": _digest(warehouse, ledger, cutoffs), "key": _fingerprint(warehouse)}
    temporary.write_text(json.dumps(state), encoding="utf-8")
    move_into_place(temporary, path)
    return counts


def new_ledger(warehouse: Path) -> Ledger:
    """Begin a ledger; its key tells sealed texts apart, also where nobody was forgotten."""
    ledger = Ledger()
    save_ledger(warehouse, ledger)
    return ledger


def drop_rows_of_another_key(warehouse: Path) -> None:
    """Have everything landed again if rows were sealed under another hash key: their wordings would meet no others."""
    sealed_under = _state(warehouse / "landing" / STATE).get("key")
    if sealed_under and sealed_under != _fingerprint(warehouse):
        shutil.rmtree(warehouse / "landing")


def _state(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _fingerprint(warehouse: Path) -> str:
    return hashlib.sha256(f"fingerprint of {hash_key(warehouse)}".encode()).hexdigest()[:16]


def _digest(warehouse: Path, ledger: Ledger, cutoffs: list[Cutoff]) -> str:
    """Tell the state of ledger, periods and files; equal to that of the last run there is nothing to do."""
    files = [*(warehouse / "landing").glob("*/*.parquet"), *sealed_folder(warehouse).glob("*/*.parquet")]
    parts = [str(ledger), str(cutoffs)]
    parts += [f"{path}|{found.st_size}|{found.st_mtime_ns}" for path in sorted(files) if (found := path.stat())]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def forget_people(landed: Landed, ledger: Ledger) -> dict[str, int]:
    """Seal every row of the people of the ledger; give the numbers of rows changed by table."""
    find_people(landed, ledger, ledger.people)
    counts = {
        table.name: landed.rewrite(table.name, _forgetting(table, ledger), with_people(landed, table))
        for table in landed.tables.values()
    }
    for name in lists():
        kept = f"case when not {_is_named(ledger, 'extra')} then t.extra end"
        counts[name] = landed.rewrite(name, {"extra": kept})
    owned = " or ".join(
        f"(t.source_file_id, t.source_row) in (select o.source_file_id, o.source_row from own_{name} as o)"
        for name in landed.tables
    )
    changed = {"row_hash": f"case when {owned} then {NEW_HASH} else t.row_hash end"}
    counts["quarantine"] = landed.rewrite("quarantine", changed)
    return {name: count for name, count in counts.items() if count}


def lists() -> list[str]:
    """Give the tables without buyers that hold what somebody wrote."""
    return [name for name in personal_columns().without_buyers if name not in OWN_TABLES]


def hash_old_rows(landed: Landed, ledger: Ledger, cutoffs: Iterable[Cutoff]) -> dict[str, int]:
    """Seal every row that is older than its period; give the numbers of rows changed by table.

    A name becomes the customer key that it had: the rows of somebody who comes back still are one customer's.
    """
    find_old_rows(landed, cutoffs)
    counts = {
        table.name: landed.rewrite(table.name, _ageing(landed, table, ledger), with_age(landed, table))
        for table in landed.tables.values()
    }
    return {name: count for name, count in counts.items() if count}


def text_digest(ledger: Ledger, column: str) -> str:
    """Give the SQL of the digest by which a text that names somebody is found again."""
    return f"md5('{ledger.key}' || {column})"


def _is_named(ledger: Ledger, column: str) -> str:
    if not ledger.texts:
        return "false"
    found = f"{text_digest(ledger, f't.{column}')} in (select n.digest from named_texts as n)"
    return f"coalesce({found}, false)"


def _forgetting(table: PersonalTable, ledger: Ledger) -> dict[str, str]:
    """Give what becomes of the columns of a table whose rows are joined with the people found in them."""
    changes = {}
    instead = "hit_ends" if table.shows_ends else "hit_plain"
    for column in table.named:
        # the masks of a chat log stay: they name nobody, and are how its conversations are found again
        unmasked = f" and not contains(t.{column}, '*')" if table.shows_ends else ""
        is_meant = f"h_{column}.hit_name is not null{unmasked}"
        changes[column] = f"case when {is_meant} then h_{column}.{instead} else t.{column} end"
    for column in table.inside:
        text = f"t.{column}"
        for number in table.callers:
            replaced = f"replace({text}, t.{number}, h_{number}.hit_plain)"
            text = f"case when h_{number}.hit_name is not null then {replaced} else {text} end"
        changes[column] = text
    return changes | _emptied(table, ledger, lambda column: f"(o.row_no is not null or {_is_named(ledger, column)})")


def _ageing(landed: Landed, table: PersonalTable, ledger: Ledger) -> dict[str, str]:
    """Give what becomes of the columns of rows that are joined with their first day that is kept."""
    changes = {}
    for column in table.named:
        name = f"t.{column}"
        key = macro("customer_key", "t.own_platform", name)
        sealed = f"'{HASHED}' || {key}"
        if table.shows_ends:
            sealed += f" || {_letters(name, landed.shown_ends())}"
        conditions = " and ".join([is_old(table), *_is_outsider(table, column, key)])
        changes[column] = f"case when {conditions} then {sealed} else {name} end"
    return changes | _emptied(table, ledger, lambda _: is_old(table))


def _is_outsider(table: PersonalTable, column: str, key: str) -> list[str]:
    """Give the conditions under which a column holds the name or number of a buyer that is not sealed yet."""
    name, only = f"t.{column}", table.named[column]
    conditions = [f"{name} is not null", f"not {macro('is_sealed_name', name)}", f"not contains({name}, '*')"]
    if table.platform == "tmall":
        conditions.append(f"not contains({name}, ':')")
    if only == "known":
        conditions.append(f"(t.shop_id, {key}) in (select k.shop_id, k.customer_key from known_buyers as k)")
    elif only:
        conditions.append(f"({only})")
    if column in table.callers:
        conditions.append(f"length(regexp_replace({name}, '[^0-9]', '', 'g')) >= {OUTSIDE_DIGITS}")
        conditions += [f"not contains(coalesce(t.{inside}, ''), {name})" for inside in table.inside]
    if column in table.callers or only == "known":
        conditions.append(f"{name} not in (select s.account from staff as s)")
    return conditions


def _letters(name: str, ends: tuple[int, int]) -> str:
    first, last = ends
    shown = f"'~' || replace(left({name}, {first}), '|', '-') || '~' || replace(right({name}, {last}), '|', '-')"
    return f"case when length({name}) >= {first + last + 2} then {shown} else '' end"


def _emptied(table: PersonalTable, ledger: Ledger, is_meant: Callable[[str], str]) -> dict[str, str]:
    """Give what becomes of texts, notes and other columns in the rows that are meant."""
    changes = {}
    for column in table.texts:
        text = f"t.{column}"
        is_plain = f"{text} <> '' and not {macro('is_sealed_text', text)}"
        changes[column] = (
            f"case when {is_meant(column)} and {is_plain} then {sealed_text(text, ledger)} else {text} end"
        )
    for column, note in table.notes.items():
        changes[column] = f"case when {is_meant(column)} then {_kept_note(note, f't.{column}')} else t.{column} end"
    changes["extra"] = f"case when not {is_meant('extra')} then t.extra end"
    return changes


def sealed_text(text: str, ledger: Ledger) -> str:
    """Give the SQL of what stands instead of a text."""
    wording = macro("wording", text)
    return (
        f"'{SEALED_TEXT}' || coalesce({macro('content_key', wording)}, '{NO_KEY}') || '~' || "
        f"{macro('content_length', wording)} || '~' || left(md5('{ledger.key}|text|' || {text}), {HALF_KEY})"
    )


def _kept_note(note: Note, column: str) -> str:
    if note.keep:
        return f"case when contains({column}, '{note.keep}') then '{note.keep}' end"
    if note.words:
        return f"case when {column} in ({', '.join(repr(word) for word in note.words)}) then {column} end"
    return "null"

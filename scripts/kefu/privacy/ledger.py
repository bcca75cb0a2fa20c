"""The ledger of forgotten people: keyed hashes of their names and what stands instead of them, never a name.

It makes that people stay forgotten when their files are landed again. Its key is its own and never changes: another
hash key (KEFU_HASH_KEY) must not bring anybody back.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kefu.landing.sealed_files import private_folder
from kefu.landing.writer import move_into_place
from kefu.privacy.names import FORGOTTEN, HALF_KEY, folded, letters_of, signs_of

LEDGER = "forgotten.json"


@dataclass
class Person:
    """One forgotten person within a platform and a shop, or within all of them."""

    name_hash: str
    secret: str
    platform: str | None
    shop_id: str | None
    forgotten_on: str
    # keys under which older rows of the person stand since they grew old, and what stands instead
    hashed: dict[str, str] = field(default_factory=dict)

    def covers(self, platform: str, shop_id: str) -> bool:
        """True where the person was forgotten."""
        return self.platform in (None, platform) and self.shop_id in (None, shop_id)

    def prefix(self, platform: str) -> str:
        """Give what all sealed spellings of the name on a platform begin with."""
        return FORGOTTEN + _hash(self.secret, platform)[:HALF_KEY]

    def sealed(self, name: str, platform: str, ends: tuple[int, int] | None) -> str:
        """Give what stands instead of a spelling of the name; `ends` where the platform shows letters of it."""
        signs = signs_of(name) if ends is None else letters_of(name, ends)
        return self.prefix(platform) + _hash(self.secret, f"{platform}|{name}")[:HALF_KEY] + signs


@dataclass
class Ledger:
    """All forgotten people of a warehouse, and digests of texts elsewhere that name one of them."""

    key: str = field(default_factory=lambda: secrets.token_hex(32))
    people: list[Person] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def name_hash(self, name: str) -> str:
        """Hash what all spellings of a name share."""
        return _hash(self.key, folded(name))

    def by_hash(self) -> dict[str, list[Person]]:
        """Give the forgotten people by the hash of their name, those forgotten first first."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            found.setdefault(person.name_hash, []).append(person)
        return found

    def add(self, name: str, platform: str | None, shop_id: str | None, today: str) -> Person:
        """Return the person of that name and scope; a new one gets a secret that nobody can guess."""
        name_hash = self.name_hash(name)
        for person in self.people:
            if (person.name_hash, person.platform, person.shop_id) == (name_hash, platform, shop_id):
                return person
        person = Person(name_hash, secrets.token_hex(32), platform, shop_id, today)
        self.people.append(person)
        return person


def _hash(key: str, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=bytes.fromhex(key), digest_size=16).hexdigest()


def load_ledger(warehouse: Path) -> Ledger | None:
    """Read the ledger of a warehouse; None when nothing was ever forgotten or hashed there.

    Raises ValueError when it cannot be read: going on would bring forgotten people back.
    """
    path = warehouse / "private" / LEDGER
    if not path.exists():
        return None
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Ledger(content["key"], [Person(**person) for person in content["people"]], content["texts"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{path} cannot be read: put it back from your backup, else forgotten people would return. / "
            f"{path} 无法读取：请从备份恢复，否则已删除的个人数据会重新出现。"
        ) from error


def save_ledger(warehouse: Path, ledger: Ledger) -> None:
    """Write the ledger atomically, readable by its owner alone."""
    folder = private_folder(warehouse)
    draft = folder / f".{LEDGER}.tmp"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
        json.dump(asdict(ledger), handle, indent=1)
    move_into_place(draft, folder / LEDGER)

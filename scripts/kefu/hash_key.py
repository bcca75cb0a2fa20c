"""The secret under which buyers and wordings are hashed: from the environment, else from a file made once.

The file lies in the warehouse, in a folder of its own that git ignores wherever the warehouse stands, and only its
owner may read it. SQL knows it as a variable of the session (macros/cross_engine/hash_key.sql), which is in no file.
"""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from kefu.landing.messages import Message

ENVIRONMENT = "KEFU_HASH_KEY"
FOLDER = "private"
FILE = "hash.key"
BYTES = 32
SHORTEST = 16


def hash_key(warehouse: Path) -> str:
    """Return the key of a warehouse; make it if neither the environment nor the warehouse has one."""
    from_environment = os.environ.get(ENVIRONMENT, "").strip()
    return from_environment or _kept(warehouse / FOLDER)


def key_warnings() -> list[Message]:
    """Warn of a key from the environment that is short enough to be guessed: with it, names can be tried out."""
    from_environment = os.environ.get(ENVIRONMENT, "").strip()
    if not 0 < len(from_environment) < SHORTEST:
        return []
    # here, as the environment of another engine needs the key and has not what reads files
    from kefu.landing.messages import Message

    return [
        Message(
            f"{ENVIRONMENT} has {len(from_environment)} signs and could be guessed, and with it the buyers; "
            f"take one of at least {SHORTEST} (operations.md says how keys are changed)",
            f"{ENVIRONMENT} 只有 {len(from_environment)} 个字符，可能被猜出，进而猜出买家；"
            f"请改用至少 {SHORTEST} 个字符的密钥（更换方法见 operations.md）",
        )
    ]


def set_hash_key(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Give the key of a warehouse to a connection: only such a one can read the views of build.duckdb that hash."""
    connection.execute("set variable kefu_hash_key = ?", [hash_key(warehouse)])


def remove_all_but_key(warehouse: Path) -> None:
    """Empty a warehouse; the key stays, as another one would give every buyer another hash."""
    for path in warehouse.iterdir():
        if path.is_dir() and not path.is_symlink():
            if path.name != FOLDER:
                shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _kept(folder: Path) -> str:
    path = folder / FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        (folder / ".gitignore").write_text("*\n")
        # made under a name of its own and linked into place: two builds at once agree on one key, and none is half
        draft = folder / f"{FILE}.{secrets.token_hex(8)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_hex(BYTES) + "\n")
            handle.flush()
            os.fsync(descriptor)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            # a file system without links: the last name wins before anything was hashed
            draft.replace(path)
        draft.unlink(missing_ok=True)
    key = path.read_text().strip()
    if not key:
        raise ValueError(
            f"{path} is empty: put the key back from your backup, or remove the file to get a new one, which changes "
            f"all customer keys. / {path} 为空：请从备份恢复密钥，或删除该文件以生成新密钥（所有客户摘要将随之改变）。"
        )
    return key

"""The sample is reproducible, small, and equal to the committed folder."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from kefu.sample.dice import Deck, Dice
from kefu.sample.generate import DEFAULT_SEED, build_exports, write_exports

ROOT = Path(__file__).resolve().parents[3]
COMMITTED = ROOT / "exports"


def unpacked(content: bytes) -> object:
    """Members of a zip (compressors differ between machines), other content as it is."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_two_processes_write_equal_bytes(tmp_path: Path) -> None:
    for number, hash_seed in enumerate(("1", "2")):
        command = [sys.executable, "-m", "kefu.sample", "--out", str(tmp_path / str(number)), "--seed", "20240301"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PYTHONHASHSEED": hash_seed, "TZ": "UTC"}
        subprocess.run(command, check=True, env=environment, capture_output=True)
    assert files_below(tmp_path / "0") == files_below(tmp_path / "1")


def test_committed_folder_is_what_the_generator_writes(exports: dict[str, bytes]) -> None:
    committed = files_below(COMMITTED)
    assert sorted(committed) == sorted(exports)
    different = [name for name in exports if unpacked(committed[name]) != unpacked(exports[name])]
    assert different == [], "run: PYTHONPATH=scripts python -m kefu.sample --out exports"


def test_write_exports_writes_what_is_built(tmp_path: Path, exports: dict[str, bytes]) -> None:
    write_exports(tmp_path, DEFAULT_SEED)
    assert files_below(tmp_path) == exports


def test_another_seed_gives_another_world(exports: dict[str, bytes]) -> None:
    other = build_exports(DEFAULT_SEED + 1)
    assert sorted(other) == sorted(exports)
    assert other["jd-xiaogou/19531207.csv"] != exports["jd-xiaogou/19531207.csv"]


def test_size_bound(exports: dict[str, bytes]) -> None:
    assert sum(len(content) for content in exports.values()) < 4 * 1024 * 1024


def test_dice_are_stable() -> None:
    dice = Dice(7, "test")
    assert [dice.between(1, 100) for _ in range(6)] == [39, 82, 97, 18, 22, 77]
    assert Dice(7, "test").between(1, 10**9) != Dice(7, "other").between(1, 10**9)


def test_a_deck_deals_every_card() -> None:
    deck = Deck(Dice(1, "deck"), (("common", 3), ("rare", 1)))
    assert sorted(deck.draw() for _ in range(8)) == ["common"] * 6 + ["rare"] * 2

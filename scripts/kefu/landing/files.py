"""The files below EXPORTS: shops, ignored names, and zip members as files of their own."""

from __future__ import annotations

import errno
import gzip
import os
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO

from kefu.landing.decode import Digest, digest_file
from kefu.landing.messages import Message, Unreadable, cause_of, failed, refused
from kefu.landing.repair import repaired
from kefu.landing.sniff import container

DEFAULT_SHOP = "default"
# What the system says of a disk or quota without room.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
MEMBER_LIMIT = 4 << 30
# What all members of one archive may be together, those of the archives inside it included.
ARCHIVE_LIMIT = 16 << 30
MAX_MEMBERS = 20_000
# No export shrinks to less than a hundredth; small ones may, since they harm nobody.
MOST_RATIO = 200
RATIO_FREE = 64 << 20
# Cells of a sheet as a rectangle: its reader holds all of them, the empty ones too.
MOST_CELLS = 100_000_000
CHUNK = 1 << 20
_LITTER = ("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r")
# What browsers and download managers call a file that is not complete yet.
_UNFINISHED = (".crdownload", ".part", ".partial", ".filepart", ".download", ".opdownload", ".xltd", ".tmp")
_BOMB = ("it would unpack to many times its size", "解压后体积异常膨胀")
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*?\br=[\"'](\d+)")
_CELL = re.compile(rb"\br=[\"']([A-Z]{1,3})\d")


@dataclass(frozen=True)
class Part:
    """A file or a zip member, readable at ``path`` while its generator is held."""

    source_file: str
    names: tuple[str, ...]  # its own name, then that of the zip around it
    path: Path
    mtime: float
    digest: Digest
    container: str


@dataclass(frozen=True)
class Refusal:
    """A file or zip member that was not read, and why."""

    source_file: str
    message: Message


def is_ignored(name: str) -> bool:
    """True for hidden files, notes, Office lock files and what systems put into folders: passed over without a word."""
    folded = name.casefold()
    is_note = folded.endswith(".md") or folded.split(".")[0].split("_")[0] == "readme"
    return folded.startswith((".", "~$")) or folded in _LITTER or is_note


def shown_path(path: Path, exports: Path) -> str:
    """Name a file below EXPORTS as text, also where its name is no text."""
    return os.fsencode(path.relative_to(exports).as_posix()).decode("utf-8", "backslashreplace")


def walk(exports: Path, warehouse: Path) -> tuple[list[Path], list[Refusal]]:
    """List the files below EXPORTS in a fixed order, without hidden folders and without the warehouse itself.

    Links to folders are not followed, for they may lead in circles; they, and whatever is no file, are refused.
    """
    inside = warehouse.resolve()
    found: list[Path] = []
    refusals: list[Refusal] = []

    def refuse(path: Path, cause_en: str, cause_zh: str) -> None:
        name = shown_path(path, exports)
        refusals.append(Refusal(name, refused(name, cause_en, cause_zh)))

    waiting = [exports]
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            cause = cause_of(error)
            refuse(folder, cause.en, cause.zh)
            continue
        for entry in entries:
            path = folder / entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.name != "__MACOSX" and path.resolve() != inside:
                        waiting.append(path)
                elif is_ignored(entry.name):
                    continue
                elif entry.name.casefold().endswith(_UNFINISHED):
                    refuse(path, "an unfinished download: wait until it is complete", "下载未完成：请等待下载完成")
                elif entry.is_file():
                    if not path.resolve().is_relative_to(inside):
                        found.append(path)
                elif entry.is_dir():
                    refuse(
                        path, "a link to a folder: put the files themselves here", "是指向文件夹的链接：请直接放入文件"
                    )
                elif entry.is_symlink():
                    refuse(path, "a link that leads nowhere or to no file", "是无效链接")
                else:
                    refuse(path, "neither a file nor a folder", "既非文件也非文件夹")
            except (OSError, RuntimeError):  # a link to itself
                refuse(path, "a link that leads in a circle", "是循环链接")
    return sorted(found, key=lambda path: shown_path(path, exports)), refusals


def shop_of(source_file: str) -> str:
    """Give the shop of a source file: its first folder, or ``default``."""
    parts = PurePosixPath(source_file.split("!")[0]).parts
    return parts[0] if len(parts) > 1 else DEFAULT_SHOP


def parts_of(path: Path, exports: Path) -> Iterator[Part | Refusal]:
    """Give the file, or the members of the zip that it is; a part is valid until the next one is asked for.

    Raises OSError when the file cannot be read.
    """
    source_file = shown_path(path, exports)
    name = PurePosixPath(source_file).name
    budget = Budget()
    yield from _parts(path, source_file, (name,), path.stat().st_mtime, 0, budget)


@dataclass
class Budget:
    """What may still be unpacked from one archive."""

    left: int = ARCHIVE_LIMIT
    members: int = MAX_MEMBERS
    names: Counter[str] = field(default_factory=Counter)  # one archive may hold several members of one name


def _parts(
    path: Path, source_file: str, names: tuple[str, ...], mtime: float, depth: int, budget: Budget
) -> Iterator[Part | Refusal]:
    digest = digest_file(path)
    try:
        kind = container(path, digest)
        if kind == "xlsx":
            _check_workbook(path, digest.size)
    except Unreadable as error:
        yield Refusal(source_file, refused(source_file, *error.cause))
        return
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, zlib.error, EOFError, OSError) as error:
        kind = "xlsx" if source_file.casefold().endswith(("xlsx", "xlsm")) else "zip"
        yield Refusal(source_file, failed(source_file, cause_of(error, kind)))
        return
    if kind not in ("zip", "gzip"):
        yield from _readable(Part(source_file, names, path, mtime, digest, kind))
        return
    if depth > 1:
        yield Refusal(source_file, refused(source_file, "zip inside a zip inside a zip", "压缩包嵌套过深"))
        return
    with tempfile.TemporaryDirectory(prefix="kefu-") as folder:
        if kind == "gzip":
            yield from _gzip_member(path, digest.size, Path(folder), source_file, names, mtime, depth, budget)
            return
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=_member_name)
            budget.members -= len(members)
            if budget.members < 0:
                yield Refusal(source_file, refused(source_file, "too many members", "文件数量过多"))
            elif _is_bomb(sum(info.file_size for info in members), digest.size):
                yield Refusal(source_file, refused(source_file, *_BOMB))
            else:
                for info in members:
                    yield from _member(archive, info, Path(folder), source_file, names, mtime, depth, budget)


def _readable(part: Part) -> Iterator[Part]:
    """Give a text that its reader could not go through as a repaired copy, all else as it is."""
    if part.container != "text" or not part.digest.needs_repair:
        yield part
        return
    with tempfile.TemporaryDirectory(prefix="kefu-") as folder:
        copy = Path(folder) / "text"
        digest = repaired(part.path, part.digest, copy)
        yield replace(part, path=copy, digest=digest)


def _is_bomb(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FREE and unpacked > packed * MOST_RATIO


def _check_workbook(path: Path, size: int) -> None:
    """Read a workbook's members once: raises for damaged ones, and Unreadable for what would fill the memory."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if _is_bomb(sum(info.file_size for info in members), size):
            raise Unreadable(*_BOMB)
        for info in members:
            is_sheet = info.filename.startswith("xl/worksheets/")
            rows = columns = 0
            tail = b""
            with archive.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    if not is_sheet:
                        continue
                    text, tail = tail + chunk, chunk[-200:]
                    rows = max([rows, *map(int, _ROW.findall(text))])
                    columns = max([columns, *map(_column_number, set(_CELL.findall(text)))])
            if rows * columns > MOST_CELLS:
                raise Unreadable(
                    f"a sheet spans {rows} rows and {columns} columns: delete the stray cells far from the table",
                    f"工作表范围达 {rows} 行 {columns} 列：请删除远离表格的多余单元格",
                )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _gzip_member(
    path: Path,
    size: int,
    folder: Path,
    source_file: str,
    names: tuple[str, ...],
    mtime: float,
    depth: int,
    budget: Budget,
) -> Iterator[Part | Refusal]:
    target = folder / "member"
    try:
        with gzip.open(path) as source, target.open("wb") as sink:
            _copy(source, sink, min(budget.left, MEMBER_LIMIT), size)
    except Unreadable as error:
        yield Refusal(source_file, refused(source_file, *error.cause))
        return
    except (OSError, EOFError, zlib.error) as error:
        if getattr(error, "errno", None) in NO_ROOM:
            raise
        yield Refusal(source_file, failed(source_file, cause_of(error, "gzip")))
        return
    budget.left -= target.stat().st_size
    inner = names[0].removesuffix(".gz")
    yield from _parts(target, source_file, (inner, *names[1:]), mtime, depth + 1, budget)


def _copy(source: IO[bytes], sink: IO[bytes], limit: int, packed: int) -> None:
    """Copy what an archive unpacks to; raises Unreadable when it is more than its size can explain."""
    total = 0
    while chunk := source.read(CHUNK):
        total += len(chunk)
        if total > limit or _is_bomb(total, packed):
            raise Unreadable(*_BOMB)
        sink.write(chunk)


def _member_name(info: zipfile.ZipInfo) -> str:
    # Without the UTF-8 flag zipfile reads names as cp437; Windows in China writes GBK there.
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    folder: Path,
    source_file: str,
    names: tuple[str, ...],
    mtime: float,
    depth: int,
    budget: Budget,
) -> Iterator[Part | Refusal]:
    name = _member_name(info).replace("\\", "/").encode("utf-8", "backslashreplace").decode()
    pure = PurePosixPath(name)
    shown = f"{source_file}!{name}"
    budget.names[shown] += 1
    if budget.names[shown] > 1:
        shown += f" ({budget.names[shown]})"
    if info.is_dir() or name.endswith("/") or is_ignored(pure.name) or "__MACOSX" in pure.parts:
        return
    problem = _problem(info, name)
    if problem:
        yield Refusal(shown, refused(shown, *problem))
        return
    target = folder / "member"
    try:
        # The stated size can be a lie: ZipExtFile stops at it and then checks the CRC.
        with archive.open(info) as source, target.open("wb") as sink:
            _copy(source, sink, min(budget.left, MEMBER_LIMIT), info.compress_size)
    except Unreadable as error:
        yield Refusal(shown, refused(shown, *error.cause))
        return
    except Exception as error:  # zlib, lzma and zipfile each have errors of their own for damaged members
        if getattr(error, "errno", None) in NO_ROOM:
            raise
        yield Refusal(shown, failed(shown, cause_of(error, "zip")))
        return
    budget.left -= target.stat().st_size
    yield from _parts(target, shown, (pure.name, *names), mtime, depth + 1, budget)


def _problem(info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    pure = PurePosixPath(name)
    if not pure.parts or pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        return "unsafe path", "路径不安全"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link", "不允许链接文件"
    if info.flag_bits & 0x1:
        return "encrypted: unpack it with its password and put the files here", "已加密：请用密码解压后再放入"
    if _is_bomb(info.file_size, info.compress_size):
        return _BOMB
    if info.file_size > MEMBER_LIMIT:
        return f"larger than {MEMBER_LIMIT >> 20} MB: unpack it by hand", f"超过 {MEMBER_LIMIT >> 20} MB：请手动解压"
    return None

"""The files below EXPORTS: shops, ignored names, and zip members as files of their own."""

from __future__ import annotations

import shutil
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kefu.landing.decode import Digest, digest_file
from kefu.landing.messages import Message, refused
from kefu.landing.sniff import container

DEFAULT_SHOP = "default"
MEMBER_LIMIT = 4 << 30
MAX_MEMBERS = 20_000


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
    """True for hidden files, notes and Office lock files, which are passed over without a word."""
    folded = name.casefold()
    return folded.startswith((".", "readme", "~$")) or folded.endswith(".md")


def walk(exports: Path, warehouse: Path) -> list[Path]:
    """List the files below EXPORTS in a fixed order, without hidden folders and without the warehouse itself."""
    inside = warehouse.resolve()
    found = []
    for path in exports.rglob("*"):
        parts = path.relative_to(exports).parts
        if is_ignored(parts[-1]) or any(part.startswith(".") or part == "__MACOSX" for part in parts[:-1]):
            continue
        if path.is_file() and not path.resolve().is_relative_to(inside):
            found.append(path)
    return sorted(found, key=lambda path: path.relative_to(exports).as_posix())


def shop_of(source_file: str) -> str:
    """Give the shop of a source file: its first folder, or ``default``."""
    parts = PurePosixPath(source_file.split("!")[0]).parts
    return parts[0] if len(parts) > 1 else DEFAULT_SHOP


def parts_of(path: Path, exports: Path) -> Iterator[Part | Refusal]:
    """Give the file, or the members of the zip that it is; a part is valid until the next one is asked for.

    Raises OSError when the file cannot be read.
    """
    source_file = path.relative_to(exports).as_posix()
    yield from _parts(path, source_file, (path.name,), path.stat().st_mtime, 0)


def _parts(path: Path, source_file: str, names: tuple[str, ...], mtime: float, depth: int) -> Iterator[Part | Refusal]:
    digest = digest_file(path)
    try:
        kind = container(path, digest)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        yield Refusal(source_file, refused(source_file, f"damaged archive ({error})", "压缩包已损坏"))
        return
    if kind != "zip":
        yield Part(source_file, names, path, mtime, digest, kind)
        return
    if depth > 1:
        yield Refusal(source_file, refused(source_file, "zip inside a zip inside a zip", "压缩包嵌套过深"))
        return
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="kefu-") as folder:
        members = sorted(archive.infolist(), key=_member_name)
        if len(members) > MAX_MEMBERS:
            yield Refusal(source_file, refused(source_file, "too many members", "文件数量过多"))
            return
        for info in members:
            yield from _member(archive, info, Path(folder), source_file, names, mtime, depth)


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
) -> Iterator[Part | Refusal]:
    name = _member_name(info).replace("\\", "/")
    pure = PurePosixPath(name)
    shown = f"{source_file}!{name}"
    if info.is_dir() or name.endswith("/") or is_ignored(pure.name) or "__MACOSX" in pure.parts:
        return
    problem = _problem(info, name)
    if problem:
        yield Refusal(shown, refused(shown, *problem))
        return
    target = folder / "member"
    try:
        _extract(archive, info, target)
    except Exception as error:  # zlib, lzma and zipfile each have errors of their own for damaged members
        yield Refusal(shown, refused(shown, f"damaged member ({error})", "压缩包成员已损坏"))
        return
    yield from _parts(target, shown, (pure.name, *names), mtime, depth + 1)


def _problem(info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    pure = PurePosixPath(name)
    if not pure.parts or pure.is_absolute() or ".." in pure.parts or ":" in pure.parts[0]:
        return "unsafe path", "路径不安全"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link", "不允许链接文件"
    if info.flag_bits & 0x1:
        return "encrypted: unpack it with its password and put the files here", "已加密：请用密码解压后再放入"
    if info.file_size > MEMBER_LIMIT:
        return f"larger than {MEMBER_LIMIT >> 20} MB: unpack it by hand", f"超过 {MEMBER_LIMIT >> 20} MB：请手动解压"
    return None


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    # The stated size can be a lie: ZipExtFile stops at it and then checks the CRC, so a bomb cannot grow past it.
    with archive.open(info) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)

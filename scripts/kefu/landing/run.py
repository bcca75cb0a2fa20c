"""The whole landing: plan what is new, land it, remove what was withdrawn, report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from kefu.landing.entities import Contract, load_contract
from kefu.landing.files import DEFAULT_SHOP, NO_ROOM, Part, Refusal, parts_of, shop_of, shown_path, walk
from kefu.landing.headerless import field_order
from kefu.landing.messages import Message, cause_of, changed, duplicate, failed
from kefu.landing.one_file import ShopLists, land_part, now
from kefu.landing.records import CachedFile, Record, file_id, load_cache, purge, save_cache, write_landed_files
from kefu.landing.sealed_files import restore, sealed_records
from kefu.landing.summary import LandingSummary, progress, quarantined, summarise
from kefu.landing.writer import parquet_path, write_schemas

LANDING_NAME = "landing"
Advance = Callable[[int], None]


class Landing:
    """One run over one exports folder."""

    def __init__(self, exports: Path, warehouse: Path) -> None:
        """Prepare the folders and read the cache of the last run."""
        if not exports.is_dir():
            raise NotADirectoryError(f"{exports} is no folder / 不是文件夹")
        self.exports = exports
        self.contract: Contract = load_contract()
        self.warehouse = warehouse
        warehouse.mkdir(parents=True, exist_ok=True)
        self.landing = warehouse / LANDING_NAME
        # names and texts: for nobody but the owner
        self.landing.mkdir(mode=0o700, exist_ok=True)
        write_schemas(self.landing, self.contract)
        self.cache = load_cache(self.landing, self.contract.version)
        self.paths, self.refusals = walk(exports, warehouse)
        self.files: dict[str, CachedFile] = {}
        self.records: dict[str, Record] = {}
        self.owners: dict[str, str] = {}
        self._plain_parts: dict[str, Part] = {}
        self._landed_now = 0

    def run(self, advance: Advance) -> LandingSummary:
        """Do the whole run; ``advance`` is told how many bytes are done."""
        for path in self.paths:
            self._look_at(path)
        for refusal in self.refusals:
            self.records[refusal.source_file] = self._new_record(refusal, None)
        self._add_sealed()
        self._find_owners()
        waiting: list[str] = []
        for path in self.paths:
            name = self._name(path)
            wanted = {record.source_file for record in self._records_of(name) if self._needs_landing(record)}
            waiting += self._land(path, wanted, None)
            advance(max(self.files[name].size, 0))
        lists = self._lists()
        wanted = set(waiting) | self._outdated(lists)
        for path in self.paths:
            name = self._name(path)
            self._land(path, wanted & {record.source_file for record in self._records_of(name)}, lists)
        self._remember_contexts(set(waiting) | wanted, lists)
        for path in self.paths:
            self._leave_out_changed(path)
        records = list(self.records.values())
        removed = purge(self.landing, self.contract, records)
        write_landed_files(self.landing, self.contract, records)
        for name, item in self.files.items():
            item.records = self._records_of(name)
        save_cache(self.landing, self.contract.version, self.files)
        return summarise(records, self._landed_now, removed, quarantined(self.landing, records))

    def _name(self, path: Path) -> str:
        return shown_path(path, self.exports)

    def _records_of(self, name: str) -> list[Record]:
        return [self.records[record.source_file] for record in self.files[name].records]

    def _look_at(self, path: Path) -> None:
        """Know a file's content: from the cache when it is unchanged, else by reading it."""
        name = self._name(path)
        cached = self.cache.get(name)
        try:
            found = path.stat()
            if cached and (cached.size, cached.mtime_ns) == (found.st_size, found.st_mtime_ns):
                self.files[name] = cached
            else:
                records = [self._new_record(item, cached) for item in self._parts(path)]
                self.files[name] = CachedFile(found.st_size, found.st_mtime_ns, records)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise
            # Whatever is wrong with one file, the others must still land.
            self._give_up(name, failed(name, cause_of(error)))
        for record in self.files[name].records:
            self.records[record.source_file] = record

    def _add_sealed(self) -> None:
        """Count sealed files as present whose raw file is gone: neither its content nor a file of its name is there."""
        present = {(record.shop_id, record.sha256) for record in self.records.values()}
        for record in sealed_records(self.warehouse, self.contract.version):
            container = record.source_file.split("!")[0]
            if container not in self.files and (record.shop_id, record.sha256) not in present:
                self.records[record.source_file] = record
                restore(self.warehouse, record)

    def _give_up(self, name: str, message: Message) -> None:
        """Leave a file out of this run."""
        record = Record(name, shop_of(name), file_id(shop_of(name), name, ""), None, 0, status="failed")
        record.landed_at, record.message = now().isoformat(), message
        # Size -1 never equals a real one: the file is tried again next time.
        self.files[name] = CachedFile(-1, 0, [record])

    def _leave_out_changed(self, path: Path) -> None:
        """Take back a file that is another one now than when the run first saw it."""
        name = self._name(path)
        seen = self.files[name]
        try:
            found = path.stat()
            is_changed = (seen.size, seen.mtime_ns) != (found.st_size, found.st_mtime_ns)
        except OSError:
            is_changed = True
        if is_changed and seen.size >= 0:
            for record in seen.records:
                self.records.pop(record.source_file, None)
            self._give_up(name, changed(name))
            self.records[name] = self.files[name].records[0]

    def _parts(self, path: Path) -> Iterator[Part | Refusal]:
        for part in parts_of(path, self.exports):
            if isinstance(part, Part) and part.path == path:
                self._plain_parts[part.source_file] = part
            yield part

    def _new_record(self, item: Part | Refusal, cached: CachedFile | None) -> Record:
        shop = shop_of(item.source_file)
        if isinstance(item, Refusal):
            record = Record(item.source_file, shop, file_id(shop, item.source_file, ""), None, 0, status="failed")
            record.landed_at, record.message = now().isoformat(), item.message
            return record
        key = file_id(shop, item.digest.sha256, self.contract.version)
        for old in cached.records if cached else ():
            if old.source_file == item.source_file and old.file_id == key:
                return old
        return Record(item.source_file, shop, key, item.digest.sha256, item.digest.size)

    def _find_owners(self) -> None:
        """Of equal contents in a shop the first by name is landed, whatever the order in which they came."""
        for record in self.records.values():
            if record.sha256:
                owner = self.owners.get(record.file_id)
                self.owners[record.file_id] = min(owner, record.source_file) if owner else record.source_file
        for record in list(self.records.values()):
            owner = self.owners.get(record.file_id)
            if owner and owner != record.source_file:
                message = duplicate(record.source_file, owner)
                if record.status != "duplicate" or record.message != message:
                    copy = record.reset("duplicate")
                    copy.landed_at, copy.message = now().isoformat(), message
                    self.records[record.source_file] = copy

    def _needs_landing(self, record: Record) -> bool:
        if self.owners.get(record.file_id) != record.source_file:
            return False
        if record.status in ("new", "duplicate"):
            return True
        return any(not parquet_path(self.landing, entity, record.file_id).exists() for entity in record.entities)

    def _land(self, path: Path, wanted: set[str], lists: dict[str, ShopLists] | None) -> list[str]:
        """Land the wanted parts of a file; give those that must wait for the lists of the shops."""
        waiting: list[str] = []
        if not wanted:
            return waiting
        plain = self._plain_parts.get(self._name(path))
        for part in [plain] if plain else self._parts(path):
            if not isinstance(part, Part) or part.source_file not in wanted:
                continue
            record = land_part(part, self.records[part.source_file], self.contract, self.landing, lists)
            if record is None:
                waiting.append(part.source_file)
            else:
                self.records[part.source_file] = record
                self._landed_now += record.status == "landed"
        return waiting

    def _lists(self) -> dict[str, ShopLists]:
        """What each shop's own lists tell: the accounts of its agents, the fields of its call log."""
        accounts: dict[str, set[str]] = {}
        fields: dict[str, list[tuple[int, str, list[tuple[str, str]]]]] = {}
        for record in self.records.values():
            for row in self._landed(record, "shops", "main_account") + self._landed(record, "roster", "account"):
                if row[1]:
                    accounts.setdefault(row[0], set()).add(row[1])
            pairs = [(row[1], row[2]) for row in self._landed(record, "threecx_fields", "position", "field")]
            if pairs:
                found = (record.export_rank or 0, record.source_file, pairs)
                fields.setdefault(record.shop_id, []).append(found)
        # A list above the shop folders that names no shop is meant for all of them.
        common = accounts.get(DEFAULT_SHOP, set())
        return {
            shop: ShopLists(
                frozenset(accounts.get(shop, set()) | common),
                field_order(max(fields.get(shop) or fields.get(DEFAULT_SHOP) or [(0, "", [])])[2]),
            )
            for shop in {record.shop_id for record in self.records.values()}
        }

    def _landed(self, record: Record, entity: str, *columns: str) -> list[tuple[str, ...]]:
        """Give the shop and columns of the rows that a file has in an entity."""
        if entity not in record.entities:
            return []
        table = pq.read_table(parquet_path(self.landing, entity, record.file_id), columns=["shop_id", *columns])
        return list(zip(*(column.to_pylist() for column in table.columns), strict=True))

    def _context(self, shop_id: str, lists: dict[str, ShopLists]) -> str:
        known = lists.get(shop_id, ShopLists())
        parts = [*sorted(known.accounts), "", *known.call_fields]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]

    def _outdated(self, lists: dict[str, ShopLists]) -> set[str]:
        """Files whose parse used other lists than are known now."""
        return {
            record.source_file
            for record in self.records.values()
            if record.context and record.context != self._context(record.shop_id, lists)
        }

    def _remember_contexts(self, names: set[str], lists: dict[str, ShopLists]) -> None:
        for name in names:
            record = self.records[name]
            if record.status in ("landed", "unrecognised"):
                record.context = self._context(record.shop_id, lists)


def land(exports: Path, warehouse: Path, is_quiet: bool = False) -> LandingSummary:
    """Land every file below ``exports`` as Parquet below ``warehouse``/landing.

    Files that cannot be read or recognised are reported in the summary and in landed_files; they never stop the run.
    Raises NotADirectoryError when ``exports`` is no folder, OSError when ``warehouse`` cannot be written.
    """
    run = Landing(Path(exports), Path(warehouse))
    total = sum(path.stat().st_size for path in run.paths if path.exists())
    with progress(total, len(run.paths), is_quiet) as advance:
        return run.run(advance)

"""`make forget`: a person, or whatever is older than a number of days, is sealed everywhere, and every figure stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from kefu.extract import extract_folders
from kefu.landing import LandingSummary
from kefu.landing.messages import Message
from kefu.lock import WAIT_SECONDS
from kefu.pipeline import ROOT, alone, compute_and_publish, land_and_seal, remove_leftovers
from kefu.privacy.columns import rule_words
from kefu.privacy.finding import find_old_rows, find_people, is_old, with_age
from kefu.privacy.landed import Landed
from kefu.privacy.ledger import Ledger, Person, load_ledger, save_ledger
from kefu.privacy.macros import macro
from kefu.privacy.names import FORGOTTEN, HASHED, KEY_END, folded, mentions_pattern, typed_name
from kefu.privacy.raw_files import delete, raw_files
from kefu.privacy.retention import ANY, Cutoff
from kefu.privacy.sealing import forget_people, hash_old_rows, lists, new_ledger, text_digest
from kefu.publish import remove_versions_before


class ForgetError(RuntimeError):
    """Nothing was changed, and why."""


@dataclass(frozen=True)
class Request:
    """What is to be forgotten where: one buyer, or everything older than a number of days."""

    buyer: str | None = None
    older_than: int | None = None
    platform: str | None = None
    shop_id: str | None = None
    is_raw_deleted: bool = False

    def check(self) -> None:
        """Raise ForgetError for a request that makes no sense."""
        if (self.buyer is None) == (self.older_than is None):
            raise ForgetError("Say either BUYER=… or OLDER_THAN=days. / 请指定 BUYER=… 或 OLDER_THAN=天数 之一。")
        if self.older_than is not None and self.older_than < 1:
            raise ForgetError("OLDER_THAN is a number of days, 1 or more. / OLDER_THAN 应为不小于 1 的天数。")


@dataclass
class Told:
    """What a run tells people."""

    messages: list[Message] = field(default_factory=list)

    def say(self, en: str, zh: str) -> None:
        """Add one sentence."""
        self.messages.append(Message(en, zh))

    def text(self) -> str:
        """Write it down, English above Chinese."""
        return "\n".join(f"{message.en}\n{message.zh}" for message in self.messages)


def forget(
    exports: Path,
    warehouse: Path,
    request: Request,
    project: Path = ROOT,
    variables: str | None = None,
    is_quiet: bool = False,
    wait_seconds: float = WAIT_SECONDS,
) -> Told:
    """Land what is new, seal what is asked for, compute and publish anew, and remove all older versions.

    Raises ForgetError when nobody of that name is found or the request makes no sense; nothing is changed then. May be
    repeated at any time: a run that was cut short is ended by the next one.
    """
    request.check()
    told = Told()
    with alone(warehouse, "forget", wait_seconds) as lock:
        land_and_seal(exports, warehouse, project, is_quiet)
        seal_those_meant = seal_old if request.buyer is None else seal_buyer
        rows = seal_those_meant(warehouse, request, told)
        _clear_raw(exports, warehouse, rows, request, told)
        summary = land_and_seal(exports, warehouse, project, is_quiet)
        # a database keeps what was deleted from it until the space is used again
        remove_leftovers(warehouse)
        compute_and_publish(lock, summary, warehouse, project, variables, is_quiet)
        for folder in (warehouse, *extract_folders(warehouse)):
            remove_versions_before(folder)
    _say_end(summary, told)
    return told


def seal_buyer(warehouse: Path, request: Request, told: Told) -> dict[str, int]:
    """Write a buyer into the ledger and seal his rows; give their numbers by the id of the landed file."""
    name = typed_name(request.buyer or "")
    ledger = load_ledger(warehouse) or Ledger()
    known = len(ledger.people)
    person = ledger.add(name, request.platform, request.shop_id, date.today().isoformat())
    with Landed(warehouse) as landed:
        _refuse_staff(name, landed)
        find_people(landed, ledger, [person])
        spellings = _spellings(landed) | {name}
        _note_hashed(landed, person, spellings)
        find_people(landed, ledger, [person])
        rows = _rows(landed)
        if not rows and len(ledger.people) > known:
            raise ForgetError(_not_found(landed, ledger, person))
        ledger.texts = sorted({*ledger.texts, *_mentions(landed, spellings, ledger, person)})
        # first the promise, then its keeping: whatever happens now, the next run ends it
        save_ledger(warehouse, ledger)
        places = landed.connection.execute("select distinct hit_platform, hit_shop from hits order by all").fetchall()
        forget_people(landed, ledger)
    count, where = sum(rows.values()), ", ".join(f"{platform} {shop}" for platform, shop in places)
    if where:
        told.say(
            f"Forgotten: {count} rows of {len(rows)} landed files ({where}). The figures stay.",
            f"已删除个人数据：{len(rows)} 个已导入文件中的 {count} 行（{where}）。指标不变。",
        )
    else:
        told.say(
            f"Was forgotten on {person.forgotten_on}; {count} rows are sealed.",
            f"此前已于 {person.forgotten_on} 删除，{count} 行已脱敏。",
        )
    return rows


def seal_old(warehouse: Path, request: Request, told: Told) -> dict[str, int]:
    """Seal what is older than the days asked for; give the rows of the landed files in which all are."""
    day = date.today() - timedelta(request.older_than or 0)
    cutoffs = [Cutoff(request.platform or ANY, request.shop_id or ANY, day)]
    ledger = load_ledger(warehouse) or new_ledger(warehouse)
    with Landed(warehouse) as landed:
        find_old_rows(landed, cutoffs)
        rows = _wholly_old(landed)
        counts = hash_old_rows(landed, ledger, cutoffs)
    told.say(
        f"Sealed {sum(counts.values())} rows from before {day}. The figures stay.",
        f"已脱敏 {day} 之前的 {sum(counts.values())} 行。指标不变。",
    )
    return rows


def _refuse_staff(name: str, landed: Landed) -> None:
    if not folded(name):
        raise ForgetError("BUYER is empty. / BUYER 为空。")
    own = {folded(word) for word in (*landed.staff(), *rule_words("ref_sender_roles", "native_role"))}
    if folded(name) in own:
        raise ForgetError(
            "This is a name or account of the shop's own people, or a word for a role, no buyer; nothing was changed. "
            "/ 这是店铺自己人的姓名或账号，或角色用词，不是买家；未做任何改动。"
        )


def _spellings(landed: Landed) -> set[str]:
    """Give the names as the files spell them."""
    found = {row[0] for row in landed.connection.execute("select distinct hit_name from hits").fetchall()}
    return {name for name in found if not name.startswith((FORGOTTEN, HASHED))}


def _note_hashed(landed: Landed, person: Person, spellings: set[str]) -> None:
    """Note the keys under which rows of the person stand that grew old before."""
    key_of = f"select {macro('customer_key', '?', 'name')} from (select ? as name)"
    for platform in sorted({platform for shop_id, platform in landed.pairs() if person.covers(platform, shop_id)}):
        for spelling in spellings:
            ((key,),) = landed.connection.execute(key_of, [platform, spelling]).fetchall()
            person.hashed[key] = person.sealed(spelling, platform, None)[len(FORGOTTEN) : KEY_END]


def _rows(landed: Landed) -> dict[str, int]:
    """Count the rows of the people found, by the id of the landed file."""
    counts: dict[str, int] = {}
    for name in landed.tables:
        sql = f"select source_file_id, count(*) from own_{name} group by source_file_id"
        for file_id, count in landed.connection.execute(sql).fetchall():
            counts[file_id] = counts.get(file_id, 0) + count
    return counts


def _not_found(landed: Landed, ledger: Ledger, person: Person) -> str:
    """Say that nobody was found, and where else the name occurs."""
    everywhere = replace(person, platform=None, shop_id=None)
    find_people(landed, Ledger(ledger.key, [everywhere]), [everywhere])
    found = landed.connection.execute("select distinct hit_platform, hit_shop from hits order by all").fetchall()
    if found:
        places = ", ".join(f"{platform} {shop_id}" for platform, shop_id in found)
        return (
            f"No row of that buyer there; the name occurs in: {places}. Nothing was changed. / "
            f"该范围内没有此买家；该名称出现在：{places}。未做任何改动。"
        )
    return (
        "No landed row has a buyer of that name. Write the whole nick or account as the platform exports it, or the "
        "number of a caller. Nothing was changed. / "
        "已导入的数据中没有该买家。请填写平台导出的完整昵称、账号或来电号码。未做任何改动。"
    )


def _mentions(landed: Landed, spellings: set[str], ledger: Ledger, person: Person) -> set[str]:
    """Give the digests of texts anywhere in the person's shops that hold the name."""
    pattern = mentions_pattern(spellings)
    if not pattern:
        return set()
    sources = [
        (landed.source_of(table), column)
        for table in landed.tables.values()
        for column in (*table.texts, *table.notes, "extra")
    ]
    sources += [(f"(select *, null as own_platform from {name}) as t", "extra") for name in lists()]
    digests: set[str] = set()
    for source, column in sources:
        found = landed.connection.execute(
            f"select distinct {text_digest(ledger, f't.{column}')} from {source} "
            f"where regexp_matches(lower(t.{column}), ?) and t.shop_id = coalesce(?, t.shop_id) "
            "and coalesce(t.own_platform = ?, true)",
            [pattern, person.shop_id, person.platform],
        ).fetchall()
        digests |= {row[0] for row in found}
    return digests


def _wholly_old(landed: Landed) -> dict[str, int]:
    """Count the rows of the landed files that hold old rows only, by the id of the file."""
    totals: dict[str, list[int]] = {}
    for table in landed.tables.values():
        counts = f"count(*), count(*) filter ({is_old(table)})"
        sql = f"select t.source_file_id, {counts} from {with_age(landed, table)} group by t.source_file_id"
        for file_id, count, old in landed.connection.execute(sql).fetchall():
            total = totals.setdefault(file_id, [0, 0])
            total[0] += count
            total[1] += old
    return {file_id: count for file_id, (count, old) in totals.items() if count == old}


def _clear_raw(exports: Path, warehouse: Path, rows: dict[str, int], request: Request, told: Told) -> None:
    """Name the raw files that still hold the rows, and delete them if that was asked for."""
    found = raw_files(exports, warehouse, rows)
    if found and request.is_raw_deleted:
        deleted, refused = delete(exports, warehouse, [file.name for file in found], date.today())
        for name in deleted:
            told.say(f"- {name} was deleted; its landed rows stay.", f"- {name} 已删除，已导入的数据保留。")
        for message in refused:
            told.say(f"- {message.en}", f"- {message.zh}")
    elif found:
        told.say(
            "These files of the exports folder still hold it. Delete the rows there, or run the command again with "
            "RAW=delete, which deletes the files and keeps their landed rows:",
            "导出文件夹中以下文件仍含这些数据。请在文件中删除这些行，"
            "或加上 RAW=delete 再次运行：删除文件并保留已导入的数据：",
        )
        for file in found:
            told.say(f"- {file.name}: {file.row_count} rows", f"- {file.name}：{file.row_count} 行")


def _say_end(summary: LandingSummary, told: Told) -> None:
    told.say(
        "The marts were published anew and all older versions removed; backups of the warehouse and of the exports "
        "are yours to clear.",
        "已重新发布数据，并删除所有旧版本；仓库与导出文件的备份请自行清理。",
    )
    unread = sum(summary.statuses.get(status, 0) for status in ("unrecognised", "failed"))
    if unread:
        told.say(
            f"{unread} files could not be read, so nobody knows whom they name: see dq_file.",
            f"{unread} 个文件无法读取，其中是否含有该数据不得而知，见 dq_file。",
        )

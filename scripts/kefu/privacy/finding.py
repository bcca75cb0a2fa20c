"""Finding rows in the landing: those of a person, and those that are older than their period."""

from __future__ import annotations

from collections.abc import Iterable

from kefu.privacy.columns import PersonalTable
from kefu.privacy.landed import Landed
from kefu.privacy.ledger import Ledger, Person
from kefu.privacy.macros import macro
from kefu.privacy.names import FORGOTTEN, HALF_KEY, HASHED, KEY_END
from kefu.privacy.retention import Cutoff, cutoff_of

PREFIX_LENGTH = len(FORGOTTEN) + HALF_KEY
# As base_jd__session_matches finds them, by start and mask. Of two that fit both are taken: sealing changes no figure.
BLOCKS = """
insert into links
with blocks as (
    select
        shop_id,
        block_key,
        min(cast(sent_at as timestamp)) as started_at,
        max(case when sender_name like '%****%' then sender_name end) as mask
    from jd_chat_messages
    group by shop_id, block_key
),
sessions as (
    select
        s.shop_id,
        cast(s.started_at as timestamp) as started_at,
        {first_letters} as first_letters,
        {last_letters} as last_letters
    from jd_sessions as s
    inner join own_jd_sessions as o on s.path = o.path and s.row_no = o.row_no
)
select distinct 'block', blocks.shop_id, blocks.block_key
from blocks
inner join sessions
    on
        blocks.shop_id = sessions.shop_id
        and abs(epoch_ms(blocks.started_at) - epoch_ms(sessions.started_at)) <= 120000
        and (first_letters = '' or starts_with(first_letters, split_part(mask, '****', 1)))
        and (last_letters = '' or ends_with(last_letters, split_part(mask, '****', 2)))
"""
# Without a column for the buyer a line belongs to the buyer of a line near it.
NEAR_LINES = """
t.buyer_name is null and (t.path, coalesce(t.session_id, '')) in (
    select o.path, coalesce(m.session_id, '')
    from own_pdd_chat_messages as o
    inner join pdd_chat_messages as m on o.path = m.path and o.row_no = m.row_no
)
"""


def find_people(landed: Landed, ledger: Ledger, people: Iterable[Person]) -> None:
    """Find rows of people of the ledger: the names in `hits`, the rows of each table in `own_<table>`.

    A row is somebody's that names him, or that belongs to the same conversation, order, ticket or call.
    """
    run = landed.connection.execute
    _find_names(landed, ledger, list(people))
    run("create or replace table links (kind text, shop_id text, value text)")
    for table in landed.tables.values():
        named = " or ".join(
            f"h_{column}.hit_name is not null or left(t.{column}, {PREFIX_LENGTH}) in (from prefixes)"
            for column in table.named
        )
        run(
            f"create or replace table own_{table.name} as select t.path, t.row_no, t.source_file_id, t.source_row "
            f"from {_with_hits(landed, table)} where {named or 'false'}"
        )
        for kind, columns in table.links.items():
            for column in columns:
                run(
                    f"insert into links select distinct '{kind}', t.shop_id, t.{column} from {table.name} as t "
                    f"inner join own_{table.name} as o on t.path = o.path and t.row_no = o.row_no "
                    f"where t.{column} is not null"
                )
    letters = {name: macro(name, "s.customer_name") for name in ("first_letters", "last_letters")}
    run(BLOCKS.format(**letters))
    for table in landed.tables.values():
        linked = [
            f"(t.shop_id, t.{column}) in (select l.shop_id, l.value from links as l where l.kind = '{kind}')"
            for kind, columns in table.links.items()
            for column in columns
        ]
        if table.name == "pdd_chat_messages":
            linked.append(f"({NEAR_LINES})")
        run(
            f"create or replace table own_{table.name} as from own_{table.name} union "
            f"select t.path, t.row_no, t.source_file_id, t.source_row from {table.name} as t "
            f"where {' or '.join(linked) or 'false'}"
        )


def _find_names(landed: Landed, ledger: Ledger, people: list[Person]) -> None:
    """Find every spelling of the names, also where it was hashed before; keep what stands instead of each."""
    ends = landed.shown_ends()
    by_hash = ledger.by_hash()
    people_of: dict[str, list[Person]] = {}
    hits: dict[tuple[str, str, str], tuple[str, str]] = {}
    platforms: set[str] = set()
    for table in landed.tables.values():
        for shop_id, platform, name in landed.names(table):
            platforms.add(platform)
            place = shop_id, platform, name
            if name.startswith(HASHED):
                key = name[len(HASHED) : KEY_END]
                instead = [p.hashed[key] for p in people if key in p.hashed and p.covers(platform, shop_id)]
                if instead:
                    hits[place] = (FORGOTTEN + instead[0] + name[KEY_END:],) * 2
                continue
            if name not in people_of:
                people_of[name] = by_hash.get(ledger.name_hash(name), [])
            # whoever was forgotten first within this shop
            person = next((person for person in people_of[name] if person.covers(platform, shop_id)), None)
            if person and person in people:
                hits[place] = person.sealed(name, platform, None), person.sealed(name, platform, ends)
    landed.fill(
        "hits (hit_shop text, hit_platform text, hit_name text, hit_plain text, hit_ends text)",
        [(*place, *values) for place, values in hits.items()],
    )
    landed.fill("named_texts (digest text)", [(text,) for text in ledger.texts])
    landed.fill(
        "prefixes (prefix text)", [(person.prefix(platform),) for person in people for platform in sorted(platforms)]
    )


def _with_hits(landed: Landed, table: PersonalTable) -> str:
    joins = [landed.source_of(table)]
    for column in table.named:
        hit = f"h_{column}"
        joins.append(
            f"left join hits as {hit} on {hit}.hit_shop = t.shop_id and {hit}.hit_platform = t.own_platform "
            f"and {hit}.hit_name = t.{column} and ({table.callers.get(column) or 'true'})"
        )
    return " ".join(joins)


def with_people(landed: Landed, table: PersonalTable) -> str:
    """Give the SQL of a table's rows as `t`, the names found there (`h_<column>`) and whether a row is meant (`o`)."""
    owned = f"left join own_{table.name} as o on o.path = t.path and o.row_no = t.row_no"
    return f"{_with_hits(landed, table)} {owned}"


def find_old_rows(landed: Landed, cutoffs: Iterable[Cutoff]) -> None:
    """Find the first day that is kept of every shop and platform, and who is a buyer and who is not."""
    kept = list(cutoffs)
    days = {pair: cutoff_of(kept, pair[1], pair[0]) for pair in landed.pairs()}
    landed.fill(
        "first_days (shop_id text, platform text, first_day text)",
        [(*pair, day.isoformat()) for pair, day in days.items() if day],
    )
    landed.fill("staff (account text)", [(account,) for account in sorted(landed.staff())])
    buyers = " union ".join(
        f"select t.shop_id, {macro('customer_key', 't.own_platform', 't.customer_name')} as customer_key "
        f"from {landed.source_of(landed.tables[name])} where t.customer_name is not null"
        for name in ("jd_sessions", "jd_orders")
    )
    landed.connection.execute(f"create or replace table known_buyers as {buyers}")


def is_old(table: PersonalTable) -> str:
    """Give the SQL of whether a row is older than its period."""
    told = f"cast({table.at} as timestamp)" if table.at else "null"
    return f"coalesce(coalesce({told}, t.exported_at) < cast(d.first_day as timestamp), false)"


def with_age(landed: Landed, table: PersonalTable) -> str:
    """Give the SQL of a table's rows as `t` with the first day that is kept of them (`d`)."""
    days = "left join first_days as d on d.shop_id = t.shop_id and d.platform = t.own_platform"
    return f"{landed.source_of(table)} {days}"

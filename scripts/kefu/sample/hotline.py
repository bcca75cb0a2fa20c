"""Call records of a telephone system: Asterisk's Master.csv and queue log, a later FreePBX export."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kefu.sample import catalogue
from kefu.sample.dice import Dice
from kefu.sample.douyin_orders import epoch_s
from kefu.sample.files import csv_bytes, csv_line, quoted, stamp
from kefu.sample.headers import header
from kefu.sample.model import DAYS, at
from kefu.sample.planted import CALLER_NAME, RECEIVER_PHONE_PREFIX

EXTENSIONS = ("8001", "8002", "8003")
CALLS_PER_DAY = 14
LAST_MASTER_DAY = 6
KINDS = (("咨询", 8), ("二次咨询", 2), ("投诉", 1), ("其他", 1), ("", 4))


@dataclass(frozen=True)
class Call:
    """One call; an extension is missing when the caller gave up in the queue."""

    number: int
    caller: str
    extension: str
    is_out: bool
    is_queued: bool
    started_at: datetime
    ring_s: int
    talk_s: int  # 0 when nobody answered
    kind: str

    @property
    def unique_id(self) -> str:
        """The call's id as Asterisk writes it."""
        return f"{epoch_s(self.started_at)}.{self.number}"

    @property
    def answered_at(self) -> datetime | None:
        """When somebody answered."""
        return self.started_at + timedelta(seconds=self.ring_s) if self.talk_s else None

    @property
    def ended_at(self) -> datetime:
        """When it was over."""
        return self.started_at + timedelta(seconds=self.ring_s + self.talk_s)


def calls(seed: int) -> list[Call]:
    """Ten days of calls: most come in, many by the queue; some go out; some find nobody."""
    dice = Dice(seed, catalogue.HOTLINE, "calls")
    found = []
    for day in range(1, DAYS + 1):
        clocks = sorted(dice.between(9 * 3600, 21 * 3600) for _ in range(CALLS_PER_DAY))
        for clock in clocks:
            is_out = dice.chance(0.2)
            is_queued = not is_out and dice.chance(0.5)
            is_answered = dice.chance(0.85)
            found.append(
                Call(
                    number=len(found) + 1,
                    caller=f"{RECEIVER_PHONE_PREFIX}{3000 + dice.between(1, 90)}",
                    extension=dice.pick(EXTENSIONS) if is_answered or not is_queued else "",
                    is_out=is_out,
                    is_queued=is_queued,
                    started_at=at(day, "0:00") + timedelta(seconds=clock),
                    ring_s=dice.between(3, 45) if is_answered else dice.between(20, 60),
                    talk_s=dice.between(25, 480) if is_answered else 0,
                    kind=dice.weighted(KINDS),
                )
            )
    return found


def _record(call: Call) -> dict[str, str]:
    """One call record by column name."""
    device = f"SIP/{call.extension}-{call.number:08x}" if call.extension else ""
    trunk = f"SIP/trunk-{call.number:08x}"
    is_dial = not call.is_queued
    return {
        "accountcode": "",
        "src": call.extension if call.is_out else call.caller,
        "dst": call.caller if call.is_out else call.extension if is_dial else "600",
        "dcontext": "from-internal" if call.is_out else "from-trunk",
        "clid": f'"{CALLER_NAME if call.number % 5 == 0 else call.caller}" <{call.caller}>',
        "channel": device if call.is_out else trunk,
        "dstchannel": trunk if call.is_out else device,
        "lastapp": "Dial" if is_dial else "Queue",
        "lastdata": f"SIP/{call.extension or '600'},20",
        "start": stamp(call.started_at),
        "calldate": stamp(call.started_at),
        "answer": stamp(call.answered_at),
        "end": stamp(call.ended_at),
        "duration": str(call.ring_s + call.talk_s),
        "billsec": str(call.talk_s),
        "disposition": "ANSWERED" if call.talk_s else "NO ANSWER",
        "amaflags": "DOCUMENTATION",
        "uniqueid": call.unique_id,
        "linkedid": call.unique_id,
        "userfield": call.kind,
        "did": "4009900000",
        "recordingfile": f"q-600-{call.caller}-{call.unique_id}.wav",
        "cnum": call.caller,
        "cnam": CALLER_NAME if call.number % 5 == 0 else "",
    }


MASTER_COLUMNS = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer",
    "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
)  # fmt: skip


def master(found: list[Call]) -> bytes:
    """Master.csv: no header, every text quoted, numbers and a missing answer bare."""
    lines = []
    for call in found:
        record = _record(call)
        bare = {"duration", "billsec"} | ({"answer"} if not call.talk_s else set())
        lines.append(",".join(record[name] if name in bare else quoted(record[name]) for name in MASTER_COLUMNS))
    return csv_bytes(lines, "utf-8", "\n")


def queue_log(found: list[Call]) -> bytes:
    """What happened in the queue: who waited how long, who answered, who gave up."""
    events: list[tuple[int, str]] = []

    def add(moment: datetime, call: Call, agent: str, event: str, *data: str) -> None:
        fields = [str(epoch_s(moment)), call.unique_id, "600", agent, event, *data]
        events.append((epoch_s(moment), "|".join(fields)))

    for call in found:
        if not call.is_queued:
            continue
        agent = f"SIP/{call.extension}"
        add(call.started_at, call, "NONE", "ENTERQUEUE", "", call.caller, "1")
        if call.answered_at:
            add(call.answered_at, call, agent, "CONNECT", str(call.ring_s), call.unique_id, "4")
            add(call.ended_at, call, agent, "COMPLETECALLER", str(call.ring_s), str(call.talk_s), "1")
        else:
            add(call.ended_at, call, "NONE", "ABANDON", "1", "1", str(call.ring_s))
    return csv_bytes([line for _, line in sorted(events, key=lambda event: event[0])], "utf-8", "\n")


def freepbx(found: list[Call]) -> bytes:
    """The table of a FreePBX, with its newer columns behind."""
    columns = [*header("freepbx_cdr_table"), "did", "recordingfile", "cnum", "cnam", "linkedid"]
    lines = [csv_line(columns)]
    lines += [csv_line([_record(call)[name] for name in columns], quote_all=True) for call in found]
    return csv_bytes(lines, "utf-8", "\n")


def call_files(seed: int) -> dict[str, bytes]:
    """Records until 6 March by Asterisk, later ones by FreePBX; the queue log holds all days."""
    found = calls(seed)
    return {
        "Master.csv": master([call for call in found if call.started_at.day <= LAST_MASTER_DAY]),
        "queue_log": queue_log(found),
        "cdr_export_20240311.csv": freepbx([call for call in found if call.started_at.day > LAST_MASTER_DAY]),
    }

"""Telephone logs without a header row, FreePBX's table, 3CX by a field list, and the workforce tables."""

from __future__ import annotations

import pytest
from landing_world import World

STANDARD = (
    '"","1001","2001","from-internal","""Zhang"" <1001>","SIP/1001-0000001a","SIP/2001-0000001b","Dial","SIP/2001,20",'
    '"2024-01-02 10:00:01","2024-01-02 10:00:06","2024-01-02 10:01:01",60,55,"ANSWERED","DOCUMENTATION"'
)
CUSTOM = (
    '"""Li"" <13800000001>","13800000001","2001","ext-local","SIP/trunk-01","SIP/2001-02","Dial","SIP/2001,20",'
    '"2024-01-02 11:00:00","","2024-01-02 11:00:20",20,0,"NO ANSWER","DOCUMENTATION","","1704164400.9",""'
)
CALL = (
    "source_number",
    "target_number",
    "started_at",
    "duration_s",
    "talk_s",
    "disposition",
    "unique_id",
    "user_field",
)


@pytest.mark.parametrize(
    ("tail", "unique_id", "user_field"),
    [
        (',"1704189601.26",""', "1704189601.26", None),
        (',"1704189601.26"', "1704189601.26", None),
        (',"pbx1-1704189601.26","sales"', "pbx1-1704189601.26", "sales"),
        (',"sales"', None, "sales"),
        ("", None, None),
    ],
)
def test_asterisk_call_records_with_and_without_the_last_columns(
    world: World, tail: str, unique_id: str | None, user_field: str | None
) -> None:
    """The last two columns are optional: alone, the one that looks like an id is the id."""
    world.put("s/Master.csv", STANDARD + tail + "\n" + STANDARD.replace("1001", "1003") + tail + "\n")
    world.land()
    row = ("1001", "2001", "2024-01-02 10:00:01", "60", "55", "ANSWERED", unique_id, user_field)
    assert world.rows("asterisk_calls", *CALL) == [row, ("1003", *row[1:])]
    assert world.quarantine() == []


def test_asterisk_call_records_in_the_custom_order(world: World) -> None:
    """cdr_custom writes the account code behind the flags: the disposition is the 14th column."""
    world.put("s/Master.csv", "\ufeff" + CUSTOM + "\n")
    world.land()
    row = ("13800000001", "2001", "2024-01-02 11:00:00", "20", "0", "NO ANSWER", "1704164400.9", None)
    assert world.rows("asterisk_calls", *CALL) == [row]


def test_bad_call_record_is_quarantined_with_its_line(world: World) -> None:
    """A line whose time is no time is lost, in the first rows too; the others are landed."""
    bad = STANDARD.replace("2024-01-02 10:00:01", "yesterday")
    world.put("s/Master.csv", bad + "\n" + (STANDARD + "\n") * 2)
    world.land()
    assert world.quarantine() == [(1, "start", "*********", "unreadable_time", "true")]
    assert world.rows("asterisk_calls", "source_row") == [(2,), (3,)]


def test_caller_names_and_dialled_strings_are_masked(world: World) -> None:
    """What names the caller and is no column of its own leaves only a mask."""
    world.put("s/Master.csv", CUSTOM + "\n")
    header = "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,"
    header += "accountcode,uniqueid,userfield,did,recordingfile,cnum,cnam,linkedid,sequence\n"
    world.put("t/cdr.csv", header + "2024-01-02 11:00:00,Li <138>,138,2001,c,SIP/t-1,SIP/2001-2,Dial,SIP/2001,20,0,"
              "NO ANSWER,3,,1704164400.9,,4008,138-rec.wav,138,Li,1704164400.8,7\n")  # fmt: skip
    world.land()
    extras = world.rows("asterisk_calls", "extra")
    assert not [extra for (extra,) in extras if "Li" in extra or "138" in extra or "SIP/2001" in extra]
    assert world.rows("asterisk_calls", "linked_id", "target_channel") == [
        (None, "SIP/2001-02"),
        ("1704164400.8", "SIP/2001-2"),
    ]


def test_queue_log(world: World) -> None:
    """Seconds since 1970 become Shanghai time; a quote in the line opens nothing."""
    lines = [
        '1704164400|1704164400.8|sales|NONE|ENTERQUEUE||"13800000001|1',
        "1704164412|1704164400.8|sales|SIP/2001|CONNECT|12|1704164405.9|6",
        "1704164472|1704164400.8|sales|SIP/2001|COMPLETECALLER|12|60|1",
        "soon|1704164400.8|sales|SIP/2001|COMPLETECALLER|12|60|1",
    ]
    world.put("s/queue_log", "\n".join(lines) + "\n")
    world.land()
    columns = ("occurred_at", "call_id", "queue_name", "agent_account", "event", "data_1", "data_2")
    assert world.rows("asterisk_queue_events", *columns) == [
        ("2024-01-02 11:00:00", "1704164400.8", "sales", "NONE", "ENTERQUEUE", None, '"13800000001'),
        ("2024-01-02 11:00:12", "1704164400.8", "sales", "SIP/2001", "CONNECT", "12", "1704164405.9"),
        ("2024-01-02 11:01:12", "1704164400.8", "sales", "SIP/2001", "COMPLETECALLER", "12", "60"),
    ]
    assert [row[:4] for row in world.quarantine()] == [(4, "time", "****", "unreadable_time")]


FIELDS = "position,field\n1,historyid\n2,Duration\n3,time-start\n4,time_answered\n6,time-end\n7,from-no\n8,to-no\n"
RECORDS = (
    "Call 0001,00:01:05,2024/01/02 15:59:30,2024/01/02 15:59:40,x,2024/01/02 16:00:45,Ext.101,13800000001\n"
    "0002,00:00:20,2024/01/02 16:10:00,,x,2024/01/02 16:10:20,13800000002,Ext.102\n"
)
CX = ("history_id", "started_at", "answered_at", "ended_at", "duration_s", "source_number", "target_number")


def test_3cx_log_by_its_field_list(world: World) -> None:
    """The shop's list names the columns; UTC becomes Shanghai time, over midnight too."""
    world.put("s/cdr.log", RECORDS)
    world.put("s/zz_fields.csv", FIELDS)
    world.land()
    assert world.rows("threecx_calls", *CX) == [
        ("0001", "2024-01-02 23:59:30", "2024-01-02 23:59:40", "2024-01-03 00:00:45", "65", "Ext.101", "13800000001"),
        ("0002", "2024-01-03 00:10:00", None, "2024-01-03 00:10:20", "20", "13800000002", "Ext.102"),
    ]
    assert world.land().landed_now == 0


def test_3cx_log_waits_for_its_field_list(world: World) -> None:
    """Without a list, or with one that does not fit, the log is unrecognised and the remedy is said; then it lands."""
    world.put("s/cdr.log", RECORDS)
    world.put("other/fields.csv", FIELDS)
    world.land()
    assert world.files() == {"s/cdr.log": "unrecognised", "other/fields.csv": "landed"}
    messages = world.rows("landed_files", "nearest_kind", "message_en", "message_zh")
    ((kind, english, chinese),) = [row for row in messages if row[0]]
    assert kind == "threecx_cdr"
    assert "position and field" in english
    assert "position、field" in chinese
    fields = world.put("s/fields.csv", FIELDS.replace("3,time-start", "15,time-start"))
    world.land()
    assert world.files()["s/cdr.log"] == "unrecognised"
    world.put("s/fields.csv", FIELDS.replace("4,time_answered\n", ""))
    world.land()
    assert world.files()["s/cdr.log"] == "unrecognised", "without it nobody knows which calls were answered"
    world.put("s/fields.csv", FIELDS)
    world.land()
    assert len(world.rows("threecx_calls", "history_id")) == 2
    fields.unlink()
    world.land()
    assert world.files()["s/cdr.log"] == "unrecognised"
    assert world.rows("threecx_calls", "history_id") == []


def test_a_field_list_above_the_shops_serves_them_all(world: World) -> None:
    """The list of a shop's own folder goes before it."""
    world.put("fields.csv", FIELDS)
    world.put("s/cdr.log", RECORDS)
    world.land()
    assert world.files() == {"fields.csv": "landed", "s/cdr.log": "landed"}


def test_other_texts_are_no_call_logs(world: World) -> None:
    """Notes, pipes and lists of times stay unrecognised, and a table keeps its kind."""
    world.put("s/a.txt", "2024/01/02 10:00:00 meeting\n2024/01/03 11:00:00 meeting\n")
    world.put("s/b.txt", "1|2|3|4|OK|6\n1|2|3|4|OK|6\n")
    world.put("s/c.csv", "x,y,2024/01/02 10:00:00\n1,2,3\n4,5,6\n")
    world.put("s/d.csv", "订单编号,订单状态,订单创建时间\n1,ANSWERED,2024/05/01 10:00:00\n")
    world.land()
    assert world.files() == {
        "s/a.txt": "unrecognised",
        "s/b.txt": "unrecognised",
        "s/c.csv": "unrecognised",
        "s/d.csv": "landed",
    }
    assert len(world.rows("tmall_orders", "order_id")) == 1


@pytest.mark.parametrize(
    ("kind", "content", "columns", "row"),
    [
        (
            "exchange_calls",
            "通话编号,开始时间,呼叫方向,是否接通,客服账号,通话秒数,通话类型\n"
            "c1,2024-05-06 10:00:00,呼入,是,小美,1分35秒,二次咨询\n",
            ("call_id", "direction", "is_connected", "talk_s", "call_kind"),
            ("c1", "呼入", "true", "95", "二次咨询"),
        ),
        (
            "exchange_qa_scores",
            "质检日期,客服账号,得分,评分类型,评语\n2024/5/6,小美,90,质检,对王先生语气不好\n",
            ("scored_at", "score", "reviewer_kind", "extra"),
            ("2024-05-06", "90", "质检", '{"评语": "***"}'),
        ),
        (
            "exchange_training",
            "课程编号,培训日期,客服账号,是否出席,培训成绩\nk1,2024-05-06,小美,否,\n",
            ("course_id", "is_attended", "score"),
            ("k1", "false", None),
        ),
        (
            "exchange_attendance",
            "考勤日期,客服账号,是否出勤,班次,事由\n2024-05-06,小美,1,早班,孩子生病\n",
            ("work_date", "is_attended", "shift_name", "extra"),
            ("2024-05-06", "true", "早班", '{"事由": "***"}'),
        ),
        (
            "exchange_shifts",
            "agent_account,starts_at,ends_at\nxm,2024-05-06 09:00,2024-05-07 00:00\n",
            ("starts_at", "ends_at"),
            ("2024-05-06 09:00:00", "2024-05-07 00:00:00"),
        ),
        (
            "exchange_presence",
            "agent_account,state,started_at,ended_at\nxm,online,2024-05-06 09:00:00,\n",
            ("state", "ended_at"),
            ("online", None),
        ),
        (
            "exchange_discipline",
            "扣分编号,扣分日期,客服账号,扣分,扣分原因\nd1,2024-05-06,小美,2.5,迟到\n",
            ("event_id", "points", "extra"),
            ("d1", "2.5", '{"扣分原因": "***"}'),
        ),
    ],
)
def test_exchange_tables(world: World, kind: str, content: str, columns: tuple[str, ...], row: tuple[str]) -> None:
    """Every table is known by its English or Chinese header; remarks and reasons are masked."""
    world.put("s/表.csv", content)
    world.land()
    assert world.rows("landed_files", "file_kind", "status") == [(kind, "landed")]
    assert world.rows(kind, *columns) == [row]

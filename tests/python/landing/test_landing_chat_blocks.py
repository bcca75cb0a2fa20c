"""Runs of one-line messages that are split off whole blocks give the same rows as reading line by line."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from landing_world import World

GOOD_TIMES = st.sampled_from(["2024-05-01 10:00:00", "2024-05-01 10:00:01"])
TIMES = st.sampled_from(["2024-05-01 10:00:00", "2024-5-1 9:00:00", "2024-02-30 10:00:00", "0000-01-01 00:00:00"])
NICKS = st.sampled_from(["甲", "甲店:小二", "cntaobao甲店：小二", "", "a(1)", "----乙", " 丙 "])
SEPARATORS = st.sampled_from([":  ", ": ", ":", "：  ", ":\t ", ":\u3000"])
BODIES = st.sampled_from(["在吗", "在吗 ", "", "系统提示：已离开", "x\x1d", "单聊", "=" * 20, "a\u2028b"])
GOOD = st.builds("{}({}):  {}".format, st.sampled_from(["甲", "甲店:小二"]), GOOD_TIMES, BODIES)
ODD = st.builds("{}({}){}{}".format, NICKS, TIMES, SEPARATORS, BODIES)
OTHERS = st.sampled_from(
    [
        "",
        " ",
        "第二行",
        "-" * 28 + "甲" + "-" * 28,
        "-" * 28 + "乙" + "-" * 28,
        "-" * 28 + "丙(2024-05-01 10:00:00):  在" + "-" * 28,
        "单聊",
        "群聊",
        "\ufffd",
        "a\rb",
    ]
)
RULE = "=" * 64
# Most blocks have nothing in them that sends all their lines to the careful road.
REGULAR = st.lists(
    GOOD | GOOD | st.sampled_from([RULE, "群聊", "单聊", "第二行", "-" * 28 + "乙" + "-" * 28]), max_size=30
)
LINES = REGULAR | REGULAR | st.lists(GOOD | GOOD | GOOD | ODD | OTHERS | st.just(RULE), max_size=20)
HEAD = ["甲店:小二", "=" * 64, "单聊", "=" * 64, "-" * 28 + "甲" + "-" * 28, "甲(2024-05-01 10:00:00):  在吗"]
WORLDS: list[World] = []


@pytest.fixture(autouse=True)
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One world for all examples: making the empty entities takes longer than an example."""
    if not WORLDS:
        WORLDS.append(World(tmp_path_factory.mktemp("blocks")))
    return WORLDS[0]


def landed(content: bytes, chunk: int, batch: int, is_by_line: bool, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Land a text on one of the two roads and give all messages, the quarantine and what the lines were."""
    world = WORLDS[0]
    (world.warehouse / "landing/_cache.json").unlink(missing_ok=True)
    with monkeypatch.context() as patch:
        patch.setattr("kefu.landing.chat_lines.CHUNK", chunk)
        patch.setattr("kefu.landing.chat_tmall_a.BATCH", batch)
        if is_by_line:
            patch.setattr("kefu.landing.chat_lines.Text.plain", lambda text, block: None)
        world.put("shop/a.txt", content)
        assert world.land().statuses == {"landed": 1}
    columns = ("source_row", "row_hash", "layout", "exporter_account", "customer_name", "sender_name", "is_customer")
    messages = world.rows("tmall_chat_messages", *columns, "sent_at", "message_kind", "content", "occurrence")
    return [messages, world.quarantine(), world.rows("file_rows", "outcome", "reason", "row_count")]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    lines=LINES,
    end=st.sampled_from(["\n", "\r\n"]),
    is_ended=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    damage=st.sampled_from([b"", b"\xff\n"]),
    chunk=st.integers(1, 300) | st.just(1 << 20),
    batch=st.integers(1, 9),
)
def test_both_roads_agree(
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    end: str,
    is_ended: bool,
    encoding: str,
    damage: bytes,
    chunk: int,
    batch: int,
) -> None:
    """Random lines, however they fall into blocks and batches."""
    content = (end.join([*HEAD, *lines]) + end * is_ended).encode(encoding, "replace") + damage
    fast = landed(content, chunk, batch, False, monkeypatch)
    assert fast == landed(content, 1 << 20, 50_000, True, monkeypatch)


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_equal_messages_are_numbered_over_batches(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal messages of one conversation are counted on in the next batch, and from 1 in the next conversation."""
    again = HEAD[-1]
    lines = [*HEAD, again, again, HEAD[-2], again, again]
    messages, _, _ = landed("\n".join(lines).encode(), 1 << 20, batch, False, monkeypatch)
    assert [row[-1] for row in messages] == ["1", "2", "3", "1", "2"]


def test_rules_and_group_chats_among_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule under a message is its text where a message follows; what stands below 群聊 is left out."""
    runs = [[f"甲(2024-05-01 10:00:0{number}):  {word}" for number in range(3)] for word in ("好", "群")]
    lines = [*HEAD, "续", RULE, *runs[0], RULE, "群聊", RULE, *runs[1]]
    messages, quarantine, counts = landed("\n".join(lines).encode(), 1 << 20, 100, False, monkeypatch)
    assert [(row[0], row[-2]) for row in messages] == [
        (6, f"在吗\n续\n{RULE}"), (9, "好"), (10, "好"), (11, "好"),
    ]  # fmt: skip
    assert quarantine == []
    # 17 lines: the account, three lines of the head and one of the buyer, three of the group's title, two that go on
    assert {reason: count for outcome, reason, count in counts if outcome != "in"} == {
        "-": "4", "title": "1", "heading": "7", "continuation": "2", "group_chat": "3",
    }  # fmt: skip

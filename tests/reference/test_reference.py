"""The reference against the worked fixtures of the catalogue and against cases computed by hand.

A chat is written as lines "10:00:00 C": C customer, R robot, S system, anything else the account of an agent.
The day is 2024-03-01 unless the line starts with one ("03-02 10:00:00 C").
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import streams
from reference import (
    CREDIT_PICKS,
    CREDIT_RULES,
    MS_PER_DAY,
    SILENT,
    UNASSIGNED,
    Assignment,
    CreditPick,
    CreditRule,
    Message,
    Order,
    Params,
    Round,
    Sender,
    answered_rounds,
    assists_of,
    build_enquiries,
    build_rounds,
    chat_type,
    compute,
    credit_order,
    is_cancelled,
    is_finally_paid,
    is_first_reply_in_time,
)
from streams import WorldKind

SENDERS: dict[str, Sender] = {"C": "customer", "R": "robot", "S": "system"}
DEFAULTS = Params()


def ms(text: str) -> int:
    """`10:00:00` on 2024-03-01, or `03-02 10:00:00`."""
    return streams.to_ms(f"2024-{text}" if " " in text else f"2024-03-01 {text}")


def talk(*lines: str, customer: str = "A", window: str | None = None, session: str | None = None) -> list[Message]:
    """The messages of one chat; positions count from 1 within it."""
    messages: list[Message] = []
    for position, line in enumerate(lines, start=1):
        clock, who = line.rsplit(" ", 1)
        sender = SENDERS.get(who, "agent")
        account = who if sender == "agent" else ("robot" if sender == "robot" else None)
        messages.append(Message(customer, sender, account, ms(clock), position, window, session))
    return messages


def shop(*talks: Sequence[Message]) -> list[Message]:
    """Several chats in one file: positions are given anew."""
    lines = [line for part in talks for line in part]
    return [replace(line, position=position) for position, line in enumerate(lines, start=1)]


def order(
    created: str,
    paid: str | None = None,
    *,
    customer: str = "A",
    order_id: str = "o1",
    finished: str | None = None,
    closed: str | None = None,
    is_cod: bool = False,
) -> Order:
    """An order of 500 yuan."""
    return Order(
        order_id=order_id,
        customer=customer,
        created_ms=ms(created),
        paid_ms=None if paid is None else ms(paid),
        finished_ms=None if finished is None else ms(finished),
        closed_ms=None if closed is None else ms(closed),
        is_cod=is_cod,
        amount=Decimal("500.00"),
    )


def charges(messages: Sequence[Message], params: Params = DEFAULTS) -> list[str]:
    """The charged agents, in the order of the messages."""
    return [item.agent for item in compute(messages, [], params).charged]


def chats(messages: Sequence[Message], params: Params = DEFAULTS) -> list[Assignment]:
    """The assignments, by start and agent."""
    return sorted(compute(messages, [], params).assignments, key=lambda chat: (chat.started_ms, chat.agent))


def spans(messages: Sequence[Message], params: Params = DEFAULTS) -> list[tuple[str, int, int]]:
    """Agent, start and end of each assignment."""
    return [(chat.agent, chat.started_ms, chat.ended_ms) for chat in chats(messages, params)]


def seconds(rounds: Sequence[Round], basis: str = "first_unanswered") -> list[float]:
    """The waits of the answered rounds in seconds."""
    waits: list[float] = []
    for item in rounds:
        wait = {
            "first_unanswered": item.first_unanswered_wait_ms,
            "last_buyer": item.last_buyer_wait_ms,
            "each_message": item.each_message_wait_ms,
        }[basis]
        if wait is not None:
            waits.append(wait / 1000)
    return waits


# ---------------------------------------------------------------------------------- A.2: F1, F5, F5b, F6, F7, F22


S1 = ("10:00:00 C", "10:00:30 x", "10:01:00 C", "10:03:00 x", "10:04:00 C", "10:07:00 x")


@pytest.mark.parametrize("has_session", [False, True])
def test_f1(has_session: bool) -> None:
    """F1: 30 s rate 1/2, average 330/3 = 110, reply 1/2, answer ratio 3/3 received and 3/4 over all."""
    result = compute(
        shop(
            talk(*S1, customer="A", window="x", session="s1" if has_session else None),
            talk("10:30:00 C", customer="B", window="x", session="s2" if has_session else None),
        ),
        [],
    )
    first, second = result.assignments
    assert (first.agent, second.agent) == ("x", "x")
    in_time = [is_first_reply_in_time(build_rounds(chat), DEFAULTS) for chat in result.assignments]
    assert in_time == [True, False]
    assert seconds(result.rounds) == [30, 120, 180]
    assert sum(seconds(result.rounds)) / 3 == 110
    assert (first.is_answered, second.is_answered) == (True, False)
    assert (first.human_messages, first.customer_messages) == (3, 3)
    assert first.customer_messages + second.customer_messages == 4
    # R5: the unanswered question is an open round.
    assert [item.reply_ms for item in result.rounds if item.customer == "B"] == [None]


@pytest.mark.parametrize(
    ("reply", "expected"), [("10:00:29.999", True), ("10:00:30.000", True), ("10:00:30.001", False)]
)
def test_threshold_is_inclusive_in_milliseconds(reply: str, expected: bool) -> None:
    """R1: 30.000 s counts, 30.001 s does not."""
    (chat,) = chats(talk("10:00:00 C", f"{reply} x"))
    assert is_first_reply_in_time(build_rounds(chat), DEFAULTS) is expected


def test_f5() -> None:
    """F5: 110 / 80 / 90 s; the PDD matching gives the same four waits as each_message."""
    lines = ("10:00:00 C", "10:00:30 x", "10:01:00 C", "10:02:30 C", "10:03:00 x", "10:04:00 C", "10:07:00 x")
    result = compute(talk(*lines), [])
    assert seconds(result.rounds) == [30, 120, 180]
    assert seconds(result.rounds, "last_buyer") == [30, 30, 180]
    assert seconds(result.rounds, "each_message") == [30, 120 + 30, 180]
    assert [item.customer_messages for item in result.rounds] == [1, 2, 1]
    assert [item.wait_ms for item in result.message_replies] == [30_000, 120_000, 30_000, 180_000]


def test_f5b() -> None:
    """F5b: 0C 30A 60C 80C 200A 240C 420A gives 350/3, 330/3 and 470/4 seconds."""
    lines = ("10:00:00 C", "10:00:30 x", "10:01:00 C", "10:01:20 C", "10:03:20 x", "10:04:00 C", "10:07:00 x")
    result = compute(talk(*lines), [])
    assert seconds(result.rounds) == [30, 140, 180]
    assert seconds(result.rounds, "last_buyer") == [30, 120, 180]
    assert sum(seconds(result.rounds, "each_message")) == 470


def test_f6() -> None:
    """F6: 50 s by default and too late; with robots as replies 1 s and in time."""
    result = compute(talk("10:00:00 C", "10:00:01 R", "10:00:50 x"), [])
    assert seconds(result.rounds) == [50]
    assert not is_first_reply_in_time(result.rounds, DEFAULTS)
    assert seconds(result.rounds_with_robots) == [1]
    assert is_first_reply_in_time(result.rounds_with_robots, DEFAULTS)


def test_robot_alone_is_no_answer() -> None:
    """A robot in the only window: charged to its owner, the round stays open, the chat is not answered."""
    result = compute(talk("10:00:00 C", "10:00:01 R", window="x"), [])
    (chat,) = result.assignments
    assert (chat.agent, chat.is_answered, chat.ended_ms) == ("x", False, ms("10:00:01"))
    assert seconds(result.rounds) == []
    assert seconds(result.rounds_with_robots) == [1]


@pytest.mark.parametrize("session", [None, "s1"])
def test_f7_unknown_hand_over(session: str | None) -> None:
    """F7 with no hand-over time: A never wrote, so all is B's and B's clock is the customer's, 120 s."""
    (chat,) = chats(talk("10:00:00 C", "10:02:00 b", session=session))
    assert (chat.agent, chat.transferred_out) == ("b", False)
    assert seconds(build_rounds(chat)) == [120]


def test_f7b_unknown_hand_over_platform() -> None:
    """F7b: A waits 20 s and is transferred out; B has nothing pending, so no round, but the session is in its count."""
    first, second = chats(talk("10:00:00 C", "10:00:20 a", "10:02:00 b", session="s1"))
    assert (first.agent, first.transferred_out, seconds(build_rounds(first))) == ("a", True, [20])
    assert (second.agent, second.transferred_out, build_rounds(second)) == ("b", False, [])
    assert (second.customer_messages, second.human_messages) == (0, 1)
    assert second.started_ms == ms("10:00:00")
    assert second.ended_ms == ms("10:02:00")


def test_f7b_unknown_hand_over_without_session_id() -> None:
    """F7b where the platform gives no id: an agent message never opens a session, so B has none."""
    (chat,) = chats(talk("10:00:00 C", "10:00:20 a", "10:02:00 b"))
    assert (chat.agent, chat.ended_ms) == ("a", ms("10:00:20"))


def test_r14_receivers_clock() -> None:
    """R14: B's clock starts at the first buyer message after A's last message: 10:01:00 to 10:02:00 = 60 s."""
    messages = talk("10:00:00 C", "10:00:20 a", "10:01:00 C", "10:01:30 C", "10:02:00 b", session="s1")
    first, second = chats(messages)
    assert seconds(build_rounds(first)) == [20]
    assert seconds(build_rounds(second)) == [60]


def test_x_y_x() -> None:
    """X, Y, X: three customer lines go to X, Y and X; only X has a later part of another agent behind it."""
    lines = ("10:00:00 C", "10:00:10 x", "10:01:00 C", "10:01:20 y", "10:02:00 C", "10:02:30 x")
    first, second = chats(talk(*lines, session="s1"))
    assert (first.agent, seconds(build_rounds(first)), first.transferred_out) == ("x", [10, 30], True)
    assert (second.agent, seconds(build_rounds(second)), second.transferred_out) == ("y", [20], False)
    assert (first.started_ms, second.started_ms) == (ms("10:00:00"), ms("10:00:00"))
    # Without an id each part starts with its own first customer line, and nobody is transferred out.
    assert spans(talk(*lines)) == [
        ("x", ms("10:00:00"), ms("10:02:30")),
        ("y", ms("10:01:00"), ms("10:01:20")),
    ]
    assert not any(chat.transferred_out for chat in chats(talk(*lines)))


def test_f22() -> None:
    """F22: 10:10:15 to 10:18:10 is 475 s, 10:18:30 to 10:19:00 is 30 s: one of two rounds within 180 s."""
    lines = ("10:10:15 C", "10:15:20 C", "10:18:10 x", "10:18:30 C", "10:19:00 x")
    rounds = compute(talk(*lines), []).rounds
    assert seconds(rounds) == [475, 30]
    assert seconds(rounds, "last_buyer") == [170, 30]


# ------------------------------------------------------------------------------------------ R1, R6: order and gaps


def test_same_second_is_ordered_by_position() -> None:
    """R1: in one second the position decides; a reply after its question waits 0 s, one before it is no reply."""
    assert seconds(compute(talk("10:00:00 C", "10:00:00 x"), []).rounds) == [0]
    # Agent first: the line belongs to no session (R6), the question stays open.
    (chat,) = chats(talk("10:00:00 x", "10:00:00 C"))
    assert (chat.agent, chat.human_messages) == ("x", 0)


def test_hand_over_in_the_same_second() -> None:
    """R1: z's last line stands before the buyer's of the same second, which x answers: z handed out, x did not."""
    messages = talk("10:00:30 z", "10:00:30 C", "10:01:00 x", session="s1")
    assert charges(messages) == ["z", "x", "x"]
    assert {chat.agent: chat.transferred_out for chat in chats(messages)} == {"z": True, "x": False}


@pytest.mark.parametrize(("back", "sessions"), [("10:10:59", 1), ("10:11:00", 1), ("10:11:00.001", 2), ("10:11:01", 2)])
def test_gap_is_more_than_ten_minutes(back: str, sessions: int) -> None:
    """R6: the reply is at 10:01:00; exactly ten minutes later is the same session, a millisecond more is a new one."""
    result = chats(talk("10:00:00 C", "10:01:00 x", f"{back} C", "10:12:00 x"))
    assert len(result) == sessions
    assert sum(chat.customer_messages for chat in result) == 2


def test_gap_is_configurable() -> None:
    """R6: with a gap of 5 minutes an idle of 6 minutes splits."""
    messages = talk("10:00:00 C", "10:01:00 x", "10:07:00 C", "10:08:00 x")
    assert len(chats(messages)) == 1
    assert len(chats(messages, Params(session_gap_minutes=5))) == 2


def test_late_reply_closes_the_old_session() -> None:
    """R6: a reply after 20 minutes opens nothing; the next question 5 minutes later is in the same session."""
    messages = talk("10:00:00 C", "10:20:00 x", "10:25:00 C", "10:26:00 x")
    (chat,) = chats(messages)
    assert (chat.started_ms, chat.ended_ms) == (ms("10:00:00"), ms("10:26:00"))
    assert seconds(build_rounds(chat)) == [1200, 60]


def test_agent_first_outreach() -> None:
    """R6: the agent's opening line belongs to no session; on a platform it starts the session."""
    lines = ("10:00:00 x", "10:01:00 C", "10:02:00 x")
    (chat,) = chats(talk(*lines))
    assert (chat.started_ms, chat.human_messages, seconds(build_rounds(chat))) == (ms("10:01:00"), 1, [60])
    (chat,) = chats(talk(*lines, session="s1"))
    assert (chat.started_ms, chat.human_messages, seconds(build_rounds(chat))) == (ms("10:00:00"), 2, [60])


def test_answer_to_outreach_after_a_break() -> None:
    """The buyer answers an outreach 11 minutes later and nobody replies: charged to the agent who wrote before."""
    (chat,) = chats(talk("10:00:00 x", "10:11:00 C"))
    assert (chat.agent, chat.started_ms, chat.human_messages) == ("x", ms("10:11:00"), 0)


def test_system_lines_do_not_shorten_an_idle() -> None:
    """10:00 to 10:12 is 12 minutes, whatever the system writes at 10:09: two sessions, both of the replier."""
    messages = talk("10:00:00 C", "10:09:00 S", "10:12:00 C", "10:12:30 x")
    assert spans(messages) == [
        ("x", ms("10:00:00"), ms("10:00:00")),
        ("x", ms("10:12:00"), ms("10:12:30")),
    ]


def test_idle_counts_in_the_stream_of_the_agent() -> None:
    """X wrote last at 10:00:30; Y fills the time; the question of 10:14 is X's again: 13:30 idle in X's own stream.

    The conversation has no break (never more than 10 minutes), yet X has two sessions and Y one.
    """
    messages = talk("10:00:00 C", "10:00:30 x", "10:07:00 C", "10:07:30 y", "10:14:00 C", "10:14:30 x")
    assert spans(messages) == [
        ("x", ms("10:00:00"), ms("10:00:30")),
        ("y", ms("10:07:00"), ms("10:07:30")),
        ("x", ms("10:14:00"), ms("10:14:30")),
    ]


def test_chat_across_midnight() -> None:
    """R8: the whole chat stands on the day on which it began."""
    (chat,) = chats(talk("03-01 23:59:50 C", "03-02 00:00:10 x", "03-02 00:01:00 C", "03-02 00:02:00 x"))
    assert chat.start_day == ms("03-01 00:00:00") // MS_PER_DAY
    assert seconds(build_rounds(chat)) == [20, 60]


# ----------------------------------------------------------------------------------------------- charge and windows


def test_charge_next_human_before_previous() -> None:
    """Within a segment: the next human wins over the previous one and over the window."""
    assert charges(talk("10:00:00 C", "10:01:00 x", "10:02:00 C", "10:03:00 y", window="w")) == ["x", "x", "y", "y"]


def test_charge_previous_human_before_window() -> None:
    """An unanswered tail is charged to whoever wrote before it in the segment, not to the window."""
    assert charges(talk("10:00:00 C", "10:01:00 x", "10:02:00 C", "10:02:01 R", window="w")) == ["x", "x", "x", "x"]


def test_charge_window_before_other_segments() -> None:
    """After a break (58 minutes) nobody answers: the window wins over the agent of the earlier segment."""
    assert charges(talk("10:00:00 C", "10:01:00 x", "10:59:00 C", window="w")) == ["x", "x", "w"]


def test_charge_previous_segment_without_window() -> None:
    """The same without a window: the earlier agent, and it opens his second session."""
    messages = talk("10:00:00 C", "10:01:00 x", "10:59:00 C")
    assert charges(messages) == ["x", "x", "x"]
    assert spans(messages) == [
        ("x", ms("10:00:00"), ms("10:01:00")),
        ("x", ms("10:59:00"), ms("10:59:00")),
    ]


def test_charge_next_segment_last() -> None:
    """No human in the segment, none before: the first human of a later segment. Two sessions, one answered."""
    messages = talk("10:00:00 C", "11:00:00 C", "11:01:00 x", "12:00:00 C", "12:01:00 y")
    assert charges(messages) == ["x", "x", "x", "y", "y"]
    assert [chat.is_answered for chat in chats(messages)] == [False, True, True]


def test_charge_earlier_segment_before_later_segment() -> None:
    """No window; X before the break, Y after the next one: the lonely line in the middle is X's."""
    lines = ("10:00:00 C", "10:01:00 x", "11:00:00 C", "12:00:00 C", "12:01:00 y")
    assert charges(talk(*lines)) == ["x", "x", "x", "y", "y"]


def test_late_reply_makes_no_break() -> None:
    """Only a customer line can break: the reply 20 minutes later is in the segment, so it wins over the window."""
    assert charges(talk("10:00:00 C", "10:20:00 x", window="w")) == ["x", "x"]


def test_charge_nobody() -> None:
    """A buyer whom no human ever answered, in no window, is nobody's; his chat is unanswered."""
    messages = talk("10:00:00 C", "10:00:01 R")
    assert charges(messages) == [UNASSIGNED, UNASSIGNED]
    assert [chat.is_answered for chat in chats(messages)] == [False]


def test_two_windows_are_two_conversations() -> None:
    """A asks X's window at 10:00 and Y's at 10:01; only Y answers, at 10:02. X keeps his unanswered question.

    R7 reads the shop as one: both questions are answered by Y's line, after 120 and 60 s, each in its own charge.
    """
    result = compute(shop(talk("10:00:00 C", window="x"), talk("10:01:00 C", "10:02:00 y", window="y")), [])
    assert [(chat.agent, chat.is_answered) for chat in result.assignments] == [("x", False), ("y", True)]
    assert [(item.agent, item.wait_ms) for item in result.message_replies] == [("x", 120_000), ("y", 60_000)]


def test_agent_stream_joins_windows() -> None:
    """X answers in the window of Y (10:05) after his own chat (10:00): one stream, so one session of X."""
    messages = shop(
        talk("10:00:00 C", "10:00:30 x", window="x"),
        talk("10:05:00 C", "10:05:30 x", window="y"),
    )
    assert spans(messages) == [("x", ms("10:00:00"), ms("10:05:30"))]


def test_break_is_per_window() -> None:
    """Window X is idle from 10:00:30 to 10:14 (a break there), though window Y is busy at 10:07.

    After the break nobody writes in X's window, so the line is charged to the window X, not to an agent before it.
    """
    messages = shop(
        talk("10:00:00 C", "10:00:30 z", "10:14:00 C", window="x"),
        talk("10:07:00 C", "10:07:30 y", window="y"),
    )
    assert charges(messages) == ["z", "z", "y", "y", "x"]


def test_platform_session_has_no_breaks() -> None:
    """With an id an idle of an hour breaks nothing: the humans of the session win over the window."""
    messages = talk("10:00:00 C", "11:00:00 C", "11:01:00 x", "13:00:00 C", window="w", session="s1")
    assert charges(messages) == ["x", "x", "x", "x"]
    (chat,) = chats(messages)
    assert (chat.started_ms, chat.ended_ms) == (ms("10:00:00"), ms("13:00:00"))
    # The same lines without an id: two breaks, and the first and last segment are the window's.
    assert charges([replace(line, session_id=None) for line in messages]) == ["w", "x", "x", "w"]


def test_platform_sessions_do_not_mix() -> None:
    """Two sessions of one buyer that overlap: each line counts in its own, and s2 is nobody's."""
    messages = shop(
        talk("10:00:00 C", "10:03:00 x", session="s1"),
        talk("10:01:00 C", session="s2"),
    )
    assert charges(messages) == ["x", UNASSIGNED, "x"]


def test_shop_reply_without_limit() -> None:
    """R7: answered two days later, in another session, by another agent."""
    messages = talk("03-01 10:00:00 C", "03-03 10:00:00 C", "03-03 10:00:05 y")
    assert [item.wait_ms for item in compute(messages, []).message_replies] == [2 * MS_PER_DAY + 5_000, 5_000]


def test_shop_reply_is_human_and_of_the_same_buyer() -> None:
    """R7: neither the robot (10:00:01) nor the line to buyer B (10:00:10) answers A; X does, after 50 s."""
    messages = shop(
        talk("10:00:00 C", "10:00:01 R", "10:00:50 x"),
        talk("10:00:05 C", "10:00:10 x", customer="B"),
    )
    assert [item.wait_ms for item in compute(messages, []).message_replies] == [50_000, 5_000]


# ------------------------------------------------------------------------------------------------------ A.3: credit


def chat_of(agent: str, start: str, end: str, rounds_count: int, session: str | None) -> list[Message]:
    """A chat with so many rounds: the first question at the start, the last reply at the end."""
    start_ms, end_ms = ms(start), ms(end)
    step = (end_ms - start_ms) // (2 * rounds_count - 1)
    messages: list[Message] = []
    for index in range(2 * rounds_count):
        at_ms = end_ms if index == 2 * rounds_count - 1 else start_ms + index * step
        sender: Sender = "customer" if index % 2 == 0 else "agent"
        account = agent if sender == "agent" else None
        messages.append(Message("A", sender, account, at_ms, index, None, session))
    return messages


def f11_chats(kind: WorldKind) -> list[Message]:
    """F11: X 10:00 to 10:10 (9 rounds), Y 11:00 to 11:10 (4), Z 11:40 to 11:45."""
    is_platform = kind == "platform"
    return shop(
        chat_of("X", "10:00:00", "10:10:00", 9, "s1" if is_platform else None),
        chat_of("Y", "11:00:00", "11:10:00", 4, "s2" if is_platform else None),
        chat_of("Z", "11:40:00", "11:45:00", 2, "s3" if is_platform else None),
    )


@pytest.mark.parametrize("kind", ["idle", "platform"])
@pytest.mark.parametrize(
    ("rule", "pick", "agent", "helpers"),
    [
        ("order_judgement", "last_chat", "Y", {"X": "order", "Z": "followup"}),
        ("payment_judgement", "last_chat", "Z", {"X": "order", "Y": "order"}),
        ("order_first", "last_chat", "Y", {"X": "order", "Z": "followup"}),
        ("order_judgement", "most_rounds", "X", {"Y": "order", "Z": "followup"}),
        ("payment_judgement", "most_rounds", "X", {"Y": "order", "Z": "followup"}),
        ("order_judgement", "first_chat", "X", {"Y": "order", "Z": "followup"}),
        ("payment_judgement", "first_chat", "X", {"Y": "order", "Z": "followup"}),
    ],
)
def test_f11(kind: WorldKind, rule: CreditRule, pick: CreditPick, agent: str, helpers: dict[str, str]) -> None:
    """F11: order 11:30, paid 11:50; every rule of the table."""
    assignments = compute(f11_chats(kind), []).assignments
    assert [answered_rounds(chat) for chat in assignments] == [9, 4, 2]
    sold = order("11:30:00", "11:50:00")
    credit = credit_order(sold, assignments, rule, pick, DEFAULTS)
    assert credit.agent == agent
    assert {item.agent: item.kind for item in assists_of(sold, credit, assignments, DEFAULTS)} == helpers


@pytest.mark.parametrize(
    ("rule", "agent", "helpers"),
    [
        ("order_judgement", SILENT, {"Z": "followup"}),
        ("payment_judgement", "Z", {}),
        ("order_first", "Z", {}),
    ],
)
def test_f11_silent(rule: CreditRule, agent: str, helpers: dict[str, str]) -> None:
    """F11 静默: only Z chats, between order and payment."""
    assignments = compute(chat_of("Z", "11:40:00", "11:45:00", 2, None), []).assignments
    sold = order("11:30:00", "11:50:00")
    credit = credit_order(sold, assignments, rule, "last_chat", DEFAULTS)
    assert credit.agent == agent
    assert {item.agent: item.kind for item in assists_of(sold, credit, assignments, DEFAULTS)} == helpers


def agent_credited(messages: Sequence[Message], sold: Order, params: Params = DEFAULTS) -> str:
    """The default rule: order_judgement, last_chat."""
    return credit_order(sold, compute(messages, []).assignments, "order_judgement", "last_chat", params).agent


def test_order_in_the_millisecond_of_the_start() -> None:
    """R12: begun at or before the order event."""
    messages = talk("10:00:00 C", "10:01:00 x")
    assert agent_credited(messages, order("10:00:00")) == "x"
    assert agent_credited(messages, order("09:59:59.999")) == SILENT


def test_unanswered_chat_gets_nothing() -> None:
    """R12: only answered chats are candidates; here Y's unanswered chat ends later than X's."""
    messages = shop(talk("10:00:00 C", "10:01:00 x", window="x"), talk("10:05:00 C", window="y"))
    assert agent_credited(messages, order("10:30:00")) == "x"


def test_session_without_customer_is_no_chat() -> None:
    """A.0 valid session: X only wrote to the buyer, who said nothing in that session; Y's valid chat gets the order."""
    outreach = talk("10:20:00 x", session="s1")
    asked = talk("10:00:00 C", "10:01:00 y", session="s2")
    assert [(chat.agent, chat.invalid_reason) for chat in chats(outreach)] == [("x", "no_customer_message")]
    assert agent_credited(outreach, order("10:30:00")) == SILENT
    assert agent_credited(shop(outreach, asked), order("10:30:00")) == "y"
    assert conversion(outreach, [order("10:30:00", "10:30:00")], 2) == (0, 0, 0)
    # In a session in which the customer wrote to Y alone, X's part counts as answered too.
    both = talk("10:00:00 C", "10:01:00 y", "10:02:00 x", session="s1")
    assert [chat.customer_messages for chat in chats(both)] == [0, 1]
    assert agent_credited(both, order("10:30:00")) == "x"


def test_robot_only_session_is_invalid() -> None:
    """A platform session of customer and robot alone is no service; without the robot it is an unanswered one."""
    assert [chat.invalid_reason for chat in chats(talk("10:00:00 C", "10:00:01 R", session="s1"))] == ["robot_only"]
    assert [chat.invalid_reason for chat in chats(talk("10:00:00 C", session="s1"))] == [None]
    assert [chat.invalid_reason for chat in chats(talk("10:00:00 C", "10:00:01 R"))] == [None]


def test_cancelled_cash_on_delivery() -> None:
    """COD that was closed without a payment was ordered but never sold: no assist, not paid; paid COD is a sale."""
    messages = f11_chats("idle")
    cancelled = order("11:30:00", closed="12:00:00", is_cod=True)
    returned = order("11:30:00", "11:50:00", closed="12:00:00", is_cod=True)
    unpaid = order("11:30:00", closed="12:00:00")
    assert [is_cancelled(item) for item in (cancelled, returned, unpaid)] == [True, False, False]
    assert [is_finally_paid(item) for item in (cancelled, returned, unpaid)] == [False, True, False]
    result = compute(messages, [cancelled])
    assert (len(result.credits), result.assists) == (9, ())
    # R9: at 11:40 the cash order still stands, so Z's chat is after-sale (of three chats two are enquiries).
    assert conversion(messages, [cancelled], 2) == (2, 1, 0)
    assert conversion(messages, [returned], 2) == (2, 1, 1)
    assert conversion(messages, [unpaid], 2) == (3, 1, 0)


def test_greatest_end_wins_over_latest_start() -> None:
    """R12: X began first and ended last (10:40, after the order at 10:30); Y 10:20 to 10:25 is inside."""
    messages = shop(
        talk("10:00:00 C", "10:10:00 x", "10:40:00 x", session="s1"),
        talk("10:20:00 C", "10:25:00 y", session="s2"),
    )
    assert agent_credited(messages, order("10:30:00")) == "x"


def test_equal_end_goes_to_the_later_start_then_to_the_smaller_name() -> None:
    """Tie rules of last_chat: both end at 10:10; Y starts later. With equal starts the smaller name wins."""
    later = shop(
        talk("10:00:00 C", "10:10:00 x", session="s1"),
        talk("10:05:00 C", "10:10:00 y", session="s2"),
    )
    assert agent_credited(later, order("10:30:00")) == "y"
    equal = shop(
        talk("10:00:00 C", "10:10:00 y", session="s1"),
        talk("10:00:00 C", "10:10:00 x", session="s2"),
    )
    assert agent_credited(equal, order("10:30:00")) == "x"


def test_first_chat_tie() -> None:
    """Tie rule of first_chat: both start at 10:00; Y ends sooner."""
    messages = shop(
        talk("10:00:00 C", "10:10:00 x", session="s1"),
        talk("10:00:00 C", "10:05:00 y", session="s2"),
    )
    assignments = compute(messages, []).assignments
    assert credit_order(order("10:30:00"), assignments, "order_judgement", "first_chat", DEFAULTS).agent == "y"


@pytest.mark.parametrize(
    ("created", "days", "agent"),
    [
        ("03-01 23:59:59.999", 1, "x"),
        ("03-02 00:00:00", 1, SILENT),
        ("03-02 23:59:59.999", 2, "x"),
        ("03-03 00:00:00", 2, SILENT),
        ("03-03 23:59:59.999", 3, "x"),
        ("03-04 00:00:00", 3, SILENT),
    ],
)
def test_window_edges(created: str, days: int, agent: str) -> None:
    """The window counts calendar days, the chat's own day included."""
    messages = talk("10:00:00 C", "10:01:00 x")
    assert agent_credited(messages, order(created), Params(enquiry_window_days=days)) == agent


def test_window_counts_from_the_start_day() -> None:
    """A chat from 23:59 to 00:01 began on day 1: with one day it is outside on day 2, though it ended there."""
    messages = talk("03-01 23:59:00 C", "03-02 00:01:00 x")
    assert agent_credited(messages, order("03-02 00:02:00"), Params(enquiry_window_days=1)) == SILENT


def test_payment_event_of_unpaid_and_cod() -> None:
    """payment_judgement: unpaid and cash on delivery fall back to the creation, before Z's chat: silent."""
    assignments = compute(chat_of("Z", "11:40:00", "11:45:00", 2, None), []).assignments
    for sold in (order("11:30:00"), order("11:30:00", "11:50:00", is_cod=True)):
        assert credit_order(sold, assignments, "payment_judgement", "last_chat", DEFAULTS).agent == SILENT


def test_assists_of_unpaid_and_cod() -> None:
    """R13: no assists for an unpaid order; a cash order has helpers before it but no follow-up."""
    assignments = compute(f11_chats("idle"), []).assignments
    for sold, helpers in (
        (order("11:30:00"), {}),
        (order("11:30:00", "11:50:00", is_cod=True), {"X": "order"}),
    ):
        credit = credit_order(sold, assignments, "order_judgement", "last_chat", DEFAULTS)
        assert {item.agent: item.kind for item in assists_of(sold, credit, assignments, DEFAULTS)} == helpers


def test_order_helper_is_no_followup() -> None:
    """R13: X helped before the order and chats again before the payment: one assist, of the kind order."""
    messages = shop(
        talk("10:00:00 C", "10:01:00 x", session="s1"),
        talk("11:00:00 C", "11:01:00 y", session="s2"),
        talk("11:40:00 C", "11:41:00 x", session="s3"),
    )
    assignments = compute(messages, []).assignments
    sold = order("11:30:00", "11:50:00")
    credit = credit_order(sold, assignments, "order_judgement", "last_chat", DEFAULTS)
    helpers = [(item.agent, item.kind) for item in assists_of(sold, credit, assignments, DEFAULTS)]
    assert (credit.agent, helpers) == ("y", [("x", "order")])


# ---------------------------------------------------------------------------------------------- A.3: enquiries, F3


def conversion(messages: Sequence[Message], orders: Sequence[Order], days: int) -> tuple[int, int, int]:
    """Enquiries, ordered, paid."""
    params = Params(enquiry_window_days=days)
    enquiries = build_enquiries(compute(messages, [], params).assignments, orders, params)
    return len(enquiries), sum(item.ordered for item in enquiries), sum(item.paid for item in enquiries)


@pytest.mark.parametrize(("days", "paid"), [(1, 0), (2, 1), (3, 2)])
def test_f3(days: int, paid: int) -> None:
    """F3: A asks on day 1 at 20:00 and buys on day 3 at 09:00 (37 h); B asks on day 1 and buys on day 2."""
    messages = shop(
        talk("03-01 20:00:00 C", "03-01 20:00:10 x", customer="A"),
        talk("03-01 15:00:00 C", "03-01 15:00:10 x", customer="B"),
    )
    orders = [
        order("03-03 09:00:00", "03-03 09:00:00", customer="A", order_id="o1"),
        order("03-02 10:00:00", "03-02 10:05:00", customer="B", order_id="o2"),
    ]
    assert conversion(messages, orders, days) == (2, paid, paid)


def test_f3b() -> None:
    """F3b: asked on day 1, ordered on day 2, paid on day 3: with two days it counts, for the order is inside."""
    messages = talk("03-01 15:00:00 C", "03-01 15:00:10 x")
    assert conversion(messages, [order("03-02 10:00:00", "03-03 10:00:00")], 2) == (1, 1, 1)
    assert conversion(messages, [order("03-02 10:00:00")], 2) == (1, 1, 0)
    assert conversion(messages, [order("03-02 10:00:00", is_cod=True)], 2) == (1, 1, 1)


@pytest.mark.parametrize(
    ("paid", "days", "expected"),
    [
        ("03-09 23:59:59.999", 2, 1),
        ("03-10 00:00:00", 2, 0),
        ("03-08 23:59:59.999", 1, 1),
        ("03-09 00:00:00", 1, 0),
    ],
)
def test_pay_window(paid: str, days: int, expected: int) -> None:
    """Asked and ordered on day 1: with two days the enquiry window ends on day 2, the pay window seven days later."""
    messages = talk("03-01 15:00:00 C", "03-01 15:00:10 x")
    assert conversion(messages, [order("03-01 16:00:00", paid)], days) == (1, 1, expected)


def test_enquiry_needs_an_answer() -> None:
    """R10: a chat that the agent did not answer is no enquiry."""
    assert conversion(talk("10:00:00 C", window="x"), [order("11:00:00", "11:00:00")], 2) == (0, 0, 0)


def test_enquiry_unit_is_buyer_agent_day() -> None:
    """Two chats on one day are one enquiry that began with the first; the order between them counts for it."""
    messages = talk("10:00:00 C", "10:01:00 x", "15:00:00 C", "15:01:00 x", "03-02 09:00:00 C", "03-02 09:01:00 x")
    assert conversion(messages, [order("12:00:00")], 2) == (2, 1, 0)
    # An order of 10:00:00.000 is created at the start itself and counts; a millisecond earlier does not.
    assert conversion(messages, [order("10:00:00")], 2) == (2, 1, 0)
    assert conversion(messages, [order("09:59:59.999")], 2) == (2, 0, 0)


def test_order_of_a_colleague_is_no_conversion() -> None:
    """R11: X and Y both have an enquiry, the order belongs to Y alone."""
    messages = talk("10:00:00 C", "10:01:00 x", "15:00:00 C", "15:01:00 y")
    enquiries = build_enquiries(compute(messages, []).assignments, [order("16:00:00", "16:00:00")], DEFAULTS)
    assert [(item.agent, item.ordered, item.paid) for item in enquiries] == [("x", False, False), ("y", True, True)]


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        (order("09:00:00", "09:30:00"), "after_sale"),
        (order("09:00:00", "10:00:00"), "after_sale"),
        (order("09:00:00", "10:00:00.001"), "pre_sale"),
        (order("09:00:00"), "pre_sale"),
        (order("09:00:00", is_cod=True), "after_sale"),
        (order("10:00:00.001", is_cod=True), "pre_sale"),
        (order("09:00:00", "09:30:00", finished="09:59:59"), "pre_sale"),
        (order("09:00:00", "09:30:00", finished="10:00:00"), "pre_sale"),
        (order("09:00:00", "09:30:00", finished="10:00:00.001"), "after_sale"),
        (order("09:00:00", "09:30:00", closed="10:00:00"), "pre_sale"),
        (order("09:00:00", "09:30:00", closed="10:00:00.001"), "after_sale"),
        (order("09:00:00", "09:30:00", customer="B"), "pre_sale"),
        # When the chat starts nobody knows that the cash order will be cancelled.
        (order("09:00:00", closed="10:00:00.001", is_cod=True), "after_sale"),
        (order("09:00:00", closed="10:00:00", is_cod=True), "pre_sale"),
    ],
)
def test_chat_type(earlier: Order, expected: str) -> None:
    """R9: the chat starts at 10:00:00."""
    (chat,) = chats(talk("10:00:00 C", "10:01:00 x"))
    assert chat_type(chat, [earlier]) == expected


# ------------------------------------------------------------------------------------------------------ properties


KINDS = st.sampled_from(("idle", "platform"))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), KINDS)
def test_properties(data: st.DataObject, kind: WorldKind) -> None:
    """What must hold in any world."""
    world = data.draw(streams.worlds(kind))
    result = compute(world.messages, world.orders)
    assert result == compute(tuple(reversed(world.messages)), tuple(reversed(world.orders)))

    asked = sorted(line.position for line in world.messages if line.sender == "customer")
    in_chats = [line.position for chat in result.assignments for line in chat.messages if line.sender == "customer"]
    assert sorted(in_chats) == asked
    for rounds in (result.rounds, result.rounds_with_robots):
        assert sum(item.customer_messages for item in rounds) == len(asked)
        assert all(wait >= 0 for wait in seconds(rounds))
        open_rounds = [(item.session_id, item.agent) for item in rounds if item.reply_ms is None]
        assert len(open_rounds) == len(set(open_rounds))
    for item in result.rounds:
        if item.each_message_wait_ms is not None:
            assert item.last_buyer_wait_ms <= item.first_unanswered_wait_ms <= item.each_message_wait_ms

    credited = {(item.order_id, item.rule, item.pick): item.agent for item in result.credits}
    assert len(credited) == len(result.credits)
    assert len(credited) == len(world.orders) * len(CREDIT_RULES) * len(CREDIT_PICKS)
    helpers = [(item.order_id, item.rule, item.pick, item.agent) for item in result.assists]
    assert len(helpers) == len(set(helpers))
    assert all(credited[helper[:3]] != helper[3] for helper in helpers)
    # A rule decides whether an order is silent, a pick never does.
    for sold in world.orders:
        for rule in CREDIT_RULES:
            silent = {credited[(sold.order_id, rule, pick)] == SILENT for pick in CREDIT_PICKS}
            assert len(silent) == 1
    assert all(item.ordered for item in result.enquiries if item.paid)


@pytest.mark.parametrize("kind", ["idle", "platform"])
def test_random_worlds_meet_the_edges(kind: WorldKind) -> None:
    """The generator is repeatable, has unique ids, and does produce what it promises."""
    world = streams.random_shop(20240301, kind, 60)
    assert world == streams.random_shop(20240301, kind, 60)
    assert len({line.position for line in world.messages}) == len(world.messages)
    assert len({item.order_id for item in world.orders}) == len(world.orders)
    assert len({line.customer for line in world.messages}) > 150
    result = compute(world.messages, world.orders)
    waits = {item.first_unanswered_wait_ms for item in result.rounds}
    assert {0, 29_999, 30_000, 30_001} <= waits
    idles = {
        later.at_ms - earlier.at_ms
        for chat in result.assignments
        for earlier, later in zip(chat.messages, chat.messages[1:], strict=False)
    }
    assert {streams.GAP_MS - 1_000, streams.GAP_MS} <= idles
    assert any(chat.start_day != chat.ended_ms // MS_PER_DAY for chat in result.assignments)
    assert any(chat.transferred_out for chat in result.assignments) is (kind == "platform")
    assert any(chat.agent == UNASSIGNED for chat in result.assignments)
    assert {item.kind for item in result.assists} == {"order", "followup"}
    assert {chat_type(chat, world.orders) for chat in result.assignments} == {"pre_sale", "after_sale"}
    starts = {(chat.customer, chat.started_ms) for chat in result.assignments}
    ends = {(chat.customer, chat.ended_ms) for chat in result.assignments}
    assert any((item.customer, item.created_ms) in starts for item in world.orders)
    assert any((item.customer, item.created_ms) in ends for item in world.orders)


def test_write_exchange(tmp_path: Path) -> None:
    """The files read back as written, rows by position."""
    messages = shop(
        talk("10:00:00 C", "10:00:00.007 R", "10:00:50 x", "10:01:00 S"),
        talk("10:02:00 C", customer="B", window="x", session="s1"),
    )
    orders = [order("09:00:00", "09:30:00.5"), order("11:00:00", order_id="o2", is_cod=True)]
    streams.write_exchange(tuple(reversed(messages)), orders, tmp_path)
    with (tmp_path / "messages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        list(streams.MESSAGE_COLUMNS),
        ["A", "customer", "2024-03-01 10:00:00.000", "", "", "m1", "customer line 1"],
        ["A", "robot", "2024-03-01 10:00:00.007", "", "", "m2", "robot line 2"],
        ["A", "agent", "2024-03-01 10:00:50.000", "x", "", "m3", "agent line 3"],
        ["A", "system", "2024-03-01 10:01:00.000", "", "", "m4", "system line 4"],
        ["B", "customer", "2024-03-01 10:02:00.000", "x", "s1", "m5", "customer line 5"],
    ]
    with (tmp_path / "orders.csv").open(encoding="utf-8", newline="") as file:
        order_rows = list(csv.DictReader(file))
    assert tuple(order_rows[0]) == streams.ORDER_COLUMNS
    assert order_rows[0]["status"] == "paid"
    assert order_rows[0]["paid_at"] == "2024-03-01 09:30:00.500"
    assert order_rows[0]["total_amount"] == "500.00"
    assert (order_rows[1]["status"], order_rows[1]["is_cod"], order_rows[1]["paid_at"]) == ("shipped", "true", "")

"""Plain reference for chats, response rounds and order credits, written from the KPI catalogue (rulings R1 to R16).

Slow and literal on purpose: the result of the warehouse is compared with it. All times are whole milliseconds of the
shop's wall clock (counted from 1970-01-01 00:00:00 as if there were no time zone), so a day is `ms // MS_PER_DAY`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MS_PER_SECOND = 1_000
MS_PER_MINUTE = 60_000
MS_PER_DAY = 86_400_000

UNASSIGNED = "(unassigned)"
SILENT = "(silent)"

Sender = Literal["customer", "agent", "robot", "system"]
CreditRule = Literal["order_judgement", "order_first", "payment_judgement"]
CreditPick = Literal["last_chat", "first_chat", "most_rounds"]
AssistKind = Literal["order", "followup"]
InvalidReason = Literal["no_customer_message", "robot_only"]
ChatType = Literal["pre_sale", "after_sale"]
GroupStatus = Literal["completed", "failed", "open"]

CREDIT_RULES: tuple[CreditRule, ...] = ("order_judgement", "order_first", "payment_judgement")
CREDIT_PICKS: tuple[CreditPick, ...] = ("last_chat", "first_chat", "most_rounds")


# ---------------------------------------------------------------------------------------------------------- input


@dataclass(frozen=True)
class Message:
    """One line of a chat. `position` is its place in the file and is unique."""

    customer: str
    sender: Sender
    account: str | None
    at_ms: int
    position: int
    window: str | None = None
    session_id: str | None = None
    # the account that a column names on the line of somebody else; it divides no conversation
    addressed: str | None = None


@dataclass(frozen=True)
class Order:
    """One order of one buyer."""

    order_id: str
    customer: str
    created_ms: int
    paid_ms: int | None
    finished_ms: int | None
    closed_ms: int | None
    is_cod: bool
    amount: Decimal
    count_items: int = 1
    is_shipped: bool = False
    group: GroupStatus | None = None
    is_buyer_known: bool = True


@dataclass(frozen=True)
class Params:
    """The config keys of A.0 that these rules read, with their defaults."""

    session_gap_minutes: int = 10
    enquiry_window_days: int = 2
    pay_window_days: int = 7
    first_reply_threshold_s: int = 30


# --------------------------------------------------------------------------------------------------------- output


@dataclass(frozen=True)
class Charged:
    """A message, the agent it is charged to, and the agent in charge at the moment it was sent (R7)."""

    message: Message
    agent: str
    in_charge: str


@dataclass(frozen=True)
class Assignment:
    """One agent's part of one session ("chat"). `messages` are the lines charged to the agent, in order."""

    session_id: str
    customer: str
    agent: str
    started_ms: int
    ended_ms: int
    customer_messages: int
    human_messages: int
    transferred_out: bool
    invalid_reason: InvalidReason | None
    messages: tuple[Message, ...]

    @property
    def is_answered(self) -> bool:
        """R10, R12, A.0: in a valid session this agent wrote at least one human message."""
        return self.human_messages > 0 and self.invalid_reason is None

    @property
    def start_day(self) -> int:
        """R8: the day on which the chat started."""
        return day_of(self.started_ms)


@dataclass(frozen=True)
class Round:
    """A run of customer messages and the reply that closed it (None: an open round, R5)."""

    session_id: str
    customer: str
    agent: str
    first_ms: int
    last_ms: int
    customer_messages: int
    reply_ms: int | None
    each_message_wait_ms: int | None

    @property
    def first_unanswered_wait_ms(self) -> int | None:
        """A.2 `first_unanswered`: reply minus the first message of the run."""
        return None if self.reply_ms is None else self.reply_ms - self.first_ms

    @property
    def last_buyer_wait_ms(self) -> int | None:
        """A.2 `last_buyer`: reply minus the last message of the run."""
        return None if self.reply_ms is None else self.reply_ms - self.last_ms


@dataclass(frozen=True)
class MessageReply:
    """R7: a customer message, the agent in charge of it, and the next human message of the shop (None: never)."""

    message: Message
    agent: str
    reply: Message | None

    @property
    def wait_ms(self) -> int | None:
        """A.2 `each_message`: reply minus this message."""
        return None if self.reply is None else self.reply.at_ms - self.message.at_ms


@dataclass(frozen=True)
class Credit:
    """R12: who gets an order under one rule and one pick. Silent orders have no session."""

    order_id: str
    rule: CreditRule
    pick: CreditPick
    agent: str
    session_id: str | None


@dataclass(frozen=True)
class Assist:
    """R13: a helper of an order under one rule and one pick."""

    order_id: str
    rule: CreditRule
    pick: CreditPick
    agent: str
    kind: AssistKind


@dataclass(frozen=True)
class Enquiry:
    """R10, R11: one buyer, one agent, one day, with the two conversion numerators."""

    customer: str
    agent: str
    day: int
    started_ms: int
    ordered: bool
    paid: bool


@dataclass(frozen=True)
class Result:
    """Everything at once."""

    charged: tuple[Charged, ...]
    assignments: tuple[Assignment, ...]
    rounds: tuple[Round, ...]
    rounds_with_robots: tuple[Round, ...]
    message_replies: tuple[MessageReply, ...]
    credits: tuple[Credit, ...]
    assists: tuple[Assist, ...]
    enquiries: tuple[Enquiry, ...]


# ---------------------------------------------------------------------------------------------------------- basics


def day_of(at_ms: int) -> int:
    """A.0 business day with the cutoff at 00:00: the number of the calendar day."""
    return at_ms // MS_PER_DAY


def position_key(message: Message) -> tuple[int, int]:
    """R1: messages are ordered by time, then by position in the file."""
    return (message.at_ms, message.position)


def real_messages(messages: Sequence[Message]) -> list[Message]:
    """Brief: system messages are ignored everywhere. R1: the rest in order."""
    kept = [message for message in messages if message.sender != "system"]
    return sorted(kept, key=position_key)


def is_within(wait_ms: int, threshold_s: int) -> bool:
    """R1: thresholds are inclusive and compared in milliseconds."""
    return wait_ms <= threshold_s * MS_PER_SECOND


def is_idle_too_long(earlier: Message, later: Message, params: Params) -> bool:
    """R6: an idle of MORE than session_gap_minutes; exactly ten minutes is not yet too long."""
    return later.at_ms - earlier.at_ms > params.session_gap_minutes * MS_PER_MINUTE


# ---------------------------------------------------------------------------------------------------------- charge


def conversations(messages: Sequence[Message]) -> list[list[Message]]:
    """R6, R7: a conversation is a platform session, or else (customer, window); system messages are dropped."""
    by_key: dict[tuple[str, str | None, str | None], list[Message]] = {}
    for message in real_messages(messages):
        if message.session_id is not None:
            key = ("session", message.session_id, None)
        else:
            key = ("window", message.customer, message.window)
        by_key.setdefault(key, []).append(message)
    return list(by_key.values())


def segment_numbers(conversation: Sequence[Message], params: Params) -> list[int]:
    """R6: a customer message after too long an idle starts a new segment; a platform session is one segment."""
    numbers: list[int] = []
    number = 0
    for index, message in enumerate(conversation):
        may_break = index > 0 and message.session_id is None and message.sender == "customer"
        if may_break and is_idle_too_long(conversation[index - 1], message, params):
            number += 1
        numbers.append(number)
    return numbers


def next_human(conversation: Sequence[Message], start: int, numbers: Sequence[int], segment: int | None) -> str | None:
    """R14: the writer of the next human message after `start`, in the given segment or (None) anywhere."""
    for index in range(start + 1, len(conversation)):
        if conversation[index].sender == "agent" and segment in (None, numbers[index]):
            return conversation[index].account
    return None


def previous_human(
    conversation: Sequence[Message], start: int, numbers: Sequence[int], segment: int | None
) -> str | None:
    """R14: the writer of the last human message before `start`, in the given segment or (None) anywhere."""
    for index in range(start - 1, -1, -1):
        if conversation[index].sender == "agent" and segment in (None, numbers[index]):
            return conversation[index].account
    return None


def addressed_in_segment(conversation: Sequence[Message], start: int, numbers: Sequence[int]) -> str | None:
    """Whom the file names on this line, else on the nearest line of the segment before it, else after it."""
    places = [start, *range(start - 1, -1, -1), *range(start + 1, len(conversation))]
    for index in places:
        if numbers[index] == numbers[start] and conversation[index].addressed is not None:
            return conversation[index].addressed
    return None


def charge_of(conversation: Sequence[Message], index: int, numbers: Sequence[int]) -> str:
    """R6, R7, R14: who is in charge of a message.

    The writer for an agent's message; otherwise the next human of the segment, else its previous human, else the
    owner of the window or whom the file names, else the previous human of the conversation, else the next one, else
    nobody.
    """
    message = conversation[index]
    if message.sender == "agent":
        return message.account if message.account is not None else UNASSIGNED
    segment = numbers[index]
    choices = (
        next_human(conversation, index, numbers, segment),
        previous_human(conversation, index, numbers, segment),
        message.window or addressed_in_segment(conversation, index, numbers),
        previous_human(conversation, index, numbers, None),
        next_human(conversation, index, numbers, None),
    )
    for choice in choices:
        if choice is not None:
            return choice
    return UNASSIGNED


def in_charge_of(conversation: Sequence[Message], index: int, numbers: Sequence[int]) -> str:
    """R7: who had the buyer when a message was sent: whoever spoke last in the segment, else who answers in it, else as
    a message is charged."""
    previous = previous_human(conversation, index, numbers, numbers[index])
    return previous if previous is not None else charge_of(conversation, index, numbers)


def charge_messages(messages: Sequence[Message], params: Params) -> list[Charged]:
    """R6, R7, R14: every message except system lines with the agent it is charged to, in order."""
    charged: list[Charged] = []
    for conversation in conversations(messages):
        numbers = segment_numbers(conversation, params)
        for index, message in enumerate(conversation):
            agent = charge_of(conversation, index, numbers)
            charged.append(Charged(message, agent, in_charge_of(conversation, index, numbers)))
    return sorted(charged, key=lambda item: position_key(item.message))


# -------------------------------------------------------------------------------------------------------- sessions


def invalid_reason_of(session: Sequence[Message]) -> InvalidReason | None:
    """A.0 valid session: the customer wrote; a platform session of customer and robot alone only if an agent had it."""
    senders = {message.sender for message in session}
    if "customer" not in senders:
        return "no_customer_message"
    is_given = any(message.addressed is not None for message in session)
    if session[0].session_id is not None and "robot" in senders and "agent" not in senders and not is_given:
        return "robot_only"
    return None


def make_assignment(
    session_id: str,
    agent: str,
    started_ms: int,
    transferred_out: bool,
    invalid_reason: InvalidReason | None,
    messages: Sequence[Message],
) -> Assignment:
    """A.0, R12: count the messages of a part; it ends with its last message."""
    return Assignment(
        session_id=session_id,
        customer=messages[0].customer,
        agent=agent,
        started_ms=started_ms,
        ended_ms=messages[-1].at_ms,
        customer_messages=sum(1 for message in messages if message.sender == "customer"),
        human_messages=sum(1 for message in messages if message.sender == "agent"),
        transferred_out=transferred_out,
        invalid_reason=invalid_reason,
        messages=tuple(messages),
    )


def idle_assignments(charged: Sequence[Charged], params: Params) -> list[Assignment]:
    """R6: without a platform id a session is customer x agent, opened only by a buyer message after an idle."""
    streams: dict[tuple[str, str], list[Message]] = {}
    for item in charged:
        if item.message.session_id is None:
            streams.setdefault((item.message.customer, item.agent), []).append(item.message)
    assignments: list[Assignment] = []
    for (customer, agent), stream in streams.items():
        sessions: list[list[Message]] = []
        for index, message in enumerate(stream):
            if message.sender == "customer" and (not sessions or is_idle_too_long(stream[index - 1], message, params)):
                sessions.append([message])
            elif sessions:
                sessions[-1].append(message)
        for number, session in enumerate(sessions, start=1):
            session_id = f"{customer}|{agent}|{number}"
            reason = invalid_reason_of(session)
            assignments.append(make_assignment(session_id, agent, session[0].at_ms, False, reason, session))
    return assignments


def platform_assignments(charged: Sequence[Charged]) -> list[Assignment]:
    """A.0 session, S1 转出量: one part per agent of a platform session.

    The parts stand in the order of each agent's first charged message; every part but the last was transferred out.
    All parts start when the session starts.
    """
    sessions: dict[str, list[Charged]] = {}
    for item in charged:
        if item.message.session_id is not None:
            sessions.setdefault(item.message.session_id, []).append(item)
    assignments: list[Assignment] = []
    for session_id, session in sessions.items():
        parts: dict[str, list[Message]] = {}
        for item in session:
            parts.setdefault(item.agent, []).append(item.message)
        last_agent = list(parts)[-1]
        started_ms = session[0].message.at_ms
        reason = invalid_reason_of([item.message for item in session])
        for agent, part in parts.items():
            assignments.append(make_assignment(session_id, agent, started_ms, agent != last_agent, reason, part))
    return assignments


def build_assignments(charged: Sequence[Charged], params: Params) -> list[Assignment]:
    """R6: platform sessions where the platform gives an id, sessions by idle elsewhere."""
    assignments = platform_assignments(charged) + idle_assignments(charged, params)
    return sorted(assignments, key=lambda chat: (chat.customer, chat.started_ms, chat.agent, chat.session_id))


# ---------------------------------------------------------------------------------------------------------- rounds


def make_round(assignment: Assignment, run: Sequence[Message], reply: Message | None) -> Round:
    """A.2: a run of customer messages with its reply; R5: without one it is an open round."""
    return Round(
        session_id=assignment.session_id,
        customer=assignment.customer,
        agent=assignment.agent,
        first_ms=run[0].at_ms,
        last_ms=run[-1].at_ms,
        customer_messages=len(run),
        reply_ms=None if reply is None else reply.at_ms,
        each_message_wait_ms=None if reply is None else sum(reply.at_ms - message.at_ms for message in run),
    )


def build_rounds(assignment: Assignment, exclude_auto_reply: bool = True) -> list[Round]:
    """A.0 round, R5, F6: runs of customer messages closed by the agent's next human message (or by a robot too)."""
    rounds: list[Round] = []
    run: list[Message] = []
    for message in assignment.messages:
        if message.sender == "customer":
            run.append(message)
        elif message.sender == "agent" or not exclude_auto_reply:
            if run:
                rounds.append(make_round(assignment, run, message))
            run = []
    if run:
        rounds.append(make_round(assignment, run, None))
    return rounds


def is_first_reply_in_time(rounds: Sequence[Round], params: Params) -> bool:
    """A.1 `rate_30s_first_reply`, R1: the first round of a chat was answered within the threshold (inclusive)."""
    if not rounds or rounds[0].first_unanswered_wait_ms is None:
        return False
    return is_within(rounds[0].first_unanswered_wait_ms, params.first_reply_threshold_s)


def answered_rounds(assignment: Assignment) -> int:
    """聊天回合数: the rounds of a chat that a human closed."""
    return sum(1 for item in build_rounds(assignment) if item.reply_ms is not None)


def match_messages(charged: Sequence[Charged]) -> list[MessageReply]:
    """R7: each customer message meets the next human message of the buyer's whole conversation with the shop."""
    replies: list[MessageReply] = []
    for index, item in enumerate(charged):
        if item.message.sender != "customer":
            continue
        reply: Message | None = None
        for later in charged[index + 1 :]:
            if later.message.sender == "agent" and later.message.customer == item.message.customer:
                reply = later.message
                break
        replies.append(MessageReply(item.message, item.in_charge, reply))
    return replies


# --------------------------------------------------------------------------------------------------------- credits


def is_cancelled(order: Order) -> bool:
    """Cash on delivery, closed and never paid: cancelled before any money came; it was ordered, but it is no sale."""
    return order.is_cod and order.closed_ms is not None and order.paid_ms is None


def is_finally_paid(order: Order) -> bool:
    """R11, R17: cash on delivery counts as paid, unless it was cancelled; an order whose group failed is no sale."""
    return not is_cancelled(order) and order.group != "failed" and (order.is_cod or order.paid_ms is not None)


def payment_event_ms(order: Order) -> int:
    """付款判定: the payment, else (cash on delivery, never paid) the creation."""
    if order.is_cod or order.paid_ms is None:
        return order.created_ms
    return order.paid_ms


def is_in_window(start_day: int, event_day: int, params: Params) -> bool:
    """R11, R12, F3: a chat counts on `enquiry_window_days` calendar days, its own start day included."""
    return event_day - (params.enquiry_window_days - 1) <= start_day <= event_day


def candidates(order: Order, event_ms: int, assignments: Sequence[Assignment], params: Params) -> list[Assignment]:
    """R12: the buyer's answered chats begun at or before the event, with a start day inside the window."""
    return [
        chat
        for chat in assignments
        if chat.customer == order.customer
        and chat.is_answered
        and chat.started_ms <= event_ms
        and is_in_window(chat.start_day, day_of(event_ms), params)
    ]


def pick_last_chat(chats: Sequence[Assignment]) -> Assignment:
    """R12 last_chat: the greatest end; tie: the greater start, then the smaller agent name."""
    return min(chats, key=lambda chat: (-chat.ended_ms, -chat.started_ms, chat.agent, chat.session_id))


def pick_first_chat(chats: Sequence[Assignment]) -> Assignment:
    """F11 first touch: the least start; tie: the smaller end, then the smaller agent name."""
    return min(chats, key=lambda chat: (chat.started_ms, chat.ended_ms, chat.agent, chat.session_id))


def pick_most_rounds(chats: Sequence[Assignment]) -> Assignment:
    """回合数判定: the most answered rounds; tie: as last_chat."""
    most = max(answered_rounds(chat) for chat in chats)
    return pick_last_chat([chat for chat in chats if answered_rounds(chat) == most])


def pick_chat(chats: Sequence[Assignment], pick: CreditPick) -> Assignment:
    """Config key credit_pick."""
    if pick == "last_chat":
        return pick_last_chat(chats)
    if pick == "first_chat":
        return pick_first_chat(chats)
    return pick_most_rounds(chats)


def candidates_of_rule(
    order: Order, assignments: Sequence[Assignment], rule: CreditRule, params: Params
) -> list[Assignment]:
    """Config key credit_rule: the candidates at the order, at the payment, or at the order if there are any."""
    at_order = candidates(order, order.created_ms, assignments, params)
    at_payment = candidates(order, payment_event_ms(order), assignments, params)
    if rule == "order_judgement":
        return at_order
    if rule == "payment_judgement":
        return at_payment
    return at_order if at_order else at_payment


def credit_order(
    order: Order, assignments: Sequence[Assignment], rule: CreditRule, pick: CreditPick, params: Params
) -> Credit:
    """R12: one order belongs to one agent, or is silent."""
    chats = candidates_of_rule(order, assignments, rule, params)
    if not chats:
        return Credit(order.order_id, rule, pick, SILENT, None)
    chosen = pick_chat(chats, pick)
    return Credit(order.order_id, rule, pick, chosen.agent, chosen.session_id)


def followup_chats(order: Order, assignments: Sequence[Assignment]) -> list[Assignment]:
    """R13: the buyer's answered chats begun after the creation and up to the payment; cash on delivery has none."""
    if order.is_cod or order.paid_ms is None:
        return []
    return [
        chat
        for chat in assignments
        if chat.customer == order.customer and chat.is_answered and order.created_ms < chat.started_ms <= order.paid_ms
    ]


def assists_of(order: Order, credit: Credit, assignments: Sequence[Assignment], params: Params) -> list[Assist]:
    """R13: helpers of a finally paid order; an agent is one kind per order, `order` before `followup`."""
    if not is_finally_paid(order):
        return []
    helped_order: set[str] = set()
    for chat in candidates(order, order.created_ms, assignments, params):
        if chat.agent != credit.agent:
            helped_order.add(chat.agent)
    followed_up: set[str] = set()
    for chat in followup_chats(order, assignments):
        if chat.agent != credit.agent and chat.agent not in helped_order:
            followed_up.add(chat.agent)
    assists = [Assist(order.order_id, credit.rule, credit.pick, agent, "order") for agent in sorted(helped_order)]
    assists += [Assist(order.order_id, credit.rule, credit.pick, agent, "followup") for agent in sorted(followed_up)]
    return assists


# ------------------------------------------------------------------------------------------------------- enquiries


def is_open_paid_order(order: Order, at_ms: int) -> bool:
    """R9: at this moment the order is paid (cash on delivery: created) and neither finished nor closed."""
    begun_ms = order.created_ms if order.is_cod else order.paid_ms
    if begun_ms is None or begun_ms > at_ms or order.group == "failed":
        return False
    if order.finished_ms is not None and order.finished_ms <= at_ms:
        return False
    return order.closed_ms is None or order.closed_ms > at_ms


def chat_type(assignment: Assignment, orders: Sequence[Order]) -> ChatType:
    """R9 without a platform tag: after-sale if the buyer has an open paid order when the chat starts."""
    for order in orders:
        if order.customer == assignment.customer and is_open_paid_order(order, assignment.started_ms):
            return "after_sale"
    return "pre_sale"


def is_paid_in_time(order: Order, enquiry_day: int, params: Params) -> bool:
    """R11, pay_window_days: finally paid on one of the days after the enquiry window, or before; COD at once."""
    if not is_finally_paid(order):
        return False
    if order.is_cod or order.paid_ms is None:
        return True
    return day_of(order.paid_ms) <= enquiry_day + params.enquiry_window_days - 1 + params.pay_window_days


def build_enquiries(assignments: Sequence[Assignment], orders: Sequence[Order], params: Params) -> list[Enquiry]:
    """R10, R11: pre-sale chats that the agent answered, one unit per buyer, agent and start day.

    `paid` also needs a payment inside the pay window, which begins when the enquiry window ends.
    """
    first_start: dict[tuple[str, str, int], int] = {}
    for chat in assignments:
        if chat.is_answered and chat_type(chat, orders) == "pre_sale":
            unit = (chat.customer, chat.agent, chat.start_day)
            first_start[unit] = min(chat.started_ms, first_start.get(unit, chat.started_ms))
    enquiries: list[Enquiry] = []
    for (customer, agent, day), started_ms in sorted(first_start.items()):
        ordered = False
        paid = False
        for order in orders:
            if order.customer != customer or order.created_ms < started_ms:
                continue
            if not is_in_window(day, day_of(order.created_ms), params):
                continue
            if credit_order(order, assignments, "order_judgement", "last_chat", params).agent == agent:
                ordered = True
                paid = paid or is_paid_in_time(order, day, params)
        enquiries.append(Enquiry(customer, agent, day, started_ms, ordered, paid))
    return enquiries


# -------------------------------------------------------------------------------------------------------------- all


def compute(messages: Sequence[Message], orders: Sequence[Order], params: Params | None = None) -> Result:
    """All of the above for one shop."""
    params = params if params is not None else Params()
    charged = charge_messages(messages, params)
    assignments = build_assignments(charged, params)
    rounds: list[Round] = []
    rounds_with_robots: list[Round] = []
    for chat in assignments:
        rounds += build_rounds(chat)
        rounds_with_robots += build_rounds(chat, exclude_auto_reply=False)
    chats_of: dict[str, list[Assignment]] = {}
    for chat in assignments:
        chats_of.setdefault(chat.customer, []).append(chat)
    orders_of: dict[str, list[Order]] = {}
    all_credits: list[Credit] = []
    assists: list[Assist] = []
    for order in sorted(orders, key=lambda item: item.order_id):
        orders_of.setdefault(order.customer, []).append(order)
        chats = chats_of.get(order.customer, [])
        for rule in CREDIT_RULES:
            for pick in CREDIT_PICKS:
                credit = credit_order(order, chats, rule, pick, params)
                all_credits.append(credit)
                assists += assists_of(order, credit, chats, params)
    enquiries: list[Enquiry] = []
    for customer in sorted(chats_of):
        enquiries += build_enquiries(chats_of[customer], orders_of.get(customer, []), params)
    return Result(
        charged=tuple(charged),
        assignments=tuple(assignments),
        rounds=tuple(rounds),
        rounds_with_robots=tuple(rounds_with_robots),
        message_replies=tuple(match_messages(charged)),
        credits=tuple(all_credits),
        assists=tuple(assists),
        enquiries=tuple(enquiries),
    )

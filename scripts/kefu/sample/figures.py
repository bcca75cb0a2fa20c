"""The platforms' own figures, computed from the world with the platforms' own rules.

They are near the warehouse's KPIs and not equal to them: reconciliation has something to explain.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kefu.sample.model import Chat, Order, ShopWorld


def waits(chat: Chat, account: str) -> list[float]:
    """Seconds from the first unanswered buyer message to the account's reply, per round; leave messages have none."""
    found: list[float] = []
    if chat.is_leave_message:
        return found
    pending: datetime | None = None
    humans = {agent.account for agent in chat.agents}
    for message in chat.messages:
        if message.sender == chat.customer.name:
            pending = pending or message.at
        elif message.sender in humans:
            if pending and message.sender == account:
                found.append((message.at - pending).total_seconds())
            pending = None
    return found


def mean(values: list[float]) -> float:
    """Mean with two decimals, 0 without values (as the reports write it)."""
    return round(sum(values) / len(values), 2) if values else 0.0


def ratio(part: int, whole: int) -> float:
    """Ratio with four decimals, 0 without a whole."""
    return round(part / whole, 4) if whole else 0.0


def credited_orders(world: ShopWorld) -> list[tuple[Order, str]]:
    """Each order with the account of the last answered chat before it, on its day or the day before."""
    found = []
    for order in world.orders:
        if order.split_from:
            continue
        before = [
            chat
            for chat in world.chats
            if chat.customer is order.customer
            and chat.is_answered()
            and chat.started_at <= order.created_at
            and (order.created_at.date() - chat.started_at.date()).days < 2
        ]
        if before:
            found.append((order, max(before, key=lambda chat: chat.ended_at).agents[-1].account))
    return found


@dataclass(frozen=True)
class AgentFigures:
    """What a report says about one account in one period."""

    account: str
    consulted: int
    received: int
    unanswered: int
    first_waits: list[float]
    all_waits: list[float]
    slow: int
    buyer_messages: int
    agent_messages: int
    enquirers: int
    payers: int
    sales: int
    refunds: int
    ratings: list[str]

    @property
    def fast_30s(self) -> int:
        """First replies within 30 seconds."""
        return sum(wait <= 30 for wait in self.first_waits)

    @property
    def within_3min(self) -> int:
        """Rounds answered within three minutes."""
        return sum(wait <= 180 for wait in self.all_waits)


def agent_figures(world: ShopWorld, account: str, start: datetime, end: datetime) -> AgentFigures:
    """Compute the figures of one account for chats begun in [start, end)."""
    chats = [
        chat
        for chat in world.chats
        if start <= chat.started_at < end and account in {agent.account for agent in chat.agents}
    ]
    people = {(chat.customer.name, chat.started_at.date()) for chat in chats}
    served = {(chat.customer.name, chat.started_at.date()) for chat in chats if chat.replies_of(account)}
    chat_waits = [waits(chat, account) for chat in chats]
    enquiries = [chat for chat in chats if not chat.is_after_sale and chat.replies_of(account)]
    sold = [
        order
        for order, credited in credited_orders(world)
        if credited == account and start <= order.created_at < end and (order.paid_at or order.is_cod)
    ]
    return AgentFigures(
        account=account,
        consulted=len(people),
        received=len(served),
        unanswered=len(people - served),
        first_waits=[found[0] for found in chat_waits if found],
        all_waits=[min(wait, 600.0) for found in chat_waits for wait in found if wait > 0],
        slow=sum(any(wait > 180 for wait in found) for found in chat_waits),
        buyer_messages=sum(len(chat.replies_of(chat.customer.name)) for chat in chats),
        agent_messages=sum(len(chat.replies_of(account)) for chat in chats),
        enquirers=len({(chat.customer.name, chat.started_at.date()) for chat in enquiries}),
        payers=len({order.customer.name for order in sold}),
        sales=sum(order.total_amount for order in sold),
        refunds=sum(order.refunded(end + timedelta(days=10)) for order in sold),
        ratings=[
            rating.satisfaction
            for rating in world.evaluations
            if rating.account == account
            and rating.evaluated_at
            and start <= world.chats[rating.chat_index].started_at < end
        ],
    )

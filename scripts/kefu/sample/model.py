"""The shop world: what happened, before any platform wrote it into a file. Money is in fen (1/100 yuan)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kefu.sample.dice import Dice

# One turn of a chat: what the buyer writes (1..n messages) and what the agent answers (1..n messages).
Turn = tuple[tuple[str, ...], tuple[str, ...]]
# What can become of an order, with the number of cards in the deck.
Fates = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Product:
    """One item of a shop's catalogue."""

    item_id: str
    short_name: str
    title: str
    sku_text: str
    merchant_code: str
    price: int


@dataclass(frozen=True)
class Agent:
    """One seller-side account; its person is the ``agent_id``."""

    account: str
    agent_id: str
    slowness: float = 1.0
    has_auto_reply: bool = False


@dataclass(frozen=True)
class Habits:
    """The ways of one platform."""

    buyer_name: Callable[[Dice], str]
    order_number: Callable[[Dice, datetime], str]
    fates: Fates
    questions: tuple[Turn, ...]  # before the sale
    item_link: str
    phone_base: int  # receivers' phone numbers count up from here
    ratings: tuple[tuple[str, float], ...] = ()  # empty: buyers are not asked
    address_separator: str = " "
    has_postcode: bool = False
    emoji: str = ""
    has_system_notes: bool = False
    has_robot_nights: bool = False  # on some nights nobody but the robot answers
    has_silent_hand_over: bool = False  # the first agent may pass a chat on without a word


@dataclass(frozen=True)
class ShopPlan:
    """What is fixed about a shop before anything happens in it."""

    folder: str
    platform: str
    name: str
    shop_id: str
    agents: tuple[Agent, ...]
    robot: str
    products: tuple[Product, ...]
    chats_per_day: int
    silent_orders_per_day: int
    allows_idle: bool  # a chat may pause for more than ten minutes
    habits: Habits


@dataclass(frozen=True)
class Customer:
    """An invented buyer."""

    name: str  # nick or pin
    receiver: str
    phone: str
    address: str
    email: str


@dataclass(frozen=True)
class Message:
    """One line of a chat; ``kind`` is message or recall."""

    at: datetime
    sender: str
    text: str
    kind: str = "message"


@dataclass
class Chat:
    """One conversation of a customer with one or two agents."""

    customer: Customer
    agents: list[Agent]  # in the order in which they were in charge; empty when only the robot spoke
    is_after_sale: bool
    product: Product
    messages: list[Message]
    is_leave_message: bool = False
    layout: str = "A"  # the Tmall file layout it is exported in

    @property
    def started_at(self) -> datetime:
        """Time of the first message."""
        return self.messages[0].at

    @property
    def ended_at(self) -> datetime:
        """Time of the last message."""
        return self.messages[-1].at

    def replies_of(self, account: str) -> list[Message]:
        """Messages of one account."""
        return [message for message in self.messages if message.sender == account]

    def is_answered(self) -> bool:
        """Whether a person of the shop wrote anything."""
        return any(self.replies_of(agent.account) for agent in self.agents)


@dataclass
class Refund:
    """One after-sales case of an order line."""

    refund_id: str
    line: "Line"
    amount: int
    applied_at: datetime
    finished_at: datetime | None
    outcome: str  # success, closed, pending
    is_return: bool
    reason: str
    stage: str  # 售中 or 售后
    handler: str  # account, empty when the platform refunded on its own
    is_intervened: bool = False
    is_merchant_liable: bool = False


@dataclass
class Line:
    """One product of an order; ``payable`` is after line discounts."""

    line_id: str
    product: Product
    quantity: int
    payable: int
    coupon: int = 0  # this line's part of the order's coupon


@dataclass
class Order:
    """One order with every moment of its life; a moment that never comes is None."""

    order_id: str
    customer: Customer
    created_at: datetime
    lines: list[Line]
    postage: int
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    received_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str = ""
    is_group_failed: bool = False
    is_cod: bool = False
    tracking_number: str = ""
    note: str = ""
    split_into: tuple[str, ...] = ()
    split_from: str = ""
    is_locked: bool = False
    refunds: list[Refund] = field(default_factory=list)

    @property
    def goods_amount(self) -> int:
        """What the goods cost after all discounts."""
        return sum(line.payable - line.coupon for line in self.lines)

    @property
    def list_amount(self) -> int:
        """What the goods cost before discounts."""
        return sum(line.product.price * line.quantity for line in self.lines)

    @property
    def total_amount(self) -> int:
        """What the buyer owes: goods and postage, before refunds."""
        return self.goods_amount + self.postage

    @property
    def item_count(self) -> int:
        """Pieces ordered."""
        return sum(line.quantity for line in self.lines)

    def happened(self, moment: datetime | None, now: datetime) -> bool:
        """Whether a moment of this order lies in the past of ``now``."""
        return moment is not None and moment <= now

    def refunded(self, now: datetime, line: Line | None = None) -> int:
        """Money given back by ``now``, of one line or of all."""
        return sum(
            refund.amount
            for refund in self.refunds
            if refund.outcome == "success"
            and self.happened(refund.finished_at, now)
            and (line is None or refund.line is line)
        )

    def is_open_at(self, now: datetime) -> bool:
        """Whether the order is paid (or due on delivery) and neither received nor closed."""
        begun = self.is_cod or self.happened(self.paid_at, now)
        ended = self.happened(self.received_at, now) or self.happened(self.closed_at, now)
        return self.created_at <= now and begun and not ended and not self.split_into


@dataclass(frozen=True)
class Evaluation:
    """A request to rate a chat and its answer; either may be missing."""

    chat_index: int
    customer: Customer
    account: str
    invited_at: datetime | None
    evaluated_at: datetime | None
    satisfaction: str


@dataclass
class ShopWorld:
    """Everything that happened in one shop."""

    plan: ShopPlan
    chats: list[Chat]
    orders: list[Order]
    evaluations: list[Evaluation]

    def order_about(self, chat: Chat) -> Order | None:
        """The order that a chat is about: the next one its buyer places within two days, else the last before."""
        own = [order for order in self.orders if order.customer is chat.customer]
        coming = [o for o in own if chat.started_at <= o.created_at < chat.ended_at + timedelta(days=2)]
        before = [o for o in own if o.created_at < chat.started_at]
        if chat.is_after_sale and before:
            return before[-1]
        return coming[0] if coming else before[-1] if before else None

    @property
    def refunds(self) -> list[tuple[Order, Refund]]:
        """All after-sales cases with their orders, in order of application."""
        pairs = [(order, refund) for order in self.orders for refund in order.refunds]
        return sorted(pairs, key=lambda pair: (pair[1].applied_at, pair[1].refund_id))

    def agent(self, account: str) -> Agent:
        """Return the agent of an account."""
        return next(agent for agent in self.plan.agents if agent.account == account)


FIRST_DAY = date(2024, 3, 1)
DAYS = 10


def at(day: int, clock: str) -> datetime:
    """Return a moment: ``day`` is the day of March 2024 (30 and more count on), ``clock`` is H:MM or H:MM:SS."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    start = datetime(FIRST_DAY.year, FIRST_DAY.month, 1) + timedelta(days=day - 1)
    return start + timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)

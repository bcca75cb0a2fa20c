"""Builds the world of one shop: customers come, chat, order, pay, return and rate."""

import heapq
from datetime import datetime, timedelta

from kefu.sample import catalogue
from kefu.sample.dialogue import AFTER_SALE, Conversation, Script, pick_turns
from kefu.sample.dice import Deck, Dice
from kefu.sample.model import DAYS, Agent, Chat, Customer, Evaluation, Order, Product, ShopPlan, ShopWorld, Turn, at
from kefu.sample.planted import EMAIL_DOMAIN, IN_CHATS, RECEIVER_PHONE_PREFIX
from kefu.sample.purchases import OrderDesk

HOUR_WEIGHTS = tuple(zip(range(8, 24), (1, 3, 5, 4, 3, 4, 5, 5, 4, 3, 3, 4, 6, 7, 5, 2), strict=True))
LATE_START = "15:00"
EARLY_END = "17:00"
LAST_ORDER_DAY = 12

# What a chat is like; drawn from a deck, so that each kind occurs in every few dozen chats.
CHAT_KINDS = (("plain", 30), ("robot_first", 4), ("hand_over", 3), ("unanswered", 2), ("agent_opens", 1))
# When the order that follows an answered pre-sale chat is placed.
ORDER_TIMES = (("none", 9), ("during", 3), ("same_day", 6), ("next_day", 2), ("third_day", 1))

LAST_LAYOUT_A_DAY_OF_FOURTH = 8  # from 9 March the fourth Tmall agent's chats are exported as layouts B, C and D


class ShopBuilder:
    """Plays ten days of one shop."""

    def __init__(self, plan: ShopPlan, seed: int) -> None:
        self.plan = plan
        self.desk = OrderDesk(plan, seed)
        self.dice = Dice(seed, plan.folder, "chats")
        self.people = Dice(seed, plan.folder, "people")
        self.kinds = Deck(self.dice, CHAT_KINDS)
        self.order_times = Deck(self.dice, ORDER_TIMES)
        self.names: list[str] = []
        self.customers: list[Customer] = []
        self.last_contact: dict[str, datetime] = {}
        self.orders: list[Order] = []
        self.chats: list[Chat] = []
        self.queue: list[tuple[datetime, int, str, Customer | None]] = []
        self.pushed = 0
        self.planted = list(IN_CHATS[plan.folder])

    def build(self) -> ShopWorld:
        """Play all days and return the world."""
        self._place_silent_orders()
        for day in range(1, DAYS + 1):
            for _ in range(self.plan.chats_per_day):
                hour = self.dice.weighted(HOUR_WEIGHTS)
                low, high = {8: (30, 59), 23: (0, 29)}.get(hour, (0, 59))
                clock = f"{hour}:{self.dice.between(low, high)}:{self.dice.between(0, 59)}"
                self._push(at(day, clock), "any", None)
            if day % 3 == 2:
                self._push(at(day, f"23:{self.dice.between(56, 58)}:40"), "midnight", None)
            if day % 2 == 1:
                self._push(at(day, f"2:{self.dice.between(10, 50)}:11"), "night", None)
        while self.queue:
            moment, _, kind, customer = heapq.heappop(self.queue)
            self._chat(moment, kind, customer)
        if self.plan.platform == "tmall":
            self._special_layouts()
        self.chats.sort(key=lambda chat: (chat.started_at, chat.customer.name))
        self.orders.sort(key=lambda order: (order.created_at, order.order_id))
        return ShopWorld(self.plan, self.chats, self.orders, self._evaluations())

    # People

    def _new_customer(self) -> Customer:
        """Invent a buyer."""
        people, habits = self.people, self.plan.habits
        name = ""
        while not name or name in self.names:
            name = habits.buyer_name(people)
        self.names.append(name)
        province, city, postcode = people.pick(catalogue.REGIONS)
        number = len(self.names)
        street = f"虚构路{people.between(1, 299)}号{people.between(1, 30)}幢"
        address = habits.address_separator.join((province, city, "虚构区", street))
        customer = Customer(
            name=name,
            receiver=people.pick(catalogue.SURNAMES) + people.pick(catalogue.GIVEN_NAMES),
            phone=f"{RECEIVER_PHONE_PREFIX}{habits.phone_base + number}",
            address=f"{address}({postcode})" if habits.has_postcode else address,
            email=f"buyer{number:04d}{EMAIL_DOMAIN}",
        )
        self.customers.append(customer)
        return customer

    def _agent_on_shift(self, moment: datetime, other_than: Agent | None = None) -> Agent:
        """Return somebody who works at that time: the shifts alternate by day."""
        agents = list(self.plan.agents)
        day = moment.day
        if self.plan.platform == "tmall" and day > LAST_LAYOUT_A_DAY_OF_FOURTH:
            agents = agents[:3]
        turned = agents[day % len(agents) :] + agents[: day % len(agents)]
        half = (len(turned) + 1) // 2
        clock = f"{moment:%H:%M}"
        early = turned[:half] if clock < EARLY_END else []
        late = turned[half:] if clock >= LATE_START or clock < "05:00" else []
        on_shift = [agent for agent in early + late if agent is not other_than]
        return self.dice.pick(on_shift or [agent for agent in agents if agent is not other_than])

    # Orders

    def _place_silent_orders(self) -> None:
        """Orders of buyers who say nothing before (some chat later)."""
        for day in range(1, DAYS + 1):
            for _ in range(self.plan.silent_orders_per_day):
                moment = at(day, f"{self.dice.between(0, 23)}:{self.dice.between(0, 59)}:{self.dice.between(0, 59)}")
                repeats = self.customers and self.dice.chance(0.15)
                customer = self.dice.pick(self.customers) if repeats else self._new_customer()
                self._add_order(customer, moment, None)

    def _add_order(self, customer: Customer, moment: datetime, product: Product | None) -> None:
        """Place an order; a late payment may bring a reminder by an agent."""
        placed = self.desk.place(customer, moment, product)
        self.orders.extend(placed)
        order = placed[0]
        is_late = order.paid_at is None or order.paid_at > moment + timedelta(minutes=40)
        remind_at = moment + timedelta(minutes=25)
        if is_late and not order.is_cod and 9 <= remind_at.hour < 22 and remind_at < at(DAYS, "22:00"):
            self._push(remind_at, "reminder", customer)

    def _order_after(self, chat: Chat) -> None:
        """Let an answered pre-sale chat lead to an order, at one of several distances."""
        dice = self.dice
        time = self.order_times.draw()
        start = datetime(chat.started_at.year, chat.started_at.month, chat.started_at.day)
        if time == "none" or (not chat.is_answered() and dice.chance(0.7)):
            return
        if time == "during":
            moment = chat.started_at + (chat.ended_at - chat.started_at) * dice.between(60, 95) / 100
        elif time == "same_day":
            moment = min(dice.later(chat.ended_at, 60, 7200), start + timedelta(hours=23, minutes=58))
            moment = max(moment, chat.ended_at + timedelta(seconds=10))
        else:
            days = 1 if time == "next_day" else 2
            moment = dice.later(start + timedelta(days=days), 8 * 3600, 22 * 3600)
        if moment < at(LAST_ORDER_DAY + 1, "0:00"):
            self._add_order(chat.customer, moment.replace(microsecond=0), chat.product)

    # Chats

    def _push(self, moment: datetime, kind: str, customer: Customer | None) -> None:
        """Plan a chat."""
        self.pushed += 1
        heapq.heappush(self.queue, (moment, self.pushed, kind, customer))

    def _choose_customer(self, moment: datetime) -> tuple[Customer, Order | None]:
        """A buyer with an open order, one who was here before, or a new one."""
        dice = self.dice
        free = [who for who in self.customers if self.last_contact.get(who.name, at(-9, "0:00")) < moment]
        free_names = {who.name for who in free}
        waiting = [order for order in self.orders if order.is_open_at(moment) and order.customer.name in free_names]
        if waiting and dice.chance(0.22):
            order = dice.pick(waiting)
            return order.customer, order
        known = [who for who in free if who.name in self.last_contact]
        if known and dice.chance(0.16):
            customer = dice.pick(known)
            open_orders = [order for order in waiting if order.customer is customer]
            return customer, open_orders[0] if open_orders else None
        return self._new_customer(), None

    def _chat(self, moment: datetime, kind: str, customer: Customer | None) -> None:
        """Hold one chat and let it have its consequences."""
        order = None
        if customer is None:
            customer, order = self._choose_customer(moment)
        elif self.last_contact.get(customer.name, moment) > moment:
            return  # still talking
        agent = self._agent_on_shift(moment)
        kind = self.kinds.draw() if kind == "any" else kind
        script = self._script(customer, agent, order, kind, moment)
        chat = self._play(script, moment, order is not None, kind)
        if not chat.is_after_sale and kind not in {"reminder", "again"}:
            self._order_after(chat)
        if kind == "plain" and not chat.is_after_sale and self.dice.chance(0.12) and chat.ended_at.hour < 21:
            self._push(self.dice.later(chat.ended_at, 2400, 9000), "again", customer)

    def _questions(self, is_after_sale: bool) -> tuple[Turn, ...]:
        """Return what buyers ask before or after the sale."""
        return AFTER_SALE if is_after_sale else self.plan.habits.questions

    def _script(self, customer: Customer, agent: Agent, order: Order | None, kind: str, moment: datetime) -> Script:
        """Write down how a chat of this kind goes."""
        dice, plan = self.dice, self.plan
        products = [line.product for line in order.lines] if order else dice.sample(plan.products, 1)
        other = next(product for product in plan.products if product is not products[0])
        habits = plan.habits
        pool = self._questions(order is not None)
        script = Script(
            customer=customer.name,
            agents=[agent],
            turns=pick_turns(dice, pool),
            product=products[0],
            other=other,
            item_link=habits.item_link.format(products[0].item_id),
            robot=plan.robot,
            robot_first=kind == "robot_first",
            is_unanswered=kind == "unanswered",
            opened_by_agent=kind in {"reminder", "agent_opens"},
            may_idle=plan.allows_idle,
            may_repeat=True,
            emoji=habits.emoji,
            system_sender=plan.name if habits.has_system_notes else "",
        )
        if kind == "hand_over":
            script.agents.append(self._agent_on_shift(moment, other_than=agent))
            script.turns = [*script.turns, *dice.sample(pool, 2)]
            script.hand_over_after = dice.weighted(
                ((1, 0.3), (2, 0.5), (-1 if habits.has_silent_hand_over else 2, 0.2))
            )
        if kind == "midnight":
            script.turns = [*script.turns, *dice.sample(pool, 3)]
        if kind == "night":
            if habits.has_robot_nights and moment.day % 4 == 1:
                script.is_robot_only, script.agents = True, []
            else:
                morning = datetime(moment.year, moment.month, moment.day, 8, 31)
                script.agents = [self._agent_on_shift(morning)]
                script.reply_from = dice.later(morning, 0, 1800)
        if order and kind == "plain" and self.planted and moment.day in {3, 4, 5, 6, 7}:
            script.extra_lines = (self.planted.pop(0)[1],)
            script.turns = script.turns if len(script.turns) > 2 else [*script.turns, pool[0]]
        return script

    def _play(self, script: Script, moment: datetime, is_after_sale: bool, kind: str) -> Chat:
        """Hold the chat and keep it."""
        messages = Conversation(self.dice, script, moment).run()
        customer = next(who for who in reversed(self.customers) if who.name == script.customer)
        is_leave_message = kind == "night" and not script.is_robot_only
        chat = Chat(customer, script.agents, is_after_sale, script.product, messages, is_leave_message)
        self.chats.append(chat)
        self.last_contact[customer.name] = chat.ended_at + timedelta(minutes=30)
        return chat

    def _special_layouts(self) -> None:
        """Chats of the fourth agent that are exported one customer at a time, in the layouts B, C and D."""
        agent, colleague = self.plan.agents[3], self.plan.agents[2]
        for layout, moments in (
            ("B", (at(9, "10:12:05"), at(10, "9:40:51"))),
            ("C", (at(9, "2:10:05"), at(9, "19:20:31"))),
            ("D", (at(9, "14:03:22"), at(10, "20:15:02"))),
        ):
            customer = self._new_customer()
            for number, moment in enumerate(moments):
                kind = "night" if layout == "C" and number == 0 else "plain"
                script = self._script(customer, agent, None, kind, moment)
                script.agents, script.may_repeat, script.may_idle = [agent], False, False
                if layout == "C" and number == 1:
                    script.agents, script.hand_over_after = [agent, colleague], 2
                    script.turns = [*script.turns, *self._questions(False)[:2]]
                chat = self._play(script, moment, False, kind)
                chat.layout = layout
                if number == 1:
                    self._add_order(customer, self.dice.later(chat.ended_at, 120, 1200), chat.product)

    # Ratings

    def _evaluations(self) -> list[Evaluation]:
        """Invite most served customers, some late; some answer, some the next day, a few unasked."""
        dice = self.dice
        words = self.plan.habits.ratings
        if not words:
            return []
        found = []
        for index, chat in enumerate(self.chats):
            if not chat.is_answered():
                continue
            account = next(m.sender for m in reversed(chat.messages) if m.sender in {a.account for a in chat.agents})
            invited_at = None
            if dice.chance(0.72):
                invited_at = dice.later(chat.ended_at, *((20, 150) if dice.chance(0.88) else (700, 1500)))
            if not dice.chance(0.4 if invited_at else 0.05):
                if invited_at:
                    found.append(Evaluation(index, chat.customer, account, invited_at, None, ""))
                continue
            delay = dice.weighted((((15, 300), 0.85), ((3600, 30 * 3600), 0.15)))
            evaluated_at = dice.later(invited_at or chat.ended_at, *delay)
            found.append(Evaluation(index, chat.customer, account, invited_at, evaluated_at, dice.weighted(words)))
        return found


def build_worlds(seed: int) -> dict[str, ShopWorld]:
    """Build the worlds of all shops, by platform."""
    return {plan.platform: ShopBuilder(plan, seed).build() for plan in catalogue.SHOPS}

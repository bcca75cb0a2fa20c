"""Orders and refunds: every moment of an order's life is drawn when it is created."""

from datetime import datetime, timedelta

from kefu.sample.dice import Deck, Dice
from kefu.sample.model import Customer, Line, Order, Product, Refund, ShopPlan

REASONS = ("7天无理由退换货", "不喜欢/不想要", "质量问题", "商品与描述不符", "快递一直未送到", "少件/漏发")


def apportion(amount: int, weights: list[int]) -> list[int]:
    """Split an amount by weights; the last part takes the rounding."""
    parts = [amount * weight // sum(weights) for weight in weights]
    parts[-1] += amount - sum(parts)
    return parts


class OrderDesk:
    """Places the orders of one shop."""

    def __init__(self, plan: ShopPlan, seed: int) -> None:
        self.plan = plan
        self.dice = Dice(seed, plan.folder, "orders")
        self.fates = Deck(self.dice, plan.habits.fates)
        self.line_counts = Deck(self.dice, ((1, 8), (2, 2), (3, 1)))
        self.coupons = Deck(self.dice, ((0, 5), (1000, 1), (2000, 2)))
        self.postages = Deck(self.dice, ((0, 9), (1000, 1)))

    def order_number(self, moment: datetime) -> str:
        """Return a new order id as the platform writes them."""
        return self.plan.habits.order_number(self.dice, moment)

    def place(self, customer: Customer, created_at: datetime, first: Product | None = None) -> list[Order]:
        """Place an order; a split one returns the parent and its children."""
        fate = self.fates.draw()
        order = Order(self.order_number(created_at), customer, created_at, [], self.postages.draw())
        self._fill(order, 2 if fate == "split" else self.line_counts.draw(), first)
        if fate in {"unpaid", "cod_refused"}:
            order.is_cod = fate == "cod_refused"
            order.closed_at = created_at + timedelta(hours=24)
            order.close_reason = "买家未付款"
            return [order]
        if fate == "cod":
            order.is_cod = True
            self._deliver(order, created_at)
            return [order]
        if fate == "paid_next_day":
            next_day = datetime(created_at.year, created_at.month, created_at.day) + timedelta(days=1)
            order.paid_at = min(self.dice.later(next_day, 60, 7 * 3600), created_at + timedelta(hours=23))
            order.paid_at = max(order.paid_at, next_day + timedelta(seconds=5))
        else:
            low, high = self.dice.weighted((((12, 240), 0.8), ((241, 1800), 0.13), ((1801, 9000), 0.07)))
            order.paid_at = self.dice.later(created_at, low, high)
        if fate == "split":
            return [order, *self._split(order)]
        if fate == "cancelled":
            order.closed_at = self.dice.later(order.paid_at, 1800, 12 * 3600)
            order.close_reason = "退款"
            return [order]
        if fate == "group_failed":
            order.is_group_failed = True
            order.closed_at = order.paid_at + timedelta(hours=24)
            order.close_reason = "未成团"
            return [order]
        self._deliver(order, order.paid_at)
        if fate.startswith("refund_"):
            self._refund(order, fate.removeprefix("refund_"))
        return [order]

    def _fill(self, order: Order, count: int, first: Product | None) -> None:
        """Put products into the order and spread its coupon over them."""
        products = self.dice.sample([product for product in self.plan.products if product != first], count)
        products = ([first, *products] if first else products)[:count]
        for position, product in enumerate(products):
            quantity = 2 if self.dice.chance(0.1) else 1
            discount = product.price * quantity // 10 if self.dice.chance(0.3) else 0
            head, number = order.order_id[:-9], int(order.order_id[-9:]) + position + (count > 1)
            line_id = f"{head}{number:09d}"
            order.lines.append(Line(line_id, product, quantity, product.price * quantity - discount))
        payable = sum(line.payable for line in order.lines)
        coupon = self.coupons.draw() if payable >= 30000 else 0
        for line, part in zip(order.lines, apportion(coupon, [line.payable for line in order.lines]), strict=True):
            line.coupon = part

    def _deliver(self, order: Order, ready_at: datetime) -> None:
        """Ship and hand over."""
        order.shipped_at = self.dice.later(ready_at, 4 * 3600, 30 * 3600)
        order.received_at = self.dice.later(order.shipped_at, 40 * 3600, 9 * 24 * 3600)
        order.tracking_number = "7770" + self.dice.digits(10)

    def _split(self, parent: Order) -> list[Order]:
        """Split an order by line; the children keep its times and share its money."""
        assert parent.paid_at is not None
        children = []
        postages = apportion(parent.postage, [line.payable for line in parent.lines])
        for line, postage in zip(parent.lines, postages, strict=True):
            number = self.order_number(parent.created_at)
            child = Order(number, parent.customer, parent.created_at, [line], postage, parent.paid_at)
            child.split_from = parent.order_id
            self._deliver(child, parent.paid_at)
            children.append(child)
        parent.split_into = tuple(child.order_id for child in children)
        return children

    def _refund(self, order: Order, kind: str) -> None:
        """Add one after-sales case to each affected line."""
        assert order.paid_at and order.shipped_at and order.received_at
        if kind == "unshipped":
            applied_at = self.dice.later(order.paid_at, 900, 3 * 3600)
            order.shipped_at = order.received_at = None
            order.tracking_number = ""
        elif kind in {"return", "disputed"}:
            applied_at = self.dice.later(order.shipped_at, 40 * 3600, 80 * 3600)
            order.received_at = None
        else:
            applied_at = self.dice.later(order.received_at, 3600, 60 * 3600)
        is_full = kind in {"unshipped", "return", "disputed"}
        success_span = (600, 20 * 3600) if kind == "unshipped" else (20 * 3600, 96 * 3600)
        finished_at = None if kind == "pending" else self.dice.later(applied_at, *success_span)
        outcome = {"pending": "pending", "closed": "closed"}.get(kind, "success")
        for line in order.lines if is_full else order.lines[:1]:
            paid = line.payable - line.coupon
            amount = paid if is_full else max(500, paid // 10 // 100 * 100)
            if is_full and line is order.lines[-1]:
                amount += order.postage
            is_automatic = kind == "unshipped" and self.dice.chance(0.3)
            order.refunds.append(
                Refund(
                    refund_id="18" + self.dice.digits(17),
                    line=line,
                    amount=amount,
                    applied_at=applied_at,
                    finished_at=finished_at,
                    outcome=outcome,
                    is_return=kind in {"return", "disputed"},
                    reason=self.dice.pick(REASONS),
                    stage="售后" if order.received_at else "售中",
                    handler="" if is_automatic else self.dice.pick(self.plan.agents[-2:]).account,
                    is_intervened=kind == "disputed",
                    is_merchant_liable=kind == "disputed",
                )
            )
        if is_full and outcome == "success":
            order.closed_at = finished_at
            order.close_reason = "退款"

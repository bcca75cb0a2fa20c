"""What differs between platforms in how people call themselves, chat, buy and rate."""

from kefu.sample.dialogue import PRE_SALE, PRE_SALE_JD
from kefu.sample.dice import Dice
from kefu.sample.model import Fates, Habits

NICKS = (
    "爱吃鱼的猫",
    "晴天小雨",
    "山间清风",
    "糖糖妈妈",
    "阿布的窝",
    "夏日柠檬",
    "北岸灯塔",
    "半颗星星",
    "lemon树",
    "木木夕",
)
PINS = ("jd_{hex}", "jd_{hex}", "wdx{digits}", "linmu{digits}", "rds{digits}z", "sunny_{digits}", "晨光{digits}")

# How an order goes on after it was placed.
FATES: Fates = (
    ("paid", 34),
    ("paid_next_day", 2),
    ("unpaid", 4),
    ("refund_unshipped", 2),
    ("refund_return", 2),
    ("refund_partial", 2),
    ("refund_closed", 1),
    ("refund_disputed", 1),
    ("refund_pending", 1),
)
JD_FATES: Fates = (
    ("paid", 30),
    ("paid_next_day", 2),
    ("unpaid", 4),
    ("cod", 6),
    ("cod_refused", 1),
    ("split", 3),
    ("cancelled", 2),
)
PDD_FATES: Fates = (*FATES, ("group_failed", 1))


def tmall_name(dice: Dice) -> str:
    """A Taobao nick."""
    if dice.chance(0.6):
        return "tb" + dice.digits(dice.between(7, 10))
    return dice.pick(NICKS) + dice.pick(("", "_", "")) + dice.digits(3)


def jd_name(dice: Dice) -> str:
    """A JD pin."""
    pattern = dice.pick(PINS)
    return pattern.format(hex=dice.letters(13), digits=dice.digits(3))


def _rating_words(words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Weigh five words, best first."""
    return tuple(zip(words, (8.0, 5.0, 2.0, 1.0, 0.6), strict=True))


TMALL = Habits(
    buyer_name=tmall_name,
    order_number=lambda dice, _moment: "21" + dice.digits(17),
    fates=FATES,
    questions=PRE_SALE,
    item_link="https://detail.tmall.com/item.htm?id={}",
    phone_base=1000,
    ratings=_rating_words(("很满意", "满意", "一般", "不满", "很不满")),
    has_postcode=True,
    has_system_notes=True,
)
JD = Habits(
    buyer_name=jd_name,
    order_number=lambda dice, _moment: "29" + dice.digits(10),
    fates=JD_FATES,
    questions=PRE_SALE_JD,
    item_link="https://item.jd.com/{}.html",
    phone_base=5000,
    ratings=_rating_words(("非常满意", "满意", "一般", "不满意", "非常不满意")),
    address_separator="",
    emoji="\U0001f60a",
    has_robot_nights=True,
    has_silent_hand_over=True,
)
PDD = Habits(
    buyer_name=lambda dice: "pdd" + dice.digits(11),
    order_number=lambda dice, moment: f"{moment:%y%m%d}-{dice.digits(15)}",
    fates=PDD_FATES,
    questions=PRE_SALE,
    item_link="https://mobile.yangkeduo.com/goods.html?goods_id={}",
    phone_base=7000,
    has_robot_nights=True,
)
DOUYIN = Habits(
    buyer_name=lambda dice: "用户" + dice.digits(13),
    order_number=lambda dice, _moment: "69" + dice.digits(17),
    fates=FATES,
    questions=PRE_SALE,
    item_link="https://haohuo.jinritemai.com/views/product/item2?id={}",
    phone_base=8000,
    has_robot_nights=True,
    has_silent_hand_over=True,
)

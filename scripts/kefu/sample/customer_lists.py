"""Lists about customers: campaigns, recommended products, look-ups, use of the knowledge base, telephone calls."""

from datetime import timedelta

from kefu.sample.dice import Dice
from kefu.sample.files import list_csv, stamp
from kefu.sample.model import Chat, ShopWorld, at

CALL_COLUMNS = (
    "通话编号", "呼叫时间", "呼叫方向", "是否接通", "客服账号", "客户编号", "通话秒数", "保持秒数", "话后处理秒数",
    "等待秒数", "通话类型", "订单编号",
)  # fmt: skip


def _answered(world: ShopWorld) -> list[Chat]:
    """Chats in which a person spoke."""
    return [chat for chat in world.chats if chat.is_answered() and not chat.is_leave_message]


def _outreach(world: ShopWorld, dice: Dice) -> list[list[str]]:
    """Messages of two campaigns, some to people who order within the days after."""
    rows = []
    buyers = [order for order in world.orders if order.created_at >= at(4, "0:00") and order.paid_at]
    for number, order in enumerate(dice.sample(buyers, 30), start=1):
        sent_at = order.created_at - timedelta(hours=dice.between(2, 60))
        campaign = ("女王节老客", "滤芯换新")[number % 2]
        account = dice.pick(world.plan.agents).account
        refused = "是" if dice.chance(0.06) else "否"
        rows.append([f"CD{number:03d}", campaign, order.customer.name, stamp(sent_at), account, refused])
    silent = [customer for customer in {chat.customer.name: chat.customer for chat in world.chats}.values()]
    for number, customer in enumerate(dice.sample(silent, 50), start=31):
        sent_at = dice.later(at(3, "10:00"), 0, 5 * 86400)
        campaign = ("女王节老客", "滤芯换新")[number % 2]
        account = dice.pick(world.plan.agents).account
        rows.append([f"CD{number:03d}", campaign, customer.name, stamp(sent_at), account, "否"])
    return rows


def _recommended(world: ShopWorld, dice: Dice) -> list[list[str]]:
    """Products that agents recommended in chats before an order, mostly one that was bought."""
    rows = []
    for chat in _answered(world):
        order = world.order_about(chat)
        if chat.is_after_sale or not order or order.created_at < chat.ended_at or not dice.chance(0.6):
            continue
        account = chat.agents[-1].account
        said = [message.at for message in chat.replies_of(account)]
        if said:
            product = order.lines[-1].product if dice.chance(0.7) else dice.pick(world.plan.products)
            rows.append([account, product.item_id, stamp(said[-1]), chat.customer.name])
    return rows


def _events(world: ShopWorld, dice: Dice, mark: str, kind: str, chance: float, articles: int) -> list[list[str]]:
    """What agents opened during their chats."""
    rows = []
    for chat in _answered(world):
        if dice.chance(chance):
            agent = chat.agents[0].account
            replies = chat.replies_of(agent)
            if replies:
                row = [f"{mark}{len(rows) + 1:04d}", stamp(replies[0].at), agent, kind, chat.customer.name]
                rows.append([*row, f"KB-{dice.between(1, articles):02d}"] if articles else row)
    return rows


def _calls(world: ShopWorld, dice: Dice) -> list[list[str]]:
    """Calls: sales talks of which most end in an order, and questions of others."""
    rows = []
    orders = [order for order in world.orders if 9 <= order.created_at.hour < 21 and order.created_at < at(11, "0:00")]
    sales = [
        (order, order.customer, order.created_at - timedelta(seconds=dice.between(100, 160))) for order in orders[::8]
    ]
    others = [(None, chat.customer, chat.ended_at + timedelta(minutes=20)) for chat in _answered(world)[::6]]
    for number, (order, customer, started_at) in enumerate([*sales, *others], start=1):
        is_sale = number <= len(sales)
        is_connected = is_sale or dice.chance(0.85)
        talk = dice.between(35, 95) if is_sale else dice.between(20, 300)
        kind = "销售" if is_sale else dice.pick(("咨询", "二次咨询", "投诉", "其他"))
        numbers = [talk, dice.between(0, 20), dice.between(5, 60)] if is_connected else [0, 0, 0]
        rows.append(
            [
                f"TH{number:04d}",
                stamp(started_at),
                "呼出" if is_sale else "呼入",
                "是" if is_connected else "否",
                dice.pick(world.plan.agents).account,
                customer.name,
                *(str(seconds) for seconds in numbers),
                str(dice.between(2, 40)),
                kind,
                order.order_id if order and dice.chance(0.7) else "",
            ]
        )
    return sorted(rows, key=lambda row: (row[1], row[0]))


def list_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All lists, with Chinese headers."""
    dice = Dice(seed, world.plan.folder, "customers")
    event = ["客服账号", "操作类型", "顾客编号"]
    return {
        "活动触达_202403.csv": list_csv(
            ["触达编号", "活动编号", "顾客", "触达时间", "客服账号", "是否退订"], _outreach(world, dice)
        ),
        "推荐商品_202403.csv": list_csv(["客服账号", "推荐商品", "推荐时间", "顾客"], _recommended(world, dice)),
        "工作台操作_202403.csv": list_csv(
            ["操作编号", "操作时间", *event], _events(world, dice, "CZ", "profile_open", 0.5, 0)
        ),
        "知识库使用_202403.csv": list_csv(
            ["知识库记录编号", "使用时间", "客服账号", "使用方式", "顾客编号", "知识条目编号"],
            _events(world, dice, "ZS", "hit", 0.3, 24),
        ),
        "通话记录_202403.csv": list_csv(
            CALL_COLUMNS,
            _calls(world, dice),
        ),
    }

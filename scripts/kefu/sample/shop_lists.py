"""Lists about a shop as a whole: visitors, peers, costs, reviews, and what was planned."""

from datetime import timedelta

from kefu.sample.dice import Dice
from kefu.sample.files import Cell, list_csv, stamp, xlsx_bytes
from kefu.sample.model import DAYS, ShopWorld, at

MONTH = "2024-03-01"
COSTS = (
    ("人工", "9200.00", "售前一组", ""),
    ("人工", "7800.00", "售后组", ""),
    ("培训", "600.00", "", "A004"),
    ("工具", "450.00", "", ""),
)
# Metric, category, own value, mean of the peers, value of the best, share of peers outdone, unit.
BENCHMARKS = (
    ("aftersales_index", "", "4.62", "4.55", "4.90", "58%", "points"),
    ("rate_3min_human", "", "91%", "88%", "96%", "61%", "ratio"),
    ("dsr_service", "", "4.86", "4.80", "4.95", "", "points"),
    ("enquiry_to_final_paid_rate", "吸尘器", "58%", "52%", "66%", "", "ratio"),
)
# Person, KPI, plan, value before: call volumes, and what is to improve.
PLANS = (
    ("A001", "call_volume", "40", ""),
    ("A002", "call_volume", "40", ""),
    ("A003", "call_volume", "30", ""),
    ("A004", "call_volume", "30", ""),
    ("A001", "rate_30s_first_reply", "0.95", "0.70"),
    ("A004", "rate_30s_first_reply", "0.80", "0.40"),
    ("A004", "satisfaction_rate", "0.90", ""),
    ("(shop)", "enquiry_to_final_paid_rate", "0.65", "0.40"),
)


def _traffic(dice: Dice) -> list[list[str]]:
    """Visitors of the shop per day."""
    rows = []
    for day in range(1, DAYS + 1):
        visitors = dice.between(1500, 2600)
        rows.append([f"2024-03-{day:02d}", str(visitors), str(visitors * 3 + dice.between(0, 400))])
    return rows


def _reviews(world: ShopWorld, dice: Dice) -> list[list[Cell]]:
    """Reviews of received orders; some bad ones are revised."""
    rows: list[list[Cell]] = []
    received = [order for order in world.orders if order.received_at and order.paid_at]
    for order in dice.sample(received, 45):
        assert order.received_at
        rating = dice.weighted((("好评", 30), ("中评", 4), ("差评", 8)))
        reviewed_at = dice.later(order.received_at, 3600, 90000)
        is_revised = rating != "好评" and dice.chance(0.4)
        points = {"好评": 5, "中评": 4, "差评": 2}[rating]
        revised: list[Cell] = [reviewed_at + timedelta(days=3), "好评"] if is_revised else [None, ""]
        row: list[Cell] = [f"PJ{len(rows) + 1:03d}", reviewed_at, rating, order.order_id, *revised]
        account = dice.pick(world.plan.agents).account
        rows.append([*row, order.customer.name, account, points, min(5, points + dice.between(0, 1)), 5])
    return rows


def list_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All lists, with Chinese headers."""
    dice = Dice(seed, world.plan.folder, "shop")
    created = at(20, "12:00")
    review = [
        "评价编号", "评价时间", "评价等级", "订单编号", "修改时间", "修改后等级", "顾客编号", "客服账号",
        "描述相符", "服务态度", "物流服务",
    ]  # fmt: skip
    peers = [[metric, stamp(at(10, "0:00"))[:10], *rest] for metric, *rest in BENCHMARKS]
    plans = [[person, kpi, MONTH, value, base] for person, kpi, value, base in PLANS]
    return {
        "店铺访客_20240301_20240310.csv": list_csv(["日期", "访客数", "浏览量"], _traffic(dice)),
        "同行对比_20240310.csv": list_csv(
            ["指标", "日期", "类目", "本店值", "同行均值", "同行优秀", "超越同行", "单位"], peers
        ),
        "客服成本_202403.csv": list_csv(["月份", "成本类别", "金额", "团队", "工号"], [[MONTH, *row] for row in COSTS]),
        "商品评价_20240320.xlsx": xlsx_bytes("评价", [list(review), *_reviews(world, dice)], created),
        "目标_202403.xlsx": xlsx_bytes("目标", [["工号", "指标编号", "月份", "目标值", "基期值"], *plans], created),
    }

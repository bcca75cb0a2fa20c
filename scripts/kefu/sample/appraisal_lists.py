"""Files of the appraisal: schemes of people, grades, order reviews, earnings and deductions beside the schemes."""

from kefu.sample import catalogue, planted
from kefu.sample.files import list_csv, stamp
from kefu.sample.model import Order, ShopWorld, at

# Scheme, from, until, person, team, shop, figures, acknowledged. Who stands in no row is under the default scheme; the
# team's row stands over the shop's, so A004 is under the scheme for evaluations.
ASSIGNMENTS = (
    ("public_sheet", "2024-01-01", "", "", "", "tmall-xiaogou", "本店", ""),
    ("public_sheet", "2024-01-01", "", "A001", "", "tmall-xiaogou", "本店", "2023-12-28"),
    ("evaluation_points", "2024-01-01", "", "", "售后组", "tmall-xiaogou", "本店", ""),
    ("quarterly_hr", "2024-01-01", "", "", "", "jd-xiaogou", "本店", ""),
)
# Person, grade, from.
GRADES = (
    ("A007", "初级", "2024-02-12"),
    ("A008", "初级", "2022-04-18"),
    ("A008", "中级", "2022-09-01"),
    ("A009", "初级", "2023-03-13"),
    ("A010", "初级", "2022-06-06"),
    ("A010", "中级", "2022-10-01"),
    ("A010", "高级", "2023-11-01"),
    ("A011", "初级", "2023-05-04"),
)
# Person, month, name, amount, counts as, reason.
PAY_ENTRIES = (
    ("A002", "2024-03-01", "加班费", "180.00", "另计", "3 月 8 日晚班延时"),
    ("A009", "2024-03-01", "新品讲解奖", "260.00", "计入收入", "直播间讲解"),
    ("A010", "2024-03-01", "工服费", "-60.00", "另计", planted.IN_REMARKS[1]),
)
REVIEWER = "O001"


def lists() -> dict[str, bytes]:
    """The lists of people, which stand above the shop folders."""
    assignments = ["考核方案编号", "生效日期", "失效日期", "工号", "团队", "店铺", "统计范围", "确认日期"]
    entries = ["工号", "月份", "收支名称", "金额", "计入方式", "事由"]
    return {
        "考核方案分配.csv": list_csv(assignments, ASSIGNMENTS),
        "客服职称.csv": list_csv(["工号", "职称", "生效日期"], GRADES),
        "其他收支_202403.csv": list_csv(entries, PAY_ENTRIES),
    }


def _sold_by(world: ShopWorld, account: str) -> list[Order]:
    """Paid orders of buyers who talked before the sale, and with this account alone."""
    found = []
    for order in world.orders:
        before = [
            chat for chat in world.chats if chat.customer is order.customer and chat.started_at < order.created_at
        ]
        accounts = {agent.account for chat in before for agent in chat.agents}
        if order.paid_at and not order.refunds and accounts == {account} and before[-1].is_answered():
            found.append(order)
    return found


def reviews(worlds: dict[str, ShopWorld]) -> dict[str, bytes]:
    """Orders whose credit somebody looked at again: one confirmed, one given to a colleague, one to nobody."""
    tmall, douyin = worlds["tmall"], worlds["douyin"]
    blue, north = "小狗旗舰店:小蓝", "小狗旗舰店:小北"
    columns = ["订单编号", "核单结果", "核单人", "核单时间", "归属客服", "核单原因", "核单备注"]
    confirmed, given, *_ = _sold_by(tmall, blue)
    rejected = _sold_by(douyin, "飞鸽-小满")[0]
    of_tmall = [
        [confirmed.order_id, "确认", REVIEWER, stamp(at(18, "17:20")), "", "核对无误", ""],
        [given.order_id, "改归", REVIEWER, stamp(at(18, "17:35")), north, "同事促成", planted.IN_REMARKS[0]],
    ]
    of_douyin = [[rejected.order_id, "驳回", REVIEWER, stamp(at(19, "10:05")), "", "刷单", ""]]
    return {
        f"{catalogue.TMALL.folder}/核单_20240318.csv": list_csv(columns, of_tmall),
        f"{catalogue.DOUYIN.folder}/核单_20240319.csv": list_csv(columns, of_douyin),
    }

"""Lists of after-sales work as a shop manager keeps them: tickets, hand-overs, promises, complaints, surveys."""

from datetime import datetime, timedelta

from kefu.sample import planted
from kefu.sample.dice import Dice
from kefu.sample.files import Cell, list_csv, stamp, xlsx_bytes
from kefu.sample.model import Chat, ShopWorld, at

TICKET_COLUMNS = (
    "工单号", "工单创建时间", "工单状态", "问题类型", "是否复杂问题", "顾客编号", "订单号", "优先级", "处理客服",
    "首问客服", "处理团队",
    "首次响应时间点", "首次解决时间", "解决时间", "重开时间", "工单关闭时间", "工单满意度", "反馈时间", "是否邀请反馈",
)  # fmt: skip
ISSUES = ("退货", "质量", "物流", "少件")
FEEDBACK = (("非常满意", 5), ("满意", 4), ("一般", 1), ("不满意", 1), ("", 5))
FIRST_TEAM, SECOND_TEAM = "售前一组", "售后组"


def _team(account: str, chat: Chat) -> str:
    """The team of an account, as in the roster."""
    is_second = account.endswith("小满") or (account.endswith("小北") and chat.started_at >= at(6, "0:00"))
    return SECOND_TEAM if is_second else FIRST_TEAM


def _served(world: ShopWorld) -> list[Chat]:
    """Answered chats after the sale."""
    return [chat for chat in world.chats if chat.is_after_sale and chat.is_answered()]


def _tickets(world: ShopWorld, dice: Dice) -> tuple[list[list[Cell]], list[list[str]]]:
    """Tickets, and the hand-overs between teams."""
    tickets: list[list[Cell]] = []
    transfers = []
    for number, chat in enumerate(_served(world), start=1):
        first = last = chat.agents[-1].account
        first_team = last_team = _team(first, chat)
        ticket_id = f"GD2403{number:04d}"
        raised_at = chat.ended_at
        if first_team == FIRST_TEAM and dice.chance(0.4):
            last, last_team = "小狗旗舰店:小满", SECOND_TEAM
            moved_at = stamp(dice.later(raised_at, 300, 3600))
            right = "否" if dice.chance(0.2) else "是"
            transfers.append([ticket_id, moved_at, first_team, last_team, first, last, right])
        order = world.order_about(chat)
        is_solved = dice.chance(0.88)
        low, high = dice.weighted((((900, 25000), 0.7), ((25001, 150000), 0.3)))
        first_solved_at = dice.later(raised_at, low, high)
        is_reopened = is_solved and dice.chance(0.1)
        reopened_at = dice.later(first_solved_at, 7200, 90000) if is_reopened else None
        solved_at = dice.later(reopened_at or first_solved_at, 3600, 80000) if is_reopened else first_solved_at
        closed_at = solved_at + timedelta(days=2)
        is_closed = is_solved and dice.chance(0.9)
        answer = dice.weighted(FEEDBACK) if is_closed else ""
        status = "已关闭" if is_closed else "已解决" if is_solved else "处理中"
        tickets.append(
            [
                ticket_id,
                raised_at,
                status,
                dice.pick(ISSUES),
                "是" if dice.chance(0.25) else "否",
                chat.customer.name,
                order.order_id if order else "",
                dice.pick(("普通", "普通", "高", "紧急")),
                last,
                first,
                last_team,
                dice.later(raised_at, 60, 2400 if dice.chance(0.85) else 9000),
                first_solved_at if is_solved else None,
                solved_at if is_solved else None,
                reopened_at,
                closed_at if is_closed else None,
                answer,
                dice.later(closed_at, 600, 40000) if answer else None,
                "是" if is_closed else "否",
            ]
        )
    return tickets, transfers


def _complaints(world: ShopWorld, dice: Dice) -> list[list[str]]:
    """Complaints after some chats; what they say is nobody's business."""
    rows = []
    chats = dice.sample([chat for chat in world.chats if chat.is_answered()], 9)
    for number, chat in enumerate(sorted(chats, key=lambda chat: chat.started_at), start=1):
        rows.append(
            [
                f"TS{number:03d}",
                stamp(dice.later(chat.ended_at, 1200, 30000)),
                "" if number % 4 == 0 else chat.agents[-1].account,
                chat.customer.name,
                dice.pick(("服务态度", "响应慢", "承诺未兑现")),
                ("是", "否", "")[number % 3],
                planted.IN_REMARKS[0] if number == 1 else "见聊天记录",
            ]
        )
    return rows


def _surveys(world: ShopWorld, dice: Dice) -> list[list[Cell]]:
    """Answers of two kinds: satisfaction from 1 to 5 and recommendation from 0 to 10."""
    rows: list[list[Cell]] = []
    for chat in dice.sample([chat for chat in world.chats if chat.is_answered()], 60):
        is_nps = len(rows) % 2 == 1
        score = dice.weighted(((10, 4), (9, 4), (8, 3), (7, 2), (5, 2), (2, 1))) if is_nps else dice.between(2, 5)
        answered_at = dice.later(chat.ended_at, 600, 60000)
        kind, best = ("nps", 10) if is_nps else ("csat", 5)
        number = f"DJ{len(rows) + 1:03d}"
        rows.append([number, answered_at, kind, score, best, chat.customer.name, chat.agents[-1].account])
    return rows


def list_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All lists, in the forms in which people keep them: workbooks and csv as Excel saves it."""
    dice = Dice(seed, world.plan.folder, "tickets")
    created: datetime = at(20, "11:00")
    tickets, transfers = _tickets(world, dice)
    policies = [
        ["SLA-1", "紧急", "15", "480", "work", "2024-01-01"],
        ["SLA-2", "高", "30", "720", "work", "2024-01-01"],
        ["SLA-3", "", "60", "1440", "", "2024-01-01"],
    ]
    hours = [["work", str(day), "09:00", "21:00" if day < 6 else "18:00", "是"] for day in range(1, 8)]
    survey_columns = ["答卷编号", "答卷时间", "调查类型", "调查评分", "满分", "顾客编号", "客服账号"]
    return {
        "售后工单_20240320.xlsx": xlsx_bytes("工单", [list(TICKET_COLUMNS), *tickets], created),
        "工单转交_20240320.csv": list_csv(
            ["工单号", "转交时间", "转出团队", "转入团队", "转出客服", "转入客服", "是否转对"], transfers
        ),
        "SLA规则.csv": list_csv(
            ["规则编号", "优先级", "首次响应时限分钟", "解决时限分钟", "日历编号", "生效日期"], policies
        ),
        "服务日历.csv": list_csv(["日历编号", "星期", "开始时刻", "结束时刻", "节假日是否休息"], hours),
        "日历例外.csv": list_csv(["日历编号", "日期", "日期类型"], [["work", "2024-03-08", "holiday"]]),
        "投诉登记_202403.csv": list_csv(
            ["投诉编号", "投诉时间", "被投诉客服", "顾客编号", "投诉类型", "是否成立", "投诉内容"],
            _complaints(world, dice),
        ),
        "满意度调查_20240320.xlsx": xlsx_bytes("答卷", [survey_columns, *_surveys(world, dice)], created),
    }

"""Lists about the people of a team: attendance, shifts, presence, deductions, quality scores, training."""

from datetime import timedelta

from kefu.sample import planted
from kefu.sample.dice import Dice
from kefu.sample.files import Cell, list_csv, stamp, xlsx_bytes
from kefu.sample.model import DAYS, Agent, ShopWorld, at


def _is_free(agent_number: int, day: int) -> bool:
    """Everybody has one free day in five."""
    return (day + agent_number) % 5 == 0


def _hours(agent_number: int) -> tuple[str, str, str]:
    """Name, begin and end of somebody's shift."""
    return ("早班", "8:30", "17:30") if agent_number % 2 == 0 else ("晚班", "15:00", "23:30")


def _attendance(agents: tuple[Agent, ...], dice: Dice) -> list[list[Cell]]:
    """One row per person and day."""
    rows: list[list[Cell]] = []
    for day in range(1, DAYS + 1):
        for number, agent in enumerate(agents):
            is_free = _is_free(number, day)
            is_absent = not is_free and dice.chance(0.06)
            row = [f"2024-03-{day:02d}", agent.account, "否" if is_free or is_absent else "是"]
            rows.append([*row, _hours(number)[0], "否" if is_free else "是", "病假" if is_absent else ""])
    return rows


def _shifts(agents: tuple[Agent, ...]) -> list[list[str]]:
    """The plan of the days on which somebody works."""
    rows = []
    for day in range(1, DAYS + 1):
        for number, agent in enumerate(agents):
            _, begins, ends = _hours(number)
            if not _is_free(number, day):
                rows.append([agent.account, stamp(at(day, begins)), stamp(at(day, ends))])
    return rows


def _presence(agents: tuple[Agent, ...], dice: Dice) -> list[list[str]]:
    """Who was online when: two spans a day around a rest."""
    rows = []
    for day in range(1, DAYS + 1):
        for number, agent in enumerate(agents):
            if _is_free(number, day):
                continue
            _, begins, ends = _hours(number)
            came = dice.later(at(day, begins), 0, 900)
            pause = came + timedelta(hours=4)
            back = dice.later(pause, 1800, 3600)
            spans = (("在线", came, pause), ("休息", pause, back), ("在线", back, at(day, ends)))
            rows += [[agent.account, state, stamp(start), stamp(end)] for state, start, end in spans]
    return rows


def _quality(agents: tuple[Agent, ...], dice: Dice) -> list[list[Cell]]:
    """Scores by quality control and by assessors."""
    rows: list[list[Cell]] = []
    for day in (2, 5, 8):
        for agent in agents:
            for kind, reviewer in (("质检", "qa01"), ("评定", "经理02")):
                number = f"ZJ{len(rows) + 1:03d}"
                score = dice.between(78, 99)
                rows.append([f"2024-03-{day:02d}", agent.account, score, kind, number, reviewer, "否"])
    return rows


def _training(agents: tuple[Agent, ...], dice: Dice) -> list[list[Cell]]:
    """Two courses; somebody misses one."""
    rows: list[list[Cell]] = []
    for course, day in (("KC-01", 4), ("KC-02", 9)):
        for number, agent in enumerate(agents):
            head: list[Cell] = [course, f"2024-03-{day:02d}", agent.account]
            if course == "KC-02" and number == 3:
                rows.append([*head, "否", None, None, None])
                continue
            before = dice.between(60, 80)
            rows.append([*head, "是", dice.between(80, 98), before, before + dice.between(3, 18)])
    return rows


def list_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All lists, with Chinese headers."""
    dice = Dice(seed, world.plan.folder, "team")
    agents = world.plan.agents
    created = at(11, "10:00")
    attendance = ["出勤日期", "客服账号", "是否出勤", "班次", "是否排班", "请假类型"]
    quality = ["质检日期", "客服账号", "得分", "评分类型", "评分编号", "评分人", "是否直属上级"]
    training = ["课程编号", "培训日期", "客服账号", "是否出席", "培训成绩", "训前成绩", "训后成绩"]
    deductions = [
        ["KF001", "2024-03-05", agents[3].account, "2", planted.IN_REMARKS[1]],
        ["KF002", "2024-03-07", agents[1].account, "1", "工位未清理"],
    ]
    return {
        "考勤_202403.xlsx": xlsx_bytes("考勤", [attendance, *_attendance(agents, dice)], created),
        "排班_202403.csv": list_csv(["客服账号", "上班时间", "下班时间"], _shifts(agents)),
        "在线记录_20240301_20240310.csv": list_csv(
            ["客服账号", "在线状态", "状态开始时间", "状态结束时间"], _presence(agents, dice)
        ),
        "质检评分_202403.xlsx": xlsx_bytes("质检", [quality, *_quality(agents, dice)], created),
        "培训记录_202403.xlsx": xlsx_bytes("培训", [training, *_training(agents, dice)], created),
        "现场扣分_202403.csv": list_csv(["扣分编号", "扣分日期", "客服账号", "扣分", "扣分原因"], deductions),
    }

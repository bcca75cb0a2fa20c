"""JD's session workbook and performance report."""

from kefu.sample.dice import Dice
from kefu.sample.figures import agent_figures, mean, ratio, waits
from kefu.sample.files import Cell, by_header, stamp, xlsx_bytes
from kefu.sample.headers import header
from kefu.sample.model import Chat, ShopWorld, at

CREATED = at(11, "9:00")


def sessions(world: ShopWorld, seed: int) -> bytes:
    """咨询会话查询: full pins, ``-`` for missing, item numbers as numbers, one negative duration."""
    dice = Dice(seed, world.plan.folder, "sessions")
    columns = header("jd_session_names")
    ratings = {rating.chat_index: rating.satisfaction for rating in world.evaluations if rating.evaluated_at}
    rows: list[list[Cell]] = [list(columns)]
    negative = next(index for index, chat in enumerate(world.chats) if not chat.is_answered() and chat.agents)
    for index, chat in enumerate(world.chats):
        row = _session_row(world, chat)
        row["cid"] = str(7_100_000_000_000 + index * 7919 + 13)
        row["满意度"] = ratings.get(index) or "-"
        row["是否解决"] = dice.pick(("已解决", "已解决", "未解决")) if index in ratings else "-"
        if index == negative:
            row["会话时长(M)"] = -0.01
        if index % 9 == 4:  # the platform books some sessions a little later than the first message
            row["咨询时间"] = stamp(dice.later(chat.started_at, 1, 40))
        rows.append(by_header(row, columns))
    return xlsx_bytes("咨询会话查询", rows, CREATED)


def _session_row(world: ShopWorld, chat: Chat) -> dict[str, Cell]:
    """One session by column name."""
    accounts = [agent.account for agent in chat.agents]
    found = [wait for account in accounts for wait in waits(chat, account)]
    agent_messages = sum(len(chat.replies_of(account)) for account in accounts)
    minutes = (chat.ended_at - chat.started_at).total_seconds() / 60
    return {
        "咨询时间": stamp(chat.started_at),
        "咨询类型": "售后" if chat.is_after_sale else "售前",
        "客服": accounts[0] if accounts else world.plan.robot,
        "转接后客服": accounts[1] if len(accounts) > 1 else "-",
        "技能组": "售后组" if chat.is_after_sale else "售前组",
        "顾客": chat.customer.name,
        "商品编号": int(chat.product.item_id),
        "商品名称": chat.product.title,
        "首次响应时间": found[0] if found else "-",
        "新平均响应时间(S)": mean(found) if found else "-",
        "会话时长(M)": round(minutes, 2),
        "客户消息数": len(chat.replies_of(chat.customer.name)),
        "客服消息数": agent_messages,
    }


def overall(world: ShopWorld) -> bytes:
    """整体数据: title and note above the header in row 3, a total row at the end."""
    columns = header("jd_cs_overall_names")
    rows: list[list[Cell]] = [["客服数据-整体数据"], ["统计周期：2024-03-01至2024-03-10"], list(columns)]
    totals = [0, 0, 0]
    for agent in world.plan.agents:
        found = agent_figures(world, agent.account, at(1, "0:00"), at(11, "0:00"))
        good = sum(word in {"非常满意", "满意"} for word in found.ratings)
        rows.append(
            [
                agent.account,
                found.enquirers,
                found.payers,
                round(found.sales / 100, 2),
                found.received,
                mean(found.all_waits),
                f"{ratio(found.fast_30s, found.consulted):.2%}",
                f"{ratio(found.within_3min, len(found.all_waits)):.2%}",
                good,
                len(found.ratings),
            ]
        )
        totals = [
            total + part for total, part in zip(totals, (found.enquirers, found.payers, found.sales), strict=True)
        ]
    rows.append(["合计", totals[0], totals[1], round(totals[2] / 100, 2), *["-"] * 6])
    return xlsx_bytes("整体数据", rows, CREATED)


def report_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All workbooks of the shop."""
    return {
        "咨询会话查询_20240301_20240310.xlsx": sessions(world, seed),
        "客服数据_整体数据_20240301_20240310.xlsx": overall(world),
    }

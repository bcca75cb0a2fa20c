"""Tmall's own reports: reception, performance and item traffic."""

from datetime import timedelta

from kefu.sample.dice import Dice
from kefu.sample.figures import AgentFigures, agent_figures, mean, ratio
from kefu.sample.files import Cell, xls_bytes, xlsx_bytes
from kefu.sample.headers import header
from kefu.sample.model import DAYS, ShopWorld, at

REPORT_START, REPORT_END = at(1, "0:00"), at(8, "0:00")
CREATED = at(11, "9:00")


def _figures(world: ShopWorld) -> list[AgentFigures]:
    """Figures of all agents for the report's week."""
    return [agent_figures(world, agent.account, REPORT_START, REPORT_END) for agent in world.plan.agents]


def reception(world: ShopWorld) -> bytes:
    """咨询接待分析: 12 columns with the mixed bracket, rates between 0 and 1, the rows 汇总值 and 平均值 at the end."""
    rows: list[list[Cell]] = [list(header("tmall_cs_reception_12"))]
    body: list[list[float | int]] = []
    for found in _figures(world):
        body.append(
            [
                found.consulted,
                found.received,
                found.unanswered,
                found.received,
                mean(found.all_waits),
                ratio(found.within_3min, len(found.all_waits)),
                ratio(found.received, found.consulted),
                mean(found.first_waits),
                found.slow,
                ratio(found.agent_messages, found.buyer_messages),
            ]
        )
        rows.append([found.account, *body[-1], "售后" if found.account.endswith("小满") else "售前"])
    columns = list(zip(*body, strict=True))
    are_counts = [all(isinstance(value, int) for value in column) for column in columns]
    pairs = list(zip(columns, are_counts, strict=True))
    rows.append(["汇总值", *(sum(column) if is_count else "-" for column, is_count in pairs), "-"])
    rows.append(["平均值", *(round(sum(column) / len(column), 4) for column in columns), "-"])
    return xlsx_bytes("咨询接待分析", rows, CREATED)


def performance(world: ShopWorld) -> bytes:
    """客服绩效: 10 columns, rates with %, money with thousands commas, six summary rows at the end."""
    rows: list[list[Cell]] = [list(header("tmall_cs_perf_10"))]
    total_sales = total_refunds = 0
    for found in _figures(world):
        good = sum(word in {"很满意", "满意"} for word in found.ratings)
        rows.append(
            [
                found.account,
                found.payers,
                found.enquirers,
                f"{ratio(found.payers, found.enquirers):.2%}",
                mean(found.first_waits),
                mean(found.all_waits),
                f"{ratio(good, len(found.ratings)):.2%}",
                f"{ratio(found.received, found.consulted):.2%}",
                f"{found.sales / 100:,.2f}",
                f"{found.refunds / 100:,.2f}",
            ]
        )
        total_sales += found.sales
        total_refunds += found.refunds
    count = len(world.plan.agents)
    totals: list[Cell] = ["-"] * 7 + [f"{total_sales / 100:,.2f}", f"{total_refunds / 100:,.2f}"]
    means: list[Cell] = ["-"] * 7 + [f"{total_sales / 100 / count:,.2f}", f"{total_refunds / 100 / count:,.2f}"]
    for name, values in (("汇总值", totals), ("平均值", means), ("全店汇总值", totals), ("全店平均值", means)):
        rows.append([name, *values])
    rows.append(["同行同层优秀", "-", "-", "62.31%", 18.4, 31.2, "96.40%", "99.80%", "-", "-"])
    rows.append(["同行同层均值", "-", "-", "41.07%", 32.9, 48.8, "90.15%", "98.20%", "-", "-"])
    return xlsx_bytes("客服绩效", rows, CREATED)


def item_traffic(world: ShopWorld, seed: int) -> bytes:
    """生意参谋 商品_全部: old binary Excel, 34 columns, the header stands in row 5."""
    dice = Dice(seed, world.plan.folder, "traffic")
    columns = header("sycm_item_34")
    rows: list[list[Cell]] = [
        ["【生意参谋平台】商品_全部"],
        ["统计时间：2024-03-01 ~ 2024-03-10"],
        ["说明：数据仅供参考，所有终端"],
        [],
        list(columns),
    ]
    for day in range(1, DAYS + 1):
        start, end = at(day, "0:00"), at(day, "0:00") + timedelta(days=1)
        for product in world.plan.products:
            sold = [
                (order, line)
                for order in world.orders
                for line in order.lines
                if line.product is product and order.paid_at and start <= order.paid_at < end
            ]
            visitors = dice.between(40, 420) + 25 * len(sold)
            buyers = len({order.customer.name for order, _ in sold})
            amount = sum(line.payable - line.coupon for _, line in sold) / 100
            row: dict[str, Cell] = {
                "统计日期": f"{start:%Y-%m-%d}",
                "商品id": product.item_id,
                "商品名称": product.title,
                "货号": product.merchant_code,
                "商品状态": "当前在线",
                "商品标签": "-",
                "商品访客数": visitors,
                "商品浏览量": visitors * 2 + dice.between(0, 90),
                "平均停留时长": round(dice.between(800, 4200) / 100, 2),
                "商品详情页跳出率": f"{dice.between(4500, 7800) / 100:.2f}%",
                "下单买家数": buyers,
                "支付买家数": buyers,
                "支付件数": sum(line.quantity for _, line in sold),
                "支付金额": f"{amount:,.2f}",
                "商品支付转化率": f"{buyers / visitors:.2%}",
            }
            rows.append([row.get(name, "-") for name in columns])
    return xls_bytes("【生意参谋平台】1", rows)


def report_files(world: ShopWorld, seed: int) -> dict[str, bytes]:
    """All report files of the shop."""
    return {
        "咨询接待分析_2024-03-01_2024-03-07.xlsx": reception(world),
        "客服绩效_20240301_20240307.xlsx": performance(world),
        "【生意参谋平台】商品_全部_2024-03-01_2024-03-10.xls": item_traffic(world, seed),
    }

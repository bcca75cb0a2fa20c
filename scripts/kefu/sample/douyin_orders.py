"""Douyin orders by sub-order and by main order, after-sales cases and the agent report."""

from datetime import datetime, timedelta

from kefu.sample.figures import agent_figures, mean, ratio
from kefu.sample.files import Cell, by_header, csv_bytes, quoted, stamp, xlsx_bytes, yuan
from kefu.sample.headers import header
from kefu.sample.model import Line, Order, Refund, ShopWorld, at

FIRST, SECOND = at(6, "12:00"), at(20, "10:00")
TABBED = {"主订单编号", "子订单编号", "选购商品", "商品规格", "商品ID", "商家编码", "达人ID"}


def epoch_s(moment: datetime) -> int:
    """Epoch seconds of a moment in China."""
    return int((moment - timedelta(hours=8) - datetime(1970, 1, 1)).total_seconds())


def order_status(order: Order, now: datetime) -> str:
    """The status an export made at ``now`` shows."""
    if order.happened(order.closed_at, now):
        return "已关闭"
    if not order.happened(order.paid_at, now):
        return "待支付"
    if order.happened(order.received_at, now):
        return "已完成"
    return "已发货" if order.happened(order.shipped_at, now) else "待发货"


def after_sale_status(order: Order, lines: list[Line], now: datetime) -> str:
    """The after-sales word of some lines of an order."""
    cases = [refund for refund in order.refunds if refund.line in lines and refund.applied_at <= now]
    if not cases:
        return "-"
    refund = cases[-1]
    if not order.happened(refund.finished_at, now):
        return "售后中"
    if refund.outcome == "closed":
        return "售后关闭"
    return "已全额退款" if order.closed_at else "退款成功"


def sub_order_id(order: Order, line: Line) -> str:
    """A single sub-order has its order's number."""
    return order.order_id if len(order.lines) == 1 else line.line_id


def order_row(order: Order, lines: list[Line], now: datetime) -> dict[str, str]:
    """Some lines of an order as one row: lists are joined by ``;``, money and pieces are sums."""
    postage = order.postage if order.lines[0] in lines else 0
    paid = sum(line.payable - line.coupon for line in lines) + postage
    listed = sum(line.product.price * line.quantity for line in lines)
    is_paid = order.happened(order.paid_at, now)
    is_over = order.happened(order.received_at, now) or order.happened(order.closed_at, now)
    row = {
        "主订单编号": order.order_id,
        "子订单编号": ";".join(sub_order_id(order, line) for line in lines),
        "选购商品": ";".join(line.product.title for line in lines),
        "商品规格": ";".join(line.product.sku_text for line in lines),
        "商品数量": str(sum(line.quantity for line in lines)),
        "商品ID": ";".join(line.product.item_id for line in lines),
        "商家编码": ";".join(line.product.merchant_code for line in lines),
        "商品单价": yuan(lines[0].product.price),
        "商品金额": yuan(listed),
        "订单应付金额": yuan(paid),
        "运费": yuan(postage),
        "优惠总金额": yuan(listed + postage - paid),
        "商家优惠": yuan(listed + postage - paid),
        "平台实际承担优惠金额": "0.00",
        "商家实际承担优惠金额": yuan(listed + postage - paid),
        "支付方式": "微信" if int(order.order_id[-1]) % 2 else "支付宝",
        "收件人": "##" + order.order_id[-8:],
        "收件人手机号": "$$" + order.order_id[-8:],
        "省": order.customer.address.split(" ")[0],
        "市": order.customer.address.split(" ")[1],
        "详细地址": "##" + order.order_id[-6:],
        "买家留言": f"打我电话{order.customer.phone}" if order.order_id.endswith("3") else "-",
        "订单提交时间": stamp(order.created_at),
        "支付完成时间": stamp(order.paid_at if is_paid else None) or "-",
        "发货时间": stamp(order.shipped_at if order.happened(order.shipped_at, now) else None) or "-",
        "订单完成时间": stamp((order.closed_at or order.received_at) if is_over else None) or "-",
        "订单状态": order_status(order, now),
        "售后状态": after_sale_status(order, lines, now),
        "取消原因": order.close_reason if order.happened(order.closed_at, now) else "",
        "流量体裁": "数据将于第二天更新" if (now - order.created_at).days < 1 else "短视频",
        "快递信息": f"{order.tracking_number}-中通快递" if order.happened(order.shipped_at, now) else "-",
    }
    return row


def _csv(rows: list[dict[str, str]], columns: list[str]) -> bytes:
    """UTF-8 with a mark; texts and numbers of things are quoted and begin with a tab, empty cells are ``-``."""
    lines = [",".join(columns)]
    for row in rows:
        cells = (row.get(name, "-") for name in columns)
        lines.append(",".join(quoted("\t" + c) if n in TABBED else c for n, c in zip(columns, cells, strict=True)))
    return b"\xef\xbb\xbf" + csv_bytes(lines, "utf-8")


def _refund_row(order: Order, refund: Refund) -> dict[str, Cell]:
    """One after-sales case by column name; its numbers begin with a tab."""
    goods = min(refund.amount, refund.line.payable - refund.line.coupon)
    kind = "退货退款" if refund.is_return else "已发货仅退款" if order.shipped_at else "未发货退款"
    words = {"success": "同意退款，退款成功", "closed": "售后关闭", "pending": "待商家处理"}
    money_back = refund.finished_at if refund.outcome == "success" else None
    return {
        "售后单号": "\t" + refund.refund_id,
        "订单号": "\t" + order.order_id,
        "商品单号": "\t" + sub_order_id(order, refund.line),
        "商品名称": refund.line.product.title,
        "商品ID": "\t" + refund.line.product.item_id,
        "应付金额（元）": "¥" + yuan(refund.line.payable - refund.line.coupon),
        "商品发货状态": "1/1已发货" if order.shipped_at else "未发货",
        "售后类型": kind,
        "退商品金额（元）": "¥" + yuan(goods),
        "退运费金额（元）": "¥" + yuan(refund.amount - goods),
        "退支付优惠（元）": "-",
        "售后状态": words[refund.outcome],
        "售后申请时间": stamp(refund.applied_at),
        "退款方式": "原路退款" if money_back else "无需退款",
        "售后原因": refund.reason,
        "商家退款时间": stamp(money_back) or "-",
        "用户到账时间": stamp(money_back) or "-",
        "售后关闭时间": stamp(refund.finished_at if refund.outcome == "closed" else None) or "-",
        "商家退货地址": "浙江省杭州市虚构区退货路1号",
        "商家退货联系人姓名": "冯假名",
        "商家退货联系人电话": "19900009001",
        "仲裁状态": "仲裁结束" if refund.is_intervened else "未仲裁",
        "纠纷责任方": "商家" if refund.is_merchant_liable else "-",
        "售后完结时间": stamp(refund.finished_at) or "-",
        "操作人": refund.handler or "-",
        "商家编码": refund.line.product.merchant_code,
    }


def after_sales(world: ShopWorld, now: datetime) -> bytes:
    """All after-sales cases."""
    columns = header("douyin_aftersale_50")
    rows: list[list[Cell]] = [list(columns)]
    rows += [by_header(_refund_row(order, refund), columns) for order, refund in world.refunds]
    return xlsx_bytes("售后单", rows, now)


def agent_report(world: ShopWorld) -> bytes:
    """客服表现 of one week: sums and means of the shop first, each empty where the other has a value."""
    columns = header("douyin_cs_names")
    sums: dict[str, Cell] = {"客服账号": "店铺汇总值"}
    means: dict[str, Cell] = {"客服账号": "店铺平均值"}
    rows: list[list[Cell]] = []
    waits: list[float] = []
    for agent in world.plan.agents:
        found = agent_figures(world, agent.account, at(1, "0:00"), at(8, "0:00"))
        waits += found.all_waits
        counts = {
            "接待会话量": found.received,
            "已接待人数": found.received,
            "询单人数": found.enquirers,
            "支付人数": found.payers,
        }
        row: dict[str, Cell] = {
            "客服账号": agent.account,
            **counts,
            "全天平响时长": _duration(mean(found.all_waits)),
            "全天首响时长": _duration(mean(found.first_waits)),
            "全天3分钟回复率": f"{ratio(found.within_3min, len(found.all_waits)):.2%}",
            "客服询单支付额": yuan(found.sales),
            "询单转化率": f"{ratio(found.payers, found.enquirers):.2%}",
        }
        for name, count in counts.items():
            sums[name] = int(str(sums.get(name, 0))) + count
        rows.append([row.get(name, "-") for name in columns])
    means["全天平响时长"] = _duration(mean(waits))
    totals = [[row.get(name, "-") for name in columns] for row in (sums, means)]
    return xlsx_bytes("客服表现", [list(columns), *totals, *rows], at(8, "9:00"))


def _duration(seconds: float) -> str:
    """Write minutes and seconds in words."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def order_files(world: ShopWorld) -> dict[str, bytes]:
    """An export by sub-order, a later one by main order, the after-sales cases and the report."""
    early = [order for order in world.orders if order.created_at < FIRST]
    late = [order for order in world.orders if order.created_at >= at(3, "0:00")]
    first = [order_row(order, [line], FIRST) for order in early for line in order.lines]
    second = [order_row(order, order.lines, SECOND) for order in late]
    return {
        f"{epoch_s(FIRST)}_new.csv": _csv(first, header("douyin_order_74")),
        f"{epoch_s(SECOND)}_new.csv": _csv(second, header("douyin_order_v2026_75")),
        "售后单-2024-03-20 10_05.xlsx": after_sales(world, SECOND),
        "客服表现_20240301_20240307.xlsx": agent_report(world),
    }

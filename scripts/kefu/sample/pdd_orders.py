"""Pinduoduo orders in two presets, after-sales cases and the agent report."""

from datetime import datetime

from kefu.sample.figures import agent_figures, ratio
from kefu.sample.files import Cell, by_header, csv_bytes, quoted, stamp, xlsx_bytes, yuan
from kefu.sample.headers import header
from kefu.sample.model import Line, Order, Refund, ShopWorld, at

FIRST, SECOND = at(6, "12:00"), at(20, "10:00")


def order_status(order: Order, now: datetime) -> str:
    """The status an export made at ``now`` shows."""
    if not order.happened(order.paid_at, now):
        return "已取消" if order.happened(order.closed_at, now) else "待支付"
    if order.is_group_failed:
        return "未成团，退款成功" if order.happened(order.closed_at, now) else "拼团中"
    if order.happened(order.closed_at, now):
        return "已发货，退款成功" if order.shipped_at else "未发货，退款成功"
    if order.happened(order.received_at, now):
        return "已收货" if int(order.order_id[-1]) % 2 else "已签收"
    return "已发货，待签收" if order.happened(order.shipped_at, now) else "待发货"


def after_sale_status(order: Order, line: Line, now: datetime) -> str:
    """The after-sales word of one row."""
    for refund in order.refunds:
        if refund.line is line and refund.applied_at <= now:
            if refund.outcome == "success" and order.happened(refund.finished_at, now):
                return "退款成功"
            if refund.outcome != "closed" or not order.happened(refund.finished_at, now):
                return "售后处理中"
    return "无售后或售后取消"


def order_row(order: Order, line: Line, now: datetime) -> dict[str, str]:
    """One style of an order by column name; the postage stands on the first row."""
    postage = order.postage if line is order.lines[0] else 0
    listed = line.product.price * line.quantity
    paid = line.payable - line.coupon + postage
    is_grouped = order.happened(order.paid_at, now) and not order.is_group_failed
    return {
        "商品": line.product.title,
        "订单号": order.order_id,
        "订单状态": order_status(order, now),
        "商品总价(元)": yuan(listed),
        "邮费(元)": yuan(postage),
        "店铺优惠折扣(元)": yuan(listed + postage - paid),
        "平台优惠折扣(元)": "0.00",
        "多多支付立减金额(元)": "0.00",
        "用户实付金额(元)": yuan(paid),
        "商家实收金额(元)": yuan(paid),
        "商品数量(件)": str(line.quantity),
        "发货时间": stamp(order.shipped_at if order.happened(order.shipped_at, now) else None),
        "确认收货时间": stamp(order.received_at if order.happened(order.received_at, now) else None),
        "商品id": line.product.item_id,
        "商品规格": line.product.sku_text,
        "样式ID": "9" + line.product.item_id,
        "商家编码-规格维度": line.product.merchant_code,
        "商家备注": f"改地址,电话{order.customer.phone}" if order.order_id.endswith("7") else "",
        "售后状态": after_sale_status(order, line, now),
        "快递单号": order.tracking_number if order.happened(order.shipped_at, now) else "",
        "快递公司": "极兔速递" if order.happened(order.shipped_at, now) else "",
        "订单成交时间": stamp(order.paid_at if is_grouped else None),
        "是否分期": "否",
    }


def orders_csv(orders: list[Order], now: datetime) -> bytes:
    """27 columns, UTF-8 without a mark: a tab behind each order number, one before each item number."""
    columns = header("pdd_order_v2025_27")
    lines = [",".join(columns)]
    for order in orders:
        for line in order.lines:
            row = order_row(order, line, now)
            row["订单号"] += "\t"
            row["商品id"] = "\t" + row["商品id"]
            cells = [str(cell) for cell in by_header(row, columns)]
            lines.append(",".join(quoted(cell) if any(mark in cell for mark in ',"') else cell for cell in cells))
    return csv_bytes(lines, "utf-8")


def orders_xlsx(orders: list[Order], now: datetime) -> bytes:
    """23 columns in another order, sheet ``Sheet0``."""
    columns = header("pdd_order_v2025_23")
    rows: list[list[Cell]] = [list(columns)]
    rows += [by_header(order_row(order, line, now), columns) for order in orders for line in order.lines]
    return xlsx_bytes("Sheet0", rows, now)


def _refund_row(order: Order, refund: Refund, now: datetime) -> dict[str, Cell]:
    """One after-sales case by column name."""
    words = {"success": "退款成功", "closed": "已撤销", "pending": "待商家处理"}
    approved = refund.finished_at if refund.outcome == "success" else None
    return {
        "售后编号": refund.refund_id,
        "订单编号": order.order_id,
        "商品ID": refund.line.product.item_id,
        "商品名称": refund.line.product.title,
        "sku信息": refund.line.product.sku_text,
        "订单状态": order_status(order, now),
        "退款金额(元)": yuan(refund.amount),
        "售后状态": words[refund.outcome],
        "退款类型": "退货退款" if refund.is_return else "仅退款",
        "退款原因": refund.reason,
        "申请时间": stamp(refund.applied_at),
        "同意退款时间": stamp(approved),
        "同意退款人": refund.handler if approved else "",
        "备注": f"买家电话{order.customer.phone}" if refund.is_return else "",
    }


def after_sales(world: ShopWorld, now: datetime) -> bytes:
    """All after-sales cases."""
    columns = header("pdd_aftersale_names")
    rows: list[list[Cell]] = [list(columns)]
    rows += [by_header(_refund_row(order, refund, now), columns) for order, refund in world.refunds]
    return xlsx_bytes("Sheet0", rows, now)


def team_report(world: ShopWorld) -> bytes:
    """客服数据 of one week; the mean wait is in minutes."""
    columns = header("pdd_cs_team_20")
    rows: list[list[Cell]] = [list(columns)]
    for agent in world.plan.agents:
        found = agent_figures(world, agent.account, at(1, "0:00"), at(8, "0:00"))
        minutes = sum(found.all_waits) / 60 / max(len(found.all_waits), 1)
        row: dict[str, Cell] = {
            "客服账号": agent.account,
            "咨询人数": found.consulted,
            "询单人数": found.enquirers,
            "最终成团人数": found.payers,
            "询单流失人数": found.enquirers - found.payers,
            "询单转化率": f"{ratio(found.payers, found.enquirers):.2%}",
            "客服销售额（元）": found.sales / 100,
            "人工接待人数": found.received,
            "需要人工回复的咨询人数": found.consulted,
            "3分钟未回复人数": found.slow,
            "3分钟人工回复率(8-23点)": f"{ratio(found.within_3min, len(found.all_waits)):.2%}",
            "平均人工响应时长（分钟）": round(minutes, 2),
            "30秒应答率(8-23点)": f"{ratio(found.fast_30s, len(found.first_waits)):.2%}",
        }
        rows.append([row.get(name, "-") for name in columns])
    return xlsx_bytes("Sheet0", rows, at(8, "9:00"))


def order_files(world: ShopWorld) -> dict[str, bytes]:
    """An export, a later one that overlaps it with newer statuses, the after-sales cases and the report."""
    return {
        "orders_export2024-03-06-12-00-00.csv": orders_csv([o for o in world.orders if o.created_at < FIRST], FIRST),
        "orders_export2024-03-20-10-00-00.xlsx": orders_xlsx(
            [order for order in world.orders if order.created_at >= at(3, "0:00")], SECOND
        ),
        "售后单2024-03-20-10-05-00.xlsx": after_sales(world, SECOND),
        "客服数据_团队_20240301_20240307.xlsx": team_report(world),
    }

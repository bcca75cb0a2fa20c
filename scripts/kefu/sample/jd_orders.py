"""JD order files: one row per SKU, order money repeated on each row."""

from datetime import datetime

from kefu.sample.files import by_header, csv_bytes, quoted, stamp, yuan
from kefu.sample.headers import header
from kefu.sample.model import Line, Order, ShopWorld, at


def order_status(order: Order, now: datetime) -> str:
    """The status an export made at ``now`` shows; (删除) = cancelled or split."""
    if order.split_into:
        return "(删除)等待出库"
    if order.happened(order.received_at, now):
        return "完成"
    if order.happened(order.shipped_at, now):
        return "等待确认收货"
    if order.happened(order.closed_at, now):
        if order.paid_at:
            return "(删除)等待出库"
        return "已取消" if order.is_cod or int(order.order_id) % 2 else "(删除)等待付款"
    return "等待出库" if order.is_cod or order.happened(order.paid_at, now) else "等待付款"


def order_row(order: Order, line: Line, now: datetime) -> dict[str, str]:
    """One SKU of an order by column name; 应付金额 = 结算金额 + 运费金额."""
    is_paid = order.happened(order.paid_at, now)
    return {
        "订单号": order.order_id,
        "商品ID": line.product.item_id,
        "商品名称": line.product.title,
        "订购数量": str(line.quantity),
        "支付方式": "货到付款" if order.is_cod else "在线支付",
        "下单时间": stamp(order.created_at),
        "京东价": yuan(line.product.price),
        "订单金额": yuan(order.list_amount),
        "结算金额": yuan(order.goods_amount),
        "余额支付": "0.00",
        "应付金额": yuan(order.total_amount),
        "订单状态": order_status(order, now),
        "订单类型": "销售订单",
        "下单帐号": order.customer.name,
        "客户姓名": order.customer.receiver,
        "客户地址": order.customer.address,
        "联系电话": order.customer.phone,
        "商家备注": "订单拆分为  " + "    ".join(order.split_into) if order.split_into else "",
        "运费金额": yuan(order.postage),
        "付款确认时间": stamp(order.paid_at if is_paid else None),
        "货号": line.product.merchant_code,
        "订单完成时间": stamp(order.received_at if order.happened(order.received_at, now) else None),
        "订单来源": "移动端订单",
        "订单渠道": "暂无来源",
        "送装服务": "",
        "服务费": "0.00",
        "仓库ID": "5",
        "仓库名称": "虚构一号仓",
    }


def _line(cells: list[str]) -> str:
    """Texts are quoted, numbers and times are bare."""
    return ",".join(quoted(cell) if any(ord(mark) > 127 or mark in "*," for mark in cell) else cell for cell in cells)


def orders_v2016(orders: list[Order], now: datetime) -> bytes:
    """30 columns, GB18030; the header ends with a comma, times end with a tab; one order is locked."""
    columns = header("jd_order_v2016_30")
    lines = [",".join(columns) + ","]
    is_locked_written = False
    for order in orders:
        is_locked = not is_locked_written and order_status(order, now) == "等待出库"
        is_locked_written |= is_locked
        for line in order.lines:
            row = order_row(order, line, now)
            row["下单时间"] += "\t"
            if is_locked:
                row["订单状态"] = "(锁定)等待出库"
            lines.append(_line([str(cell) for cell in by_header(row, columns)]))
    return csv_bytes(lines, "gb18030")


def orders_v2018(orders: list[Order], now: datetime) -> bytes:
    """35 columns, GB18030; phones are masked."""
    columns = header("jd_order_v2018_35")
    lines = [",".join(columns)]
    for order in orders:
        for line in order.lines:
            row = order_row(order, line, now)
            row["联系电话"] = f"{order.customer.phone[:3]}****{order.customer.phone[-4:]}"
            lines.append(_line([str(cell) for cell in by_header(row, columns)]))
    return csv_bytes(lines, "gb18030")


def order_files(world: ShopWorld) -> dict[str, bytes]:
    """Both order files; the greater number in the name is the newer export."""
    first, second = at(6, "18:00"), at(20, "10:00")
    return {
        "19453840.csv": orders_v2016([order for order in world.orders if order.created_at < first], first),
        "19531207.csv": orders_v2018([order for order in world.orders if order.created_at >= at(3, "0:00")], second),
    }

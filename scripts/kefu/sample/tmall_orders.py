"""Tmall order, item and refund files in several generations."""

from datetime import datetime

from kefu.sample.files import Cell, by_header, csv_bytes, csv_line, quoted, stamp, xlsx_bytes, yuan
from kefu.sample.headers import header
from kefu.sample.model import Line, Order, Refund, ShopWorld, at

# What one merchant chose in the column picker of 2024: no 总金额, no 买家会员昵称.
CHOSEN_2024 = (
    "订单编号", "买家会员名", "支付单号", "支付详情", "买家应付货款", "买家应付邮费", "买家实际支付金额",
    "买家实际支付积分", "订单状态", "买家留言", "联系手机", "订单创建时间", "订单付款时间", "宝贝标题", "订单关闭原因",
    "物流单号", "物流公司", "宝贝总数量", "店铺Id", "店铺名称", "退款金额", "发货时间", "确认收货时间", "打款商家金额",
)  # fmt: skip


def order_status(order: Order, now: datetime) -> str:
    """The status an export made at ``now`` shows."""
    if order.happened(order.closed_at, now):
        return "交易关闭"
    if order.happened(order.received_at, now):
        return "交易成功"
    if order.happened(order.shipped_at, now):
        return "卖家已发货，等待买家确认"
    return "买家已付款，等待卖家发货" if order.happened(order.paid_at, now) else "等待买家付款"


def order_row(world: ShopWorld, order: Order, now: datetime) -> dict[str, str]:
    """Everything the platform knows about an order at ``now``, by column name; paid + refunded = total."""
    is_paid, is_closed = order.happened(order.paid_at, now), order.happened(order.closed_at, now)
    is_shipped, is_received = order.happened(order.shipped_at, now), order.happened(order.received_at, now)
    refunded = order.refunded(now)
    net = order.total_amount - refunded if is_paid else 0
    number = int(order.order_id)
    return {
        "订单编号": order.order_id,
        "买家会员名": order.customer.name,
        "买家会员昵称": order.customer.name,
        "买家支付宝账号": order.customer.email,
        "支付单号": f"20240301220011{number % 10**14:014d}" if is_paid else "",
        "支付详情": f"花呗:{yuan(order.total_amount)}" if is_paid else "",
        "买家应付货款": yuan(order.goods_amount),
        "买家应付邮费": yuan(order.postage),
        "买家支付积分": "0",
        "总金额": yuan(order.total_amount),
        "返点积分": "0",
        "买家实际支付金额": yuan(net),
        "买家实际支付积分": "0",
        "订单状态": order_status(order, now),
        "买家留言": "请发顺丰,周末送\n谢谢" if number % 29 == 0 else "",
        "收货人姓名": order.customer.receiver,
        "收货地址": order.customer.address,
        "运送方式": "快递",
        "联系电话": "",
        "联系手机": order.customer.phone,
        "订单创建时间": stamp(order.created_at),
        "订单付款时间": stamp(order.paid_at if is_paid else None),
        "宝贝标题": "，".join(line.product.title for line in order.lines),
        "宝贝种类": str(len(order.lines)),
        "物流单号": f"No:{order.tracking_number}" if is_shipped and order.tracking_number else "",
        "物流公司": "中通快递" if is_shipped else "",
        "宝贝总数量": str(order.item_count),
        "店铺Id": world.plan.shop_id,
        "店铺名称": world.plan.name,
        "订单关闭原因": order.close_reason if is_closed else "订单未关闭",
        "卖家服务费": "0",
        "买家服务费": "0元",
        "是否手机订单": "手机订单" if number % 5 else "",
        "是否代付": "否",
        "退款金额": yuan(refunded),
        "确认收货时间": stamp(order.received_at if is_received else None),
        "打款商家金额": f"{yuan(net if is_received else 0)}元",
        "发货时间": stamp(order.shipped_at if is_shipped else None),
        "预售订单": "否",
        "主订单编号": order.order_id,
    }


def orders_v2018(world: ShopWorld, orders: list[Order], now: datetime) -> bytes:
    """54 columns: GBK, CRLF, bare ``="id"``, apostrophe phones, blanks at the end of header names, short money."""
    columns = header("taobao_order_v2018_54")
    lines = [csv_line(columns)]
    for order in orders:
        row = order_row(world, order, now)
        row["订单编号"] = f'="{order.order_id}"'
        row["联系电话"], row["联系手机"] = "'", f"'{order.customer.phone}"
        for name in ("买家应付货款", "买家应付邮费", "总金额", "买家实际支付金额"):
            row[name] = row[name].removesuffix(".00")
        lines.append(csv_line([str(cell) for cell in by_header(row, columns)]))
    return csv_bytes(lines, "gbk")


def orders_v2022(world: ShopWorld, orders: list[Order], now: datetime) -> bytes:
    """71 columns: GBK, CRLF; every field is quoted, the quotes of ``="id"`` are doubled."""
    columns = header("tmall_order_v2022_71")
    lines = [csv_line(columns, quote_all=True)]
    for order in orders:
        row = order_row(world, order, now)
        for name in ("订单编号", "主订单编号", "支付单号"):
            row[name] = f'="{row[name]}"' if row[name] else ""
        row["联系手机"] = f"'{order.customer.phone}"
        row["虚拟号过期时间"] = "-"
        lines.append(csv_line([str(cell) for cell in by_header(row, columns)], quote_all=True))
    return csv_bytes(lines, "gbk")


def orders_2024(world: ShopWorld, orders: list[Order], now: datetime) -> bytes:
    """24 chosen columns as xlsx, money as numbers."""
    money = {"买家应付货款", "买家应付邮费", "买家实际支付金额", "退款金额"}
    rows: list[list[Cell]] = [list(CHOSEN_2024)]
    for order in orders:
        row: dict[str, Cell] = dict(order_row(world, order, now))
        row.update({name: float(str(row[name])) for name in money})
        rows.append(by_header(row, CHOSEN_2024))
    return xlsx_bytes("订单报表", rows, now)


def items_v2014(orders: list[Order], now: datetime) -> bytes:
    """10 columns: 订单编号 is the main order's, a line has no id of its own."""
    lines = [csv_line(header("taobao_item_v2014_10"))]
    for order in orders:
        for line in order.lines:
            product = line.product
            fields = [f'="{order.order_id}"', product.title, yuan(product.price, short=True), str(line.quantity),
                      product.merchant_code, product.sku_text, "", "null", order_status(order, now),
                      product.merchant_code]  # fmt: skip
            lines.append(",".join([fields[0], *(quoted(text) for text in fields[1:])]))
    return csv_bytes(lines, "gbk")


def items_2025(orders: list[Order], now: datetime) -> bytes:
    """17 columns as xlsx with line ids, real date cells and a text where a refund amount could stand."""
    columns = header("tmall_item_v2025_names")
    rows: list[list[Cell]] = [list(columns)]
    for order in orders:
        for line in order.lines:
            rows.append(by_header(_item_row(order, line, now), columns))
    return xlsx_bytes("宝贝报表", rows, now)


def _item_row(order: Order, line: Line, now: datetime) -> dict[str, Cell]:
    """One line by column name; what was given back for postage is no part of the line."""
    is_paid = order.happened(order.paid_at, now)
    refund = next((item for item in order.refunds if item.line is line and item.applied_at <= now), None)
    refunded = min(order.refunded(now, line), line.payable - line.coupon)
    return {
        "子订单编号": line.line_id,
        "主订单编号": order.order_id,
        "商品标题": line.product.title,
        "商品价格": yuan(line.product.price),
        "购买数量": line.quantity,
        "商品属性": line.product.sku_text,
        "订单状态": order_status(order, now),
        "商家编码": line.product.merchant_code,
        "买家应付货款": yuan(line.payable),
        "买家实付金额": yuan(line.payable - line.coupon - refunded if is_paid else 0),
        "退款状态": refund_status(refund, now) if refund else "没有申请退款",
        "退款金额": yuan(refunded) if refund else "无退款申请",
        "订单创建时间": order.created_at,
        "订单付款时间": order.paid_at if is_paid else None,
        "商品ID": line.product.item_id,
    }


def refund_status(refund: Refund, now: datetime) -> str:
    """The status text of a case at ``now``."""
    if refund.finished_at and refund.finished_at <= now:
        return "退款成功" if refund.outcome == "success" else "退款关闭"
    return "买家已经退货，等待卖家确认收货" if refund.is_return else "买家已经申请退款，等待卖家同意"


def refunds_v2024(world: ShopWorld, now: datetime) -> bytes:
    """51 columns as xlsx."""
    columns = header("tmall_refund_v2024_51")
    rows: list[list[Cell]] = [list(columns)]
    for order, refund in world.refunds:
        if refund.applied_at <= now:
            rows.append(by_header(_refund_row(order, refund, now), columns))
    return xlsx_bytes("退款单", rows, now)


def _refund_row(order: Order, refund: Refund, now: datetime) -> dict[str, Cell]:
    """One case by column name."""
    product = refund.line.product
    line_paid = refund.line.payable - refund.line.coupon
    kind = "退货退款" if refund.is_return else f"仅退款({'已发货' if order.shipped_at else '未发货'})"
    finished = stamp(refund.finished_at)
    return {
        "订单编号": order.order_id,
        "退款编号": refund.refund_id,
        "支付单号": f"20240301220011{int(order.order_id) % 10**14:014d}",
        "订单付款时间": stamp(order.paid_at),
        "商品id": product.item_id,
        "商品编码": product.merchant_code,
        "退款完结时间": finished,
        "买家实际支付金额": yuan(line_paid),
        "宝贝标题": product.title,
        "买家退款金额": yuan(refund.amount),
        "手工退款/系统退款": "手工退款" if refund.handler else "系统退款",
        "售后类型": kind,
        "退款的申请时间": stamp(refund.applied_at),
        "退款状态": refund_status(refund, now),
        "货物状态": "已寄回" if refund.is_return else "已收到货" if order.received_at else "未收到货",
        "客服介入状态": "介入结束" if refund.is_intervened else "不需要客服介入",
        "卖家真实姓名": "孙示范",
        "卖家退货地址": "浙江省杭州市虚构区退货路1号",
        "卖家手机": "19900009999",
        "退货物流单号": "8880" + refund.refund_id[-10:] if refund.is_return else "",
        "退货物流公司": "圆通速递" if refund.is_return else "",
        "买家退款原因": refund.reason,
        "责任方": "卖家责任" if refund.is_merchant_liable else "",
        "售中或售后": refund.stage,
        "完结时间": finished,
        "部分退款/全部退款": "全部退款" if refund.amount >= line_paid else "部分退款",
        "审核操作人": refund.handler,
        "举证超时": "否",
        "是否零秒响应": "否" if refund.handler else "是",
        "退款操作人": refund.handler,
        "是否帮他退款": "否",
    }


def order_files(world: ShopWorld) -> dict[str, bytes]:
    """All order, item and refund files of the shop; the exports overlap, a later one shows newer statuses."""
    first, second, third = at(5, "12:00"), at(18, "10:00"), at(20, "9:30")

    def created(start: datetime, end: datetime) -> list[Order]:
        return [order for order in world.orders if start <= order.created_at < end]

    return {
        "ExportOrderList202403051200.csv": orders_v2018(world, created(at(1, "0:00"), first), first),
        "ExportOrderList202403181000.csv": orders_v2022(world, created(at(2, "0:00"), at(9, "0:00")), second),
        "ExportOrderList202403200930.xlsx": orders_2024(world, created(at(8, "0:00"), third), third),
        "ExportOrderDetailList202403051200.csv": items_v2014(created(at(1, "0:00"), first), first),
        "ExportOrderDetailList202403200930.xlsx": items_2025(created(at(4, "0:00"), third), third),
        "退款单202403200935.xlsx": refunds_v2024(world, at(20, "9:35")),
    }

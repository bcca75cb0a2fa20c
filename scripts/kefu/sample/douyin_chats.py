"""Douyin conversations: one row per message with its side and the kind of its sender."""

from kefu.sample.dialogue import GREETING
from kefu.sample.douyin_orders import epoch_s
from kefu.sample.files import csv_bytes, csv_line, stamp
from kefu.sample.model import Chat, Message, ShopWorld

COLUMNS = ("conv_id", "ts", "side", "sender", "sender_kind", "content", "buyer", "order_id", "agent", "sku")


def _row(world: ShopWorld, number: int, chat: Chat, message: Message, is_epoch: bool) -> list[str]:
    """One message in column order."""
    is_buyer = message.sender == chat.customer.name
    order = world.order_about(chat)
    kind = "用户" if is_buyer else "智能客服" if message.sender == world.plan.robot else "人工客服"
    return [
        f"7340{number:08d}",
        str(epoch_s(message.at) * 1000) if is_epoch else stamp(message.at),
        "left" if is_buyer else "right",
        message.sender,
        "商家配置" if message.text == GREETING else kind,
        message.text,
        chat.customer.name,
        order.order_id if order else "",
        chat.agents[-1].account if chat.agents else "",
        chat.product.item_id,
    ]


def chat_files(world: ShopWorld) -> dict[str, bytes]:
    """Two exports that share 6 March: written times, and epoch milliseconds as an interface gives them."""

    def table(first: int, last: int, is_epoch: bool) -> bytes:
        lines = [csv_line(COLUMNS)]
        for number, chat in enumerate(world.chats):
            if first <= chat.started_at.day <= last:
                lines += [csv_line(_row(world, number, chat, message, is_epoch)) for message in chat.messages]
        return csv_bytes(lines, "utf-8", "\n")

    return {
        "飞鸽聊天_20240301_20240306.csv": table(1, 6, False),
        "飞鸽聊天_20240306_20240310.csv": table(6, 10, True),
    }

"""Pinduoduo chats as a page shows them: who speaks, in what role, about which order."""

import json

from kefu.sample.dialogue import GREETING
from kefu.sample.files import csv_bytes, csv_line, stamp
from kefu.sample.model import Chat, Message, ShopWorld

CHINESE = {
    "time": "时间",
    "role": "角色",
    "name": "昵称",
    "type": "类型",
    "content": "内容",
    "buyer": "买家",
    "order_id": "订单号",
    "agent_account": "客服账号",
}
ROLES = {"buyer": "买家", "service": "客服"}


def _agent_of(chat: Chat, message: Message) -> str:
    """Return the account in charge when the message was sent: the writer, else who wrote last."""
    accounts = [agent.account for agent in chat.agents]
    before = [m.sender for m in chat.messages if m.at <= message.at and m.sender in accounts]
    return message.sender if message.sender in accounts else before[-1] if before else accounts[0] if accounts else ""


def rows(world: ShopWorld, first: int, last: int) -> list[dict[str, str]]:
    """Messages of the chats begun on some days, by field."""
    found = []
    for chat in world.chats:
        if not first <= chat.started_at.day <= last:
            continue
        order = world.order_about(chat)
        for message in chat.messages:
            is_buyer = message.sender == chat.customer.name
            found.append(
                {
                    "time": stamp(message.at),
                    "role": "buyer" if is_buyer else "service",
                    "name": message.sender,
                    "type": "auto" if message.text == GREETING else "text",
                    "content": message.text,
                    "buyer": chat.customer.name,
                    "order_id": order.order_id if order else "",
                    "agent_account": _agent_of(chat, message),
                }
            )
    return found


def chat_files(world: ShopWorld) -> dict[str, bytes]:
    """Two exports that share 7 March: JSON with the fields of the page, csv with Chinese headers."""
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows(world, 1, 7)]
    table = [csv_line(list(CHINESE.values()))]
    for row in rows(world, 7, 10):
        cells = {**row, "role": ROLES[row["role"]]}
        table.append(csv_line([cells[field] for field in CHINESE]))
    return {
        "聊天记录_20240301_20240307.json": ("[\n" + ",\n".join(lines) + "\n]\n").encode(),
        "聊天记录_20240307_20240310.csv": csv_bytes(table, "utf-8"),
    }

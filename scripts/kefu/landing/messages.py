"""What the landing tells people, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One message in both languages."""

    en: str
    zh: str


_NO_EXCEL = Message(
    "digits are lost: re-export the file, do not open in Excel", "数字已丢失：请重新导出，不要用 Excel 打开后保存"
)

REASONS: dict[str, Message] = {
    "missing_key": Message("a required cell is empty", "必填单元格为空"),
    "scientific_notation": _NO_EXCEL,
    "lost_digits": _NO_EXCEL,
    "unreadable_id": Message("not an identifier", "不是有效的编号"),
    "unreadable_time": Message("not a date and time", "不是有效的日期时间"),
    "unreadable_date": Message("not a date", "不是有效的日期"),
    "unreadable_money": Message("not an amount of money", "不是有效的金额"),
    "unreadable_integer": Message("not a whole number", "不是有效的整数"),
    "unreadable_number": Message("not a number", "不是有效的数字"),
    "unreadable_ratio": Message("not a ratio or percentage", "不是有效的比率或百分比"),
    "unreadable_duration": Message("not a duration", "不是有效的时长"),
    "unreadable_bool": Message("neither true nor false", "不是有效的是/否值"),
    "unknown_platform": Message(
        "no platform: write tmall, jd, pdd, douyin or other", "不是平台：请填写天猫、京东、拼多多、抖音或其他"
    ),
    "negative_value": Message("below zero, which cannot be", "数值为负，不合理"),
    "undecodable_bytes": Message(
        "bytes that are no valid text stand in this row; they were replaced", "此行含无法解码的字节，已用替代符代替"
    ),
    "unbalanced_quotes": Message(
        "a quote is never closed, so the following rows stand in this one: export the file again",
        "引号未闭合，后续多行被并入此行：请重新导出",
    ),
    "stray_text": Message("a message outside of any conversation block", "消息不在任何会话区块内"),
}


def reason_message(reason: str, column: str | None) -> Message:
    """Describe a quarantine reason for the column it concerns."""
    what = REASONS[reason]
    return Message(f"{column}: {what.en}", f"{column}：{what.zh}") if column else what


def unrecognised(file: str, nearest: str | None, nearest_zh: str | None, missing: list[str]) -> Message:
    """Say that nobody knows the file and what would make it known."""
    if not nearest or not missing:
        return Message(
            f"{file}: not recognised. Export it again with its header row and the standard columns, "
            "or bring it into the exchange format.",
            f"{file}：无法识别。请带表头和标准列重新导出，或转换为交换格式。",
        )
    lacks = ", ".join(missing)
    return Message(
        f"{file}: not recognised. Nearest is the {nearest}, but it lacks {lacks}. "
        "Export it again with these columns selected.",
        f"{file}：无法识别。最接近“{nearest_zh}”，但缺少列：{lacks}。请重新导出并勾选这些列。",
    )


class Unreadable(Exception):
    """A file that its reader cannot read, with the cause in both languages."""

    def __init__(self, cause_en: str, cause_zh: str) -> None:
        """Keep the cause."""
        super().__init__(cause_en)
        self.cause = Message(cause_en, cause_zh)


def lacks_fields(file: str) -> Message:
    """Say that a call log has no header and nobody has told its fields, or other ones than it has."""
    least = "historyid, time-start, time-answered, time-end, from-no"
    return Message(
        f"{file}: a 3CX call log without a header. Put a csv with the columns position and field (the fields in the "
        f"order of the 3CX console, at least {least}) into the shop's folder; if one is there, it does not fit.",
        f"{file}：3CX 话单没有表头。请在店铺文件夹放入含 position、field 两列的 csv"
        f"（按 3CX 管理台的顺序列出字段，至少 {least}）；若已有字段表，则与本文件不符。",
    )


def failed(file: str, cause: str, cause_zh: str | None = None) -> Message:
    """Say that a file broke the reader; without a Chinese cause the English one stands in both."""
    return Message(
        f"{file}: cannot be read ({cause}). Export it again, without a password and without editing it.",
        f"{file}：无法读取（{cause_zh or cause}）。请重新导出，不要加密或修改。",
    )


def duplicate(file: str, original: str) -> Message:
    """Say that the content was already landed for this shop."""
    return Message(
        f"{file}: same content as {original}; not landed again.", f"{file}：内容与 {original} 相同，未重复导入。"
    )


def refused(member: str, cause_en: str, cause_zh: str) -> Message:
    """Say that a zip member was refused."""
    return Message(f"{member}: refused, {cause_en}.", f"{member}：已拒绝，{cause_zh}。")

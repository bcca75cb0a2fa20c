"""What the landing tells people, in English and Chinese: the file, the row, the column, the value and what to do.

No message holds anything that may be personal: of a value only digits and signs are shown (see ``shown``), of an error
of a reader only its name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kefu.landing.personal import masked

SHOWN_VALUE = 40
# Rows of the second and later tables of a file are numbered on from here, Excel's limit.
SHEET_ROWS = 1_048_576

# Words in which no name can hide: Excel's errors, exponents, zones, units.
_WORDS = re.compile(
    r"#(?:VALUE!|REF!|NAME\?|NULL!|NUM!|DIV/0!|N/A|#+)|(?<![^\W\d_])(?:E|T|Z|UTC|nan|inf|true|false)(?![^\W\d_])"
    r"|(?<=\d)(?:年|月|日|时|分|秒|元|件|天|号)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d(?:[ -]?\d){6,}|\d(?:[ ./()_-]{1,2}\d|\d){8,}")
_DAY_OR_MOMENT = re.compile(
    r"(?:19|20)\d\d(?:[ -]?\d\d){2}(?:[ -]?\d\d){0,3}|(?:19|20)\d\d[./-]\d\d?[./-]\d\d?(?: \d\d?)?"
)


class Message(NamedTuple):
    """One message in both languages."""

    en: str
    zh: str


class Reason(NamedTuple):
    """Why a cell or row could not be read, and what to do, both in both languages."""

    en: str
    zh: str
    remedy_en: str
    remedy_zh: str


_REEXPORT = ("Export the file again.", "请重新导出该文件。")
_CORRECT = ("Correct it where it was exported from and export again.", "请在来源系统更正后重新导出。")
_NO_EXCEL = Reason(
    "Excel has destroyed the number, its last digits are lost",
    "编号被 Excel 破坏，末尾数字已丢失",
    "Export it again and do not open in Excel what was exported.",
    "请重新导出，不要用 Excel 打开后保存。",
)

REASONS: dict[str, Reason] = {
    "missing_key": Reason("a required cell is empty", "必填单元格为空", *_CORRECT),
    "scientific_notation": _NO_EXCEL,
    "lost_digits": _NO_EXCEL,
    "formula": Reason(
        "a formula, not a value", "是公式而不是值", "Save the values instead of the formulas.", "请以数值而非公式保存。"
    ),
    "unreadable_id": Reason("not an identifier", "不是有效的编号", *_CORRECT),
    "unreadable_time": Reason("not a date and time", "不是有效的日期时间", *_CORRECT),
    "unlikely_time": Reason(
        "a moment that cannot be, before 1990 or after next year", "时间不可能（早于 1990 年或晚于明年）", *_CORRECT
    ),
    "unreadable_date": Reason("not a date", "不是有效的日期", *_CORRECT),
    "unreadable_money": Reason("not an amount of money", "不是有效的金额", *_CORRECT),
    "unreadable_integer": Reason("not a whole number", "不是有效的整数", *_CORRECT),
    "unreadable_number": Reason("not a number", "不是有效的数字", *_CORRECT),
    "unreadable_ratio": Reason("not a ratio or percentage", "不是有效的比率或百分比", *_CORRECT),
    "unreadable_duration": Reason("not a duration", "不是有效的时长", *_CORRECT),
    "unreadable_bool": Reason("neither true nor false", "不是有效的是/否值", *_CORRECT),
    "unknown_platform": Reason(
        "no platform", "不是平台", "Write tmall, jd, pdd, douyin or other.", "请填写天猫、京东、拼多多、抖音或其他。"
    ),
    "negative_value": Reason("below zero, which cannot be", "数值为负，不合理", *_CORRECT),
    "undecodable_bytes": Reason(
        "bytes that are no valid text stand here, they were replaced", "含无法解码的字节，已用替代符代替", *_REEXPORT
    ),
    "unbalanced_quotes": Reason("a quote is opened and never closed", "引号未闭合", *_REEXPORT),
    "endless_line": Reason(
        "the line is longer than 4 MB, the rest of it was not read", "该行超过 4 MB，其余部分未读取", *_REEXPORT
    ),
    "cut_off": Reason("the file breaks off in this row", "文件在此行中断，不完整", *_REEXPORT),
    "stray_text": Reason("text outside of any message or conversation", "文本不在任何消息或会话内", *_REEXPORT),
}


def shown(value: str) -> str:
    """Show as much of a value as cannot be personal: letters become ``*``, long numbers lose their middle."""
    text = " ".join(value.split())[: 4 * SHOWN_VALUE]
    kept = [False] * len(text)
    for found in _WORDS.finditer(text):
        kept[found.start() : found.end()] = [True] * (found.end() - found.start())
    text = "".join(
        char if is_kept or (char.isprintable() and not char.isalpha()) else "*"
        for char, is_kept in zip(text, kept, strict=True)
    )
    text = _DIGITS.sub(_shortened, text)
    return text if len(text) <= SHOWN_VALUE else f"{text[:SHOWN_VALUE]}…"


def _shortened(found: re.Match[str]) -> str:
    if _DAY_OR_MOMENT.fullmatch(found[0]):
        return found[0]
    return f"{found[0][:3]}****{found[0][-2:]}"


def shown_name(name: str) -> str:
    """Show a file's name on one line, whatever characters it has, without the numbers and addresses of people."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in masked(name)
    )


def reason_message(
    file: str, table: str, row: int, reason: str, column: str | None, value: str | None, is_row_lost: bool
) -> Message:
    """Describe what could not be read: where it stands, what it is, what became of it and what to do."""
    what = REASONS[reason]
    name = shown_name(file)
    if table != "-":
        name, row = f"{name} [{shown_name(table)}]", (row - 1) % SHEET_ROWS + 1
    place_en = f"{name}, row {row}" + (f", column {shown_name(column)}" if column else "")
    place_zh = f"{name} 第 {row} 行" + (f"“{shown_name(column)}”列" if column else "")
    value_en, value_zh = (f'"{value}" is ', f"“{value}”") if value else ("", "")
    if value and what.en.startswith(("a quote", "Excel", "bytes", "the ")):
        value_en = f'"{value}", '
    if is_row_lost:
        effect = ("The row is left out.", "该行未导入。")
    elif reason in ("undecodable_bytes", "endless_line"):
        effect = ("The row is kept.", "该行保留。")
    else:
        effect = ("The cell is left empty, the row is kept.", "该单元格留空，该行保留。")
    return Message(
        f"{place_en}: {value_en}{what.en}. {effect[0]} {what.remedy_en}",
        f"{place_zh}：{value_zh}{what.zh}。{effect[1]}{what.remedy_zh}",
    )


def unrecognised(file: str, nearest: str | None, nearest_zh: str | None, missing: list[str]) -> Message:
    """Say that nobody knows the file and what would make it known."""
    name = shown_name(file)
    if not nearest or not missing:
        return Message(
            f"{name}: not recognised. Export it again with its header row and the standard columns, "
            "or bring it into the exchange format.",
            f"{name}：无法识别。请带表头和标准列重新导出，或转换为交换格式。",
        )
    lacks = ", ".join(missing)
    return Message(
        f"{name}: not recognised. Nearest is the {nearest}, but it lacks {lacks}. "
        "Export it again with these columns selected.",
        f"{name}：无法识别。最接近“{nearest_zh}”，但缺少列：{lacks}。请重新导出并勾选这些列。",
    )


def unknown_container(file: str, container: str) -> Message:
    """Say that the bytes of a file are nothing that is read here."""
    name = shown_name(file)
    if container == "empty":
        return Message(
            f"{name}: the file is empty (0 bytes). Export it again.", f"{name}：文件为空（0 字节）。请重新导出。"
        )
    return Message(
        f"{name}: not recognised, neither text nor a workbook. Unpack archives (rar, 7z, tar) by hand and put the "
        "exported files here: csv, xlsx, xls, html, Parquet, JSON, text, zip or gz.",
        f"{name}：无法识别，既非文本也非工作簿。请先解压 rar、7z、tar 等压缩包，再放入导出文件："
        "csv、xlsx、xls、html、Parquet、JSON、文本、zip 或 gz。",
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
    name = shown_name(file)
    return Message(
        f"{name}: a 3CX call log without a header. Put a csv with the columns position and field (the fields in the "
        f"order of the 3CX console, at least {least}) into the shop's folder; if one is there, it does not fit.",
        f"{name}：3CX 话单没有表头。请在店铺文件夹放入含 position、field 两列的 csv"
        f"（按 3CX 管理台的顺序列出字段，至少 {least}）；若已有字段表，则与本文件不符。",
    )


_CONTAINERS: dict[str, Message] = {
    "xlsx": Message("workbook (xlsx)", "工作簿（xlsx）"),
    "xls": Message("workbook (xls)", "工作簿（xls）"),
    "parquet": Message("Parquet file", "Parquet 文件"),
    "html": Message("HTML page", "HTML 网页"),
    "json": Message("JSON file", "JSON 文件"),
    "zip": Message("zip archive", "zip 压缩包"),
    "gzip": Message("gz archive", "gz 压缩包"),
    "text": Message("text", "文本"),
}


_NO_ARCHIVE = Message("its archive structure is broken", "压缩结构已损坏")
_NO_DATA = Message("its compressed data is broken", "压缩数据已损坏")
_NO_BOOK = Message("its inner parts are broken or missing", "内部结构损坏或缺失")
_NO_TEXT = Message("its characters cannot be decoded", "字符无法解码")
_CUT_OFF = Message("it breaks off before its end", "文件提前中断")
_NO_JSON = Message("it is not valid JSON", "不符合 JSON 语法")
_NO_PAGE = Message("its page has no structure", "网页结构无效")
# What the errors of the readers mean, by their names.
_DAMAGES: dict[str, Message] = {
    "BadZipFile": _NO_ARCHIVE,
    "LargeZipFile": _NO_ARCHIVE,
    "ZipError": _NO_ARCHIVE,
    "NotImplementedError": Message("it is packed in a way that is not read here", "压缩方式不受支持"),
    "BadGzipFile": _NO_DATA,
    "error": _NO_DATA,
    "LZMAError": _NO_DATA,
    "EOFError": _CUT_OFF,
    "CalamineError": _NO_BOOK,
    "XlsxError": _NO_BOOK,
    "XlsError": _NO_BOOK,
    "XmlError": _NO_BOOK,
    "VbaError": _NO_BOOK,
    "OdsError": _NO_BOOK,
    "WorkbookClosed": _NO_BOOK,
    "WorksheetNotFound": _NO_BOOK,
    "PanicException": _NO_BOOK,
    "ArrowInvalid": _NO_BOOK,
    "ArrowIOError": _NO_BOOK,
    "ArrowNotImplementedError": _NO_BOOK,
    "OSError": _CUT_OFF,
    "JSONDecodeError": _NO_JSON,
    "ValueError": _NO_BOOK,
    "UnicodeDecodeError": _NO_TEXT,
    "UnicodeError": _NO_TEXT,
    "ParserError": _NO_PAGE,
    "XMLSyntaxError": _NO_PAGE,
}


def cause_of(error: BaseException, container: str | None = None) -> Message:
    """Describe an error by its kind alone: its own text may hold a cell or a path of this machine."""
    if isinstance(error, Unreadable):
        return error.cause
    if isinstance(error, PermissionError):
        return Message("no permission to read it", "没有读取权限")
    if isinstance(error, FileNotFoundError):
        return Message("it is gone", "文件已不存在")
    if isinstance(error, OSError) and not container:
        return Message(f"the system refuses it: {error.strerror or type(error).__name__}", "系统拒绝读取")
    if isinstance(error, MemoryError | RecursionError):
        return Message("it is too large or nested too deeply", "文件过大或嵌套过深")
    name = type(error).__name__
    if "Password" in name or "password" in str(error).casefold() or "encrypt" in str(error).casefold():
        return Message("it is locked with a password", "文件已加密")
    what = _CONTAINERS.get(container or "", Message("file", "文件"))
    why = _DAMAGES.get(name, Message("its reader gives up", "读取程序无法继续"))
    return Message(
        f"the {what.en} is damaged or incomplete: {why.en} [{name}]", f"{what.zh}已损坏或不完整：{why.zh} [{name}]"
    )


def failed(file: str, cause: Message) -> Message:
    """Say that a file could not be read."""
    name = shown_name(file)
    return Message(
        f"{name}: cannot be read ({cause.en}). Export it again, without a password and without editing it.",
        f"{name}：无法读取（{cause.zh}）。请重新导出，不要加密或修改。",
    )


def changed(file: str) -> Message:
    """Say that a file was written to while it was read."""
    name = shown_name(file)
    return Message(
        f"{name}: it changed while it was read and is left out. Wait until it is complete, then build again.",
        f"{name}：读取时文件发生变化，未导入。请待文件写入完成后重新运行。",
    )


def duplicate(file: str, original: str) -> Message:
    """Say that the content was already landed for this shop."""
    name, first = shown_name(file), shown_name(original)
    return Message(f"{name}: same content as {first}; not landed again.", f"{name}：内容与 {first} 相同，未重复导入。")


def refused(member: str, cause_en: str, cause_zh: str) -> Message:
    """Say that a file or zip member was refused."""
    name = shown_name(member)
    return Message(f"{name}: refused, {cause_en}.", f"{name}：已拒绝，{cause_zh}。")


def left_out_table(file: str, table: str, rows: int) -> Message:
    """Say that one table of a file is nothing that is known."""
    name, what = shown_name(file), shown_name(table)
    return Message(
        f"{name}: table {what} with {rows} rows is not recognised and was left out. If it holds data, export it with "
        "its header row.",
        f"{name}：表“{what}”（{rows} 行）无法识别，未导入。如含数据，请带表头重新导出。",
    )


def no_rows(file: str) -> Message:
    """Say that a file has a header and nothing under it."""
    name = shown_name(file)
    return Message(
        f"{name}: a header and no rows. If there should be some, export it again.",
        f"{name}：只有表头，没有数据行。如应有数据，请重新导出。",
    )


def header_twice(file: str, headers: list[str]) -> Message:
    """Say that a header stands twice and which of the columns counts."""
    name, what = shown_name(file), ", ".join(map(shown_name, headers))
    return Message(
        f"{name}: the header {what} stands more than once; the first of the columns is used.",
        f"{name}：表头“{what}”重复出现，采用第一列。",
    )

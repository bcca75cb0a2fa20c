"""Personal data planted on purpose, all fictitious, for tests that search the warehouse for leaks.

Phone numbers of receivers all begin with ``RECEIVER_PHONE_PREFIX``, addresses all hold ``ADDRESS_MARKER`` and
e-mails end with ``EMAIL_DOMAIN``; the strings of ``IN_CHATS`` stand word for word in chat text.
"""

RECEIVER_PHONE_PREFIX = "1990000"
ADDRESS_MARKER = "虚构"
EMAIL_DOMAIN = "@example.com"

# Written by buyers or agents in chats: shop folder -> (strings that must not leak, the sentence that holds them).
IN_CHATS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "tmall-xiaogou": (
        (
            ("19900000001", "浙江省杭州市虚构区测试路88号3幢201室", "赵测试"),
            "麻烦改下地址，浙江省杭州市虚构区测试路88号3幢201室，赵测试，19900000001",
        ),
        (("planted.buyer@example.com",), "电子发票发我邮箱planted.buyer@example.com谢谢"),
        (("19900000002",), "我电话19900000002，快递一直打不通"),
        (("199 0000 0003",), "打这个号 199 0000 0003 也行"),
        (("990000199001010001",), "身份证号990000199001010001，保修登记用的"),
    ),
    "jd-xiaogou": (
        (
            ("19900000004", "广东省深圳市虚构区样例大道6号虚构花园2栋", "钱样例"),
            "地址写错了，应该是广东省深圳市虚构区样例大道6号虚构花园2栋，钱样例收，电话19900000004",
        ),
        (("invoice.planted@example.com",), "发票抬头个人，邮箱 invoice.planted@example.com"),
        (("010-99900005",), "座机010-99900005也可以联系我"),
        (("wx_planted_0006",), "加我微信wx_planted_0006说吧"),
    ),
    "pdd-xiaogou": (
        (
            ("19900000007", "四川省成都市虚构区演示街6号", "孙演示"),
            "改下地址，四川省成都市虚构区演示街6号，孙演示，19900000007",
        ),
        (("pdd.planted@example.com",), "发票发到pdd.planted@example.com"),
    ),
    "douyin-xiaogou": (
        (
            ("19900000008", "湖北省武汉市虚构区示范路9号", "李示范"),
            "收货改成湖北省武汉市虚构区示范路9号，李示范，19900000008",
        ),
        (("wx_planted_0010",), "加微信wx_planted_0010"),
    ),
}

# In the group-chat section of a Tmall chat file, which no loader may read.
IN_GROUP_CHAT = ("19900000009",)

# Of callers and of people who wrote to the help desk: their names, their addresses and what they wrote.
CALLER_NAME = "周假名"
REQUESTER_NAMES = ("吴虚名", "郑样例", "王测试")
IN_SUBJECTS = ("吸尘器漏电请联系周假名", "退款打到虚构银行尾号0011")
IN_DESK_FILES = (CALLER_NAME, *REQUESTER_NAMES, *IN_SUBJECTS, "desk.planted@example.com")

# Written by colleagues into lists: what a complaint said, why points were lost.
IN_REMARKS = ("顾客孙演示投诉态度生硬", "迟到家中老人住院")

ALL_IN_CHATS: tuple[str, ...] = tuple(text for entries in IN_CHATS.values() for texts, _ in entries for text in texts)

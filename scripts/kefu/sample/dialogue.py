"""Writes the messages of one chat: who says what, and after how many seconds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kefu.sample.dice import Dice
from kefu.sample.model import Agent, Message, Product, Turn

OPENERS: tuple[Turn, ...] = (
    (("在吗",), ("亲，在的，请问有什么可以帮您？",)),
    (("你好",), ("您好亲，很高兴为您服务~",)),
    (("{link}", "这款还有货吗"), ("亲，{item}有现货的，今天拍下24小时内发出哦",)),
    (("想了解下{item}",), ("好的亲，{item}是我们店铺的热卖款", "您主要是什么场景使用呢？")),
    (("客服在不在",), ("在的亲，让您久等了",)),
)
PRE_SALE: tuple[Turn, ...] = (
    (("{item}续航多久",), ("亲，标准档大约60分钟，强力档20分钟左右",)),
    (("噪音大吗", "家里有小孩"), ("静音模式不到50分贝，不影响休息的哦",)),
    (("能便宜点吗",), ("亲，店铺有满300减20的券，首页就可以领", "领完再下单更划算呢")),
    (("保修多久啊",), ("全国联保两年，七天无理由退换\n有运费险，退换无忧\n您可以放心购买",)),
    (("和上一代有什么区别",), ("主要升级了电机和电池，吸力更大了", "滤芯也是可以水洗的哦")),
    (("发什么快递", "几天能到"), ("默认发中通，江浙沪次日，其他地区3天左右",)),
    (("有赠品吗",), ("下单送替换装一份，数量有限送完为止",)),
    (("那我考虑一下",), ("好的亲，有需要随时联系我~",)),
    (("配件单独买多少钱",), ("配件在店铺首页搜索就有，{other}搭配更划算哦",)),
    (("可以开发票吗",), ("可以的亲，下单备注抬头，收货后开电子发票",)),
    (("能用几年？价格：{price}元贵不贵",), ("正常使用5年以上，(2024-03-01)起参加以旧换新活动",)),
)
PRE_SALE_JD: tuple[Turn, ...] = (
    (("{item}支持快充吗",), ("亲，支持的，最高22.5W",)),
    (("能用几年？价格：{price}元贵不贵",), ("质保两年的，(2024-03-01)起参加以旧换新活动",)),
    (("{item}兼容苹果手机吗", "我是老款"), ("兼容的亲，Type-C和Lightning都可以",)),
    (("今天下单明天能到吗",), ("京东仓发货，多数地区次日达",)),
    (("可以货到付款吗",), ("可以的，结算页选择货到付款就行",)),
    (("能便宜点吗",), ("亲，满300减20的券可以领", "领完再下单更划算呢")),
    (("有赠品吗",), ("下单送收纳包一个，数量有限送完为止",)),
    (("保修多久啊",), ("全国联保两年，七天无理由退换\n只换不修哦",)),
    (("和{other}比哪个好",), ("看您的使用场景，{item}性价比更高一些", "{other}更适合出差")),
    (("那我考虑一下",), ("好的，有需要随时联系我",)),
)
VOICE = "<recognition>你好我想问下什么时候发货</recognition>voice_20240301.amr"
AFTER_SALE: tuple[Turn, ...] = (
    (("我的订单什么时候发货",), ("亲，帮您查了，今天下午安排发出",)),
    (("物流怎么不动了", "都两天了"), ("非常抱歉，我帮您催一下快递", "有消息第一时间联系您")),
    (("收到少了个配件",), ("亲，麻烦拍张照片给我看下",)),
    (("想退货可以吗",), ("可以的，您在订单页申请退货退款就行\n原因选七天无理由\n运费险会自动理赔",)),
    (("开不了机了",), ("请先充电两小时再长按电源键试试", "还不行的话给您换新")),
    (("地址能改吗",), ("没发货前可以改的，您把新地址发我",)),
    (("怎么登记保修",), ("扫说明书上的二维码，填订单号就可以",)),
    ((VOICE,), ("稍等，我帮您看下订单",)),
)
CLOSINGS: tuple[Turn, ...] = (
    (("好的，谢谢",), ("不客气亲，祝您生活愉快~",)),
    (("嗯嗯",), ()),
    (("知道了",), ("感谢您的支持，满意的话麻烦给个评价哦",)),
    (("那我拍了",), ("好的亲，付款后尽快为您安排",)),
)
GREETING = "亲，欢迎光临，我是小北，请问有什么可以帮您的呢？"
ROBOT_GREETING = "您好，智能助手为您服务，您可以直接描述问题，或回复“人工”转接客服"
ROBOT_NIGHT = "亲，现在是休息时间，您可以先留言，客服上班后会第一时间回复您"
SYSTEM_NOTE = "系统提示：对方正在使用手机端，可能无法查看部分消息"
HAND_OVER = "亲，这个问题我帮您转给同事处理，请稍等"
REMINDER = "亲，您的订单还没有付款哦，有什么疑问可以随时问我"


@dataclass
class Script:
    """How one chat goes."""

    customer: str
    agents: list[Agent]
    turns: list[Turn]
    product: Product
    other: Product
    item_link: str
    robot: str
    robot_first: bool = False
    is_unanswered: bool = False
    is_robot_only: bool = False
    opened_by_agent: bool = False
    hand_over_after: int = 0  # turns before the second agent takes over; 0 = never, -1 = the first one stays silent
    may_idle: bool = False
    may_repeat: bool = False
    emoji: str = ""
    system_sender: str = ""  # who writes system notes; empty = there are none
    extra_lines: tuple[str, ...] = field(default=())  # planted sentences
    reply_from: datetime | None = None  # a leave message is answered from then on


def pick_turns(dice: Dice, pool: tuple[Turn, ...]) -> list[Turn]:
    """Choose an opener, one to four questions and mostly a closing."""
    turns = [dice.pick(OPENERS), *dice.sample(pool, dice.between(1, 4))]
    if dice.chance(0.6):
        turns.append(dice.pick(CLOSINGS))
    return turns


def reply_delay(dice: Dice, agent: Agent) -> int:
    """Seconds until the agent answers: mostly 5 to 45, some slow, a few very slow."""
    low, high = dice.weighted((((5, 45), 0.80), ((46, 110), 0.13), ((121, 400), 0.06), ((620, 1500), 0.01)))
    return max(1, round(dice.between(low, high) * (agent.slowness if low > 5 else 1)))


class Conversation:
    """Messages in the making; the clock only moves forward."""

    def __init__(self, dice: Dice, script: Script, start: datetime) -> None:
        self.dice = dice
        self.script = script
        self.now = start
        self.messages: list[Message] = []

    def say(self, sender: str, text: str, kind: str = "message") -> None:
        """Add one message at the current time."""
        script = self.script
        text = text.replace("{item}", script.product.short_name).replace("{other}", script.other.short_name)
        text = text.replace("{link}", script.item_link).replace("{price}", f"{script.product.price / 100:g}")
        self.messages.append(Message(self.now, sender, text, kind))

    def wait(self, low_s: int, high_s: int) -> None:
        """Let some seconds pass."""
        self.now = self.dice.later(self.now, low_s, high_s)

    def buyer_says(self, texts: tuple[str, ...]) -> None:
        """The buyer writes one or more messages."""
        for position, text in enumerate(texts):
            if position:
                self.wait(2, 30)
            self.say(self.script.customer, text)
        if self.script.may_repeat and self.dice.chance(0.04):
            self.say(self.script.customer, texts[-1])  # the same words in the same second

    def agent_says(self, agent: Agent, texts: tuple[str, ...], emoji: str = "") -> None:
        """The agent answers after a delay, sometimes in pieces, sometimes twice in one second."""
        self.now += timedelta(seconds=reply_delay(self.dice, agent))
        for position, text in enumerate(texts):
            if position and not self.dice.chance(0.1):
                self.wait(2, 12)
            self.say(agent.account, text + emoji)

    def run(self) -> list[Message]:
        """Write the whole chat."""
        script, dice = self.script, self.dice
        if script.opened_by_agent:
            self.say(script.agents[0].account, REMINDER)
            self.wait(20, 400)
        for number, (questions, answered) in enumerate(script.turns):
            if number:
                self.wait(8, 90)
                if script.may_idle and dice.chance(0.02):
                    self.wait(660, 2400)
            self.buyer_says((*questions, *script.extra_lines) if number == 1 else questions)
            if number == 0:
                self._greet()
                if script.is_robot_only or script.is_unanswered:
                    return self.messages
                if script.reply_from:
                    self.now = max(self.now, script.reply_from)
            agent = script.agents[0]
            if script.hand_over_after and number >= script.hand_over_after:
                agent = script.agents[1]
            if answered:
                emoji = script.emoji if script.emoji and dice.chance(0.15) else ""
                self.agent_says(agent, answered, emoji)
            if script.hand_over_after and number == script.hand_over_after - 1:
                self.wait(3, 10)
                self.say(script.agents[0].account, HAND_OVER)
        return self.messages

    def _greet(self) -> None:
        """The robot or the agent's own client answers at once."""
        script = self.script
        if script.system_sender and self.dice.chance(0.04):
            self.say(script.system_sender, SYSTEM_NOTE)
        if script.robot_first or script.is_robot_only or script.reply_from:
            self.wait(0, 1)
            night = script.is_robot_only or script.reply_from is not None
            self.say(script.robot, ROBOT_NIGHT if night else ROBOT_GREETING)
            if not night:
                self.wait(3, 20)
                self.say(script.customer, "人工")
        elif script.agents[0].has_auto_reply and not script.opened_by_agent and self.dice.chance(0.5):
            self.now += timedelta(seconds=1)
            self.say(script.agents[0].account, GREETING)

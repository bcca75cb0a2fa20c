"""The invented shops, people and products."""

from kefu.sample.model import Agent, Product, ShopPlan

TMALL = ShopPlan(
    folder="tmall-xiaogou",
    platform="tmall",
    name="小狗旗舰店",
    shop_id="990012345",
    agents=(
        Agent("小狗旗舰店:小美", "A001", slowness=0.8),
        Agent("小狗旗舰店:小蓝", "A002", slowness=1.0),
        Agent("小狗旗舰店:小北", "A003", slowness=1.1, has_auto_reply=True),
        Agent("小狗旗舰店:小满", "A004", slowness=1.6),
    ),
    robot="小狗旗舰店:服务助手",
    products=(
        Product(
            "700100000011",
            "吸尘器D1",
            "无线吸尘器家用大吸力手持D1轻音",
            "颜色分类：珍珠白[D1标配];套餐：标准",
            "XG-D1-W",
            59900,
        ),
        Product(
            "700100000012",
            "吸尘器D1Pro",
            "无线吸尘器D1Pro 长续航,除螨二合一",
            "颜色分类：星空灰[D1Pro];套餐：双电池,送支架",
            "XG-D1P-G",
            89900,
        ),
        Product("700100000013", "除螨仪M2", "床铺除螨仪M2紫光家用", "颜色分类：樱花粉", "XG-M2-P", 29900),
        Product(
            "700100000014", "洗地机T5", "洗地机T5吸拖洗一体全自动", "颜色分类：曜石黑;套餐：旗舰", "XG-T5-B", 189900
        ),
        Product("700100000015", "滤芯", "D1系列滤芯原装3只装", "规格：3只", "XG-LX-3", 3900),
        Product("700100000016", "滚刷", "洗地机T5滚刷替换2只", "规格：2只", "XG-GS-2", 6900),
        Product("700100000017", "加湿器H1", "桌面加湿器H1静音", "颜色分类：薄荷绿;容量：2L", "XG-H1-M", 12900),
        Product("700100000018", "吹风机F3", "高速吹风机F3负离子", "颜色分类：雾霾蓝", "XG-F3-B", 34900),
    ),
    chats_per_day=26,
    silent_orders_per_day=6,
    allows_idle=True,
)

JD = ShopPlan(
    folder="jd-xiaogou",
    platform="jd",
    name="小狗数码专营店",
    shop_id="990067890",
    agents=(
        Agent("小狗数码-小何", "A005", slowness=0.9),
        Agent("小狗数码-小江", "A006", slowness=1.5),
        Agent("小狗数码-小林", "A001", slowness=0.8),
    ),
    robot="jimi_xiaogou",
    products=(
        Product("10088000000021", "蓝牙耳机E2", "小狗 蓝牙耳机E2 半入耳 白色", "白色", "E2-W", 19900),
        Product("10088000000022", "蓝牙耳机E2Pro", "小狗 蓝牙耳机E2Pro 降噪,长续航 黑色", "黑色", "E2P-B", 39900),
        Product("10088000000023", "移动硬盘", "小狗 移动硬盘1TB USB3.2 星空灰", "1TB", "HD-1T", 42900),
        Product("10088000000024", "充电宝", "小狗 充电宝20000mAh 22.5W", "20000mAh", "PB-20", 12900),
        Product("10088000000025", "数据线", "小狗 数据线 双头Type-C 1.5米", "1.5m", "CB-15", 2990),
        Product("10088000000026", "机械键盘", "小狗 机械键盘K87 红轴", "红轴", "", 25900),
        Product("10088000000027", "路由器", "小狗 路由器R6 WiFi6 千兆", "R6", "R6-W", 22900),
    ),
    chats_per_day=20,
    silent_orders_per_day=5,
    allows_idle=False,
)

SHOPS = (TMALL, JD)

ROSTER_COLUMNS = (
    "shop", "account", "agent_id", "agent_name", "team", "role", "valid_from", "valid_to", "hire_date",
)  # fmt: skip
# One row per account and period. A001 works in both shops; A003 changes the team on 6 March (valid_to is the last
# day of the old row); A006 is on probation.
ROSTER = (
    ("tmall-xiaogou", "小狗旗舰店:小美", "A001", "林小美", "售前一组", "agent", "2023-01-01", "", "2021-05-10"),
    ("tmall-xiaogou", "小狗旗舰店:小蓝", "A002", "蓝雨", "售前一组", "agent", "2023-01-01", "", "2022-08-15"),
    ("tmall-xiaogou", "小狗旗舰店:小北", "A003", "北川", "售前一组", "agent", "2023-01-01", "2024-03-05", "2022-11-01"),
    ("tmall-xiaogou", "小狗旗舰店:小北", "A003", "北川", "售后组", "agent", "2024-03-06", "", "2022-11-01"),
    ("tmall-xiaogou", "小狗旗舰店:小满", "A004", "满仓", "售后组", "agent", "2023-01-01", "", "2023-03-20"),
    ("tmall-xiaogou", "小狗旗舰店:服务助手", "R001", "店小蜜", "机器人", "robot", "2023-01-01", "", ""),
    ("tmall-xiaogou", "小狗旗舰店", "O001", "旗舰店主账号", "管理", "owner", "2023-01-01", "", ""),
    ("jd-xiaogou", "小狗数码-小何", "A005", "何田", "京东组", "agent", "2023-01-01", "", "2022-03-01"),
    ("jd-xiaogou", "小狗数码-小江", "A006", "江月", "京东组", "agent", "2024-02-20", "", "2024-02-20"),
    ("jd-xiaogou", "小狗数码-小林", "A001", "林小美", "京东组", "agent", "2023-06-01", "", "2021-05-10"),
    ("jd-xiaogou", "jimi_xiaogou", "R002", "京小智", "机器人", "robot", "2023-01-01", "", ""),
)

SHOP_COLUMNS = ("shop", "shop_name", "platform", "main_account", "shop_type")
SHOP_ROWS = (
    ("tmall-xiaogou", "小狗旗舰店", "tmall", "小狗旗舰店", "pop"),
    ("jd-xiaogou", "小狗数码专营店", "jd", "小狗数码", "pop"),
)

# agent_id -> sales target of March 2024 in yuan, for the Tmall shop.
SALES_TARGETS = (("A001", 16000), ("A002", 15000), ("A003", 12000), ("A004", 9000))

SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN_NAMES = ("测试", "样例", "虚名", "演示", "示范", "假名")
REGIONS = (
    ("浙江省", "杭州市", "310000"),
    ("广东省", "深圳市", "518000"),
    ("吉林省", "通化市", "134000"),
    ("四川省", "成都市", "610000"),
    ("江西省", "南昌市", "330000"),
    ("湖北省", "武汉市", "430000"),
)
NICKS = (
    "爱吃鱼的猫",
    "晴天小雨",
    "山间清风",
    "糖糖妈妈",
    "阿布的窝",
    "夏日柠檬",
    "北岸灯塔",
    "半颗星星",
    "lemon树",
    "木木夕",
)
PINS = ("jd_{hex}", "jd_{hex}", "wdx{digits}", "linmu{digits}", "rds{digits}z", "sunny_{digits}", "晨光{digits}")

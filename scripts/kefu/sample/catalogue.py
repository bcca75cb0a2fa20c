"""The invented shops, people and products."""

from kefu.sample import habits
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
    habits=habits.TMALL,
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
    habits=habits.JD,
)

PDD = ShopPlan(
    folder="pdd-xiaogou",
    platform="pdd",
    name="小狗家电工厂店",
    shop_id="990023456",
    agents=(
        Agent("小狗家电:小美", "A001", slowness=0.8),
        Agent("小狗家电:阿青", "A007", slowness=1.1, has_auto_reply=True),
        Agent("小狗家电:小舟", "A008", slowness=1.4),
    ),
    robot="机器人客服",
    products=(
        Product("610000000031", "挂烫机G2", '手持挂烫机G2,家用"小旋风"蒸汽熨斗', "颜色:白色", "G2-W", 8900),
        Product("610000000032", "电热水壶K1", "电热水壶K1 1.7L 304不锈钢", "容量:1.7L", "K1-17", 5900),
        Product("610000000033", "养生壶Y3", "养生壶Y3 玻璃花茶壶,带滤网", "颜色:透明,套餐:单壶", "Y3-T", 9900),
        Product("610000000034", "空气炸锅A5", "空气炸锅A5 5L大容量可视", "颜色:米白", "A5-M", 19900),
        Product("610000000035", "手持吸尘器S1", "手持吸尘器S1 车家两用", "颜色:红色", "S1-R", 12900),
        Product("610000000036", "滤袋", "吸尘器滤袋10只装", "规格:10只", "LD-10", 1990),
    ),
    chats_per_day=17,
    silent_orders_per_day=5,
    allows_idle=True,
    habits=habits.PDD,
)

DOUYIN = ShopPlan(
    folder="douyin-xiaogou",
    platform="douyin",
    name="小狗生活电器",
    shop_id="990034567",
    agents=(
        Agent("飞鸽-小洛", "A009", slowness=0.9),
        Agent("飞鸽-小满", "A004", slowness=1.5, has_auto_reply=True),
    ),
    robot="智能客服",
    products=(
        Product("355500000041", "筋膜枪J2", "筋膜枪J2 迷你便携", "颜色:雾蓝", "J2-B", 25900),
        Product("355500000042", "卷发棒C1", "卷发棒C1 负离子28mm", "规格:28mm", "C1-28", 12900),
        Product("355500000043", "榨汁杯B3", "便携榨汁杯B3,无线充电", "颜色:薄荷绿", "B3-G", 9900),
        Product("355500000044", "桌面风扇W2", "桌面风扇W2 静音可折叠", "颜色:白", "W2-W", 6900),
        Product("355500000045", "除湿机H5", "除湿机H5 卧室静音", "容量:2.2L", "H5-22", 39900),
    ),
    chats_per_day=15,
    silent_orders_per_day=4,
    allows_idle=False,
    habits=habits.DOUYIN,
)

SHOPS = (TMALL, JD, PDD, DOUYIN)

# Folders without a platform of their own: the telephone and the help desk.
HOTLINE, SERVICE_DESK = "hotline-xiaogou", "service-desk"

ROSTER_COLUMNS = (
    "shop", "account", "agent_id", "agent_name", "team", "role", "valid_from", "valid_to", "hire_date",
)  # fmt: skip
# One row per account and period. A001 works in three shops, A004 in two, A009 on Douyin and the telephone, A010 on the
# telephone and the help desk; A003 changes the team on 6 March (valid_to is the last day of the old row); A006 and A007
# are new, A007 is on probation until 11 March; A008 leaves on 18 March; A009 begins the second year of service on 13
# March.
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
    ("pdd-xiaogou", "小狗家电:小美", "A001", "林小美", "售前一组", "agent", "2023-09-01", "", "2021-05-10"),
    ("pdd-xiaogou", "小狗家电:阿青", "A007", "青禾", "售前一组", "agent", "2024-02-12", "", "2024-02-12"),
    ("pdd-xiaogou", "小狗家电:小舟", "A008", "舟山", "售后组", "agent", "2023-09-01", "2024-03-18", "2022-04-18"),
    ("pdd-xiaogou", "机器人客服", "R003", "拼多多机器人", "机器人", "robot", "2023-09-01", "", ""),
    ("douyin-xiaogou", "飞鸽-小洛", "A009", "洛川", "抖音组", "agent", "2023-10-01", "", "2023-03-13"),
    ("douyin-xiaogou", "飞鸽-小满", "A004", "满仓", "售后组", "agent", "2023-10-01", "", "2023-03-20"),
    ("hotline-xiaogou", "8001", "A009", "洛川", "热线组", "agent", "2023-03-13", "", "2023-03-13"),
    ("hotline-xiaogou", "8002", "A010", "谷雨", "热线组", "agent", "2023-03-01", "", "2022-06-06"),
    ("hotline-xiaogou", "8003", "A011", "白露", "热线组", "agent", "2023-03-01", "", "2023-05-04"),
    ("service-desk", "谷雨", "A010", "谷雨", "售后组", "agent", "2023-03-01", "", "2022-06-06"),
    ("service-desk", "白露", "A011", "白露", "售后组", "agent", "2023-03-01", "", "2023-05-04"),
    ("service-desk", "蓝雨", "A002", "蓝雨", "售前一组", "agent", "2023-03-01", "", "2022-08-15"),
    ("service-desk", "201", "A010", "谷雨", "售后组", "agent", "2023-03-01", "", "2022-06-06"),
    ("service-desk", "202", "A011", "白露", "售后组", "agent", "2023-03-01", "", "2023-05-04"),
)

SHOP_COLUMNS = ("shop", "shop_name", "platform", "main_account", "shop_type")
SHOP_ROWS = (
    ("tmall-xiaogou", "小狗旗舰店", "tmall", "小狗旗舰店", "pop"),
    ("jd-xiaogou", "小狗数码专营店", "jd", "小狗数码", "pop"),
    ("pdd-xiaogou", "小狗家电工厂店", "pdd", "小狗家电", "pop"),
    ("douyin-xiaogou", "小狗生活电器", "douyin", "小狗生活", "pop"),
    ("hotline-xiaogou", "小狗服务热线", "other", "", ""),
    ("service-desk", "小狗售后工单台", "other", "", ""),
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

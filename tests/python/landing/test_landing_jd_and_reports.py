"""JD orders and sessions, and the platforms' own reports."""

from __future__ import annotations

from datetime import datetime

import pytest
from landing_world import World, xlsx


@pytest.mark.parametrize("generation", ["jd_order_v2016_30", "jd_order_v2018_35", "jd_order_v2020_48_positions"])
def test_jd_order_generation_lands(world: World, headers: dict[str, list[str]], generation: str) -> None:
    """By name only; a trailing comma in the header is an empty column, the file's number is its rank."""
    values = {
        "订单号": "11729384072",
        "商品ID": "1953814331",
        "订购数量": "1",
        "支付方式": "在线支付",
        "下单时间": "2015-12-31 23:19:56",
        "京东价": "758.00",
        "订单金额": "1097.00",
        "应付金额": "932.45\t",
        "订单状态": "(删除)等待出库",
        "下单帐号": "rds31***",
        "商家备注": '"订单拆分为  A    B"',
        "运费金额": "0.00",
        "付款确认时间": "2015-12-31 23:20:30",
    }
    names = headers[generation]
    text = ",".join(names) + ",\r\n" + ",".join(values.get(name, "") for name in names) + ",\r\n"
    world.put("shop/19453840.csv", text, "gb18030")
    world.land()
    assert world.rows(
        "jd_orders",
        "order_id",
        "sku_id",
        "created_at",
        "order_status",
        "quantity",
        "payable_amount",
        "postage_amount",
        "customer_name",
        "merchant_note",
        "paid_at",
        "export_rank",
        "exported_at",
    ) == [
        (
            "11729384072",
            "1953814331",
            "2015-12-31 23:19:56",
            "(删除)等待出库",
            "1",
            "932.45",
            "0.00",
            "rds31***",
            "订单拆分为  A    B",
            "2015-12-31 23:20:30",
            19453840,
            datetime(2023, 11, 15, 6, 13, 20),
        )
    ]
    assert world.rows("landed_files", "export_time_source") == [("number",)]


def test_jd_sessions(world: World, headers: dict[str, list[str]]) -> None:
    """A negative length is no length: NULL and a quarantine cell; '-' is missing; numeric ids become text."""
    names = headers["jd_session_names"]
    values = {
        "咨询时间": datetime(2026, 7, 21, 21, 50, 11),
        "咨询类型": "售前",
        "客服": "小何",
        "转接后客服": "-",
        "顾客": "jd_6accf6affe5db",
        "商品编号": 100012345678,
        "首次响应时间": "1分5秒",
        "新平均响应时间(S)": 13.78,
        "会话时长(M)": -0.01,
        "客户消息数": 3,
        "客服消息数": 0,
        "满意度": "非常满意",
        "cid": "c-1",
    }
    world.put("shop/咨询会话查询.xlsx", xlsx({"Sheet1": [names, [values.get(name, "") for name in names]]}))
    world.land()
    assert world.rows(
        "jd_sessions",
        "session_id",
        "started_at",
        "customer_name",
        "agent_account",
        "transferred_account",
        "sku_id",
        "first_response_s",
        "avg_response_s",
        "session_minutes",
        "customer_message_count",
        "agent_message_count",
    ) == [
        ("c-1", "2026-07-21 21:50:11", "jd_6accf6affe5db", "小何", None, "100012345678", "65", "13.78", None, "3", "0")
    ]
    assert world.quarantine() == [(2, "会话时长(M)", "-0.01", "negative_value", "false")]


FIGURE = ("report_kind", "account", "is_summary", "period_start", "period_end", "metric", "value", "unit")


def test_reception_analysis(world: World, headers: dict[str, list[str]]) -> None:
    """Figures become rows; the mean row stands apart; rates with 1 = 100 % stay as they are."""
    world.put(
        "shop/咨询接待分析_2024-05-01_2024-05-31.xlsx",
        xlsx(
            {
                "Sheet1": [
                    headers["tmall_cs_reception_12"],
                    ["小狗旗舰店：小美", 10, 9, 1, 8, 13.78, 0.95, 1, "11秒", 0, 1.25, "售前"],
                    ["平均值", 5, "-", "", "", "", "", "", "", "", "", ""],
                ]
            }
        ),
    )
    world.land()
    common = ("tmall_reception", "小狗旗舰店:小美", "false", "2024-05-01", "2024-05-31")
    mean = ("tmall_reception", None, "true", "2024-05-01", "2024-05-31")
    assert world.rows("platform_figures", *FIGURE) == [
        (*common, "咨询人数", "10", "number"),
        (*common, "接待人数", "9", "number"),
        (*common, "未回复人数", "1", "number"),
        (*common, "有效接待人数", "8", "number"),
        (*common, "平均响应时长(秒)", "13.78", "seconds"),
        (*common, "3分钟人工响应率", "0.95", "ratio"),
        (*common, "旺旺回复率", "1", "ratio"),
        (*common, "首次响应时长(秒)", "11", "seconds"),
        (*common, "慢响应人数", "0", "number"),
        (*common, "答问比", "1.25", "number"),
        (*common, "旺旺分组", "售前", "text"),
        (*mean, "咨询人数", "5", "number"),
    ]


def test_ratio_without_percent_sign_is_decided_per_column(world: World, headers: dict[str, list[str]]) -> None:
    """99.71 somewhere in the column makes 0.5 there 0.5 %; a column below 1 is a share."""
    names = headers["tmall_cs_perf_10"]
    row = dict.fromkeys(names, "")
    paid = "询单最终付款转化率"
    first = row | {"旺旺昵称": "a:1", "旺旺回复率": "99.71", "客户满意率": "0.9", paid: "45.6%", "询单人数": "1"}
    second = row | {"旺旺昵称": "a:2", "旺旺回复率": "0.5", "客户满意率": "1", paid: "3%", "询单人数": "2"}
    world.put("shop/客服绩效20240501.xlsx", xlsx({"s": [names, list(first.values()), list(second.values())]}))
    summary = world.land()
    found = {
        (account, metric): value
        for account, metric, value in world.rows("platform_figures", "account", "metric", "value")
    }
    assert found["a:1", "旺旺回复率"] == "0.9971"
    assert found["a:2", "旺旺回复率"] == "0.005"
    assert found["a:1", "客户满意率"] == "0.9"
    assert found["a:2", "客户满意率"] == "1"
    assert found["a:1", "询单最终付款转化率"] == "0.456"
    assert [message.en for message in summary.inferences] == [
        "shop/客服绩效20240501.xlsx: 旺旺回复率 read as percent points (100 = 100 %)"
    ]
    assert set(world.rows("platform_figures", "period_start", "period_end")) == {("2024-05-01", "2024-05-01")}


@pytest.mark.parametrize(
    ("sheet", "kind", "account"),
    [
        ([["旺旺昵称", "净销售额", "询单人数", "下单人数"], ["s:a", "1,234.50", 3, 2]], "tmall_performance", "s:a"),
        (
            [["旺旺", "旺旺分组", "接待人数", "回复率", "平均响应(秒)"], ["s:a", "一组", 3, "99%", 7]],
            "tmall_performance_third_party",
            "s:a",
        ),
        (
            [["旺旺账号名称", "平均响应时长", "人工接待会话量", "3分钟人工响应率"], ["s:a", "1分2秒", 3, 0.5]],
            "tmall_service_report",
            "s:a",
        ),
        (
            [["客服", "售前接待人数", "促成下单人数", "接待量", "平均响应时长（新）"], ["小何", 3, 2, 5, 9]],
            "jd_overall",
            "小何",
        ),
        (
            [
                ["日期", "客服", "接待量", "首次平均响应时间", "平均响应时间", "30s应答率"],
                ["2024-05-01", "小何", 3, 2, 5, "90%"],
            ],
            "jd_workload",
            "小何",
        ),
        (
            [
                ["说明"],
                ["服务工作量"],
                ["日期", "值班客服数", "登录时长(h)", "接待量", "30s应答率", "平均会话时长(M)"],
                ["2024-05-01", 3, 1.5, 20, "90%", 4.5],
            ],
            "jd_workload",
            None,
        ),
        (
            [["日期", "客服", "促成下单商品金额", "促成下单人数", "售前接待人数"], ["2024-05-01", "小何", 3, 2, 5]],
            "jd_sales",
            "小何",
        ),
        ([["日期", "UID", "技能组", "好评量", "差评量"], ["2024-05-01", "u-1", "售前", 2, 0]], "jd_staff_daily", "u-1"),
    ],
)
def test_report_kind(world: World, sheet: list[list[object]], kind: str, account: str | None) -> None:
    """Each report is known by its columns, whatever the sheet is called."""
    world.put("shop/report.xlsx", xlsx({"数据": sheet}))
    world.land()
    assert set(world.rows("platform_figures", "report_kind", "account")) == {(kind, account)}
    if account is None:
        assert world.rows("platform_figures", "metric", "value", "unit", "period_start") == [
            ("值班客服数", "3", "number", "2024-05-01"),
            ("登录时长(h)", "5400", "seconds", "2024-05-01"),
            ("接待量", "20", "number", "2024-05-01"),
            ("30s应答率", "0.9", "ratio", "2024-05-01"),
            ("平均会话时长(m)", "4.5", "minutes", "2024-05-01"),
        ]

"""Files that tell figures of the shop as a whole: traffic, benchmarks, costs and reviews."""

from __future__ import annotations

import json

import pytest
from landing_world import World, xlsx

JD_TRAFFIC_METRICS = (
    "浏览量(PV)",
    "访客数(UV)",
    "人均浏览量(人均PV)",
    "平均停留时长(秒)",
    "UV价值",
    "客单价",
    "加购客户数",
    "关注客户数",
    "加购转换率",
    "下单客户数",
    "下单转换率",
    "下单金额",
    "成交客户数",
    "成交转化率",
    "成交金额",
    "成交子单量",
)


def test_jd_traffic_has_a_column_of_the_same_name_after_every_metric(world: World) -> None:
    """Sixteen columns are called 同比: the figures are still read from their own, and none of the others is lost."""
    names = ["日期", "一级渠道", "二级渠道", *(name for metric in JD_TRAFFIC_METRICS for name in (metric, "同比"))]
    cells = ["2024-05-06", "APP", "搜索"]
    for number, _ in enumerate(JD_TRAFFIC_METRICS, start=1):
        cells += [str(number * 100), f"{number}%"]
    world.put("shop/流量.xlsx", xlsx({"Sheet1": [names, cells]}))
    assert world.land().statuses == {"landed": 1}
    assert world.rows("landed_files", "file_kind", "platform") == [("jd_shop_traffic", "jd")]
    assert world.rows(
        "jd_shop_traffic", "stat_date", "channel", "sub_channel", "visitors", "page_views", "paying_customers"
    ) == [("2024-05-06", "APP", "搜索", "200", "100", "1300")]
    extra = json.loads(world.rows("jd_shop_traffic", "extra")[0][0])
    assert (extra["同比"], extra["同比__2"], extra["同比__16"]) == ("1%", "2%", "16%")


def test_a_report_by_source_is_not_the_traffic_of_the_shop(world: World) -> None:
    """Several rows a day, none of them the total: landed as shop traffic, the last one would pass for it."""
    world.put("shop/source.csv", "统计日期,流量来源,访客数,浏览量\n2024-05-06,搜索,600,900\n")
    assert world.land().statuses == {"unrecognised": 1}
    world.put("shop/total.csv", "统计日期,访客数,浏览量\n2024-05-06,1000,1900\n")
    world.land()
    assert world.rows("tmall_shop_traffic", "stat_date", "visitors") == [("2024-05-06", "1000")]


TABLES = {
    "exchange_traffic": (
        "stat_date,visitors,page_views,channel,sku_id",
        "日期,访客数,浏览量,渠道,商品编号",
        '2024/5/6,"1,000",3200,搜索,sku-1',
        ("2024-05-06", "1000", "3200", "搜索", "sku-1"),
    ),
    "exchange_benchmarks": (
        "metric,stat_date,category,own_value,peer_value,upper_value,percentile,unit",
        "指标,日期,类目,本店值,同行均值,同行优秀,超越同行,单位",
        "aftersales_index,2024-05-06,家装,45.2%,0.4,1,62%,%",
        ("aftersales_index", "2024-05-06", "家装", "0.452", "0.4", "1", "0.62", "%"),
    ),
    "exchange_costs": (
        "month,cost_kind,amount,team,agent_id",
        "月份,成本类别,金额,团队,工号",
        '2024-05-01,labour,"18,000.50",一组,A001',
        ("2024-05-01", "labour", "18000.50", "一组", "A001"),
    ),
    "exchange_reviews": (
        "review_id,reviewed_at,rating,order_id,revised_at,revised_rating,dsr_service",
        "评价编号,评价时间,评价等级,订单编号,修改时间,修改后等级,服务态度",
        "v1,2024-05-12 20:10:00,差评,o1,2024-05-20 09:00:00,好评,4.5",
        ("v1", "2024-05-12 20:10:00", "差评", "o1", "2024-05-20 09:00:00", "好评", "4.5"),
    ),
}


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("language", [0, 1], ids=["english", "chinese"])
def test_exchange_table_of_the_shop(world: World, kind: str, language: int) -> None:
    """The same cells under English and under Chinese headers; the file belongs to the folder's platform."""
    *headers, row, cells = TABLES[kind]
    world.put("shop/a.csv", f"{headers[language]}\n{row}\n")
    world.land()
    assert world.rows("landed_files", "status", "file_kind", "platform") == [("landed", kind, None)]
    assert world.rows(kind, *headers[0].split(",")) == [cells]


def test_a_benchmark_without_any_value_is_not_recognised(world: World) -> None:
    """A metric and a day alone compare nothing."""
    world.put("shop/a.csv", "metric,stat_date,unit\ndsr_service,2024-05-06,points\n")
    assert world.land().statuses == {"unrecognised": 1}


def test_a_cost_without_a_readable_amount_goes_to_quarantine(world: World) -> None:
    """Half a cost would make a contact look cheap: the row is lost aloud."""
    world.put("shop/a.csv", "month,cost_kind,amount\n2024-05-01,labour,about 5000\n2024-05-01,training,300\n")
    world.land()
    assert world.rows("exchange_costs", "cost_kind", "amount") == [("training", "300")]
    assert world.quarantine() == [(2, "amount", "***** 5000", "unreadable_money", "true")]

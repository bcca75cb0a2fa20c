"""What dbt found is told in plain sentences of names and counts, whatever dbt's own message quotes."""

from __future__ import annotations

from typing import Any

import pytest

from kefu.sentences import failed_node, failed_test, is_disk_full

SECRET = "13812345678"
MODEL = "model.kefu.fct_order"


def generic(name: str, column: str | None = None, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "name": f"{name}_fct_order",
        "attached_node": MODEL,
        "column_name": column,
        "test_metadata": {"name": name, "kwargs": arguments},
        "depends_on": {"nodes": [MODEL]},
        "description": "",
    }


SINGULAR = {
    "name": "money_is_conserved",
    "attached_node": None,
    "column_name": None,
    "test_metadata": None,
    "depends_on": {"nodes": [MODEL, "model.kefu.fct_order_credit"]},
    "description": "Credited sales equal the sales of the shop. / 归属销售额之和等于店铺销售额。",
}
# By hand: the test, how many rows it found, and the sentence in both languages.
EXPECTED = [
    (generic("not_null", "order_id"), 2, "fct_order.order_id is empty: 2 rows", "fct_order.order_id 为空：2 行"),
    (generic("unique", "order_id"), 1, "fct_order.order_id stands more than once: 1 row", "order_id 重复：1 行"),
    (
        generic("unique_key", columns=["shop_id", "order_id"]),
        3,
        "fct_order has a key (shop_id, order_id) twice or empty: 3 rows",
        "fct_order 的键（shop_id, order_id）重复或为空：3 行",
    ),
    (
        generic("accepted_values", "status", values=["paid", "open"]),
        1,
        "fct_order.status is none of paid, open: 1 row",
        "fct_order.status 不在允许值中（paid, open）：1 行",
    ),
    (
        generic("relationships", "agent_id", to="ref('dim_agent')", field="agent_id"),
        4,
        "fct_order.agent_id names what dim_agent.agent_id does not know: 4 rows",
        "fct_order.agent_id 的值在 dim_agent.agent_id 中不存在：4 行",
    ),
    (
        SINGULAR,
        5,
        "money_is_conserved (Credited sales equal the sales of the shop): 5 rows",
        "money_is_conserved（归属销售额之和等于店铺销售额）：5 行",
    ),
    (
        {**SINGULAR, "description": ""},
        5,
        "the test money_is_conserved of fct_order, fct_order_credit failed: 5 rows",
        "fct_order, fct_order_credit 未通过检查 money_is_conserved：5 行",
    ),
]


@pytest.mark.parametrize(("node", "count", "english", "chinese"), EXPECTED)
def test_a_failed_test_says_what_it_means_where_and_in_how_many_rows(
    node: dict[str, Any], count: int, english: str, chinese: str
) -> None:
    found = failed_test(node, count)
    assert found.en == english
    assert found.zh.endswith(chinese)


@pytest.mark.parametrize(
    "error",
    [
        f"Runtime Error in model x (models/x.sql)\n  Conversion Error: Could not convert string '{SECRET}' to INT32",
        f'Runtime Error in model x (models/x.sql)\n  Constraint Error: Duplicate key "phone: {SECRET}"',
        f"Invalid Input Error: Malformed JSON in {SECRET}",
        f"Out of Range Error: Overflow in multiplication of INT64 ({SECRET} * 1000)",
        f"something nobody has seen yet: {SECRET}",
    ],
)
def test_an_error_that_may_quote_a_value_is_not_repeated(error: str) -> None:
    found = failed_node({"name": "x", "original_file_path": "models/x.sql"}, error)
    assert SECRET not in found.en + found.zh
    assert found.en.startswith("x (models/x.sql) could not be computed (")
    assert "python run.py dbt build -s x" in found.zh


def test_an_error_in_sql_is_repeated() -> None:
    error = 'Runtime Error in model x (models/x.sql)\n  Binder Error: Referenced column "shop" not found'
    assert 'Referenced column "shop" not found' in failed_node({"name": "x", "original_file_path": "x.sql"}, error).en


@pytest.mark.parametrize(
    ("text", "is_full"),
    [
        ("IO Error: Could not write file: No space left on device", True),
        ("[Errno 28] No space left on device: 'x'", True),
        ("IO Error: Could not write all bytes to file: File too large", True),
        ("[WinError 112] There is not enough space on the disk", True),
        ("IO Error: Could not set lock on file", False),
        ("Out of Memory Error: could not allocate block", False),
    ],
)
def test_a_full_disk_is_told_from_other_errors(text: str, is_full: bool) -> None:
    assert is_disk_full(text) == is_full

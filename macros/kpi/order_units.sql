{#- Orders evaluated for every KPI that counts them, as sales and as placed: the body of kpi_units_order, with the relations of
    order_unit. -#}
{% macro order_units(orders, credits, related) %}
select * from ({{ evaluate_units(**order_unit('sale', orders, credits, related)) }}) as sales
union all
select * from ({{ evaluate_units(**order_unit('placed_order', orders, credits, related)) }}) as placed_orders
{% endmacro %}

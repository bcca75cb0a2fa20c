{#- The columns of kpi_monthly, of figures in the form that aggregate_day_totals gives. -#}
{% macro monthly_figures(figures) -%}
select
    definition_set,
    kpi_id,
    platform,
    shop_id,
    case when agent_id = '(shop)' then 'shop' else 'agent' end as scope,
    agent_id,
    segment,
    period_start as month_start,
    person_basis,
    numerator,
    denominator,
    figure_value as value,
    count_units,
    count_excluded_units as excluded_units,
    case when is_provisional then 'provisional' else 'final' end as finality
from {{ figures }}
{%- endmacro %}

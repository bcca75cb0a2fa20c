{#- Stacks an entity's staging models. What a platform's own file tells wins over the exchange format: an exchange row whose
    keys stand in a platform's file is left out, so that nothing counts twice. -#}
{% macro staging_union(platform_models, exchange_model, keys) %}
with native as (
    {%- for model in platform_models %}
    select * from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

known as (
    select distinct platform, shop_id, {{ keys | join(', ') }}
    from native
)

select * from native
union all
select exchanged.*
from {{ ref(exchange_model) }} as exchanged
left join known
    on
        exchanged.platform = known.platform and exchanged.shop_id = known.shop_id
        {%- for key in keys %} and exchanged.{{ key }} = known.{{ key }}{% endfor %}
where known.{{ keys[0] }} is null
{% endmacro %}

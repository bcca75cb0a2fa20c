-- grain: one KPI of one shop: whether its files tell all that the KPI needs, and what is missing.
with needed as (
    select
        shops.platform,
        shops.shop_id,
        needs.kpi_id,
        needs.input_id,
        told.input_id is not null as is_told
    from {{ ref('int_core__shops') }} as shops
    cross join {{ ref('kpi_inputs') }} as needs
    left join {{ ref('int_core__told_inputs') }} as told
        on shops.platform = told.platform and shops.shop_id = told.shop_id and needs.input_id = told.input_id
)

select
    needed.platform,
    needed.shop_id,
    needed.kpi_id,
    bool_and(needed.is_told) as is_computable,
    {{ dbt.listagg("case when not needed.is_told then inputs.name_en end", "'; '", "order by needed.input_id") }} as missing_en,
    {{ dbt.listagg("case when not needed.is_told then inputs.name_zh end", "'；'", "order by needed.input_id") }} as missing_zh
from needed
inner join {{ ref('ref_inputs') }} as inputs on needed.input_id = inputs.input_id
group by needed.platform, needed.shop_id, needed.kpi_id

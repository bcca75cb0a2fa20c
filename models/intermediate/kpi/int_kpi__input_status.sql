-- grain: one KPI of one shop: whether its files tell all that the KPI needs, and what is missing.
with needed as (
    select
        shops.platform,
        shops.shop_id,
        needs.kpi_id,
        needs.input_id,
        told.input_id is not null as is_told,
        -- of a file that is missing altogether no single column is named
        told.input_id is null and (inputs.part_of = '-' or whole.input_id is not null) as is_named_missing,
        inputs.name_en,
        inputs.name_zh
    from {{ ref('int_core__shops') }} as shops
    cross join {{ ref('kpi_inputs') }} as needs
    left join {{ ref('int_core__told_inputs') }} as told
        on shops.platform = told.platform and shops.shop_id = told.shop_id and needs.input_id = told.input_id
    inner join {{ ref('ref_inputs') }} as inputs on needs.input_id = inputs.input_id
    left join {{ ref('int_core__told_inputs') }} as whole
        on shops.platform = whole.platform and shops.shop_id = whole.shop_id and inputs.part_of = whole.input_id
)

select
    needed.platform,
    needed.shop_id,
    needed.kpi_id,
    bool_and(needed.is_told) as is_computable,
    {{ dbt.listagg("case when needed.is_named_missing then needed.name_en end", "'; '", "order by needed.input_id") }} as missing_en,
    {{ dbt.listagg("case when needed.is_named_missing then needed.name_zh end", "'；'", "order by needed.input_id") }} as missing_zh
from needed
group by needed.platform, needed.shop_id, needed.kpi_id

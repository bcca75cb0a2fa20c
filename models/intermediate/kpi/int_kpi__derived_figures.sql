-- grain: one monthly figure that is made of other figures and is no quotient of sums over units.
with stacked as (
    {%- for model in derived_models() %}
    select * from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select stacked.*
from stacked
inner join {{ ref('int_kpi__input_status') }} as inputs
    on
        stacked.platform = inputs.platform and stacked.shop_id = inputs.shop_id
        and stacked.kpi_id = inputs.kpi_id and inputs.is_computable

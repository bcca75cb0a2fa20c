{#- Products that the credited agent had recommended, by a relation `credits` in the form of fct_order_credit: the body of
    int_orders__recommended_skus. -#}
{% macro recommended_skus(credits) %}
with recommended as (
    select
        skus.platform,
        skus.shop_id,
        case
            when skus.native_session_id is not null
                then {{ surrogate_key(['skus.platform', 'skus.shop_id', 'skus.native_session_id']) }}
        end as session_key,
        skus.customer_key,
        coalesce(roster.agent_id, {{ public_name('skus.agent_account') }}) as agent_id,
        skus.sku_id,
        {{ epoch_ms('skus.recommended_at') }} as recommended_ms,
        {{ business_date('skus.recommended_at', 'rules.cutoff_minutes') }} as recommended_date
    from {{ ref('stg_exchange__recommended_skus') }} as skus
    inner join {{ ref('int_kpi__shop_rules') }} as rules
        on
            skus.platform = rules.platform and skus.shop_id = rules.shop_id
            and cast(skus.recommended_at as date) between rules.valid_from and rules.valid_to
    {{ join_roster('roster', 'skus', 'skus.agent_account', 'cast(skus.recommended_at as date)') }}
),

credited as (
    select
        orders.order_key,
        orders.platform,
        orders.shop_id,
        orders.customer_key,
        orders.created_ms,
        orders.created_date,
        {{ add_days('orders.created_date', '1 - orders.enquiry_window_days') }} as window_begins_on,
        credits.agent_id,
        credits.session_key
    from {{ credits }} as credits
    inner join {{ ref('fct_order') }} as orders on credits.order_key = orders.order_key
    where credits.is_active and credits.agent_id <> '(silent)'
)

select
    credited.order_key,
    recommended.sku_id
from credited
inner join recommended
    on
        credited.platform = recommended.platform and credited.shop_id = recommended.shop_id and credited.agent_id = recommended.agent_id
        and credited.session_key = recommended.session_key and credited.created_ms >= recommended.recommended_ms
union
select
    credited.order_key,
    recommended.sku_id
from credited
inner join recommended
    on
        credited.platform = recommended.platform and credited.shop_id = recommended.shop_id and credited.agent_id = recommended.agent_id
        and credited.customer_key = recommended.customer_key and credited.created_ms >= recommended.recommended_ms
        and recommended.recommended_date between credited.window_begins_on and credited.created_date
{% endmacro %}

-- grain: one line of an order: a sub-order, or one of the products that a main order lists.
-- A list is split where it has as many parts as the order has pieces; else it stays one line whose product nobody can tell.
{%- set most_parts = 50 %}
with counted as (
    select
        *,
        replace(coalesce(sub_order_id, item_id, merchant_sku), '；', ';') as parts,
        replace(item_id, '；', ';') as items,
        replace(merchant_sku, '；', ';') as codes
    from {{ ref('base_douyin__order_rows') }}
),

measured as (
    select
        *,
        coalesce(length(parts) - length(replace(parts, ';', '')), 0) + 1 as count_parts,
        length(items) - length(replace(items, ';', '')) + 1 as count_item_parts,
        length(codes) - length(replace(codes, ';', '')) + 1 as count_code_parts
    from counted
),

places as (
    {%- for place in range(1, most_parts + 1) %}
    select {{ place }} as place{{ ' union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        *,
        coalesce(count_parts > 1 and count_parts = quantity and count_parts <= {{ most_parts }}, false) as is_split
    from measured
),

split as (
    select
        judged.*,
        places.place
    from judged
    inner join places on places.place <= case when judged.is_split then judged.count_parts else 1 end
)

select
    'douyin' as platform,
    shop_id,
    order_id,
    case
        when is_split and sub_order_id is not null then trim({{ split_part('parts', "';'", 'place') }})
        when is_split then row_key || '#' || cast(place as {{ dbt.type_string() }})
        when is_sub_order then sub_order_id
        else order_id || '#' || cast(row_number() over (partition by shop_id, order_id, is_split order by row_key asc) as {{ dbt.type_string() }})
    end as line_id,
    coalesce(
        case
            when count_item_parts = 1 then items
            when is_split and count_item_parts = count_parts then trim({{ split_part('items', "';'", 'place') }})
        end,
        case
            when count_code_parts = 1 then codes
            when is_split and count_code_parts = count_parts then trim({{ split_part('codes', "';'", 'place') }})
        end
    ) as sku_id,
    case when is_split then cast(1 as bigint) else quantity end as quantity,
    case when not is_split then cast(payable_amount - coalesce(postage_amount, 0) as decimal(18, 2)) end as line_amount
from split

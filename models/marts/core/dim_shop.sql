-- grain: one shop on one platform.
select
    shops.platform,
    shops.shop_id,
    shops.shop_name,
    shops.shop_type,
    platforms.name_en as platform_name_en,
    platforms.name_zh as platform_name_zh,
    platforms.definition_set,
    shops.is_inferred,
    until.data_until
from {{ ref('int_core__shops') }} as shops
inner join {{ ref('ref_platforms') }} as platforms on shops.platform = platforms.platform
left join {{ ref('int_kpi__data_until') }} as until
    on shops.platform = until.platform and shops.shop_id = until.shop_id

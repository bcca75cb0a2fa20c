-- grain: one shop on one platform, whether declared in shops.csv or inferred from its files.
select
    platform,
    shop_id,
    shop_name,
    shop_type,
    is_inferred
from {{ ref('stg_landing__shops') }}

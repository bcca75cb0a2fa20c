-- grain: one shop on one platform, declared in shops.csv or inferred from the platform of its files.
with declared as (
    select
        shop as shop_id,
        platform,
        shop_name,
        main_account,
        shop_type,
        row_number() over (partition by shop, platform order by export_rank desc, source_file desc, source_row desc) as recency
    from {{ source('landing', 'shops') }}
),

seen as (
    select distinct
        files.shop_id,
        files.platform
    from {{ ref('stg_landing__files') }} as files
    inner join {{ ref('ref_platforms') }} as platforms on files.platform = platforms.platform
    where files.status = 'landed'
),

-- lists of people and shops may stand in a folder, or above the folders, where nobody sells
trading as (
    select files.shop_id
    from {{ ref('stg_landing__files') }} as files
    left join {{ ref('ref_kinds_above_shops') }} as lists
        on instr(',' || files.file_kind || ',', ',' || lists.file_kind || ',') > 0
    where files.status = 'landed' and files.platform is null
    group by files.shop_id, files.source_file, files.file_kind
    -- a workbook may hold several kinds: their names stand in one list
    having count(lists.file_kind) <= length(files.file_kind) - length(replace(files.file_kind, ',', ''))
),

exchanged as (
    select distinct shop_id
    from trading
),

-- A shop without any platform's file is known by shops.csv alone, or its platform is 'other'.
combined as (
    select
        shop_id,
        platform
    from seen
    union
    select
        declared.shop_id,
        declared.platform
    from declared
    where declared.platform is not null
    union
    select
        exchanged.shop_id,
        'other' as platform
    from exchanged
    left join seen on exchanged.shop_id = seen.shop_id
    left join declared on exchanged.shop_id = declared.shop_id and declared.platform is not null
    where seen.shop_id is null and declared.shop_id is null
),

named as (
    select
        shop_id,
        max(shop_name) as shop_name,
        max(main_account) as main_account,
        max(shop_type) as shop_type,
        max(platform) as platform
    from declared
    where recency = 1
    group by shop_id
)

select
    combined.shop_id,
    combined.platform,
    coalesce({{ masked('named.shop_name') }}, combined.shop_id) as shop_name,
    named.main_account,
    coalesce(named.shop_type, 'unknown') as shop_type,
    named.shop_id is null as is_inferred,
    -- rows of the exchange format that name no platform belong to the shop's first platform
    row_number() over (
        partition by combined.shop_id
        order by case when combined.platform = named.platform then 0 else 1 end asc, combined.platform asc
    ) = 1 as is_default_platform
from combined
left join named on combined.shop_id = named.shop_id

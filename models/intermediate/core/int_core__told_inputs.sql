-- grain: one input (orders, chats, complaints …) that the files of one shop tell; a file with a header and no rows tells "none".
-- Some inputs are columns: a file without the column says nothing of it.
-- Files without a platform of their own speak for every platform of the shop's folder.
with told as (
    select distinct
        shops.platform,
        shops.shop_id,
        kinds.input_id
    from {{ ref('stg_landing__files') }} as files
    -- a workbook may hold several kinds: their names stand in one list
    inner join {{ ref('ref_file_inputs') }} as kinds
        on
            instr(',' || files.file_kind || ',', ',' || kinds.file_kind || ',') > 0
            and (
                kinds.column_name = '-'
                or instr(',' || files.found_columns || ',', ',' || kinds.file_kind || '.' || kinds.column_name || ',') > 0
            )
    inner join {{ ref('stg_landing__shops') }} as shops
        on files.shop_id = shops.shop_id and (files.platform is null or files.platform = shops.platform)
    where files.status = 'landed'
),

-- refunds of which none tells whether the platform stepped in and who was liable
without_disputes as (
    select
        platform,
        shop_id
    from {{ ref('stg_all__refunds') }}
    where refund_status = 'success'
    group by platform, shop_id
    having count(is_intervened and is_merchant_liable) = 0
),

-- a telephone system has a field for anything: whether it holds kinds of calls shows in the calls
with_call_kinds as (
    select distinct
        platform,
        shop_id
    from {{ ref('stg_all__calls') }}
    where call_kind is not null
)

select
    platform,
    shop_id,
    input_id
from told
union
select
    platform,
    shop_id,
    'call_kinds' as input_id
from with_call_kinds
union
select
    told.platform,
    told.shop_id,
    'refund_disputes' as input_id
from told
left join without_disputes
    on told.platform = without_disputes.platform and told.shop_id = without_disputes.shop_id
where told.input_id = 'refunds' and without_disputes.shop_id is null

-- grain: one input (orders, chats, complaints …) that the files of one shop tell; a file with a header and no rows tells "none".
-- Files without a platform of their own speak for every platform of the shop's folder.
select distinct
    shops.platform,
    shops.shop_id,
    kinds.input_id
from {{ ref('stg_landing__files') }} as files
-- a workbook may hold several kinds: their names stand in one list
inner join {{ ref('ref_file_inputs') }} as kinds
    on instr(',' || files.file_kind || ',', ',' || kinds.file_kind || ',') > 0
inner join {{ ref('stg_landing__shops') }} as shops
    on files.shop_id = shops.shop_id and (files.platform is null or files.platform = shops.platform)
where files.status = 'landed'

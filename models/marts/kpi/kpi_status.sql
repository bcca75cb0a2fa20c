-- grain: one KPI of one shop: whether figures exist under the shop's own set, else what is missing or where the value stands.
with computed as (
    select distinct
        figures.platform,
        figures.shop_id,
        figures.kpi_id
    from {{ ref('kpi_monthly') }} as figures
    inner join {{ ref('int_kpi__shop_sets') }} as sets
        on
            figures.platform = sets.platform and figures.shop_id = sets.shop_id
            and figures.definition_set = sets.definition_set and sets.is_own_set
    where figures.value is not null
),

counted as (
    select distinct
        platform,
        shop_id,
        kpi_id
    from {{ ref('int_kpi__members') }}
    where is_own_set
),

-- figures made of other figures stand under every set
derived as (
    select kpi_id
    from {{ ref('kpi_definitions') }}
    where kpi_id not in (select members.kpi_id from {{ ref('kpi_members') }} as members)
),

judged as (
    select
        inputs.platform,
        inputs.shop_id,
        inputs.kpi_id,
        inputs.missing_en,
        inputs.missing_zh,
        case
            when computed.kpi_id is not null then 'computed'
            when counted.kpi_id is null and derived.kpi_id is null then 'other_rules'
            when not inputs.is_computable then 'needs'
            else 'no_units'
        end as status
    from {{ ref('int_kpi__input_status') }} as inputs
    left join computed
        on inputs.platform = computed.platform and inputs.shop_id = computed.shop_id and inputs.kpi_id = computed.kpi_id
    left join counted
        on inputs.platform = counted.platform and inputs.shop_id = counted.shop_id and inputs.kpi_id = counted.kpi_id
    left join derived on inputs.kpi_id = derived.kpi_id
),

-- scores and pay are values of persons by the rules of a scheme: a shop neither has nor lacks them
placed as (
    select
        shops.platform,
        shops.shop_id,
        places.kpi_id,
        places.grain_en,
        places.grain_zh,
        'marts.' || places.mart || '.' || places.value_column as place
    from {{ ref('int_core__shops') }} as shops
    cross join {{ ref('kpi_mart_columns') }} as places
)

select
    judged.platform,
    judged.shop_id,
    judged.kpi_id,
    definitions.name_en,
    definitions.name_zh,
    judged.status,
    case judged.status
        when 'computed' then 'computed'
        when 'needs' then 'needs ' || judged.missing_en
        when 'other_rules' then 'belongs to the rules of another platform'
        else 'the files hold nothing that counts for it'
    end as sentence_en,
    case judged.status
        when 'computed' then '已计算'
        when 'needs' then '缺少：' || judged.missing_zh
        when 'other_rules' then '属于其他平台口径'
        else '文件中没有可统计的数据'
    end as sentence_zh
from judged
inner join {{ ref('kpi_definitions') }} as definitions on judged.kpi_id = definitions.kpi_id
union all
select
    placed.platform,
    placed.shop_id,
    placed.kpi_id,
    definitions.name_en,
    definitions.name_zh,
    'appraisal' as status,
    'by the appraisal scheme, per ' || placed.grain_en || ': see ' || placed.place as sentence_en,
    '按考核方案，' || placed.grain_zh || '各一个值：见 ' || placed.place as sentence_zh
from placed
inner join {{ ref('kpi_definitions') }} as definitions on placed.kpi_id = definitions.kpi_id

-- grain: one KPI asked of a person in a month: why there would be no figure of it, as far as the files of the shops tell.
-- A shop that could have told it, but has no unit of this person, says more than one whose files lack the input.
with asked as (
    select distinct
        agent_id,
        month_start,
        kpi_id,
        figure_platform,
        figure_shop_id
    from {{ ref('int_appraisal__requests') }}
    where kpi_id is not null
),

persons_shops as (
    select
        agent_id,
        platform,
        shop_id
    from {{ ref('int_core__agent_accounts') }}
    union distinct
    select
        agent_id,
        platform,
        shop_id
    from {{ ref('int_appraisal__shop_figures') }}
),

placed as (
    select
        asked.*,
        statuses.status,
        statuses.sentence_en,
        statuses.sentence_zh
    from asked
    inner join persons_shops as shops
        on
            asked.agent_id = shops.agent_id
            and (asked.figure_shop_id = '(all)' or asked.figure_shop_id = shops.shop_id)
            and (asked.figure_platform = '(all)' or asked.figure_platform = shops.platform)
    inner join {{ ref('kpi_status') }} as statuses
        on shops.platform = statuses.platform and shops.shop_id = statuses.shop_id and asked.kpi_id = statuses.kpi_id
)

select
    agent_id,
    month_start,
    kpi_id,
    figure_platform,
    figure_shop_id,
    case
        when bool_or(status in ('computed', 'no_units')) then 'no_units'
        when bool_or(status = 'needs') then 'needs_input'
        else 'other_rules'
    end as missing_reason,
    case when not bool_or(status in ('computed', 'no_units')) then min(case when status = 'needs' then sentence_en end) end as missing_en,
    case when not bool_or(status in ('computed', 'no_units')) then min(case when status = 'needs' then sentence_zh end) end as missing_zh
from placed
group by agent_id, month_start, kpi_id, figure_platform, figure_shop_id

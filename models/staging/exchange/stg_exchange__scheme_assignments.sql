-- grain: one assignment of a scheme to a person, a team or everybody, of one shop folder or of all, from one day on, in the version of its newest file.
-- Of two rows of the same people the later one holds from its first day on.
with placed as (
    select
        case when {{ names_no_shop('source') }} then '(all)' else source.shop_id end as shop_id,
        coalesce(source.platform, '(all)') as platform,
        coalesce(source.agent_id, '(all)') as agent_id,
        -- who is named needs no team
        case when source.agent_id is null then coalesce(source.team, '(all)') else '(all)' end as team,
        source.scheme_id,
        cast(source.valid_from as date) as valid_from,
        coalesce(cast(source.valid_to as date), date '9999-12-31') as valid_to,
        case
            when coalesce(source.figures, '全部') = '全部' then 'all'
            when source.figures = '本店' then 'shop'
            else source.figures
        end as figures,
        cast(source.acknowledged_on as date) as acknowledged_on,
        source.export_rank,
        source.source_file,
        source.source_row
    from {{ source('landing', 'exchange_scheme_assignments') }} as source
),

ranked as (
    select
        *,
        row_number() over (
            partition by shop_id, platform, agent_id, team, valid_from
            order by export_rank desc, source_file desc, source_row desc
        ) as recency,
        min(scheme_id || ' ' || figures) over (partition by shop_id, platform, agent_id, team, valid_from, source_file)
        <> max(scheme_id || ' ' || figures) over (partition by shop_id, platform, agent_id, team, valid_from, source_file) as is_contradicted
    from placed
),

latest as (
    select
        *,
        lead(valid_from) over (partition by shop_id, platform, agent_id, team order by valid_from asc) as next_valid_from
    from ranked
    where recency = 1
)

select
    latest.shop_id,
    latest.platform,
    latest.agent_id,
    latest.team,
    latest.scheme_id,
    latest.valid_from,
    least(latest.valid_to, coalesce({{ add_days('latest.next_valid_from', -1) }}, latest.valid_to)) as valid_to,
    latest.figures,
    -- the shop whose figures alone count
    case when latest.figures = 'shop' then coalesce(shops.platform, '(all)') else '(all)' end as figure_platform,
    case when latest.figures = 'shop' then coalesce(shops.shop_id, '(all)') else '(all)' end as figure_shop_id,
    latest.acknowledged_on,
    latest.is_contradicted,
    latest.export_rank,
    {{ public_name('latest.source_file') }} as source_file,
    latest.source_row
from latest
left join {{ ref('stg_landing__shops') }} as shops
    on
        latest.shop_id = shops.shop_id
        and case when latest.platform = '(all)' then shops.is_default_platform else latest.platform = shops.platform end

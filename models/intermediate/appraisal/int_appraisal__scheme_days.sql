-- grain: one day on which a person was employed, in the months of the data: team, shop and the appraisal scheme that hold on it.
-- The most special assignment decides: the person's, the team's, the shop's, everybody's, the default scheme; one that names a
-- shop before one that does not. A scheme without a version on the day counts as not assigned.
with bounds as (
    select
        min(month_start) as first_day,
        {{ add_days(add_months('max(month_start)', 1), -1) }} as last_day
    from {{ ref('int_appraisal__worked_months') }}
),

days as (
    {{ days_of('bounds') }}
),

placed as (
    select
        accounts.agent_id,
        days.day_,
        accounts.platform,
        accounts.shop_id,
        accounts.team,
        accounts.hire_date,
        accounts.left_on,
        -- of several accounts the one with a team tells it, then the newest
        row_number() over (
            partition by accounts.agent_id, days.day_
            order by
                case when accounts.team = '-' then 1 else 0 end asc, accounts.first_day desc,
                accounts.shop_id asc, accounts.platform asc, accounts.account asc
        ) as home_rank
    from {{ ref('int_appraisal__employed_accounts') }} as accounts
    inner join days on days.day_ between accounts.first_day and accounts.last_day
),

assigned as (
    select distinct
        placed.agent_id,
        placed.day_,
        case
            when assignments.agent_id <> '(all)' then 1
            when assignments.team <> '(all)' then 2
            when assignments.shop_id <> '(all)' then 3
            else 4
        end as level_no,
        case when assignments.shop_id = '(all)' then 1 else 0 end as is_for_all_shops,
        assignments.scheme_id,
        assignments.figure_platform,
        assignments.figure_shop_id,
        assignments.acknowledged_on,
        assignments.valid_from,
        assignments.export_rank,
        assignments.source_file,
        assignments.source_row
    from placed
    inner join {{ ref('stg_exchange__scheme_assignments') }} as assignments
        on
            placed.day_ between assignments.valid_from and assignments.valid_to
            and assignments.agent_id in (placed.agent_id, '(all)')
            and assignments.team in (placed.team, '(all)')
            and (
                placed.agent_id = assignments.agent_id
                or (assignments.shop_id in (placed.shop_id, '(all)') and assignments.platform in (placed.platform, '(all)'))
            )
),

candidates as (
    select
        assigned.*,
        schemes.scheme_version,
        schemes.month_version,
        schemes.ranked_within
    from assigned
    inner join {{ ref('dim_scheme') }} as schemes
        on assigned.scheme_id = schemes.scheme_id and assigned.day_ between schemes.valid_from and schemes.valid_to
    union all
    select
        placed.agent_id,
        placed.day_,
        5 as level_no,
        1 as is_for_all_shops,
        schemes.scheme_id,
        '(all)' as figure_platform,
        '(all)' as figure_shop_id,
        cast(null as date) as acknowledged_on,
        schemes.valid_from,
        cast(null as bigint) as export_rank,
        cast(null as {{ dbt.type_string() }}) as source_file,
        cast(null as bigint) as source_row,
        schemes.scheme_version,
        schemes.month_version,
        schemes.ranked_within
    from placed
    inner join {{ ref('dim_scheme') }} as schemes
        on schemes.is_default and placed.day_ between schemes.valid_from and schemes.valid_to
    where placed.home_rank = 1
),

ranked as (
    select
        *,
        row_number() over (
            partition by agent_id, day_
            order by
                level_no asc, is_for_all_shops asc, valid_from desc, export_rank desc nulls last,
                source_file desc nulls last, source_row desc nulls last, scheme_id asc
        ) as choice,
        min(concat_ws(' ', scheme_id, figure_platform, figure_shop_id)) over (partition by agent_id, day_, level_no, is_for_all_shops)
        <> max(concat_ws(' ', scheme_id, figure_platform, figure_shop_id)) over (partition by agent_id, day_, level_no, is_for_all_shops)
            as is_contested
    from candidates
)

select
    placed.agent_id,
    placed.day_,
    placed.hire_date,
    placed.left_on,
    placed.platform,
    placed.shop_id,
    placed.team,
    ranked.scheme_id,
    ranked.scheme_version,
    ranked.month_version,
    ranked.ranked_within,
    case ranked.level_no when 1 then 'agent' when 2 then 'team' when 3 then 'shop' else 'default' end as assigned_by,
    coalesce(ranked.figure_platform, '(all)') as figure_platform,
    coalesce(ranked.figure_shop_id, '(all)') as figure_shop_id,
    ranked.acknowledged_on,
    coalesce(ranked.is_contested, false) as is_contested,
    ranked.source_file as assignment_file,
    ranked.source_row as assignment_row
from placed
left join ranked on placed.agent_id = ranked.agent_id and placed.day_ = ranked.day_ and ranked.choice = 1
where placed.home_rank = 1

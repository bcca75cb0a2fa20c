{#- Rows of agents' days as rows of people and of teams, of a relation in the form of int_kpi__day_totals or int_kpi__day_persons. -#}
{% macro member_units(day_totals) %}
with totals as (
    select *
    from {{ day_totals }}
    where agent_id not in ('(shop)', '(silent)', '(unassigned)')
),

people as (
    select distinct
        platform,
        shop_id,
        agent_id,
        business_date
    from totals
),

-- a person is in one team on a day, however many accounts he has
teams as (
    select
        people.platform,
        people.shop_id,
        people.agent_id,
        people.business_date,
        max(accounts.team) as team
    from people
    inner join {{ ref('dim_agent_account') }} as accounts
        on
            people.platform = accounts.platform and people.shop_id = accounts.shop_id and people.agent_id = accounts.agent_id
            and people.business_date between accounts.valid_from and accounts.valid_to
    where accounts.team <> '-'
    group by people.platform, people.shop_id, people.agent_id, people.business_date
)

select
    totals.*,
    'agent' as member_kind,
    totals.agent_id as member_id
from totals
union all
select
    totals.*,
    'team' as member_kind,
    teams.team as member_id
from totals
inner join teams
    on
        totals.platform = teams.platform and totals.shop_id = teams.shop_id
        and totals.agent_id = teams.agent_id and totals.business_date = teams.business_date
{% endmacro %}

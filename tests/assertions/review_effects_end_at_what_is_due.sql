{{ config(group='appraisal') }}
-- What a month pays with the reviews is, in their effect, what its due lines add up to.
with dues as (
    select
        agent_id,
        month_start,
        sum(case when is_payable and line_kind <> 'annual_top_up' then amount else 0 end) as payable_amount
    from {{ ref('int_appraisal__pay_dues') }}
    group by agent_id, month_start
)

select
    effects.agent_id,
    effects.month_start,
    effects.value_after,
    dues.payable_amount
from {{ ref('appraisal_review_effect') }} as effects
left join dues on effects.agent_id = dues.agent_id and effects.month_start = dues.month_start
where effects.effect_kind = 'payable_amount' and effects.value_after <> coalesce(dues.payable_amount, 0)

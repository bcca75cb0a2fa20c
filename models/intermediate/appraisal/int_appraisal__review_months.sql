-- grain: one month of which the appraisal is also told as if there were no order review: each month that a review touches and, for
-- persons who are scored by the quarter, the later months of its quarter, whose mean it enters.
with touched as (
    select distinct month_start
    from {{ ref('int_reviews__touched') }}
),

quarterly as (
    select distinct months.month_start
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('dim_scheme') }} as schemes
        on months.scheme_id = schemes.scheme_id and months.scheme_version = schemes.scheme_version
    where schemes.score_period = 'quarter'
)

select month_start
from touched
union distinct
select quarterly.month_start
from quarterly
inner join touched
    on
        quarterly.month_start > touched.month_start
        and {{ quarter_start('quarterly.month_start') }} = {{ quarter_start('touched.month_start') }}

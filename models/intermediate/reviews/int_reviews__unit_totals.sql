-- grain: one row of day totals over the units of int_reviews__units, per figure basis.
with reviewed as (
    select *
    from {{ ref('int_reviews__units') }}
    where figure_basis = 'reviewed'
),

exported as (
    select *
    from {{ ref('int_reviews__units') }}
    where figure_basis = 'exported'
),
{%- for basis in ['reviewed', 'exported'] %}

{{ basis }}_totals as (
    {{ day_totals(basis) | indent(4) }}
),
{%- endfor %}

both_bases as (
    select
        'reviewed' as figure_basis,
        totals.*
    from reviewed_totals as totals
    union all
    select
        'exported' as figure_basis,
        totals.*
    from exported_totals as totals
)

select
    *,
    {{ month_start('business_date') }} as month_start
from both_bases

-- grain: one item of pay of one person, month and figure basis: what its rule is applied to, the days that count, and
-- why nothing is paid (withheld) or nothing can be told (missing).
with told as (
    select
        agent_id,
        month_start,
        'reviewed' as figure_basis
    from {{ ref('int_appraisal__agent_months') }}
    union all
    select distinct
        agent_id,
        month_start,
        'exported' as figure_basis
    from {{ ref('int_appraisal__figures') }}
    where figure_basis = 'exported'
),

failed_gates as (
    select
        agent_id,
        month_start,
        figure_basis,
        min(gate_id) as gate_id
    from {{ ref('int_appraisal__gate_results') }}
    where effect = 'no_bonus' and not is_passed
    group by agent_id, month_start, figure_basis
),

joined as (
    select
        rules.*,
        told.figure_basis,
        figures.kpi_id,
        figures.platform,
        figures.shop_id,
        figures.segment,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.count_units,
        figures.excluded_units,
        case when rules.measure_kind = 'kpi' then figures.missing_en end as missing_en,
        case when rules.measure_kind = 'kpi' then figures.missing_zh end as missing_zh,
        case when rules.measure_kind = 'kpi' then figures.finality else totals.finality end as finality,
        case
            when rules.measure_kind = 'kpi' and figures.agent_id is null then 'no_figure'
            when rules.measure_kind = 'kpi' then figures.missing_reason
            when rules.measure_kind = 'total_score' and totals.total_score is null then coalesce(totals.no_total_reason, 'no_total')
            when rules.measure_kind = 'tier' and ranks.tier_no is null then coalesce(totals.no_total_reason, 'no_tier')
        end as figure_missing_reason,
        totals.total_score,
        ranks.tier_no,
        case when rules.in_probation = 'paid' then rules.employed_days else guarantees.days_outside_probation end as counted_days,
        -- a month that counts in full has its base in the figure itself
        case
            when bases.item_id is not null then bases.base_amount
            when rules.in_probation = 'paid' or guarantees.days_outside_probation = rules.employed_days then figures.numerator
        end as base_amount,
        case when rules.item_kind = 'bonus' then failed_gates.gate_id end as gate_id,
        coalesce(kpi.direction = 'down', false) as is_down
    from {{ ref('int_appraisal__pay_rules') }} as rules
    inner join told on rules.agent_id = told.agent_id and rules.month_start = told.month_start
    inner join {{ ref('int_appraisal__guarantees') }} as guarantees
        on rules.agent_id = guarantees.agent_id and rules.month_start = guarantees.month_start
    left join {{ ref('int_appraisal__figures') }} as figures
        on
            rules.agent_id = figures.agent_id and rules.month_start = figures.month_start and told.figure_basis = figures.figure_basis
            and rules.requested_kpi_id = figures.requested_kpi_id and rules.definition_set = figures.definition_set
            and rules.person_basis = figures.person_basis and figures.segment = '(all)'
    left join {{ ref('int_appraisal__totals') }} as totals
        on rules.agent_id = totals.agent_id and rules.month_start = totals.month_start and told.figure_basis = totals.figure_basis
    left join {{ ref('int_appraisal__ranks') }} as ranks
        on rules.agent_id = ranks.agent_id and rules.month_start = ranks.month_start and told.figure_basis = ranks.figure_basis
    left join {{ ref('int_appraisal__pay_bases') }} as bases
        on
            rules.agent_id = bases.agent_id and rules.month_start = bases.month_start and rules.item_id = bases.item_id
            and told.figure_basis = bases.figure_basis
    left join failed_gates
        on
            rules.agent_id = failed_gates.agent_id and rules.month_start = failed_gates.month_start
            and told.figure_basis = failed_gates.figure_basis
    left join {{ ref('dim_kpi') }} as kpi on figures.kpi_id = kpi.kpi_id
)

select
    *,
    {{ surrogate_key(['agent_id', 'month_start', 'figure_basis', 'item_id']) }} as measure_key,
    strategy in ('rate_band', 'marginal_rate') as is_rate,
    -- a rate on a count goes by the part of it that counts, a rate by a quotient by the month's figure
    case
        when measure_kind = 'total_score' then total_score
        when measure_kind = 'tier' then tier_no
        when strategy = 'marginal_rate' or (strategy = 'rate_band' and denominator is null) then base_amount
        else numerator
    end as measure_numerator,
    case when measure_kind = 'kpi' and strategy <> 'marginal_rate' then denominator end as measure_denominator,
    case
        when gate_id is not null then 'gate_failed'
        when counted_days = 0 then 'in_probation'
    end as withheld_reason,
    case
        when is_grade_unknown then 'grade_unknown'
        when counted_days is null then 'no_hire_date'
        when figure_missing_reason is not null then figure_missing_reason
        when measure_kind = 'kpi' and coalesce(denominator, count_units) < minimum_count then 'too_few_units'
        when strategy in ('rate_band', 'marginal_rate') and base_amount is null then 'no_daily_figure'
    end as unmeasured_reason
from joined

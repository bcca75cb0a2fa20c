-- grain: one gate of the scheme for one person and month, per figure basis: the measure, the limit and whether it is passed.
-- A gate whose figure is missing is neither passed nor failed, and has no effect.
with figures as (
    select
        months.agent_id,
        months.month_start,
        figures.figure_basis,
        months.scheme_id,
        months.scheme_version,
        months.rank_group,
        gates.gate_id,
        gates.measure,
        gates.comparison,
        gates.limit_value,
        gates.effect,
        gates.kpi_id as requested_kpi_id,
        figures.kpi_id,
        figures.definition_set,
        figures.segment,
        figures.person_basis,
        figures.platform,
        figures.shop_id,
        figures.numerator,
        figures.denominator,
        figures.value,
        figures.count_units,
        figures.days_with_units,
        figures.finality,
        figures.missing_reason,
        figures.missing_en,
        figures.missing_zh
    from {{ ref('int_appraisal__agent_months') }} as months
    inner join {{ ref('dim_scheme_gate') }} as gates
        on months.scheme_id = gates.scheme_id and months.scheme_version = gates.scheme_version
    inner join {{ ref('int_appraisal__figures') }} as figures
        on
            months.agent_id = figures.agent_id and months.month_start = figures.month_start
            and gates.kpi_id = figures.requested_kpi_id and gates.definition_set = figures.definition_set
            and gates.person_basis = figures.person_basis and figures.segment = '(all)'
),

pools as (
    select
        figure_basis,
        month_start,
        scheme_id,
        scheme_version,
        rank_group,
        gate_id,
        kpi_id,
        cast(count(*) as bigint) as count_group,
        cast(sum(numerator) as decimal(28, 8)) as group_numerator,
        cast(case when measure = 'daily_ratio_to_group_mean' then sum(days_with_units) else coalesce(sum(denominator), count(*)) end as decimal(28, 8))
            as group_denominator
    from figures
    where value is not null
    group by figure_basis, month_start, scheme_id, scheme_version, rank_group, gate_id, kpi_id, measure
),

measures as (
    select
        {{ surrogate_key(['figures.agent_id', 'figures.month_start', 'figures.figure_basis', 'figures.gate_id']) }} as measure_key,
        figures.agent_id,
        figures.month_start,
        figures.figure_basis,
        figures.gate_id,
        pools.count_group,
        case when figures.measure = 'missed_count' then figures.denominator - figures.numerator else figures.numerator end as numerator,
        case figures.measure
            when 'count' then null
            when 'missed_count' then null
            when 'daily_ratio_to_group_mean' then cast(figures.days_with_units as decimal(28, 8))
            else figures.denominator
        end as denominator,
        case when figures.measure like '%ratio_to_group_mean' then pools.group_numerator else 1 end as reference_numerator,
        case when figures.measure like '%ratio_to_group_mean' then pools.group_denominator else 1 end as reference_denominator
    from figures
    left join pools
        on
            figures.figure_basis = pools.figure_basis and figures.month_start = pools.month_start
            and figures.scheme_id = pools.scheme_id and figures.scheme_version = pools.scheme_version
            and figures.rank_group = pools.rank_group and figures.gate_id = pools.gate_id and figures.kpi_id = pools.kpi_id
    where figures.value is not null
),

pairs as (
    {{ measured_pairs('measures') | indent(4) }}
)

select
    figures.agent_id,
    figures.month_start,
    figures.figure_basis,
    figures.scheme_id,
    figures.scheme_version,
    figures.rank_group,
    figures.gate_id,
    figures.requested_kpi_id,
    figures.kpi_id,
    figures.definition_set,
    figures.person_basis,
    figures.platform,
    figures.shop_id,
    figures.numerator,
    figures.denominator,
    figures.value,
    figures.count_units,
    figures.days_with_units,
    figures.measure,
    {{ ratio_of_wholes('pairs.measure_top', 'pairs.measure_bottom', 8) | indent(4) }} as measure_value,
    pairs.reference_numerator,
    pairs.reference_denominator,
    pairs.count_group,
    figures.comparison,
    figures.limit_value,
    case figures.comparison
        when 'at_least' then pairs.measure_top * 100000000 >= {{ in_hundred_millionths('figures.limit_value') }} * pairs.measure_bottom
        when 'above' then pairs.measure_top * 100000000 > {{ in_hundred_millionths('figures.limit_value') }} * pairs.measure_bottom
        when 'at_most' then pairs.measure_top * 100000000 <= {{ in_hundred_millionths('figures.limit_value') }} * pairs.measure_bottom
        when 'below' then pairs.measure_top * 100000000 < {{ in_hundred_millionths('figures.limit_value') }} * pairs.measure_bottom
    end as is_passed,
    figures.effect,
    figures.finality,
    coalesce(figures.missing_reason, case when pairs.measure_key is null then 'no_measure' end) as missing_reason,
    figures.missing_en,
    figures.missing_zh
from figures
left join pairs
    on
        figures.agent_id = pairs.agent_id and figures.month_start = pairs.month_start
        and figures.figure_basis = pairs.figure_basis and figures.gate_id = pairs.gate_id

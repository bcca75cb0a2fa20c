{% macro short_percent(ratio) -%}
{{ number_text('100 * ' ~ ratio, 2) }} || '%'
{%- endmacro %}

{#- A figure in the unit of its KPI, in words of a language ('en', 'zh'). -#}
{% macro figure_text(value, unit, language) -%}
case
    when {{ unit }} = 'ratio' then {{ short_percent(value) }}
    {%- for name, words in {
        'seconds': [' s', '秒'], 'hours': [' h', '小时'], 'cny': [' yuan', '元'], 'cny_per_person': [' yuan', '元'], 'cny_per_order': [' yuan', '元'],
        'cny_per_contact': [' yuan', '元'], 'points': [' points', '分']
    }.items() %}
    when {{ unit }} = '{{ name }}' then {{ number_text(value, 2) }} || '{{ words[0] if language == "en" else words[1] }}'
    {%- endfor %}
    else {{ number_text(value, 2) }}
end
{%- endmacro %}

{#- How a score comes about, for the agent: the figure and its parts, reference, band or line, points, and the way to the next band. -#}
{% macro kpi_score_sentence(language) -%}
{%- set en = language == 'en' -%}
{%- set name = 'name_' ~ language -%}
{{ name }} || '{{ ": " if en else "：" }}' || case
    when missing_reason is not null
        then
            '{{ "no points, because " if en else "没有得分，因为" }}' || reason_{{ language }}
            || coalesce('{{ " (" if en else "（" }}' || missing_{{ language }} || '{{ ")" if en else "）" }}', '')
            || case when missing_reason = 'too_few_units'
                then
                    '{{ " (" if en else "（" }}' || {{ number_text('coalesce(denominator, count_units)', 2) }}
                    || ' < ' || cast(minimum_count as {{ dbt.type_string() }}) || '{{ ")" if en else "）" }}'
                else ''
            end
            || case when_missing
                when 'zero' then '{{ "; it counts as 0 points." if en else "；按0分计。" }}'
                when 'reweight' then '{{ "; its weight goes to the other KPIs." if en else "；其权重分给其他指标。" }}'
                else '{{ "; so there is no total." if en else "；因此没有总分。" }}'
            end
    else
        {{ figure_text('value', 'unit', language) | indent(8) }}
        || coalesce(' (' || {{ number_text('numerator', 2) }} || ' / ' || {{ number_text('denominator', 2) }} || ')', '')
        || case
            when reference_used = 'value' then ''
            else
                '{{ ", " if en else "，" }}' || case reference_used
                    when 'target' then '{{ "target " if en else "目标" }}'
                    when 'group_mean' then '{{ "mean of the group " if en else "组均值" }}'
                    when 'scheme_mean' then '{{ "mean of all persons of the scheme " if en else "全方案均值" }}'
                    else '{{ "baseline " if en else "基准" }}'
                end
                || {{ figure_text('reference_value', 'unit', language) | indent(16) }}
                || case
                    when reference_used = 'group_mean'
                        then '{{ " (" if en else "（" }}' || cast(count_group as {{ dbt.type_string() }}) || '{{ " persons)" if en else "人）" }}'
                    else ''
                end
                || '{{ ", ratio " if en else "，比值" }}' || {{ short_percent('measure') }}
        end
        || case strategy
            when 'band' then '{{ ", band " if en else "，所在分段：" }}' || band_{{ language }}
            when 'linear'
                then
                    '{{ ", by the line " if en else "，按线性规则" }}' || rule_id
                    || case
                        when is_at_cap then '{{ " (its cap)" if en else "（封顶）" }}'
                        when is_at_floor then '{{ " (its floor)" if en else "（保底）" }}'
                        else ''
                    end
            else
                '{{ ", by the rule " if en else "，按扣分规则" }}' || rule_id
                || case when is_small_sample then '{{ " (few units: by failed units)" if en else "（样本少：按不合格个数）" }}' else '' end
        end
        || '{{ ": " if en else "：" }}' || {{ number_text('points', 8) }}
        || '{{ " points x weight " if en else "分 × 权重" }}' || {{ number_text('weight', 8) }} || ' / ' || {{ number_text('weight_counted', 8) }}
        || ' = ' || {{ number_text('weighted_points', 8) }} || '{{ "." if en else "分。" }}'
        || case
            when next_band_no is null then ''
            else
                '{{ " Next band " if en else "下一段：" }}' || next_band_{{ language }} || '{{ " (" if en else "（" }}' || {{ number_text('next_result', 8) }}
                || '{{ " points), " if en else "分），" }}' || case
                    when direction = 'up' and is_next_from_included then '{{ "at least " if en else "不低于" }}'
                    when direction = 'up' then '{{ "more than " if en else "高于" }}'
                    when is_next_from_included then '{{ "at most " if en else "不高于" }}'
                    else '{{ "less than " if en else "低于" }}'
                end
                || case
                    when reference_used = 'value' then {{ figure_text('next_band_from', 'unit', language) | indent(20) }}
                    else {{ short_percent('next_band_from') }}
                end
                || '{{ ": " if en else "：还差" }}' || case
                    when unit = 'ratio' then {{ number_text('100 * distance_to_next', 2) }} || '{{ " percentage points" if en else "个百分点" }}'
                    else {{ figure_text('distance_to_next', 'unit', language) | indent(20) }}
                end
                || '{{ " away" if en else "" }}'
                || case
                    when units_to_next is null then ''
                    else
                        '{{ ", numerator " if en else "，分子需" }}' || case when direction = 'up' then '+' else '-' end
                        || cast(units_to_next as {{ dbt.type_string() }})
                end
                || '{{ "." if en else "。" }}'
        end
end
{%- endmacro %}

{#- How a total comes about: rank, ties, tier and the way to the next one, or why there is none. -#}
{% macro total_sentence(language) -%}
{%- set en = language == 'en' -%}
case
    when no_total_reason is not null
        then
            '{{ "No total, because " if en else "没有总分，因为" }}' || reason_{{ language }}
            || coalesce('{{ " (" if en else "（" }}' || missing_kpis_{{ language }} || '{{ ")" if en else "）" }}', '') || '{{ "." if en else "。" }}'
    else
        '{{ "Total " if en else "总分" }}' || {{ number_text('total_score', 6) }}
        || case
            when score_period = 'quarter'
                then
                    '{{ " (mean of the quarter so far, months: " if en else "（本季度截至当月的平均，月数：" }}'
                    || cast(count_months as {{ dbt.type_string() }}) || '{{ ")" if en else "）" }}'
            else ''
        end
        || case
            when score_rank is null then '{{ "; no rank, because " if en else "；不参与排名，因为" }}' || rank_reason_{{ language }}
            else
                '{{ "; rank " if en else "；第" }}' || cast(score_rank as {{ dbt.type_string() }}) || '{{ " of " if en else "名，共" }}'
                || cast(count_ranked as {{ dbt.type_string() }}) || '{{ "" if en else "人" }}'
                || case when is_tied then '{{ " (shared)" if en else "（并列）" }}' else '' end
        end
        || coalesce('{{ "; tier " if en else "；档次：" }}' || tier_{{ language }}, '')
        || case
            when is_promotion_blocked and tier_no is not null then '{{ " (the last one: a gate blocks promotion)" if en else "（末档：未达晋升门槛）" }}' else ''
        end
        || case
            when is_promotion_blocked or points_to_next_tier is null then ''
            else
                '{{ "; " if en else "；距上一档还差" }}' || {{ number_text('points_to_next_tier', 8) }}
                || '{{ " points to the next tier" if en else "分" }}'
        end
        || '{{ "." if en else "。" }}'
end
{%- endmacro %}

{#- What a gate asks, what was measured and what follows. -#}
{% macro gate_sentence(language) -%}
{%- set en = language == 'en' -%}
name_{{ language }} || '{{ ": " if en else "：" }}' || case
    when is_passed is null
        then
            '{{ "cannot be judged, because " if en else "无法判断，因为" }}' || reason_{{ language }}
            || coalesce('{{ " (" if en else "（" }}' || missing_{{ language }} || '{{ ")" if en else "）" }}', '')
            || '{{ "; it has no effect." if en else "；因此不产生后果。" }}'
    else
        case
            when measure in ('count', 'missed_count') then {{ number_text('measure_value', 2) }}
            when measure = 'value' then {{ figure_text('measure_value', 'unit', language) | indent(12) }}
            else {{ short_percent('measure_value') }} || '{{ " of the mean of the group" if en else "（占组均值）" }}'
        end
        || case
            when is_passed then '{{ ", passed." if en else "，达标。" }}'
            else
                '{{ ", not passed: " if en else "，未达标：" }}' || case effect
                    when 'not_ranked' then '{{ "no rank." if en else "不参与排名。" }}'
                    when 'no_bonus' then '{{ "no bonus." if en else "不发奖金。" }}'
                    else '{{ "promotion is blocked." if en else "不得晋升。" }}'
                end
        end
end
{%- endmacro %}

{#- One sentence that explains a line of a statement to the person, in 'en' or 'zh'. It reads the columns of `lines` in
    appraisal_pay_line; NULL parts leave the sentence without themselves, never without a number that decided. -#}
{% macro pay_sentence(language) %}{{ return(pay_sentence_en() if language == 'en' else pay_sentence_zh()) }}{% endmacro %}

{#- A measure as people read it: a share in percent, anything else as a number. -#}
{% macro measure_text(value, unit) -%}
case when {{ unit }} = 'ratio' then {{ percent_text(value) }} else {{ number_text(value) }} end
{%- endmacro %}

{#- A month as 2024-03. -#}
{% macro month_text(day) -%}
left(cast({{ day }} as {{ dbt.type_string() }}), 7)
{%- endmacro %}

{% macro pay_sentence_en() -%}
name_en || ': '
|| case
    when line_kind = 'adjustment' and is_paid
        then 'of ' || {{ month_text('for_month') }} || ', ' || {{ amount_text('amount') }} || ' yuan paid with this month'
    when line_kind = 'adjustment'
        then
            'of ' || {{ month_text('for_month') }} || ', due now ' || {{ amount_text('due_amount') }} || ' yuan, paid so far '
            || {{ amount_text('paid_amount') }} || ' yuan; the difference of ' || {{ amount_text('amount') }} || ' yuan stands here'
    when line_kind = 'withdrawn' then {{ amount_text('amount') }} || ' yuan were paid; no rule gives this line now'
    when withheld_reason = 'in_probation' then '0 yuan; all days are in probation'
    when withheld_reason = 'gate_failed' then '0 yuan; the condition ' || gate_id || ' is not met'
    when missing_reason is not null then 'no amount; ' || coalesce(missing_en, missing_reason)
    when line_kind = 'entry' then {{ amount_text('due_amount') }} || ' yuan as told'
    when line_kind = 'guarantee' then coalesce(parts_text || ' = ', '') || {{ amount_text('due_amount') }} || ' yuan'
    when line_kind = 'guarantee_top_up'
        then
            'guarantee ' || {{ amount_text('guarantee_amount') }} || ' yuan less earned ' || {{ amount_text('earned_amount') }}
            || ' yuan, not below 0: ' || {{ amount_text('due_amount') }} || ' yuan'
    when line_kind = 'annual_top_up'
        then
            'year from ' || cast(year_first_day as {{ dbt.type_string() }}) || ' to ' || cast(year_last_day as {{ dbt.type_string() }})
            || ', earned ' || {{ amount_text('earned_amount') }} || ' yuan less guarantee ' || {{ amount_text('guarantee_amount') }}
            || ' yuan, both outside probation, not below 0: ' || {{ amount_text('due_amount') }} || ' yuan'
    else
        case measure_kind when 'total_score' then 'total score' when 'tier' then 'tier' else coalesce(kpi_name_en, requested_kpi_id) end
        || case
            when measure_kind = 'kpi' and denominator is not null
                then ' ' || {{ number_text('numerator') }} || ' of ' || {{ number_text('denominator') }} || ' ='
            else ''
        end
        || ' ' || {{ measure_text('measure', 'kpi_unit') }}
        || case
            when band_no is not null then ', band ' || cast(band_no as {{ dbt.type_string() }}) || ' (' || band_en || ')'
            when strategy = 'linear' then ', rule ' || rule_id
            else ''
        end
        || ': '
        || case
            when strategy = 'marginal_rate' then coalesce(tranches_text || ' = ', '')
            when strategy = 'rate_band' then {{ amount_text('base_amount') }} || ' × ' || {{ percent_text('band_result') }} || ' = '
            when is_in_parts
                then
                    {{ amount_text('full_amount') }} || ' × ' || cast(counted_days as {{ dbt.type_string() }}) || ' / '
                    || cast(month_days as {{ dbt.type_string() }}) || ' days = '
            else ''
        end
        || {{ amount_text('due_amount') }} || ' yuan'
        || case
            when next_band_no is null then ''
            else
                '; next band ' || cast(next_band_no as {{ dbt.type_string() }}) || ' (' || next_band_en || ')'
                || case
                    when units_to_next is not null then ' with ' || cast(units_to_next as {{ dbt.type_string() }}) || ' more'
                    else ''
                end
        end
end
|| case
    when line_kind in ('adjustment', 'withdrawn') or not is_paid then ''
    when paid_amount is null then '. Not in the pay-out of this month'
    when paid_amount <> coalesce(due_amount, 0) then '. Paid ' || {{ amount_text('paid_amount') }} || ' yuan'
    else '. Paid'
end
|| case
    when is_payable then ''
    when line_kind = 'guarantee' then '. It is what the month pays at least'
    else '. It counts towards the settlement of the year and is not paid with this month'
end
|| '.'
{%- endmacro %}

{% macro pay_sentence_zh() -%}
name_zh || '：'
|| case
    when line_kind = 'adjustment' and is_paid
        then {{ month_text('for_month') }} || ' 的差额，随本月发放 ' || {{ amount_text('amount') }} || ' 元'
    when line_kind = 'adjustment'
        then
            {{ month_text('for_month') }} || ' 现应发 ' || {{ amount_text('due_amount') }} || ' 元，已发 '
            || {{ amount_text('paid_amount') }} || ' 元，差额 ' || {{ amount_text('amount') }} || ' 元记在本月'
    when line_kind = 'withdrawn' then '已发 ' || {{ amount_text('amount') }} || ' 元，现在没有规则给出这一项'
    when withheld_reason = 'in_probation' then '0 元，全部日期都在试用期'
    when withheld_reason = 'gate_failed' then '0 元，未达到条件 ' || gate_id
    when missing_reason is not null then '没有金额，' || coalesce(missing_zh, missing_reason)
    when line_kind = 'entry' then '按填报 ' || {{ amount_text('due_amount') }} || ' 元'
    when line_kind = 'guarantee' then coalesce(parts_text || ' = ', '') || {{ amount_text('due_amount') }} || ' 元'
    when line_kind = 'guarantee_top_up'
        then
            '保底 ' || {{ amount_text('guarantee_amount') }} || ' 元减去收入 ' || {{ amount_text('earned_amount') }}
            || ' 元，不低于 0：' || {{ amount_text('due_amount') }} || ' 元'
    when line_kind = 'annual_top_up'
        then
            cast(year_first_day as {{ dbt.type_string() }}) || ' 至 ' || cast(year_last_day as {{ dbt.type_string() }})
            || '，试用期外收入 ' || {{ amount_text('earned_amount') }} || ' 元减去保底 ' || {{ amount_text('guarantee_amount') }}
            || ' 元，不低于 0：' || {{ amount_text('due_amount') }} || ' 元'
    else
        case measure_kind when 'total_score' then '总分' when 'tier' then '档次' else coalesce(kpi_name_zh, requested_kpi_id) end
        || case
            when measure_kind = 'kpi' and denominator is not null
                then ' ' || {{ number_text('numerator') }} || '/' || {{ number_text('denominator') }} || ' ='
            else ''
        end
        || ' ' || {{ measure_text('measure', 'kpi_unit') }}
        || case
            when band_no is not null then '，第' || cast(band_no as {{ dbt.type_string() }}) || '档（' || band_zh || '）'
            when strategy = 'linear' then '，规则 ' || rule_id
            else ''
        end
        || '：'
        || case
            when strategy = 'marginal_rate' then coalesce(tranches_text || ' = ', '')
            when strategy = 'rate_band' then {{ amount_text('base_amount') }} || ' × ' || {{ percent_text('band_result') }} || ' = '
            when is_in_parts
                then
                    {{ amount_text('full_amount') }} || ' × ' || cast(counted_days as {{ dbt.type_string() }}) || '/'
                    || cast(month_days as {{ dbt.type_string() }}) || ' 天 = '
            else ''
        end
        || {{ amount_text('due_amount') }} || ' 元'
        || case
            when next_band_no is null then ''
            else
                '；下一档为第' || cast(next_band_no as {{ dbt.type_string() }}) || '档（' || next_band_zh || '）'
                || case when units_to_next is not null then '，还差 ' || cast(units_to_next as {{ dbt.type_string() }}) else '' end
        end
end
|| case
    when line_kind in ('adjustment', 'withdrawn') or not is_paid then ''
    when paid_amount is null then '。不在本月的发放中'
    when paid_amount <> coalesce(due_amount, 0) then '。已发 ' || {{ amount_text('paid_amount') }} || ' 元'
    else '。已发放'
end
|| case
    when is_payable then ''
    when line_kind = 'guarantee' then '。这是当月至少发放的金额'
    else '。计入年度核算，不随本月发放'
end
|| '。'
{%- endmacro %}

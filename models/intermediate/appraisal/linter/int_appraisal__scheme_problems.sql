{{ config(post_hook="{{ stop_on_rule_problems(this) }}") }}
-- grain: one defect of the appraisal schemes, as a sentence in both languages; any row stops the run before a scheme is read.
with stacked as (
    {%- for topic in ['scheme_cell', 'version', 'total', 'named_kpi', 'scorecard', 'band', 'band_result', 'rule', 'pay', 'tenure'] %}
    select * from {{ ref('int_appraisal__' ~ topic ~ '_problems') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select distinct
    sentence_en,
    sentence_zh
from stacked

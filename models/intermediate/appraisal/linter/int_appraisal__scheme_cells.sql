-- grain: one cell of one row of a seed that makes up a scheme, with the form that the cell must have.
{%- for seed_name, parts in scheme_seeds().items() %}
select
    '{{ seed_name }}' as seed_name,
    {{ scheme_row_name(seed_name, 'rows_') }} as row_name,
    rows_.scheme_id,
    rows_.scheme_version,
    columns_.column_name,
    columns_.cell_type,
    columns_.allowed_values,
    case columns_.column_name
        {%- for column in parts['columns'] %}
        when '{{ column }}' then rows_.{{ column }}
        {%- endfor %}
    end as cell_value
from {{ ref(seed_name) }} as rows_
inner join {{ ref('appraisal_columns') }} as columns_ on columns_.seed_name = '{{ seed_name }}'
{{ 'union all' if not loop.last }}
{%- endfor %}

{#- All rows of an order entity with their recency: 1 is the newest version of a line of an order. Files of one day are parts of
    one export, which may be cut anywhere; what an older day told of an order is replaced as a whole, unless `is_gathered` says
    that exports hold single lines of an order. NULL are replaced rows, and those of another grain than the order's newest row.
    `line_column` numbers the lines; rows without a number are told apart by `told_by` (column: expression), equal ones of one
    file by their count. `is_whole` says of a row that it stands for all lines of its order. -#}
{% macro newest_order_rows(entity, line_column, told_by, line_id=none, is_whole='false', is_gathered=false) -%}
{%- set number = line_id or ('rows_.' ~ line_column if line_column else 'cast(null as ' ~ dbt.type_string() ~ ')') -%}
{%- set newest_first = 'export_rank desc, source_file desc, source_row desc' -%}
with placed as (
    select
        rows_.*,
        {{ number }} as line_number,
        case
            when {{ is_whole }} then 'order'
            {%- if line_column %}
            when {{ number }} is not null or {{ has_column('files', entity, line_column) }} then 'line'
            {%- endif %}
            -- two choices of columns cannot be compared row by row
            else 'product'{% for column in told_by %} || case when {{ has_column('files', entity, column) }} then '1' else '0' end{% endfor %}
        end as grain,
        concat_ws('|'{% for expression in told_by.values() %}, coalesce(cast({{ expression }} as {{ dbt.type_string() }}), '~'){% endfor %})
            as product_words
    from {{ source('landing', entity) }} as rows_
    left join {{ ref('stg_landing__files') }} as files
        on rows_.source_file_id = files.source_file_id and files.status = 'landed'
),

numbered as (
    select
        *,
        case
            when grain = 'order' then ''
            when line_number is not null then line_number
            else '#' || product_words || '#' || lpad(cast(
                row_number() over (
                    partition by source_file_id, shop_id, order_id, grain, line_number is null, product_words
                    order by source_row asc
                ) as {{ dbt.type_string() }}
            ), 6, '0')
        end as line_key,
        first_value(grain) over (partition by shop_id, order_id order by {{ newest_first }}) as newest_grain,
        first_value(cast(exported_at as date)) over (partition by shop_id, order_id order by {{ newest_first }}) as newest_day
    from placed
)

select
    *,
    case
        when grain = newest_grain{{ '' if is_gathered else ' and coalesce(cast(exported_at as date) = newest_day, true)' }}
            then row_number() over (partition by shop_id, order_id, grain, line_key order by {{ newest_first }})
    end as recency
from numbered
{%- endmacro %}

{#- Whether a file had the column: its header tells, for its cells may all be empty. -#}
{% macro has_column(files, kind, column) -%}
coalesce(instr(',' || {{ files }}.found_columns || ',', ',{{ kind }}.{{ column }},') > 0, false)
{%- endmacro %}

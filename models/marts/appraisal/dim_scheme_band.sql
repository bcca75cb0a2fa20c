-- grain: one band of one band table of a scheme version.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    band_table,
    cast(band_no as integer) as band_no,
    cast(nullif(lower_value, '-inf') as decimal(28, 8)) as lower_value,
    cast(nullif(upper_value, 'inf') as decimal(28, 8)) as upper_value,
    bounds,
    lower_value <> '-inf' and left(bounds, 1) = '[' as is_lower_included,
    upper_value <> 'inf' and right(bounds, 1) = ']' as is_upper_included,
    cast(nullif(result, '-') as decimal(28, 8)) as result,
    label_en,
    label_zh
from {{ ref('appraisal_bands') }}

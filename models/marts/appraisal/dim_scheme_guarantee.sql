-- grain: the guaranteed monthly amount of one year of service in a scheme version; the last year holds for later ones.
-- depends_on: {{ ref('int_appraisal__scheme_problems') }}
select
    scheme_id,
    cast(scheme_version as integer) as scheme_version,
    cast(service_year as integer) as service_year,
    cast(monthly_amount as decimal(28, 8)) as monthly_amount
from {{ ref('appraisal_guarantees') }}

-- A related sale can be told by the enquired product or by a recommended one: every file kind that tells one of the two says so.
select sides.file_kind
from {{ ref('ref_file_inputs') }} as sides
left join {{ ref('ref_file_inputs') }} as either_
    on sides.file_kind = either_.file_kind and either_.input_id = 'asked_or_recommended_products'
where sides.input_id in ('enquired_products', 'recommended_skus') and either_.file_kind is null

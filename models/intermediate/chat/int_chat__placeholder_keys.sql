-- grain: one key of a text that says nothing yet: a phrase of the list, or two of them in a row.
with phrases as (
    select phrase from {{ ref('ref_placeholder_phrases') }}
),

texts as (
    select phrase as text_said from phrases
    union all
    select firsts.phrase || seconds.phrase as text_said
    from phrases as firsts
    cross join phrases as seconds
),

worded as (
    select {{ wording('text_said') }} as wording
    from texts
)

select distinct {{ content_key('wording') }} as content_key
from worded

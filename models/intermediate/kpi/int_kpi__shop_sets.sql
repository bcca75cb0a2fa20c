-- grain: one definition set under which one shop's figures are computed.
-- A shop is always computed under its own set; others are added by the variable definition_sets (own, all or a list).
{%- set requested = var('definition_sets', 'own') %}
{%- set requested = requested if requested is not string else requested.replace(' ', '').split(',') %}
select
    shops.platform,
    shops.shop_id,
    sets.definition_set,
    sets.definition_set = platforms.definition_set as is_own_set
from {{ ref('int_core__shops') }} as shops
inner join {{ ref('ref_platforms') }} as platforms on shops.platform = platforms.platform
inner join {{ ref('ref_definition_sets') }} as sets
    on
        sets.definition_set = platforms.definition_set
        {%- if 'all' in requested %} or true
        {%- else %} or sets.definition_set in ('{{ requested | join("', '") }}'){% endif %}

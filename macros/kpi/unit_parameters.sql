{#- How the kinds of units that there are many of are evaluated, as arguments of evaluate_units and unit_sums: written once for
    the rows behind a figure (kpi_units_…) and for the sums that the figure is made of (int_kpi__day_totals). -#}
{% macro counted_units() %}
{{ return([
  session_unit(),
  round_unit(),
  evaluation_unit(),
  enquiry_unit(ref('fct_enquiry')),
  order_unit('sale', ref('fct_order'), ref('fct_order_credit'), ref('fct_related_sale')),
  order_unit('placed_order', ref('fct_order'), ref('fct_order_credit'), ref('fct_related_sale')),
  session_signal_unit(),
  served_customer_unit(),
]) }}
{% endmacro %}

{#- Models of units that counted_units does not name: their rows are added up as they are. -#}
{% macro other_unit_models() %}
{{ return(unit_models() | reject('in', ['session', 'round', 'evaluation', 'enquiry', 'order', 'session_signal', 'served_customer']) | list) }}
{% endmacro %}

{#- A session of the shop, or an agent's part of it. -#}
{% macro session_unit() %}
{%- set wait_ms = "case when rules.reply_scope = 'any' then units.first_wait_any_ms when rules.transfer_in_opens_wait then units.first_wait_ms "
    ~ 'else units.first_customer_wait_ms end' -%}
{%- set human_wait_ms = 'case when rules.transfer_in_opens_wait then units.first_wait_ms else units.first_customer_wait_ms end' -%}
{%- set excludable = "members.population not in ('gross', 'leave_message')" -%}
{{ return(dict(
    unit_type='session',
    fact='(select parts.*, closing.session_key is not null as has_sale from ' ~ ref('fct_session_unit') ~ ' as parts left join '
        ~ ref('fct_closing_session') ~ ' as closing on parts.session_key = closing.session_key and parts.agent_id = closing.agent_id)',
    unit_key='session_key',
    date_column='business_date',
    person='customer_key',
    has_person_for_persons_alone=true,
    session='session_key',
    has_shop_rows=false,
    reasons=[
        ('*', 'units.invalid_reason is not null', 'units.invalid_reason'),
        ('net', 'units.leaves_by_transfer', 'transferred_out'),
        (excludable, 'units.leaves_by_transfer and rules.exclude_transferred_out', 'transferred_out'),
        ('net', 'units.is_leave_message', 'leave_message'),
        (excludable, 'units.is_leave_message and rules.exclude_leave_message', 'leave_message'),
        ('leave_message', 'not units.is_leave_message', 'not_leave_message'),
        ('*', 'not ' ~ is_in_hours('units.started_ms', 'rules.service_start_ms', 'rules.service_end_ms'), 'outside_service_hours'),
        ("members.population in ('received', 'invited', 'long_talk', 'ratio')", 'units.is_reply_unknown', 'reply_unknown'),
        ("members.numerator_measure in ('replied', 'unreplied', 'first_reply_in_time', 'agent_messages', 'customer_messages')",
            'units.is_reply_unknown', 'reply_unknown'),
        ("members.population in ('received', 'invited', 'long_talk')", 'not units.is_replied', 'unreplied'),
        ('ratio', "not units.is_replied and rules.answer_ratio_population = 'received'", 'unreplied'),
        ('long_talk', 'units.count_customer_messages + units.count_agent_messages < rules.long_talk_messages', 'short_talk'),
        ("members.numerator_measure in ('invited', 'evaluated_after_invite')", 'units.is_invited is null', 'invites_unknown'),
        ("members.numerator_measure = 'evaluated'", 'units.is_evaluated is null', 'evaluations_unknown'),
        ('invited', 'not units.is_invited', 'not_invited'),
        ("members.numerator_measure in ('agent_turns', 'fragments', 'all_waits_in_time')", 'not units.has_messages', 'messages_missing'),
        ("members.numerator_measure = 'first_wait_s'", human_wait_ms ~ ' is null', 'no_wait'),
        ("members.numerator_measure = 'concurrent'", 'units.count_open is null', 'unassigned'),
    ],
    measures={
        'one': '1',
        'replied': 'case when units.is_replied then 1 else 0 end',
        'unreplied': 'case when units.is_replied then 0 else 1 end',
        'transferred_out': 'case when units.is_transferred_out then 1 else 0 end',
        'transferred_in': 'case when units.is_transferred_in then 1 else 0 end',
        'leave_message': 'case when units.is_leave_message then 1 else 0 end',
        'first_reply_in_time': 'case when ' ~ wait_ms ~ ' <= rules.in_time_limit_ms then 1 else 0 end',
        'all_waits_in_time': 'case when units.count_open_rounds = 0 and coalesce(units.longest_wait_ms, 0) <= rules.in_time_limit_ms then 1 else 0 end',
        'first_wait_s': wait_ms ~ ' * 0.001',
        'agent_messages': 'units.count_agent_messages',
        'customer_messages': 'units.count_customer_messages',
        'customer_turns': 'units.count_customer_turns',
        'agent_turns': 'units.count_agent_turns',
        'fragments': 'units.count_agent_messages - units.count_agent_turns',
        'concurrent': 'units.count_open',
        'invited': 'case when units.is_invited then 1 else 0 end',
        'evaluated': 'case when units.is_evaluated then 1 else 0 end',
        'evaluated_after_invite': 'case when units.is_evaluated_after_invite then 1 else 0 end',
        'closed': 'case when units.has_sale then 1 else 0 end',
    },
)) }}
{% endmacro %}

{#- A response round, on the agent's clock and on the shop's. -#}
{% macro round_unit() %}
{%- set round_wait_ms = "case when rules.wait_basis = 'last_buyer' then units.wait_last_ms else units.wait_first_ms end" -%}
{%- set wait_ms = "case rules.wait_basis when 'each_message' then units.wait_each_sum_ms when 'last_buyer' then units.wait_last_ms "
    ~ 'else units.wait_first_ms end' -%}
{%- set count_waits = "case when rules.wait_basis = 'each_message' and units.opened_by = 'customer' then units.count_customer_messages else 1 end" -%}
{{ return(dict(
    unit_type='round',
    fact='(' ~ round_facts() ~ ')',
    unit_key='round_key',
    date_column='business_date',
    session='session_key',
    has_shop_rows=false,
    where='units.reply_scope = rules.reply_scope',
    reasons=[
        ('*', 'units.invalid_reason is not null', 'units.invalid_reason'),
        ('*', 'units.leaves_by_transfer and rules.exclude_transferred_out', 'transferred_out'),
        ('*', 'units.is_leave_message and rules.exclude_leave_message', 'leave_message'),
        ('*', 'not ' ~ is_in_hours('units.first_customer_ms', 'rules.service_start_ms', 'rules.service_end_ms'), 'outside_service_hours'),
        ('*', "units.opened_by = 'transfer_in' and not rules.transfer_in_opens_wait", 'transfer_in_wait_off'),
        ('answered', 'not units.is_answered', 'unanswered'),
        ('answered', 'rules.drop_zero_waits and ' ~ round_wait_ms ~ ' = 0', 'zero_wait'),
        ('answered', 'rules.drop_cross_day_waits and units.first_customer_ms - ' ~ ms_of_day('units.first_customer_ms')
            ~ ' < units.reply_ms - ' ~ ms_of_day('units.reply_ms'), 'cross_day_wait'),
    ],
    measures={
        'one': '1',
        'wait_count': count_waits,
        'in_time': 'case when ' ~ round_wait_ms ~ ' <= rules.in_time_limit_ms then 1 else 0 end',
        'wait_s': 'least(' ~ wait_ms ~ ', coalesce(rules.wait_cap_ms * ' ~ count_waits ~ ', ' ~ wait_ms ~ ')) * 0.001',
    },
)) }}
{% endmacro %}

{% macro round_facts() -%}
select
    rounds.round_key,
    rounds.session_key,
    rounds.agent_id,
    rounds.platform,
    rounds.shop_id,
    rounds.reply_scope,
    rounds.opened_by,
    rounds.is_answered,
    rounds.first_customer_ms,
    rounds.reply_ms,
    rounds.count_customer_messages,
    rounds.wait_first_ms,
    rounds.wait_last_ms,
    rounds.wait_each_sum_ms,
    sessions.business_date,
    sessions.invalid_reason,
    sessions.is_leave_message,
    parts.session_key is not null as leaves_by_transfer
from (
    select
        round_key,
        session_key,
        agent_id,
        platform,
        shop_id,
        reply_scope,
        opened_by,
        is_answered,
        first_customer_ms,
        reply_ms,
        count_customer_messages,
        wait_first_ms,
        wait_last_ms,
        wait_each_sum_ms
    from {{ ref('fct_response_round') }}
    union all
    select
        round_key,
        session_key,
        '(shop)' as agent_id,
        platform,
        shop_id,
        reply_scope,
        opened_by,
        is_answered,
        first_customer_ms,
        reply_ms,
        count_customer_messages,
        customer_wait_first_ms as wait_first_ms,
        customer_wait_last_ms as wait_last_ms,
        customer_wait_each_sum_ms as wait_each_sum_ms
    from {{ ref('fct_response_round') }}
    where opened_by = 'customer'
) as rounds
inner join {{ ref('fct_session') }} as sessions on rounds.session_key = sessions.session_key
left join {{ ref('fct_session_unit') }} as parts
    on rounds.session_key = parts.session_key and rounds.agent_id = parts.agent_id and parts.leaves_by_transfer
{%- endmacro %}

{#- An invite or evaluation. -#}
{% macro evaluation_unit() %}
{{ return(dict(
    unit_type='evaluation',
    fact='(' ~ evaluation_facts() ~ ')',
    unit_key='evaluation_key',
    date_column='business_date',
    session='session_key',
    has_shop_rows=false,
    reasons=[
        ('*', 'units.leaves_by_transfer and rules.exclude_transferred_out', 'transferred_out'),
        ('*', 'units.is_leave_message and rules.exclude_leave_message', 'leave_message'),
        ('evaluated', 'not units.is_evaluated', 'not_evaluated'),
        ('evaluated', 'units.satisfaction_level is null', 'unknown_satisfaction_word'),
        ("members.population in ('invited', 'invited_in_chat')", 'units.invited_ms is null', 'not_invited'),
        ('invited_in_chat', 'not coalesce(units.has_messages, false)', 'messages_missing'),
        ('invited', 'units.invite_lag_ms is null', 'no_customer_message_before_invite'),
    ],
    measures={
        'one': '1',
        'satisfied': 'case when units.satisfaction_level >= 4 then 1 else 0 end',
        'dissatisfied': 'case when units.satisfaction_level <= 2 then 1 else 0 end',
        'invite_lag_s': 'units.invite_lag_ms * 0.001',
        'invite_before_reply': 'case when units.first_reply_ms <= units.invited_ms then 0 else 1 end',
        'late_invite': 'case when units.invite_lag_ms > rules.late_invite_ms then 1 else 0 end',
    },
)) }}
{% endmacro %}

{#- An invite in a session that was never answered came before any answer. -#}
{% macro evaluation_facts() -%}
select
    evaluations.*,
    parts.first_reply_ms,
    parts.leaves_by_transfer,
    parts.is_leave_message,
    parts.has_messages
from (
    select
        evaluation_key,
        session_key,
        agent_id,
        platform,
        shop_id,
        business_date,
        is_evaluated,
        satisfaction_level,
        invited_ms,
        invite_lag_ms
    from {{ ref('fct_evaluation') }}
    union all
    select
        evaluation_key,
        session_key,
        '(shop)' as agent_id,
        platform,
        shop_id,
        business_date,
        is_evaluated,
        satisfaction_level,
        invited_ms,
        invite_lag_ms
    from {{ ref('fct_evaluation') }}
) as evaluations
left join {{ ref('fct_session_signal') }} as parts
    on evaluations.session_key = parts.session_key and evaluations.agent_id = parts.agent_id
{%- endmacro %}

{#- An enquiry: customer, agent and day, or customer, shop and day; `enquiries` is a relation in the form of fct_enquiry.
    Without orders, or without the buyer's account, an outcome is unknown and not a failure. -#}
{% macro enquiry_unit(enquiries) %}
{{ return(dict(
    unit_type='enquiry',
    fact='(' ~ enquiry_facts(enquiries) ~ ')',
    unit_key='enquiry_key',
    date_column='business_date',
    person='customer_key',
    has_shop_rows=false,
    reasons=[
        ('*', 'not units.is_enquiry', 'after_sale'),
        ("members.numerator_measure <> 'one'", 'not units.are_orders_known', 'orders_unknown'),
        ("members.numerator_measure <> 'one'", 'not units.is_customer_known', 'customer_unknown'),
        ('old_conversion', 'not units.is_old_customer', 'new_customer'),
        ("members.population in ('conversion', 'old_conversion')", 'rules.helper_leaves_denominator and units.is_credited_to_colleague',
            'credited_to_colleague'),
    ],
    measures={
        'one': '1',
        'ordered': 'case when units.is_ordered then 1 else 0 end',
        'paid': 'case when units.is_paid then 1 else 0 end',
        'shipped': 'case when units.is_shipped then 1 else 0 end',
        'grouped': 'case when units.is_grouped then 1 else 0 end',
        'old': 'case when units.is_old_customer then 1 else 0 end',
        'lost': 'case when units.has_order_in_window then 0 else 1 end',
    },
)) }}
{% endmacro %}

{% macro enquiry_facts(enquiries) -%}
select
    enquiries.*,
    known.shop_id is not null as are_orders_known
from {{ enquiries }} as enquiries
left join (
    select distinct
        platform,
        shop_id
    from {{ ref('fct_order') }}
    -- orders that hide every buyer tell of nobody whether he bought
    where customer_key is not null
) as known on enquiries.platform = known.platform and enquiries.shop_id = known.shop_id
{%- endmacro %}

{#- An order as a sale (on the payment day; cash on delivery: the order day) or as placed (on the order day), for the agent with
    the credit and for the shop.
    orders    relation in the form of fct_order
    credits   relation in the form of fct_order_credit for these orders
    related   relation in the form of fct_related_sale for these credits -#}
{% macro order_unit(unit_type, orders, credits, related) %}
{%- set sale_reasons = [('*', 'units.sale_exclusion_reason is not null', 'units.sale_exclusion_reason')] if unit_type == 'sale' else [] -%}
{{ return(dict(
    unit_type=unit_type,
    fact='(' ~ order_facts(orders, credits, related) ~ ')',
    unit_key='order_key',
    date_column='sale_date' if unit_type == 'sale' else 'created_date',
    rules_date_column='created_date',
    person='buyer_key',
    session='session_key',
    reasons=sale_reasons + [
        ("members.population in ('related', 'credited')", "units.agent_id = '(silent)'", 'silent'),
        ('related', 'units.has_related_line is null', 'enquired_product_unknown'),
        ("members.numerator_measure = 'amount'", 'units.sales_amount is null', 'amount_unknown'),
        ("members.numerator_measure = 'items'", 'units.count_items is null', 'items_unknown'),
        ('known_buyer', 'units.is_customer_unknown', 'customer_unknown'),
    ],
    measures={
        'one': '1',
        'amount': 'units.sales_amount',
        'items': 'units.count_items',
        'related': 'case when units.has_related_line then 1 else 0 end',
        'silent_at_order': 'case when units.is_silent_at_order then 1 else 0 end',
        'enquiry_at_order': 'case when units.is_silent_at_order then 0 else 1 end',
        'paid': 'case when units.sale_exclusion_reason is null and (units.is_cod or units.paid_date <= '
            ~ add_days('units.created_date', 'rules.pay_window_days') ~ ') then 1 else 0 end',
    },
)) }}
{% endmacro %}

{% macro order_facts(orders, credits, related) -%}
select
    orders.order_key,
    orders.platform,
    orders.shop_id,
    orders.created_date,
    orders.paid_date,
    coalesce(orders.sold_date, orders.created_date) as sale_date,
    orders.is_cod,
    orders.sale_exclusion_reason,
    orders.sales_amount,
    orders.count_items,
    orders.is_customer_unknown,
    -- a buyer whom the export masks cannot be told from others: each of his orders is a buyer
    coalesce(orders.customer_key, orders.order_key) as buyer_key,
    credits.agent_id,
    credits.session_key,
    credits.is_silent_at_order,
    related.has_related_line
from {{ orders }} as orders
inner join {{ credits }} as credits on orders.order_key = credits.order_key and credits.is_active
left join {{ related }} as related on orders.order_key = related.order_key
{%- endmacro %}

{#- A session (or an agent's part of it) with how it was served. -#}
{% macro session_signal_unit() %}
{%- set substantive_wait_ms = 'case when rules.transfer_in_opens_wait then units.first_substantive_wait_ms '
    ~ 'else units.first_customer_substantive_wait_ms end' %}
{{ return(dict(
    unit_type='session_signal',
    fact=ref('fct_session_signal'),
    unit_key='session_key',
    date_column='business_date',
    session='session_key',
    reasons=[
        ('*', "units.invalid_reason = 'internal'", 'internal'),
        ('*', "units.invalid_reason = 'no_customer_message'", 'no_customer_message'),
        ("members.population <> 'seller_messages'", "units.invalid_reason = 'robot_only'", 'robot_only'),
        ("members.population not in ('gross', 'transferred')", 'units.leaves_by_transfer and rules.exclude_transferred_out', 'transferred_out'),
        ("members.population <> 'gross'", 'units.is_leave_message and rules.exclude_leave_message', 'leave_message'),
        ('*', 'not ' ~ is_in_hours('units.started_ms', 'rules.service_start_ms', 'rules.service_end_ms'), 'outside_service_hours'),
        ('transferred', 'not units.is_transferred_out', 'not_transferred_out'),
        ('transferred', 'units.wait_before_transfer_ms is null', 'handover_time_unknown'),
        ("members.population not in ('rated', 'transferred')", 'not units.has_messages', 'messages_missing'),
        ("members.population in ('first_replies', 'substantive', 'received', 'old_customers')", 'not units.is_replied', 'unreplied'),
        ("members.population in ('first_replies', 'substantive')", 'units.is_first_reply_placeholder is null', 'text_unknown'),
        ('substantive', substantive_wait_ms ~ ' is null', 'no_substantive_reply'),
        ('old_customers', 'not coalesce(units.is_old_customer, false)', 'not_an_old_customer'),
    ],
    measures={
        'one': '1',
        'placeholder_first_reply': 'case when units.is_first_reply_placeholder then 1 else 0 end',
        'substantive_wait_s': substantive_wait_ms ~ ' * 0.001',
        'breached': 'case when units.wait_before_transfer_ms > rules.in_time_limit_ms then 1 else 0 end',
        'slow': 'case when units.count_slow_waits >= rules.slow_reply_times then 1 else 0 end',
        'auto_messages': 'units.count_auto_messages',
        'seller_messages': 'units.count_auto_messages + units.count_agent_messages',
        'template_messages': 'units.count_template_messages',
        'agent_messages': 'units.count_agent_messages',
        'profile_opened': 'case when units.is_profile_opened_first then 1 else 0 end',
        'kb_hit': 'case when units.has_kb_hit then 1 else 0 end',
    },
    has_shop_rows=false
)) }}
{% endmacro %}

{#- A served customer: customer, agent and day, or customer, shop and day. -#}
{% macro served_customer_unit() %}
{%- set active_until = add_days('units.business_date', 'rules.retention_days') -%}
{%- set again_until = add_days('units.business_date', 'rules.repurchase_days') -%}
{%- set is_active_again = 'coalesce(units.next_active_date <= ' ~ active_until ~ ', false)' -%}
{%- set is_same_product_again = 'coalesce(units.same_product_again_date <= ' ~ again_until ~ ', false)' -%}
{%- set is_any_again = 'coalesce(units.again_date <= ' ~ again_until ~ ', false)' -%}
{{ return(dict(
    unit_type='served_customer',
    fact=ref('fct_customer_service'),
    unit_key='service_key',
    date_column='business_date',
    person='customer_key',
    reasons=[
        ('*', 'not units.is_customer_known', 'customer_unknown'),
        (
            'repurchase',
            "rules.repurchase_scope = 'same_product' and not " ~ is_same_product_again
            ~ ' and coalesce(units.unknown_product_again_date <= ' ~ again_until ~ ', false)',
            'bought_product_unknown',
        ),
    ],
    measures={
        'one': '1',
        'active_again': 'case when ' ~ is_active_again ~ ' then 1 else 0 end',
        'gone': 'case when ' ~ is_active_again ~ ' then 0 else 1 end',
        'bought_again': 'case when ' ~ is_any_again ~ ' then 1 else 0 end',
        'bought_again_in_scope': "case when case when rules.repurchase_scope = 'any' then " ~ is_any_again ~ ' else ' ~ is_same_product_again
        ~ ' end then 1 else 0 end',
    },
    has_shop_rows=false
)) }}
{% endmacro %}

-- The days {first_day} to {last_day} of a shop: who came when, what was said, what was bought.
-- Everything is drawn from a hash of seed, conversation and place, so a day is the same whatever is generated around it.
create or replace macro dice(sid, place, sides) as cast(hash({seed}, sid, place) % sides as bigint);
create or replace macro account(agent_no) as '{shop_name}:客服' || lpad(cast(agent_no + 1 as varchar), 2, '0');
create or replace macro written(moment) as strftime(moment, '%Y-%m-%d %H:%M:%S');

create or replace temp table sessions as
with days as (
    select
        cast(day as date) as day,
        date_diff('day', date '2000-01-01', cast(day as date)) as day_no
    -- who came late on the day before still speaks after midnight
    from generate_series(greatest(date '{first_day}' - 1, date '{opening_day}'), date '{last_day}', interval 1 day) as series (day)
),

visits as (
    select
        day,
        day_no,
        day_no * 10000000 + unnest(range(cast(round(cast({sessions_a_day} as double) * [1.1, 0.9, 0.95, 1, 1, 1.05, 1][1 + day_no % 7]) as bigint))) as sid
    from days
),

drawn as (
    select
        *,
        dice(sid, 1, 25) = 0 as is_night,
        'tb' || cast(1000000000 + day_no // 30 * {customers} + dice(sid, 2, {customers}) as varchar) as customer_name,
        dice(sid, 3, {agents}) as agent_no,
        2 + dice(sid, 4, 5) + dice(sid, 5, 4) as count_rounds,
        -- a pause longer than the session gap, ended by the customer
        case when dice(sid, 6, 20) = 0 then 3 end as pause_round
    from visits
)

select
    *,
    -- open from 8 to midnight, most visitors in the afternoon; some come at night and are answered in the morning
    case when is_night then dice(sid, 7, 28800) else 28800 + dice(sid, 7, 27900) + dice(sid, 8, 27900) end as start_s,
    case when not is_night and dice(sid, 9, 100) < 6 then (agent_no + 1 + dice(sid, 10, {agents} - 1)) % {agents} end as second_agent_no,
    count_rounds // 2 + 1 as switch_round,
    is_night or dice(sid, 11, 10) < 3 as has_auto
from drawn;

create or replace temp table messages as
with rounds as (
    select
        *,
        unnest(range(count_rounds)) as round_no
    from sessions
    where day >= date '{first_day}' or start_s >= 80000
),

sized as (
    select
        *,
        case when dice(sid, 100 + round_no, 10) < 6 then 1 when dice(sid, 100 + round_no, 10) < 9 then 2 else 3 end as count_asked,
        case
            when round_no = count_rounds - 1 and dice(sid, 130 + round_no, 100) < 8 then 0
            when dice(sid, 130 + round_no, 10) < 7 then 1
            else 2
        end as count_said,
        case when has_auto and round_no = 0 then 1 else 0 end as count_auto
    from rounds
),

placed as (
    select
        *,
        unnest(range(count_asked + count_auto + count_said)) as place
    from sized
),

told as (
    select
        *,
        case
            when count_auto = 1 and place = 1 then 'robot'
            when place < count_asked + count_auto then 'customer'
            else 'agent'
        end as side,
        sid * 128 + round_no * 8 + place as mid
    from placed
),

timed as (
    select
        *,
        sum(
            case
                when round_no = 0 and place = 0 then 0
                when side = 'robot' then 1
                when side = 'customer' and place = 0 then 20 + dice(mid, 20, 100) + case when round_no = pause_round then 1200 else 0 end
                when side = 'customer' then 3 + dice(mid, 20, 22)
                when place > count_asked + count_auto then 2 + dice(mid, 20, 13)
                when is_night and round_no = 0 then greatest(28800 + dice(mid, 20, 3600) - start_s, 5)
                else 4 + dice(mid, 20, 24) * (1 + dice(mid, 21, 4))
            end
        ) over (partition by sid order by round_no asc, place asc rows between unbounded preceding and current row) as offset_s
    from told
)

select
    sid,
    mid,
    day,
    customer_name,
    side,
    is_night,
    round_no = 0 and place = 0 as is_opening,
    second_agent_no is not null and round_no = switch_round and place = 0 as is_transfer,
    agent_no as first_agent_no,
    case when second_agent_no is not null and round_no >= switch_round then second_agent_no else agent_no end as agent_no,
    day + to_seconds(cast(start_s + offset_s as bigint)) as sent_at,
    -- the window writes a line of its own now and then
    side = 'agent' and place > count_asked + count_auto and dice(mid, 22, 60) = 0 as is_system
from timed
where cast(day + to_seconds(cast(start_s + offset_s as bigint)) as date) between date '{first_day}' and date '{last_day}';

-- One row per line of a chat file that is a message, in the order of the file: the account's customers one after the other.
create or replace temp table chat_lines as
with worded as (
    select
        *,
        min(sent_at) over (partition by agent_no, customer_name) as block_started_at,
        case
            when side = 'customer' then customer_name
            when side = 'robot' then '{shop_name}:服务助手'
            else account(agent_no)
        end as sender_name,
        case
            when is_system then '系统提示：对方正在使用手机端，可能无法查看部分消息'
            when side = 'robot' then '您好，欢迎光临云杉旗舰店，人工客服正在赶来，请先说说您想了解哪件商品'
            when side = 'customer'
                then
                    getvariable('asked')[1 + dice(mid, 23, len(getvariable('asked')))]
                    || case when dice(mid, 24, 2) = 0 then '，' || getvariable('asked')[1 + dice(mid, 25, len(getvariable('asked')))] else '' end
                    -- most texts of people are like no other
                    || case when dice(mid, 27, 3) = 0 then '，订单尾号' || dice(mid, 28, 1000000) else '' end
            when dice(mid, 24, 8) = 0 then getvariable('waiting')[1 + dice(mid, 23, len(getvariable('waiting')))]
            else
                getvariable('said')[1 + dice(mid, 23, len(getvariable('said')))]
                || case when dice(mid, 25, 2) = 0 then '，' || getvariable('said')[1 + dice(mid, 26, len(getvariable('said')))] else '' end
                || case when dice(mid, 27, 3) = 0 then '，快递单号' || 7000000000000 + dice(mid, 28, 1000000000000) else '' end
        end as content
    from messages
)

select
    *,
    -- the head of the file has six lines, each customer one of his own
    6 + row_number() over in_file + dense_rank() over (partition by agent_no order by block_started_at asc, customer_name asc) as line_no,
    row_number() over (
        partition by agent_no, customer_name, sender_name, is_system, sent_at, content order by sid asc, mid asc
    ) as occurrence,
    sender_name || '(' || written(sent_at) || '):  ' || content as line
from worded
window in_file as (partition by agent_no order by block_started_at asc, customer_name asc, sent_at asc, sid asc, mid asc);

-- What only the chat window shows: hand-overs and messages left at night, each after the customer's line it follows.
create or replace temp table window_lines as
select
    4 * row_number() over (order by sent_at asc, mid asc) - 3 as line_no,
    customer_name,
    first_agent_no,
    agent_no,
    sent_at,
    content,
    is_transfer,
    case
        when is_transfer then '由 ' || account(first_agent_no) || ' 转交给 ' || account(agent_no)
        else '【离线留言自动分配】留言分给 ' || account(agent_no)
    end as event,
    customer_name || ' ' || written(sent_at) as head,
    account(first_agent_no) || ' ' || written(sent_at) as event_head
from chat_lines
where is_transfer or (is_night and is_opening);

create or replace temp table buyers as
select
    sid,
    day,
    start_s,
    customer_name,
    agent_no
from sessions
where day >= date '{first_day}' and dice(sid, 40, 100) < 28
union all
-- who buys without a word
select
    9000000000000 + day_no * 10000000 + unnest(range(cast(cast({sessions_a_day} as double) / 12 as bigint))) as sid,
    day,
    36000 as start_s,
    'tb' || cast(5000000000 + sid % 10000000000 as varchar) as customer_name,
    0 as agent_no
from (select distinct day, day_no from sessions where day >= date '{first_day}');

create or replace temp table order_lines as
with carts as (
    select
        *,
        least(day + to_seconds(start_s + 300 + dice(sid, 41, 10800)), day + interval 86300 second) as created_at,
        unnest(range(case when dice(sid, 42, 4) = 0 then 2 else 1 end)) as item_no
    from buyers
),

chosen as (
    select
        *,
        cast(2000000000000000000 + sid as varchar) as order_id,
        dice(sid * 4 + item_no, 43, 40) as product_no,
        1 + dice(sid * 4 + item_no, 44, 8) // 7 as quantity,
        case when dice(sid, 45, 100) < 88 then created_at + to_seconds(20 + dice(sid, 46, 600)) end as paid_at,
        dice(sid, 47, 100) < 6 as is_refunded
    from carts
),

sent as (
    select
        *,
        paid_at + to_seconds(36000 + dice(sid, 48, 129600)) as would_ship_at,
        cast(39 + 17 * product_no as decimal(18, 2)) as unit_price,
        date '{last_day}' + interval 86340 second as exported_at
    from chosen
)

select
    *,
    case when not is_refunded and would_ship_at <= exported_at then would_ship_at end as shipped_at,
    case
        when not is_refunded and would_ship_at + to_seconds(172800 + dice(sid, 49, 345600)) <= exported_at
            then would_ship_at + to_seconds(172800 + dice(sid, 49, 345600))
    end as received_at,
    case
        when paid_at is null and dice(sid, 50, 2) = 0 then '等待买家付款'
        when paid_at is null or is_refunded then '交易关闭'
        when would_ship_at > exported_at then '买家已付款，等待卖家发货'
        when would_ship_at + to_seconds(172800 + dice(sid, 49, 345600)) > exported_at then '卖家已发货，等待买家确认'
        else '交易成功'
    end as order_status
from sent;

create or replace temp table invites as
select
    messages.customer_name,
    account(max(messages.agent_no)) as agent_account,
    max(messages.sent_at) + interval 4 second as invited_at,
    case when dice(messages.sid, 61, 10) < 6 then max(messages.sent_at) + to_seconds(9 + dice(messages.sid, 62, 400)) end as evaluated_at,
    case when dice(messages.sid, 61, 10) < 6 then ['非常满意', '非常满意', '满意', '满意', '一般', '不满意'][1 + dice(messages.sid, 63, 6)] end as satisfaction
from messages
where messages.day >= date '{first_day}' and dice(messages.sid, 60, 100) < 45
group by messages.sid, messages.customer_name
having bool_or(messages.side = 'agent')
order by invited_at, messages.customer_name;

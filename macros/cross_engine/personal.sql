{#- A text that people type, without the numbers, mail addresses and street addresses of people; scripts/kefu/landing/personal.py
    says what each pattern is, a test holds both together. Needed wherever typed text leaves staging. -#}
{% macro masked(column) %}{{ return(adapter.dispatch('masked', 'kefu')(column)) }}{% endmacro %}
{% macro duckdb__masked(column) -%}
{%- set numbers = '(^|[^0-9])(' ~ duckdb__personal_numbers() ~ ')([^0-9]|$)' -%}
{#- twice, as two numbers may share the character between them -#}
regexp_replace(regexp_replace(regexp_replace(
    {{ column }}, '{{ duckdb__personal_texts() }}', '***', 'g'),
    '{{ numbers }}', '\1***\3', 'g'), '{{ numbers }}', '\1***\3', 'g')
{%- endmacro %}
{% macro spark__masked(column) -%}
{%- set numbers = '(^|[^0-9])(' ~ duckdb__personal_numbers() ~ ')([^0-9]|$)' -%}
regexp_replace(regexp_replace(regexp_replace(
    {{ column }}, '{{ spark__personal_texts() }}', '***'),
    '{{ numbers }}', '$1***$3'), '{{ numbers }}', '$1***$3')
{%- endmacro %}

{#- A name that tells rows apart (a file, an account) as it may be shown: where a part had to be masked, a mark keeps it apart
    from others. -#}
{% macro public_name(column) %}{{ return(adapter.dispatch('public_name', 'kefu')(column)) }}{% endmacro %}
{% macro duckdb__public_name(column) -%}
case
    when regexp_matches({{ column }}, '{{ duckdb__personal_texts() }}|(^|[^0-9])({{ duckdb__personal_numbers() }})([^0-9]|$)')
        then {{ masked(column) }} || ' #' || left({{ personal_key([column]) }}, 8)
    else {{ column }}
end
{%- endmacro %}
{% macro spark__public_name(column) -%}
case
    when regexp_like({{ column }}, '{{ spark__personal_texts() }}|(^|[^0-9])({{ duckdb__personal_numbers() }})([^0-9]|$)')
        then {{ masked(column) }} || ' #' || left({{ personal_key([column]) }}, 8)
    else {{ column }}
end
{%- endmacro %}

{% macro duckdb__personal_numbers() -%}
{%- set patterns = [
    '([+]?86[ .-]?)?1[3-9]([ .-]?[0-9]){9}',
    '[(]?(010|02[0-9]|0[3-9][1-9][0-9])[)]?[ -]?[2-9][0-9]{6,7}',
    '[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]',
    '[1-9][0-9]{7}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}',
    '[3-69][0-9]{15,18}',
    '[3-69][0-9]{3}([ -][0-9]{4}){3}([ -][0-9]{1,3})?'
] -%}
{{ patterns | join('|') | replace('(', '(?:') | replace('[(?:]', '[(]') }}
{%- endmacro %}

{% macro duckdb__personal_texts() -%}
{%- set han = '\\x{4e00}-\\x{9fff}' -%}
{%- set patterns = [
    '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+',
    '(微信号?|[Ww]ei[Xx]in|[Ww]e[Cc]hat|[Vv][Xx信]|[Ww][Xx]|[Qq][Qq]号?|扣扣)[号：: =]*[A-Za-z0-9_-]{5,}',
    '[HAN]{2,}(省|自治区|市|区|县|镇|乡|街道)[HAN]+(市|区|县|旗|镇|乡|街道|路|街|大道|巷|弄|村)[HAN0-9A-Za-z-]*',
    '[HAN]+(路|街|大道|巷|弄|胡同|村|小区|花园|公寓|大厦|广场|苑)[HAN]{0,6}[0-9一二三四五六七八九十]+[A-Za-z]?(号|弄|栋|幢|座|单元|室|楼|层)[HAN0-9A-Za-z-]*',
    '[0-9]+(栋|幢|号楼)[HAN0-9A-Za-z-]*(室|单元|[0-9]{3,4})'
] -%}
{{ patterns | join('|') | replace('(', '(?:') | replace('HAN', han) }}
{%- endmacro %}

{#- The engine reads a backslash in a literal as the start of an escape. -#}
{% macro spark__personal_texts() %}{{ return(duckdb__personal_texts() | replace('\\', '\\\\')) }}{% endmacro %}

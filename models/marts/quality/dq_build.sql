-- grain: the build that gave these marts (one row): who reads two tables of one build reads the same build_id in both places.
{%- set seeds = graph.nodes.values() | selectattr('resource_type', 'equalto', 'seed') | sort(attribute='unique_id') if execute else [] %}
{%- set checksums = [] %}
{%- for seed in seeds %}{% do checksums.append(seed.name ~ seed.checksum.checksum) %}{% endfor %}
with files as (
    select
        count(*) as count_files,
        {{ dbt.listagg(
            "concat_ws('|', source_file_id, source_file, status, cast(exported_at as " ~ dbt.type_string() ~ "))", "';'", "order by source_file"
        ) }} as contents
    from {{ ref('stg_landing__files') }}
)

select
    '{{ invocation_id }}' as build_id,
    cast('{{ run_started_at.astimezone(modules.pytz.timezone("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp) as built_at,
    count_files,
    md5(coalesce(contents, '')) as sources_fingerprint,
    '{{ local_md5(checksums | join('|')) }}' as rules_fingerprint
from files

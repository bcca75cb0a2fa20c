-- grain: one session that a platform itself counts; the one place where the platforms' rows are stacked.
{{ staging_union(['stg_jd__sessions', 'stg_douyin__sessions'], 'stg_exchange__sessions', ['native_session_id']) }}

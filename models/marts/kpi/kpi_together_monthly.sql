-- grain: one figure of one person or team over all shops of a platform, or of all platforms ('(all)'), segment, month and person basis.
-- Added up from units, never from rates. Where the shops count a figure in different ways there is no figure but a reason:
-- set '(own)' takes every shop by its own platform's rules, any other set takes all shops by that set.
{{ together_figures(ref('int_kpi__member_units'), ref('int_kpi__member_persons')) }}

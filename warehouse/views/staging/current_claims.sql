-- One row a claim of the current text of an article, as its newest engine read it: the claims that count now.
with current_claims as (
    select claims.*
    from claims
    join current_readings using (version_id, engine_version)
)

select * from current_claims

-- Killed and injured by country and day from $first on, low to high; one row a country, day and harm. open: whether no
-- upper bound is known.
select
    country,
    day,
    harm,
    incident_count,
    low,
    best,
    high,
    high is null as open
from daily_casualties_by_country
where day >= $first and harm in ('killed', 'injured') and country is not null
order by country, harm, day

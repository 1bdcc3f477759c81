-- The last day that any country has a toll of; one row, NULL where none.
select max(day) as day
from daily_casualties_by_country
where day <= $today and harm in ('killed', 'injured')

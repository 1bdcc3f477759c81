-- Deliveries that were given up, of the given alerts (their ids or how these begin); all where none is given; one row a
-- delivery.
select deliveries.*
from deliveries
where deliveries.state = 'dead'
  and (
      len($starts::varchar[]) = 0
      or len(list_filter($starts::varchar[], lambda start: starts_with(deliveries.alert_id, start))) > 0
  )
order by deliveries.alert_id, deliveries.channel

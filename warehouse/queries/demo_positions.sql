-- Positions that one run found in current texts; one row an actor, topic and stance.
select distinct positions.actor_name as actor, positions.stance, positions.topic
from positions
inner join current_readings using (version_id, engine_version)
where positions.run_id = $run_id
order by actor, stance, topic

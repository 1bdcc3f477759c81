-- Every robots.txt that is known; one row a server.
select robots.*
from robots
order by robots.origin

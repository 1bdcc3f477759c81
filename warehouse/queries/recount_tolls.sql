-- Every toll that is kept; one row a toll.
select tolls.*
from tolls

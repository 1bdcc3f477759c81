-- Texts that $engine_version has read; one row a text.
select version_id
from extractions
where engine_version = $engine_version

-- What was read has a version to show for it, or lies in quarantine with its reason.
select readings.document_id, readings.outcome, documents.url
from readings
join documents using (document_id)
where
    case readings.outcome
        when 'quarantined' then not exists (
            select 1
            from quarantine
            where quarantine.subject in (documents.document_id, documents.url, documents.final_url)
        )
        when 'other_source' then false
        else readings.version_id is null
    end

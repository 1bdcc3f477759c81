-- Whatever a row of entities refers to is there.
with orphans as (
    select entities.entity_row_id as row_id, 'version_id' as reference, entities.version_id as missing
    from entities
    anti join article_versions using (version_id)
    where entities.version_id is not null
    union all
    select entities.entity_row_id, 'article_id', entities.article_id
    from entities
    anti join articles using (article_id)
    where entities.article_id is not null
    union all
    select entities.entity_row_id, 'run_id', entities.run_id
    from entities
    anti join runs using (run_id)
    where entities.run_id is not null
    union all
    select entities.entity_row_id, 'place_id', entities.place_id
    from entities
    anti join places using (place_id)
    where entities.place_id is not null
)

select * from orphans

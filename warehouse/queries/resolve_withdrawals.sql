-- Articles that their outlet took back, or brought back, since they were resolved; one row an article.
select
    coalesce(now.article_id, noted.article_id) as article_id,
    now.article_id is not null as withdrawn
from withdrawn_articles as now
full join resolved_withdrawals as noted using (article_id)
where (now.article_id is not null) <> coalesce(noted.withdrawn, false)
order by 1

-- Whatever a row of deliveries refers to is there.
with orphans as (
    select deliveries.delivery_id as row_id, 'alert_id' as reference, deliveries.alert_id as missing
    from deliveries
    anti join alerts using (alert_id)
    where deliveries.alert_id is not null
)

select * from orphans

-- One row a kind of claimant: whose number is taken as best (1 first), and whose disagreement makes a toll contested.
-- The order asks two things of a kind: does it count victims itself by a method that it publishes, and does it gain by
-- the number? It is the order in which OHCHR ("Guidance on Casualty Recording", 2019) and Every Casualty ("Standards
-- for Casualty Recording", 2016) weigh sources: those who verify name by name, then those who handle the victims, then
-- authorities, then those who repeat others, then parties to the fight. A kind that is not listed stands last.
with claimant_ranks as (
    select *
    from (
        values
            ('un', 1, true, 'verifies with several independent sources before it counts'),
            ('monitor', 2, true, 'records case by case, no party to the fight'),
            ('medical', 3, true, 'sees the bodies and the wounded, but only those who reach it'),
            ('rescue', 4, true, 'is on the scene, counts what it recovers'),
            ('police', 5, true, 'counts on the scene, may be a party'),
            ('government', 6, true, 'has the whole picture and an interest'),
            ('military', 7, true, 'reports its own side late and the other side high'),
            ('company', 8, true, 'knows its own people only'),
            ('media', 9, true, 'own voice of an outlet: usually somebody else''s number'),
            ('state_media', 10, true, 'the government''s number, at second hand'),
            ('relative', 11, false, 'knows one family'),
            ('witness', 12, false, 'sees one spot'),
            ('armed_group', 13, false, 'claims what serves it'),
            ('unknown', 14, false, 'nobody knows who says it')
    ) as listed(kind, rank, credible, why)
)

select * from claimant_ranks

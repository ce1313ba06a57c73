-- The facts with their places by ARS.

-- name: by_ars
-- row: FactRow
SELECT raw.* FROM raw;

-- name: by_nuts
-- row: FactRow
-- Of NUTS codes the Land is told: the first three letters. $6 are the codes of the Länder, $7 their ARS.
SELECT raw.counted, raw.programmes, raw.day, raw.topics,
       ARRAY(SELECT land.ars FROM unnest(raw.regions) AS place (nuts)
             JOIN unnest($6::text[], $7::text[]) AS land (nuts, ars) ON land.nuts = left(place.nuts, 3)) AS regions,
       raw.sectors, raw.status, raw.kind, raw.maturity, raw.amount
FROM raw;

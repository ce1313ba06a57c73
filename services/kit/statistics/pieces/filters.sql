-- What a filter adds; {} is its parameter. A filter that is not set adds nothing. The days are those of the facts ($4, $5).

-- name: first
-- row: none
fact.day >= $4;

-- name: last
-- row: none
fact.day <= $5;

-- name: programmes
-- row: none
fact.programmes && {}::text[];

-- name: topics
-- row: none
fact.topics && ARRAY(SELECT unnest({}::text[]) UNION ALL SELECT slug FROM tree WHERE parent = ANY ({}::text[]));

-- name: areas
-- row: none
EXISTS (SELECT FROM unnest(fact.regions) AS place (ars) WHERE place.ars LIKE ANY ({}::text[]));

-- name: sectors
-- row: none
fact.sectors && {}::text[];

-- name: parts
-- row: none
-- Those of some topics that are no main ones; a level of its own.
SELECT 'PART' AS level, slug AS first, NULL::text AS second, 0 AS count, NULL::numeric AS amount
FROM tree WHERE parent IS NOT NULL AND slug = ANY ({}::text[]);

-- name: prototypes_by_id
-- row: PrototypeRow
SELECT * FROM prototype_view WHERE id = ANY($1::text[]);

-- name: prototypes
-- row: PrototypeRow
-- order: ID text id
-- order: TITLE text title
-- Stages, what they lack, after (place, id), limit.
SELECT * FROM prototype_view
WHERE ($1::text[] IS NULL OR stage = ANY($1))
  AND {without $2 IDEA idea_id, LICENSE license, REPOSITORY repository_url, DATASET cardinality(dataset_ids) > 0}
  AND {after id $3 $4}
ORDER BY {order id}
LIMIT $5;

-- name: prototype_place
-- row: place
-- order: ID text id
-- order: TITLE text title
SELECT {by} FROM prototype WHERE id = $1;

-- name: prototypes_of_project
-- row: PrototypeUnder
-- order: ID text id
-- order: TITLE text title
-- Stages, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM prototype_view v
  WHERE v.project_id = asked.id
    AND ($2::text[] IS NULL OR stage = ANY($2))
    AND {without $3 IDEA idea_id, LICENSE license, REPOSITORY repository_url, DATASET cardinality(dataset_ids) > 0}
    AND {after id $4 $5}
  ORDER BY {order id}
  LIMIT $6
) p;

-- name: prototypes_of_idea
-- row: PrototypeUnder
-- order: ID text id
-- order: TITLE text title
-- Stages, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM prototype_view v
  WHERE v.idea_id = asked.id
    AND ($2::text[] IS NULL OR stage = ANY($2))
    AND {without $3 IDEA idea_id, LICENSE license, REPOSITORY repository_url, DATASET cardinality(dataset_ids) > 0}
    AND {after id $4 $5}
  ORDER BY {order id}
  LIMIT $6
) p;

-- name: prototypes_of_dataset
-- row: PrototypeUnder
-- order: ID text id
-- order: TITLE text title
-- Stages, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM prototype_view v
  WHERE v.id IN (SELECT prototype_id FROM prototype_dataset WHERE dataset_id = asked.id)
    AND ($2::text[] IS NULL OR stage = ANY($2))
    AND {without $3 IDEA idea_id, LICENSE license, REPOSITORY repository_url, DATASET cardinality(dataset_ids) > 0}
    AND {after id $4 $5}
  ORDER BY {order id}
  LIMIT $6
) p;

-- name: demonstrators_by_id
-- row: DemonstratorRow
SELECT * FROM demonstrator_view WHERE id = ANY($1::text[]);

-- name: demonstrators_of_region
-- row: DemonstratorUnder
-- order: ID text id
-- order: TITLE text title ->> 'de'
-- A region contains the regions whose NUTS codes begin with its own. What they lack, after (place, id), limit for each.
SELECT d.*, asked.nuts AS parent
FROM unnest($1::text[]) AS asked (nuts)
CROSS JOIN LATERAL (
  SELECT *
  FROM demonstrator_view v
  WHERE starts_with(v.region_nuts, asked.nuts) AND {without $2 PROTOTYPE prototype_id, REGION region_nuts}
    AND {after id $3 $4}
  ORDER BY {order id}
  LIMIT $5
) d;

-- name: demonstrators
-- row: DemonstratorRow
-- order: ID text id
-- order: TITLE text title ->> 'de'
-- A region contains the regions whose NUTS codes begin with its own. Region, whether they travel, what they lack, after
-- (place, id), limit.
SELECT * FROM demonstrator_view
WHERE ($1::text IS NULL OR starts_with(region_nuts, $1)) AND ($2::boolean IS NULL OR is_travelling = $2)
  AND {without $3 PROTOTYPE prototype_id, REGION region_nuts}
  AND {after id $4 $5}
ORDER BY {order id}
LIMIT $6;

-- name: demonstrator_count
-- row: int
-- Region, whether they travel, what they lack.
SELECT count(*) FROM demonstrator
WHERE ($1::text IS NULL OR starts_with(region_nuts, $1)) AND ($2::boolean IS NULL OR is_travelling = $2)
  AND {without $3 PROTOTYPE prototype_id, REGION region_nuts};

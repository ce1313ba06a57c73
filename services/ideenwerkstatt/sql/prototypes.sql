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
  AND ($2::text[] IS NULL OR NOT (
    ('IDEA' = ANY($2) AND idea_id IS NOT NULL) OR ('LICENSE' = ANY($2) AND license IS NOT NULL)
    OR ('REPOSITORY' = ANY($2) AND repository_url IS NOT NULL)
    OR ('DATASET' = ANY($2) AND cardinality(dataset_ids) > 0)))
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
SELECT p.*, project_id AS parent FROM prototype_view p WHERE project_id = ANY($1::text[]) ORDER BY id;

-- name: prototypes_of_idea
-- row: PrototypeUnder
SELECT p.*, idea_id AS parent FROM prototype_view p WHERE idea_id = ANY($1::text[]) ORDER BY id;

-- name: prototypes_of_dataset
-- row: PrototypeUnder
SELECT p.*, s.dataset_id AS parent
FROM prototype_dataset s JOIN prototype_view p ON p.id = s.prototype_id
WHERE s.dataset_id = ANY($1::text[])
ORDER BY p.id;

-- name: demonstrators_by_id
-- row: DemonstratorRow
SELECT * FROM demonstrator_view WHERE id = ANY($1::text[]);

-- name: demonstrators_of_region
-- row: DemonstratorUnder
-- A region contains the regions whose NUTS codes begin with its own.
SELECT d.*, asked.nuts AS parent
FROM unnest($1::text[]) AS asked (nuts) JOIN demonstrator_view d ON starts_with(d.region_nuts, asked.nuts)
ORDER BY d.id;

-- name: prototypes_by_id
-- row: PrototypeRow
SELECT * FROM prototype_view WHERE id = ANY($1::text[]);

-- name: prototypes
-- row: PrototypeRow
SELECT * FROM prototype_view
WHERE ($1::text[] IS NULL OR stage = ANY($1)) AND id > coalesce($2::text, '')
ORDER BY id
LIMIT $3;

-- name: prototype_place
-- row: str
SELECT id FROM prototype WHERE id = $1;

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

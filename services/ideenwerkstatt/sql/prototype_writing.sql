-- Prototypes and measured footprints: who builds, measures and writes.

-- name: is_builder
-- row: bool
-- Takes part in the project, acts for who does, or is one of its experts: project, member.
SELECT EXISTS (SELECT FROM project_participant WHERE project_id = $1 AND speaks_for($2, actor_id))
    OR EXISTS (SELECT FROM project_expert pe JOIN expert e ON e.id = pe.expert_id WHERE pe.project_id = $1 AND e.actor_id = $2);

-- name: built_prototypes_by_ids
-- row: OwnRow
-- Those of the prototypes that the member builds.
SELECT p.id FROM prototype p
WHERE p.id = ANY ($1::text[]) AND (
  EXISTS (SELECT FROM project_participant a WHERE a.project_id = p.project_id AND speaks_for($2, a.actor_id))
  OR EXISTS (SELECT FROM project_expert pe JOIN expert e ON e.id = pe.expert_id
             WHERE pe.project_id = p.project_id AND e.actor_id = $2));

-- name: lock_prototype
-- row: LockedPrototypeRow
SELECT id, stage, project_id FROM prototype WHERE id = $1 FOR UPDATE;

-- name: project_is_there
-- row: bool
SELECT EXISTS (SELECT FROM pilot_project WHERE id = $1);

-- name: make_prototype
-- row: none
INSERT INTO prototype (id, title, stage, idea_id, project_id, ai_methods, model_parameters_million, repository_url, license)
VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8, $9);

-- name: change_prototype
-- row: none
UPDATE prototype SET title = $2, stage = $3, idea_id = $4, project_id = $5, ai_methods = $6::text[],
    model_parameters_million = $7, repository_url = $8, license = $9
WHERE id = $1;

-- name: set_prototype_datasets
-- row: none
WITH gone AS (DELETE FROM prototype_dataset WHERE prototype_id = $1 AND dataset_id <> ALL ($2::text[]))
INSERT INTO prototype_dataset (prototype_id, dataset_id, position)
SELECT $1, id, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place)
ON CONFLICT (prototype_id, dataset_id) DO UPDATE SET position = excluded.position;

-- name: actors_of_project
-- row: str
-- Who takes part, and its experts.
SELECT actor_id FROM project_participant WHERE project_id = $1
UNION
SELECT e.actor_id FROM project_expert pe JOIN expert e ON e.id = pe.expert_id WHERE pe.project_id = $1 AND e.actor_id IS NOT NULL;

-- name: expert_of_actor
-- row: str
SELECT id FROM expert WHERE actor_id = $1;

-- name: project_type
-- row: str
-- Of this house by its own table, of the others by the copy of documents.
SELECT 'PilotProject' FROM pilot_project WHERE id = $1
UNION ALL
SELECT type_name FROM known_document WHERE id = $1 AND type_name IN ('FundedProject', 'DataProject')
LIMIT 1;

-- name: same_assessment
-- row: str
-- The same said again on the same day is the same.
SELECT id FROM sustainability_assessment
WHERE project_id = $1 AND project_type = $2 AND rating = $3 AND training_kwh IS NOT DISTINCT FROM $4
  AND inference_kwh_per_year IS NOT DISTINCT FROM $5 AND co2_kg_per_year IS NOT DISTINCT FROM $6
  AND embodied_co2_kg IS NOT DISTINCT FROM $7 AND method = $8 AND assessed_by IS NOT DISTINCT FROM $9
  AND assessed_on = berlin_day($10::timestamptz);

-- name: make_assessment
-- row: none
INSERT INTO sustainability_assessment (id, project_type, project_id, rating, training_kwh, inference_kwh_per_year,
                                       co2_kg_per_year, embodied_co2_kg, method, assessed_by, assessed_on)
VALUES ($1, $3, $2, $4, $5, $6, $7, $8, $9, $10, berlin_day($11::timestamptz));

-- name: lock_assessed
-- row: bool
-- Two who write about one project at once wait for each other.
SELECT pg_advisory_xact_lock(hashtextextended('assessments of ' || $1, 0)) IS NULL;

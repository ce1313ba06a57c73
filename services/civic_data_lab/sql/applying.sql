-- Changes of data projects. A call is locked before its projects.

-- name: key_used
-- row: KeyRow
SELECT request_digest, response_id FROM idempotency WHERE actor_id = $1 AND key = $2;

-- name: newest_privacy_text
-- row: str
SELECT version FROM privacy_text WHERE published_on <= berlin_day($1::timestamptz) ORDER BY published_on DESC, version DESC LIMIT 1;

-- name: privacy_texts
-- row: PrivacyTextRow
SELECT version, body FROM privacy_text WHERE published_on <= berlin_day($1::timestamptz)
ORDER BY published_on DESC, version DESC LIMIT 1;

-- name: make_project
-- row: none
INSERT INTO data_project (id, programme_slug, title, abstract, status, maturity, runs_from, idea_id, region_ars, applicant_id,
                          stage, call_id, data_description, privacy_text_version, submitted_by, submitted_at)
VALUES ($1, $2, $3, $4::jsonb, 'PLANNED', 'CONCEPT', berlin_day($5::timestamptz), $6, $7, $8, 'SKETCH', $9, $10, $11, $12, $5);

-- name: set_entity_topics
-- row: none
WITH gone AS (DELETE FROM entity_topic WHERE entity_id = $1 AND topic_slug <> ALL ($2::text[]))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT $1, slug, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: write_stage
-- row: none
INSERT INTO data_project_stage (project_id, stage, at, note) VALUES ($1, $2, $3, $4);

-- name: call_of_project
-- row: str
SELECT call_id FROM data_project WHERE id = $1 AND call_id IS NOT NULL;

-- name: lock_call
-- row: LockedCallRow
SELECT c.id, c.places, o.status FROM data_project_call c JOIN support_offer o USING (id) WHERE c.id = $1 FOR UPDATE OF c;

-- name: calls_seen
-- row: CallSeenRow
-- Moment.
SELECT o.id, decided.status AS stored, o.status,
       shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz)) AS programme_status, o.apply_until
FROM offers_at($2::timestamptz) o
JOIN support_offer decided ON decided.id = o.id
JOIN programme_text p ON p.slug = o.programme_slug
WHERE o.id = ANY ($1::text[]);

-- name: may_apply_by_ids
-- row: OwnRow
-- Those members of the network, by the copy, who may hand in for themselves or for one that they act for. Sectors that may not.
SELECT member.id FROM actor_fact member
WHERE member.id = ANY ($1::text[]) AND member.kind = 'MEMBER' AND member.state = 'ACTIVE' AND EXISTS (
  SELECT FROM actor_fact f
  WHERE f.id IN (SELECT member.id UNION ALL SELECT organisation_id FROM acts_for WHERE member_id = member.id)
    AND f.sector <> ALL ($2::text[]));

-- name: taken_places
-- row: int
-- Counted after the lock: who waited for it must see what came meanwhile.
SELECT count(*)::int FROM data_project WHERE call_id = $1 AND stage = ANY ($2::text[]);

-- name: lock_project
-- row: LockedProjectRow
SELECT p.id, p.stage, p.applicant_id, p.learnings IS NOT NULL AS has_learnings,
       (SELECT count(*)::integer FROM dataset d
        WHERE d.project_type = 'DataProject' AND d.project_id = p.id AND d.status IN ('PUBLISHED', 'DEPRECATED'))
         AS published_datasets,
       may_see_project(p.stage, p.applicant_id, $2::boolean, $3::text) AS is_visible,
       coalesce(acts_as($3::text, p.applicant_id), false) AS is_applicant
FROM data_project p WHERE p.id = $1 FOR UPDATE;

-- name: set_stage
-- row: none
UPDATE data_project SET stage = $2, status = $3, maturity = coalesce($4, maturity), learnings = coalesce($5::jsonb, learnings),
  runs_until = CASE WHEN $6::boolean THEN coalesce(runs_until, greatest(berlin_day($7::timestamptz), runs_from)) ELSE runs_until END
WHERE id = $1;

-- name: actors_of_project
-- row: str
SELECT applicant_id FROM data_project WHERE id = $1 AND applicant_id IS NOT NULL
UNION
SELECT actor_id FROM project_participant WHERE project_id = $1;

-- name: project_private
-- row: ProjectPrivateRow
-- What the applicant wrote about the data, for the applicant and the staff; and what the viewer is to the project.
SELECT p.id,
       CASE WHEN $2::boolean OR coalesce(acts_as($3::text, p.applicant_id), false) THEN p.data_description END AS data_description,
       coalesce(acts_as($3::text, p.applicant_id), false) AS is_applicant,
       coalesce(is_in_project(p.id, $3::text), false) AS is_participant
FROM data_project p WHERE p.id = ANY ($1::text[]);

-- name: make_offer
-- row: none
INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, url, published_on)
VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8::text[], $9, $10, berlin_day($11::timestamptz));

-- name: change_offer
-- row: none
UPDATE support_offer SET title = $2::jsonb, summary = $3::jsonb, status = $4, audiences = $5::text[], apply_until = $6, url = $7
WHERE id = $1;

-- name: put_call
-- row: none
INSERT INTO data_project_call (id, places) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET places = excluded.places;

-- name: copy_principles
-- row: none
-- The principles of the call before hold until somebody writes others.
INSERT INTO selection_principle (call_id, key, label, position)
SELECT $1, key, label, position FROM selection_principle
WHERE call_id = (SELECT p.call_id FROM selection_principle p JOIN support_offer o ON o.id = p.call_id
                 WHERE p.call_id <> $1 ORDER BY o.published_on DESC, o.id DESC LIMIT 1);

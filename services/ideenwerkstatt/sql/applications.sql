-- Applications to become a pilot project: seen by who acts for the applicant, by staff and experts; changed under the
-- lock of the call's row, then their own.

-- name: visible_applications_by_ids
-- row: ApplicationRow
-- Viewer, is staff, has the scope of experts.
SELECT id, call_id, applicant_id, idea_id, title, description, needs, plan, status, submitted_at, decision_note
FROM pilot_application
WHERE id = ANY ($1::text[]) AND reads_application($2, $3, $4, applicant_id);

-- name: applications_of_call
-- row: ApplicationUnder
-- order: NEWEST moment submitted_at
-- States, first and last moment of handing in, after (time, id), limit.
SELECT listed.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT id, call_id, applicant_id, idea_id, title, description, needs, plan, status, submitted_at, decision_note
  FROM pilot_application
  WHERE call_id = asked.id AND ($2::text[] IS NULL OR status = ANY ($2))
    AND {within moment $3 $4 submitted_at} AND {after id along $5 $6}
  ORDER BY {order id along}
  LIMIT $7
) listed;

-- name: application_count_of_call
-- row: CountUnder
SELECT call_id AS parent, count(*)::integer AS count FROM pilot_application
WHERE call_id = ANY ($1::text[]) AND ($2::text[] IS NULL OR status = ANY ($2)) AND {within moment $3 $4 submitted_at}
GROUP BY call_id;

-- name: applications_of_actor
-- row: ApplicationUnder
-- order: NEWEST moment submitted_at
-- Of an organisation, or of those that a member acts for: first and last moment of handing in, after (time, id), limit.
SELECT listed.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT id, call_id, applicant_id, idea_id, title, description, needs, plan, status, submitted_at, decision_note
  FROM pilot_application
  WHERE applicant_id IN (SELECT asked.id UNION ALL SELECT organisation_id FROM acts_for WHERE member_id = asked.id)
    AND {within moment $2 $3 submitted_at} AND {after id along $4 $5}
  ORDER BY {order id along}
  LIMIT $6
) listed;

-- name: application_count_of_actor
-- row: CountUnder
SELECT asked.id AS parent, count(*)::integer AS count
FROM unnest($1::text[]) AS asked (id)
JOIN pilot_application ON applicant_id IN (SELECT asked.id UNION ALL SELECT organisation_id FROM acts_for WHERE member_id = asked.id)
WHERE {within moment $2 $3 submitted_at}
GROUP BY asked.id;

-- name: project_of_application
-- row: PilotProjectUnder
SELECT v.*, p.application_id AS parent FROM pilot_project p JOIN pilot_project_view v ON v.id = p.id
WHERE p.application_id = ANY ($1::text[]);

-- name: call_of_application
-- row: str
SELECT call_id FROM pilot_application WHERE id = $1;

-- name: applications_seen
-- row: LockedApplicationRow
-- Viewer, is staff, has the scope of experts.
SELECT a.id, a.call_id, a.applicant_id, a.status, a.title, a.description, a.idea_id, a.topic_slugs, a.plan,
       speaks_for($2, a.applicant_id) AS is_own, reads_application($2, $3, $4, a.applicant_id) AS is_visible, c.phase
FROM pilot_application a JOIN pilot_call c ON c.id = a.call_id
WHERE a.id = ANY ($1::text[]);

-- name: lock_application
-- row: LockedApplicationRow
-- Viewer, is staff, has the scope of experts.
SELECT a.id, a.call_id, a.applicant_id, a.status, a.title, a.description, a.idea_id, a.topic_slugs, a.plan,
       speaks_for($2, a.applicant_id) AS is_own, reads_application($2, $3, $4, a.applicant_id) AS is_visible, c.phase
FROM pilot_application a JOIN pilot_call c ON c.id = a.call_id
WHERE a.id = $1 FOR UPDATE OF a;

-- name: make_application
-- row: str
-- One of an applicant in a call; none comes back when there is one already.
INSERT INTO pilot_application (id, call_id, applicant_id, submitted_by, idea_id, title, description, needs, topic_slugs, status,
                               submitted_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9::text[], 'SUBMITTED', $10)
ON CONFLICT (call_id, applicant_id) WHERE status <> 'WITHDRAWN' DO NOTHING
RETURNING id;

-- name: application_of_applicant
-- row: str
SELECT id FROM pilot_application WHERE call_id = $1 AND applicant_id = $2 AND status <> 'WITHDRAWN';

-- name: calls_to_apply_in
-- row: OwnRow
-- Those calls in which a member acts for somebody who may apply, by the copy, and has no application yet.
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
WHERE EXISTS (
  SELECT FROM actor_fact member
  JOIN acts_for a ON a.member_id = member.id
  JOIN actor_fact f ON f.id = a.organisation_id AND f.kind = 'ORGANISATION' AND f.is_non_profit
  WHERE member.id = $2 AND member.kind = 'MEMBER' AND member.state = 'ACTIVE' AND NOT EXISTS (
    SELECT FROM pilot_application p
    WHERE p.call_id = wanted.id AND p.applicant_id = f.id AND p.status <> 'WITHDRAWN'));

-- name: topics_of_call
-- row: str
SELECT topic_slug FROM entity_topic WHERE entity_id = $1 ORDER BY position, topic_slug;

-- name: set_application_status
-- row: none
UPDATE pilot_application SET status = $2, decision_note = coalesce($3, decision_note),
    decided_at = coalesce($4::timestamptz, decided_at)
WHERE id = $1;

-- name: write_plan
-- row: none
UPDATE pilot_application SET plan = $2, status = 'STAGE_TWO_SUBMITTED' WHERE id = $1;

-- name: count_applications
-- row: int
SELECT count(*)::integer FROM pilot_application WHERE call_id = $1 AND status = ANY ($2::text[]);

-- name: states_of_applications_of_call
-- row: StateCountUnder
SELECT status, count(*) AS count, call_id AS parent FROM pilot_application WHERE call_id = ANY ($1::text[])
GROUP BY call_id, status;

-- name: applicants_of_call
-- row: str
SELECT DISTINCT applicant_id FROM pilot_application WHERE call_id = $1 AND status <> 'WITHDRAWN' ORDER BY applicant_id;

-- name: make_project
-- row: none
-- Supported for a year, from the day of the selection.
INSERT INTO pilot_project (id, programme_slug, title, abstract, status, maturity, runs_from, runs_until, idea_id, call_id, application_id)
VALUES ($1, $2, $3, $4::jsonb, 'PLANNED', 'CONCEPT', berlin_day($5::timestamptz),
        (berlin_day($5::timestamptz) + interval '1 year - 1 day')::date, $6, $7, $8);

-- name: make_participant
-- row: none
INSERT INTO project_participant (project_id, actor_id, position) VALUES ($1, $2, 0);

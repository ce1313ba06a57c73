-- Applications: read by who may see them (application_is_visible), changed under the lock of the call's row, then their own.

-- name: visible_applications_by_ids
-- row: ApplicationRow
SELECT id, reference_number, call_id, title, abstract, idea_id, consortium_name, status, version, submitted_at
FROM grant_application
WHERE id = ANY ($1::text[]) AND application_is_visible(id, $2::text, $3::boolean);

-- name: applications_of_call
-- row: ApplicationUnder
-- order: REFERENCE text reference_number
-- order: SUBMITTED moment coalesce(submitted_at, '1970-01-01Z'::timestamptz)
-- States, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT id, reference_number, call_id, title, abstract, idea_id, consortium_name, status, version, submitted_at
    FROM grant_application
    WHERE call_id = wanted.id AND ($2::text[] IS NULL OR status = ANY ($2))
      AND {within moment? $3 $4 submitted_at} AND {after id $5 $6}
    ORDER BY {order id}
    LIMIT $7
) AS listed;

-- name: application_count_of_call
-- row: CountUnder
SELECT call_id AS parent, count(*) AS count
FROM grant_application
WHERE call_id = ANY ($1::text[]) AND ($2::text[] IS NULL OR status = ANY ($2))
  AND {within moment? $3 $4 submitted_at}
GROUP BY call_id;

-- name: applications_of_organisation
-- row: ApplicationUnder
-- order: REFERENCE text reference_number
-- order: SUBMITTED moment coalesce(submitted_at, '1970-01-01Z'::timestamptz)
-- Viewer, is staff, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT id, reference_number, call_id, title, abstract, idea_id, consortium_name, status, version, submitted_at
    FROM grant_application
    WHERE id IN (SELECT application_id FROM application_partner
                 WHERE organisation_id = wanted.id AND status <> 'DECLINED')
      AND ($3::boolean OR EXISTS (SELECT FROM acts_for WHERE member_id = $2::text AND organisation_id = wanted.id))
      AND {within moment? $4 $5 submitted_at} AND {after id $6 $7}
    ORDER BY {order id}
    LIMIT $8
) AS listed;

-- name: applications_of_member
-- row: ApplicationUnder
-- order: REFERENCE text reference_number
-- order: SUBMITTED moment coalesce(submitted_at, '1970-01-01Z'::timestamptz)
-- Of the organisations that the member acts for. First and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT id, reference_number, call_id, title, abstract, idea_id, consortium_name, status, version, submitted_at
    FROM grant_application
    WHERE id IN (SELECT partner.application_id
                 FROM acts_for JOIN application_partner AS partner USING (organisation_id)
                 WHERE acts_for.member_id = wanted.id AND partner.status <> 'DECLINED')
      AND {within moment? $2 $3 submitted_at} AND {after id $4 $5}
    ORDER BY {order id}
    LIMIT $6
) AS listed;

-- name: application_place
-- row: place
-- order: REFERENCE text reference_number
-- order: SUBMITTED moment coalesce(submitted_at, '1970-01-01Z'::timestamptz)
-- Of one that the viewer may see: id, viewer, is staff.
SELECT {by} FROM grant_application WHERE id = $1 AND application_is_visible(id, $2::text, $3::boolean);

-- name: partners_of_application
-- row: ApplicationPartnerUnder
SELECT organisation_id, role, sector, requested, status, answered_at, application_id AS parent
FROM application_partner
WHERE application_id = ANY ($1::text[])
ORDER BY application_id, position;

-- name: steps_of_application
-- row: StepUnder
SELECT status, at, note, application_id AS parent
FROM application_step
WHERE application_id = ANY ($1::text[])
ORDER BY application_id, number;

-- name: project_of_application
-- row: ProjectUnder
SELECT id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until, idea_id,
       region_ars, repository_url, license, consortium_name, funding, application_id AS parent
FROM funded_project
WHERE application_id = ANY ($1::text[]);

-- name: own_organisations_by_ids
-- row: OwnRow
SELECT DISTINCT organisation_id AS id FROM acts_for WHERE organisation_id = ANY ($1::text[]) AND member_id = $2::text;

-- name: lock_call
-- row: LockedCallRow
SELECT call.id, call.programme_slug, call.phase, call.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       call.apply_until, call.application_until, call.max_funding_per_project, call.min_partners, call.required_sectors
FROM funding_call AS call
JOIN programme_text AS programme ON programme.slug = call.programme_slug
WHERE call.id = $1
FOR UPDATE OF call;

-- name: share_call
-- row: LockedCallRow
SELECT call.id, call.programme_slug, call.phase, call.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       call.apply_until, call.application_until, call.max_funding_per_project, call.min_partners, call.required_sectors
FROM funding_call AS call
JOIN programme_text AS programme ON programme.slug = call.programme_slug
WHERE call.id = $1
FOR SHARE OF call;

-- name: calls_seen
-- row: LockedCallRow
SELECT call.id, call.programme_slug, call.phase, call.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       call.apply_until, call.application_until, call.max_funding_per_project, call.min_partners, call.required_sectors
FROM funding_call AS call
JOIN programme_text AS programme ON programme.slug = call.programme_slug
WHERE call.id = ANY ($1::text[]);

-- name: make_call
-- row: none
INSERT INTO funding_call (id, programme_slug, title, summary, status, phase, audiences, url, guideline_url,
                          project_management_agency, max_funding_per_project, budget, min_partners, required_sectors,
                          apply_until, application_until)
VALUES ($1, $2, $3::jsonb, $4::jsonb, 'ANNOUNCED', 'ANNOUNCED', $5::text[], $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: change_call
-- row: none
UPDATE funding_call SET title = $2::jsonb, summary = $3::jsonb, audiences = $4::text[], url = $5, guideline_url = $6,
    project_management_agency = $7, max_funding_per_project = $8, budget = $9, min_partners = $10, required_sectors = $11,
    apply_until = $12, application_until = $13
WHERE id = $1;

-- name: set_call_phase
-- row: none
UPDATE funding_call SET phase = $2, status = coalesce($3, status),
    opens_at = CASE WHEN $2 = 'EXPRESSION_OF_INTEREST' THEN coalesce(opens_at, $4::timestamptz) ELSE opens_at END
WHERE id = $1;

-- name: count_unfinished
-- row: int
SELECT count(*)::int FROM grant_application WHERE call_id = $1 AND status = ANY ($2::text[]);

-- name: unfinished_count_of_call
-- row: CountUnder
SELECT call_id AS parent, count(*) AS count
FROM grant_application
WHERE call_id = ANY ($1::text[]) AND status = ANY ($2::text[])
GROUP BY call_id;

-- name: actors_of_call
-- row: str
SELECT DISTINCT acts_for.member_id
FROM grant_application AS application
JOIN application_partner AS partner ON partner.application_id = application.id
JOIN acts_for USING (organisation_id)
WHERE application.call_id = $1 AND partner.status <> 'DECLINED' AND application.status <> 'WITHDRAWN';

-- name: actors_of_application
-- row: str
SELECT DISTINCT acts_for.member_id
FROM application_partner AS partner JOIN acts_for USING (organisation_id)
WHERE partner.application_id = $1 AND partner.status <> 'DECLINED';

-- name: call_of_application
-- row: str
SELECT call_id FROM grant_application WHERE id = $1;

-- name: lock_application
-- row: LockedApplicationRow
SELECT application.id, application.call_id, application.status, application.version, application.title, application.abstract,
       application.idea_id, application.consortium_name,
       application_is_visible(application.id, $2::text, $3::boolean) AS is_visible,
       EXISTS (SELECT FROM application_partner AS partner JOIN acts_for USING (organisation_id)
               WHERE partner.application_id = application.id AND partner.role = 'COORDINATOR'
                 AND acts_for.member_id = $2::text) AS is_coordinator
FROM grant_application AS application
WHERE application.id = $1
FOR UPDATE;

-- name: applications_seen
-- row: LockedApplicationRow
SELECT application.id, application.call_id, application.status, application.version, application.title, application.abstract,
       application.idea_id, application.consortium_name,
       application_is_visible(application.id, $2::text, $3::boolean) AS is_visible,
       EXISTS (SELECT FROM application_partner AS partner JOIN acts_for USING (organisation_id)
               WHERE partner.application_id = application.id AND partner.role = 'COORDINATOR'
                 AND acts_for.member_id = $2::text) AS is_coordinator
FROM grant_application AS application
WHERE application.id = ANY ($1::text[]);

-- name: next_application_number
-- row: int
INSERT INTO call_counter (call_id, last)
SELECT $1, 1 + coalesce(max(substring(reference_number FROM '[0-9]+$')::int), 0) FROM grant_application WHERE call_id = $1
ON CONFLICT (call_id) DO UPDATE SET last = call_counter.last + 1
RETURNING last;

-- name: make_application
-- row: none
INSERT INTO grant_application (id, reference_number, call_id, title, abstract, idea_id, consortium_name, status, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'DRAFT', $8);

-- name: change_application
-- row: none
UPDATE grant_application SET title = $2, abstract = $3, idea_id = $4, consortium_name = $5, version = version + 1 WHERE id = $1;

-- name: drop_partners
-- row: none
DELETE FROM application_partner WHERE application_id = $1 AND organisation_id <> ALL ($2::text[]);

-- name: put_partner
-- row: none
INSERT INTO application_partner (application_id, organisation_id, position, role, sector, requested, status, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (application_id, organisation_id) DO UPDATE SET position = excluded.position, role = excluded.role,
    sector = excluded.sector, requested = excluded.requested, status = excluded.status, answered_at = excluded.answered_at;

-- name: answer_partner
-- row: none
UPDATE application_partner SET status = $3, answered_at = $4 WHERE application_id = $1 AND organisation_id = $2;

-- name: write_step
-- row: none
INSERT INTO application_step (application_id, number, status, at, note)
SELECT $1, 1 + count(*), $2, $3, $4 FROM application_step WHERE application_id = $1;

-- name: set_application_status
-- row: none
UPDATE grant_application SET status = $2, submitted_at = coalesce($3, submitted_at) WHERE id = $1;

-- name: make_project
-- row: str
-- Once for each application.
INSERT INTO funded_project (id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, idea_id,
                            consortium_name, funding, application_id)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, 'PLANNED', 'CONCEPT', berlin_day($7::timestamptz), $8, $9, $10, $11)
ON CONFLICT (application_id) DO NOTHING
RETURNING id;

-- name: make_partner
-- row: none
INSERT INTO consortium_partner (project_id, organisation_id, position, role, sector, funding) VALUES ($1, $2, $3, $4, $5, $6);

-- name: make_share
-- row: none
INSERT INTO funding_share (project_id, organisation_id, year, amount)
VALUES ($1, $2, extract(year FROM berlin_day($3::timestamptz))::int, $4);

-- name: copy_topics
-- row: none
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT $2, topic_slug, position FROM entity_topic WHERE entity_id = $1;

-- name: lock_project
-- row: LockedProjectRow
SELECT status, maturity, repository_url, license FROM funded_project WHERE id = $1 FOR UPDATE;

-- name: change_project
-- row: none
UPDATE funded_project SET status = $2, repository_url = $3, license = $4, maturity = $5 WHERE id = $1;

-- name: actors_of_project
-- row: str
SELECT DISTINCT member_id FROM consortium_partner JOIN acts_for USING (organisation_id) WHERE project_id = $1;

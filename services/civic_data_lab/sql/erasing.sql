-- The house's part of an erasure and of an export (domain_slice2 2.12): $1 is the member.

-- name: future_sessions_of
-- row: str
SELECT id FROM session_view WHERE member_id = $1 AND status IN ('REQUESTED', 'CONFIRMED') AND starts_at > $2 ORDER BY id;

-- name: sketches_of
-- row: str
-- What the member alone applied for, before its kick-off.
SELECT id FROM data_project WHERE applicant_id = $1 AND stage = ANY ($2::text[]) ORDER BY id;

-- name: empty_concerns
-- row: none
UPDATE consultation_session SET concern = '', idea_id = NULL WHERE member_id = $1;

-- name: empty_sketches
-- row: none
-- What never became public is emptied; a public project stays, without what was written for the staff alone.
UPDATE data_project SET data_description = NULL,
  title = CASE WHEN stage_is_public(stage) THEN title ELSE '' END,
  abstract = CASE WHEN stage_is_public(stage) THEN abstract ELSE '{"de": ""}' END,
  methods = CASE WHEN stage_is_public(stage) THEN methods ELSE '{}' END,
  learnings = CASE WHEN stage_is_public(stage) THEN learnings END,
  repository_url = CASE WHEN stage_is_public(stage) THEN repository_url END,
  license = CASE WHEN stage_is_public(stage) THEN license END
WHERE applicant_id = $1;

-- name: forget_submitter
-- row: none
UPDATE data_project SET submitted_by = NULL WHERE submitted_by = $1;

-- name: empty_notes_of_sketches
-- row: none
UPDATE data_project_stage s SET note = NULL FROM data_project p
WHERE p.id = s.project_id AND p.applicant_id = $1 AND NOT stage_is_public(s.stage);

-- name: drop_drafts_of
-- row: none
-- A person's own data sets that nobody has seen; published ones stay, without the address of the contact.
DELETE FROM dataset WHERE publisher_id = $1 AND status IN ('DRAFT', 'IN_REVIEW') AND issued IS NULL;

-- name: empty_contacts
-- row: none
UPDATE dataset SET contact_point = NULL, review_note = NULL WHERE publisher_id = $1;

-- name: forget_writer
-- row: none
UPDATE dataset SET saved_by = NULL WHERE saved_by = $1;

-- name: drop_enrolments_of
-- row: none
DELETE FROM enrolment WHERE member_id = $1;

-- name: forget_host
-- row: none
DELETE FROM community_format_host WHERE actor_id = $1;

-- name: export_of_member
-- row: dict
SELECT jsonb_build_object(
  'consultations', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', x.id, 'startsAt', x.starts_at, 'concern', x.concern, 'status', x.status, 'outcome', x.outcome,
      'onBehalfOf', x.on_behalf_of, 'ideaId', x.idea_id, 'dataProjectId', x.data_project_id) ORDER BY x.starts_at, x.id), '[]')
    FROM session_view x WHERE x.member_id = $1),
  'dataProjects', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'title', p.title, 'abstract', p.abstract, 'stage', p.stage, 'dataDescription', p.data_description,
      'applicantId', p.applicant_id, 'submittedAt', p.submitted_at, 'privacyTextVersion', p.privacy_text_version)
      ORDER BY p.id), '[]')
    FROM data_project p WHERE p.applicant_id = $1 OR p.submitted_by = $1),
  'participation', (SELECT coalesce(jsonb_agg(a.project_id ORDER BY a.project_id), '[]') FROM project_participant a
    WHERE a.actor_id = $1),
  'dataSets', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', d.id, 'uri', d.uri, 'title', d.title, 'description', d.description, 'status', d.status,
      'contactPoint', d.contact_point, 'publisherId', d.publisher_id) ORDER BY d.id), '[]')
    FROM dataset d WHERE d.publisher_id = $1 OR d.saved_by = $1),
  'enrolments', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', e.id, 'moduleId', e.module_id, 'status', e.status, 'progressPercent', e.progress_percent,
      'enrolledAt', e.enrolled_at, 'completedAt', e.completed_at) ORDER BY e.enrolled_at, e.id), '[]')
    FROM enrolment e WHERE e.member_id = $1),
  'formatsHosted', (SELECT coalesce(jsonb_agg(h.format_id ORDER BY h.format_id), '[]') FROM community_format_host h
    WHERE h.actor_id = $1),
  'actor', (SELECT to_jsonb(f) FROM actor_fact f WHERE f.id = $1),
  'actsFor', (SELECT coalesce(jsonb_agg(a.organisation_id ORDER BY a.organisation_id), '[]') FROM acts_for a
    WHERE a.member_id = $1),
  'requestKeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'at', k.at) ORDER BY k.at), '[]')
    FROM idempotency k WHERE k.actor_id = $1),
  'journal', (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'action', j.action, 'type', j.entity_type, 'id', j.entity_id, 'at', j.at) ORDER BY j.id), '[]')
    FROM journal j WHERE j.actor_id = $1)) AS member;

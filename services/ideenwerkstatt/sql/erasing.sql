-- What the house has of a member: emptied when the account is erased, given out when the member asks for it.

-- name: future_bookings_of
-- row: str
-- Slots that an actor has booked and that are not over at a moment.
SELECT b.slot_id FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id
WHERE b.actor_id = $1 AND s.status = 'BOOKED' AND s.starts_at > $2::timestamptz ORDER BY b.slot_id;

-- name: future_slots_of_expert
-- row: str
SELECT s.id FROM consultation_slot s JOIN expert e ON e.id = s.expert_id
WHERE e.actor_id = $1 AND s.status IN ('FREE', 'HELD_BACK', 'BOOKED') AND s.starts_at > $2::timestamptz ORDER BY s.id;

-- name: applications_without_others
-- row: str
-- In one of the states, of an organisation for which nobody but the member acts.
SELECT a.id FROM pilot_application a
WHERE a.status = ANY ($2::text[])
  AND (a.submitted_by = $1 OR EXISTS (SELECT FROM acts_for f WHERE f.member_id = $1 AND f.organisation_id = a.applicant_id))
  AND NOT EXISTS (SELECT FROM acts_for f WHERE f.member_id <> $1 AND f.organisation_id = a.applicant_id)
ORDER BY a.call_id, a.id;

-- name: empty_questions
-- row: none
UPDATE slot_booking SET question = '', outcome = NULL WHERE actor_id = $1;

-- name: forget_submitter
-- row: none
UPDATE pilot_application SET submitted_by = NULL WHERE submitted_by = $1;

-- name: forget_registrar
-- row: none
UPDATE workshop_registration SET registered_by = NULL WHERE registered_by = $1;

-- name: forget_expert
-- row: none
UPDATE expert SET actor_id = NULL, accepts_consultations = false WHERE actor_id = $1;

-- name: forget_host
-- row: none
DELETE FROM workshop_host WHERE actor_id = $1;

-- name: forget_participant
-- row: none
DELETE FROM project_participant WHERE actor_id = $1;

-- name: export_of_member
-- row: dict
SELECT jsonb_build_object(
  'workshopRegistrations', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'workshopId', r.workshop_id, 'workshop', o.title ->> 'de',
      'status', r.status, 'registeredAt', r.registered_at) ORDER BY r.queue_number), '[]')
    FROM workshop_registration r JOIN support_offer o ON o.id = r.workshop_id WHERE r.actor_id = $1),
  'registeredForOrganisations', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'workshopId', r.workshop_id, 'organisationId', r.actor_id,
      'registeredAt', r.registered_at) ORDER BY r.queue_number), '[]')
    FROM workshop_registration r WHERE r.registered_by = $1 AND r.actor_id <> $1),
  'consultations', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('slotId', b.slot_id, 'startsAt', s.starts_at, 'status', s.status,
      'for', b.actor_id, 'question', b.question, 'ideaId', b.idea_id, 'bookedAt', b.booked_at, 'outcome', b.outcome)
      ORDER BY b.booked_at), '[]')
    FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id WHERE b.actor_id = $1 OR b.booked_by = $1),
  'pilotApplications', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'callId', a.call_id, 'applicantId', a.applicant_id,
      'title', a.title, 'description', a.description, 'needs', a.needs, 'plan', a.plan, 'status', a.status,
      'submittedAt', a.submitted_at, 'decisionNote', a.decision_note) ORDER BY a.submitted_at), '[]')
    FROM pilot_application a WHERE a.submitted_by = $1),
  'expertise', (
    SELECT jsonb_build_object('id', e.id, 'fields', e.fields, 'languages', e.languages,
      'acceptsConsultations', e.accepts_consultations)
    FROM expert e WHERE e.actor_id = $1),
  'hostOf', (SELECT coalesce(jsonb_agg(h.workshop_id ORDER BY h.workshop_id), '[]') FROM workshop_host h WHERE h.actor_id = $1),
  'pilotProjects', (
    SELECT coalesce(jsonb_agg(p.project_id ORDER BY p.project_id), '[]') FROM project_participant p WHERE p.actor_id = $1),
  'actor', (SELECT to_jsonb(f) FROM actor_fact f WHERE f.id = $1),
  'actsFor', (SELECT coalesce(jsonb_agg(a.organisation_id ORDER BY a.organisation_id), '[]') FROM acts_for a
    WHERE a.member_id = $1),
  'requestKeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'at', k.at) ORDER BY k.at), '[]')
    FROM idempotency k WHERE k.actor_id = $1),
  'assessments', (
    SELECT coalesce(jsonb_agg(s.project_id ORDER BY s.project_id), '[]') FROM sustainability_assessment s WHERE s.assessed_by = $1),
  'journal', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('type', j.entity_type, 'id', j.entity_id, 'action', j.action, 'at', j.at)
      ORDER BY j.id), '[]')
    FROM journal j WHERE j.actor_id = $1));

-- name: handle_of
-- row: str
SELECT handle FROM actor WHERE id = $1;

-- name: open_erasure
-- row: str
SELECT id FROM erasure_request WHERE member_id = $1 AND status IN ('REQUESTED', 'COLLECTING');

-- name: make_erasure
-- row: none
INSERT INTO erasure_request (id, member_id, requested_at, scheduled_for) VALUES ($1, $2, $3, $4);

-- name: make_erasure_steps
-- row: none
INSERT INTO erasure_step (request_id, house) SELECT $1, house FROM unnest($2::text[]) house;

-- name: newest_erasure
-- row: ErasureRow
SELECT id, member_id, status, requested_at, scheduled_for, completed_at FROM erasure_request
WHERE member_id = $1 ORDER BY requested_at DESC, id DESC LIMIT 1 FOR UPDATE;

-- name: set_erasure
-- row: none
UPDATE erasure_request SET status = $2 WHERE id = $1;

-- name: due_erasures
-- row: ErasureRow
SELECT id, member_id, status, requested_at, scheduled_for, completed_at FROM erasure_request
WHERE status = 'REQUESTED' AND scheduled_for <= $1 ORDER BY scheduled_for, id LIMIT 100 FOR UPDATE;

-- name: begin_erasure
-- row: none
UPDATE erasure_request SET status = 'COLLECTING', began_at = $2 WHERE id = $1;

-- name: complete_step
-- row: none
-- Of the account's erasure; a house that tells it again changes nothing.
UPDATE erasure_step s SET status = 'COMPLETED', at = $3, kept = $4::jsonb FROM erasure_request r
WHERE r.id = s.request_id AND r.member_id = $1 AND r.status = 'COLLECTING' AND s.house = $2 AND s.status <> 'COMPLETED';

-- name: complete_erasure
-- row: none
UPDATE erasure_request r SET status = 'COMPLETED', completed_at = $2
WHERE r.member_id = $1 AND r.status = 'COLLECTING'
  AND NOT EXISTS (SELECT FROM erasure_step s WHERE s.request_id = r.id AND s.status <> 'COMPLETED');

-- name: late_steps
-- row: LateRow
SELECT s.house, count(*)::int AS count FROM erasure_request r JOIN erasure_step s ON s.request_id = r.id
WHERE r.status = 'COLLECTING' AND r.began_at < $1 AND s.status <> 'COMPLETED' GROUP BY s.house ORDER BY s.house;

-- name: overdue_erasures
-- row: int
-- Due for longer than a day, and not begun: the background work fails.
SELECT count(*)::int FROM erasure_request WHERE status = 'REQUESTED' AND scheduled_for < $1::timestamptz - interval '1 day';

-- name: erasures_by_ids
-- row: ErasureRow
SELECT id, member_id, status, requested_at, scheduled_for, completed_at FROM erasure_request
WHERE id = ANY ($1::text[]) AND (member_id = $2 OR $3);

-- name: erasures_of_members
-- row: ErasureRow
-- The newest of each; key is the member.
SELECT DISTINCT ON (member_id) id, member_id, status, requested_at, scheduled_for, completed_at FROM erasure_request
WHERE member_id = ANY ($1::text[]) ORDER BY member_id, requested_at DESC, id DESC;

-- name: erasures_listed
-- row: ErasureRow
-- order: NEWEST moment requested_at
SELECT id, member_id, status, requested_at, scheduled_for, completed_at FROM erasure_request
WHERE ($1::text[] IS NULL OR status = ANY ($1)) AND {within moment $2 $3 requested_at} AND {after id along $4 $5}
ORDER BY {order id along} LIMIT $6;

-- name: count_erasures
-- row: int
SELECT count(*)::int FROM erasure_request
WHERE ($1::text[] IS NULL OR status = ANY ($1)) AND {within moment $2 $3 requested_at};

-- name: steps_of_erasures
-- row: StepUnder
SELECT s.house, s.status, s.at, s.kept, p.slug, p.type_name, s.request_id AS parent FROM erasure_step s
LEFT JOIN programme_ref p ON p.type_name = CASE s.house WHEN 'marketplace' THEN 'CivicCodingProgramme' WHEN 'cip' THEN 'CipProgramme'
  WHEN 'ideenwerkstatt' THEN 'IdeenwerkstattProgramme' ELSE 'CivicDataLabProgramme' END
WHERE s.request_id = ANY ($1::text[]) ORDER BY s.request_id, p.position, s.house;

-- name: teams_of_member
-- row: TeamPlaceRow
-- The teams that the member is on: the member, and who of the others is still here.
SELECT t.idea_id, t.actor_id, t.role FROM idea_team mine JOIN idea_team t ON t.idea_id = mine.idea_id
WHERE mine.actor_id = $1 AND (t.actor_id = $1 OR is_present(t.actor_id)) ORDER BY t.idea_id, t.joined_at, t.actor_id;

-- name: lock_ideas
-- row: str
SELECT id FROM idea WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE;

-- name: lead_idea
-- row: none
UPDATE idea_team SET role = 'OWNER' WHERE idea_id = $1 AND actor_id = $2;

-- name: step_back
-- row: none
-- What was contributed stays, by somebody without a name.
UPDATE idea_team SET role = 'CONTRIBUTOR' WHERE actor_id = $1 AND idea_id = ANY ($2::text[]) AND role IN ('OWNER', 'CO_AUTHOR');

-- name: empty_idea
-- row: none
UPDATE idea SET title = '', summary = '', problem = '', solution = '', common_good_benefit = '', target_groups = '{}',
  data_needs = NULL, review_note = NULL, region_ars = NULL, slug = lower(replace(id, '_', '-')), status = 'WITHDRAWN', updated_at = $2
WHERE id = $1;

-- name: empty_versions
-- row: int
SELECT empty_versions($1);

-- name: empty_open_roles
-- row: none
DELETE FROM open_role WHERE idea_id = $1;

-- name: empty_amendments_of_idea
-- row: none
-- They hold the whole text.
UPDATE amendment SET body = '{"title": "", "summary": ""}', note = '', decision_note = NULL,
  status = CASE WHEN status = 'PROPOSED' THEN 'OUTDATED' ELSE status END WHERE idea_id = $1;

-- name: empty_amendments
-- row: none
-- What was accepted is part of the idea.
UPDATE amendment SET body = '{"title": "", "summary": ""}', note = '', status = CASE WHEN status = 'PROPOSED' THEN 'WITHDRAWN' ELSE status END,
  decided_at = CASE WHEN status = 'PROPOSED' THEN $2 ELSE decided_at END
WHERE author_id = $1 AND status <> 'ACCEPTED';

-- name: empty_team_requests
-- row: none
-- The note is of who answered: of an invitation who was invited.
UPDATE team_request SET message = CASE WHEN sender_id = $1 THEN '' ELSE message END,
  decision_note = CASE WHEN actor_id = $1 AND kind = 'INVITATION' THEN NULL ELSE decision_note END,
  status = CASE WHEN status = 'PENDING' THEN 'WITHDRAWN' ELSE status END,
  decided_at = CASE WHEN status = 'PENDING' THEN $2 ELSE decided_at END
WHERE sender_id = $1 OR actor_id = $1;

-- name: empty_contact_requests
-- row: none
UPDATE contact_request SET message = CASE WHEN from_id = $1 THEN '' ELSE message END,
  status = CASE WHEN status <> 'PENDING' THEN status WHEN from_id = $1 THEN 'WITHDRAWN' ELSE 'EXPIRED' END,
  decided_at = CASE WHEN status = 'PENDING' THEN $2 ELSE decided_at END
WHERE from_id = $1 OR to_id = $1;

-- name: empty_messages
-- row: none
UPDATE message SET body = NULL WHERE sender_id = $1 AND body IS NOT NULL;

-- name: forget_reporter
-- row: none
-- What was said stays as long as somebody may have to decide by it; what was made of the reporter's id goes.
UPDATE content_report r SET reporter_id = NULL, fingerprint = r.id,
  explanation = CASE WHEN c.status IN ('CLOSED', 'VOID') THEN '' ELSE r.explanation END
FROM moderation_case c WHERE c.id = r.case_id AND r.reporter_id = $1;

-- name: empty_appeals
-- row: none
UPDATE moderation_case SET appeal_text = '' WHERE appealed_by = $1;

-- name: drop_matches
-- row: none
DELETE FROM match m USING profile p WHERE p.owner_id = $1 AND p.id IN (m.subject_id, m.target_id);

-- name: drop_found_matches
-- row: none
DELETE FROM found_match f WHERE f.subject_id IN (SELECT s.id FROM saved_search s WHERE s.owner_id = $1)
  OR f.subject_id IN (SELECT p.id FROM profile p WHERE p.owner_id = $1) OR f.document_id IN (SELECT p.id FROM profile p WHERE p.owner_id = $1);

-- name: drop_searches
-- row: none
DELETE FROM saved_search WHERE owner_id = $1;

-- name: drop_silence
-- row: none
DELETE FROM told_nothing WHERE actor_id = $1;

-- name: drop_profile_skills
-- row: none
DELETE FROM profile_skill s USING profile p WHERE p.owner_id = $1 AND p.id = s.profile_id;

-- name: drop_profile
-- row: none
DELETE FROM profile WHERE owner_id = $1;

-- name: drop_follows
-- row: none
DELETE FROM follow WHERE actor_id = $1 OR subject_id = $1;

-- name: drop_bookmarks
-- row: none
DELETE FROM bookmark WHERE actor_id = $1;

-- name: drop_supports
-- row: none
DELETE FROM idea_support WHERE actor_id = $1;

-- name: drop_votes
-- row: none
DELETE FROM challenge_vote WHERE member_id = $1;

-- name: drop_blocks
-- row: none
DELETE FROM block WHERE $1 IN (blocker_id, blocked_id);

-- name: drop_notifications
-- row: none
DELETE FROM notification WHERE recipient_id = $1;

-- name: drop_wrong_tokens
-- row: none
DELETE FROM wrong_token WHERE actor_id = $1;

-- name: drop_report_turns
-- row: none
DELETE FROM report_turn WHERE reporter = 'actor ' || $1;

-- name: drop_mandates
-- row: none
DELETE FROM organisation_membership WHERE member_id = $1;

-- name: drop_exports
-- row: none
DELETE FROM data_export WHERE member_id = $1;

-- name: drop_keys
-- row: none
DELETE FROM idempotency WHERE actor_id = $1;

-- name: drop_account
-- row: none
DELETE FROM account WHERE actor_id = $1;

-- name: drop_interests
-- row: none
DELETE FROM actor_topic WHERE actor_id = $1 OR actor_id IN (SELECT old_id FROM actor_alias WHERE new_id = $1);

-- name: unlink_invitations
-- row: none
UPDATE membership_invitation SET claimed_by = NULL WHERE claimed_by = $1;

-- name: make_ghost
-- row: none
UPDATE member SET state = 'GHOST', cip_member_number = NULL, member_since = date_trunc('year', member_since)::date WHERE actor_id = $1;

-- name: forget_name
-- row: none
-- Also of who it was before a claim: versions were written by that id.
UPDATE actor SET handle = lower(replace(id, '_', '-')), display_name = $2, region_ars = NULL
WHERE id = $1 OR id IN (SELECT old_id FROM actor_alias WHERE new_id = $1);

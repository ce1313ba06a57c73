-- name: reportable
-- row: ReportedRow
-- What the viewer sees of this id; messages only as a side of the conversation.
SELECT i.id, 'Idea' AS type_name FROM idea i WHERE i.id = $1 AND may_see_idea(i.id, i.status, $2, $3)
UNION ALL
SELECT p.id, 'Profile' FROM profile p WHERE p.id = $1 AND may_see_profile(p.owner_id, p.status, p.visibility, $2, $3)
UNION ALL
SELECT c.id, 'Comment' FROM comment c JOIN idea i ON i.id = c.idea_id
WHERE c.id = $1 AND NOT c.is_hidden AND c.body IS NOT NULL AND may_see_idea(i.id, i.status, $2, $3)
UNION ALL
SELECT a.id, 'Amendment' FROM amendment a JOIN idea i ON i.id = a.idea_id
WHERE a.id = $1 AND NOT a.is_hidden AND may_see_idea(i.id, i.status, $2, $3)
  AND may_see_amendment(i.id, a.author_id, a.status, a.base_version, i.first_public_version, $2, $3)
UNION ALL
SELECT m.id, 'Message' FROM message m JOIN conversation c ON c.id = m.conversation_id
WHERE m.id = $1 AND NOT m.is_hidden AND m.body IS NOT NULL AND $2::text IS NOT NULL
  AND (acts_for($2, c.one_id) OR acts_for($2, c.other_id));

-- name: take_turn_of_reporter
-- row: bool
-- Reports of one reporter come one after another, so that none is missed in counting.
SELECT true FROM (SELECT pg_advisory_xact_lock(hashtextextended('reports of ' || $1, 0))) AS held;

-- name: reports_since
-- row: int
SELECT count(*)::int FROM report_turn WHERE reporter = $1 AND at > $2;

-- name: note_report
-- row: none
INSERT INTO report_turn (reporter, at) VALUES ($1, $2);

-- name: forget_report_turns
-- row: none
DELETE FROM report_turn WHERE at < $1::timestamptz - interval '1 day';

-- name: known_report
-- row: str
-- The same words of the same reporter about the same subject, in a case that waits.
SELECT r.id FROM content_report r JOIN moderation_case c ON c.id = r.case_id
WHERE c.subject_type = $1 AND c.subject_id = $2 AND r.fingerprint = $3 AND c.status IN ('OPEN', 'UNDER_REVIEW', 'APPEALED');

-- name: open_case
-- row: str
-- The case of the subject that waits, locked; else a new one.
INSERT INTO moderation_case AS c (id, subject_type, subject_id, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (subject_type, subject_id) WHERE status IN ('OPEN', 'UNDER_REVIEW', 'APPEALED')
DO UPDATE SET status = c.status RETURNING c.id;

-- name: make_report
-- row: none
INSERT INTO content_report (id, case_id, reason, explanation, reporter_id, fingerprint, created_at)
VALUES ($1, $2, $3, $4, (SELECT m.actor_id FROM member m WHERE m.actor_id = $5), $6, $7);

-- name: cases_by_ids
-- row: CaseRow
SELECT c.id, c.subject_type, c.subject_id, c.status, c.created_at, c.assigned_to, c.action, c.legal_ground, c.terms_ground, c.facts,
  c.decided_at, c.appeal_text, c.appeal_upheld, c.appeal_facts, c.appeal_decided_at,
  coalesce(has_part_in(c.subject_type, c.subject_id, $2), false) AS has_part,
  coalesce(c.action IN ('HIDE', 'WARN'), false) AND is_author(c.subject_type, c.subject_id, $2) AS is_author,
  (c.assigned_to IS NULL OR c.assigned_to = $2) IS TRUE AS is_assigned, coalesce(c.decided_by = $2, false) AS has_decided
FROM moderation_case c
WHERE c.id = ANY ($1::text[]) AND may_see_case(c.subject_type, c.subject_id, c.action, $2, $3);

-- name: cases_of_comments
-- row: CaseUnder
-- The newest in which something was decided against the viewer's own comment; to others there is none.
SELECT DISTINCT ON (c.subject_id) c.id, c.subject_type, c.subject_id, c.status, c.created_at, c.assigned_to, c.action, c.legal_ground,
  c.terms_ground, c.facts, c.decided_at, c.appeal_text, c.appeal_upheld, c.appeal_facts, c.appeal_decided_at,
  coalesce(has_part_in(c.subject_type, c.subject_id, $2), false) AS has_part, true AS is_author,
  (c.assigned_to IS NULL OR c.assigned_to = $2) IS TRUE AS is_assigned, coalesce(c.decided_by = $2, false) AS has_decided,
  c.subject_id AS parent
FROM moderation_case c
WHERE c.subject_type = 'Comment' AND c.subject_id = ANY ($1::text[]) AND may_see_case(c.subject_type, c.subject_id, c.action, $2, false)
ORDER BY c.subject_id, c.decided_at DESC, c.id;

-- name: lock_case
-- row: LockedCaseRow
SELECT c.id, c.subject_type, c.subject_id, c.status, c.created_at, c.assigned_to, c.action, c.legal_ground, c.terms_ground, c.facts,
  c.decided_at, c.appeal_text, c.appeal_upheld, c.appeal_facts, c.appeal_decided_at,
  coalesce(has_part_in(c.subject_type, c.subject_id, $2), false) AS has_part,
  coalesce(c.action IN ('HIDE', 'WARN'), false) AND is_author(c.subject_type, c.subject_id, $2) AS is_author,
  (c.assigned_to IS NULL OR c.assigned_to = $2) IS TRUE AS is_assigned, coalesce(c.decided_by = $2, false) AS has_decided, c.state_before
FROM moderation_case c
WHERE c.id = $1 AND may_see_case(c.subject_type, c.subject_id, c.action, $2, $3) FOR UPDATE OF c;

-- name: queue_of_cases
-- row: CaseRow
-- order: NEWEST moment c.created_at
SELECT c.id, c.subject_type, c.subject_id, c.status, c.created_at, c.assigned_to, c.action, c.legal_ground, c.terms_ground, c.facts,
  c.decided_at, c.appeal_text, c.appeal_upheld, c.appeal_facts, c.appeal_decided_at,
  coalesce(has_part_in(c.subject_type, c.subject_id, $1), false) AS has_part,
  coalesce(c.action IN ('HIDE', 'WARN'), false) AND is_author(c.subject_type, c.subject_id, $1) AS is_author,
  (c.assigned_to IS NULL OR c.assigned_to = $1) IS TRUE AS is_assigned, coalesce(c.decided_by = $1, false) AS has_decided
FROM moderation_case c
WHERE ($2::text[] IS NULL OR c.status = ANY ($2)) AND {within moment $3 $4 c.created_at} AND {after c.id along $5 $6}
ORDER BY {order c.id along} LIMIT $7;

-- name: count_cases
-- row: int
SELECT count(*)::int FROM moderation_case
WHERE ($1::text[] IS NULL OR status = ANY ($1)) AND {within moment $2 $3 created_at};

-- name: reports_of_cases
-- row: ReportUnder
-- The newest hundred of each, the oldest of them first.
SELECT r.reason, r.explanation, r.created_at, r.case_id AS parent
FROM unnest($1::text[]) k (id) CROSS JOIN LATERAL (
  SELECT x.* FROM content_report x WHERE x.case_id = k.id ORDER BY x.created_at DESC, x.id DESC LIMIT 100) r
ORDER BY r.case_id, r.created_at, r.id;

-- name: reporters_of_case
-- row: str
SELECT DISTINCT reporter_id FROM content_report WHERE case_id = $1 AND reporter_id IS NOT NULL ORDER BY reporter_id;

-- name: authors_of_subject
-- row: str
SELECT DISTINCT author FROM authors_of($1, $2) author ORDER BY author;

-- name: take_case
-- row: none
UPDATE moderation_case SET status = 'UNDER_REVIEW', assigned_to = $2 WHERE id = $1;

-- name: decide_case
-- row: none
UPDATE moderation_case SET status = 'DECIDED', action = $2, legal_ground = $3, terms_ground = $4, facts = $5, decided_by = $6,
  decided_at = $7, state_before = $8 WHERE id = $1;

-- name: appeal_case
-- row: none
UPDATE moderation_case SET status = 'APPEALED', appeal_text = $2, appealed_by = $3, appealed_at = $4 WHERE id = $1;

-- name: decide_case_appeal
-- row: none
UPDATE moderation_case SET status = 'CLOSED', appeal_upheld = $2, appeal_facts = $3, appeal_decided_by = $4, appeal_decided_at = $5
WHERE id = $1;

-- name: lapse_cases
-- row: none
-- Six months after the decision there is no appeal any more.
UPDATE moderation_case SET status = 'CLOSED'
WHERE status = 'DECIDED' AND decided_at < ($1::timestamptz AT TIME ZONE 'Europe/Berlin' - interval '6 months') AT TIME ZONE 'Europe/Berlin';

-- name: void_case
-- row: none
UPDATE moderation_case SET status = 'VOID' WHERE id = $1;

-- name: state_of_subject
-- row: str
-- Locked; nothing where it is gone. What is shown has no other name for it.
SELECT s.state FROM (
  SELECT (SELECT status FROM idea WHERE $1 = 'Idea' AND id = $2 AND title <> '' FOR UPDATE) AS state
  UNION ALL SELECT (SELECT status FROM profile WHERE $1 = 'Profile' AND id = $2 FOR UPDATE)
  UNION ALL SELECT (SELECT CASE WHEN is_hidden THEN 'HIDDEN' ELSE 'SHOWN' END FROM comment
    WHERE $1 = 'Comment' AND id = $2 AND body IS NOT NULL FOR UPDATE)
  UNION ALL SELECT (SELECT CASE WHEN is_hidden THEN 'HIDDEN' ELSE 'SHOWN' END FROM amendment
    WHERE $1 = 'Amendment' AND id = $2 FOR UPDATE)
  UNION ALL SELECT (SELECT CASE WHEN is_hidden THEN 'HIDDEN' ELSE 'SHOWN' END FROM message
    WHERE $1 = 'Message' AND id = $2 AND body IS NOT NULL FOR UPDATE)) s
WHERE s.state IS NOT NULL;

-- name: hide_idea
-- row: none
UPDATE idea SET status = 'HIDDEN_BY_MODERATION', updated_at = $2 WHERE id = $1 AND status <> 'HIDDEN_BY_MODERATION';

-- name: hide_profile
-- row: none
UPDATE profile SET status = 'HIDDEN_BY_MODERATION', updated_at = $2 WHERE id = $1 AND status <> 'HIDDEN_BY_MODERATION';

-- name: hide_comment
-- row: none
UPDATE comment SET is_hidden = true WHERE id = $1;

-- name: hide_amendment
-- row: none
UPDATE amendment SET is_hidden = true WHERE id = $1;

-- name: hide_message
-- row: none
UPDATE message SET is_hidden = true WHERE id = $1;

-- name: show_idea
-- row: none
-- As it was. What was hidden wrongly leaves no mark, unless something else was hidden rightly.
UPDATE idea SET status = $2, hidden_from = NULL, updated_at = $3, was_hidden = EXISTS (
    SELECT FROM moderation_case c WHERE c.subject_type = 'Idea' AND c.subject_id = $1 AND c.action = 'HIDE' AND c.id <> $4
      AND c.appeal_upheld IS NOT TRUE)
WHERE id = $1 AND status = 'HIDDEN_BY_MODERATION';

-- name: show_profile
-- row: none
UPDATE profile SET status = $2, updated_at = $3 WHERE id = $1 AND status = 'HIDDEN_BY_MODERATION';

-- name: show_comment
-- row: none
UPDATE comment SET is_hidden = false WHERE id = $1;

-- name: show_amendment
-- row: none
UPDATE amendment SET is_hidden = false WHERE id = $1;

-- name: show_message
-- row: none
UPDATE message SET is_hidden = false WHERE id = $1;

-- name: reported_messages
-- row: MessageRow
-- For moderators: a message about which there is a case, and nothing of when it was read.
SELECT m.id, m.conversation_id, m.side_id, m.body, m.sent_at, NULL::timestamptz AS read_at FROM message m
WHERE m.id = ANY ($1::text[])
  AND EXISTS (SELECT FROM moderation_case c WHERE c.subject_type = 'Message' AND c.subject_id = m.id);

-- name: messages_around
-- row: MessageUnder
-- For moderators: the three nearest messages of the conversation, as many before as after if they are there.
SELECT n.id, n.conversation_id, n.side_id, n.body, n.sent_at, NULL::timestamptz AS read_at, m.id AS parent
FROM message m CROSS JOIN LATERAL (
  SELECT ranked.* FROM (
    (SELECT x.*, row_number() OVER (ORDER BY x.sent_at DESC, x.id DESC) * 2 - 1 AS place FROM message x
     WHERE x.conversation_id = m.conversation_id AND (x.sent_at, x.id) < (m.sent_at, m.id)
     ORDER BY x.sent_at DESC, x.id DESC LIMIT 3)
    UNION ALL
    (SELECT x.*, row_number() OVER (ORDER BY x.sent_at, x.id) * 2 AS place FROM message x
     WHERE x.conversation_id = m.conversation_id AND (x.sent_at, x.id) > (m.sent_at, m.id)
     ORDER BY x.sent_at, x.id LIMIT 3)) ranked
  ORDER BY ranked.place LIMIT 3) n
WHERE m.id = ANY ($1::text[])
  AND EXISTS (SELECT FROM moderation_case c WHERE c.subject_type = 'Message' AND c.subject_id = m.id)
ORDER BY m.id, n.sent_at, n.id;

-- name: subject_of_case
-- row: ReportedRow
SELECT subject_id AS id, subject_type AS type_name FROM moderation_case WHERE id = $1;

-- name: contact_requests_by_ids
-- row: ContactRequestRow
SELECT r.id, r.from_id, r.to_id, r.about_id, r.about_type, CASE WHEN r.from_id = $2 THEN r.subject_id END AS subject_id, r.message,
  shown_contact_status(r.status, r.expires_at, $3, r.from_id <> $2) AS status, r.created_at,
  CASE WHEN r.status <> 'DECLINED' OR r.from_id <> $2 THEN r.decided_at END AS decided_at,
  r.from_id = $2 AS is_sender, r.from_id <> $2 AS is_addressee
FROM contact_request r WHERE r.id = ANY ($1::text[]) AND may_see_contact(r.from_id, r.to_id, r.is_delivered, $2);

-- name: contact_requests_of_viewers
-- row: ContactRequestUnder
-- order: NEWEST moment x.created_at
SELECT r.id, r.from_id, r.to_id, r.about_id, r.about_type, CASE WHEN r.from_id = v.id THEN r.subject_id END AS subject_id,
  r.message, r.shown AS status, r.created_at,
  CASE WHEN r.status <> 'DECLINED' OR r.from_id <> v.id THEN r.decided_at END AS decided_at,
  r.from_id = v.id AS is_sender, r.from_id <> v.id AS is_addressee, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.*, shown_contact_status(x.status, x.expires_at, $2, x.from_id <> v.id) AS shown FROM contact_request x
  WHERE x.id IN (SELECT y.id FROM contact_request_parties y WHERE y.member_id = v.id)
    AND ($3::text[] IS NULL OR shown_contact_status(x.status, x.expires_at, $2, x.from_id <> v.id) = ANY ($3))
    AND {within moment $4 $5 x.created_at} AND {after x.id along $6 $7}
  ORDER BY {order x.id along} LIMIT $8) r;

-- name: count_contact_requests_of_viewers
-- row: CountRow
SELECT y.member_id AS id, count(DISTINCT r.id) AS count FROM contact_request_parties y JOIN contact_request r ON r.id = y.id
WHERE y.member_id = ANY ($1::text[])
  AND ($3::text[] IS NULL OR shown_contact_status(r.status, r.expires_at, $2, r.from_id <> y.member_id) = ANY ($3))
  AND {within moment $4 $5 r.created_at}
GROUP BY y.member_id;

-- name: lock_actors
-- row: str
-- In the order of the ids, so that two who ask each other at once do not wait in a circle.
SELECT id FROM actor WHERE id = ANY ($1::text[]) ORDER BY id FOR NO KEY UPDATE;

-- name: approach
-- row: ApproachRow
-- $1 asks $2. What was declined counts for its sender until it would have expired: nobody learns of a refusal by trying.
SELECT acts_for($1, $2) AS is_self, EXISTS (SELECT FROM actor a WHERE a.id = $2 AND is_present(a.id)) AS is_present,
  is_blocked($1, $2) AS is_blocked,
  EXISTS (SELECT FROM contact_request r WHERE r.expires_at > $3 AND (
    (r.from_id = $1 AND r.to_id = $2 AND r.status IN ('PENDING', 'DECLINED'))
    OR (r.from_id = $2 AND r.to_id = $1 AND r.status = 'PENDING' AND r.is_delivered))) AS has_open,
  (SELECT count(*) FROM contact_request r WHERE r.from_id = $1 AND r.status IN ('PENDING', 'DECLINED') AND r.expires_at > $3) AS pending,
  (SELECT count(*) FROM contact_request r WHERE r.from_id = $1 AND r.created_at > $3::timestamptz - interval '1 day') AS of_day;

-- name: about_seen
-- row: AboutRow
SELECT i.id, 'Idea' AS type_name FROM idea i WHERE i.id = $1 AND may_see_idea(i.id, i.status, $2, false)
UNION ALL SELECT p.id, 'Profile' FROM profile p WHERE p.id = $1 AND may_see_profile(p.owner_id, p.status, p.visibility, $2, false)
UNION ALL SELECT c.entity_id, c.type_name FROM catalogue_entry c WHERE c.entity_id = $1;

-- name: is_own_subject
-- row: bool
-- Whether the viewer is on the team of this idea, or writes this profile.
SELECT coalesce(is_on_team($1, $2), false) OR EXISTS (SELECT FROM profile p WHERE p.id = $1 AND acts_for($2, p.owner_id));

-- name: own_subjects
-- row: IdRow
-- Those ideas and profiles of which it is so.
SELECT asked.id FROM unnest($1::text[]) AS asked (id)
WHERE is_on_team(asked.id, $2) OR EXISTS (SELECT FROM profile p WHERE p.id = asked.id AND acts_for($2, p.owner_id));

-- name: profile_of_owner
-- row: str
SELECT id FROM profile WHERE owner_id = $1;

-- name: make_contact_request
-- row: none
INSERT INTO contact_request (id, from_id, to_id, about_id, about_type, subject_id, message, is_delivered, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: sides_of_contact_request
-- row: str
SELECT unnest(ARRAY[from_id, to_id]) FROM contact_request WHERE id = $1;

-- name: lock_contact_request
-- row: ContactRequestRow
SELECT r.id, r.from_id, r.to_id, r.about_id, r.about_type, r.subject_id, r.message,
  shown_contact_status(r.status, r.expires_at, $3, r.from_id <> $2) AS status, r.created_at, r.decided_at,
  r.from_id = $2 AS is_sender, r.from_id <> $2 AS is_addressee
FROM contact_request r WHERE r.id = $1 AND may_see_contact(r.from_id, r.to_id, r.is_delivered, $2) FOR UPDATE OF r;

-- name: decide_contact_request
-- row: none
UPDATE contact_request SET status = $2, decided_at = $3 WHERE id = $1;

-- name: expire_contact_requests
-- row: ExpiredContactRow
UPDATE contact_request SET status = 'EXPIRED', decided_at = expires_at
WHERE status = 'PENDING' AND expires_at <= $1 AND ($2::text[] IS NULL OR from_id = ANY ($2))
RETURNING id, from_id;

-- name: open_conversation
-- row: str
-- One for each pair, used again.
INSERT INTO conversation AS c (id, one_id, other_id, created_at, changed_at)
VALUES ($1, least($2::text, $3::text), greatest($2::text, $3::text), $4, $4)
ON CONFLICT (one_id, other_id) DO UPDATE SET changed_at = excluded.changed_at RETURNING c.id;

-- name: conversations_of_pairs
-- row: LinkUnder
-- Keys are ids of accepted requests.
SELECT r.id AS parent, c.id AS target FROM contact_request r
JOIN conversation c ON c.one_id = least(r.from_id, r.to_id) AND c.other_id = greatest(r.from_id, r.to_id)
WHERE r.id = ANY ($1::text[]) AND r.status = 'ACCEPTED' AND may_see_contact(r.from_id, r.to_id, r.is_delivered, $2);

-- name: conversations_by_ids
-- row: ConversationRow
SELECT c.id, s.own_id, s.partner_id,
  (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.side_id = s.partner_id AND m.read_at IS NULL) AS unread_count,
  is_blocked(c.one_id, c.other_id) AS is_blocked, is_present(s.partner_id) AS is_present, c.changed_at
FROM conversation c CROSS JOIN LATERAL (
  SELECT CASE WHEN acts_for($2, c.one_id) THEN c.one_id ELSE c.other_id END AS own_id,
    CASE WHEN acts_for($2, c.one_id) THEN c.other_id ELSE c.one_id END AS partner_id) s
WHERE c.id = ANY ($1::text[]) AND (acts_for($2, c.one_id) OR acts_for($2, c.other_id));

-- name: conversations_of_viewers
-- row: ConversationUnder
-- order: NEWEST moment x.changed_at
SELECT c.id, s.own_id, s.partner_id,
  (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.side_id = s.partner_id AND m.read_at IS NULL) AS unread_count,
  is_blocked(c.one_id, c.other_id) AS is_blocked, is_present(s.partner_id) AS is_present, c.changed_at, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.* FROM conversation x
  WHERE x.id IN (
      SELECT y.id FROM conversation y WHERE y.one_id = v.id
      UNION SELECT y.id FROM conversation y WHERE y.other_id = v.id
      UNION SELECT y.id FROM organisation_membership o JOIN conversation y ON y.one_id = o.organisation_id
        WHERE o.member_id = v.id AND o.role = 'ADMIN' AND o.verified
      UNION SELECT y.id FROM organisation_membership o JOIN conversation y ON y.other_id = o.organisation_id
        WHERE o.member_id = v.id AND o.role = 'ADMIN' AND o.verified)
    AND {within moment $2 $3 x.changed_at} AND {after x.id along $4 $5}
  ORDER BY {order x.id along} LIMIT $6) c
CROSS JOIN LATERAL (
  SELECT CASE WHEN acts_for(v.id, c.one_id) THEN c.one_id ELSE c.other_id END AS own_id,
    CASE WHEN acts_for(v.id, c.one_id) THEN c.other_id ELSE c.one_id END AS partner_id) s;

-- name: count_conversations_of_viewers
-- row: CountRow
SELECT v.id, count(*) AS count FROM unnest($1::text[]) v (id)
JOIN conversation c ON acts_for(v.id, c.one_id) OR acts_for(v.id, c.other_id)
WHERE {within moment $2 $3 c.changed_at} GROUP BY v.id;

-- name: messages_of_conversations
-- row: MessageUnder
-- order: NEWEST moment x.sent_at
SELECT m.id, m.conversation_id, m.side_id, CASE WHEN NOT m.is_hidden THEN m.body END AS body, m.sent_at, m.read_at, c.id AS parent
FROM conversation c CROSS JOIN LATERAL (
  SELECT x.* FROM message x WHERE x.conversation_id = c.id AND {within moment $3 $4 x.sent_at} AND {after x.id along $5 $6}
  ORDER BY {order x.id along} LIMIT $7) m
WHERE c.id = ANY ($1::text[]) AND (acts_for($2, c.one_id) OR acts_for($2, c.other_id));

-- name: count_messages_of_conversations
-- row: CountRow
SELECT c.id, count(*) AS count FROM conversation c JOIN message m ON m.conversation_id = c.id
WHERE c.id = ANY ($1::text[]) AND (acts_for($2, c.one_id) OR acts_for($2, c.other_id))
  AND {within moment $3 $4 m.sent_at} GROUP BY c.id;

-- name: messages_by_ids
-- row: MessageRow
SELECT m.id, m.conversation_id, m.side_id, CASE WHEN NOT m.is_hidden THEN m.body END AS body, m.sent_at, m.read_at
FROM message m JOIN conversation c ON c.id = m.conversation_id
WHERE m.id = ANY ($1::text[]) AND (acts_for($2, c.one_id) OR acts_for($2, c.other_id));

-- name: lock_conversation
-- row: str
SELECT id FROM conversation WHERE id = $1 FOR NO KEY UPDATE;

-- name: lock_sender
-- row: str
SELECT id FROM actor WHERE id = $1 FOR NO KEY UPDATE;

-- name: messages_sent_since
-- row: int
SELECT count(*)::int FROM message WHERE sender_id = $1 AND sent_at > $2;

-- name: make_message
-- row: none
INSERT INTO message (id, conversation_id, side_id, sender_id, body, sent_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: move_conversation
-- row: none
UPDATE conversation SET changed_at = $2 WHERE id = $1;

-- name: read_messages
-- row: none
-- Who answers has read what the other side wrote.
UPDATE message SET read_at = $3 WHERE conversation_id = $1 AND side_id = $2 AND read_at IS NULL;

-- name: actor_is_present
-- row: bool
SELECT EXISTS (SELECT FROM actor a WHERE a.id = $1 AND is_present(a.id));

-- name: block_actor
-- row: none
INSERT INTO block (blocker_id, blocked_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: hide_requests_of_blocked
-- row: none
-- What the other one has asked and nobody has answered disappears for who blocks; the other one sees it as before.
UPDATE contact_request SET is_delivered = false WHERE from_id = $2 AND status = 'PENDING' AND acts_for($1, to_id);

-- name: block_no_longer
-- row: none
DELETE FROM block WHERE blocker_id = $1 AND blocked_id = $2;

-- name: lock_own_profile
-- row: OwnProfileRow
SELECT id, owner_id, status, visibility FROM profile WHERE id = $1 AND acts_for($2, owner_id) FOR UPDATE;

-- name: set_profile_status
-- row: none
UPDATE profile SET status = $2, updated_at = $3,
  published_at = CASE WHEN $2 = 'PUBLISHED' THEN coalesce(published_at, $3) ELSE published_at END WHERE id = $1;

-- name: match_target_exists
-- row: bool
SELECT EXISTS (SELECT FROM document d WHERE d.entity_id = $1 AND (d.visibility = 'PUBLIC' OR $2::text IS NOT NULL));

-- name: lock_match
-- row: str
-- The state of a pair, which is made by the first look at it.
INSERT INTO match AS m (subject_id, target_id, state, changed_at) VALUES ($1, $2, 'SUGGESTED', $3)
ON CONFLICT (subject_id, target_id) DO UPDATE SET state = m.state RETURNING m.state;

-- name: set_match
-- row: none
UPDATE match SET state = $3, changed_at = $4 WHERE subject_id = $1 AND target_id = $2;

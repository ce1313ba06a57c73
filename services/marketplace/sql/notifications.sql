-- name: notify
-- row: none
-- Members who are here, and of organisations their verified administrators; of a deadline those who bookmarked the offer.
-- $8: who caused it, and is not told of it for an organisation either.
INSERT INTO notification (id, recipient_id, source, event, kind, subject_type, subject_id, created_at)
SELECT 'notification_' || md5($1 || ' ' || $2 || ' ' || who.id), who.id, $1, $2, $3, $4, $5, $7
FROM (
  SELECT m.actor_id AS id FROM member m WHERE m.actor_id = ANY ($6::text[]) AND m.state = 'ACTIVE'
  UNION
  SELECT o.member_id FROM organisation_membership o JOIN member m ON m.actor_id = o.member_id
  WHERE o.organisation_id = ANY ($6::text[]) AND o.role = 'ADMIN' AND o.verified AND m.state = 'ACTIVE'
  UNION
  SELECT b.actor_id FROM bookmark b JOIN member m ON m.actor_id = b.actor_id
  WHERE $3 = 'offer.deadline_near' AND b.offer_id = $5 AND m.state = 'ACTIVE') who
WHERE who.id IS DISTINCT FROM $8::text
ON CONFLICT (source, event, recipient_id) DO NOTHING;

-- name: notifications_of_viewers
-- row: NotificationUnder
-- order: NEWEST moment x.created_at
SELECT n.id, n.kind, n.subject_type, n.subject_id, n.created_at, n.read_at, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.* FROM notification x WHERE x.recipient_id = v.id AND (NOT coalesce($2, false) OR x.read_at IS NULL)
    AND {within moment $3 $4 x.created_at} AND {after x.id along $5 $6}
  ORDER BY {order x.id along} LIMIT $7) n;

-- name: count_notifications_of_viewers
-- row: CountRow
SELECT recipient_id AS id, count(*) AS count FROM notification
WHERE recipient_id = ANY ($1::text[]) AND (NOT coalesce($2, false) OR read_at IS NULL) AND {within moment $3 $4 created_at}
GROUP BY recipient_id;

-- name: notifications_by_ids
-- row: NotificationRow
SELECT id, kind, subject_type, subject_id, created_at, read_at FROM notification
WHERE id = ANY ($1::text[]) AND recipient_id = $2;

-- name: read_notifications
-- row: none
-- Those of the member; ids null: all. Who read of a message has read the message.
WITH done AS (
  UPDATE notification SET read_at = $3 WHERE recipient_id = $1 AND read_at IS NULL AND ($2::text[] IS NULL OR id = ANY ($2))
  RETURNING kind, subject_id
)
UPDATE message m SET read_at = $3 FROM conversation c
WHERE c.id = m.conversation_id AND m.read_at IS NULL AND NOT acts_for($1, m.side_id)
  AND c.id IN (SELECT d.subject_id FROM done d WHERE d.kind = 'message.sent');

-- name: forget_notifications
-- row: none
DELETE FROM notification WHERE created_at < $1::timestamptz - interval '180 days';

-- name: who_bookmarked
-- row: str
SELECT actor_id FROM bookmark WHERE offer_id = $1;

-- name: team_of_notified_idea
-- row: str
SELECT actor_id FROM idea_team WHERE idea_id = $1;

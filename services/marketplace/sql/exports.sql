-- name: newest_export
-- row: datetime
SELECT max(requested_at) FROM data_export WHERE member_id = $1;

-- name: make_export
-- row: none
INSERT INTO data_export (id, member_id, requested_at, expires_at) VALUES ($1, $2, $3, $4);

-- name: forget_exports
-- row: none
-- What nobody can read any more is not listed for ever.
DELETE FROM data_export WHERE expires_at < $1::timestamptz - interval '90 days';

-- name: exports_by_ids
-- row: ExportRow
SELECT id, member_id, requested_at, expires_at FROM data_export WHERE id = ANY ($1::text[]) AND member_id = $2;

-- name: exports_of_members
-- row: ExportUnder
-- order: NEWEST moment x.requested_at
SELECT e.id, e.member_id, e.requested_at, e.expires_at, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.* FROM data_export x WHERE x.member_id = v.id AND {within moment $2 $3 x.requested_at}
  ORDER BY {order x.id along} LIMIT $4) e;

-- name: export_profile
-- row: str
SELECT coalesce((
  SELECT to_jsonb(p) - 'tsv' || jsonb_build_object('skills',
    (SELECT coalesce(jsonb_agg(s.skill_slug ORDER BY s.skill_slug), '[]') FROM profile_skill s WHERE s.profile_id = p.id))
  FROM profile p WHERE p.owner_id = $1), 'null')::text;

-- name: export_ideas
-- row: str
-- The ideas whose team the member is on, and what the member wrote about any.
SELECT jsonb_build_object(
  'ideas', (SELECT coalesce(jsonb_agg(to_jsonb(i) - 'tsv' || jsonb_build_object('role', t.role, 'joinedAt', t.joined_at,
      'topics', (SELECT coalesce(jsonb_agg(x.topic_slug ORDER BY x.topic_slug), '[]') FROM idea_topic x WHERE x.idea_id = i.id),
      'openRoles', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.id), '[]') FROM open_role r WHERE r.idea_id = i.id))
      ORDER BY i.created_at, i.id), '[]')
    FROM idea_team t JOIN idea i ON i.id = t.idea_id WHERE t.actor_id = $1),
  'begun', (SELECT coalesce(jsonb_agg(jsonb_build_object('ideaId', i.id, 'createdAt', i.created_at) ORDER BY i.created_at, i.id), '[]')
    FROM idea i WHERE i.author_id = $1),
  'versions', (SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.idea_id, v.number), '[]') FROM idea_version v WHERE v.editor_id = $1),
  'amendments', (SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY a.created_at, a.id), '[]') FROM amendment a WHERE a.author_id = $1),
  'comments', (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.created_at, c.id), '[]') FROM comment c WHERE c.author_id = $1),
  'supported', (SELECT coalesce(jsonb_agg(jsonb_build_object('ideaId', s.idea_id, 'since', s.since) ORDER BY s.since), '[]')
    FROM idea_support s WHERE s.actor_id = $1),
  'teamRequestsSent', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.created_at, r.id), '[]') FROM team_request r
    WHERE r.sender_id = $1),
  'teamRequestsReceived', (SELECT coalesce(jsonb_agg(to_jsonb(r) - 'message' ORDER BY r.created_at, r.id), '[]') FROM team_request r
    WHERE r.actor_id = $1 AND r.sender_id <> $1),
  'votes', (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.challenge_id), '[]') FROM challenge_vote c WHERE c.member_id = $1))::text;

-- name: export_messages
-- row: str
-- What the member wrote whole; of others only that it was there.
SELECT jsonb_build_object(
  'contactRequestsSent', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'to', r.to_id, 'about', r.about_id,
      'message', r.message, 'status', shown_contact_status(r.status, r.expires_at, $2::timestamptz, false), 'createdAt', r.created_at)
      ORDER BY r.created_at, r.id), '[]') FROM contact_request r WHERE r.from_id = $1),
  'contactRequestsReceived', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'from', r.from_id, 'status', r.status,
      'createdAt', r.created_at) ORDER BY r.created_at, r.id), '[]') FROM contact_request r WHERE r.to_id = $1 AND r.is_delivered),
  'conversations', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'with', CASE WHEN c.one_id = $1 THEN c.other_id
      ELSE c.one_id END, 'createdAt', c.created_at,
      'received', (SELECT count(*) FROM message m WHERE m.conversation_id = c.id AND m.sender_id <> $1))
      ORDER BY c.created_at, c.id), '[]') FROM conversation c WHERE $1 IN (c.one_id, c.other_id)),
  'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'conversation', m.conversation_id, 'body', m.body,
      'sentAt', m.sent_at) ORDER BY m.sent_at, m.id), '[]') FROM message m WHERE m.sender_id = $1),
  'blocked', (SELECT coalesce(jsonb_agg(jsonb_build_object('actor', b.blocked_id, 'since', b.since) ORDER BY b.since), '[]')
    FROM block b WHERE b.blocker_id = $1))::text;

-- name: export_account
-- row: str
SELECT jsonb_build_object(
  'actor', (SELECT to_jsonb(a) FROM actor a WHERE a.id = $1),
  'member', (SELECT to_jsonb(m) FROM member m WHERE m.actor_id = $1),
  'account', (SELECT to_jsonb(c) FROM account c WHERE c.actor_id = $1),
  'topics', (SELECT coalesce(jsonb_agg(t.topic_slug ORDER BY t.topic_slug), '[]') FROM actor_topic t WHERE t.actor_id = $1),
  'formerIds', (SELECT coalesce(jsonb_agg(o.old_id ORDER BY o.old_id), '[]') FROM actor_alias o WHERE o.new_id = $1),
  'organisations', (SELECT coalesce(jsonb_agg(to_jsonb(o) ORDER BY o.organisation_id), '[]') FROM organisation_membership o
    WHERE o.member_id = $1),
  'consents', (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.seq), '[]') FROM consent c WHERE c.actor_id = $1),
  'follows', (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.since), '[]') FROM follow f WHERE f.actor_id = $1),
  'bookmarks', (SELECT coalesce(jsonb_agg(to_jsonb(b) ORDER BY b.since), '[]') FROM bookmark b WHERE b.actor_id = $1),
  'matches', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.changed_at), '[]') FROM match m
    WHERE m.subject_id IN (SELECT p.id FROM profile p WHERE p.owner_id = $1)),
  'savedSearches', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.created_at, s.id), '[]') FROM saved_search s
    WHERE s.owner_id = $1),
  'journal', (SELECT coalesce(jsonb_agg(jsonb_build_object('entity', j.entity_id, 'action', j.action, 'from', j.from_state,
      'to', j.to_state, 'at', j.at) ORDER BY j.id), '[]') FROM journal j WHERE j.actor_id = $1),
  'toldNothingSince', (SELECT t.since FROM told_nothing t WHERE t.actor_id = $1),
  'notifications', (SELECT coalesce(jsonb_agg(to_jsonb(n) ORDER BY n.created_at, n.id), '[]') FROM notification n
    WHERE n.recipient_id = $1),
  'reports', (SELECT coalesce(jsonb_agg(to_jsonb(r) - 'fingerprint' - 'case_id' ORDER BY r.created_at), '[]') FROM content_report r
    WHERE r.reporter_id = $1),
  'decisions', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'subject', c.subject_id, 'status', c.status,
      'action', c.action, 'legalGround', c.legal_ground, 'termsGround', c.terms_ground, 'facts', c.facts, 'decidedAt', c.decided_at,
      'appeal', c.appeal_text, 'upheld', c.appeal_upheld) ORDER BY c.decided_at), '[]') FROM moderation_case c
    WHERE c.action IN ('HIDE', 'WARN') AND $1 IN (SELECT authors_of(c.subject_type, c.subject_id))),
  'appeals', (SELECT coalesce(jsonb_agg(jsonb_build_object('case', c.id, 'text', c.appeal_text, 'upheld', c.appeal_upheld)
      ORDER BY c.id), '[]') FROM moderation_case c WHERE c.appealed_by = $1),
  'claimedMembership', (SELECT coalesce(jsonb_agg(i.cip_member_number ORDER BY i.cip_member_number), '[]')
    FROM membership_invitation i WHERE i.claimed_by = $1),
  'exports', (SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY e.requested_at), '[]') FROM data_export e WHERE e.member_id = $1),
  'erasures', (SELECT coalesce(jsonb_agg(to_jsonb(e) ORDER BY e.requested_at), '[]') FROM erasure_request e WHERE e.member_id = $1),
  'requestKeys', (SELECT coalesce(jsonb_agg(jsonb_build_object('key', k.key, 'at', k.at) ORDER BY k.at), '[]') FROM idempotency k
    WHERE k.actor_id = $1))::text;

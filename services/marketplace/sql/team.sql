-- name: team_requests_by_ids
-- row: TeamRequestRow
SELECT r.id, r.kind, r.idea_id, i.title AS idea_title, r.actor_id, r.sender_id, r.role, r.open_role_id, r.message,
  shown_request_status(r.status, r.expires_at, $3) AS status, r.decision_note, r.created_at, r.decided_at,
  CASE r.kind WHEN 'APPLICATION' THEN acts_for($2, r.actor_id) ELSE r.sender_id = $2 OR is_owner(i.id, $2) END AS is_sender,
  CASE r.kind WHEN 'APPLICATION' THEN is_editor(i.id, $2) ELSE acts_for($2, r.actor_id) END AS is_addressee
FROM team_request r JOIN idea i ON i.id = r.idea_id
WHERE r.id = ANY ($1::text[]) AND may_see_request(i.id, r.actor_id, r.sender_id, $2);

-- name: team_requests_of_ideas
-- row: TeamRequestUnder
-- order: NEWEST moment x.created_at
SELECT r.id, r.kind, r.idea_id, i.title AS idea_title, r.actor_id, r.sender_id, r.role, r.open_role_id, r.message,
  r.shown AS status, r.decision_note, r.created_at, r.decided_at,
  CASE r.kind WHEN 'APPLICATION' THEN acts_for($2, r.actor_id) ELSE r.sender_id = $2 OR is_owner(i.id, $2) END AS is_sender,
  CASE r.kind WHEN 'APPLICATION' THEN is_editor(i.id, $2) ELSE acts_for($2, r.actor_id) END AS is_addressee, i.id AS parent
FROM idea i CROSS JOIN LATERAL (
  SELECT x.*, shown_request_status(x.status, x.expires_at, $3) AS shown FROM team_request x
  WHERE x.idea_id = i.id AND may_see_request(i.id, x.actor_id, x.sender_id, $2)
    AND ($4::text[] IS NULL OR shown_request_status(x.status, x.expires_at, $3) = ANY ($4))
    AND {within moment $5 $6 x.created_at} AND {after x.id along $7 $8}
  ORDER BY {order x.id along} LIMIT $9) r
WHERE i.id = ANY ($1::text[]);

-- name: count_team_requests_of_ideas
-- row: CountRow
SELECT r.idea_id AS id, count(*) AS count FROM team_request r
WHERE r.idea_id = ANY ($1::text[]) AND may_see_request(r.idea_id, r.actor_id, r.sender_id, $2)
  AND ($4::text[] IS NULL OR shown_request_status(r.status, r.expires_at, $3) = ANY ($4))
  AND {within moment $5 $6 r.created_at} GROUP BY r.idea_id;

-- name: team_requests_of_viewers
-- row: TeamRequestUnder
-- order: NEWEST moment x.created_at
-- What waits for somebody, and what they sent: as the one who is to join, as an administrator of it, as the sender. What
-- others ask of a team stands at its idea.
SELECT r.id, r.kind, r.idea_id, i.title AS idea_title, r.actor_id, r.sender_id, r.role, r.open_role_id, r.message,
  r.shown AS status, r.decision_note, r.created_at, r.decided_at,
  CASE r.kind WHEN 'APPLICATION' THEN acts_for(v.id, r.actor_id) ELSE r.sender_id = v.id OR is_owner(i.id, v.id) END AS is_sender,
  CASE r.kind WHEN 'APPLICATION' THEN is_editor(i.id, v.id) ELSE acts_for(v.id, r.actor_id) END AS is_addressee, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.*, shown_request_status(x.status, x.expires_at, $2) AS shown FROM team_request x
  WHERE x.id IN (SELECT y.id FROM team_request_parties y WHERE y.member_id = v.id)
    AND ($3::text[] IS NULL OR shown_request_status(x.status, x.expires_at, $2) = ANY ($3))
    AND {within moment $4 $5 x.created_at} AND {after x.id along $6 $7}
  ORDER BY {order x.id along} LIMIT $8) r JOIN idea i ON i.id = r.idea_id;

-- name: count_team_requests_of_viewers
-- row: CountRow
SELECT y.member_id AS id, count(DISTINCT r.id) AS count FROM team_request_parties y JOIN team_request r ON r.id = y.id
WHERE y.member_id = ANY ($1::text[]) AND ($3::text[] IS NULL OR shown_request_status(r.status, r.expires_at, $2) = ANY ($3))
  AND {within moment $4 $5 r.created_at} GROUP BY y.member_id;

-- name: asking_of_actor
-- row: OpenRequestsRow
SELECT (SELECT count(*) FROM team_request r WHERE r.idea_id = $1 AND r.status = 'PENDING') AS open_count,
  EXISTS (SELECT FROM team_request r WHERE r.idea_id = $1 AND r.actor_id = $2 AND r.status = 'PENDING') AS has_open,
  (SELECT t.role FROM idea_team t WHERE t.idea_id = $1 AND t.actor_id = $2) AS role,
  EXISTS (SELECT FROM actor a WHERE a.id = $2 AND is_present(a.id)) AS is_present;

-- name: make_team_request
-- row: none
INSERT INTO team_request (id, kind, idea_id, actor_id, sender_id, role, open_role_id, message, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: lock_team_request
-- row: TeamRequestRow
SELECT r.id, r.kind, r.idea_id, '' AS idea_title, r.actor_id, r.sender_id, r.role, r.open_role_id, r.message,
  r.status, r.decision_note, r.created_at, r.decided_at,
  CASE r.kind WHEN 'APPLICATION' THEN acts_for($2, r.actor_id) ELSE r.sender_id = $2 OR is_owner(r.idea_id, $2) END AS is_sender,
  CASE r.kind WHEN 'APPLICATION' THEN is_editor(r.idea_id, $2) ELSE acts_for($2, r.actor_id) END AS is_addressee
FROM team_request r WHERE r.id = $1 AND may_see_request(r.idea_id, r.actor_id, r.sender_id, $2) FOR UPDATE OF r;

-- name: idea_of_team_request
-- row: str
SELECT idea_id FROM team_request WHERE id = $1;

-- name: decide_team_request
-- row: none
UPDATE team_request SET status = $2, decision_note = $3, decided_at = $4 WHERE id = $1;

-- name: expire_team_requests
-- row: ExpiredRow
-- Of one idea, or of all.
UPDATE team_request SET status = 'EXPIRED', decided_at = expires_at
WHERE status = 'PENDING' AND expires_at <= $1 AND ($2::text IS NULL OR idea_id = $2)
RETURNING id, kind, idea_id, actor_id, sender_id;

-- name: sender_may_invite
-- row: bool
-- Whether who sent an invitation may still ask for that role.
SELECT CASE WHEN $3 IN ('OWNER', 'CO_AUTHOR') THEN is_owner($1, $2) ELSE is_editor($1, $2) END;

-- name: join_or_rise
-- row: none
INSERT INTO idea_team (idea_id, actor_id, role, joined_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (idea_id, actor_id) DO UPDATE SET role = excluded.role;

-- name: join_as_contributor
-- row: none
-- Who is on the team stays what they are; who is gone does not come back by it.
INSERT INTO idea_team (idea_id, actor_id, role, joined_at) SELECT $1, a.id, 'CONTRIBUTOR', $3 FROM actor a
WHERE a.id = $2 AND is_present(a.id) ON CONFLICT DO NOTHING;

-- name: hand_over
-- row: none
-- The owner for whom the sender acts becomes a co-author.
UPDATE idea_team SET role = 'CO_AUTHOR' WHERE idea_id = $1 AND role = 'OWNER' AND actor_id <> $2 AND acts_for($3, actor_id);

-- name: fill_open_role
-- row: none
UPDATE open_role SET filled = true WHERE id = $1 AND idea_id = $2;

-- name: role_is_open
-- row: bool
SELECT NOT filled FROM open_role WHERE id = $1 AND idea_id = $2;

-- name: role_on_team
-- row: str
SELECT role FROM idea_team WHERE idea_id = $1 AND actor_id = $2;

-- name: other_owners
-- row: int
SELECT count(*)::int FROM idea_team WHERE idea_id = $1 AND role = 'OWNER' AND actor_id <> $2;

-- name: leave_team
-- row: none
DELETE FROM idea_team WHERE idea_id = $1 AND actor_id = $2;

-- name: editors_of_idea
-- row: str
SELECT actor_id FROM idea_team WHERE idea_id = $1 AND role IN ('OWNER', 'CO_AUTHOR') ORDER BY actor_id;

-- name: open_roles_of_idea
-- row: str
SELECT id FROM open_role WHERE idea_id = $1;

-- name: drop_open_roles
-- row: none
DELETE FROM open_role WHERE idea_id = $1 AND id <> ALL ($2::text[]);

-- name: save_open_role
-- row: none
INSERT INTO open_role (id, idea_id, kind, description, hours_per_month, filled) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, description = excluded.description,
  hours_per_month = excluded.hours_per_month, filled = excluded.filled WHERE open_role.idea_id = excluded.idea_id;

-- name: take_key
-- row: KeyRow
INSERT INTO idempotency (actor_id, key, request_digest, response_id, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (actor_id, key) DO UPDATE SET key = excluded.key
RETURNING request_digest, response_id;

-- name: tell
-- row: none
INSERT INTO outbox (kind, subject_type, subject_id, actor_ids, payload, at) VALUES ($1, $2, $3, $4::text[], $5::jsonb, $6);

-- name: events_after
-- row: EventRow
SELECT seq, kind, subject_type, subject_id, actor_ids, payload, at FROM outbox WHERE seq > $1 ORDER BY seq LIMIT $2;

-- name: snapshot_after
-- row: EventRow
SELECT 0::bigint AS seq, kind, subject_type, subject_id, actor_ids, payload, $3::timestamptz AS at FROM outbox_snapshot
WHERE kind || ' ' || subject_id > $1 ORDER BY kind || ' ' || subject_id LIMIT $2;

-- name: inbox_cursor
-- row: str
SELECT cursor FROM inbox WHERE source = $1;

-- name: lock_inbox
-- row: str
SELECT cursor FROM inbox WHERE source = $1 FOR UPDATE;

-- name: first_turn
-- row: str
-- Before there is a row that could be locked.
SELECT pg_advisory_xact_lock(hashtextextended('inbox ' || $1, 0))::text;

-- name: move_inbox
-- row: none
INSERT INTO inbox (source, cursor, at) VALUES ($1, $2, $3)
ON CONFLICT (source) DO UPDATE SET cursor = excluded.cursor, at = excluded.at;

-- name: forget_inbox
-- row: none
DELETE FROM inbox WHERE source = $1;

-- name: park_event
-- row: none
INSERT INTO inbox_parked (source, cursor, event, reason, at) VALUES ($1, $2, $3::jsonb, $4, $5) ON CONFLICT DO NOTHING;

-- name: parked_events
-- row: int
SELECT count(*)::int FROM inbox_parked;

-- name: parked_ones
-- row: ParkedRow
SELECT source, cursor, event, reason, at FROM inbox_parked ORDER BY at, source, cursor;

-- name: take_parked
-- row: int
-- It stays locked until its effect is done; another operator's is passed by.
SELECT 1 FROM inbox_parked WHERE source = $1 AND cursor = $2 FOR UPDATE SKIP LOCKED;

-- name: forget_parked
-- row: none
DELETE FROM inbox_parked WHERE source = $1 AND cursor = $2;

-- name: take_topic
-- row: none
INSERT INTO topic_parent (slug, parent) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET parent = excluded.parent;

-- name: try_chore
-- row: bool
SELECT pg_try_advisory_xact_lock(hashtextextended('chore ' || $1, 0));

-- name: drop_topic
-- row: none
DELETE FROM topic_parent WHERE slug = $1;

-- name: unknown_topics
-- row: str
-- Nothing is unknown before the first topic was told: an empty copy knows nothing. What has sub-topics is one, too.
SELECT wanted.slug FROM unnest($1::text[]) AS wanted (slug)
WHERE EXISTS (SELECT FROM topic_parent)
  AND NOT EXISTS (SELECT FROM topic_parent known WHERE known.slug = wanted.slug OR known.parent = wanted.slug);

-- name: take_actor
-- row: none
INSERT INTO actor_fact (id, kind, state, sector, is_non_profit) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, sector = excluded.sector,
  is_non_profit = excluded.is_non_profit;

-- name: drop_actor
-- row: none
WITH mandates AS (DELETE FROM acts_for WHERE member_id = $1 OR organisation_id = $1)
DELETE FROM actor_fact WHERE id = $1;

-- name: take_mandate
-- row: none
INSERT INTO acts_for (member_id, organisation_id) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: drop_mandate
-- row: none
DELETE FROM acts_for WHERE member_id = $1 AND organisation_id = $2;

-- name: actors_by_ids
-- row: ActorRow
SELECT id, kind, state, sector, is_non_profit FROM actor_fact WHERE id = ANY ($1::text[]);

-- name: mandates_of
-- row: str
SELECT organisation_id FROM acts_for WHERE member_id = $1 ORDER BY organisation_id;

-- name: administrators_of
-- row: str
SELECT DISTINCT member_id FROM acts_for WHERE organisation_id = ANY ($1::text[]) ORDER BY member_id;

-- name: close_account
-- row: none
WITH held AS (SELECT pg_advisory_xact_lock(hashtextextended('erased', 0)))
INSERT INTO erased_actor (id, at) SELECT $1, $2 FROM held ON CONFLICT (id) DO NOTHING;

-- name: closed_since
-- row: ClosedRow
SELECT seq, id FROM erased_actor WHERE seq > $1 ORDER BY seq;

-- name: forget_keys
-- row: none
DELETE FROM idempotency WHERE actor_id = $1;

-- name: take_document
-- row: none
INSERT INTO known_document (id, type_name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET type_name = excluded.type_name;

-- name: drop_document
-- row: none
DELETE FROM known_document WHERE id = $1;

-- name: type_of_document
-- row: str
SELECT type_name FROM known_document WHERE id = $1;

-- name: unknown_documents
-- row: str
-- Those of the ids that are none of that type.
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
WHERE NOT EXISTS (SELECT FROM known_document d WHERE d.id = wanted.id AND d.type_name = $2);

-- name: forget_old_keys
-- row: none
DELETE FROM idempotency WHERE at < $1;

-- name: forget_old_events
-- row: none
-- The newest of them stays: who has not read it may have missed what is gone.
DELETE FROM outbox WHERE at < $1 AND seq < (SELECT max(seq) FROM outbox WHERE at < $1);

-- name: oldest_event
-- row: int
SELECT coalesce(min(seq), 0) FROM outbox;

-- name: counted_book
-- row: BookRow
SELECT taken_at, looked_at FROM counted_book WHERE metric = $1;

-- name: open_counted_book
-- row: none
INSERT INTO counted_book (metric) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: lock_counted_book
-- row: BookRow
SELECT taken_at, looked_at FROM counted_book WHERE metric = $1 FOR UPDATE;

-- name: note_counted_book
-- row: none
UPDATE counted_book SET taken_at = $2, looked_at = $3 WHERE metric = $1;

-- name: empty_counted_book
-- row: none
DELETE FROM counted_fact WHERE metric = $1;

-- name: plan_statements
-- row: str
-- Until the transaction ends: 'force_custom_plan' plans each statement for the tables as they are, 'auto' may keep a plan.
SELECT set_config('plan_cache_mode', $1, true);

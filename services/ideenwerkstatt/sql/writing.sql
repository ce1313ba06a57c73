-- What all changes of the house begin and end with.

-- name: programme_status
-- row: str
SELECT shown_programme_status(status, runs_from, runs_until, berlin_day($1::timestamptz)) FROM programme_text
ORDER BY slug LIMIT 1;

-- name: programme_slug
-- row: str
SELECT slug FROM programme_text ORDER BY slug LIMIT 1;

-- name: write_journal
-- row: none
INSERT INTO journal (entity_type, entity_id, action, from_state, to_state, actor_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: last_deed
-- row: DeedRow
SELECT action, actor_id FROM journal WHERE entity_id = $1 ORDER BY id DESC LIMIT 1;

-- name: set_entity_topics
-- row: none
WITH gone AS (DELETE FROM entity_topic WHERE entity_id = $1 AND topic_slug <> ALL ($2::text[]))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT $1, slug, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: topics_with_those_above
-- row: str
SELECT unnest($1::text[]) UNION SELECT within FROM topic_within WHERE slug = ANY ($1::text[]);

-- name: unknown_experts
-- row: str
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id) WHERE NOT EXISTS (SELECT FROM expert WHERE expert.id = wanted.id);

-- name: concerned
-- row: str
-- Members, and of organisations those who act for them; but not who did it.
SELECT DISTINCT who.id FROM (
  SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
  WHERE NOT EXISTS (SELECT FROM actor_fact f WHERE f.id = wanted.id AND f.kind = 'ORGANISATION')
  UNION
  SELECT a.member_id FROM acts_for a WHERE a.organisation_id = ANY ($1::text[])) who
WHERE who.id IS DISTINCT FROM $2 ORDER BY who.id;

-- name: unknown_actors
-- row: str
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id) WHERE NOT EXISTS (SELECT FROM actor_fact f WHERE f.id = wanted.id);

-- name: programme_over
-- row: OwnRow
-- The same as keys, whatever they are, while the programme has ended: nothing is changed any more.
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
WHERE 'ENDED' = (SELECT shown_programme_status(status, runs_from, runs_until, berlin_day($2::timestamptz)) FROM programme_text
                 ORDER BY slug LIMIT 1);

-- name: members_by_ids
-- row: OwnRow
-- Those that are members of the network, by the copy.
SELECT id FROM actor_fact WHERE id = ANY ($1::text[]) AND kind = 'MEMBER' AND state = 'ACTIVE';

-- name: own_actors_by_ids
-- row: OwnRow
-- Those that are the viewer, or that the viewer acts for.
SELECT wanted.id FROM unnest($1::text[]) AS wanted (id) WHERE speaks_for($2, wanted.id);

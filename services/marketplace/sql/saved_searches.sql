-- Saved searches and what is found for them.

-- name: count_searches_of
-- row: int
SELECT count(*)::int FROM saved_search WHERE owner_id = $1;

-- name: make_saved_search
-- row: none
INSERT INTO saved_search (id, owner_id, name, query, kinds, topics, regions, programmes, statuses, languages, open_until,
  alert, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13);

-- name: change_saved_search
-- row: none
UPDATE saved_search SET name = $3, query = $4, kinds = $5, topics = $6, regions = $7, programmes = $8, statuses = $9,
  languages = $10, open_until = $11, alert = $12, changed_at = $13
WHERE id = $1 AND owner_id = $2;

-- name: delete_saved_search
-- row: none
DELETE FROM saved_search WHERE id = $1 AND owner_id = $2;

-- name: delete_found_of
-- row: none
DELETE FROM found_match WHERE subject_id = ANY ($1::text[]);

-- name: saved_searches_by_ids
-- row: SavedSearchRow
SELECT id, owner_id, name, query, kinds, topics, regions, programmes, statuses, languages, open_until, alert, created_at
FROM saved_search WHERE id = ANY ($1::text[]) AND owner_id = $2;

-- name: saved_searches_of_viewers
-- row: SavedSearchUnder
-- order: NEWEST moment x.created_at
SELECT s.id, s.owner_id, s.name, s.query, s.kinds, s.topics, s.regions, s.programmes, s.statuses, s.languages, s.open_until,
  s.alert, s.created_at, v.id AS parent
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.* FROM saved_search x WHERE x.owner_id = v.id
    AND {within moment $2 $3 x.created_at} AND {after x.id along $4 $5}
  ORDER BY {order x.id along} LIMIT $6) s;

-- name: count_saved_searches_of_viewers
-- row: CountRow
SELECT owner_id AS id, count(*) AS count FROM saved_search
WHERE owner_id = ANY ($1::text[]) AND {within moment $2 $3 created_at} GROUP BY owner_id;

-- name: found_of_searches
-- row: FoundMatchUnder
SELECT v.id AS parent, f.document_id, d.type_name, f.relevance, f.found_at
FROM unnest($1::text[]) v (id) CROSS JOIN LATERAL (
  SELECT x.* FROM found_match x WHERE x.subject_id = v.id ORDER BY x.found_at DESC, x.document_id DESC LIMIT $2) f
JOIN document d ON d.entity_id = f.document_id
ORDER BY v.id, f.found_at DESC, f.document_id DESC;

-- name: is_told_nothing
-- row: bool
SELECT EXISTS (SELECT FROM told_nothing WHERE actor_id = $1);

-- name: tell_nothing
-- row: none
INSERT INTO told_nothing (actor_id, since) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: tell_again
-- row: none
DELETE FROM told_nothing WHERE actor_id = $1;

-- name: take_arrived
-- row: str
-- The oldest that nobody else takes.
DELETE FROM arrived WHERE document_id IN (
  SELECT a.document_id FROM arrived a ORDER BY a.seq LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING document_id;

-- name: begin_alerts
-- row: bool
-- Whether this is the first look ever; then the list is emptied.
WITH begun AS (INSERT INTO alerts_begun (at) VALUES ($1) ON CONFLICT DO NOTHING RETURNING at),
  gone AS (DELETE FROM arrived WHERE EXISTS (SELECT FROM begun))
SELECT EXISTS (SELECT FROM begun);

-- name: searches_changed
-- row: WatchedRow
-- Those that are alerted, in the order of their changes, with what is derived of them where that is of these words and this model.
SELECT s.id, s.changed_at, s.query, d.vector
FROM saved_search s LEFT JOIN search_derived d ON d.search_id = s.id AND d.model = $1 AND d.query = s.query
WHERE s.alert <> 'NEVER' AND (s.changed_at, s.id) > ($2, $3) ORDER BY s.changed_at, s.id LIMIT $4;

-- name: derive_searches
-- row: none
-- A document leads to a search by the two rarest of its terms; what no document has is the rarest of all.
WITH made AS MATERIALIZED (
  SELECT s.id, s.query, m.vector, s.terms FROM unnest($1::text[], $2::text[], $3::bytea[]) m (id, query, vector)
  JOIN saved_search s ON s.id = m.id AND s.query = m.query
), counted AS MATERIALIZED (
  SELECT a.term, coalesce(sum(c.documents), 0) AS documents
  FROM (SELECT DISTINCT unnest(terms) AS term FROM made) a LEFT JOIN term_count c ON c.term = a.term GROUP BY a.term
), placed AS (
  SELECT made.id, c.term, row_number() OVER (PARTITION BY made.id ORDER BY c.documents, c.term) AS place
  FROM made CROSS JOIN unnest(made.terms) t (term) JOIN counted c ON c.term = t.term
), rare AS (
  SELECT id, array_agg(term) AS terms FROM placed WHERE place <= 2 GROUP BY id
)
INSERT INTO search_derived (search_id, query, model, vector, rare_terms)
SELECT made.id, made.query, $4, made.vector, coalesce(rare.terms, '{}') FROM made LEFT JOIN rare ON rare.id = made.id
ORDER BY made.id
ON CONFLICT (search_id) DO UPDATE SET query = excluded.query, model = excluded.model, vector = excluded.vector, rare_terms = excluded.rare_terms;

-- name: searches_led_to
-- row: LinkUnder
-- The other way round: from the terms of a document to the searches that look for one of them.
SELECT t.entity_id AS parent, d.search_id AS target
FROM document_terms t CROSS JOIN LATERAL (SELECT array_agg(term_of_kind(term, t.kind)) AS plain FROM unnest(t.terms) term) p
JOIN search_derived d ON d.rare_terms && p.plain
WHERE t.entity_id = ANY ($1::text[]);

-- name: said_of_searches
-- row: SaidRow
-- The share of a search that a document says, as terms_found scores it.
WITH pair AS MATERIALIZED (
  SELECT p.document_id, s.id AS search_id, s.terms
  FROM unnest($1::text[], $2::text[]) p (document_id, search_id) JOIN saved_search s ON s.id = p.search_id
), held AS MATERIALIZED (
  SELECT t.entity_id, sort(array_agg(term_of_kind(term, t.kind))) AS plain
  FROM document_terms t CROSS JOIN unnest(t.terms) term WHERE t.entity_id = ANY ($1::text[]) GROUP BY t.entity_id
), whole AS MATERIALIZED (
  SELECT coalesce(sum(documents), 0)::float8 AS documents FROM term_count WHERE term = 0
), weighed AS MATERIALIZED (
  SELECT a.term, coalesce(ln(1 + w.documents / sum(c.documents)), ln(1 + w.documents)) AS weight
  FROM (SELECT DISTINCT unnest(terms) AS term FROM pair) a CROSS JOIN whole w
  LEFT JOIN term_count c ON c.term = a.term AND c.documents > 0 GROUP BY a.term, w.documents
)
SELECT p.document_id, p.search_id,
  coalesce(sum(w.weight) FILTER (WHERE h.common @> ARRAY[w.term]) / nullif(sum(w.weight), 0), 0) AS said
FROM pair p JOIN held ON held.entity_id = p.document_id
CROSS JOIN LATERAL (SELECT p.terms & held.plain AS common) h
CROSS JOIN LATERAL unnest(p.terms) asked (term) JOIN weighed w ON w.term = asked.term
GROUP BY p.document_id, p.search_id;

-- name: watched_searches
-- row: AlertedRow
-- Of those who want to be told and are here.
SELECT s.id, s.owner_id, s.name, s.query, s.kinds, s.topics, s.regions, s.programmes, s.statuses, s.languages, s.open_until,
  s.alert, s.created_at, s.changed_at
FROM saved_search s WHERE s.id = ANY ($1::text[]) AND s.alert <> 'NEVER' AND is_present(s.owner_id)
  AND NOT EXISTS (SELECT FROM told_nothing n WHERE n.actor_id = s.owner_id);

-- name: blocked_pairs
-- row: LinkUnder
-- Those of the pairs of actors of whom one has blocked the other.
SELECT x.one AS parent, x.other AS target FROM unnest($1::text[], $2::text[]) x (one, other) WHERE is_blocked(x.one, x.other);

-- name: people_of_subjects
-- row: LinkUnder
-- Whose the idea or the profile is, of those who want to be told; a profile's owner has agreed to be matched.
SELECT t.idea_id AS parent, t.actor_id AS target FROM idea_team t
WHERE t.idea_id = ANY ($1::text[]) AND t.role = 'OWNER' AND NOT EXISTS (SELECT FROM told_nothing n WHERE n.actor_id = t.actor_id)
UNION ALL
SELECT p.id, p.owner_id FROM profile p
WHERE p.id = ANY ($1::text[]) AND has_consent(p.owner_id, 'MATCHING')
  AND NOT EXISTS (SELECT FROM told_nothing n WHERE n.actor_id = p.owner_id)
ORDER BY 1, 2;

-- name: note_found
-- row: LinkUnder
-- Each pair once: what comes back is new. Those that wait for a daily word have not been told.
INSERT INTO found_match (subject_id, document_id, relevance, found_at, told_at)
SELECT x.subject_id, x.document_id, x.relevance, $5::timestamptz, CASE WHEN x.waits THEN NULL ELSE $5::timestamptz END
FROM unnest($1::text[], $2::text[], $3::real[], $4::boolean[]) x (subject_id, document_id, relevance, waits)
ON CONFLICT DO NOTHING
RETURNING subject_id AS parent, document_id AS target;

-- name: tell_daily
-- row: IdRow
-- Searches with something that waits, a day after their last word; what waited is told with it.
WITH due AS MATERIALIZED (
  SELECT s.id FROM saved_search s WHERE s.alert = 'DAILY' AND s.id IN (SELECT subject_id FROM found_match WHERE told_at IS NULL)
    AND (s.told_at IS NULL OR s.told_at <= $1::timestamptz - interval '1 day') FOR UPDATE
), told AS (
  UPDATE found_match f SET told_at = $1 FROM due WHERE f.subject_id = due.id AND f.told_at IS NULL
)
UPDATE saved_search s SET told_at = $1 FROM due WHERE s.id = due.id RETURNING s.id;

-- name: owners_of_searches
-- row: LinkUnder
SELECT id AS parent, owner_id AS target FROM saved_search WHERE id = ANY ($1::text[]);

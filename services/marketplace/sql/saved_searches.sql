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
FROM saved_search s LEFT JOIN search_asked d ON d.search_id = s.id AND d.model = $1 AND d.query = s.query
WHERE s.alert <> 'NEVER' AND (s.changed_at, s.id) > ($2, $3) ORDER BY s.changed_at, s.id LIMIT $4;

-- name: derive_searches
-- row: none
-- Locked, so that one which is deleted at this moment is left out: its foreign key would fail all of them.
INSERT INTO search_asked (search_id, query, model, vector)
SELECT s.id, s.query, $4, m.vector FROM unnest($1::text[], $2::text[], $3::bytea[]) m (id, query, vector)
JOIN saved_search s ON s.id = m.id AND s.query = m.query ORDER BY s.id FOR KEY SHARE OF s
ON CONFLICT (search_id) DO UPDATE SET query = excluded.query, model = excluded.model, vector = excluded.vector;

-- name: forget_search_terms
-- row: none
DELETE FROM search_term WHERE search_id = ANY ($1::text[]);

-- name: note_search_terms
-- row: none
-- Of the words in one of the spellings of each search, whose first $4 characters are read. Locked as above: what was not
-- derived now may be there from before, and be deleted.
INSERT INTO search_term (search_id, spelling, word, term, form)
SELECT d.search_id, m.spelling, w.word, w.term, w.form
FROM unnest($1::text[], $2::smallint[], $3::text[]) m (id, spelling, words)
JOIN search_asked d ON d.search_id = m.id CROSS JOIN LATERAL words_asked(left(m.words, $4)) w FOR KEY SHARE OF d;

-- name: said_of_searches
-- row: SaidRow
-- How much of searches the documents $1, all of the kind $2, say, by the rules of terms_found, which it must follow: of the
-- searches $4 that are near to the documents $3, and of those whose rare terms lead to one which says at least $9.
-- Each join has one key and the rest are windows: of what stands in no table the planner knows no better.
WITH held AS MATERIALIZED (
  SELECT t.entity_id AS document_id, c.term, c.documents FROM document_terms t CROSS JOIN unnest(t.terms) each
  JOIN term_count c ON c.term = term_of_kind(each, $2) AND c.kind = $2 WHERE t.entity_id = ANY ($1::text[]) AND t.kind = $2
), wanted AS MATERIALIZED (
  SELECT unnest($4::text[]) AS search_id
  UNION SELECT s.search_id FROM held h JOIN search_term s ON s.term = h.term WHERE h.documents <= $5
), asked AS MATERIALIZED (
  SELECT s.* FROM wanted w JOIN search_term s ON s.search_id = w.search_id
), counted AS MATERIALIZED (
  SELECT term, sum(documents) AS everywhere, sum(documents) FILTER (WHERE kind = $2) AS documents FROM term_count
  WHERE documents > 0 AND term = ANY (ARRAY(SELECT DISTINCT term FROM asked)) GROUP BY term
), weighed AS (
  SELECT a.*, c.documents, ln(1 + coalesce(w.documents / c.everywhere, w.documents)) AS weight,
    row_number() OVER (PARTITION BY a.search_id, a.spelling, a.term ORDER BY a.word) = 1 AS is_first
  FROM asked a CROSS JOIN (SELECT coalesce(sum(documents), 0)::float8 AS documents FROM term_count WHERE term = 0) w
  LEFT JOIN counted c ON c.term = a.term
), placed AS (
  SELECT w.*, sum(weight) FILTER (WHERE form = 3) OVER of_word AS runs,
    sqrt(length(word)) * min(weight) FILTER (WHERE form = 1) OVER of_word AS says,
    row_number() OVER of_word = 1 AS begins_word,
    sum(documents) FILTER (WHERE is_first) OVER (PARTITION BY search_id, spelling ORDER BY documents, term) - documents AS rarer
  FROM weighed w WINDOW of_word AS (PARTITION BY search_id, spelling, word)
), whole AS MATERIALIZED (
  SELECT p.*, sum(says) FILTER (WHERE begins_word) OVER (PARTITION BY search_id, spelling) AS every FROM placed p
), said AS (
  SELECT h.document_id, w.search_id, w.spelling, w.word, min(w.every) AS every,
    bool_or(h.documents <= $5 AND w.rarer < $6) AS is_led_to, min(w.says) * greatest(
      max(1.0) FILTER (WHERE w.form = 1), max($7::float8) FILTER (WHERE w.form = 2),
      $8::float8 * sum(w.weight) FILTER (WHERE w.form = 3) / min(w.runs)) AS says
  FROM held h JOIN whole w ON w.term = h.term GROUP BY h.document_id, w.search_id, w.spelling, w.word
), scored AS (
  SELECT document_id, search_id, sum(says) / min(every) AS said, bool_or(is_led_to) AS is_led_to, false AS is_near
  FROM said GROUP BY document_id, search_id, spelling
  UNION ALL SELECT document_id, search_id, 0, false, true FROM unnest($3::text[], $4::text[]) n (document_id, search_id)
)
SELECT document_id, search_id,
  CASE WHEN bool_or(is_near) THEN max(said) ELSE max(said) FILTER (WHERE is_led_to) END AS said, bool_or(is_led_to) AS is_led_to
FROM scored GROUP BY document_id, search_id
HAVING (bool_or(is_near) AND max(said) > 0) OR max(said) FILTER (WHERE is_led_to) >= $9;

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

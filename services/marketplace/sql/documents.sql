-- name: ids_after
-- row: str
-- Whatever may be a document, in order: of each table the next ones by its key. What is one, the query below says.
(SELECT id FROM idea WHERE id > $1 ORDER BY id LIMIT $2)
UNION ALL (SELECT id FROM profile WHERE id > $1 ORDER BY id LIMIT $2)
UNION ALL (SELECT entity_id FROM catalogue_entry WHERE entity_id > $1 ORDER BY entity_id LIMIT $2)
ORDER BY id LIMIT $2;

-- name: profile_ids_of_owners
-- row: str
SELECT id FROM profile WHERE owner_id = ANY ($1::text[]);

-- name: documents
-- row: DocumentRow
-- The ids are given to both views: the planner carries "= ANY" over no join.
SELECT d.entity_id, type_name, kind, visibility, owner_id, programme_slug, mark_of(p.parts) AS text_hash, topics, regions, offers, seeks,
  ARRAY(SELECT i.language FROM idea i WHERE i.id = d.entity_id
    UNION ALL SELECT o.language FROM profile o WHERE o.id = d.entity_id
    UNION ALL SELECT upper(name) FROM catalogue_entry c, jsonb_object_keys(c.title) name
      WHERE c.entity_id = d.entity_id AND name IN ('de', 'en') ORDER BY 1) AS languages
FROM document d JOIN document_parts p ON p.entity_id = d.entity_id
WHERE d.entity_id = ANY ($1::text[]) AND p.entity_id = ANY ($1::text[]);

-- name: document_parts
-- row: PartsRow
SELECT entity_id, mark_of(parts) AS text_hash, parts FROM document_parts WHERE entity_id = ANY ($1::text[]);

-- name: shown_parts
-- row: PartsRow
SELECT p.entity_id, mark_of(p.parts) AS text_hash, p.parts FROM document_parts p
WHERE p.entity_id = ANY ($1::text[])
  AND p.entity_id IN (SELECT d.entity_id FROM document d WHERE d.entity_id = ANY ($1::text[]) AND (d.visibility = 'PUBLIC' OR $2)
    AND (d.kind <> 'SUPPORT_OFFER' OR (SELECT s.shown IN ('ANNOUNCED', 'OPEN')
    OR (s.shown IN ('CLOSED', 'ENDED') AND d.entity_id = ANY ($4::text[])) FROM entries_at($3) s WHERE s.entity_id = d.entity_id)));

-- name: still_shown
-- row: str
-- What the time closed or ended is not shown, though the index may still have it, but for $4: what was named.
SELECT d.entity_id FROM document d WHERE d.entity_id = ANY ($1::text[]) AND (d.visibility = 'PUBLIC' OR $2)
  AND (d.kind <> 'SUPPORT_OFFER' OR (SELECT s.shown IN ('ANNOUNCED', 'OPEN')
    OR (s.shown IN ('CLOSED', 'ENDED') AND d.entity_id = ANY ($4::text[])) FROM entries_at($3) s WHERE s.entity_id = d.entity_id));

-- name: shown_cards
-- row: ShownCardRow
-- The same with what is shown of ideas and profiles: whoever gives documents out asks once.
SELECT d.entity_id, (SELECT c FROM idea_card c WHERE c.id = d.entity_id) AS idea,
  (SELECT c FROM profile_card c WHERE c.id = d.entity_id) AS profile,
  d.kind = 'SUPPORT_OFFER' AND d.type_name IN (SELECT t.name FROM document_type t WHERE t.house = 'marketplace') AS is_own
FROM document d WHERE d.entity_id = ANY ($1::text[]) AND (d.visibility = 'PUBLIC' OR $2)
  AND (d.kind <> 'SUPPORT_OFFER' OR (SELECT s.shown IN ('ANNOUNCED', 'OPEN')
    OR (s.shown IN ('CLOSED', 'ENDED') AND d.entity_id = ANY ($4::text[])) FROM entries_at($3) s WHERE s.entity_id = d.entity_id));

-- name: found_cards
-- row: FoundCardRow
-- The same in the order of the ids, and of the first $5 that are shown the passages with the words $4 between "**".
WITH shown AS MATERIALIZED (
  SELECT d.entity_id, array_position($1::text[], d.entity_id) AS place, (SELECT c FROM idea_card c WHERE c.id = d.entity_id) AS idea,
    (SELECT c FROM profile_card c WHERE c.id = d.entity_id) AS profile,
    d.kind = 'SUPPORT_OFFER' AND d.type_name IN (SELECT t.name FROM document_type t WHERE t.house = 'marketplace') AS is_own
  FROM document d WHERE d.entity_id = ANY ($1::text[]) AND (d.visibility = 'PUBLIC' OR $2)
    AND (d.kind <> 'SUPPORT_OFFER' OR (SELECT s.shown IN ('ANNOUNCED', 'OPEN')
      OR (s.shown IN ('CLOSED', 'ENDED') AND d.entity_id = ANY ($6::text[])) FROM entries_at($3) s WHERE s.entity_id = d.entity_id))
), said AS (
  SELECT entity_id, ts_headline('german', search_text, (SELECT query_of($4)),
    'StartSel=**, StopSel=**, MaxFragments=3, MinWords=5, MaxWords=18, FragmentDelimiter=" … "') AS passages
  FROM document
  WHERE entity_id = ANY (ARRAY(SELECT entity_id FROM shown ORDER BY place LIMIT $5)) AND tsv @@ query_of($4)
)
SELECT s.entity_id, s.idea, s.profile, s.is_own, x.passages
FROM shown s LEFT JOIN said x ON x.entity_id = s.entity_id ORDER BY s.place;

-- name: document_traits
-- row: TraitsRow
-- What filters and facets ask of documents that may be given out at this moment. A topic stands with the one that it
-- is part of, a region with its state and the country: the filters of these let it through.
SELECT d.entity_id, d.kind, d.programme_slug AS programme,
  ARRAY(SELECT DISTINCT above FROM topic t CROSS JOIN unnest(ARRAY[t.slug, t.parent_slug]) above
    WHERE t.slug = ANY (d.topics) AND above IS NOT NULL ORDER BY 1) AS topics, d.regions,
  ARRAY(SELECT DISTINCT rpad(above, 12, '0') FROM unnest(d.regions) ars CROSS JOIN unnest(ARRAY[left(ars, 2), '00']) above
    ORDER BY 1) AS states,
  coalesce(i.status, p.status, s.shown) AS status,
  CASE WHEN c.entity_id IS NULL THEN array_remove(ARRAY[coalesce(i.language, p.language)], NULL)
    ELSE ARRAY(SELECT upper(name) FROM jsonb_object_keys(c.title) name WHERE name IN ('de', 'en') ORDER BY 1) END AS languages,
  c.apply_until
FROM document d LEFT JOIN idea i ON i.id = d.entity_id LEFT JOIN profile p ON p.id = d.entity_id
LEFT JOIN catalogue_entry c ON c.entity_id = d.entity_id
LEFT JOIN LATERAL (SELECT e.shown FROM entries_at($3) e WHERE e.entity_id = d.entity_id) s ON true
WHERE d.entity_id = ANY ($1::text[]) AND (d.visibility = 'PUBLIC' OR $2)
  AND (d.kind <> 'SUPPORT_OFFER' OR s.shown IN ('ANNOUNCED', 'OPEN')
    OR (s.shown IN ('CLOSED', 'ENDED') AND d.entity_id = ANY ($4::text[])));

-- name: ids_with_status
-- row: str
-- Of what may be a document, at a moment; what is shown of it is asked where it is given out. At most $3.
(SELECT i.id FROM idea i WHERE i.status = ANY ($1::text[]) LIMIT $3)
UNION ALL (SELECT p.id FROM profile p WHERE p.status = ANY ($1::text[]) LIMIT $3)
UNION ALL (SELECT s.entity_id FROM entries_at($2) s WHERE s.shown = ANY ($1::text[]) LIMIT $3) LIMIT $3;

-- name: ids_open_until
-- row: str
-- Offers that can still be applied for at a moment; those without a deadline always.
SELECT c.entity_id FROM catalogue_entry c
WHERE c.category = 'SUPPORT_OFFER' AND (c.apply_until IS NULL OR c.apply_until >= $1::timestamptz) LIMIT $2;

-- name: ids_in_time
-- row: str
-- Offers that begin between two moments, or where they do not begin at a time, that can be applied for until then; null
-- is an open end. Of an event of the marketplace the event says when it begins.
SELECT c.entity_id FROM catalogue_entry c LEFT JOIN community_event e ON e.id = c.entity_id
WHERE c.category = 'SUPPORT_OFFER'
  AND coalesce(e.starts_at, c.starts_at, c.apply_until) >= coalesce($1::timestamptz, '-infinity')
  AND coalesce(e.starts_at, c.starts_at, c.apply_until) <= coalesce($2::timestamptz, 'infinity') LIMIT $3;

-- name: ids_for_sectors
-- row: str
-- Offers that name one of these sectors as their audience; those for everybody name none.
SELECT c.entity_id FROM catalogue_entry c
WHERE c.category = 'SUPPORT_OFFER' AND c.audiences && $1::text[] LIMIT $2;

-- name: ids_of_finer_kinds
-- row: str
-- Offers of these kinds, as the catalogue names them.
SELECT c.entity_id FROM catalogue_entry c WHERE c.category = 'SUPPORT_OFFER' AND c.kind = ANY ($1::text[]) LIMIT $2;

-- name: of_kinds
-- row: OfKindRow
-- What may be shown at a moment of some kinds, of offers only those of the finer kinds $2; and whether it is for one of the
-- sectors $3 or for everybody, and for one of the states $4 or the whole country, as offers that name no region are. An
-- empty list does not narrow.
SELECT d.entity_id,
  ($3::text[] = '{}' OR coalesce(c.audiences = '{}' OR c.audiences && $3::text[], false))
  AND ($4::text[] = '{}' OR (d.kind = 'SUPPORT_OFFER' AND d.regions = '{}') OR EXISTS (
    SELECT FROM unnest(d.regions) ars WHERE left(ars, 2) = ANY ($4::text[]) OR ars = '000000000000')) AS says_all
FROM document d LEFT JOIN catalogue_entry c ON c.entity_id = d.entity_id
WHERE d.kind = ANY ($1::text[])
  AND (d.kind <> 'SUPPORT_OFFER' OR (
    (SELECT s.shown FROM entries_at($5) s WHERE s.entity_id = d.entity_id) IN ('ANNOUNCED', 'OPEN')
    AND ($2::text[] = '{}' OR c.kind = ANY ($2::text[]))))
LIMIT $6;

-- name: moments
-- row: MomentRow
-- The time that ids_in_time compares, of these offers; those without one are left out.
SELECT c.entity_id, coalesce(e.starts_at, c.starts_at, c.apply_until) AS moment
FROM catalogue_entry c LEFT JOIN community_event e ON e.id = c.entity_id
WHERE c.category = 'SUPPORT_OFFER' AND c.entity_id = ANY ($1::text[])
  AND coalesce(e.starts_at, c.starts_at, c.apply_until) IS NOT NULL;

-- name: terms_found
-- row: TermsRow
-- The rarest terms of each kind choose candidates, as long as there are not enough; all terms score these and the
-- documents of $3. So the work is bounded however many documents have a term. The score is the share of the question's
-- words, by weight, that the document says: the word itself counts whole, one that sounds like it $7, and of parts of it
-- $8 times their share. A word that no document has is as rare as can be.
-- Of a search, $9 is the text, and what holds all of its words comes in the same trip, with its type: none when more than
-- $12 do, of whatever kind, since then the words say little, and weighing all of them takes the longer the more there
-- are. The kinds $11 count afterwards, so that they let through what is found without them.
-- Of what rare words lead to and that says $14 of the question, what the time has closed or ended at the moment $13 (null:
-- nobody asks) comes with its titles and owners, one a line: whether the question names it, says naming.py.
WITH asked AS MATERIALIZED (
  SELECT word, term AS plain, form FROM words_asked(left($1, $4))
), every AS MATERIALIZED (
  SELECT coalesce(sum(documents), 0)::float8 AS documents FROM term_count WHERE term = 0
), counted AS MATERIALIZED (
  SELECT term_of_kind(c.term, c.kind) AS term, c.term AS plain, c.kind, c.documents,
    ln(1 + (SELECT documents FROM every) / sum(c.documents) OVER (PARTITION BY c.term)) AS weight,
    sum(c.documents) OVER (PARTITION BY c.kind ORDER BY c.documents, c.term) - c.documents AS rarer
  FROM term_count c WHERE c.term = ANY (ARRAY(SELECT plain FROM asked)) AND c.documents > 0
), weighed AS MATERIALIZED (
  SELECT a.word, a.plain, a.form, coalesce(w.weight, (SELECT ln(1 + documents) FROM every)) AS weight
  FROM asked a LEFT JOIN (SELECT DISTINCT plain, weight FROM counted) w ON w.plain = a.plain
), words AS MATERIALIZED ( -- a word is as rare as the commoner of its stems, and long words say more than short ones
  SELECT word, sqrt(length(word)) * min(weight) FILTER (WHERE form = 1) AS weight, sum(weight) FILTER (WHERE form = 3) AS runs FROM weighed GROUP BY word
), terms AS MATERIALIZED (
  SELECT sort(array_agg(term)) AS every,
    array_agg(term) FILTER (WHERE documents <= $5 AND rarer < $6 AND ($2::text[] IS NULL OR kind = ANY ($2))) AS rare
  FROM counted
), chosen AS MATERIALIZED (
  SELECT entity_id, terms & (SELECT every FROM terms) AS common,
    coalesce(terms && (SELECT rare FROM terms), false) AS is_led_to
  FROM document_terms WHERE terms && (SELECT rare FROM terms) OR entity_id = ANY ($3::text[])
), said AS (
  SELECT c.entity_id, c.is_led_to, w.word, greatest(
    max(1.0) FILTER (WHERE w.form = 1), max($7::float8) FILTER (WHERE w.form = 2),
    $8::float8 * sum(w.weight) FILTER (WHERE w.form = 3) / (SELECT runs FROM words WHERE words.word = w.word)) AS share
  FROM chosen c CROSS JOIN unnest(c.common) held JOIN counted n ON n.term = held JOIN weighed w ON w.plain = n.plain
  GROUP BY c.entity_id, c.is_led_to, w.word
), holding AS MATERIALIZED (
  SELECT entity_id, type_name, kind, tsv FROM document
  WHERE tsv @@ query_of($9) AND (visibility = 'PUBLIC' OR $10) LIMIT $12::int + 1
), scored AS ( -- whether a document may be shown is asked where it is given out; here it would cost a look at every consent
  SELECT s.entity_id, sum(s.share * w.weight) / (SELECT sum(weight) FROM words) AS score, s.is_led_to
  FROM said s JOIN words w ON w.word = s.word GROUP BY s.entity_id, s.is_led_to
), ranked AS ( -- the question is read once, and not for each document
  SELECT entity_id, type_name, ts_rank_cd(tsv, (SELECT query_of($9))) AS rank FROM holding
  WHERE (SELECT count(*) FROM holding) <= $12::int AND ($11::text[] IS NULL OR kind = ANY ($11))
), closed AS MATERIALIZED (
  SELECT c.entity_id, concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en') AS titles,
    concat_ws(E'\n', c.organiser, (SELECT string_agg(a.display_name, E'\n' ORDER BY a.id)
      FROM actor a JOIN organisation o ON o.actor_id = a.id WHERE a.id = ANY (c.actors))) AS owners
  FROM catalogue_entry c -- by its key: joined, all entries would be read
  WHERE c.entity_id = ANY (ARRAY(
      SELECT entity_id FROM scored WHERE $13::timestamptz IS NOT NULL AND is_led_to AND score >= $14::float8))
    AND c.category = 'SUPPORT_OFFER' AND c.status IN ('ANNOUNCED', 'OPEN')
    AND (SELECT s.shown FROM entries_at($13::timestamptz) s WHERE s.entity_id = c.entity_id) IN ('CLOSED', 'ENDED')
)
-- One row of lists: hundreds of rows cost the service more than the database.
SELECT s.ids, s.scores, s.led, r.ids AS held, r.types AS held_types,
  o.ids AS over, o.titles AS over_titles, o.owners AS over_owners
FROM (SELECT coalesce(array_agg(entity_id), '{}') AS ids, coalesce(array_agg(score), '{}') AS scores,
    coalesce(array_agg(entity_id) FILTER (WHERE is_led_to), '{}') AS led FROM scored) s,
  (SELECT coalesce(array_agg(entity_id ORDER BY rank DESC, entity_id), '{}') AS ids,
    coalesce(array_agg(type_name ORDER BY rank DESC, entity_id), '{}') AS types FROM ranked) r,
  (SELECT coalesce(array_agg(entity_id), '{}') AS ids, coalesce(array_agg(titles), '{}') AS titles,
    coalesce(array_agg(owners), '{}') AS owners FROM closed) o;

-- name: save_terms
-- row: MarkRow
-- The words of documents, with the marks of the texts that they are of. So much may wait to be sorted into the index as
-- $2 says (and be sorted with $3 of memory): what waits is read with every question, and sorting much at once costs a
-- third. It is said before the first row comes, for this statement alone.
WITH texts AS MATERIALIZED (
  SELECT d.entity_id, d.kind, mark_of(p.parts) AS text_hash, row_number() OVER () AS place,
    concat_ws(' ', d.search_text, p.parts ->> 'TOPICS', p.parts ->> 'SKILLS', p.parts ->> 'NAMES') AS words
  FROM document d JOIN document_parts p ON p.entity_id = d.entity_id
  WHERE d.entity_id = ANY ($1::text[]) AND p.entity_id = ANY ($1::text[])
), settings AS MATERIALIZED (
  SELECT set_config('gin_pending_list_limit', $2, true), set_config('work_mem', $3, true)
), put AS (
  INSERT INTO document_terms AS t (entity_id, kind, terms)
  SELECT x.entity_id, x.kind,
    sort(ARRAY(SELECT term_of_kind(term, x.kind) FROM unnest(n.terms) term))
  FROM settings CROSS JOIN texts x
    LEFT JOIN terms_of_texts(ARRAY(SELECT words FROM texts ORDER BY place)) n ON n.place = x.place
  ON CONFLICT (entity_id) DO UPDATE SET kind = excluded.kind, terms = excluded.terms
  WHERE (t.kind, t.terms) IS DISTINCT FROM (excluded.kind, excluded.terms)
)
SELECT entity_id, text_hash FROM texts;

-- name: settle_terms
-- row: int
-- What waits to be sorted into the index, after a filling.
SELECT gin_clean_pending_list('document_terms_terms');

-- name: without_vector
-- row: str
-- Those of the ids that have no vector of a model.
SELECT id FROM unnest($2::text[]) id WHERE NOT EXISTS (SELECT FROM embedding e WHERE e.entity_id = id AND e.model = $1);

-- name: forget_terms
-- row: none
-- The ids are given twice, so that only these are looked at.
DELETE FROM document_terms t WHERE t.entity_id = ANY ($1::text[])
  AND NOT EXISTS (SELECT FROM document d WHERE d.entity_id = t.entity_id AND d.entity_id = ANY ($1::text[]));

-- name: forget_vectors
-- row: none
DELETE FROM embedding e WHERE e.entity_id = ANY ($1::text[])
  AND NOT EXISTS (SELECT FROM document d WHERE d.entity_id = e.entity_id AND d.entity_id = ANY ($1::text[]));

-- name: derived_from_nothing
-- row: str
SELECT entity_id FROM (SELECT entity_id FROM document_terms UNION SELECT entity_id FROM embedding) derived
WHERE NOT EXISTS (SELECT FROM document d WHERE d.entity_id = derived.entity_id);

-- name: embeddings
-- row: EmbeddingRow
SELECT entity_id, text_hash, vector FROM embedding WHERE model = $1 AND entity_id = ANY ($2::text[]);

-- name: save_embeddings
-- row: none
INSERT INTO embedding (entity_id, model, dim, vector, text_hash)
SELECT x.entity_id, $1, $2, x.vector, x.text_hash
FROM unnest($3::text[], $4::bytea[], $5::text[]) x (entity_id, vector, text_hash)
ORDER BY x.entity_id -- replicas that write the same vectors must not wait for each other in a circle
ON CONFLICT (entity_id, model) DO UPDATE
SET vector = excluded.vector, text_hash = excluded.text_hash, dim = excluded.dim, updated_at = excluded.updated_at;

-- name: subject_ideas
-- row: SubjectRow
SELECT i.id AS entity_id, i.origin_programme AS programme_slug, x.parts,
  ARRAY(SELECT topic_slug FROM idea_topic WHERE idea_id = i.id ORDER BY topic_slug) AS topics,
  array_remove(ARRAY[i.region_ars], NULL) AS regions, '{}'::text[] AS offers,
  ARRAY(SELECT DISTINCT r.kind FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled ORDER BY r.kind) AS seeks,
  ARRAY[i.language] AS languages
FROM idea i JOIN idea_parts x ON x.id = i.id
WHERE i.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3);

-- name: subject_profiles
-- row: SubjectRow
SELECT p.id AS entity_id, NULL::text AS programme_slug, x.parts,
  ARRAY(SELECT topic_slug FROM actor_topic WHERE actor_id = p.owner_id ORDER BY topic_slug) AS topics,
  array_remove(ARRAY[a.region_ars], NULL) AS regions, p.offers, p.seeks, ARRAY[p.language] AS languages
FROM profile p JOIN actor a ON a.id = p.owner_id JOIN profile_parts x ON x.id = p.id
WHERE p.id = ANY ($1::text[]) AND acts_for($2, p.owner_id) AND has_consent(p.owner_id, 'MATCHING');

-- name: not_to_suggest
-- row: LinkUnder
SELECT subject_id AS parent, target_id AS target FROM match WHERE subject_id = ANY ($1::text[]) AND state = 'DISMISSED'
UNION
SELECT t.idea_id, p.id FROM idea_team t JOIN profile p ON p.owner_id = t.actor_id WHERE t.idea_id = ANY ($1::text[])
UNION
SELECT p.id, t.idea_id FROM profile p JOIN idea_team t ON t.actor_id = p.owner_id WHERE p.id = ANY ($1::text[])
UNION -- who blocked the other is no suggestion, nor the other: for a team, each of it
SELECT t.idea_id, p.id FROM idea_team t JOIN block b ON t.actor_id IN (b.blocker_id, b.blocked_id)
  JOIN profile p ON p.owner_id IN (b.blocker_id, b.blocked_id) AND p.owner_id <> t.actor_id WHERE t.idea_id = ANY ($1::text[])
UNION
SELECT p.id, t.idea_id FROM profile p JOIN block b ON p.owner_id IN (b.blocker_id, b.blocked_id)
  JOIN idea_team t ON t.actor_id IN (b.blocker_id, b.blocked_id) AND t.actor_id <> p.owner_id WHERE p.id = ANY ($1::text[])
UNION
SELECT p.id, o.id FROM profile p JOIN block b ON p.owner_id IN (b.blocker_id, b.blocked_id)
  JOIN profile o ON o.owner_id IN (b.blocker_id, b.blocked_id) AND o.owner_id <> p.owner_id WHERE p.id = ANY ($1::text[]);

-- name: match_states
-- row: MatchStateRow
-- Whom a team or a person has contacted is for nobody else.
SELECT subject_id, target_id, state FROM match
WHERE subject_id = ANY ($1::text[]) AND (is_on_team(subject_id, $2)
  OR EXISTS (SELECT FROM profile p WHERE p.id = subject_id AND acts_for($2, p.owner_id)));

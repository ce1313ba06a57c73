-- name: documents
-- row: DocumentRow
SELECT entity_id, type_name, kind, visibility, owner_id, programme_slug, search_text, topics, regions, offers, seeks
FROM document ORDER BY entity_id;

-- name: documents_of
-- row: DocumentRow
SELECT entity_id, type_name, kind, visibility, owner_id, programme_slug, search_text, topics, regions, offers, seeks
FROM document WHERE entity_id = ANY ($1::text[]) OR (kind = 'PROFILE' AND owner_id = ANY ($1::text[])) ORDER BY entity_id;

-- name: still_shown
-- row: str
SELECT entity_id FROM document WHERE entity_id = ANY ($1::text[]) AND (visibility = 'PUBLIC' OR $2);

-- name: words_found
-- row: str
SELECT entity_id FROM document
WHERE tsv @@ query_of($1) AND (visibility = 'PUBLIC' OR $2) AND ($3::text[] IS NULL OR kind = ANY ($3))
ORDER BY ts_rank_cd(tsv, query_of($1)) DESC, entity_id LIMIT $4;

-- name: highlights
-- row: PairRow
SELECT entity_id AS owner, ts_headline('german', search_text, query_of($2),
  'StartSel=**, StopSel=**, MaxFragments=3, MinWords=5, MaxWords=18, FragmentDelimiter=" … "') AS target
FROM document WHERE entity_id = ANY ($1::text[]) AND tsv @@ query_of($2);

-- name: embeddings
-- row: EmbeddingRow
SELECT entity_id, text_hash, vector FROM embedding WHERE model = $1 AND entity_id = ANY ($2::text[]);

-- name: save_embeddings
-- row: none
INSERT INTO embedding (entity_id, model, dim, vector, text_hash)
SELECT x.entity_id, $1, $2, x.vector, x.text_hash
FROM unnest($3::text[], $4::bytea[], $5::text[]) x (entity_id, vector, text_hash)
ON CONFLICT (entity_id, model) DO UPDATE
SET vector = excluded.vector, text_hash = excluded.text_hash, dim = excluded.dim, updated_at = now();

-- name: subject_idea
-- row: DocumentRow
SELECT i.id AS entity_id, 'Idea' AS type_name, 'IDEA' AS kind, 'PUBLIC' AS visibility, i.author_id AS owner_id,
  i.origin_programme AS programme_slug, x.search_text,
  ARRAY(SELECT topic_slug FROM idea_topic WHERE idea_id = i.id ORDER BY topic_slug) AS topics,
  array_remove(ARRAY[i.region_ars], NULL) AS regions, '{}'::text[] AS offers,
  ARRAY(SELECT DISTINCT r.kind FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled ORDER BY r.kind) AS seeks
FROM idea i JOIN idea_text x ON x.id = i.id
WHERE i.id = $1 AND may_see_idea(i.id, i.status, $2, $3);

-- name: subject_document
-- row: DocumentRow
SELECT entity_id, type_name, kind, visibility, owner_id, programme_slug, search_text, topics, regions, offers, seeks
FROM document WHERE entity_id = $1;

-- name: not_to_suggest
-- row: str
SELECT target_id FROM match WHERE subject_id = $1 AND state = 'DISMISSED'
UNION
SELECT p.id FROM idea_team t JOIN profile p ON p.owner_id = t.actor_id WHERE t.idea_id = $1
UNION
SELECT t.idea_id FROM profile p JOIN idea_team t ON t.actor_id = p.owner_id WHERE p.id = $1;

-- name: match_states
-- row: PairRow
SELECT target_id AS owner, state AS target FROM match WHERE subject_id = $1 AND target_id = ANY ($2::text[]);

-- name: near_entries
-- row: NearRow
-- All searches of a level at once.
SELECT (n.held).entity_id, (n.held).text_hash, (n.held).type_name, (n.held).kind, (n.held).owner_id, (n.held).members_only,
  (n.held).programme, (n.held).topics, (n.held).regions, (n.held).offers, (n.held).seeks, (n.held).languages,
  halfvec_send((n.held).vector) AS vector, s.place, n.similarity
FROM json_to_recordset($1::json) AS s (
  place integer, question halfvec, wanted integer, with_members_only boolean, kinds text[], topics text[], regions text[],
  not_of text[], without text[], programmes text[], languages text[], among text[])
CROSS JOIN LATERAL nearest(
  s.question, s.wanted, s.with_members_only, s.kinds, s.topics, s.regions, s.not_of, s.without,
  s.programmes, s.languages, s.among, $2) n;

-- name: entries_by_ids
-- row: HeldRow
SELECT entity_id, text_hash, type_name, kind, owner_id, members_only, programme, topics, regions, offers, seeks, languages,
  halfvec_send(vector) AS vector
FROM entry WHERE entity_id = ANY ($1::text[]);

-- name: entry_ids_after
-- row: str
SELECT entity_id FROM entry WHERE entity_id > $1 ORDER BY entity_id LIMIT $2;

-- name: count_entries
-- row: int
-- As many as asked for where there are more.
SELECT count(*)::int FROM (SELECT FROM entry LIMIT $1) counted;

-- name: entry_ids_of_owners
-- row: str
SELECT entity_id FROM entry WHERE owner_id = ANY ($1::text[]);

-- name: keep_entries
-- row: str
-- Two processes that keep the same rows lock them in the same order.
WITH marked AS MATERIALIZED (
  SELECT * FROM json_to_recordset($1::json) AS m (
    entity_id text, text_hash text, type_name text, kind text, owner_id text, members_only boolean, programme text,
    topics text[], regions text[], offers text[], seeks text[], languages text[])
), changed AS MATERIALIZED (
  SELECT m.* FROM entry e JOIN marked m ON m.entity_id = e.entity_id AND m.text_hash = e.text_hash
  WHERE (e.type_name, e.kind, e.owner_id, e.members_only, e.programme, e.topics, e.regions, e.offers, e.seeks, e.languages)
    IS DISTINCT FROM (m.type_name, m.kind, m.owner_id, m.members_only, m.programme, m.topics, m.regions, m.offers, m.seeks, m.languages)
  ORDER BY e.entity_id FOR UPDATE OF e
), written AS (
  UPDATE entry e SET (type_name, kind, owner_id, members_only, programme, topics, regions, offers, seeks, languages)
    = (c.type_name, c.kind, c.owner_id, c.members_only, c.programme, c.topics, c.regions, c.offers, c.seeks, c.languages)
  FROM changed c WHERE e.entity_id = c.entity_id AND e.text_hash = c.text_hash
)
SELECT e.entity_id FROM entry e JOIN marked m ON m.entity_id = e.entity_id AND m.text_hash = e.text_hash;

-- name: put_entries
-- row: none
INSERT INTO entry AS e
SELECT entity_id, text_hash, type_name, kind, owner_id, members_only, programme, topics, regions, offers, seeks, languages, vector
FROM json_to_recordset($1::json) AS m (
  entity_id text, text_hash text, type_name text, kind text, owner_id text, members_only boolean, programme text,
  topics text[], regions text[], offers text[], seeks text[], languages text[], vector halfvec)
ORDER BY entity_id COLLATE "C"
ON CONFLICT (entity_id) DO UPDATE SET
  (text_hash, type_name, kind, owner_id, members_only, programme, topics, regions, offers, seeks, languages, vector)
  = (excluded.text_hash, excluded.type_name, excluded.kind, excluded.owner_id, excluded.members_only, excluded.programme,
     excluded.topics, excluded.regions, excluded.offers, excluded.seeks, excluded.languages, excluded.vector)
WHERE ROW (e.*) IS DISTINCT FROM ROW (excluded.*);

-- name: remove_entries
-- row: none
DELETE FROM entry WHERE entity_id IN (
  SELECT entity_id FROM entry WHERE entity_id = ANY ($1::text[]) ORDER BY entity_id FOR UPDATE);

-- name: analyse_entries
-- row: none
-- Waiting for a building of the graph, which itself waits for whoever looks at the table, would never end.
ANALYZE (SKIP_LOCKED) entry;

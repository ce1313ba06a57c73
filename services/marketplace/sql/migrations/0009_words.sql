-- Looking up words takes as long with a million documents as with ten thousand: words are numbers, the documents that
-- hold them are in one compressed index, and how rare a word is stands beside it instead of being counted.

CREATE EXTENSION IF NOT EXISTS intarray SCHEMA public; -- contrib, as the extensions before; trusted since PostgreSQL 13

DROP TABLE document_terms;
DROP FUNCTION terms_of(text);

-- The terms of a text as numbers, each once: German and English stems, and of longer words each run of five letters, so
-- that a part of a compound finds the compound (Hochwasser, Hochwasserwarnung, Warnung). Stop words of either language
-- are none. Among a million different terms, one in 4,000 has the number of another.
CREATE FUNCTION terms_of(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  WITH kept AS MATERIALIZED (
    SELECT word, stems FROM unnest(tsvector_to_array(to_tsvector('simple', left(words, 20000)))) word,
      LATERAL (SELECT ts_lexize('german_stem', word) || ts_lexize('english_stem', word) AS stems) each
    WHERE cardinality(stems) = 2 -- a stop word has no stem
  )
  SELECT coalesce(uniq(sort(array_agg(hashtext(term)))), '{}') FROM (
    SELECT unnest(stems) AS term FROM kept
    UNION ALL
    SELECT '~' || substr(word, start, 5) FROM kept, generate_series(1, length(word) - 4) start
  ) every
$$;

-- The number of a term in documents of one kind: each kind has lists of its own in the index, so that what is common in
-- one kind does not stand before what is rare in another. The same function takes the kind out again.
CREATE FUNCTION term_of_kind(term integer, kind text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT term # hashtext(kind)
$$;

-- Written by whoever embeds the document; whether it may be shown, the view "document" says.
CREATE TABLE document_terms (
  entity_id text PRIMARY KEY,
  kind      text NOT NULL,
  terms     integer[] NOT NULL -- term_of_kind, ascending
);
ALTER TABLE document_terms ALTER terms SET STORAGE MAIN; -- beside the id: reading hundreds of them is no walk to TOAST
-- What waits to be sorted into the index is read with every question: little, and it costs a tenth of a millisecond.
CREATE INDEX document_terms_terms ON document_terms USING gin (terms gin__int_ops) WITH (gin_pending_list_limit = 256);

-- In how many documents of a kind a term is; the term 0 stands for "every document". Kept in the transaction of whatever
-- changes document_terms, so it cannot drift; count_terms_anew() makes it from nothing.
CREATE TABLE term_count (
  term      integer,
  kind      text,
  documents integer NOT NULL,
  PRIMARY KEY (term, kind)
) WITH (fillfactor = 70); -- room for the next count on the same page, so that the index is not touched

-- Writers take turns to the end of their transactions, so that they never wait for each other in a circle. No table lock:
-- that would stop autovacuum.
CREATE FUNCTION take_turns_to_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock('term_count'::regclass::oid::integer, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER document_terms_turns BEFORE INSERT OR UPDATE OR DELETE ON document_terms
  FOR EACH STATEMENT EXECUTE FUNCTION take_turns_to_count();

CREATE FUNCTION count_put_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO term_count AS c (term, kind, documents)
    SELECT term_of_kind(key, kind), kind, count(*) FROM put, unnest(hashtext(kind) || terms) key GROUP BY 1, 2
  ON CONFLICT (term, kind) DO UPDATE SET documents = c.documents + excluded.documents;
  RETURN NULL;
END $$;
CREATE FUNCTION count_gone_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO term_count AS c (term, kind, documents)
    SELECT term_of_kind(key, kind), kind, -count(*) FROM gone, unnest(hashtext(kind) || terms) key GROUP BY 1, 2
  ON CONFLICT (term, kind) DO UPDATE SET documents = c.documents + excluded.documents;
  RETURN NULL;
END $$;
-- Of a changed text most terms stay, and their counts are left alone.
CREATE FUNCTION count_changed_terms() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO term_count AS c (term, kind, documents)
    SELECT term_of_kind(key, kind), kind, sum(change) FROM (
      SELECT key, put.kind, 1 AS change FROM put JOIN gone USING (entity_id),
        unnest((hashtext(put.kind) || put.terms) - (hashtext(gone.kind) || gone.terms)) key
      UNION ALL
      SELECT key, gone.kind, -1 FROM put JOIN gone USING (entity_id),
        unnest((hashtext(gone.kind) || gone.terms) - (hashtext(put.kind) || put.terms)) key
    ) each GROUP BY 1, 2
  ON CONFLICT (term, kind) DO UPDATE SET documents = c.documents + excluded.documents;
  RETURN NULL;
END $$;
CREATE TRIGGER document_terms_put AFTER INSERT ON document_terms
  REFERENCING NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION count_put_terms();
CREATE TRIGGER document_terms_gone AFTER DELETE ON document_terms
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_gone_terms();
CREATE TRIGGER document_terms_changed AFTER UPDATE ON document_terms
  REFERENCING OLD TABLE AS gone NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION count_changed_terms();

-- Also forgets terms that no document has any more.
CREATE FUNCTION count_terms_anew() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE document_terms IN SHARE MODE; -- questions go on, writers wait
  DELETE FROM term_count;
  INSERT INTO term_count (term, kind, documents)
    SELECT term_of_kind(key, kind), kind, count(*) FROM document_terms, unnest(hashtext(kind) || terms) key GROUP BY 1, 2;
END $$;

-- The words of documents, as they are looked up.
CREATE VIEW document_words AS
  SELECT d.entity_id, d.kind,
    sort(ARRAY(SELECT term_of_kind(term, d.kind)
      FROM unnest(terms_of(concat_ws(' ', d.search_text, p.parts ->> 'TOPICS', p.parts ->> 'SKILLS'))) term)) AS terms
  FROM document d JOIN document_parts p ON p.entity_id = d.entity_id;

INSERT INTO document_terms (entity_id, kind, terms)
  SELECT entity_id, kind, terms FROM document_words WHERE entity_id IN (SELECT entity_id FROM embedding);

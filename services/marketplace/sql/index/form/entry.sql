-- The home of one model's vectors: a schema of its own, made when it is first opened and never migrated. What is in it is
-- derived; a home of another form has another name. 256 stands for the dimensions of the model.

CREATE TABLE entry (
  entity_id    text COLLATE "C" PRIMARY KEY,
  text_hash    text NOT NULL,
  type_name    text NOT NULL,
  kind         text NOT NULL,
  owner_id     text,
  members_only boolean NOT NULL,
  programme    text NOT NULL, -- '' where it belongs to none; how many nulls are not of some, the planner misjudges
  topics       text[] NOT NULL, -- these five ascending
  regions      text[] NOT NULL,
  offers       text[] NOT NULL,
  seeks        text[] NOT NULL,
  languages    text[] NOT NULL,
  vector       halfvec(256) NOT NULL -- length 1
);
CREATE INDEX entry_kind ON entry (kind);
CREATE INDEX entry_owner ON entry (owner_id);
CREATE INDEX entry_topics ON entry USING gin (topics);
CREATE INDEX entry_regions ON entry USING gin (regions);
CREATE INDEX entry_programme ON entry (programme);

-- The meaning of a filter, as index.py says it (passes). PostgreSQL puts this in the place of its call, and leaves out
-- what does not narrow.
CREATE FUNCTION passing(
  with_members_only boolean, of_kinds text[], of_topics text[], of_regions text[], not_of text[], without text[],
  of_programmes text[], of_languages text[], among text[]
) RETURNS SETOF entry LANGUAGE sql STABLE AS $$
  SELECT * FROM entry e
  WHERE (with_members_only OR NOT e.members_only)
    AND (of_kinds IS NULL OR e.kind = ANY (of_kinds))
    AND (of_topics IS NULL OR e.topics && of_topics)
    AND (of_regions IS NULL OR e.regions && of_regions)
    AND (not_of IS NULL OR e.programme <> ALL (array_append(not_of, '')))
    AND (cardinality(without) = 0 OR e.entity_id <> ALL (without))
    AND (of_programmes IS NULL OR e.programme = ANY (of_programmes))
    AND (of_languages IS NULL OR e.languages && of_languages)
    AND (among IS NULL OR e.entity_id = ANY (among))
$$;

-- The nearest that pass. Looking at each that passes costs their number; the graph costs what it comes by until enough
-- have passed, the more the fewer pass. "asked" is the price of the latter in that of the former, and how many pass is what
-- the planner thinks. A graph can lose its way where what passes lies far from the question: it is asked for some more
-- than is wanted, and when it does not find those, each is looked at after all.
CREATE FUNCTION nearest(
  question halfvec, wanted integer, with_members_only boolean, of_kinds text[], of_topics text[], of_regions text[],
  not_of text[], without text[], of_programmes text[], of_languages text[], among text[], asked double precision
) RETURNS TABLE (held entry, similarity double precision) LANGUAGE plpgsql
SET plan_cache_mode = force_custom_plan -- plans with the values of the filter in them
SET hnsw.iterative_scan = relaxed_order
SET hnsw.ef_search = 300
SET jit = off
AS $$
DECLARE
  plan json;
  rows_held double precision := (SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'entry'::regclass);
  rows_passing double precision;
  by_the_way integer := greatest(wanted, 40);
  found entry[] := '{}';
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM passing($1, $2, $3, $4, $5, $6, $7, $8, $9)' INTO plan
    USING with_members_only, of_kinds, of_topics, of_regions, not_of, without, of_programmes, of_languages, among;
  rows_passing := (plan #>> '{0,Plan,Plan Rows}')::double precision;
  IF rows_passing * rows_passing > asked * by_the_way * rows_held THEN
    found := ARRAY(
      SELECT e FROM passing(
        with_members_only, of_kinds, of_topics, of_regions, not_of, without, of_programmes, of_languages, among) e
      ORDER BY e.vector <#> question LIMIT by_the_way
    );
  END IF;
  IF cardinality(found) < by_the_way THEN
    found := ARRAY(
      SELECT e FROM passing(
        with_members_only, of_kinds, of_topics, of_regions, not_of, without, of_programmes, of_languages, among) e
      ORDER BY (e.vector <#> question) + 0 LIMIT wanted -- a sum is nothing that the graph could be asked for
    );
  END IF;
  RETURN QUERY
    SELECT f::entry, -(f.vector <#> question) FROM unnest(found) f ORDER BY f.vector <#> question LIMIT wanted;
END
$$;

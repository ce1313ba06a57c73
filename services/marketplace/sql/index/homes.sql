-- name: make_registry
-- row: none
CREATE SCHEMA IF NOT EXISTS marketplace_index;

-- name: make_homes
-- row: none
CREATE TABLE IF NOT EXISTS marketplace_index.home (
  name    text PRIMARY KEY, -- of a schema
  version text NOT NULL,    -- of its vectors
  used_at timestamptz NOT NULL DEFAULT now()
);

-- name: version_of_pgvector
-- row: str
SELECT extversion FROM pg_extension WHERE extname = 'vector';

-- name: lock_homes
-- row: none
SELECT FROM pg_advisory_xact_lock($1);

-- name: home_is_made
-- row: bool
SELECT to_regclass(quote_ident($1) || '.entry') IS NOT NULL;

-- name: note_home
-- row: none
INSERT INTO marketplace_index.home (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET used_at = now();

-- name: leave_homes
-- row: str
DELETE FROM marketplace_index.home WHERE name <> $1 AND used_at < now() - $2::interval RETURNING name;

-- name: take_building
-- row: bool
SELECT pg_try_advisory_lock($1, hashtext($2));

-- name: graph_is_whole
-- row: bool
SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('entry_near');

-- name: drop_graph
-- row: none
DROP INDEX CONCURRENTLY IF EXISTS entry_near;

-- name: build_graph
-- row: none
CREATE INDEX CONCURRENTLY entry_near ON entry USING hnsw (vector halfvec_ip_ops) WITH (m = 32, ef_construction = 160);

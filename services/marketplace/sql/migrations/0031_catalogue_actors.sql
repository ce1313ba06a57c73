-- Who takes part and when it begins: told by the feeds of documents. What is there is told once more from the beginning.
ALTER TABLE catalogue_entry
  ADD actors text[] NOT NULL DEFAULT '{}', -- organisations, never persons
  ADD starts_at timestamptz;
CREATE INDEX catalogue_entry_actors ON catalogue_entry USING gin (actors);
DELETE FROM feed_cursor;

-- Organisations in the order of their names, and by words of them.
CREATE INDEX actor_organisations ON actor (folded(display_name), id) WHERE kind = 'ORGANISATION';

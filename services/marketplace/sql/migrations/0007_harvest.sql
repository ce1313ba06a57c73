-- How far each ministry's feed of changes has been read: moved in the transaction that keeps the page.
CREATE TABLE feed_cursor (
  subgraph text PRIMARY KEY,
  cursor   text NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now()
);

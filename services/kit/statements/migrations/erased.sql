-- Ids of accounts that were erased: their tokens hold here no longer. seq grows in the order of the commits, because it is
-- drawn under a lock (close_account), so that every replica reads on from the newest that it knows.
CREATE TABLE erased_actor (
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id  text PRIMARY KEY,
  at  timestamptz NOT NULL -- when this house learned of it
);

-- Who did what, when: ids and states, never a name or a text of a person. It only grows.
CREATE TABLE journal (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entity_type text NOT NULL,
  entity_id   text NOT NULL,
  action      text NOT NULL,
  from_state  text,
  to_state    text,
  actor_id    text, -- null: staff without an account, or the time
  at          timestamptz NOT NULL
);
CREATE INDEX journal_entity ON journal (entity_id, id);
CREATE INDEX journal_actor ON journal (actor_id, id);

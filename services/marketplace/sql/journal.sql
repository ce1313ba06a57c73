-- name: write_journal
-- row: none
INSERT INTO journal (entity_type, entity_id, action, from_state, to_state, actor_id, at)
SELECT $1, entity_id, $3, $4, $5, $6, $7 FROM unnest($2::text[]) entity_id;

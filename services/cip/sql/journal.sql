-- name: write_journal
-- row: none
INSERT INTO journal (entity_type, entity_id, action, from_state, to_state, actor_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ping
-- row: int
SELECT 1;

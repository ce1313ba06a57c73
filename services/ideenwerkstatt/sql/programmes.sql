-- name: programmes_by_slug
-- row: ProgrammeRow
SELECT slug, name, description, status, runs_from, runs_until, operator_name, ministry_codes
FROM programme_text
WHERE slug = ANY($1::text[]);

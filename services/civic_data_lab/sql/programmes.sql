-- name: programmes_by_slug
-- row: ProgrammeRow
-- Slugs, and the moment at which their state is shown.
SELECT slug, name, description, shown_programme_status(status, runs_from, runs_until, berlin_day($2)) AS status,
       runs_from, runs_until, operator_name, ministry_codes
FROM programme_text
WHERE slug = ANY($1::text[]);

-- name: entries_displayed
-- row: DisplayedRow
-- What the catalogue's card says of a ministry's document.
SELECT entity_id AS id, kind, category, title, summary FROM catalogue_entry
WHERE entity_id = ANY ($1::text[]) AND status <> 'WITHDRAWN';

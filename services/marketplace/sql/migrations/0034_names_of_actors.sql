-- Whose an offer, a project or data are leads to them: the organisations that a ministry's feed tells of.
CREATE OR REPLACE VIEW document_parts AS
  SELECT id AS entity_id, parts FROM idea_parts
UNION ALL
  SELECT id, parts FROM profile_parts
UNION ALL
  SELECT c.entity_id, jsonb_strip_nulls(jsonb_build_object(
    'TITLE', concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en'),
    'SUMMARY', nullif(concat_ws(E'\n', c.summary ->> 'de', c.summary ->> 'en'), ''),
    'TOPICS', (SELECT string_agg(t.label ->> 'de', ' ' ORDER BY t.slug) FROM topic t WHERE t.slug = ANY (c.topics)),
    'NAMES', nullif(concat_ws(' ', c.organiser,
      (SELECT string_agg(a.display_name, ' ' ORDER BY a.id) FROM actor a JOIN organisation o ON o.actor_id = a.id
        WHERE a.id = ANY (c.actors)),
      (SELECT string_agg(region_names(ars), ' ') FROM unnest(c.regions) ars)), '')))
  FROM catalogue_entry c;

-- Organisations that a filter lets through; $1 has the fields of OrganisationFilter, a missing one does not filter. In which
-- programmes one takes part is told by the feeds of documents (catalogue_entry.actors).

-- name: organisations
-- row: ListedOrganisationRow
-- order: NAME text folded(a.display_name)
-- order: LEGAL_NAME text folded(o.legal_name)
SELECT a.id, a.kind, a.handle, a.display_name, a.sector, a.region_ars, NULL::text AS state, NULL::text AS cip_member_number,
  NULL::date AS member_since, o.legal_name, o.legal_form, o.is_non_profit, o.website, {by} AS place
FROM actor a JOIN organisation o ON o.actor_id = a.id
WHERE a.kind = 'ORGANISATION'
  AND (NOT $1::jsonb ? 'sectors' OR $1 -> 'sectors' ? a.sector)
  AND (NOT $1 ? 'regionArs' OR a.region_ars IN (
    SELECT p.ars FROM jsonb_array_elements_text($1 -> 'regionArs') whole, region_parts(whole) p))
  AND (NOT $1 ? 'topicSlugs' OR EXISTS (SELECT FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug
    WHERE x.actor_id = a.id AND ($1 -> 'topicSlugs' ? t.slug OR $1 -> 'topicSlugs' ? t.parent_slug)))
  AND (NOT $1 ? 'programmes' OR EXISTS (SELECT FROM catalogue_entry c
    WHERE c.actors @> ARRAY[a.id] AND $1 -> 'programmes' ? c.programme_slug))
  AND (NOT $1 ? 'allProgrammes' OR NOT EXISTS (SELECT FROM jsonb_array_elements_text($1 -> 'allProgrammes') p (slug)
    WHERE NOT EXISTS (SELECT FROM catalogue_entry c WHERE c.actors @> ARRAY[a.id] AND c.programme_slug = p.slug)))
  AND (NOT $1 ? 'isNonProfit' OR o.is_non_profit = ($1 ->> 'isNonProfit')::boolean)
  AND (NOT $1 ? 'text' OR array_to_tsvector(name_words(concat_ws(' ', a.display_name, o.legal_name))) @@ words_begin($1 ->> 'text'))
  AND {after a.id $2 $3}
ORDER BY {order a.id} LIMIT $4;

-- name: count_organisations
-- row: int
SELECT count(*)
FROM actor a JOIN organisation o ON o.actor_id = a.id
WHERE a.kind = 'ORGANISATION'
  AND (NOT $1::jsonb ? 'sectors' OR $1 -> 'sectors' ? a.sector)
  AND (NOT $1 ? 'regionArs' OR a.region_ars IN (
    SELECT p.ars FROM jsonb_array_elements_text($1 -> 'regionArs') whole, region_parts(whole) p))
  AND (NOT $1 ? 'topicSlugs' OR EXISTS (SELECT FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug
    WHERE x.actor_id = a.id AND ($1 -> 'topicSlugs' ? t.slug OR $1 -> 'topicSlugs' ? t.parent_slug)))
  AND (NOT $1 ? 'programmes' OR EXISTS (SELECT FROM catalogue_entry c
    WHERE c.actors @> ARRAY[a.id] AND $1 -> 'programmes' ? c.programme_slug))
  AND (NOT $1 ? 'allProgrammes' OR NOT EXISTS (SELECT FROM jsonb_array_elements_text($1 -> 'allProgrammes') p (slug)
    WHERE NOT EXISTS (SELECT FROM catalogue_entry c WHERE c.actors @> ARRAY[a.id] AND c.programme_slug = p.slug)))
  AND (NOT $1 ? 'isNonProfit' OR o.is_non_profit = ($1 ->> 'isNonProfit')::boolean)
  AND (NOT $1 ? 'text' OR array_to_tsvector(name_words(concat_ws(' ', a.display_name, o.legal_name))) @@ words_begin($1 ->> 'text'));

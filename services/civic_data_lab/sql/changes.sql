-- The feed of changes, oldest first. Of a document that is no longer public nothing is said but that.

-- name: changes
-- row: ChangeRow
SELECT told.seq, told.entity_type, told.entity_id, told.deleted, document.text,
       coalesce(document.topic_slugs, '{}') AS topic_slugs, document.region_ars, told.at,
       document.title, document.summary, document.kind, document.stored_status, document.opens_at, document.apply_until,
       document.starts_at, document.ends_at, document.url, document.programme, document.language,
       coalesce(document.audiences, '{}') AS audiences, coalesce(document.regions, '{}') AS regions,
       coalesce(document.actor_ids, '{}') AS actor_ids
FROM (SELECT seq, entity_type, entity_id, deleted, at FROM change WHERE seq > $1 ORDER BY seq LIMIT $2) AS told
LEFT JOIN LATERAL (
    SELECT * FROM public_document WHERE entity_id = told.entity_id AND NOT told.deleted
) AS document ON true
ORDER BY told.seq;

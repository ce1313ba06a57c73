-- The feed of changes, oldest first. A document that is no longer public has no text.

-- name: changes
-- row: ChangeRow
SELECT told.seq, told.entity_type, told.entity_id, told.deleted, document.text,
       coalesce(document.topic_slugs, '{}') AS topic_slugs, document.region_ars, told.at
FROM (SELECT seq, entity_type, entity_id, deleted, at FROM change WHERE seq > $1 ORDER BY seq LIMIT $2) AS told
LEFT JOIN LATERAL (
    SELECT text, topic_slugs, region_ars
    FROM public_document
    WHERE entity_id = told.entity_id AND NOT told.deleted
) AS document ON true
ORDER BY told.seq;

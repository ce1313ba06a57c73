-- What the feed of changes tells of: offers and pilot projects. Places are known here by NUTS code, and the feed has only
-- room for the other key: region_ars is null, and whoever copies a document asks for its region.

CREATE VIEW public_document AS
SELECT document.entity_id, document.entity_type, document.text,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = document.entity_id ORDER BY t.position, t.topic_slug)
         AS topic_slugs,
       NULL::text AS region_ars
FROM (
  SELECT id AS entity_id, type_name AS entity_type,
         concat_ws(E'\n', title ->> 'de', title ->> 'en', summary ->> 'de', summary ->> 'en') AS text
  FROM support_offer
  UNION ALL
  SELECT id, 'PilotProject', concat_ws(E'\n', title, abstract ->> 'de', abstract ->> 'en')
  FROM pilot_project
) AS document;

SELECT follow_changes('support_offer', 'id');
-- The part of its own kind may come in a later transaction than the offer, and holds a workshop's region.
SELECT follow_changes('workshop', 'id');
SELECT follow_changes('ai_consultation', 'id');
SELECT follow_changes('pilot_call', 'id');
SELECT follow_changes('compute_quota', 'id');
SELECT follow_changes('pilot_project', 'id');
SELECT follow_changes('entity_topic', 'entity_id');

INSERT INTO change (entity_id, entity_type) SELECT entity_id, entity_type FROM public_document ORDER BY entity_id;

-- What the feed of changes tells of: offers, data projects, and the data sets that everybody may see. Access rights are
-- those of the data: the description of a data set is public, even where its data are not.

CREATE VIEW public_document AS
SELECT id AS entity_id, type_name AS entity_type,
       concat_ws(E'\n', title ->> 'de', title ->> 'en', summary ->> 'de', summary ->> 'en') AS text, topic_slugs,
       NULL::text AS region_ars
FROM offer_view
UNION ALL
SELECT id, 'DataProject', concat_ws(E'\n', title, abstract ->> 'de', abstract ->> 'en'), topic_slugs, region_ars
FROM data_project_view
UNION ALL
SELECT id, 'Dataset',
       concat_ws(E'\n', title ->> 'de', title ->> 'en', description ->> 'de', description ->> 'en',
                 nullif(array_to_string(keywords, ', '), '')),
       topic_slugs, (SELECT r.ars FROM dataset_region r WHERE r.dataset_id = dataset_view.id ORDER BY r.position, r.ars LIMIT 1)
FROM dataset_view
WHERE may_see(status, NULL, false, NULL);

SELECT follow_changes('support_offer', 'id');
-- The part of its own kind may come in a later transaction than the offer.
SELECT follow_changes('data_consultation', 'id');
SELECT follow_changes('data_project_call', 'id');
SELECT follow_changes('learning_module', 'id');
SELECT follow_changes('community_format', 'id');
SELECT follow_changes('data_project', 'id');
SELECT follow_changes('entity_topic', 'entity_id');
SELECT follow_changes('dataset', 'id');
SELECT follow_changes('dataset_topic', 'dataset_id');
SELECT follow_changes('dataset_region', 'dataset_id');

INSERT INTO change (entity_id, entity_type) SELECT entity_id, entity_type FROM public_document ORDER BY entity_id;

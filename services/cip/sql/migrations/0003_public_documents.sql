-- What the feed of changes tells of: rounds, calls and funded projects. Entries and awards are not in the catalogue.

CREATE VIEW public_document AS
SELECT document.entity_id, document.entity_type, document.text,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = document.entity_id ORDER BY t.position, t.topic_slug)
         AS topic_slugs,
       document.region_ars
FROM (
  SELECT id AS entity_id, 'CompetitionRound' AS entity_type,
         concat_ws(E'\n', title ->> 'de', title ->> 'en', summary ->> 'de', summary ->> 'en') AS text, NULL::text AS region_ars
  FROM competition_round
  UNION ALL
  SELECT id, 'FundingCall', concat_ws(E'\n', title ->> 'de', title ->> 'en', summary ->> 'de', summary ->> 'en'), NULL
  FROM funding_call
  UNION ALL
  SELECT id, 'FundedProject', concat_ws(E'\n', title, abstract ->> 'de', abstract ->> 'en'), region_ars
  FROM funded_project
) AS document;

SELECT follow_changes('competition_round', 'id');
SELECT follow_changes('funding_call', 'id');
SELECT follow_changes('funded_project', 'id');
SELECT follow_changes('entity_topic', 'entity_id');

INSERT INTO change (entity_id, entity_type) SELECT entity_id, entity_type FROM public_document ORDER BY entity_id;

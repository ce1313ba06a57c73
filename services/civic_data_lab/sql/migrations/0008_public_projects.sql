-- A data project is public from its kick-off on. Before, and when it is not continued, it is the applicant's and the staff's:
-- in lists, counts, usages, and in the feed, which takes back what it told of the others.

CREATE FUNCTION stage_is_public(stage text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN stage IN ('KICKOFF', 'IMPLEMENTATION', 'TESTING', 'PUBLISHED', 'HANDED_OVER');

CREATE FUNCTION may_see_project(stage text, applicant_id text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN stage_is_public(stage) OR sees_all OR coalesce(applicant_id = viewer_id, false);

-- Whether a use of data may be told of: other ministries' projects are public, one of here as far as it is.
CREATE FUNCTION may_see_use(project_type text, project_id text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN project_type <> 'DataProject' OR EXISTS (
  SELECT FROM data_project p WHERE p.id = project_id AND may_see_project(p.stage, p.applicant_id, sees_all, viewer_id));

CREATE OR REPLACE VIEW public_document AS
SELECT id AS entity_id, type_name AS entity_type,
       concat_ws(E'\n', title ->> 'de', title ->> 'en', summary ->> 'de', summary ->> 'en') AS text, topic_slugs,
       NULL::text AS region_ars
FROM offer_view
UNION ALL
SELECT id, 'DataProject', concat_ws(E'\n', title, abstract ->> 'de', abstract ->> 'en'), topic_slugs, region_ars
FROM data_project_view
WHERE stage_is_public(stage)
UNION ALL
SELECT id, 'Dataset',
       concat_ws(E'\n', title ->> 'de', title ->> 'en', description ->> 'de', description ->> 'en',
                 nullif(array_to_string(keywords, ', '), '')),
       topic_slugs, (SELECT r.ars FROM dataset_region r WHERE r.dataset_id = dataset_view.id ORDER BY r.position, r.ars LIMIT 1)
FROM dataset_view
WHERE may_see(status, NULL, false, NULL);

SELECT lock_changes();
UPDATE change SET seq = nextval('change_seq'), deleted = true, at = clock_timestamp()
WHERE NOT deleted AND NOT EXISTS (SELECT FROM public_document d WHERE d.entity_id = change.entity_id);

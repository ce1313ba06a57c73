-- The records of the feed carry what a catalogue shows. A learning package says its language; one applies for advice and for
-- a place of a call.
CREATE OR REPLACE VIEW public_document AS
SELECT v.id AS entity_id, v.type_name AS entity_type,
       concat_ws(E'\n', v.title ->> 'de', v.title ->> 'en', v.summary ->> 'de', v.summary ->> 'en') AS text, v.topic_slugs,
       NULL::text AS region_ars, v.title::jsonb AS title, v.summary::jsonb AS summary, v.kind,
       told_status(v.status, p.status, p.runs_until, v.type_name IN ('DataConsultation', 'DataProjectCall')) AS stored_status,
       o.opens_at, v.apply_until, f.starts_at,
       told_end(coalesce(o.ends_at, berlin_end(berlin_day(f.starts_at))), p.status, p.runs_until) AS ends_at, v.url,
       v.programme_slug AS programme, m.language, v.audiences, '{}'::text[] AS regions,
       organisations_of(ARRAY(SELECT actor_id FROM community_format_host WHERE format_id = v.id)) AS actor_ids
FROM offer_view v
JOIN support_offer o ON o.id = v.id
JOIN programme_text p ON p.slug = v.programme_slug
LEFT JOIN community_format f ON f.id = v.id
LEFT JOIN learning_module m ON m.id = v.id
UNION ALL
SELECT id, 'DataProject', concat_ws(E'\n', title, abstract ->> 'de', abstract ->> 'en'), topic_slugs, region_ars,
       jsonb_build_object('de', title), abstract::jsonb, NULL, status, NULL, NULL,
       runs_from::timestamp AT TIME ZONE 'Europe/Berlin', berlin_end(runs_until), NULL, programme_slug, NULL, '{}',
       array_remove(ARRAY[region_ars], NULL), organisations_of(participant_ids || applicant_id || service_provider_id)
FROM data_project_view
WHERE stage_is_public(stage)
UNION ALL
SELECT id, 'Dataset',
       concat_ws(E'\n', title ->> 'de', title ->> 'en', description ->> 'de', description ->> 'en',
                 nullif(array_to_string(keywords, ', '), '')),
       topic_slugs, (SELECT r.ars FROM dataset_region r WHERE r.dataset_id = dataset_view.id ORDER BY r.position, r.ars LIMIT 1),
       title::jsonb, description::jsonb, NULL, status, NULL, NULL, NULL, NULL, uri, NULL, NULL, '{}',
       ARRAY(SELECT r.ars FROM dataset_region r WHERE r.dataset_id = dataset_view.id ORDER BY r.position, r.ars),
       organisations_of(ARRAY[publisher_id])
FROM dataset_view
WHERE may_see(status, NULL, false, NULL);

SELECT follow_changes('community_format_host', 'format_id');
SELECT follow_changes('project_participant', 'project_id');

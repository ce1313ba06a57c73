-- The records of the feed carry what a catalogue shows; places are known here by NUTS code.
CREATE OR REPLACE VIEW public_document AS
SELECT document.entity_id, document.entity_type, document.text,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = document.entity_id ORDER BY t.position, t.topic_slug)
         AS topic_slugs,
       NULL::text AS region_ars, document.title, document.summary, document.kind, document.stored_status, document.opens_at,
       document.apply_until, document.starts_at, document.ends_at, document.url, document.programme,
       NULL::text AS language, document.audiences, array_remove(ARRAY[document.region_nuts], NULL) AS regions,
       document.actor_ids
FROM (
  SELECT o.id AS entity_id, o.type_name AS entity_type,
         concat_ws(E'\n', o.title ->> 'de', o.title ->> 'en', o.summary ->> 'de', o.summary ->> 'en') AS text,
         o.title::jsonb AS title, o.summary::jsonb AS summary, o.kind,
         told_status(o.status, p.status, p.runs_until, true) AS stored_status, o.opens_at, o.apply_until, w.starts_at,
         told_end(coalesce(w.ends_at, o.ends_at), p.status, p.runs_until) AS ends_at, o.url, o.programme_slug AS programme,
         o.audiences, w.region_nuts,
         organisations_of(ARRAY(SELECT actor_id FROM workshop_host WHERE workshop_id = o.id)) AS actor_ids
  FROM support_offer o
  JOIN programme_text p ON p.slug = o.programme_slug
  LEFT JOIN workshop w ON w.id = o.id
  UNION ALL
  SELECT j.id, 'PilotProject', concat_ws(E'\n', j.title, j.abstract ->> 'de', j.abstract ->> 'en'),
         jsonb_build_object('de', j.title), j.abstract::jsonb, NULL, j.status, NULL, NULL,
         j.runs_from::timestamp AT TIME ZONE 'Europe/Berlin', berlin_end(j.runs_until), NULL, j.programme_slug, '{}',
         j.region_nuts, organisations_of(ARRAY(SELECT actor_id FROM project_participant WHERE project_id = j.id))
  FROM pilot_project j
) AS document;

SELECT follow_changes('workshop_host', 'workshop_id');
SELECT follow_changes('project_participant', 'project_id');

-- The records of the feed carry what a catalogue shows.
CREATE OR REPLACE VIEW public_document AS
SELECT document.entity_id, document.entity_type, document.text,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = document.entity_id ORDER BY t.position, t.topic_slug)
         AS topic_slugs,
       document.region_ars, document.title, document.summary, document.kind, document.stored_status, document.opens_at,
       document.apply_until, document.starts_at, document.ends_at, document.url, document.programme,
       NULL::text AS language, document.audiences, array_remove(ARRAY[document.region_ars], NULL) AS regions,
       document.actor_ids
FROM (
  SELECT r.id AS entity_id, 'CompetitionRound' AS entity_type,
         concat_ws(E'\n', r.title ->> 'de', r.title ->> 'en', r.summary ->> 'de', r.summary ->> 'en') AS text,
         NULL::text AS region_ars, r.title::jsonb AS title, r.summary::jsonb AS summary, 'COMPETITION' AS kind,
         told_status(r.status, p.status, p.runs_until, true) AS stored_status, o.opens_at, r.apply_until,
         NULL::timestamptz AS starts_at, told_end(o.ends_at, p.status, p.runs_until) AS ends_at, r.url,
         r.programme_slug AS programme, r.audiences, '{}'::text[] AS actor_ids
  FROM competition_round r
  JOIN support_offer o ON o.id = r.id AND o.type_name = 'CompetitionRound'
  JOIN programme_text p ON p.slug = r.programme_slug
  UNION ALL
  SELECT c.id, 'FundingCall', concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en', c.summary ->> 'de', c.summary ->> 'en'),
         NULL, c.title::jsonb, c.summary::jsonb, 'FUNDING', told_status(c.status, p.status, p.runs_until, true), c.opens_at,
         c.apply_until, NULL, told_end(c.ends_at, p.status, p.runs_until), c.url, c.programme_slug, c.audiences, '{}'
  FROM funding_call c
  JOIN programme_text p ON p.slug = c.programme_slug
  UNION ALL
  SELECT f.id, 'FundedProject', concat_ws(E'\n', f.title, f.abstract ->> 'de', f.abstract ->> 'en'), f.region_ars,
         jsonb_build_object('de', f.title), f.abstract::jsonb, NULL, f.status, NULL, NULL,
         f.runs_from::timestamp AT TIME ZONE 'Europe/Berlin', berlin_end(f.runs_until), NULL, f.programme_slug, '{}',
         organisations_of(ARRAY(SELECT organisation_id FROM consortium_partner WHERE project_id = f.id))
  FROM funded_project f
) AS document;

SELECT follow_changes('round_phase_date', 'round_id');
SELECT follow_changes('consortium_partner', 'project_id');

-- One view for each thing that the graph shows: the columns of a row, said once for all the queries that return it.

CREATE VIEW offer_view AS
SELECT o.id, o.type_name, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url,
       o.published_on,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = o.id ORDER BY t.position, t.topic_slug) AS topic_slugs
FROM support_offer o;

CREATE VIEW workshop_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       w.format, w.starts_at, w.ends_at, w.venue_name, w.venue_street, w.venue_postal_code, w.venue_city, w.is_online,
       w.region_nuts, r.name AS region_name, w.capacity,
       -- Who is on the waiting list takes no seat; a workshop can be overbooked by its team, so never below nought.
       greatest(w.capacity - (SELECT count(*) FROM workshop_registration g
                              WHERE g.workshop_id = w.id AND g.status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW')), 0)::integer
         AS seats_free,
       w.accessibility,
       ARRAY(SELECT h.actor_id FROM workshop_host h WHERE h.workshop_id = w.id ORDER BY h.position, h.actor_id) AS host_ids,
       ARRAY(SELECT e.expert_id FROM workshop_expert e WHERE e.workshop_id = w.id ORDER BY e.position, e.expert_id)
         AS expert_ids
FROM workshop w
JOIN offer_view o USING (id)
LEFT JOIN region_name r ON r.nuts = w.region_nuts;

CREATE VIEW ai_consultation_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       o.published_on
FROM ai_consultation c JOIN offer_view o USING (id);

CREATE VIEW pilot_call_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       c.phase, c.places, o.published_on
FROM pilot_call c JOIN offer_view o USING (id);

CREATE VIEW compute_quota_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       q.gpu_hours_per_project, q.green_power_share
FROM compute_quota q JOIN offer_view o USING (id);

CREATE VIEW pilot_project_view AS
SELECT p.id, p.programme_slug, p.title, p.abstract, p.status, p.maturity, p.runs_from, p.runs_until, p.idea_id,
       p.region_nuts, r.name AS region_name, p.repository_url, p.license, p.call_id,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id ORDER BY t.position, t.topic_slug) AS topic_slugs,
       ARRAY(SELECT a.actor_id FROM project_participant a WHERE a.project_id = p.id ORDER BY a.position, a.actor_id)
         AS participant_ids,
       ARRAY(SELECT e.expert_id FROM project_expert e WHERE e.project_id = p.id ORDER BY e.position, e.expert_id)
         AS expert_ids
FROM pilot_project p
LEFT JOIN region_name r ON r.nuts = p.region_nuts;

CREATE VIEW prototype_view AS
SELECT p.id, p.title, p.stage, p.idea_id, p.project_id, p.ai_methods, p.model_parameters_million, p.repository_url,
       p.license, d.id AS demonstrator_id,
       ARRAY(SELECT s.dataset_id FROM prototype_dataset s WHERE s.prototype_id = p.id ORDER BY s.position, s.dataset_id)
         AS dataset_ids
FROM prototype p
LEFT JOIN demonstrator d ON d.prototype_id = p.id;

CREATE VIEW demonstrator_view AS
SELECT d.id, d.title, d.prototype_id, d.region_nuts, r.name AS region_name, d.is_travelling
FROM demonstrator d
LEFT JOIN region_name r ON r.nuts = d.region_nuts;

CREATE VIEW expert_view AS
SELECT e.id, e.actor_id, ARRAY(SELECT jsonb_array_elements(e.fields)) AS fields, e.languages, e.accepts_consultations
FROM expert e;

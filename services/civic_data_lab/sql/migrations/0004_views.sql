-- One view for each thing that the graph shows: the columns of a row, said once for all the queries that return it.

CREATE VIEW offer_view AS
SELECT o.id, o.type_name, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url,
       o.published_on,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = o.id ORDER BY t.position, t.topic_slug) AS topic_slugs
FROM support_offer o;

CREATE VIEW data_consultation_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       o.published_on
FROM data_consultation c JOIN offer_view o USING (id);

CREATE VIEW data_project_call_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       c.places
FROM data_project_call c JOIN offer_view o USING (id);

CREATE VIEW learning_module_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       m.level, m.format, m.minutes, m.language,
       ARRAY(SELECT p.prerequisite_id FROM module_prerequisite p WHERE p.module_id = m.id ORDER BY p.position, p.prerequisite_id)
         AS prerequisite_ids,
       o.published_on
FROM learning_module m JOIN offer_view o USING (id);

CREATE VIEW community_format_view AS
SELECT o.id, o.programme_slug, o.title, o.summary, o.kind, o.status, o.audiences, o.apply_until, o.url, o.topic_slugs,
       f.format, f.starts_at,
       ARRAY(SELECT h.actor_id FROM community_format_host h WHERE h.format_id = f.id ORDER BY h.position, h.actor_id)
         AS host_ids
FROM community_format f JOIN offer_view o USING (id);

CREATE VIEW data_project_view AS
SELECT p.id, p.programme_slug, p.title, p.abstract, p.status, p.maturity, p.runs_from, p.runs_until, p.idea_id,
       p.region_ars, p.repository_url, p.license, p.applicant_id, p.stage, p.methods, p.service_provider_id,
       p.budget_amount, p.budget_currency, p.learnings,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id ORDER BY t.position, t.topic_slug) AS topic_slugs,
       ARRAY(SELECT a.actor_id FROM project_participant a WHERE a.project_id = p.id ORDER BY a.position, a.actor_id)
         AS participant_ids
FROM data_project p;

CREATE VIEW dataset_view AS
SELECT d.id, d.uri, d.title, d.description, d.keywords, d.publisher_id, d.contact_point, d.issued, d.modified,
       d.temporal_from, d.temporal_until, d.geocoding_level, d.accrual_periodicity, d.access_rights, d.legal_basis,
       d.personal_data, d.status, d.quality_note, d.project_type, d.project_id,
       ARRAY(SELECT t.theme FROM dataset_theme t WHERE t.dataset_id = d.id ORDER BY t.position, t.theme) AS themes,
       ARRAY(SELECT t.topic_slug FROM dataset_topic t WHERE t.dataset_id = d.id ORDER BY t.position, t.topic_slug)
         AS topic_slugs,
       -- The order of lists: the newest first, what has no date at the end.
       coalesce(d.issued, '0001-01-01 00:00:00+00'::timestamptz) AS newest,
       EXISTS (SELECT FROM distribution x JOIN license l ON l.uri = x.license_uri WHERE x.dataset_id = d.id AND l.is_open)
         AS has_open_license
FROM dataset d;

CREATE VIEW distribution_view AS
SELECT x.id, x.dataset_id, x.title, x.format, x.media_type, x.access_url, x.download_url, x.byte_size, x.checksum_sha256,
       x.modified, l.uri AS license_uri, l.title AS license_title, l.is_open, l.attribution_required, x.position
FROM distribution x JOIN license l ON l.uri = x.license_uri;

-- Who may see a data set that is not published: its publisher and the data lab's staff (sees_all).
CREATE FUNCTION may_see(status text, publisher_id text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN status IN ('PUBLISHED', 'DEPRECATED') OR sees_all OR coalesce(publisher_id = viewer_id, false);

-- The data sets of a filter, for the page and for the total. A null parameter asks for nothing.
CREATE FUNCTION matching_datasets(
  sees_all boolean, viewer_id text, words text[], topics text[], region_patterns text[], wanted_themes text[], formats text[],
  open_license_only boolean, access text[]
) RETURNS SETOF dataset_view LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT d.*
  FROM dataset_view d
  WHERE may_see(d.status, d.publisher_id, sees_all, viewer_id)
    -- Every word must be somewhere; a part of a word will do, because German writes compounds as one word.
    AND (words IS NULL OR NOT EXISTS (
      SELECT FROM unnest(words) word
      WHERE strpos(lower(concat_ws(' ', d.title ->> 'de', d.title ->> 'en', d.description ->> 'de', d.description ->> 'en',
                                   array_to_string(d.keywords, ' '))), lower(word)) = 0))
    AND (topics IS NULL OR d.topic_slugs && topics)
    AND (region_patterns IS NULL OR EXISTS (
      SELECT FROM dataset_region r WHERE r.dataset_id = d.id AND r.ars LIKE ANY (region_patterns)))
    AND (wanted_themes IS NULL OR d.themes && wanted_themes)
    AND (formats IS NULL OR EXISTS (
      SELECT FROM distribution x WHERE x.dataset_id = d.id AND lower(x.format) = ANY (formats)))
    AND (NOT open_license_only OR d.has_open_license)
    AND (access IS NULL OR d.access_rights = ANY (access));
END;

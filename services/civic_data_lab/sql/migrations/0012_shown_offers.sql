-- What is shown of an offer follows from the time (see shown_offer_status); what is stored is what a person decided.

ALTER TABLE support_offer
  ADD COLUMN opens_at timestamptz,
  ADD COLUMN ends_at timestamptz; -- of the support, or of an event

-- The offers as they are shown at a moment. An event without an end lasts until the end of its day in Berlin. One applies
-- for advice and for a place of a call; who learns or comes to a meeting applies for nothing.
CREATE FUNCTION offers_at(moment timestamptz) RETURNS SETOF offer_view LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT v.id, v.type_name, v.programme_slug, v.title, v.summary, v.kind,
         shown_offer_status(
           o.status, o.opens_at, o.apply_until,
           coalesce(o.ends_at, ((berlin_day(f.starts_at) + 1)::timestamp AT TIME ZONE 'Europe/Berlin') - interval '1 second'),
           shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day(moment)), moment,
           o.type_name IN ('DataConsultation', 'DataProjectCall')),
         v.audiences, v.apply_until, v.url, v.published_on, v.topic_slugs
  FROM offer_view v
  JOIN support_offer o ON o.id = v.id
  JOIN programme_text p ON p.slug = o.programme_slug
  LEFT JOIN community_format f ON f.id = o.id;
END;

-- Of one moment only, so of no use any more.
DROP VIEW data_consultation_view, data_project_call_view, community_format_view;

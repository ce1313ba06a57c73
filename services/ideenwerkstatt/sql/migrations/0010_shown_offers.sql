-- What is shown of an offer follows from the time (see shown_offer_status); what is stored is what a person decided.

ALTER TABLE support_offer
  ADD COLUMN opens_at timestamptz,
  ADD COLUMN ends_at timestamptz; -- of the support; an event has an end of its own

-- The offers as they are shown at a moment. Somebody registers, books or applies for each of them.
CREATE FUNCTION offers_at(moment timestamptz) RETURNS SETOF offer_view LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT v.id, v.type_name, v.programme_slug, v.title, v.summary, v.kind,
         shown_offer_status(
           o.status, o.opens_at, o.apply_until, coalesce(w.ends_at, o.ends_at),
           shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day(moment)), moment, true),
         v.audiences, v.apply_until, v.url, v.published_on, v.topic_slugs
  FROM offer_view v
  JOIN support_offer o ON o.id = v.id
  JOIN programme_text p ON p.slug = o.programme_slug
  LEFT JOIN workshop w ON w.id = o.id;
END;

-- Of one moment only, so of no use any more.
DROP VIEW ai_consultation_view, pilot_call_view, compute_quota_view;

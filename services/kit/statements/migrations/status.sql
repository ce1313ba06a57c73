-- What is shown of an offer or a programme at a moment: derived from what a person decided (the stored word) and the time,
-- in every house and in the marketplace's catalogue by these functions. A date decides where there is one, else the
-- stored word. A test compares them in every case with the rule said in Python. The moment is given: no clock is read.

-- The day in Berlin: programmes begin and end there at midnight.
CREATE FUNCTION berlin_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (moment AT TIME ZONE 'Europe/Berlin')::date;

CREATE FUNCTION shown_programme_status(stored text, runs_from date, runs_until date, today date) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN coalesce(runs_until < today, stored = 'ENDED') THEN 'ENDED'
    WHEN coalesce(runs_from > today, stored = 'PLANNED') THEN 'PLANNED'
    WHEN stored = 'PAUSED' THEN 'PAUSED'
    ELSE 'ACTIVE'
  END;

CREATE FUNCTION shown_offer_status(
  stored text, opens_at timestamptz, apply_until timestamptz, ends_at timestamptz,
  programme_status text, moment timestamptz, takes_applications boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN programme_status = 'ENDED' OR stored = 'CANCELLED' OR coalesce(ends_at < moment, stored = 'ENDED') THEN 'ENDED'
    WHEN stored = 'PAUSED' OR (programme_status = 'PAUSED' AND takes_applications) THEN 'PAUSED'
    WHEN coalesce(opens_at > moment, stored = 'ANNOUNCED' AND coalesce(apply_until >= moment, true)) THEN 'ANNOUNCED'
    WHEN apply_until < moment OR stored = 'CLOSED' THEN 'CLOSED'
    ELSE 'OPEN'
  END;

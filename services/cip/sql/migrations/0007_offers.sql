-- When offers open and end, and what is shown of them at a moment: a list and its filter never say two things.

ALTER TABLE funding_call
    ADD opens_at timestamptz,
    ADD ends_at timestamptz, -- the last moment that counts
    ADD CHECK (ends_at >= opens_at);

-- Rounds and calls in one list. A round opens at the beginning of its first day of submission, and ends with the day on
-- which it is completed; both are days in Berlin.
CREATE VIEW support_offer AS
SELECT 'CompetitionRound' AS type_name, id, programme_slug, status AS stored, apply_until,
       (SELECT on_date::timestamp AT TIME ZONE 'Europe/Berlin' FROM round_phase_date
        WHERE round_id = competition_round.id AND phase = 'SUBMISSION') AS opens_at,
       (SELECT (on_date + time '23:59:59') AT TIME ZONE 'Europe/Berlin' FROM round_phase_date
        WHERE round_id = competition_round.id AND phase = 'COMPLETED') AS ends_at
FROM competition_round
UNION ALL
SELECT 'FundingCall', id, programme_slug, status, apply_until, opens_at, ends_at
FROM funding_call;

-- Both kinds take applications.
CREATE FUNCTION offers_at(moment timestamptz)
    RETURNS TABLE (type_name text, id text, programme_slug text, apply_until timestamptz, status text)
    LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT offer.type_name, offer.id, offer.programme_slug, offer.apply_until,
           shown_offer_status(offer.stored, offer.opens_at, offer.apply_until, offer.ends_at,
               shown_programme_status(programme.status, programme.runs_from, programme.runs_until, berlin_day(moment)),
               moment, true)
    FROM support_offer AS offer
    JOIN programme_text AS programme ON programme.slug = offer.programme_slug;
END;

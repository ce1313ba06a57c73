-- What the verbs of the competition need: the phase that a date brings, who decided what, numbers without gaps.

ALTER DOMAIN offer_status DROP CONSTRAINT offer_status_check;
ALTER DOMAIN offer_status ADD CHECK (VALUE IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED', 'CANCELLED'));

ALTER TABLE competition_entry
    ADD body_frozen   jsonb, -- the longer texts of the idea at submission, by their names in the graph
    ADD video_url     text,
    ADD submitted_by  text, -- the member who handed it in; null for those of before
    ADD decision_note text,
    ADD decided_at    timestamptz;
-- Entries of before may be second tries with the same idea.
CREATE UNIQUE INDEX competition_entry_once ON competition_entry (round_id, idea_id)
    WHERE status <> 'WITHDRAWN' AND submitted_by IS NOT NULL;

ALTER TABLE entry_team ADD role text; -- in the idea's team at submission; null for entries of before

-- The last number that a round gave out; its row is locked until the entry is there, so that numbers have no gaps.
CREATE TABLE round_counter (
    round_id text PRIMARY KEY REFERENCES competition_round,
    last     integer NOT NULL
);

-- Two phases begin by date, whether somebody (or the background work, which tells of it) wrote it down or not.
CREATE FUNCTION phase_at(round competition_round, moment timestamptz) RETURNS text LANGUAGE sql STABLE
    RETURN CASE
        WHEN round.phase NOT IN ('ANNOUNCED', 'SUBMISSION') THEN round.phase
        WHEN round.apply_until < moment THEN 'SCREENING'
        WHEN round.phase = 'ANNOUNCED' AND (
            SELECT on_date FROM round_phase_date WHERE round_id = round.id AND phase = 'SUBMISSION') <= berlin_day(moment)
            THEN 'SUBMISSION'
        ELSE round.phase
    END;

-- On the team of an entry: the person, the former member, or who acts for the organisation.
CREATE FUNCTION is_on_line(line entry_team, viewer text) RETURNS boolean LANGUAGE sql STABLE
    RETURN viewer = line.member_id
        OR EXISTS (SELECT FROM legacy_member WHERE cip_member_number = line.cip_member_number AND member_id = viewer)
        OR EXISTS (SELECT FROM acts_for WHERE member_id = viewer AND organisation_id = line.organisation_id);

CREATE OR REPLACE FUNCTION entry_is_visible(entry competition_entry, viewer text, viewer_is_staff boolean) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN entry.status = 'AWARDED' OR viewer_is_staff OR (viewer IS NOT NULL AND EXISTS (
        SELECT FROM entry_team AS line WHERE line.entry_id = entry.id AND is_on_line(line, viewer)));

-- Names of the old community are deleted once somebody has claimed or declined the membership.
ALTER TABLE legacy_member ALTER display_name DROP NOT NULL;

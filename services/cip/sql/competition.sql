-- The idea competition: rounds, entries, teams, awards. Where a list goes on after (place, id), the place alone is a
-- condition of its own: an index finds it, so that a page far behind costs what the first one
-- costs. Who asks is (actor, is staff): see entry_is_visible.

-- name: rounds
-- row: RoundRow
-- order: NUMBER number number
-- order: DEADLINE moment coalesce(round.apply_until, 'infinity')
-- Moment, first and last moment of the deadline, after (place, id), limit.
SELECT id, round.programme_slug, number, title, summary, offer.status, phase_at(round, $1::timestamptz) AS phase, audiences, round.apply_until, url,
       max_awards, max_prize
FROM competition_round AS round
JOIN offers_at($1::timestamptz) AS offer USING (id)
WHERE ($2::timestamptz IS NULL OR round.apply_until >= $2) AND ($3::timestamptz IS NULL OR round.apply_until <= $3)
  AND {after id $4 $5}
ORDER BY {order id}
LIMIT $6;

-- name: rounds_by_ids
-- row: RoundRow
SELECT id, round.programme_slug, number, title, summary, offer.status, phase_at(round, $2::timestamptz) AS phase, audiences, round.apply_until, url,
       max_awards, max_prize
FROM competition_round AS round
JOIN offers_at($2::timestamptz) AS offer USING (id)
WHERE id = ANY ($1::text[]);

-- name: round_by_number
-- row: RoundRow
SELECT id, round.programme_slug, number, title, summary, offer.status, phase_at(round, $2::timestamptz) AS phase, audiences, round.apply_until, url,
       max_awards, max_prize
FROM competition_round AS round
JOIN offers_at($2::timestamptz) AS offer USING (id)
WHERE number = $1::integer;

-- name: phase_dates_of_round
-- row: PhaseDateUnder
SELECT phase, on_date AS "on", round_id AS parent
FROM round_phase_date
WHERE round_id = ANY ($1::text[])
ORDER BY round_id, on_date, phase;

-- name: criteria_of_round
-- row: CriterionUnder
SELECT key, label, weight, round_id AS parent
FROM criterion
WHERE round_id = ANY ($1::text[])
ORDER BY round_id, position;

-- name: submitted_count_of_round
-- row: CountUnder
SELECT round_id AS parent, count(*) AS count
FROM competition_entry
WHERE round_id = ANY ($1::text[]) AND submitted_at IS NOT NULL AND status <> 'WITHDRAWN'
GROUP BY round_id;

-- name: undecided_count_of_round
-- row: CountUnder
SELECT round_id AS parent, count(*) AS count
FROM competition_entry
WHERE round_id = ANY ($1::text[]) AND status = ANY ($2::text[])
GROUP BY round_id;

-- name: entries_by_ids
-- row: EntryRow
SELECT id, reference_number, round_id, idea_id, idea_version, category, status, title_frozen AS title_at_submission,
       abstract_frozen AS abstract_at_submission, submitted_at
FROM competition_entry
WHERE id = ANY ($1::text[]);

-- name: visible_entries_by_ids
-- row: EntryRow
SELECT id, reference_number, round_id, idea_id, idea_version, category, status, title_frozen AS title_at_submission,
       abstract_frozen AS abstract_at_submission, submitted_at
FROM competition_entry AS entry
WHERE id = ANY ($1::text[]) AND entry_is_visible(entry, $2::text, $3::boolean);

-- name: entries_of_round
-- row: EntryUnder
-- order: REFERENCE text entry.reference_number
-- order: SUBMITTED moment coalesce(entry.submitted_at, '1970-01-01Z'::timestamptz)
SELECT listed.id, listed.reference_number, listed.round_id, listed.idea_id, listed.idea_version, listed.category,
       listed.status, listed.title_frozen AS title_at_submission, listed.abstract_frozen AS abstract_at_submission,
       listed.submitted_at, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT entry.*
    FROM competition_entry AS entry
    WHERE entry.round_id = wanted.id
      AND entry_is_visible(entry, $2::text, $3::boolean)
      AND ($4::text IS NULL OR entry.category = $4)
      AND ($5::text IS NULL OR entry.status = $5)
      AND {within moment? $6 $7 entry.submitted_at}
      AND {after entry.id $8 $9}
    ORDER BY {order entry.id}
    LIMIT $10
) AS listed;

-- name: entry_count_of_round
-- row: CountUnder
SELECT entry.round_id AS parent, count(*) AS count
FROM competition_entry AS entry
WHERE entry.round_id = ANY ($1::text[])
  AND entry_is_visible(entry, $2::text, $3::boolean)
  AND ($4::text IS NULL OR entry.category = $4)
  AND ($5::text IS NULL OR entry.status = $5)
  AND {within moment? $6 $7 entry.submitted_at}
GROUP BY entry.round_id;

-- name: entries_of_idea
-- row: EntryUnder
-- order: REFERENCE text entry.reference_number
-- order: SUBMITTED moment coalesce(entry.submitted_at, '1970-01-01Z'::timestamptz)
-- Viewer, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT entry.id, entry.reference_number, entry.round_id, entry.idea_id, entry.idea_version, entry.category,
           entry.status, entry.title_frozen AS title_at_submission, entry.abstract_frozen AS abstract_at_submission,
           entry.submitted_at
    FROM competition_entry AS entry
    WHERE entry.idea_id = wanted.id
      AND entry_is_visible(entry, $2::text, $3::boolean)
      AND {within moment? $4 $5 entry.submitted_at}
      AND {after entry.id $6 $7}
    ORDER BY {order entry.id}
    LIMIT $8
) AS listed;

-- name: entries_of_organisation
-- row: EntryUnder
-- order: REFERENCE text entry.reference_number
-- order: SUBMITTED moment coalesce(entry.submitted_at, '1970-01-01Z'::timestamptz)
-- Viewer, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT entry.id, entry.reference_number, entry.round_id, entry.idea_id, entry.idea_version, entry.category,
           entry.status, entry.title_frozen AS title_at_submission, entry.abstract_frozen AS abstract_at_submission,
           entry.submitted_at
    FROM competition_entry AS entry
    WHERE entry.id IN (SELECT entry_id FROM entry_team WHERE organisation_id = wanted.id)
      AND entry_is_visible(entry, $2::text, $3::boolean)
      AND {within moment? $4 $5 entry.submitted_at}
      AND {after entry.id $6 $7}
    ORDER BY {order entry.id}
    LIMIT $8
) AS listed;

-- name: entries_of_member
-- row: EntryUnder
-- order: REFERENCE text entry.reference_number
-- order: SUBMITTED moment coalesce(entry.submitted_at, '1970-01-01Z'::timestamptz)
-- Viewer, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT entry.id, entry.reference_number, entry.round_id, entry.idea_id, entry.idea_version, entry.category,
           entry.status, entry.title_frozen AS title_at_submission, entry.abstract_frozen AS abstract_at_submission,
           entry.submitted_at
    FROM competition_entry AS entry
    WHERE entry.id IN (
        SELECT entry_id FROM entry_team WHERE member_id = wanted.id
        UNION ALL
        SELECT line.entry_id FROM legacy_member AS former JOIN entry_team AS line USING (cip_member_number)
        WHERE former.member_id = wanted.id)
      AND entry_is_visible(entry, $2::text, $3::boolean)
      AND {within moment? $4 $5 entry.submitted_at}
      AND {after entry.id $6 $7}
    ORDER BY {order entry.id}
    LIMIT $8
) AS listed;

-- name: entries_of_former_member
-- row: EntryUnder
-- order: REFERENCE text entry.reference_number
-- order: SUBMITTED moment coalesce(entry.submitted_at, '1970-01-01Z'::timestamptz)
-- Viewer, first and last moment of handing in, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT entry.id, entry.reference_number, entry.round_id, entry.idea_id, entry.idea_version, entry.category,
           entry.status, entry.title_frozen AS title_at_submission, entry.abstract_frozen AS abstract_at_submission,
           entry.submitted_at
    FROM competition_entry AS entry
    WHERE entry.id IN (SELECT entry_id FROM entry_team WHERE cip_member_number = wanted.id)
      AND entry_is_visible(entry, $2::text, $3::boolean)
      AND {within moment? $4 $5 entry.submitted_at}
      AND {after entry.id $6 $7}
    ORDER BY {order entry.id}
    LIMIT $8
) AS listed;

-- name: team_of_entry
-- row: TeamLineUnder
SELECT coalesce(line.member_id, former.member_id) AS member_id, line.organisation_id, line.sector, line.name_frozen,
       line.entry_id AS parent
FROM entry_team AS line
LEFT JOIN legacy_member AS former USING (cip_member_number)
WHERE line.entry_id = ANY ($1::text[])
ORDER BY line.entry_id, line.position;

-- name: own_entries_by_ids
-- row: OwnRow
SELECT DISTINCT line.entry_id AS id
FROM entry_team AS line
WHERE line.entry_id = ANY ($1::text[]) AND is_on_line(line, $2::text);

-- name: pitch_of_entry
-- row: PitchUnder
SELECT at, slot_minutes, video_url, is_online, entry_id AS parent
FROM pitch
WHERE entry_id = ANY ($1::text[]);

-- name: awards
-- row: AwardRow
-- order: NEWEST date awarded_on
-- order: PRIZE numeric prize
-- Category, first and last day, after (place, id), limit.
SELECT id, entry_id, round_id, category, prize, laudation, awarded_on
FROM award
WHERE ($1::text IS NULL OR category = $1)
  AND ($2::date IS NULL OR awarded_on >= $2) AND ($3::date IS NULL OR awarded_on <= $3)
  AND {after id $4 $5}
ORDER BY {order id}
LIMIT $6;

-- name: award_place
-- row: place
-- order: NEWEST date awarded_on
-- order: PRIZE numeric prize
SELECT {by} FROM award WHERE id = $1;

-- name: awards_by_ids
-- row: AwardRow
SELECT id, entry_id, round_id, category, prize, laudation, awarded_on
FROM award
WHERE id = ANY ($1::text[]);

-- name: award_of_entry
-- row: AwardRow
SELECT id, entry_id, round_id, category, prize, laudation, awarded_on
FROM award
WHERE entry_id = ANY ($1::text[]);

-- name: awards_of_round
-- row: AwardRow
-- order: NEWEST date award.awarded_on
-- order: PRIZE numeric award.prize
-- First and last day, after (place, id), limit.
SELECT listed.id, listed.entry_id, listed.round_id, listed.category, listed.prize, listed.laudation, listed.awarded_on
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT award.*
    FROM award
    WHERE award.round_id = wanted.id
      AND {within date $2 $3 award.awarded_on}
      AND {after award.id $4 $5}
    ORDER BY {order award.id}
    LIMIT $6
) AS listed;

-- name: awards_of_idea
-- row: AwardUnder
-- order: NEWEST date award.awarded_on
-- order: PRIZE numeric award.prize
-- First and last day, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT award.id, award.entry_id, award.round_id, award.category, award.prize, award.laudation, award.awarded_on
    FROM award
    WHERE award.entry_id IN (SELECT id FROM competition_entry WHERE idea_id = wanted.id)
      AND {within date $2 $3 award.awarded_on}
      AND {after award.id $4 $5}
    ORDER BY {order award.id}
    LIMIT $6
) AS listed;

-- name: awards_of_organisation
-- row: AwardUnder
-- order: NEWEST date award.awarded_on
-- order: PRIZE numeric award.prize
-- First and last day, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT award.id, award.entry_id, award.round_id, award.category, award.prize, award.laudation, award.awarded_on
    FROM award
    WHERE award.entry_id IN (SELECT entry_id FROM entry_team WHERE organisation_id = wanted.id)
      AND {within date $2 $3 award.awarded_on}
      AND {after award.id $4 $5}
    ORDER BY {order award.id}
    LIMIT $6
) AS listed;

-- name: awards_of_member
-- row: AwardUnder
-- order: NEWEST date award.awarded_on
-- order: PRIZE numeric award.prize
-- First and last day, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT award.id, award.entry_id, award.round_id, award.category, award.prize, award.laudation, award.awarded_on
    FROM award
    WHERE award.entry_id IN (
        SELECT entry_id FROM entry_team WHERE member_id = wanted.id
        UNION ALL
        SELECT line.entry_id FROM legacy_member AS former JOIN entry_team AS line USING (cip_member_number)
        WHERE former.member_id = wanted.id)
      AND {within date $2 $3 award.awarded_on}
      AND {after award.id $4 $5}
    ORDER BY {order award.id}
    LIMIT $6
) AS listed;

-- name: awards_of_former_member
-- row: AwardUnder
-- order: NEWEST date award.awarded_on
-- order: PRIZE numeric award.prize
-- First and last day, after (place, id), limit.
SELECT listed.*, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT award.id, award.entry_id, award.round_id, award.category, award.prize, award.laudation, award.awarded_on
    FROM award
    WHERE award.entry_id IN (SELECT entry_id FROM entry_team WHERE cip_member_number = wanted.id)
      AND {within date $2 $3 award.awarded_on}
      AND {after award.id $4 $5}
    ORDER BY {order award.id}
    LIMIT $6
) AS listed;

-- name: tranches_of_award
-- row: TrancheUnder
SELECT number, amount, condition, status, paid_on, award_id AS parent
FROM prize_tranche
WHERE award_id = ANY ($1::text[])
ORDER BY award_id, number;

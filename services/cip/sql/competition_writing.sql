-- Changes of the competition. A round is locked before its entries; $n at the end of a lock is the moment.

-- name: key_used
-- row: KeyRow
SELECT request_digest, response_id FROM idempotency WHERE actor_id = $1 AND key = $2;

-- name: lock_programme
-- row: LockedProgrammeRow
-- Moment.
SELECT slug, shown_programme_status(status, runs_from, runs_until, berlin_day($1::timestamptz)) AS status
FROM programme_text ORDER BY slug LIMIT 1 FOR UPDATE;

-- name: lock_round
-- row: LockedRoundRow
SELECT round.id, round.number, phase_at(round, $2::timestamptz) AS phase, round.phase AS stored_phase, round.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       round.apply_until, round.max_awards, round.max_prize
FROM competition_round AS round
JOIN programme_text AS programme ON programme.slug = round.programme_slug
WHERE round.id = $1
FOR UPDATE OF round;

-- name: share_round
-- row: LockedRoundRow
SELECT round.id, round.number, phase_at(round, $2::timestamptz) AS phase, round.phase AS stored_phase, round.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       round.apply_until, round.max_awards, round.max_prize
FROM competition_round AS round
JOIN programme_text AS programme ON programme.slug = round.programme_slug
WHERE round.id = $1
FOR SHARE OF round;

-- name: rounds_seen
-- row: LockedRoundRow
SELECT round.id, round.number, phase_at(round, $2::timestamptz) AS phase, round.phase AS stored_phase, round.status AS stored,
       shown_programme_status(programme.status, programme.runs_from, programme.runs_until,
                              berlin_day($2::timestamptz)) AS programme_status,
       round.apply_until, round.max_awards, round.max_prize
FROM competition_round AS round
JOIN programme_text AS programme ON programme.slug = round.programme_slug
WHERE round.id = ANY ($1::text[]);

-- name: rounds_moved_by_time
-- row: str
SELECT id FROM competition_round AS round
WHERE round.phase IN ('ANNOUNCED', 'SUBMISSION') AND phase_at(round, $1::timestamptz) <> round.phase
ORDER BY number;

-- name: make_round
-- row: none
INSERT INTO competition_round (id, programme_slug, number, title, summary, status, phase, audiences, apply_until, url,
                               max_awards, max_prize)
SELECT $1, $2, 1 + coalesce((SELECT max(number) FROM competition_round), 0), $3::jsonb, $4::jsonb, 'ANNOUNCED', 'ANNOUNCED',
       $5::text[], $6, $7, $8, $9;

-- name: copy_criteria
-- row: none
-- The criteria of the round before hold until somebody writes others.
INSERT INTO criterion (round_id, key, position, label, weight)
SELECT $1, key, position, label, weight FROM criterion
WHERE round_id = (SELECT id FROM competition_round WHERE id <> $1 ORDER BY number DESC LIMIT 1);

-- name: change_round
-- row: none
UPDATE competition_round SET title = $2::jsonb, summary = $3::jsonb, audiences = $4::text[], apply_until = $5, url = $6,
    max_awards = $7, max_prize = $8
WHERE id = $1;

-- name: set_phase_dates
-- row: none
WITH wanted AS (SELECT * FROM unnest($2::text[], $3::date[]) AS given (phase, on_date)),
gone AS (DELETE FROM round_phase_date WHERE round_id = $1 AND phase <> ALL ($2::text[]))
INSERT INTO round_phase_date (round_id, phase, on_date) SELECT $1, phase, on_date FROM wanted
ON CONFLICT (round_id, phase) DO UPDATE SET on_date = excluded.on_date;

-- name: set_entity_topics
-- row: none
WITH gone AS (DELETE FROM entity_topic WHERE entity_id = $1 AND topic_slug <> ALL ($2::text[]))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT $1, slug, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: set_round_phase
-- row: none
UPDATE competition_round SET phase = $2, status = coalesce($3, status) WHERE id = $1;

-- name: count_undecided
-- row: int
SELECT count(*)::int FROM competition_entry WHERE round_id = $1 AND status = ANY ($2::text[]);

-- name: count_awards
-- row: int
SELECT count(*)::int FROM award WHERE round_id = $1;

-- name: actors_of_round
-- row: str
SELECT DISTINCT coalesce(line.member_id, former.member_id, line.organisation_id)
FROM competition_entry AS entry
JOIN entry_team AS line ON line.entry_id = entry.id
LEFT JOIN legacy_member AS former USING (cip_member_number)
WHERE entry.round_id = $1 AND entry.status <> 'WITHDRAWN'
  AND coalesce(line.member_id, former.member_id, line.organisation_id) IS NOT NULL;

-- name: actors_of_entry
-- row: str
SELECT DISTINCT coalesce(line.member_id, former.member_id, line.organisation_id)
FROM entry_team AS line
LEFT JOIN legacy_member AS former USING (cip_member_number)
WHERE line.entry_id = $1 AND coalesce(line.member_id, former.member_id, line.organisation_id) IS NOT NULL;

-- name: categories_of_topics
-- row: str
SELECT DISTINCT category FROM topic_category
WHERE topic_slug = ANY ($1::text[])
   OR topic_slug IN (SELECT within FROM topic_within WHERE slug = ANY ($1::text[]));

-- name: entry_of_idea
-- row: str
SELECT id FROM competition_entry WHERE round_id = $1 AND idea_id = $2 AND status <> 'WITHDRAWN' ORDER BY id LIMIT 1;

-- name: entries_of_changed_idea
-- row: str
-- Those in one of these states. $3: the idea's new version; an entry that has it already was handed in after the change.
SELECT id FROM competition_entry
WHERE idea_id = $1 AND status = ANY ($2::text[]) AND ($3::int IS NULL OR idea_version < $3) ORDER BY id;

-- name: next_number
-- row: int
-- Locked until the transaction ends: numbers have no gaps. Entries of before have theirs already.
INSERT INTO round_counter (round_id, last)
SELECT $1, 1 + coalesce(max(substring(reference_number FROM '[0-9]+$')::int), 0) FROM competition_entry WHERE round_id = $1
ON CONFLICT (round_id) DO UPDATE SET last = round_counter.last + 1
RETURNING last;

-- name: make_entry
-- row: str
-- Nothing where the idea is in the round already.
INSERT INTO competition_entry (id, reference_number, round_id, idea_id, idea_version, category, status, title_frozen,
                               abstract_frozen, submitted_at, body_frozen, video_url, submitted_by)
VALUES ($1, $2, $3, $4, $5, $6, 'SUBMITTED', $7, $8, $9, $10::jsonb, $11, $12)
ON CONFLICT (round_id, idea_id) WHERE status <> 'WITHDRAWN' AND submitted_by IS NOT NULL DO NOTHING
RETURNING id;

-- name: make_team_line
-- row: none
INSERT INTO entry_team (entry_id, position, member_id, organisation_id, sector, name_frozen, role)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: round_of_entry
-- row: str
SELECT round_id FROM competition_entry WHERE id = $1;

-- name: lock_entry
-- row: LockedEntryRow
SELECT entry.id, entry.round_id, entry.idea_id, entry.status, entry_is_visible(entry, $2::text, $3::boolean) AS is_visible,
       EXISTS (SELECT FROM entry_team AS line WHERE line.entry_id = entry.id AND line.role IN ('OWNER', 'CO_AUTHOR')
               AND is_on_line(line, $2::text)) AS is_editor,
       entry.decision_note, entry.video_url
FROM competition_entry AS entry
WHERE entry.id = $1
FOR UPDATE;

-- name: edited_entries_by_ids
-- row: OwnRow
SELECT DISTINCT line.entry_id AS id FROM entry_team AS line
WHERE line.entry_id = ANY ($1::text[]) AND line.role IN ('OWNER', 'CO_AUTHOR') AND is_on_line(line, $2::text);

-- name: notes_of_entries
-- row: NoteRow
SELECT id, decision_note AS note FROM competition_entry WHERE id = ANY ($1::text[]) AND decision_note IS NOT NULL;

-- name: set_entry_status
-- row: none
UPDATE competition_entry SET status = $2, decision_note = coalesce($3, decision_note), decided_at = $4 WHERE id = $1;

-- name: plan_pitch
-- row: none
INSERT INTO pitch (entry_id, at, slot_minutes, video_url, is_online) VALUES ($1, $2, 12, $3, true)
ON CONFLICT (entry_id) DO UPDATE SET at = excluded.at;

-- name: make_award
-- row: none
INSERT INTO award (id, entry_id, round_id, category, prize, laudation, awarded_on)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, berlin_day($7::timestamptz));

-- name: make_tranche
-- row: none
INSERT INTO prize_tranche (award_id, number, amount, condition, status) VALUES ($1, $2, $3, $4::jsonb, 'PLANNED');

-- name: link_former_member
-- row: none
WITH lines AS (UPDATE entry_team SET member_id = $2 WHERE cip_member_number = $1)
UPDATE legacy_member SET member_id = $2, display_name = NULL
WHERE cip_member_number = $1 AND (member_id IS DISTINCT FROM $2 OR display_name IS NOT NULL);

-- name: forget_former_member
-- row: none
UPDATE legacy_member SET display_name = NULL WHERE cip_member_number = $1;

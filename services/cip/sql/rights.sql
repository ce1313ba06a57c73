-- What a member may ask of CIP about themselves: all that it has, and to be forgotten (domain_slice2 2.12). A line of an
-- entry is the member's by the account, or by the number of the old community.

-- name: export_of_member
-- row: str
SELECT jsonb_build_object(
    'formerMembership', (SELECT to_jsonb(former) FROM legacy_member AS former WHERE former.member_id = $1),
    'entries', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'referenceNumber', entry.reference_number, 'roundId', entry.round_id, 'ideaId', entry.idea_id,
            'category', entry.category, 'status', entry.status, 'title', entry.title_frozen, 'abstract', entry.abstract_frozen,
            'texts', entry.body_frozen, 'videoUrl', entry.video_url, 'submittedAt', entry.submitted_at,
            'submittedByMe', coalesce(entry.submitted_by = $1, false), 'nameAtSubmission', line.name_frozen,
            'sector', line.sector, 'role', line.role, 'decidedAt', entry.decided_at, 'decisionNote', entry.decision_note
        ) ORDER BY entry.reference_number), '[]')
        FROM entry_team AS line
        JOIN competition_entry AS entry ON entry.id = line.entry_id
        LEFT JOIN legacy_member AS former USING (cip_member_number)
        WHERE line.member_id = $1 OR former.member_id = $1),
    'submitted', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('referenceNumber', entry.reference_number, 'at', entry.submitted_at)
            ORDER BY entry.reference_number), '[]')
        FROM competition_entry AS entry WHERE entry.submitted_by = $1),
    'awards', (
        SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object(
            'id', award.id, 'entry', entry.reference_number, 'prize', award.prize, 'awardedOn', award.awarded_on,
            'laudation', award.laudation)), '[]')
        FROM entry_team AS line
        JOIN competition_entry AS entry ON entry.id = line.entry_id
        JOIN award ON award.entry_id = entry.id
        LEFT JOIN legacy_member AS former USING (cip_member_number)
        WHERE line.member_id = $1 OR former.member_id = $1),
    'actor', (SELECT to_jsonb(fact) FROM actor_fact AS fact WHERE fact.id = $1),
    'actsFor', (SELECT coalesce(jsonb_agg(organisation_id ORDER BY organisation_id), '[]') FROM acts_for WHERE member_id = $1),
    'journal', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'action', action, 'type', entity_type, 'id', entity_id, 'from', from_state, 'to', to_state, 'at', at
        ) ORDER BY id), '[]')
        FROM journal WHERE actor_id = $1),
    'requestKeys', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'at', at) ORDER BY at), '[]') FROM idempotency
        WHERE actor_id = $1)
)::text;

-- name: own_lines
-- row: OwnLineRow
-- The member's lines, with the entry locked. is_alone: nobody else, person or organisation, is on its team.
SELECT entry.id, entry.status, entry.round_id, award.awarded_on,
       NOT EXISTS (
           SELECT FROM entry_team AS other LEFT JOIN legacy_member AS known USING (cip_member_number)
           WHERE other.entry_id = entry.id AND coalesce(other.member_id, known.member_id, '') <> $1) AS is_alone
FROM competition_entry AS entry
LEFT JOIN award ON award.entry_id = entry.id
WHERE entry.id IN (
    SELECT line.entry_id FROM entry_team AS line LEFT JOIN legacy_member AS former USING (cip_member_number)
    WHERE line.member_id = $1 OR former.member_id = $1)
ORDER BY entry.id
FOR UPDATE OF entry;

-- name: forget_line
-- row: none
UPDATE entry_team AS line SET name_frozen = ''
WHERE line.entry_id = $2 AND (line.member_id = $1 OR line.cip_member_number IN (
    SELECT former.cip_member_number FROM legacy_member AS former WHERE former.member_id = $1));

-- name: empty_entry
-- row: none
UPDATE competition_entry SET title_frozen = '', abstract_frozen = '', body_frozen = NULL, video_url = NULL WHERE id = $1;

-- name: forget_former_account
-- row: none
UPDATE legacy_member SET display_name = NULL WHERE member_id = $1;

-- name: forget_kept_names
-- row: none
-- Of erased winners, when the tenth year after the award is over.
UPDATE entry_team AS line SET name_frozen = ''
FROM award
WHERE award.entry_id = line.entry_id AND line.name_frozen <> ''
  AND berlin_day($1::timestamptz) >= make_date(extract(year FROM award.awarded_on)::int + 11, 1, 1)
  AND coalesce(line.member_id, (
      SELECT former.member_id FROM legacy_member AS former WHERE former.cip_member_number = line.cip_member_number))
      IN (SELECT id FROM erased_actor);

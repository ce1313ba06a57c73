-- Appointments of the data consultation. The viewer is two parameters: the caller sees everything; the caller's own actor id,
-- or null (see may_see_session). A slot is locked before its appointment.

-- name: sessions_by_id
-- row: SessionRow
SELECT id, slot_id, member_id, on_behalf_of, idea_id, concern, status, outcome, data_project_id, consultation_id, starts_at
FROM session_view x
WHERE may_see_session(x.member_id, x.on_behalf_of, $2, $3) AND id = ANY ($1::text[]);

-- name: sessions_of_actor
-- row: SessionUnder
-- order: BEGINNING moment x.starts_at
-- Actors, viewer, first and last moment of the beginning, after (starts at, id), limit for each.
SELECT s.id, s.slot_id, s.member_id, s.on_behalf_of, s.idea_id, s.concern, s.status, s.outcome, s.data_project_id,
       s.consultation_id, s.starts_at, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM session_view x
  WHERE (x.member_id = asked.id OR x.on_behalf_of = asked.id) AND may_see_session(x.member_id, x.on_behalf_of, $2, $3)
    AND {within moment $4 $5 x.starts_at} AND {after x.id $6 $7}
  ORDER BY {order x.id}
  LIMIT $8
) s;

-- name: session_count_of_actor
-- row: CountUnder
SELECT asked.id AS parent, count(*)::integer AS count
FROM unnest($1::text[]) AS asked (id) JOIN session_view x ON x.member_id = asked.id OR x.on_behalf_of = asked.id
WHERE may_see_session(x.member_id, x.on_behalf_of, $2, $3) AND {within moment $4 $5 x.starts_at}
GROUP BY asked.id;

-- name: sessions_of_consultation
-- row: SessionUnder
-- order: BEGINNING moment x.starts_at
-- For the staff: consultations, states, first and last moment of the beginning, after (starts at, id), limit for each.
SELECT s.id, s.slot_id, s.member_id, s.on_behalf_of, s.idea_id, s.concern, s.status, s.outcome, s.data_project_id,
       s.consultation_id, s.starts_at, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM session_view x
  WHERE x.consultation_id = asked.id AND ($2::text[] IS NULL OR x.status = ANY ($2))
    AND {within moment $3 $4 x.starts_at} AND {after x.id $5 $6}
  ORDER BY {order x.id}
  LIMIT $7
) s;

-- name: session_count_of_consultation
-- row: CountUnder
SELECT x.consultation_id AS parent, count(*)::integer AS count
FROM session_view x
WHERE x.consultation_id = ANY ($1::text[]) AND ($2::text[] IS NULL OR x.status = ANY ($2))
  AND {within moment $3 $4 x.starts_at}
GROUP BY x.consultation_id;

-- name: own_actors
-- row: OwnRow
-- Those of the actors that the viewer is, or acts for.
SELECT asked.id FROM unnest($1::text[]) AS asked (id) WHERE acts_as($2::text, asked.id);

-- name: offer_now
-- row: OfferNowRow
SELECT o.id, o.status, shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz))
         AS programme_status, o.apply_until
FROM offers_at($2::timestamptz) o JOIN programme_text p ON p.slug = o.programme_slug
WHERE o.id = $1;

-- name: programme_now
-- row: ProgrammeNowRow
SELECT slug, shown_programme_status(status, runs_from, runs_until, berlin_day($1::timestamptz)) AS status
FROM programme_text ORDER BY slug LIMIT 1;

-- name: lock_actor
-- row: str
-- Who books, applies or enrols does one thing after the other: limits hold also for requests at once.
SELECT id FROM actor_fact WHERE id = $1 FOR UPDATE;

-- name: slot_to_book
-- row: SlotRow
SELECT id, consultation_id, starts_at, minutes, is_free FROM consultation_slot WHERE id = $1;

-- name: own_session_of_slot
-- row: str
SELECT id FROM consultation_session
WHERE slot_id = $1 AND member_id = $2 AND on_behalf_of IS NOT DISTINCT FROM $3::text AND status IN ('REQUESTED', 'CONFIRMED');

-- name: future_sessions
-- row: int
SELECT count(*)::int FROM session_view
WHERE member_id = $1 AND status IN ('REQUESTED', 'CONFIRMED') AND starts_at > $2;

-- name: take_slot
-- row: str
-- The one statement that decides who gets the slot.
UPDATE consultation_slot SET is_free = false WHERE id = $1 AND is_free AND starts_at > $2 RETURNING id;

-- name: free_slot
-- row: none
UPDATE consultation_slot SET is_free = true WHERE id = $1;

-- name: make_session
-- row: none
INSERT INTO consultation_session (id, slot_id, member_id, on_behalf_of, idea_id, concern, status, booked_at)
VALUES ($1, $2, $3, $4, $5, $6, 'CONFIRMED', $7);

-- name: lock_slot_of_session
-- row: SlotRow
SELECT id, consultation_id, starts_at, minutes, is_free FROM consultation_slot
WHERE id = (SELECT slot_id FROM consultation_session WHERE id = $1) FOR UPDATE;

-- name: lock_session
-- row: LockedSessionRow
SELECT id, member_id, on_behalf_of, idea_id, concern, status, outcome, data_project_id,
       coalesce(member_id = $3::text, false) OR coalesce(acts_as($3::text, on_behalf_of), false) AS is_person,
       may_see_session(member_id, on_behalf_of, $2::boolean, $3::text) AS is_visible
FROM consultation_session WHERE id = $1 FOR UPDATE;

-- name: set_session
-- row: none
UPDATE consultation_session SET status = $2, outcome = $3, data_project_id = $4, decided_at = $5 WHERE id = $1;

-- name: lock_consultation
-- row: str
SELECT id FROM data_consultation WHERE id = $1 FOR UPDATE;

-- name: slots_over
-- row: SlotRow
-- Slots that lie over one of the new ones and are not the same: consultation, starts, minutes.
SELECT DISTINCT s.id, s.consultation_id, s.starts_at, s.minutes, s.is_free
FROM consultation_slot s
JOIN unnest($2::timestamptz[], $3::integer[]) AS wanted (starts_at, minutes)
  ON tstzrange(s.starts_at, s.starts_at + s.minutes * interval '1 minute')
     && tstzrange(wanted.starts_at, wanted.starts_at + wanted.minutes * interval '1 minute')
WHERE s.consultation_id = $1 AND (s.starts_at, s.minutes) <> (wanted.starts_at, wanted.minutes)
ORDER BY s.starts_at;

-- name: open_slots
-- row: none
-- One that is there already, of the same length, is the same one.
INSERT INTO consultation_slot (id, consultation_id, starts_at, minutes, is_free)
SELECT wanted.id, $1, wanted.starts_at, wanted.minutes, true
FROM unnest($2::text[], $3::timestamptz[], $4::integer[]) AS wanted (id, starts_at, minutes)
WHERE NOT EXISTS (SELECT FROM consultation_slot s WHERE s.consultation_id = $1 AND s.starts_at = wanted.starts_at);

-- name: slots_at
-- row: SlotRow
SELECT id, consultation_id, starts_at, minutes, is_free FROM consultation_slot
WHERE consultation_id = $1 AND starts_at = ANY ($2::timestamptz[]) ORDER BY starts_at, id;

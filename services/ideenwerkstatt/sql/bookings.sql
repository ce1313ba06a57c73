-- Slots and who has them. What somebody asked is for them, for the expert of the slot, and for staff.

-- name: visible_bookings_by_slots
-- row: BookingRow
-- Viewer, is staff.
SELECT b.slot_id, b.actor_id, b.idea_id, b.question, b.booked_at, b.outcome
FROM slot_booking b
JOIN consultation_slot s ON s.id = b.slot_id
LEFT JOIN expert e ON e.id = s.expert_id
WHERE b.slot_id = ANY ($1::text[]) AND ($3::boolean OR speaks_for($2, b.actor_id) OR e.actor_id = $2);

-- name: slots_seen
-- row: LockedSlotRow
-- Moment, viewer.
SELECT s.id, s.consultation_id, s.expert_id, s.status, s.starts_at,
       shown_offer_status(o.status, o.opens_at, o.apply_until, o.ends_at,
         shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz)), $2, true) AS shown,
       b.actor_id, coalesce(speaks_for($3, b.actor_id), false) AS is_booker, coalesce(e.actor_id = $3, false) AS is_expert
FROM consultation_slot s
JOIN support_offer o ON o.id = s.consultation_id
JOIN programme_text p ON p.slug = o.programme_slug
LEFT JOIN slot_booking b ON b.slot_id = s.id
LEFT JOIN expert e ON e.id = s.expert_id
WHERE s.id = ANY ($1::text[]);

-- name: lock_slot
-- row: str
SELECT id FROM consultation_slot WHERE id = $1 FOR UPDATE;

-- name: slots_of_actor
-- row: SlotUnder
-- order: NEWEST moment b.booked_at
-- order: BEGINNING moment s.starts_at
-- First and last moment of the beginning, after (time, id), limit.
SELECT listed.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT s.id, s.consultation_id, s.expert_id, s.starts_at,
         (extract(epoch FROM s.ends_at - s.starts_at) / 60)::integer AS minutes, s.status, b.booked_at
  FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id
  WHERE b.actor_id = asked.id AND {within moment $2 $3 s.starts_at} AND {after b.slot_id along $4 $5}
  ORDER BY {order b.slot_id along}
  LIMIT $6
) listed;

-- name: slot_count_of_actor
-- row: CountUnder
SELECT b.actor_id AS parent, count(*)::integer AS count FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id
WHERE b.actor_id = ANY ($1::text[]) AND {within moment $2 $3 s.starts_at} GROUP BY b.actor_id;

-- name: lock_booker
-- row: bool
-- Two bookings of one actor at once wait for each other, so that the limit holds.
SELECT pg_advisory_xact_lock(hashtextextended('bookings of ' || $1, 0)) IS NULL;

-- name: future_bookings
-- row: int
-- Of an actor, or made by a member; moment.
SELECT count(*)::integer FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id
WHERE (b.actor_id = $1 OR b.booked_by = $2) AND s.status = 'BOOKED' AND s.starts_at > $3::timestamptz;

-- name: take_slot
-- row: str
-- This decides who has it: whoever comes second finds it taken.
UPDATE consultation_slot SET status = 'BOOKED' WHERE id = $1 AND status = 'FREE' RETURNING id;

-- name: make_booking
-- row: none
INSERT INTO slot_booking (slot_id, actor_id, booked_by, idea_id, question, booked_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: drop_booking
-- row: none
DELETE FROM slot_booking WHERE slot_id = $1;

-- name: set_slot_status
-- row: none
UPDATE consultation_slot SET status = $2 WHERE id = $1;

-- name: write_outcome
-- row: none
UPDATE slot_booking SET outcome = $2 WHERE slot_id = $1;

-- name: outcome_of_slot
-- row: str
SELECT coalesce(outcome, '') FROM slot_booking WHERE slot_id = $1;

-- name: lock_consultation
-- row: str
SELECT id FROM ai_consultation WHERE id = $1 FOR UPDATE;

-- name: lock_experts
-- row: str
-- In their order, so that two who open slots of the same experts wait for each other.
SELECT id FROM expert WHERE id = ANY ($1::text[]) AND accepts_consultations ORDER BY id FOR UPDATE;

-- name: overlapping_slots
-- row: OverlapRow
SELECT wished.starts_at AS wished, s.starts_at, s.ends_at
FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) AS wished (expert_id, starts_at, ends_at)
JOIN consultation_slot s ON s.expert_id = wished.expert_id AND s.status <> 'CANCELLED'
  AND tstzrange(s.starts_at, s.ends_at) && tstzrange(wished.starts_at, wished.ends_at)
ORDER BY s.starts_at, s.id;

-- name: same_slots
-- row: str
-- Those of the wishes that the consultation has already, in the order of the wishes.
SELECT s.id
FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS wished (expert_id, starts_at, ends_at, place)
JOIN consultation_slot s USING (expert_id, starts_at, ends_at)
WHERE s.consultation_id = $1 AND s.status <> 'CANCELLED'
ORDER BY wished.place;

-- name: make_slots
-- row: none
INSERT INTO consultation_slot (id, consultation_id, expert_id, starts_at, ends_at, status)
SELECT id, $2, expert_id, starts_at, ends_at, 'FREE'
FROM unnest($1::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS made (id, expert_id, starts_at, ends_at);

-- name: actors_of_expert
-- row: str
SELECT actor_id FROM expert WHERE id = $1 AND actor_id IS NOT NULL;

-- Registrations: seen by who is registered (speaks_for) and by staff; changed under the lock of the workshop's row.

-- name: visible_registrations_by_ids
-- row: RegistrationRow
-- Viewer, is staff.
SELECT r.id, r.workshop_id, r.actor_id, r.status,
       CASE r.status WHEN 'WAITLISTED' THEN (
         SELECT count(*) FROM workshop_registration w
         WHERE w.workshop_id = r.workshop_id AND w.status = 'WAITLISTED' AND w.queue_number <= r.queue_number)::integer
       END AS waiting_position,
       r.registered_at, r.queue_number
FROM workshop_registration r
WHERE r.id = ANY ($1::text[]) AND ($3::boolean OR speaks_for($2, r.actor_id));

-- name: own_registration_of_workshop
-- row: RegistrationUnder
-- The viewer's own registration for each workshop: the newest one.
SELECT DISTINCT ON (r.workshop_id) r.id, r.workshop_id, r.actor_id, r.status,
       CASE r.status WHEN 'WAITLISTED' THEN (
         SELECT count(*) FROM workshop_registration w
         WHERE w.workshop_id = r.workshop_id AND w.status = 'WAITLISTED' AND w.queue_number <= r.queue_number)::integer
       END AS waiting_position,
       r.registered_at, r.queue_number, r.workshop_id AS parent
FROM workshop_registration r
WHERE r.workshop_id = ANY ($1::text[]) AND r.actor_id = $2
ORDER BY r.workshop_id, r.queue_number DESC;

-- name: registrations_of_workshop
-- row: RegistrationUnder
-- order: NEWEST number r.queue_number
-- States, first and last moment of registering, after (place in the queue, id), limit.
SELECT listed.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT r.id, r.workshop_id, r.actor_id, r.status,
         CASE r.status WHEN 'WAITLISTED' THEN (
           SELECT count(*) FROM workshop_registration w
           WHERE w.workshop_id = r.workshop_id AND w.status = 'WAITLISTED' AND w.queue_number <= r.queue_number)::integer
         END AS waiting_position,
         r.registered_at, r.queue_number
  FROM workshop_registration r
  WHERE r.workshop_id = asked.id AND ($2::text[] IS NULL OR r.status = ANY ($2))
    AND {within moment $3 $4 r.registered_at} AND {after r.id $5 $6}
  ORDER BY {order r.id}
  LIMIT $7
) listed;

-- name: registration_count_of_workshop
-- row: CountUnder
SELECT workshop_id AS parent, count(*)::integer AS count FROM workshop_registration
WHERE workshop_id = ANY ($1::text[]) AND ($2::text[] IS NULL OR status = ANY ($2)) AND {within moment $3 $4 registered_at}
GROUP BY workshop_id;

-- name: registrations_of_actor
-- row: RegistrationOfActor
-- order: NEWEST moment r.registered_at
-- order: BEGINNING moment w.starts_at
-- States, first and last moment of registering, after (time, id), limit.
SELECT listed.id, listed.workshop_id, listed.actor_id, listed.status, listed.waiting_position, listed.registered_at,
       listed.queue_number, listed.starts_at, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT r.id, r.workshop_id, r.actor_id, r.status,
         CASE r.status WHEN 'WAITLISTED' THEN (
           SELECT count(*) FROM workshop_registration w
           WHERE w.workshop_id = r.workshop_id AND w.status = 'WAITLISTED' AND w.queue_number <= r.queue_number)::integer
         END AS waiting_position,
         r.registered_at, r.queue_number, w.starts_at
  FROM workshop_registration r JOIN workshop w ON w.id = r.workshop_id
  WHERE r.actor_id = asked.id AND ($2::text[] IS NULL OR r.status = ANY ($2))
    AND {within moment $3 $4 r.registered_at} AND {after r.id along $5 $6}
  ORDER BY {order r.id along}
  LIMIT $7
) listed;

-- name: registration_count_of_actor
-- row: CountUnder
SELECT actor_id AS parent, count(*)::integer AS count FROM workshop_registration
WHERE actor_id = ANY ($1::text[]) AND ($2::text[] IS NULL OR status = ANY ($2)) AND {within moment $3 $4 registered_at}
GROUP BY actor_id;

-- name: workshops_seen
-- row: LockedWorkshopRow
SELECT w.id, o.status AS stored,
       shown_offer_status(o.status, o.opens_at, o.apply_until, w.ends_at,
         shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz)), $2, true) AS shown,
       o.apply_until, w.starts_at, w.ends_at, w.capacity,
       (SELECT count(*) FROM workshop_registration r
        WHERE r.workshop_id = w.id AND r.status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW'))::integer AS taken
FROM workshop w JOIN support_offer o ON o.id = w.id JOIN programme_text p ON p.slug = o.programme_slug
WHERE w.id = ANY ($1::text[]);

-- name: lock_workshop
-- row: str
-- Its seats are counted by the next statement, which sees what others did before the lock was had.
SELECT id FROM workshop WHERE id = $1 FOR UPDATE;

-- name: workshop_of_registration
-- row: str
SELECT workshop_id FROM workshop_registration WHERE id = $1;

-- name: lock_registration
-- row: LockedRegistrationRow
-- Viewer.
SELECT id, workshop_id, actor_id, status, speaks_for($2, actor_id) AS is_own FROM workshop_registration WHERE id = $1 FOR UPDATE;

-- name: registration_of_actor
-- row: str
-- The one that is not cancelled.
SELECT id FROM workshop_registration WHERE workshop_id = $1 AND actor_id = $2 AND status <> 'CANCELLED';

-- name: make_registration
-- row: none
-- At the end of the queue; seats are filled from its beginning.
INSERT INTO workshop_registration (id, workshop_id, actor_id, status, registered_at, registered_by)
VALUES ($1, $2, $3, 'WAITLISTED', $4, $5);

-- name: set_registration_status
-- row: none
UPDATE workshop_registration SET status = $2 WHERE id = $1;

-- name: move_up
-- row: MovedRow
-- The first of the queue, so many.
WITH first AS (
  SELECT id FROM workshop_registration WHERE workshop_id = $1 AND status = 'WAITLISTED' ORDER BY queue_number LIMIT $2
), moved AS (
  UPDATE workshop_registration r SET status = 'CONFIRMED' FROM first WHERE r.id = first.id RETURNING r.id, r.actor_id, r.queue_number
)
SELECT id, actor_id FROM moved ORDER BY queue_number;

-- name: registered_actors
-- row: str
-- Who has a seat or waits for one.
SELECT actor_id FROM workshop_registration WHERE workshop_id = $1 AND status IN ('CONFIRMED', 'WAITLISTED') ORDER BY queue_number;

-- name: future_registrations_of
-- row: str
-- Of an actor: those that can still be cancelled at a moment.
SELECT r.id FROM workshop_registration r JOIN workshop w ON w.id = r.workshop_id
WHERE r.actor_id = $1 AND r.status IN ('CONFIRMED', 'WAITLISTED') AND w.starts_at > $2::timestamptz ORDER BY r.workshop_id;

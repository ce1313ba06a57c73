-- What time brings near: appointments and deadlines, each said once (kind, subject, due).

-- name: near_appointments
-- row: AppointmentRow
-- Those of the next 24 hours after a moment that nobody was reminded of.
SELECT x.id, x.member_id, x.on_behalf_of, x.starts_at FROM session_view x
WHERE x.status = 'CONFIRMED' AND x.starts_at > $1::timestamptz AND x.starts_at <= $1::timestamptz + interval '24 hours'
  AND NOT EXISTS (SELECT FROM reminder r WHERE r.kind = 'appointment.due' AND r.subject_id = x.id
                  AND r.due = x.starts_at - interval '24 hours')
ORDER BY x.starts_at, x.id;

-- name: near_deadlines
-- row: DeadlineRow
-- Offers that are open at a moment and end in seven days, or in one, that nobody was reminded of.
SELECT near.* FROM (
  SELECT type_name, id, apply_until, CASE WHEN apply_until <= $1::timestamptz + interval '1 day' THEN 1 ELSE 7 END AS days
  FROM offers_at($1::timestamptz)
  WHERE status = 'OPEN' AND apply_until > $1::timestamptz AND apply_until <= $1::timestamptz + interval '7 days'
) near
WHERE NOT EXISTS (SELECT FROM reminder r WHERE r.kind = 'offer.deadline_near' AND r.subject_id = near.id
                  AND r.due = near.apply_until - near.days * interval '1 day')
ORDER BY near.apply_until, near.id;

-- name: remember
-- row: str
-- None comes back when it was said before.
INSERT INTO reminder (kind, subject_id, due) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING kind;

-- name: forget_reminders
-- row: none
DELETE FROM reminder WHERE due < $1::timestamptz - interval '180 days';

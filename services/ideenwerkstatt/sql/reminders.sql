-- What time brings near: appointments and deadlines, each said once (kind, subject, due).

-- name: near_appointments
-- row: AppointmentRow
-- Workshops and booked slots of the next 24 hours after a moment that nobody was reminded of.
SELECT near.* FROM (
  SELECT 'Workshop'::text AS subject_type, w.id AS subject_id, w.starts_at,
         ARRAY(SELECT r.actor_id FROM workshop_registration r
               WHERE r.workshop_id = w.id AND r.status = 'CONFIRMED' ORDER BY r.queue_number) AS actor_ids
  FROM workshop w JOIN support_offer o ON o.id = w.id
  WHERE w.starts_at > $1::timestamptz AND w.starts_at <= $1::timestamptz + interval '24 hours' AND o.status <> 'CANCELLED'
  UNION ALL
  SELECT 'ConsultationSlot', s.id, s.starts_at, array_remove(ARRAY[b.actor_id, e.actor_id], NULL)
  FROM consultation_slot s
  JOIN slot_booking b ON b.slot_id = s.id
  LEFT JOIN expert e ON e.id = s.expert_id
  WHERE s.starts_at > $1::timestamptz AND s.starts_at <= $1::timestamptz + interval '24 hours' AND s.status = 'BOOKED'
) near
WHERE NOT EXISTS (SELECT FROM reminder m
                  WHERE m.kind = 'appointment.due' AND m.subject_id = near.subject_id AND m.due = near.starts_at - interval '24 hours')
ORDER BY near.starts_at, near.subject_id;

-- name: near_deadlines
-- row: DeadlineRow
-- Offers that are open at a moment and end in seven days, or in one, that nobody was reminded of.
SELECT near.* FROM (
  SELECT type_name, id, apply_until, CASE WHEN apply_until <= $1::timestamptz + interval '1 day' THEN 1 ELSE 7 END AS days
  FROM offers_at($1::timestamptz)
  WHERE status = 'OPEN' AND apply_until > $1::timestamptz AND apply_until <= $1::timestamptz + interval '7 days'
) near
WHERE NOT EXISTS (SELECT FROM reminder m
                  WHERE m.kind = 'offer.deadline_near' AND m.subject_id = near.id AND m.due = near.apply_until - near.days * interval '1 day')
ORDER BY near.apply_until, near.id;

-- name: remember
-- row: str
-- None comes back when it was said before.
INSERT INTO reminder (kind, subject_id, due) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING kind;

-- name: forget_reminders
-- row: none
DELETE FROM reminder WHERE due < $1::timestamptz - interval '180 days';

-- What time brings near, each said once (kind, subject, due).

-- name: near_deadlines
-- row: DeadlineRow
-- Offers that are open at a moment and end in seven days, or in one, that nobody was reminded of.
SELECT near.* FROM (
  SELECT type_name, id, apply_until, CASE WHEN apply_until <= $1::timestamptz + interval '1 day' THEN 1 ELSE 7 END AS days
  FROM offers_at($1::timestamptz)
  WHERE status = 'OPEN' AND apply_until > $1::timestamptz AND apply_until <= $1::timestamptz + interval '7 days'
) AS near
WHERE NOT EXISTS (SELECT FROM reminder WHERE reminder.kind = 'offer.deadline_near' AND reminder.subject_id = near.id
                  AND reminder.due = near.apply_until - near.days * interval '1 day')
ORDER BY near.apply_until, near.id;

-- name: remember
-- row: str
-- None comes back when it was said before.
INSERT INTO reminder (kind, subject_id, due) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING kind;

-- name: forget_reminders
-- row: none
DELETE FROM reminder WHERE due < $1::timestamptz - interval '180 days';

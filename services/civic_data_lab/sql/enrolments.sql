-- Enrolments are their learner's alone, and the staff's; the viewer is two parameters: the caller sees everything; the caller's
-- own actor id, or null.

-- name: enrolments_by_id
-- row: EnrolmentRow
SELECT id, module_id, member_id, status, progress_percent, enrolled_at, completed_at FROM enrolment
WHERE id = ANY ($1::text[]) AND ($2::boolean OR member_id = $3::text);

-- name: enrolments_of_member
-- row: EnrolmentUnder
-- order: NEWEST moment x.enrolled_at
-- Members, viewer, first and last moment of enrolling, after (enrolled at, id), limit for each.
SELECT e.id, e.module_id, e.member_id, e.status, e.progress_percent, e.enrolled_at, e.completed_at, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT * FROM enrolment x
  WHERE x.member_id = asked.id AND ($2::boolean OR x.member_id = $3::text)
    AND {within moment $4 $5 x.enrolled_at} AND {after x.id $6 $7}
  ORDER BY {order x.id}
  LIMIT $8
) e;

-- name: enrolment_count_of_member
-- row: CountUnder
SELECT member_id AS parent, count(*)::integer AS count FROM enrolment
WHERE member_id = ANY ($1::text[]) AND ($2::boolean OR member_id = $3::text) AND {within moment $4 $5 enrolled_at}
GROUP BY member_id;

-- name: own_enrolment
-- row: str
SELECT id FROM enrolment WHERE module_id = $1 AND member_id = $2 AND status <> 'CANCELLED';

-- name: make_enrolment
-- row: none
INSERT INTO enrolment (id, module_id, member_id, status, enrolled_at) VALUES ($1, $2, $3, 'ENROLLED', $4);

-- name: lock_enrolment
-- row: EnrolmentRow
SELECT id, module_id, member_id, status, progress_percent, enrolled_at, completed_at FROM enrolment
WHERE id = $1 AND member_id = $2 FOR UPDATE;

-- name: set_enrolment
-- row: none
UPDATE enrolment SET status = $2, progress_percent = $3, completed_at = $4 WHERE id = $1;

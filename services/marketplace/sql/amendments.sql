-- name: amendments_by_ids
-- row: AmendmentRow
SELECT a.id, a.idea_id, a.author_id, a.base_version, a.body, before.body AS body_before, a.note, a.status, a.decision_note,
  a.created_at, a.decided_at, coalesce(a.author_id = $2, false) AS is_author, coalesce(is_editor(i.id, $2), false) AS is_editor
FROM amendment a JOIN idea i ON i.id = a.idea_id
LEFT JOIN idea_version before ON before.idea_id = a.idea_id AND before.number = a.base_version
  AND before.number >= first_version_for($2, i.id, i.first_public_version)
WHERE a.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3)
  AND may_see_amendment(i.id, a.author_id, a.status, a.base_version, i.first_public_version, $2, $3)
  AND (NOT a.is_hidden OR $3 OR a.author_id = $2);

-- name: amendments_of_ideas
-- row: AmendmentUnder
-- order: NEWEST moment x.created_at
SELECT a.id, a.idea_id, a.author_id, a.base_version, a.body, before.body AS body_before, a.note, a.status, a.decision_note,
  a.created_at, a.decided_at, coalesce(a.author_id = $2, false) AS is_author, coalesce(is_editor(i.id, $2), false) AS is_editor,
  i.id AS parent
FROM idea i CROSS JOIN LATERAL (
  SELECT x.* FROM amendment x WHERE x.idea_id = i.id AND ($4::text IS NULL OR x.status = $4)
    AND may_see_amendment(i.id, x.author_id, x.status, x.base_version, i.first_public_version, $2, $3)
    AND (NOT x.is_hidden OR $3 OR x.author_id = $2)
    AND {within moment $5 $6 x.created_at} AND {after x.id along $7 $8}
  ORDER BY {order x.id along} LIMIT $9) a
LEFT JOIN idea_version before ON before.idea_id = a.idea_id AND before.number = a.base_version
  AND before.number >= first_version_for($2, i.id, i.first_public_version)
WHERE i.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3);

-- name: count_amendments_of_ideas
-- row: CountRow
SELECT i.id, count(*) AS count FROM amendment a JOIN idea i ON i.id = a.idea_id
WHERE i.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3) AND ($4::text IS NULL OR a.status = $4)
  AND may_see_amendment(i.id, a.author_id, a.status, a.base_version, i.first_public_version, $2, $3)
  AND (NOT a.is_hidden OR $3 OR a.author_id = $2) AND {within moment $5 $6 a.created_at}
GROUP BY i.id;

-- name: base_of_amendment
-- row: dict
-- The text of a version that the viewer may read; that of today is the idea's own, also where no version was kept.
SELECT v.body FROM idea_version v JOIN idea i ON i.id = v.idea_id
WHERE v.idea_id = $1 AND v.number = $2 AND v.number >= first_version_for($3, i.id, i.first_public_version);

-- name: proposed_by
-- row: int
SELECT count(*)::int FROM amendment WHERE idea_id = $1 AND author_id = $2 AND status = 'PROPOSED';

-- name: make_amendment
-- row: none
INSERT INTO amendment (id, idea_id, author_id, base_version, body, note, created_at) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7);

-- name: idea_of_amendment
-- row: str
SELECT idea_id FROM amendment WHERE id = $1;

-- name: lock_amendment
-- row: LockedAmendmentRow
SELECT a.id, a.idea_id, a.author_id, a.base_version, a.body, v.body AS base, a.note, a.status
FROM amendment a JOIN idea i ON i.id = a.idea_id
LEFT JOIN idea_version v ON v.idea_id = a.idea_id AND v.number = a.base_version
WHERE a.id = $1 AND may_see_amendment(i.id, a.author_id, a.status, a.base_version, i.first_public_version, $2, $3)
  AND (NOT a.is_hidden OR $3 OR a.author_id = $2)
FOR UPDATE OF a;

-- name: decide_amendment
-- row: none
UPDATE amendment SET status = $2, decision_note = $3, decided_at = $4 WHERE id = $1;

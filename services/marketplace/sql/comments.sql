-- name: comments_by_ids
-- row: CommentRow
-- What is hidden, staff read, who decide about it, and its author, who may appeal.
SELECT c.id, c.idea_id, CASE WHEN c.body IS NOT NULL THEN c.author_id END AS author_id, c.reply_to_id,
  CASE WHEN NOT c.is_hidden OR $3 OR c.author_id = $2 THEN c.body END AS body, c.language, c.created_at, c.edited_at, c.is_hidden
FROM comment c JOIN idea i ON i.id = c.idea_id
WHERE c.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3);

-- name: comments_of_ideas
-- row: CommentUnder
-- order: WRITTEN moment x.created_at
SELECT c.id, c.idea_id, CASE WHEN c.body IS NOT NULL THEN c.author_id END AS author_id, c.reply_to_id,
  CASE WHEN NOT c.is_hidden THEN c.body END AS body, c.language, c.created_at, c.edited_at, c.is_hidden, parent.id AS parent
FROM unnest($1::text[]) parent (id) CROSS JOIN LATERAL (
  SELECT x.* FROM comment x WHERE x.idea_id = parent.id AND x.reply_to_id IS NULL
    AND {within moment $2 $3 x.created_at} AND {after x.id along $4 $5}
  ORDER BY {order x.id along} LIMIT $6) c;

-- name: count_comments_of_ideas
-- row: CountRow
SELECT idea_id AS id, count(*) AS count FROM comment
WHERE idea_id = ANY ($1::text[]) AND reply_to_id IS NULL AND {within moment $2 $3 created_at} GROUP BY idea_id;

-- name: replies_of_comments
-- row: CommentUnder
-- order: WRITTEN moment x.created_at
SELECT c.id, c.idea_id, CASE WHEN c.body IS NOT NULL THEN c.author_id END AS author_id, c.reply_to_id,
  CASE WHEN NOT c.is_hidden THEN c.body END AS body, c.language, c.created_at, c.edited_at, c.is_hidden, parent.id AS parent
FROM unnest($1::text[]) parent (id) CROSS JOIN LATERAL (
  SELECT x.* FROM comment x WHERE x.reply_to_id = parent.id
    AND {within moment $2 $3 x.created_at} AND {after x.id along $4 $5}
  ORDER BY {order x.id along} LIMIT $6) c;

-- name: count_replies_of_comments
-- row: CountRow
SELECT reply_to_id AS id, count(*) AS count FROM comment
WHERE reply_to_id = ANY ($1::text[]) AND {within moment $2 $3 created_at} GROUP BY reply_to_id;

-- name: take_turn_of_author
-- row: str
-- Comments of one author come one after another, so that none is missed in counting.
SELECT pg_advisory_xact_lock(hashtextextended('comments of ' || $1, 0))::text;

-- name: comments_since
-- row: int
SELECT count(*)::int FROM comment WHERE author_id = $1 AND created_at > $2;

-- name: make_comment
-- row: none
INSERT INTO comment (id, idea_id, author_id, reply_to_id, body, language, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: idea_of_comment
-- row: str
SELECT idea_id FROM comment WHERE id = $1;

-- name: lock_comment
-- row: LockedCommentRow
SELECT c.id, c.idea_id, c.author_id, c.reply_to_id, c.body, c.created_at, c.is_hidden,
  EXISTS (SELECT FROM comment r WHERE r.reply_to_id = c.id) AS has_replies
FROM comment c WHERE c.id = $1 FOR UPDATE OF c;

-- name: edit_comment
-- row: none
UPDATE comment SET body = $2, edited_at = $3 WHERE id = $1;

-- name: delete_comment
-- row: none
DELETE FROM comment WHERE id = $1;

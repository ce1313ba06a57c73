-- name: make_idea
-- row: none
INSERT INTO idea (id, slug, status, title, summary, problem, solution, common_good_benefit, target_groups, language,
  maturity, ai_methods, expected_users, data_needs, region_ars, author_id, created_at, updated_at, developed_from_id)
VALUES ($1, $2, 'DRAFT', $3, $4, $5, $6, $7, $8::text[], $9, $10, $11::text[], $12, $13, $14, $15, $16, $16, $17);

-- name: change_idea
-- row: none
UPDATE idea SET title = $2, summary = $3, problem = $4, solution = $5, common_good_benefit = $6, target_groups = $7::text[],
  language = $8, maturity = $9, ai_methods = $10::text[], expected_users = $11, data_needs = $12, region_ars = $13,
  version = version + 1, updated_at = $14
WHERE id = $1;

-- name: set_idea_topics
-- row: none
WITH gone AS (DELETE FROM idea_topic WHERE idea_id = $1 AND topic_slug <> ALL ($2::text[]))
INSERT INTO idea_topic (idea_id, topic_slug) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING;

-- name: set_idea_sdgs
-- row: none
WITH gone AS (DELETE FROM idea_sdg WHERE idea_id = $1 AND sdg <> ALL ($2::int[]))
INSERT INTO idea_sdg (idea_id, sdg) SELECT $1, unnest($2::int[]) ON CONFLICT DO NOTHING;

-- name: join_team
-- row: none
INSERT INTO idea_team (idea_id, actor_id, role, joined_at) VALUES ($1, $2, $3, $4);

-- name: write_version
-- row: none
INSERT INTO idea_version (idea_id, number, editor_id, change_note, body, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: lock_idea
-- row: LockedIdeaRow
-- is_known: the viewer published before, and nothing of it was ever hidden.
SELECT i.id, i.status, i.version, may_see_idea(i.id, i.status, $2, $3) AS is_visible,
  coalesce(is_editor(i.id, $2), false) AS is_editor, coalesce(is_owner(i.id, $2), false) AS is_owner,
  coalesce(is_on_team(i.id, $2), false) AS is_on_team,
  EXISTS (SELECT FROM member m WHERE m.actor_id = $2 AND m.state = 'ACTIVE') AS is_member,
  EXISTS (SELECT FROM idea x WHERE x.author_id = $2 AND x.published_at IS NOT NULL)
    AND NOT EXISTS (SELECT FROM idea x WHERE x.author_id = $2 AND x.was_hidden) AS is_known,
  i.title, i.summary, i.problem, i.solution, i.common_good_benefit,
  ARRAY(SELECT topic_slug FROM idea_topic WHERE idea_id = i.id) AS topic_slugs
FROM idea i WHERE i.id = $1 FOR UPDATE OF i;

-- name: set_idea_status
-- row: none
UPDATE idea SET status = $2, updated_at = $3, review_note = $4,
  published_at = CASE WHEN $2 = 'PUBLISHED' THEN coalesce(published_at, $3) ELSE published_at END,
  first_public_version = CASE WHEN $2 = 'PUBLISHED' THEN coalesce(first_public_version, version) ELSE first_public_version END
WHERE id = $1;

-- name: unknown_topics
-- row: str
SELECT slug FROM unnest($1::text[]) slug WHERE NOT EXISTS (SELECT FROM topic t WHERE t.slug = slug.slug);

-- name: unknown_skills
-- row: str
SELECT slug FROM unnest($1::text[]) slug WHERE NOT EXISTS (SELECT FROM skill s WHERE s.slug = slug.slug);

-- name: region_exists
-- row: bool
SELECT EXISTS (SELECT FROM region WHERE ars = $1);

-- name: lock_profile
-- row: LockedProfileRow
SELECT id, status FROM profile WHERE owner_id = $1 FOR UPDATE;

-- name: save_profile
-- row: none
INSERT INTO profile (id, owner_id, status, visibility, headline, about, language, offers, seeks, availability_hours_per_month,
  updated_at, published_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9::text[], $10, $11::timestamptz, CASE WHEN $3 = 'PUBLISHED' THEN $11::timestamptz END)
ON CONFLICT (owner_id) DO UPDATE SET status = excluded.status, visibility = excluded.visibility, headline = excluded.headline,
  about = excluded.about, language = excluded.language, offers = excluded.offers, seeks = excluded.seeks,
  availability_hours_per_month = excluded.availability_hours_per_month, updated_at = excluded.updated_at,
  published_at = coalesce(profile.published_at, excluded.published_at);

-- name: set_profile_skills
-- row: none
WITH gone AS (DELETE FROM profile_skill WHERE profile_id = $1 AND skill_slug <> ALL ($2::text[]))
INSERT INTO profile_skill (profile_id, skill_slug) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING;

-- name: team_of_idea
-- row: str
SELECT actor_id FROM idea_team WHERE idea_id = $1 ORDER BY actor_id;

-- name: followers_of_idea
-- row: str
SELECT f.actor_id FROM follow f WHERE f.subject_id = $1 AND f.actor_id NOT IN (SELECT t.actor_id FROM idea_team t WHERE t.idea_id = $1)
ORDER BY f.actor_id;

-- name: text_of_idea
-- row: TextRow
SELECT i.title, i.summary, i.problem, i.solution, i.common_good_benefit, i.target_groups, i.language, i.maturity, i.ai_methods,
  i.expected_users, i.data_needs, ARRAY(SELECT topic_slug FROM idea_topic WHERE idea_id = i.id ORDER BY topic_slug) AS topic_slugs,
  ARRAY(SELECT sdg FROM idea_sdg WHERE idea_id = i.id ORDER BY sdg) AS sdgs, i.region_ars
FROM idea i WHERE i.id = $1;

-- name: support_idea
-- row: none
INSERT INTO idea_support (idea_id, actor_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: support_no_longer
-- row: none
DELETE FROM idea_support WHERE idea_id = $1 AND actor_id = $2;

-- name: archive_ideas
-- row: str
-- What was completed or withdrawn 24 months ago is not edited any more: updated_at is the moment of that.
UPDATE idea SET status = 'ARCHIVED', updated_at = $1
WHERE status IN ('COMPLETED', 'WITHDRAWN') AND updated_at <= $1::timestamptz - interval '24 months'
RETURNING id;

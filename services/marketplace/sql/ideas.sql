-- name: ideas_by_ids
-- row: IdeaRow
SELECT c.* FROM idea_card c WHERE c.id = ANY ($1::text[]) AND may_see_idea(c.id, c.status, $2, $3);

-- name: ideas_by_slugs
-- row: IdeaRow
SELECT c.* FROM idea_card c WHERE c.slug = ANY ($1::text[]) AND may_see_idea(c.id, c.status, $2, $3);

-- name: ideas_developed_from
-- row: IdeaRow
SELECT c.* FROM idea_card c
WHERE c.developed_from_id = ANY ($1::text[]) AND may_see_idea(c.id, c.status, $2, $3) ORDER BY c.newest DESC, c.id;

-- The rows of a page by their keys, one by one (LIMIT 1): how long a page is nobody knows when it is planned.

-- name: ideas_of_topics
-- row: IdeaUnder
-- order: NEWEST moment it.newest
-- order: RECENTLY_UPDATED moment i.updated_at
-- order: TITLE text i.title
-- Viewer, first and last moment of publication, what they lack, after (place, id), limit for each.
-- Of the topic and of each of its sub-topics a page, by an index; then the best of these.
SELECT c.*, hub.key AS parent
FROM unnest($1::text[]) hub (key) CROSS JOIN LATERAL (
  SELECT i.id, row_number() OVER (ORDER BY {order i.id along}) AS place
  FROM (
    SELECT DISTINCT of_part.idea_id, of_part.newest
    FROM topic part CROSS JOIN LATERAL (
      SELECT it.idea_id, it.newest
      FROM idea_topic it JOIN idea i ON i.id = it.idea_id
      WHERE it.topic_slug = part.slug
        AND may_see_idea(i.id, i.status, $2, $3)
        AND {within moment? $4 $5 i.published_at}
        AND {without $6 SUPPORT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id), REGION i.region_ars, DATA_NEEDS i.data_needs,
          TEAM (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1,
          OPEN_ROLES EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)}
        AND {after it.idea_id along $7 $8}
      ORDER BY {order it.idea_id along} LIMIT $9) of_part
    WHERE part.slug = hub.key OR part.parent_slug = hub.key) it
  JOIN idea i ON i.id = it.idea_id
  ORDER BY {order i.id along} LIMIT $9) listed
CROSS JOIN LATERAL (SELECT * FROM idea_card WHERE id = listed.id LIMIT 1) c
ORDER BY listed.place;

-- name: ideas_of_regions
-- row: IdeaUnder
-- order: NEWEST moment coalesce(i.published_at, i.created_at)
-- order: RECENTLY_UPDATED moment i.updated_at
-- order: TITLE text i.title
-- Viewer, first and last moment of publication, what they lack, after (place, id), limit for each.
-- Of the region and of each of its parts a page, by an index; then the best of these.
SELECT c.*, hub.key AS parent
FROM unnest($1::text[]) hub (key) CROSS JOIN LATERAL (
  SELECT i.id, row_number() OVER (ORDER BY {order i.id along}) AS place
  FROM region_parts(hub.key) part CROSS JOIN LATERAL (
    SELECT i.id, i.published_at, i.created_at, i.updated_at, i.title
    FROM idea i
    WHERE i.region_ars = part.ars
      AND may_see_idea(i.id, i.status, $2, $3)
      AND {within moment? $4 $5 i.published_at}
      AND {without $6 SUPPORT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id), REGION i.region_ars, DATA_NEEDS i.data_needs,
        TEAM (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1,
        OPEN_ROLES EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)}
      AND {after i.id along $7 $8}
    ORDER BY {order i.id along} LIMIT $9) i
  ORDER BY {order i.id along} LIMIT $9) listed
CROSS JOIN LATERAL (SELECT * FROM idea_card WHERE id = listed.id LIMIT 1) c
ORDER BY listed.place;

-- name: ideas_of_teams
-- row: IdeaUnder
-- order: NEWEST moment coalesce(i.published_at, i.created_at)
-- order: RECENTLY_UPDATED moment i.updated_at
-- order: TITLE text i.title
-- Those on whose team an actor is: few, sorted by their keys alone.
-- Viewer, first and last moment of publication, what they lack, after (place, id), limit for each.
SELECT c.*, hub.key AS parent
FROM unnest($1::text[]) hub (key) CROSS JOIN LATERAL (
  SELECT i.id, row_number() OVER (ORDER BY {order i.id along}) AS place
  FROM idea i JOIN idea_team t ON t.idea_id = i.id
  WHERE t.actor_id = hub.key
    AND may_see_idea(i.id, i.status, $2, $3)
    AND {within moment? $4 $5 i.published_at}
    AND {without $6 SUPPORT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id), REGION i.region_ars, DATA_NEEDS i.data_needs,
      TEAM (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1,
      OPEN_ROLES EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)}
    AND {after i.id along $7 $8}
  ORDER BY {order i.id along} LIMIT $9) listed
CROSS JOIN LATERAL (SELECT * FROM idea_card WHERE id = listed.id LIMIT 1) c
ORDER BY listed.place;

-- name: ideas_of_followers
-- row: IdeaUnder
-- order: NEWEST moment coalesce(i.published_at, i.created_at)
-- order: RECENTLY_UPDATED moment i.updated_at
-- order: TITLE text i.title
-- Those that an actor follows: few, sorted by their keys alone.
-- Viewer, first and last moment of publication, what they lack, after (place, id), limit for each.
SELECT c.*, hub.key AS parent
FROM unnest($1::text[]) hub (key) CROSS JOIN LATERAL (
  SELECT i.id, row_number() OVER (ORDER BY {order i.id along}) AS place
  FROM idea i JOIN follow f ON f.subject_id = i.id
  WHERE f.actor_id = hub.key
    AND may_see_idea(i.id, i.status, $2, $3)
    AND {within moment? $4 $5 i.published_at}
    AND {without $6 SUPPORT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id), REGION i.region_ars, DATA_NEEDS i.data_needs,
      TEAM (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1,
      OPEN_ROLES EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)}
    AND {after i.id along $7 $8}
  ORDER BY {order i.id along} LIMIT $9) listed
CROSS JOIN LATERAL (SELECT * FROM idea_card WHERE id = listed.id LIMIT 1) c
ORDER BY listed.place;

-- name: count_ideas_of_hub
-- row: CountRow
SELECT hub.key AS id, count(*) AS count
FROM unnest($1::text[]) hub (key) CROSS JOIN LATERAL ideas_in_hub($2, hub.key) h JOIN idea i ON i.id = h.idea_id
WHERE may_see_idea(i.id, i.status, $3, $4)
    AND {within moment? $5 $6 i.published_at}
    AND {without $7 SUPPORT EXISTS (SELECT FROM idea_support s WHERE s.idea_id = i.id), REGION i.region_ars, DATA_NEEDS i.data_needs,
      TEAM (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1,
      OPEN_ROLES EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)}
GROUP BY hub.key;

-- name: ideas
-- row: FoundIdeaRow
-- order: NEWEST moment f.newest
-- order: RECENTLY_UPDATED moment f.updated_at
-- order: MOST_SUPPORTED number f.supporters
-- order: RELEVANCE score f.relevance
SELECT c.*, f.supporters, f.relevance FROM ideas_wanted($1, $2, $3) f JOIN idea_card c ON c.id = f.id
WHERE {after f.id along $4 $5}
ORDER BY {order f.id along} LIMIT $6;

-- name: count_ideas
-- row: int
SELECT count(*) FROM ideas_wanted($1, $2, $3);

-- name: idea_facets
-- row: FacetUnder
-- A value counts what its filter lets through: a topic with its sub-topics, a region with its parts.
WITH RECURSIVE whole AS (
  SELECT ars AS part, ars, name, parent_ars FROM region
  UNION ALL SELECT whole.part, up.ars, up.name, up.parent_ars FROM whole JOIN region up ON up.ars = whole.parent_ars
), found AS MATERIALIZED (
  SELECT w.wanted, i.id, i.status, i.maturity, i.ai_methods, i.region_ars
  FROM unnest($1::text[]) w (wanted) CROSS JOIN LATERAL ideas_wanted(w.wanted::jsonb, $2, $3) f JOIN idea i ON i.id = f.id)
SELECT wanted AS parent, facet, value, label, count(DISTINCT id) AS count FROM (
  SELECT f.wanted, f.id, 'TOPIC' AS facet, t.slug AS value, t.label
    FROM found f JOIN idea_topic it ON it.idea_id = f.id JOIN topic part ON part.slug = it.topic_slug
    JOIN topic t ON t.slug IN (part.slug, part.parent_slug) WHERE 'TOPIC' = ANY ($4::text[])
  UNION ALL SELECT f.wanted, f.id, 'REGION', r.ars, jsonb_build_object('de', r.name)
    FROM found f JOIN whole r ON r.part = f.region_ars WHERE 'REGION' = ANY ($4::text[])
  UNION ALL SELECT f.wanted, f.id, 'STATUS', f.status, NULL FROM found f
  UNION ALL SELECT f.wanted, f.id, 'MATURITY', f.maturity, NULL FROM found f
  UNION ALL SELECT f.wanted, f.id, 'AI_METHOD', unnest(f.ai_methods), NULL FROM found f
  UNION ALL SELECT f.wanted, f.id, 'SECTOR', s.sector, NULL FROM found f CROSS JOIN LATERAL (
    SELECT DISTINCT a.sector FROM idea_team it JOIN actor a ON a.id = it.actor_id WHERE it.idea_id = f.id) s
) x WHERE facet = ANY ($4::text[]) GROUP BY wanted, facet, value, label ORDER BY wanted, facet, count DESC, value;

-- name: teams_of_ideas
-- row: TeamRow
SELECT idea_id, actor_id, role, joined_at FROM idea_team WHERE idea_id = ANY ($1::text[]) ORDER BY joined_at, actor_id;

-- name: sectors_of_ideas
-- row: LinkUnder
SELECT DISTINCT t.idea_id AS parent, a.sector AS target
FROM idea_team t JOIN actor a ON a.id = t.actor_id WHERE t.idea_id = ANY ($1::text[]) ORDER BY 1, 2;

-- name: open_roles_of_ideas
-- row: OpenRoleRow
SELECT id, idea_id, kind, description, hours_per_month, filled
FROM open_role WHERE idea_id = ANY ($1::text[]) ORDER BY filled, id;

-- name: open_roles_by_ids
-- row: OpenRoleRow
SELECT r.id, r.idea_id, r.kind, r.description, r.hours_per_month, r.filled
FROM open_role r JOIN idea i ON i.id = r.idea_id
WHERE r.id = ANY ($1::text[]) AND may_see_idea(i.id, i.status, $2, $3);

-- name: supporter_counts
-- row: CountRow
SELECT idea_id AS id, count(*) AS count FROM idea_support WHERE idea_id = ANY ($1::text[]) GROUP BY idea_id;

-- name: versions_of_ideas
-- row: VersionRow
-- The first one that is shown comes without what tells of the one before: the difference, and the note on the change.
-- The very first one has none before it: its note says why an idea was developed further.
SELECT v.idea_id, v.number, v.editor_id, v.created_at,
  CASE WHEN v.number > shown.first OR v.number = 1 THEN v.change_note END AS change_note,
  v.body, before.body AS body_before
FROM idea CROSS JOIN LATERAL first_version_for($2, idea.id, idea.first_public_version) shown (first) CROSS JOIN LATERAL (
  SELECT * FROM idea_version x WHERE x.idea_id = idea.id AND x.number >= shown.first AND ($3::int IS NULL OR x.number < $3)
  ORDER BY x.number DESC LIMIT $4) v
LEFT JOIN idea_version before ON before.idea_id = v.idea_id AND before.number = v.number - 1 AND before.number >= shown.first
WHERE idea.id = ANY ($1::text[])
ORDER BY v.idea_id, v.number DESC;

-- name: version_counts
-- row: CountRow
SELECT v.idea_id AS id, count(*) AS count FROM idea_version v JOIN idea i ON i.id = v.idea_id
WHERE v.idea_id = ANY ($1::text[]) AND v.number >= first_version_for($2, i.id, i.first_public_version) GROUP BY v.idea_id;

-- name: search_texts
-- row: LinkUnder
SELECT id AS parent, search_text AS target FROM idea_text WHERE id = ANY ($1::text[]);

-- name: standings_of_viewer
-- row: StandingRow
SELECT i.id, is_owner(i.id, $2) AS is_owner, is_editor(i.id, $2) AS is_editor, is_on_team(i.id, $2) AS is_on_team,
  EXISTS (SELECT FROM member m WHERE m.actor_id = $2 AND m.state = 'ACTIVE') AS is_member,
  NOT EXISTS (SELECT FROM idea_team t WHERE t.idea_id = i.id AND t.actor_id = $2)
    AND NOT EXISTS (SELECT FROM team_request r WHERE r.idea_id = i.id AND r.actor_id = $2
      AND shown_request_status(r.status, r.expires_at, $3) = 'PENDING') AS is_newcomer
FROM idea i WHERE i.id = ANY ($1::text[]);

-- name: review_notes
-- row: NoteRow
SELECT i.id, CASE WHEN $3::boolean OR is_on_team(i.id, $2) THEN i.review_note END AS note
FROM idea i WHERE i.id = ANY ($1::text[]);

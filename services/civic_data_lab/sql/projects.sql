-- The viewer is two parameters: the caller sees everything; the caller's own actor id, or null (see may_see_project). They
-- come first, behind the keys where there are some. A topic means itself and, as far as the copy of the tree (topic_within)
-- knows them, its sub-topics.

-- name: data_projects_by_id
-- row: DataProjectRow
SELECT * FROM data_project_view p WHERE may_see_project(p.stage, p.applicant_id, $2, $3) AND id = ANY($1::text[]);

-- name: data_projects
-- row: DataProjectRow
-- order: NEWEST date runs_from
-- order: TITLE text title
-- Viewer, stages, topics (any of them), first and last day of the beginning, what they lack, after (place, id), limit.
SELECT *
FROM data_project_view
WHERE may_see_project(stage, applicant_id, $1, $2)
  AND ($3::text[] IS NULL OR stage = ANY($3)) AND (
    $4::text[] IS NULL
    OR topic_slugs && ARRAY(SELECT unnest($4) UNION ALL SELECT slug FROM topic_within WHERE within = ANY($4)))
  AND ($5::date IS NULL OR runs_from >= $5) AND ($6::date IS NULL OR runs_from <= $6)
  AND {without $7 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
  AND {after id $8 $9}
ORDER BY {order id}
LIMIT $10;

-- name: data_project_place
-- row: place
-- order: NEWEST date runs_from
-- order: TITLE text title
SELECT {by} FROM data_project_view WHERE id = $1 AND may_see_project(stage, applicant_id, $2, $3);

-- name: data_projects_page
-- row: DataProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- One page of each programme's projects: programmes, viewer, states, first and last day of the beginning, what they lack,
-- after (place, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE programme_slug = asked.slug
    AND may_see_project(v.stage, v.applicant_id, $2, $3)
    AND ($4::text[] IS NULL OR status = ANY($4))
    AND {within date $5 $6 runs_from}
    AND {without $7 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
    AND {after id $8 $9}
  ORDER BY {order id}
  LIMIT $10
) p;

-- name: data_projects_total
-- row: CountUnder
SELECT programme_slug AS parent, count(*)::integer AS count
FROM data_project p
WHERE may_see_project(p.stage, p.applicant_id, $2, $3)
  AND programme_slug = ANY($1::text[]) AND ($4::text[] IS NULL OR status = ANY($4))
  AND {within date $5 $6 runs_from}
  AND {without $7 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
GROUP BY programme_slug;

-- name: data_projects_of_actor
-- row: DataProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- As applicant or as participant. Viewer, first and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE v.id IN (
      SELECT id FROM data_project WHERE applicant_id = asked.id
      UNION ALL
      SELECT project_id FROM project_participant WHERE actor_id = asked.id)
    AND may_see_project(v.stage, v.applicant_id, $2, $3)
    AND {within date $4 $5 runs_from}
    AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
    AND {after id $7 $8}
  ORDER BY {order id}
  LIMIT $9
) p;

-- name: data_projects_of_idea
-- row: DataProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- Viewer, first and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE v.idea_id = asked.id
    AND may_see_project(v.stage, v.applicant_id, $2, $3)
    AND {within date $4 $5 runs_from}
    AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
    AND {after id $7 $8}
  ORDER BY {order id}
  LIMIT $9
) p;

-- name: data_projects_of_topic
-- row: DataProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- Viewer, first and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE v.id IN (
      SELECT entity_id FROM entity_topic
      WHERE topic_slug IN (SELECT asked.slug UNION ALL SELECT slug FROM topic_within WHERE within = asked.slug))
    AND may_see_project(v.stage, v.applicant_id, $2, $3)
    AND {within date $4 $5 runs_from}
    AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
    AND {after id $7 $8}
  ORDER BY {order id}
  LIMIT $9
) p;

-- name: data_projects_of_region
-- row: DataProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- The patterns of the codes that lie in a region (see services.kit.regions.area).
-- Viewer, first and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.pattern AS parent
FROM unnest($1::text[]) AS asked (pattern)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE v.region_ars LIKE asked.pattern
    AND may_see_project(v.stage, v.applicant_id, $2, $3)
    AND {within date $4 $5 runs_from}
    AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
    AND {after id $7 $8}
  ORDER BY {order id}
  LIMIT $9
) p;

-- name: stages_of_project
-- row: StageRow
-- That a project took a step is no secret once it is public; what was noted before has the rights of its time.
SELECT s.project_id, s.stage, s.at, CASE WHEN may_see_project(s.stage, p.applicant_id, $2, $3) THEN s.note END AS note
FROM data_project_stage s JOIN data_project p ON p.id = s.project_id
WHERE may_see_project(p.stage, p.applicant_id, $2, $3) AND s.project_id = ANY($1::text[])
ORDER BY s.project_id, s.at, s.number;

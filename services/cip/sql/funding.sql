-- Funding calls and funded projects. Lists of projects begin with the newest; ($n, $m) is where the page before ended. A
-- topic means itself and, as far as the copy of the tree (topic_within) knows them, its sub-topics.

-- name: calls
-- row: CallRow
-- order: DEADLINE moment coalesce(call.apply_until, 'infinity')
-- order: TITLE text title ->> 'de'
-- order: BUDGET numeric coalesce(budget, 0)
-- Moment, states, first and last moment of the deadline, after (place, id), limit.
SELECT id, call.programme_slug, title, summary, offer.status, phase, audiences, call.apply_until, url, guideline_url,
       project_management_agency, max_funding_per_project, budget, min_partners, required_sectors,
       application_until
FROM funding_call AS call
JOIN offers_at($1::timestamptz) AS offer USING (id)
WHERE ($2::text[] IS NULL OR offer.status = ANY ($2))
  AND ($3::timestamptz IS NULL OR call.apply_until >= $3) AND ($4::timestamptz IS NULL OR call.apply_until <= $4)
  AND {after id $5 $6}
ORDER BY {order id}
LIMIT $7;

-- name: calls_by_ids
-- row: CallRow
SELECT id, call.programme_slug, title, summary, offer.status, phase, audiences, call.apply_until, url, guideline_url,
       project_management_agency, max_funding_per_project, budget, min_partners, required_sectors,
       application_until
FROM funding_call AS call
JOIN offers_at($2::timestamptz) AS offer USING (id)
WHERE id = ANY ($1::text[]);

-- name: projects_by_ids
-- row: ProjectRow
SELECT id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until, idea_id,
       region_ars, repository_url, license, consortium_name, funding
FROM funded_project
WHERE id = ANY ($1::text[]);

-- name: projects
-- row: ProjectRow
-- order: NEWEST date runs_from
-- order: TITLE text title
-- order: FUNDING numeric funding
-- Topics, areas, states, first and last day of the beginning, what they lack, after (place, id), limit.
SELECT id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until, idea_id,
       region_ars, repository_url, license, consortium_name, funding
FROM funded_project AS project
WHERE ($1::text[] IS NULL
       OR EXISTS (SELECT FROM entity_topic WHERE entity_id = project.id AND topic_slug IN (
           SELECT unnest($1) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($1))))
  AND ($2::text[] IS NULL OR region_ars LIKE ANY ($2))
  AND ($3::text[] IS NULL OR status = ANY ($3))
  AND ($4::date IS NULL OR runs_from >= $4) AND ($5::date IS NULL OR runs_from <= $5)
  AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url}
  AND {after id $7 $8}
ORDER BY {order id}
LIMIT $9;

-- name: project_count
-- row: int
SELECT count(*)
FROM funded_project AS project
WHERE ($1::text[] IS NULL
       OR EXISTS (SELECT FROM entity_topic WHERE entity_id = project.id AND topic_slug IN (
           SELECT unnest($1) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($1))))
  AND ($2::text[] IS NULL OR region_ars LIKE ANY ($2))
  AND ($3::text[] IS NULL OR status = ANY ($3))
  AND ($4::date IS NULL OR runs_from >= $4) AND ($5::date IS NULL OR runs_from <= $5)
  AND {without $6 IDEA idea_id, REGION region_ars, LICENSE license, REPOSITORY repository_url};

-- name: projects_of_programme
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- States. First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.programme_slug = wanted.slug
      AND ($2::text[] IS NULL OR project.status = ANY ($2))
      AND {within date $3 $4 project.runs_from}
      AND {without $5 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $6 $7}
    ORDER BY {order project.id}
    LIMIT $8
) AS listed;

-- name: project_count_of_programme
-- row: CountUnder
SELECT programme_slug AS parent, count(*) AS count
FROM funded_project AS project
WHERE programme_slug = ANY ($1::text[]) AND ($2::text[] IS NULL OR status = ANY ($2))
      AND {within date $3 $4 project.runs_from}
      AND {without $5 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
GROUP BY programme_slug;

-- name: projects_of_call
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- order: FUNDING numeric project.funding
-- First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.call_id = wanted.id
      AND {within date $2 $3 project.runs_from}
      AND {without $4 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $5 $6}
    ORDER BY {order project.id}
    LIMIT $7
) AS listed;

-- name: project_count_of_call
-- row: CountUnder
SELECT call_id AS parent, count(*) AS count
FROM funded_project AS project
WHERE call_id = ANY ($1::text[])
      AND {within date $2 $3 project.runs_from}
      AND {without $4 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
GROUP BY call_id;

-- name: projects_of_topic
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- order: FUNDING numeric project.funding
-- First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.id IN (
        SELECT entity_id FROM entity_topic WHERE topic_slug IN (
            SELECT wanted.slug UNION ALL SELECT slug FROM topic_within WHERE within = wanted.slug))
      AND {within date $2 $3 project.runs_from}
      AND {without $4 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $5 $6}
    ORDER BY {order project.id}
    LIMIT $7
) AS listed;

-- name: projects_of_area
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- order: FUNDING numeric project.funding
-- First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.pattern AS parent
FROM unnest($1::text[]) AS wanted (pattern)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.region_ars LIKE wanted.pattern
      AND {within date $2 $3 project.runs_from}
      AND {without $4 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $5 $6}
    ORDER BY {order project.id}
    LIMIT $7
) AS listed;

-- name: projects_of_idea
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- order: FUNDING numeric project.funding
-- First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.idea_id = wanted.id
      AND {within date $2 $3 project.runs_from}
      AND {without $4 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $5 $6}
    ORDER BY {order project.id}
    LIMIT $7
) AS listed;

-- name: projects_of_organisation
-- row: ProjectUnder
-- order: NEWEST date project.runs_from
-- order: TITLE text project.title
-- order: FUNDING numeric project.funding
-- Role. First and last day of the beginning, what they lack, after (place, id), limit.
SELECT listed.id, listed.call_id, listed.programme_slug, listed.grant_number, listed.title, listed.abstract,
       listed.status, listed.maturity, listed.runs_from, listed.runs_until, listed.idea_id, listed.region_ars,
       listed.repository_url, listed.license, listed.consortium_name, listed.funding, wanted.id AS parent
FROM unnest($1::text[]) AS wanted (id)
CROSS JOIN LATERAL (
    SELECT project.*
    FROM funded_project AS project
    WHERE project.id IN (
        SELECT project_id FROM consortium_partner WHERE organisation_id = wanted.id AND ($2::text IS NULL OR role = $2))
      AND {within date $3 $4 project.runs_from}
      AND {without $5 IDEA project.idea_id, REGION project.region_ars, LICENSE project.license, REPOSITORY project.repository_url}
      AND {after project.id $6 $7}
    ORDER BY {order project.id}
    LIMIT $8
) AS listed;

-- name: project_of_pilot_project
-- row: ProjectUnder
SELECT id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until, idea_id,
       region_ars, repository_url, license, consortium_name, funding, continues_id AS parent
FROM funded_project
WHERE continues_type = 'PilotProject' AND continues_id = ANY ($1::text[]);

-- name: project_of_data_project
-- row: ProjectUnder
SELECT id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until, idea_id,
       region_ars, repository_url, license, consortium_name, funding, continues_id AS parent
FROM funded_project
WHERE continues_type = 'DataProject' AND continues_id = ANY ($1::text[]);

-- name: partners_of_project
-- row: PartnerUnder
SELECT organisation_id, role, sector, funding, project_id AS parent
FROM consortium_partner
WHERE project_id = ANY ($1::text[])
ORDER BY project_id, position;

-- name: milestones_of_project
-- row: MilestoneUnder
SELECT title, due_on, reached_on, project_id AS parent
FROM milestone
WHERE project_id = ANY ($1::text[])
ORDER BY project_id, position;

-- name: funding_of_topic
-- row: FundingUnder
SELECT sum(project.funding) AS amount, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
JOIN funded_project AS project ON project.id IN (
    SELECT entity_id FROM entity_topic WHERE topic_slug IN (
        SELECT wanted.slug UNION ALL SELECT slug FROM topic_within WHERE within = wanted.slug))
GROUP BY wanted.slug;

-- name: funding_of_area
-- row: FundingUnder
SELECT sum(project.funding) AS amount, wanted.pattern AS parent
FROM unnest($1::text[]) AS wanted (pattern)
JOIN funded_project AS project ON project.region_ars LIKE wanted.pattern
GROUP BY wanted.pattern;

-- name: funding_of_programme
-- row: FundingUnder
SELECT sum(funding) AS amount, programme_slug AS parent
FROM funded_project
WHERE programme_slug = ANY ($1::text[])
GROUP BY programme_slug;

-- A share is spread evenly over the days of its year; of a year that lies in the period in part, that part counts. Rounded
-- once, to cents. From, until: both days belong to the period, null is without end.

-- name: funding_of_topic_in
-- row: FundingUnder
SELECT round(sum(share.amount * part.days / part.whole), 2) AS amount, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
JOIN funding_share AS share ON share.project_id IN (
    SELECT entity_id FROM entity_topic WHERE topic_slug IN (
        SELECT wanted.slug UNION ALL SELECT slug FROM topic_within WHERE within = wanted.slug))
CROSS JOIN LATERAL (
    SELECT least(make_date(share.year, 12, 31), $3::date) - greatest(make_date(share.year, 1, 1), $2::date) + 1 AS days,
           make_date(share.year, 12, 31) - make_date(share.year, 1, 1) + 1 AS whole
) AS part
WHERE part.days > 0
GROUP BY wanted.slug;

-- name: funding_of_area_in
-- row: FundingUnder
SELECT round(sum(share.amount * part.days / part.whole), 2) AS amount, wanted.pattern AS parent
FROM unnest($1::text[]) AS wanted (pattern)
JOIN funded_project AS project ON project.region_ars LIKE wanted.pattern
JOIN funding_share AS share ON share.project_id = project.id
CROSS JOIN LATERAL (
    SELECT least(make_date(share.year, 12, 31), $3::date) - greatest(make_date(share.year, 1, 1), $2::date) + 1 AS days,
           make_date(share.year, 12, 31) - make_date(share.year, 1, 1) + 1 AS whole
) AS part
WHERE part.days > 0
GROUP BY wanted.pattern;

-- name: funding_of_programme_in
-- row: FundingUnder
SELECT round(sum(share.amount * part.days / part.whole), 2) AS amount, project.programme_slug AS parent
FROM funded_project AS project
JOIN funding_share AS share ON share.project_id = project.id
CROSS JOIN LATERAL (
    SELECT least(make_date(share.year, 12, 31), $3::date) - greatest(make_date(share.year, 1, 1), $2::date) + 1 AS days,
           make_date(share.year, 12, 31) - make_date(share.year, 1, 1) + 1 AS whole
) AS part
WHERE project.programme_slug = ANY ($1::text[]) AND part.days > 0
GROUP BY project.programme_slug;

-- name: funding_of_organisation
-- row: FundingUnder
SELECT round(sum(share.amount * part.days / part.whole), 2) AS amount, share.organisation_id AS parent
FROM funding_share AS share
CROSS JOIN LATERAL (
    SELECT least(make_date(share.year, 12, 31), $3::date) - greatest(make_date(share.year, 1, 1), $2::date) + 1 AS days,
           make_date(share.year, 12, 31) - make_date(share.year, 1, 1) + 1 AS whole
) AS part
WHERE share.organisation_id = ANY ($1::text[]) AND part.days > 0
GROUP BY share.organisation_id;

-- name: open_call
-- row: CallUnder
-- The open call that closes first; the key is a word of the caller.
SELECT chosen.*, wanted.word AS parent
FROM unnest($1::text[]) AS wanted (word)
CROSS JOIN LATERAL (
    SELECT id, call.programme_slug, title, summary, offer.status, phase, audiences, call.apply_until, url, guideline_url,
           project_management_agency, max_funding_per_project, budget, min_partners, required_sectors, application_until
    FROM funding_call AS call
    JOIN offers_at($2::timestamptz) AS offer USING (id)
    WHERE offer.status = 'OPEN' AND call.phase = 'EXPRESSION_OF_INTEREST'
    ORDER BY call.apply_until NULLS LAST, id
    LIMIT 1
) AS chosen;

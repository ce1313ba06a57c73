-- The facts of each metric: one row for each thing that is counted (services.kit.statistics.statement). Every statement takes
-- the viewer (actor, whether staff), the moment, and the first and last day of the period (null: without end).

-- name: topic_tree
-- row: TreeRow
SELECT slug, parent FROM topic_parent;

-- name: facts_of_offers
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT offer.id AS counted, ARRAY[offer.programme_slug] AS programmes, berlin_day(coalesce(times.opens_at, times.apply_until)) AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = offer.id) AS topics, '{}'::text[] AS regions,
       coalesce(round.audiences, call.audiences) AS sectors, offer.status,
       CASE offer.type_name WHEN 'FundingCall' THEN 'FUNDING' ELSE 'COMPETITION' END AS kind, NULL::text AS maturity,
       NULL::numeric AS amount
FROM asked
CROSS JOIN LATERAL offers_at(asked.moment) AS offer
JOIN support_offer AS times USING (type_name, id)
LEFT JOIN competition_round AS round ON round.id = offer.id
LEFT JOIN funding_call AS call ON call.id = offer.id;

-- name: facts_of_applications
-- row: FactRow
-- What was handed in and not withdrawn, with the topics of what it was handed in for: entries and applications for grants.
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT entry.id AS counted, ARRAY[round.programme_slug] AS programmes, berlin_day(entry.submitted_at) AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = entry.round_id) AS topics, '{}'::text[] AS regions,
       ARRAY(SELECT DISTINCT sector::text FROM entry_team WHERE entry_id = entry.id) AS sectors, entry.status,
       'COMPETITION' AS kind, NULL::text AS maturity, NULL::numeric AS amount
FROM competition_entry AS entry
JOIN competition_round AS round ON round.id = entry.round_id
WHERE entry.status NOT IN ('DRAFT', 'WITHDRAWN')
UNION ALL
SELECT application.id, ARRAY[call.programme_slug], berlin_day(coalesce(application.submitted_at, application.created_at)),
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = application.call_id), '{}',
       ARRAY(SELECT DISTINCT sector::text FROM application_partner
             WHERE application_id = application.id AND status <> 'DECLINED'), application.status, 'FUNDING', NULL, NULL
FROM grant_application AS application
JOIN funding_call AS call ON call.id = application.call_id
WHERE application.status NOT IN ('DRAFT', 'WITHDRAWN');

-- name: facts_of_awards
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT award.id AS counted, ARRAY[round.programme_slug] AS programmes, award.awarded_on AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = award.round_id) AS topics, '{}'::text[] AS regions,
       ARRAY(SELECT DISTINCT sector::text FROM entry_team WHERE entry_id = award.entry_id) AS sectors, NULL::text AS status,
       'PRIZE' AS kind, NULL::text AS maturity, award.prize::numeric AS amount
FROM award
JOIN competition_round AS round ON round.id = award.round_id;

-- name: facts_of_projects
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT project.id AS counted, ARRAY[project.programme_slug] AS programmes, project.runs_from AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = project.id) AS topics,
       array_remove(ARRAY[project.region_ars], NULL) AS regions,
       ARRAY(SELECT DISTINCT sector::text FROM consortium_partner WHERE project_id = project.id) AS sectors, project.status,
       'FUNDING' AS kind, project.maturity, NULL::numeric AS amount
FROM funded_project AS project;

-- name: facts_of_funding
-- row: FactRow
-- The partners' shares by quarter; of a year or quarter that lies in the period in part, that part of its days counts.
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT project.id AS counted, ARRAY[project.programme_slug] AS programmes, part.first AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = project.id) AS topics,
       array_remove(ARRAY[project.region_ars], NULL) AS regions, ARRAY[partner.sector::text] AS sectors, project.status,
       'FUNDING' AS kind, project.maturity,
       share.amount * (part.last - part.first + 1) / (make_date(share.year, 12, 31) - make_date(share.year, 1, 1) + 1) AS amount
FROM asked
CROSS JOIN funding_share AS share
JOIN funded_project AS project ON project.id = share.project_id
JOIN consortium_partner AS partner
    ON partner.project_id = share.project_id AND partner.organisation_id = share.organisation_id
CROSS JOIN generate_series(0, 3) AS quarter (number)
CROSS JOIN LATERAL (
    SELECT greatest(make_date(share.year, quarter.number * 3 + 1, 1), asked.first) AS first,
           least((make_date(share.year, quarter.number * 3 + 1, 1) + interval '3 months')::date - 1, asked.last) AS last
) AS part
WHERE part.first <= part.last;

-- name: facts_of_participants
-- row: FactRow
-- The persons of the teams of what was handed in; somebody who took part twice is one person.
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT coalesce(line.member_id, former.member_id, line.cip_member_number) AS counted, ARRAY[round.programme_slug] AS programmes,
       berlin_day(entry.submitted_at) AS day,
       ARRAY(SELECT topic_slug FROM entity_topic WHERE entity_id = entry.round_id) AS topics, '{}'::text[] AS regions,
       ARRAY[line.sector::text] AS sectors, entry.status, 'COMPETITION' AS kind, NULL::text AS maturity,
       NULL::numeric AS amount
FROM entry_team AS line
JOIN competition_entry AS entry ON entry.id = line.entry_id
JOIN competition_round AS round ON round.id = entry.round_id
LEFT JOIN legacy_member AS former USING (cip_member_number)
WHERE entry.status NOT IN ('DRAFT', 'WITHDRAWN') AND (line.member_id IS NOT NULL OR line.cip_member_number IS NOT NULL);

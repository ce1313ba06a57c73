-- name: offers
-- row: CardRow
-- order: OPEN_FIRST text f.place || to_char(f.deadline AT TIME ZONE 'UTC', ' YYYY-MM-DD HH24:MI:SS.US')
-- order: DEADLINE moment f.deadline
-- order: TITLE text c.title ->> 'de'
SELECT c.entity_id AS id, c.type_name, c.programme_slug, c.kind, f.shown AS status, c.title, c.summary, c.topics AS topic_slugs, c.audiences,
  c.apply_until, c.url, f.place, f.deadline
FROM offers_wanted($1, $2) f JOIN catalogue_entry c ON c.entity_id = f.id
WHERE {after f.id $3 $4}
ORDER BY {order f.id} LIMIT $5;

-- name: count_offers
-- row: int
SELECT count(*) FROM offers_wanted($1, $2);

-- name: own_cards
-- row: CardRow
SELECT c.entity_id AS id, c.type_name, c.programme_slug, c.kind, s.shown AS status, c.title, c.summary, c.topics AS topic_slugs,
  c.audiences, c.apply_until, c.url, 0 AS place, coalesce(c.apply_until, '9999-12-31T00:00Z') AS deadline
FROM catalogue_entry c JOIN entries_at($2) s ON s.entity_id = c.entity_id
WHERE c.entity_id = ANY ($1::text[]) AND c.type_name IN (SELECT name FROM document_type WHERE house = 'marketplace');

-- name: programme_documents
-- row: ProgrammeDocumentRow
-- order: NEWEST moment coalesce(c.opens_at, c.starts_at, '1970-01-01Z'::timestamptz)
-- order: DEADLINE moment coalesce(c.apply_until, '9999-01-01Z'::timestamptz)
-- order: TITLE text c.title ->> 'de'
SELECT c.entity_id AS id, c.type_name, coalesce(c.opens_at, c.starts_at, '1970-01-01Z'::timestamptz) AS newest,
  coalesce(c.apply_until, '9999-01-01Z'::timestamptz) AS closes_at, c.title ->> 'de' AS title
FROM catalogue_entry c
JOIN document_type t ON t.name = c.type_name AND t.is_listed JOIN entries_at($4) s ON s.entity_id = c.entity_id
WHERE c.programme_slug = $1 AND c.category = $2 AND ($3::text[] IS NULL OR s.shown = ANY ($3))
  AND {within moment? $5 $6 CASE $2 WHEN 'PROJECT' THEN c.starts_at ELSE c.apply_until END}
  AND {after c.entity_id $7 $8} ORDER BY {order c.entity_id} LIMIT $9;

-- name: count_programme_documents
-- row: int
SELECT count(*) FROM catalogue_entry c
JOIN document_type t ON t.name = c.type_name AND t.is_listed JOIN entries_at($4) s ON s.entity_id = c.entity_id
WHERE c.programme_slug = $1 AND c.category = $2 AND ($3::text[] IS NULL OR s.shown = ANY ($3))
  AND {within moment? $5 $6 CASE $2 WHEN 'PROJECT' THEN c.starts_at ELSE c.apply_until END};

-- name: counsellings_by_ids
-- row: CounsellingRow
SELECT id, hours_per_project, fields, places_free FROM project_counselling WHERE id = ANY ($1::text[]);

-- name: events_by_ids
-- row: EventRow
-- stored: the state that staff have decided.
SELECT e.id, e.format, e.starts_at, e.ends_at, e.region_ars, e.is_online, e.accessibility, e.seats_free, e.capacity,
  c.status AS stored
FROM community_event e JOIN catalogue_entry c ON c.entity_id = e.id WHERE e.id = ANY ($1::text[]);

-- name: accelerators_by_ids
-- row: AcceleratorRow
SELECT id, format, max_funding_per_team FROM accelerator WHERE id = ANY ($1::text[]);

-- name: ideas_of_accelerators
-- row: TeamIdeaRow
SELECT accelerator_id, idea_id, awarded FROM accelerator_team
WHERE accelerator_id = ANY ($1::text[]) ORDER BY accelerator_id, idea_id;

-- name: challenges_of_accelerators
-- row: ChallengeRow
SELECT id, accelerator_id, title, topics AS topic_slugs FROM challenge WHERE accelerator_id = ANY ($1::text[]) ORDER BY id;

-- name: challenges_by_ids
-- row: ChallengeRow
SELECT id, accelerator_id, title, topics AS topic_slugs FROM challenge WHERE id = ANY ($1::text[]);

-- name: vote_counts
-- row: CountRow
SELECT challenge_id AS id, count(*) AS count FROM challenge_vote WHERE challenge_id = ANY ($1::text[]) GROUP BY challenge_id;

-- name: ideas_of_challenges
-- row: LinkUnder
SELECT challenge_id AS parent, idea_id AS target FROM challenge_idea
WHERE challenge_id = ANY ($1::text[]) ORDER BY challenge_id, idea_id;

-- name: open_offers_of_ideas
-- row: StepOfferUnder
-- Of each type that helps with a gap the open offer to name: one of a topic of the idea first, then the nearest deadline.
SELECT offer.*, wanted.id AS parent
FROM unnest($1::text[]) wanted (id) CROSS JOIN LATERAL (
  SELECT DISTINCT ON (c.type_name) c.entity_id AS id, c.type_name, c.programme_slug, c.kind, s.shown AS status, c.title, c.summary,
    c.topics AS topic_slugs, c.audiences, c.apply_until, c.url, 0 AS place, coalesce(c.apply_until, '9999-12-31T00:00Z') AS deadline
  FROM catalogue_entry c JOIN entries_at($2) s ON s.entity_id = c.entity_id
  JOIN document_type t ON t.name = c.type_name AND t.is_listed
  WHERE c.type_name IN ('FundingCall', 'AiConsultation', 'ProjectCounselling', 'DataConsultation', 'DataProjectCall')
    AND s.shown = 'OPEN'
  ORDER BY c.type_name, EXISTS (
      SELECT FROM idea_topic it JOIN topic own ON own.slug = it.topic_slug JOIN topic o ON o.slug = ANY (c.topics)
      WHERE it.idea_id = wanted.id AND (own.slug IN (o.slug, o.parent_slug) OR own.parent_slug = o.slug)) DESC,
    c.apply_until NULLS LAST, c.entity_id) offer
ORDER BY wanted.id, offer.type_name;

-- The programme with its public pages, and its offers: rounds and calls in one list.

-- name: programmes_by_slugs
-- row: ProgrammeRow
SELECT slug, name, description, shown_programme_status(status, runs_from, runs_until,
       berlin_day($2::timestamptz)) AS status,
       runs_from, runs_until, operator_name, ministry_codes
FROM programme_text
WHERE slug = ANY ($1::text[]);

-- name: pages_of_programme
-- row: PublicPageUnder
SELECT slug, title, body, updated_at, programme_slug AS parent
FROM public_page
WHERE programme_slug = ANY ($1::text[])
ORDER BY programme_slug, position;

-- name: offers_of_programme
-- row: OfferUnder
-- order: DEADLINE moment every.closes_at
-- order: NEWEST moment every.opens_at
-- order: TITLE text every.title
SELECT offer.type_name, offer.id, offer.closes_at, offer.opens_at, offer.title, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
CROSS JOIN LATERAL (
    SELECT every.type_name, every.id, every.closes_at, every.opens_at, every.title
    FROM (
        SELECT shown.type_name, shown.id, shown.programme_slug, shown.status, coalesce(shown.apply_until, '9999-01-01Z'::timestamptz) AS closes_at,
               shown.apply_until, coalesce(times.opens_at, '1970-01-01Z'::timestamptz) AS opens_at,
               coalesce(call.title ->> 'de', round.title ->> 'de', '') AS title
        FROM offers_at($2::timestamptz) AS shown
        JOIN support_offer AS times ON times.type_name = shown.type_name AND times.id = shown.id
        LEFT JOIN funding_call AS call ON call.id = shown.id
        LEFT JOIN competition_round AS round ON round.id = shown.id
    ) AS every
    WHERE every.programme_slug = wanted.slug
      AND ($3::text[] IS NULL OR every.status = ANY ($3))
      AND {within moment? $4 $5 every.apply_until}
      AND {after every.id $6 $7}
    ORDER BY {order every.id}
    LIMIT $8
) AS offer;

-- name: offer_count_of_programme
-- row: CountUnder
SELECT programme_slug AS parent, count(*) AS count
FROM offers_at($2::timestamptz)
WHERE programme_slug = ANY ($1::text[]) AND ($3::text[] IS NULL OR status = ANY ($3))
  AND {within moment? $4 $5 apply_until}
GROUP BY programme_slug;

-- name: topics_of_entity
-- row: TopicUnder
SELECT topic_slug AS slug, entity_id AS parent
FROM entity_topic
WHERE entity_id = ANY ($1::text[])
ORDER BY entity_id, position;

-- name: category_of_topic
-- row: CategoryUnder
SELECT category, topic_slug AS parent
FROM topic_category
WHERE topic_slug = ANY ($1::text[]);

-- name: categories_with_parents
-- row: CategoryUnder
SELECT DISTINCT category.category, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
JOIN topic_category AS category ON category.topic_slug = wanted.slug
    OR category.topic_slug IN (SELECT topic.within FROM topic_within AS topic WHERE topic.slug = wanted.slug);

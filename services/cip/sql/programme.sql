-- The programme with its public pages, and its offers: rounds and calls in one list.

-- name: programmes_by_slugs
-- row: ProgrammeRow
SELECT slug, name, description, status, runs_from, runs_until, operator_name, ministry_codes
FROM programme_text
WHERE slug = ANY ($1::text[]);

-- name: pages_by_programmes
-- row: PublicPageRow
SELECT slug, title, body, updated_at, programme_slug AS parent
FROM public_page
WHERE programme_slug = ANY ($1::text[])
ORDER BY programme_slug, position;

-- name: offers_by_programmes
-- row: OfferRow
SELECT offer.type_name, offer.id, offer.closes_at, wanted.slug AS parent
FROM unnest($1::text[]) AS wanted (slug)
CROSS JOIN LATERAL (
    SELECT every.type_name, every.id, every.closes_at
    FROM (
        SELECT 'CompetitionRound' AS type_name, id, status, programme_slug,
               coalesce(apply_until, '9999-01-01Z'::timestamptz) AS closes_at
        FROM competition_round
        UNION ALL
        SELECT 'FundingCall', id, status, programme_slug, coalesce(apply_until, '9999-01-01Z'::timestamptz)
        FROM funding_call
    ) AS every
    WHERE every.programme_slug = wanted.slug
      AND ($2::text[] IS NULL OR every.status = ANY ($2))
      AND ($3::timestamptz IS NULL OR every.closes_at < $3 OR (every.closes_at = $3 AND every.id > $4::text))
    ORDER BY every.closes_at DESC, every.id
    LIMIT $5
) AS offer;

-- name: offer_counts_by_programmes
-- row: CountRow
SELECT wanted.slug AS parent,
       (SELECT count(*) FROM competition_round
        WHERE programme_slug = wanted.slug AND ($2::text[] IS NULL OR status = ANY ($2)))
     + (SELECT count(*) FROM funding_call
        WHERE programme_slug = wanted.slug AND ($2::text[] IS NULL OR status = ANY ($2))) AS count
FROM unnest($1::text[]) AS wanted (slug);

-- name: topics_by_entities
-- row: EntityTopicRow
SELECT topic_slug, entity_id AS parent
FROM entity_topic
WHERE entity_id = ANY ($1::text[])
ORDER BY entity_id, position;

-- name: categories_by_topics
-- row: TopicCategoryRow
SELECT topic_slug, category
FROM topic_category
WHERE topic_slug = ANY ($1::text[]);

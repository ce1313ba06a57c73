-- name: topics_by_slugs
-- row: TopicRow
SELECT slug, parent_slug, label FROM topic WHERE slug = ANY ($1::text[]);

-- name: main_topics
-- row: TopicRow
SELECT slug, parent_slug, label FROM topic WHERE parent_slug IS NULL ORDER BY position, slug;

-- name: topics_of_parents
-- row: TopicRow
SELECT slug, parent_slug, label FROM topic WHERE parent_slug = ANY ($1::text[]) ORDER BY position, slug;

-- name: topics_of_actors
-- row: TopicUnder
SELECT t.slug, t.parent_slug, t.label, x.actor_id AS parent
FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug
WHERE x.actor_id = ANY ($1::text[]) ORDER BY t.position, t.slug;

-- name: topics_of_ideas
-- row: TopicUnder
SELECT t.slug, t.parent_slug, t.label, x.idea_id AS parent
FROM idea_topic x JOIN topic t ON t.slug = x.topic_slug
WHERE x.idea_id = ANY ($1::text[]) ORDER BY t.position, t.slug;

-- name: sdgs_of_topics
-- row: SdgUnder
SELECT s.number, s.label, s.color, x.topic_slug AS parent
FROM topic_sdg x JOIN sdg s ON s.number = x.sdg WHERE x.topic_slug = ANY ($1::text[]) ORDER BY s.number;

-- name: sdgs_of_ideas
-- row: SdgUnder
SELECT s.number, s.label, s.color, x.idea_id AS parent
FROM idea_sdg x JOIN sdg s ON s.number = x.sdg WHERE x.idea_id = ANY ($1::text[]) ORDER BY s.number;

-- name: regions_by_ars
-- row: RegionRow
SELECT ars, nuts, name, level, parent_ars FROM region WHERE ars = ANY ($1::text[]);

-- name: regions_by_nuts
-- row: RegionRow
SELECT ars, nuts, name, level, parent_ars FROM region WHERE nuts = ANY ($1::text[]);

-- name: regions_of_level
-- row: RegionRow
-- order: NAME text folded(name)
-- order: ARS text ars
-- Level, after (place, key), limit.
SELECT ars, nuts, name, level, parent_ars FROM region WHERE level = $1 AND {after ars $2 $3} ORDER BY {order ars} LIMIT $4;

-- name: regions_named
-- row: RegionRow
-- order: NAME text folded(name)
-- order: ARS text ars
SELECT ars, nuts, name, level, parent_ars FROM region
WHERE array_to_tsvector(name_words(name)) @@ words_begin($1) AND ($2::text IS NULL OR level = $2) AND {after ars $3 $4}
ORDER BY {order ars} LIMIT $5;

-- name: region_place
-- row: place
-- order: NAME text folded(name)
-- order: ARS text ars
SELECT {by} FROM region WHERE ars = $1;

-- name: regions_called
-- row: CalledRow
-- Places of each of these names, within the states; of those that share a name, districts and their cities first. The
-- name also without what tells a place from others: "Halle" of "Halle (Saale)", "Frankfurt" of "Frankfurt am Main".
SELECT each AS called, r.ars, r.name, r.level FROM unnest($1::text[]) each
CROSS JOIN LATERAL (SELECT string_agg(quote_literal(word), ' & ')::tsquery AS words FROM unnest(name_words(each)) word) w
CROSS JOIN LATERAL (
  SELECT ars, name, level FROM region
  WHERE level = ANY ('{DISTRICT,MUNICIPALITY}'::text[]) AND array_to_tsvector(name_words(name)) @@ w.words
    AND folded(each) = ANY (ARRAY[folded(name), regexp_replace(folded(name), '(,| [(]| am | an der | im ).*$', '')])
  ORDER BY level, ars LIMIT $2) r;

-- name: regions_of_parents
-- row: RegionRow
SELECT ars, nuts, name, level, parent_ars FROM region
WHERE parent_ars = ANY ($1::text[]) ORDER BY lower(unaccent(name)), name, ars;

-- name: parts_of_topics
-- row: str
SELECT slug FROM topic WHERE slug = ANY ($1::text[]) OR parent_slug = ANY ($1::text[]);

-- name: parts_of_regions
-- row: str
SELECT DISTINCT part.ars FROM unnest($1::text[]) whole, region_parts(whole) part;

-- name: unknown_values
-- row: UnknownRow
-- Which values of a filter are known to nobody, each with the name of its field.
SELECT 'topicSlugs' AS field, x.value AS value FROM unnest($1::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM topic WHERE slug = x.value)
UNION ALL SELECT 'regionArs', x.value FROM unnest($2::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM region WHERE ars = x.value)
UNION ALL SELECT 'programmes', x.value FROM unnest($3::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM programme_ref WHERE slug = x.value)
UNION ALL SELECT 'originProgramme', x.value FROM unnest($4::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM programme_ref WHERE slug = x.value)
UNION ALL SELECT 'skills', x.value FROM unnest($5::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM skill WHERE slug = x.value)
UNION ALL SELECT 'allProgrammes', x.value FROM unnest($7::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM programme_ref WHERE slug = x.value)
UNION ALL SELECT 'sdgs', x.value FROM unnest($6::text[]) x (value)
  WHERE NOT EXISTS (SELECT FROM sdg WHERE number::text = x.value);

-- name: ministries
-- row: MinistryRow
SELECT code FROM ministry ORDER BY position, code;

-- name: ministries_by_codes
-- row: MinistryRow
SELECT code FROM ministry WHERE code = ANY ($1::text[]);

-- name: ministry_names
-- row: MinistryNameRow
SELECT code, abbreviation, name, valid_from, valid_until
FROM ministry_name WHERE code = ANY ($1::text[]) ORDER BY code, valid_from;

-- name: ministries_of_programmes
-- row: LinkUnder
SELECT programme_slug AS parent, ministry_code AS target FROM programme_ministry
WHERE programme_slug = ANY ($1::text[]) ORDER BY position, ministry_code;

-- name: programmes
-- row: ProgrammeRow
SELECT slug, type_name FROM programme_ref ORDER BY position, slug;

-- name: programmes_by_slugs
-- row: ProgrammeRow
SELECT slug, type_name FROM programme_ref WHERE slug = ANY ($1::text[]);

-- name: programmes_of_ministries
-- row: ProgrammeUnder
SELECT p.slug, p.type_name, m.ministry_code AS parent
FROM programme_ministry m JOIN programme_ref p ON p.slug = m.programme_slug
WHERE m.ministry_code = ANY ($1::text[]) ORDER BY p.position, p.slug;

-- name: umbrellas_by_slugs
-- row: UmbrellaRow
-- On a day: its state follows from the time, as those of all programmes.
SELECT slug, name, description, shown_programme_status(status, runs_from, runs_until, $2::date) AS status, runs_from, runs_until,
  operator_name
FROM civic_coding_programme WHERE slug = ANY ($1::text[]);

-- name: umbrella_slug
-- row: str
SELECT slug FROM programme_ref WHERE type_name = 'CivicCodingProgramme';

-- Offers as they are shown at a moment: see offers_at.

-- name: offers_page
-- row: OfferUnder
-- order: NEWEST date published_on
-- order: DEADLINE moment coalesce(apply_until, '9999-01-01Z')
-- order: TITLE text title ->> 'de'
-- One page of each programme's offers: programmes, moment, states, first and last moment of the deadline, after (date,
-- id), limit for each.
SELECT o.id, o.type_name, o.published_on, o.title ->> 'de' AS title, coalesce(o.apply_until, '9999-01-01Z'::timestamptz) AS closes_at,
       asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT id, type_name, published_on, title, apply_until
  FROM offers_at($2)
  WHERE programme_slug = asked.slug
    AND ($3::text[] IS NULL OR status = ANY($3))
    AND {within moment? $4 $5 apply_until}
    AND {after id $6 $7}
  ORDER BY {order id}
  LIMIT $8
) o;

-- name: offers_total
-- row: CountUnder
SELECT programme_slug AS parent, count(*)::integer AS count
FROM offers_at($2)
WHERE programme_slug = ANY($1::text[]) AND ($3::text[] IS NULL OR status = ANY($3))
  AND {within moment? $4 $5 apply_until}
GROUP BY programme_slug;

-- name: data_consultations_by_id
-- row: DataConsultationRow
SELECT o.* FROM data_consultation JOIN offers_at($2) o USING (id) WHERE id = ANY($1::text[]);

-- name: data_consultations
-- row: DataConsultationRow
-- order: NEWEST date o.published_on
-- order: TITLE text o.title ->> 'de'
-- Moment, after (place, id), limit.
SELECT o.* FROM data_consultation JOIN offers_at($1) o USING (id)
WHERE {after id $2 $3}
ORDER BY {order id}
LIMIT $4;

-- name: slots_by_id
-- row: SlotRow
SELECT id, consultation_id, starts_at, minutes, is_free FROM consultation_slot WHERE id = ANY($1::text[]);

-- name: next_free_slots
-- row: SlotRow
-- order: BEGINNING moment starts_at
-- The next free slots of each consultation: consultations, now, first and last moment of the beginning, limit for each.
SELECT s.id, s.consultation_id, s.starts_at, s.minutes, s.is_free
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM consultation_slot
  WHERE consultation_id = asked.id AND is_free AND starts_at > $2
    AND {within moment $3 $4 starts_at}
  ORDER BY {order id}
  LIMIT $5
) s;

-- name: data_project_calls
-- row: DataProjectCallRow
-- order: NEWEST date o.published_on
-- order: DEADLINE moment coalesce(o.apply_until, 'infinity')
-- order: TITLE text o.title ->> 'de'
-- Moment, first and last moment of the deadline, after (place, id), limit.
SELECT o.*, c.places
FROM data_project_call c JOIN offers_at($1) o USING (id)
WHERE {within moment? $2 $3 o.apply_until}
  AND {after id $4 $5}
ORDER BY {order id}
LIMIT $6;

-- name: data_project_calls_by_id
-- row: DataProjectCallRow
SELECT o.*, c.places FROM data_project_call c JOIN offers_at($2) o USING (id) WHERE id = ANY($1::text[]);

-- name: principles_of_call
-- row: PrincipleRow
SELECT call_id, key, label FROM selection_principle WHERE call_id = ANY($1::text[]) ORDER BY call_id, position, key;

-- name: learning_modules_by_id
-- row: LearningModuleRow
SELECT o.*, m.level, m.format, m.minutes, m.language, m.prerequisite_ids
FROM learning_module_view m JOIN offers_at($2) o USING (id)
WHERE id = ANY($1::text[]);

-- name: learning_modules
-- row: LearningModuleRow
-- order: NEWEST date m.published_on
-- order: TITLE text m.title ->> 'de'
-- order: MINUTES number m.minutes
-- Moment, level, language, first and last day of publication, after (place, id), limit.
SELECT o.*, m.level, m.format, m.minutes, m.language, m.prerequisite_ids
FROM learning_module_view m JOIN offers_at($1) o USING (id)
WHERE ($2::text IS NULL OR m.level = $2) AND ($3::text IS NULL OR m.language = $3)
  AND ($4::date IS NULL OR m.published_on >= $4) AND ($5::date IS NULL OR m.published_on <= $5)
  AND {after id $6 $7}
ORDER BY {order id}
LIMIT $8;

-- name: learning_module_place
-- row: place
-- order: NEWEST date m.published_on
-- order: TITLE text m.title ->> 'de'
-- order: MINUTES number m.minutes
SELECT {by} FROM learning_module_view m WHERE id = $1;

-- name: community_formats_by_id
-- row: CommunityFormatRow
SELECT o.*, f.format, f.starts_at,
       ARRAY(SELECT h.actor_id FROM community_format_host h WHERE h.format_id = f.id ORDER BY h.position, h.actor_id)
         AS host_ids
FROM community_format f JOIN offers_at($2) o USING (id)
WHERE id = ANY($1::text[]);

-- name: toolbox_items_by_id
-- row: ToolboxItemRow
SELECT o.*, t.languages, t.license FROM toolbox_item t JOIN offers_at($2) o USING (id) WHERE id = ANY($1::text[]);

-- name: themes_of_topic
-- row: TopicThemeRow
SELECT topic_slug, theme FROM topic_theme WHERE topic_slug = ANY($1::text[]) ORDER BY topic_slug, position, theme;

-- name: offers_without_simple_language
-- row: OfferUnder
-- Open and announced offers of each programme whose title or summary lacks Leichte Sprache: programmes, moment, after
-- (date, id), limit.
SELECT o.id, o.type_name, o.published_on, o.title ->> 'de' AS title,
       coalesce(o.apply_until, '9999-01-01Z'::timestamptz) AS closes_at, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT id, type_name, published_on, title, apply_until FROM offers_at($2)
  WHERE programme_slug = asked.slug AND status IN ('OPEN', 'ANNOUNCED')
    AND (title ->> 'deSimple' IS NULL OR summary ->> 'deSimple' IS NULL)
    AND ($3::date IS NULL OR published_on < $3 OR (published_on = $3 AND id > $4))
  ORDER BY published_on DESC, id
  LIMIT $5
) o;

-- name: offers_without_simple_language_total
-- row: CountUnder
SELECT programme_slug AS parent, count(*)::integer AS count FROM offers_at($2)
WHERE programme_slug = ANY ($1::text[]) AND status IN ('OPEN', 'ANNOUNCED')
  AND (title ->> 'deSimple' IS NULL OR summary ->> 'deSimple' IS NULL)
GROUP BY programme_slug;

-- name: community_formats
-- row: CommunityFormatRow
-- order: BEGINNING moment f.starts_at
-- order: TITLE text o.title ->> 'de'
-- Moment, kinds, topics (any of them), states, first and last moment of the beginning, after (place, id), limit.
SELECT o.*, f.format, f.starts_at,
       ARRAY(SELECT h.actor_id FROM community_format_host h WHERE h.format_id = f.id ORDER BY h.position, h.actor_id)
         AS host_ids
FROM community_format f JOIN offers_at($1) o USING (id)
WHERE o.type_name = 'CommunityFormat' AND ($2::text[] IS NULL OR f.format = ANY ($2))
  AND ($3::text[] IS NULL
       OR o.topic_slugs && ARRAY(SELECT unnest($3) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($3)))
  AND ($4::text[] IS NULL OR o.status = ANY ($4))
  AND {within moment $5 $6 f.starts_at}
  AND {after f.id $7 $8}
ORDER BY {order f.id}
LIMIT $9;

-- name: community_format_count
-- row: int
-- Moment, kinds, topics (any of them), states, first and last moment of the beginning.
SELECT count(*) FROM community_format f JOIN offers_at($1) o USING (id)
WHERE ($2::text[] IS NULL OR f.format = ANY ($2))
  AND ($3::text[] IS NULL
       OR o.topic_slugs && ARRAY(SELECT unnest($3) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($3)))
  AND ($4::text[] IS NULL OR o.status = ANY ($4))
  AND {within moment $5 $6 f.starts_at};

-- name: toolbox_items
-- row: ToolboxItemRow
-- order: NEWEST date o.published_on
-- order: TITLE text o.title ->> 'de'
-- Moment, language, topics (any of them), states, first and last day of the publication, after (place, id), limit.
SELECT o.*, t.languages, t.license
FROM toolbox_item t JOIN offers_at($1) o USING (id)
WHERE o.type_name = 'ToolboxItem' AND ($2::text IS NULL OR $2 = ANY (t.languages))
  AND ($3::text[] IS NULL
       OR o.topic_slugs && ARRAY(SELECT unnest($3) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($3)))
  AND ($4::text[] IS NULL OR o.status = ANY ($4))
  AND {within date $5 $6 o.published_on}
  AND {after id $7 $8}
ORDER BY {order id}
LIMIT $9;

-- name: toolbox_item_count
-- row: int
-- Moment, language, topics (any of them), states, first and last day of the publication.
SELECT count(*) FROM toolbox_item t JOIN offers_at($1) o USING (id)
WHERE ($2::text IS NULL OR $2 = ANY (t.languages))
  AND ($3::text[] IS NULL
       OR o.topic_slugs && ARRAY(SELECT unnest($3) UNION ALL SELECT slug FROM topic_within WHERE within = ANY ($3)))
  AND ($4::text[] IS NULL OR o.status = ANY ($4))
  AND {within date $5 $6 o.published_on};

-- name: offers_page
-- row: OfferKeyRow
-- One page of each programme's offers, the newest first: programmes, states, after (date, id), limit for each.
SELECT o.id, o.type_name, o.published_on, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT id, type_name, published_on
  FROM support_offer
  WHERE programme_slug = asked.slug
    AND ($2::text[] IS NULL OR status = ANY($2))
    AND ($3::date IS NULL OR published_on < $3 OR (published_on = $3 AND id > $4))
  ORDER BY published_on DESC, id
  LIMIT $5
) o;

-- name: offers_total
-- row: TotalRow
SELECT programme_slug AS parent, count(*)::integer AS total
FROM support_offer
WHERE programme_slug = ANY($1::text[]) AND ($2::text[] IS NULL OR status = ANY($2))
GROUP BY programme_slug;

-- name: data_consultations_by_id
-- row: DataConsultationRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs
FROM data_consultation_view
WHERE id = ANY($1::text[]);

-- name: data_consultations
-- row: DataConsultationRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs
FROM data_consultation_view
ORDER BY published_on DESC, id
LIMIT 100;

-- name: slots_by_id
-- row: SlotRow
SELECT id, consultation_id, starts_at, minutes, is_free FROM consultation_slot WHERE id = ANY($1::text[]);

-- name: next_free_slots
-- row: SlotRow
-- The next free slots of each consultation: consultations, now, limit for each.
SELECT s.id, s.consultation_id, s.starts_at, s.minutes, s.is_free
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM consultation_slot
  WHERE consultation_id = asked.id AND is_free AND starts_at > $2
  ORDER BY starts_at, id
  LIMIT $3
) s;

-- name: data_project_calls_by_id
-- row: DataProjectCallRow
SELECT * FROM data_project_call_view WHERE id = ANY($1::text[]);

-- name: principles_of_call
-- row: PrincipleRow
SELECT call_id, key, label FROM selection_principle WHERE call_id = ANY($1::text[]) ORDER BY call_id, position, key;

-- name: learning_modules_by_id
-- row: LearningModuleRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs, level, format, minutes,
       language, prerequisite_ids
FROM learning_module_view
WHERE id = ANY($1::text[]);

-- name: learning_modules
-- row: LearningModuleRow
-- Level, language, after (date, id), limit. The date alone is a condition of its own: an index finds it.
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs, level, format, minutes,
       language, prerequisite_ids
FROM learning_module_view
WHERE ($1::text IS NULL OR level = $1) AND ($2::text IS NULL OR language = $2)
  AND published_on <= coalesce($3::date, 'infinity') AND (published_on < coalesce($3::date, 'infinity') OR id > $4::text)
ORDER BY published_on DESC, id
LIMIT $5;

-- name: learning_module_place
-- row: date
SELECT published_on FROM learning_module_view WHERE id = $1;

-- name: community_formats_by_id
-- row: CommunityFormatRow
SELECT * FROM community_format_view WHERE id = ANY($1::text[]);

-- name: themes_of_topic
-- row: TopicThemeRow
SELECT topic_slug, theme FROM topic_theme WHERE topic_slug = ANY($1::text[]) ORDER BY topic_slug, position, theme;

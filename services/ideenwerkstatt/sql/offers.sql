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

-- name: ai_consultations_by_id
-- row: AiConsultationRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs
FROM ai_consultation_view
WHERE id = ANY($1::text[]);

-- name: ai_consultations
-- row: AiConsultationRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs
FROM ai_consultation_view
ORDER BY published_on DESC, id
LIMIT 100;

-- name: slots_by_id
-- row: SlotRow
SELECT id, consultation_id, expert_id, starts_at, (extract(epoch FROM ends_at - starts_at) / 60)::integer AS minutes, status
FROM consultation_slot
WHERE id = ANY($1::text[]);

-- name: slots_of_consultation
-- row: SlotRow
-- The first slots of each consultation: consultations, free ones only, limit for each.
SELECT s.*
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT id, consultation_id, expert_id, starts_at, (extract(epoch FROM ends_at - starts_at) / 60)::integer AS minutes, status
  FROM consultation_slot
  WHERE consultation_id = asked.id AND (NOT $2::boolean OR status = 'FREE')
  ORDER BY starts_at, id
  LIMIT $3
) s;

-- name: pilot_calls_by_id
-- row: PilotCallRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs, phase, places
FROM pilot_call_view
WHERE id = ANY($1::text[]);

-- name: pilot_calls
-- row: PilotCallRow
SELECT id, programme_slug, title, summary, kind, status, audiences, apply_until, url, topic_slugs, phase, places
FROM pilot_call_view
ORDER BY published_on DESC, id
LIMIT 100;

-- name: compute_quotas_by_id
-- row: ComputeQuotaRow
SELECT * FROM compute_quota_view WHERE id = ANY($1::text[]);

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

-- name: ai_consultations_by_id
-- row: AiConsultationRow
SELECT o.* FROM ai_consultation JOIN offers_at($2) o USING (id) WHERE id = ANY($1::text[]);

-- name: ai_consultations
-- row: AiConsultationRow
-- order: NEWEST date o.published_on
-- order: TITLE text o.title ->> 'de'
-- Moment, after (place, id), limit.
SELECT o.* FROM ai_consultation JOIN offers_at($1) o USING (id)
WHERE {after id $2 $3}
ORDER BY {order id}
LIMIT $4;

-- name: slots_by_id
-- row: SlotRow
SELECT id, consultation_id, expert_id, starts_at, (extract(epoch FROM ends_at - starts_at) / 60)::integer AS minutes, status
FROM consultation_slot
WHERE id = ANY($1::text[]);

-- name: slots_of_consultation
-- row: SlotRow
-- order: BEGINNING moment starts_at
-- The slots of each consultation: consultations, free ones only, first and last moment of the beginning, after (place,
-- id), limit.
SELECT s.*
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT id, consultation_id, expert_id, starts_at, (extract(epoch FROM ends_at - starts_at) / 60)::integer AS minutes, status
  FROM consultation_slot
  WHERE consultation_id = asked.id AND (NOT coalesce($2::boolean, false) OR status = 'FREE')
    AND {within moment $3 $4 starts_at}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) s;

-- name: pilot_calls_by_id
-- row: PilotCallRow
SELECT o.*, c.phase, c.places FROM pilot_call c JOIN offers_at($2) o USING (id) WHERE id = ANY($1::text[]);

-- name: pilot_calls
-- row: PilotCallRow
-- order: NEWEST date o.published_on
-- order: DEADLINE moment coalesce(o.apply_until, 'infinity')
-- order: TITLE text o.title ->> 'de'
-- Moment, first and last moment of the deadline, after (place, id), limit.
SELECT o.*, c.phase, c.places
FROM pilot_call c JOIN offers_at($1) o USING (id)
WHERE {within moment? $2 $3 o.apply_until}
  AND {after id $4 $5}
ORDER BY {order id}
LIMIT $6;

-- name: compute_quotas_by_id
-- row: ComputeQuotaRow
SELECT o.*, q.gpu_hours_per_project, q.green_power_share
FROM compute_quota q JOIN offers_at($2) o USING (id)
WHERE id = ANY($1::text[]);

-- name: compute_quotas
-- row: ComputeQuotaRow
-- order: NEWEST date o.published_on
-- order: TITLE text o.title ->> 'de'
-- order: GPU_HOURS number q.gpu_hours_per_project
-- order: GREEN_POWER score q.green_power_share
-- Moment, states, first and last moment of the deadline, after (place, id), limit.
SELECT o.*, q.gpu_hours_per_project, q.green_power_share
FROM compute_quota q JOIN offers_at($1) o USING (id)
WHERE o.type_name = 'ComputeQuota' AND ($2::text[] IS NULL OR o.status = ANY ($2))
  AND {within moment? $3 $4 o.apply_until}
  AND {after id $5 $6}
ORDER BY {order id}
LIMIT $7;

-- name: compute_quota_count
-- row: int
-- Moment, states, first and last moment of the deadline.
SELECT count(*) FROM compute_quota q JOIN offers_at($1) o USING (id)
WHERE ($2::text[] IS NULL OR o.status = ANY ($2)) AND {within moment? $3 $4 o.apply_until};

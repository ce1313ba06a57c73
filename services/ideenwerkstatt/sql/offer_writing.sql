-- Offers of the staff: made and changed, never deleted.

-- name: make_offer
-- row: none
INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, url, published_on)
VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, 'ANNOUNCED', $7::text[], $8, $9, berlin_day($10::timestamptz));

-- name: change_offer
-- row: none
UPDATE support_offer SET title = $2::jsonb, summary = $3::jsonb, audiences = $4::text[], apply_until = $5, url = $6, status = $7
WHERE id = $1;

-- name: make_workshop
-- row: none
INSERT INTO workshop (id, format, starts_at, ends_at, venue_name, venue_street, venue_postal_code, venue_city, is_online,
                      region_nuts, capacity, accessibility)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[]);

-- name: change_workshop
-- row: none
UPDATE workshop SET format = $2, starts_at = $3, ends_at = $4, venue_name = $5, venue_street = $6, venue_postal_code = $7,
    venue_city = $8, is_online = $9, region_nuts = $10, capacity = $11, accessibility = $12::text[]
WHERE id = $1;

-- name: set_workshop_hosts
-- row: none
WITH gone AS (DELETE FROM workshop_host WHERE workshop_id = $1 AND actor_id <> ALL ($2::text[]))
INSERT INTO workshop_host (workshop_id, actor_id, position)
SELECT $1, id, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place)
ON CONFLICT (workshop_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: set_workshop_experts
-- row: none
WITH gone AS (DELETE FROM workshop_expert WHERE workshop_id = $1 AND expert_id <> ALL ($2::text[]))
INSERT INTO workshop_expert (workshop_id, expert_id, position)
SELECT $1, id, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (id, place)
ON CONFLICT (workshop_id, expert_id) DO UPDATE SET position = excluded.position;

-- name: region_is_known
-- row: bool
SELECT EXISTS (SELECT FROM region_name WHERE nuts = $1);

-- name: lock_call
-- row: LockedCallRow
-- Moment.
SELECT c.id, c.phase, o.status AS stored,
       shown_offer_status(o.status, o.opens_at, o.apply_until, o.ends_at,
         shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz)), $2, true) AS shown,
       o.apply_until, c.places
FROM pilot_call c JOIN support_offer o ON o.id = c.id JOIN programme_text p ON p.slug = o.programme_slug
WHERE c.id = $1 FOR UPDATE OF c;

-- name: share_call
-- row: LockedCallRow
-- Moment.
SELECT c.id, c.phase, o.status AS stored,
       shown_offer_status(o.status, o.opens_at, o.apply_until, o.ends_at,
         shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day($2::timestamptz)), $2, true) AS shown,
       o.apply_until, c.places
FROM pilot_call c JOIN support_offer o ON o.id = c.id JOIN programme_text p ON p.slug = o.programme_slug
WHERE c.id = $1 FOR SHARE OF c;

-- name: make_call
-- row: none
INSERT INTO pilot_call (id, phase, places) VALUES ($1, 'ANNOUNCED', $2);

-- name: change_call
-- row: none
UPDATE pilot_call SET places = $2 WHERE id = $1;

-- name: set_call_phase
-- row: none
WITH offer AS (UPDATE support_offer SET status = coalesce($3, status) WHERE id = $1)
UPDATE pilot_call SET phase = $2 WHERE id = $1;

-- name: offers_without_simple_language
-- row: OfferUnder
-- Open and announced offers of each programme whose title or summary lacks Leichte Sprache: programmes, moment, after (date, id), limit.
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

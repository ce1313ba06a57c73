-- The fixed pieces that a question's statement is put together from; a test prepares every combination. `wanted` are the
-- facts that the filter lets through; `tree` is the house's tree of topics (slug, parent).

-- name: year
-- row: str
SELECT to_char(wanted.day, 'YYYY');

-- name: quarter
-- row: str
SELECT to_char(wanted.day, 'YYYY"-Q"Q');

-- name: topic
-- row: str
SELECT DISTINCT coalesce((SELECT tree.parent FROM tree WHERE tree.slug = tagged.slug), tagged.slug)
FROM unnest(wanted.topics) AS tagged (slug);

-- name: region
-- row: str
-- The first two digits of an ARS are the Land; 00 is the whole country.
SELECT DISTINCT rpad(left(place.ars, 2), 12, '0') FROM unnest(wanted.regions) AS place (ars);

-- name: region_country
-- row: str
SELECT DISTINCT rpad('', 12, '0') FROM unnest(wanted.regions) AS place (ars);

-- name: region_district
-- row: str
-- Hamburg and Berlin are a Land and a Kreis in one; what is told of a whole Land is in no Kreis.
SELECT DISTINCT rpad(left(place.ars, 5), 12, '0') FROM unnest(wanted.regions) AS place (ars)
WHERE substr(place.ars, 3, 3) <> '000' OR left(place.ars, 2) IN ('02', '11');

-- name: region_municipality
-- row: str
SELECT DISTINCT place.ars FROM unnest(wanted.regions) AS place (ars) WHERE substr(place.ars, 6) <> '0000000';

-- name: programme
-- row: str
SELECT DISTINCT told.slug FROM unnest(wanted.programmes) AS told (slug);

-- name: sector
-- row: str
SELECT DISTINCT told.sector FROM unnest(wanted.sectors) AS told (sector);

-- name: status
-- row: str
SELECT wanted.status;

-- name: offer_kind
-- row: str
SELECT wanted.kind;

-- name: maturity
-- row: str
SELECT wanted.maturity;

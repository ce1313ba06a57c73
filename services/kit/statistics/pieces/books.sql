-- Pieces of the book that applications and participants are counted from (services.kit.statistics.books). {} is the statement of a house's
-- facts with its five parameters; the sixth is the metric.

-- name: write_book
-- row: none
-- A number instead of an id, in an order that nobody knows afterwards.
INSERT INTO counted_fact (metric, counted, programmes, day, topics, regions, sectors, status, kind, maturity, amount)
SELECT $6::text, dense_rank() OVER (ORDER BY md5($7::text || fact.counted))::text, fact.programmes, fact.day, fact.topics,
       fact.regions, coalesce(fact.sectors, ARRAY[]::text[]), fact.status, fact.kind, fact.maturity, fact.amount
FROM ({}) AS fact;

-- name: changed_in_book
-- row: int
-- How many of whom is counted came, left or became another: each is told by all of its lines, whatever its name.
WITH line (is_kept, counted, text) AS (
    SELECT lines.is_kept, lines.counted, jsonb_build_array(
        ARRAY(SELECT unnest(lines.programmes) ORDER BY 1), lines.day, ARRAY(SELECT unnest(lines.topics) ORDER BY 1),
        ARRAY(SELECT unnest(lines.regions) ORDER BY 1), ARRAY(SELECT unnest(lines.sectors) ORDER BY 1), lines.status, lines.kind,
        lines.maturity, lines.amount)::text
    FROM (
        SELECT false AS is_kept, fact.* FROM ({}) AS fact
        UNION ALL
        SELECT true, kept.counted, kept.programmes, kept.day, kept.topics, kept.regions, kept.sectors, kept.status, kept.kind,
               kept.maturity, kept.amount
        FROM counted_fact AS kept WHERE kept.metric = $6::text) AS lines
), whole (is_kept, mark) AS (
    SELECT is_kept, md5(string_agg(text, '|' ORDER BY text)) FROM line GROUP BY is_kept, counted
), number (mark, fresh, kept) AS (
    SELECT mark, count(*) FILTER (WHERE NOT is_kept), count(*) FILTER (WHERE is_kept) FROM whole GROUP BY mark
)
SELECT greatest(coalesce(sum(greatest(fresh - kept, 0)), 0), coalesce(sum(greatest(kept - fresh, 0)), 0))::int FROM number;

-- name: facts_in_book
-- row: FactRow
-- In the place of the house's own facts, with the same parameters.
WITH asked (viewer, is_staff, moment, first, last) AS (
    VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT fact.counted, fact.programmes, fact.day, fact.topics, fact.regions, fact.sectors, fact.status, fact.kind, fact.maturity,
       fact.amount
FROM counted_fact AS fact WHERE fact.metric = '{}';

-- name: actors_by_ids
-- row: ActorRow
SELECT a.id, a.kind, a.handle, a.display_name, a.sector, a.region_ars, m.state, m.cip_member_number, m.member_since,
  o.legal_name, o.legal_form, o.is_non_profit, o.website
FROM actor a LEFT JOIN member m ON m.actor_id = a.id LEFT JOIN organisation o ON o.actor_id = a.id
WHERE a.id = ANY ($1::text[]);

-- name: members_by_cip_numbers
-- row: ActorRow
SELECT a.id, a.kind, a.handle, a.display_name, a.sector, a.region_ars, m.state, m.cip_member_number, m.member_since,
  NULL::text AS legal_name, NULL::text AS legal_form, NULL::boolean AS is_non_profit, NULL::text AS website
FROM member m JOIN actor a ON a.id = m.actor_id
WHERE m.cip_member_number = ANY ($1::text[]);

-- name: members_by_handles
-- row: ActorRow
SELECT a.id, a.kind, a.handle, a.display_name, a.sector, a.region_ars, m.state, m.cip_member_number, m.member_since,
  NULL::text AS legal_name, NULL::text AS legal_form, NULL::boolean AS is_non_profit, NULL::text AS website
FROM member m JOIN actor a ON a.id = m.actor_id
WHERE m.state = 'ACTIVE' AND a.handle = ANY ($1::text[]);

-- name: organisations_of_members
-- row: MembershipRow
SELECT organisation_id, member_id, role, verified FROM organisation_membership
WHERE member_id = ANY ($1::text[]) ORDER BY member_id, organisation_id;

-- name: members_of_organisations
-- row: MembershipRow
SELECT organisation_id, member_id, role, verified FROM organisation_membership
WHERE organisation_id = ANY ($1::text[]) ORDER BY organisation_id, member_id;

-- name: follower_counts
-- row: CountRow
SELECT subject_id AS id, count(*) AS count FROM follow WHERE subject_id = ANY ($1::text[]) GROUP BY subject_id;

-- name: project_follower_counts
-- row: CountRow
-- Of a project that is not in the catalogue it is not told that somebody follows it: it may not be public.
SELECT f.subject_id AS id, count(*) AS count FROM follow f JOIN catalogue_entry c ON c.entity_id = f.subject_id
WHERE f.subject_id = ANY ($1::text[]) GROUP BY f.subject_id;

-- name: followed_by
-- row: IdRow
SELECT subject_id AS id FROM follow WHERE actor_id = $2 AND subject_id = ANY ($1::text[]);

-- name: bookmark_counts
-- row: CountRow
SELECT offer_id AS id, count(*) AS count FROM bookmark WHERE offer_id = ANY ($1::text[]) GROUP BY offer_id;

-- name: bookmarked_by
-- row: IdRow
SELECT offer_id AS id FROM bookmark WHERE actor_id = $2 AND offer_id = ANY ($1::text[]);

-- name: state_of_member
-- row: str
SELECT state FROM member WHERE actor_id = $1;

-- name: acts_for
-- row: bool
SELECT coalesce(acts_for($1::text, $2::text), false);

-- name: actors_named
-- row: str
-- Organisations, and persons whose profile the viewer may see: the consent to be shown is that to be found.
SELECT a.id FROM actor a LEFT JOIN member m ON m.actor_id = a.id LEFT JOIN organisation o ON o.actor_id = a.id
WHERE array_to_tsvector(name_words(a.display_name)) @@ words_begin($1)
  AND (o.actor_id IS NOT NULL OR (m.state = 'ACTIVE' AND EXISTS (SELECT FROM profile p
    WHERE p.owner_id = a.id AND may_see_profile(p.owner_id, p.status, p.visibility, $2, $3))))
ORDER BY cardinality(name_words(a.display_name)), a.display_name, a.id LIMIT $4;

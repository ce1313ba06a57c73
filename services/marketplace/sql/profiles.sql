-- name: profiles_by_ids
-- row: ProfileRow
SELECT c.* FROM profile_card c WHERE id = ANY ($1::text[]) AND may_see_profile(owner_id, status, visibility, $2, $3);

-- name: profiles_of_actors
-- row: ProfileRow
SELECT c.* FROM profile_card c WHERE owner_id = ANY ($1::text[]) AND may_see_profile(owner_id, status, visibility, $2, $3);

-- name: profiles
-- row: ProfileRow
-- order: NEWEST moment f.newest
-- order: AVAILABILITY number coalesce(p.availability_hours_per_month, -1)
SELECT p.* FROM profiles_wanted($1, $2, $3) f JOIN profile_card p ON p.id = f.id
WHERE {after f.id along $4 $5}
ORDER BY {order f.id along} LIMIT $6;

-- name: count_profiles
-- row: int
SELECT count(*) FROM profiles_wanted($1, $2, $3);

-- name: skills_of_profiles
-- row: SkillUnder
SELECT s.slug, s.label, s.esco_uri, x.profile_id AS parent
FROM profile_skill x JOIN skill s ON s.slug = x.skill_slug WHERE x.profile_id = ANY ($1::text[]) ORDER BY s.slug;

-- name: has_consent
-- row: bool
SELECT has_consent($1::text, $2::text);

-- name: own_profiles
-- row: IdRow
SELECT id FROM profile WHERE id = ANY ($1::text[]) AND acts_for($2, owner_id);

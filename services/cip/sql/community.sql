-- What is left of the former CIP community.

-- name: former_member_of_account
-- row: FormerMemberRow
SELECT cip_member_number, member_id, display_name, member_since
FROM legacy_member
WHERE member_id = ANY ($1::text[]);

-- name: former_members_by_numbers
-- row: FormerMemberRow
SELECT cip_member_number, member_id, display_name, member_since
FROM legacy_member
WHERE cip_member_number = ANY ($1::text[]);

-- name: former_ideas_by_ids
-- row: FormerIdeaRow
SELECT idea_id, title, summary
FROM legacy_idea
WHERE idea_id = ANY ($1::text[]);

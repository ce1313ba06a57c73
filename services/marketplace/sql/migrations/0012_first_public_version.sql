-- History has the rights of its time: others see the versions of an idea from its first publication on. Which one that was is
-- written down with the publication; moments would not tell, because a transaction's now() is not the order of the commits.

ALTER TABLE idea ADD COLUMN first_public_version integer CHECK (first_public_version >= 1); -- null: no version is public

UPDATE idea SET first_public_version = (
  SELECT max(v.number) FROM idea_version v WHERE v.idea_id = idea.id AND v.created_at <= idea.published_at)
WHERE published_at IS NOT NULL;

-- The first version that the viewer may see; null for none.
CREATE FUNCTION first_version_for(viewer text, of_idea text, first_public_version integer) RETURNS integer
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN is_on_team(of_idea, viewer) THEN 1 ELSE first_public_version END
$$;

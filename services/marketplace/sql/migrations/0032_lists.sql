-- What analysts ask of lists beside the filters that are there: until when, and what is lacking. ``without`` names what
-- nothing of may be there.

CREATE FUNCTION ideas_wanted(wanted jsonb, viewer text, staff boolean)
RETURNS TABLE (id text, newest timestamptz, updated_at timestamptz, supporters bigint, relevance double precision)
LANGUAGE sql STABLE AS $$
  SELECT f.* FROM ideas_found(wanted, viewer, staff) f JOIN idea i ON i.id = f.id
  WHERE (NOT wanted ? 'publishedUntil' OR i.published_at <= (wanted ->> 'publishedUntil')::timestamptz)
    AND (NOT wanted ? 'without' OR NOT (
      (wanted -> 'without' ? 'SUPPORT' AND f.supporters > 0)
      OR (wanted -> 'without' ? 'REGION' AND i.region_ars IS NOT NULL)
      OR (wanted -> 'without' ? 'DATA_NEEDS' AND i.data_needs IS NOT NULL)
      OR (wanted -> 'without' ? 'TEAM' AND (SELECT count(*) FROM idea_team t WHERE t.idea_id = i.id) > 1)
      OR (wanted -> 'without' ? 'OPEN_ROLES' AND EXISTS (SELECT FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled))))
$$;

CREATE FUNCTION profiles_wanted(wanted jsonb, viewer text, staff boolean)
RETURNS TABLE (id text, newest timestamptz) LANGUAGE sql STABLE AS $$
  SELECT f.* FROM profiles_found(wanted, viewer, staff) f JOIN profile p ON p.id = f.id
  WHERE (NOT wanted ? 'publishedSince' OR f.newest >= (wanted ->> 'publishedSince')::timestamptz)
    AND (NOT wanted ? 'publishedUntil' OR f.newest <= (wanted ->> 'publishedUntil')::timestamptz)
    AND (NOT wanted ? 'without' OR NOT (
      (wanted -> 'without' ? 'AVAILABILITY' AND p.availability_hours_per_month IS NOT NULL)
      OR (wanted -> 'without' ? 'SKILLS' AND EXISTS (SELECT FROM profile_skill s WHERE s.profile_id = p.id))))
$$;

CREATE FUNCTION offers_wanted(wanted jsonb, moment timestamptz)
RETURNS TABLE (id text, place integer, deadline timestamptz, shown text) LANGUAGE sql STABLE AS $$
  SELECT f.* FROM offers_found(wanted, moment) f JOIN catalogue_entry c ON c.entity_id = f.id
  WHERE (NOT wanted ? 'applyAfter' OR c.apply_until > (wanted ->> 'applyAfter')::timestamptz)
    AND (NOT wanted ? 'without' OR NOT (
      (wanted -> 'without' ? 'DEADLINE' AND c.apply_until IS NOT NULL)
      OR (wanted -> 'without' ? 'TOPIC' AND c.topics <> '{}')
      OR (wanted -> 'without' ? 'AUDIENCE' AND c.audiences <> '{}')
      OR (wanted -> 'without' ? 'SIMPLE_LANGUAGE' AND c.title ? 'deSimple' AND c.summary ? 'deSimple')))
$$;

-- Who may see what, once and for all lists, references and joins. "viewer" is the id of the member who asks, null for
-- nobody; "staff" is true for the marketplace's staff and moderators.

-- A member acts for itself and, as a verified administrator, for an organisation.
CREATE FUNCTION acts_for(viewer text, actor text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer = actor OR EXISTS (
    SELECT FROM organisation_membership m
    WHERE m.member_id = viewer AND m.organisation_id = actor AND m.role = 'ADMIN' AND m.verified)
$$;

CREATE FUNCTION is_on_team(of_idea text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM idea_team t WHERE t.idea_id = of_idea AND acts_for(viewer, t.actor_id))
$$;

-- Drafts, ideas in review, withdrawn and hidden ones are the team's and the staff's. PostgreSQL writes this function into
-- the queries that use it, which it can only do as long as there is no subquery in it.
CREATE FUNCTION may_see_idea(idea_id text, status text, viewer text, staff boolean) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT status IN ('PUBLISHED', 'PAUSED', 'IN_IMPLEMENTATION', 'COMPLETED', 'ARCHIVED') OR staff
    OR (viewer IS NOT NULL AND is_on_team(idea_id, viewer))
$$;

CREATE FUNCTION has_consent(actor text, purpose text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT c.granted FROM consent c
    WHERE c.actor_id = actor AND c.purpose = has_consent.purpose ORDER BY c.seq DESC LIMIT 1), false)
$$;

-- Organisations and members who are here; not those who have not claimed their membership, or are erased.
CREATE FUNCTION is_present(actor text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (SELECT FROM member m WHERE m.actor_id = actor AND m.state <> 'ACTIVE')
$$;

-- A profile is shown by its visibility while it is published, its owner is present, and the owner's consent stands.
-- CONTACTS and PRIVATE ones are the owner's alone.
CREATE FUNCTION may_see_profile(owner text, status text, visibility text, viewer text, staff boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (
    status = 'PUBLISHED' AND (visibility = 'PUBLIC' OR (visibility = 'MEMBERS' AND viewer IS NOT NULL))
    AND has_consent(owner, 'PROFILE_PUBLIC') AND is_present(owner)
  ) OR (staff AND visibility <> 'PRIVATE') OR (viewer IS NOT NULL AND acts_for(viewer, owner))
$$;

CREATE FUNCTION region_parts(whole text) RETURNS TABLE (ars text) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE part AS (
    SELECT r.ars FROM region r WHERE r.ars = whole
    UNION ALL
    SELECT r.ars FROM region r JOIN part ON r.parent_ars = part.ars)
  SELECT part.ars FROM part
$$;

-- The ideas of a topic with its sub-topics, of a region with its parts, of an actor's teams.
CREATE FUNCTION ideas_in_hub(hub text, key text) RETURNS TABLE (idea_id text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT it.idea_id FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug
    WHERE hub = 'TOPIC' AND key IN (t.slug, t.parent_slug)
  UNION ALL
  SELECT i.id FROM idea i WHERE hub = 'REGION' AND i.region_ars IN (SELECT p.ars FROM region_parts(key) p)
  UNION ALL
  SELECT t.idea_id FROM idea_team t WHERE hub = 'ACTOR' AND t.actor_id = key
$$;

-- The columns of an idea in the order of the row class, with the moment that "newest first" goes by.
CREATE VIEW idea_card AS
  SELECT id, slug, title, summary, problem, solution, common_good_benefit, target_groups, language, status, maturity,
    ai_methods, expected_users, data_needs, region_ars, origin_programme, author_id, developed_from_id, version, created_at,
    published_at, updated_at, coalesce(published_at, created_at) AS newest
  FROM idea;

CREATE FUNCTION query_of(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
  SELECT websearch_to_tsquery('german', words) || websearch_to_tsquery('english', words)
$$;

-- wanted has the fields of IdeaFilter; a missing one does not filter.
CREATE FUNCTION ideas_found(wanted jsonb, viewer text, staff boolean)
RETURNS TABLE (id text, newest timestamptz, updated_at timestamptz, supporters bigint, relevance double precision)
LANGUAGE sql STABLE AS $$
  SELECT i.id, coalesce(i.published_at, i.created_at), i.updated_at,
    (SELECT count(*) FROM idea_support s WHERE s.idea_id = i.id),
    CASE WHEN wanted ? 'text' THEN ts_rank_cd(i.tsv, query_of(wanted ->> 'text'))::double precision ELSE 0 END
  FROM idea i
  WHERE may_see_idea(i.id, i.status, viewer, staff)
    AND (NOT wanted ? 'text' OR i.tsv @@ query_of(wanted ->> 'text'))
    AND (NOT wanted ? 'topicSlugs' OR EXISTS (SELECT FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug
      WHERE it.idea_id = i.id AND (wanted -> 'topicSlugs' ? t.slug OR wanted -> 'topicSlugs' ? t.parent_slug)))
    AND (NOT wanted ? 'sdgs' OR EXISTS (SELECT FROM idea_sdg s
      WHERE s.idea_id = i.id AND wanted -> 'sdgs' @> to_jsonb(s.sdg)))
    AND (NOT wanted ? 'regionArs' OR i.region_ars IN (
      SELECT p.ars FROM jsonb_array_elements_text(wanted -> 'regionArs') whole, region_parts(whole) p))
    AND (NOT wanted ? 'status' OR wanted -> 'status' ? i.status)
    AND (NOT wanted ? 'maturity' OR wanted -> 'maturity' ? i.maturity)
    AND (NOT wanted ? 'aiMethods' OR i.ai_methods && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'aiMethods')))
    AND (NOT wanted ? 'seeking' OR EXISTS (SELECT FROM open_role r
      WHERE r.idea_id = i.id AND NOT r.filled AND wanted -> 'seeking' ? r.kind))
    AND (NOT wanted ? 'sectors' OR EXISTS (SELECT FROM idea_team t JOIN actor a ON a.id = t.actor_id
      WHERE t.idea_id = i.id AND wanted -> 'sectors' ? a.sector))
    AND (NOT wanted ? 'originProgramme' OR i.origin_programme = wanted ->> 'originProgramme')
    AND (NOT wanted ? 'publishedSince' OR i.published_at >= (wanted ->> 'publishedSince')::timestamptz)
    AND (NOT wanted ? 'actor' OR EXISTS (SELECT FROM idea_team t WHERE t.idea_id = i.id AND t.actor_id = wanted ->> 'actor'))
$$;

-- wanted has the fields of ProfileFilter.
CREATE FUNCTION profiles_found(wanted jsonb, viewer text, staff boolean)
RETURNS TABLE (id text, newest timestamptz) LANGUAGE sql STABLE AS $$
  SELECT p.id, coalesce(p.published_at, p.updated_at)
  FROM profile p JOIN actor a ON a.id = p.owner_id
  WHERE p.status = 'PUBLISHED' AND may_see_profile(p.owner_id, p.status, p.visibility, viewer, staff)
    AND (NOT wanted ? 'text' OR p.tsv @@ query_of(wanted ->> 'text'))
    AND (NOT wanted ? 'offers' OR p.offers && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'offers')))
    AND (NOT wanted ? 'seeks' OR p.seeks && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'seeks')))
    AND (NOT wanted ? 'skills' OR EXISTS (SELECT FROM profile_skill s WHERE s.profile_id = p.id AND wanted -> 'skills' ? s.skill_slug))
    AND (NOT wanted ? 'topicSlugs' OR EXISTS (SELECT FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug
      WHERE x.actor_id = a.id AND (wanted -> 'topicSlugs' ? t.slug OR wanted -> 'topicSlugs' ? t.parent_slug)))
    AND (NOT wanted ? 'regionArs' OR a.region_ars IN (
      SELECT q.ars FROM jsonb_array_elements_text(wanted -> 'regionArs') whole, region_parts(whole) q))
    AND (NOT wanted ? 'sectors' OR wanted -> 'sectors' ? a.sector)
$$;

-- wanted has the fields of SupportOfferFilter. An offer without audiences is for everybody. What is open comes first.
CREATE FUNCTION offers_found(wanted jsonb) RETURNS TABLE (id text, place integer, deadline timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT c.entity_id, array_position('{OPEN,ANNOUNCED,PAUSED,CLOSED,ENDED}'::text[], c.status),
    coalesce(c.apply_until, '9999-12-31T00:00Z') FROM catalogue_entry c
  WHERE c.category = 'SUPPORT_OFFER'
    AND (NOT wanted ? 'kinds' OR wanted -> 'kinds' ? c.kind)
    AND (NOT wanted ? 'status' OR wanted -> 'status' ? c.status)
    AND (NOT wanted ? 'programmes' OR wanted -> 'programmes' ? c.programme_slug)
    AND (NOT wanted ? 'topicSlugs' OR EXISTS (SELECT FROM topic t
      WHERE t.slug = ANY (c.topics) AND (wanted -> 'topicSlugs' ? t.slug OR wanted -> 'topicSlugs' ? t.parent_slug)))
    AND (NOT wanted ? 'audiences' OR c.audiences = '{}'
      OR c.audiences && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'audiences')))
    AND (NOT wanted ? 'applyBefore' OR c.apply_until < (wanted ->> 'applyBefore')::timestamptz)
$$;

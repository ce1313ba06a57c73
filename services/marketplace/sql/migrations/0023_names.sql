-- Names lead to documents: whose something is and where it lies are found by words, though they say nothing of its meaning.

ALTER TABLE catalogue_entry ADD organiser text; -- who makes the offer or gives the data, where its ministry tells it

-- The names of a region and of what it lies in, without the country: everything lies in that.
CREATE FUNCTION region_names(of_ars text) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE around AS (
    SELECT r.name, r.level, r.parent_ars, 1 AS step FROM region r WHERE r.ars = of_ars
    UNION ALL
    SELECT r.name, r.level, r.parent_ars, a.step + 1 FROM region r JOIN around a ON r.ars = a.parent_ars)
  SELECT nullif(string_agg(name, ' ' ORDER BY step), '') FROM around WHERE level <> 'COUNTRY'
$$;

-- Of somebody who is not here (any more) there is no name.
CREATE FUNCTION present_name(actor_id text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT a.display_name FROM actor a WHERE a.id = actor_id AND is_present(a.id)
$$;

CREATE OR REPLACE VIEW idea_parts AS
  SELECT i.id, jsonb_strip_nulls(jsonb_build_object(
    'TITLE', i.title, 'SUMMARY', i.summary,
    'BODY', concat_ws(E'\n', i.problem, i.solution, i.common_good_benefit, i.data_needs,
      nullif(array_to_string(i.target_groups, ', '), '')),
    'TOPICS', (SELECT string_agg(t.label ->> CASE WHEN i.language = 'EN' AND t.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY t.slug) FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug WHERE it.idea_id = i.id),
    'SKILLS', (SELECT string_agg(r.description, ' ' ORDER BY r.id) FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled),
    'NAMES', nullif(concat_ws(' ', present_name(i.author_id), region_names(i.region_ars)), '')
  )) AS parts
  FROM idea i;

CREATE OR REPLACE VIEW profile_parts AS
  SELECT p.id, jsonb_strip_nulls(jsonb_build_object(
    'HEADLINE', p.headline, 'BODY', p.about,
    'TOPICS', (SELECT string_agg(t.label ->> CASE WHEN p.language = 'EN' AND t.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY t.slug) FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug WHERE x.actor_id = p.owner_id),
    'SKILLS', (SELECT string_agg(s.label ->> CASE WHEN p.language = 'EN' AND s.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY s.slug) FROM profile_skill ps JOIN skill s ON s.slug = ps.skill_slug WHERE ps.profile_id = p.id),
    'NAMES', (SELECT nullif(concat_ws(' ', present_name(a.id), region_names(a.region_ars)), '') FROM actor a WHERE a.id = p.owner_id)
  )) AS parts
  FROM profile p;

CREATE OR REPLACE VIEW document_parts AS
  SELECT id AS entity_id, parts FROM idea_parts
UNION ALL
  SELECT id, parts FROM profile_parts
UNION ALL
  SELECT c.entity_id, jsonb_strip_nulls(jsonb_build_object(
    'TITLE', concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en'),
    'SUMMARY', nullif(concat_ws(E'\n', c.summary ->> 'de', c.summary ->> 'en'), ''),
    'TOPICS', (SELECT string_agg(t.label ->> 'de', ' ' ORDER BY t.slug) FROM topic t WHERE t.slug = ANY (c.topics)),
    'NAMES', nullif(concat_ws(' ', c.organiser, (SELECT string_agg(region_names(ars), ' ') FROM unnest(c.regions) ars)), '')))
  FROM catalogue_entry c;

-- The words of documents, as they are looked up.
CREATE OR REPLACE VIEW document_words AS
  SELECT d.entity_id, d.kind,
    sort(ARRAY(SELECT term_of_kind(term, d.kind) FROM unnest(terms_of(
      concat_ws(' ', d.search_text, p.parts ->> 'TOPICS', p.parts ->> 'SKILLS', p.parts ->> 'NAMES'))) term)) AS terms
  FROM document d JOIN document_parts p ON p.entity_id = d.entity_id;

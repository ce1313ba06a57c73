-- The data sets of a filter, for the page and for the total. A null parameter asks for nothing. A topic means
-- itself and, as far as the copy of the tree knows them, its sub-topics.
CREATE OR REPLACE FUNCTION matching_datasets(
  sees_all boolean, viewer_id text, words text[], topics text[], region_patterns text[], wanted_themes text[], formats text[],
  open_license_only boolean, access text[]
) RETURNS SETOF dataset_view LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT d.*
  FROM dataset_view d
  WHERE may_see(d.status, d.publisher_id, sees_all, viewer_id)
    -- Every word must be somewhere; a part of a word will do, because German writes compounds as one word.
    AND (words IS NULL OR NOT EXISTS (
      SELECT FROM unnest(words) word
      WHERE strpos(lower(concat_ws(' ', d.title ->> 'de', d.title ->> 'en', d.description ->> 'de', d.description ->> 'en',
                                   array_to_string(d.keywords, ' '))), lower(word)) = 0))
    AND (topics IS NULL
         OR d.topic_slugs && ARRAY(SELECT unnest(topics) UNION ALL SELECT slug FROM topic_within WHERE within = ANY (topics)))
    AND (region_patterns IS NULL OR EXISTS (
      SELECT FROM dataset_region r WHERE r.dataset_id = d.id AND r.ars LIKE ANY (region_patterns)))
    AND (wanted_themes IS NULL OR d.themes && wanted_themes)
    AND (formats IS NULL OR EXISTS (
      SELECT FROM distribution x WHERE x.dataset_id = d.id AND lower(x.format) = ANY (formats)))
    AND (NOT open_license_only OR d.has_open_license)
    AND (access IS NULL OR d.access_rights = ANY (access));
END;

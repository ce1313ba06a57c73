-- The copy of the tree of topics, which the marketplace owns: with it a topic means its sub-topics here, too.
CREATE TABLE topic_parent (
  slug   text PRIMARY KEY,
  parent text
);

-- Each topic below each of those that it is part of; made anew with every change of the tree, which has some dozens.
CREATE TABLE topic_within (
  slug   text NOT NULL,
  within text NOT NULL,
  PRIMARY KEY (within, slug)
);

CREATE FUNCTION make_topic_within() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM topic_within;
  WITH RECURSIVE up AS (
    SELECT slug, parent AS within FROM topic_parent WHERE parent IS NOT NULL
    UNION -- not UNION ALL: copies that come in an unlucky order may be a circle for a moment
    SELECT up.slug, above.parent FROM up JOIN topic_parent above ON above.slug = up.within WHERE above.parent IS NOT NULL
  )
  INSERT INTO topic_within (slug, within) SELECT slug, within FROM up WHERE slug <> within;
  RETURN NULL;
END $$;
CREATE TRIGGER tree_changed AFTER INSERT OR UPDATE OR DELETE ON topic_parent
  FOR EACH STATEMENT EXECUTE FUNCTION make_topic_within();

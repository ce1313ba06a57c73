-- The newest ideas of a topic and of a region are read in the order of an index: of a topic with its sub-topics, and of
-- a region with its parts, each one's newest, then the best of these few.

ALTER TABLE idea_topic ADD newest timestamptz NOT NULL DEFAULT '-infinity';
UPDATE idea_topic t SET newest = coalesce(i.published_at, i.created_at) FROM idea i WHERE i.id = t.idea_id;

CREATE FUNCTION keep_newest_of_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- An idea that is put in behind its topics (constraints are deferred) sets it then.
  NEW.newest := coalesce((SELECT coalesce(i.published_at, i.created_at) FROM idea i WHERE i.id = NEW.idea_id), '-infinity');
  RETURN NEW;
END $$;
CREATE TRIGGER newest_kept BEFORE INSERT OR UPDATE ON idea_topic FOR EACH ROW EXECUTE FUNCTION keep_newest_of_topic();

CREATE FUNCTION keep_newest_of_idea() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE idea_topic SET newest = coalesce(NEW.published_at, NEW.created_at) WHERE idea_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER newest_kept AFTER INSERT OR UPDATE OF published_at, created_at ON idea
  FOR EACH ROW EXECUTE FUNCTION keep_newest_of_idea();

CREATE INDEX idea_topic_newest ON idea_topic (topic_slug, newest DESC, idea_id DESC);
CREATE INDEX idea_region_newest ON idea (region_ars, coalesce(published_at, created_at) DESC, id DESC);
DROP INDEX idea_topic_topic;
DROP INDEX idea_region;

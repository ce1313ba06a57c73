-- What an idea was before it was hidden or archived, why it came back from review, and what somebody is to it.

ALTER TABLE idea
  ADD review_note text, -- why the idea came back from review
  ADD hidden_from text, -- the state that moderation hid it in, to which it goes back
  ADD archived_from text, -- COMPLETED or WITHDRAWN; null: archived before this was kept, then it was public
  ADD was_hidden boolean NOT NULL DEFAULT false;
UPDATE idea SET was_hidden = true WHERE status = 'HIDDEN_BY_MODERATION';

CREATE FUNCTION keep_state_before() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END;
BEGIN
  IF before IS NOT DISTINCT FROM NEW.status THEN
    RETURN NEW;
  END IF;
  IF NEW.status = 'HIDDEN_BY_MODERATION' THEN
    NEW.hidden_from := before;
    NEW.was_hidden := true;
  ELSIF NEW.status = 'ARCHIVED' AND before <> 'HIDDEN_BY_MODERATION' THEN
    NEW.archived_from := before;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER idea_state_before BEFORE INSERT OR UPDATE OF status ON idea
  FOR EACH ROW EXECUTE FUNCTION keep_state_before();

-- An archived idea is for everybody when it was so before: one that was withdrawn stays its team's.
CREATE FUNCTION is_archived_publicly(of_idea text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM idea i WHERE i.id = of_idea AND i.status = 'ARCHIVED' AND i.archived_from IS DISTINCT FROM 'WITHDRAWN')
$$;

-- PostgreSQL writes this function into the queries that use it, as long as there is no subquery in it.
CREATE OR REPLACE FUNCTION may_see_idea(idea_id text, status text, viewer text, staff boolean) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT status IN ('PUBLISHED', 'PAUSED', 'IN_IMPLEMENTATION', 'COMPLETED') OR staff
    OR (status = 'ARCHIVED' AND is_archived_publicly(idea_id))
    OR (viewer IS NOT NULL AND is_on_team(idea_id, viewer))
$$;

CREATE FUNCTION is_editor(of_idea text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM idea_team t
    WHERE t.idea_id = of_idea AND t.role IN ('OWNER', 'CO_AUTHOR') AND acts_for(viewer, t.actor_id))
$$;

CREATE FUNCTION is_owner(of_idea text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM idea_team t WHERE t.idea_id = of_idea AND t.role = 'OWNER' AND acts_for(viewer, t.actor_id))
$$;

-- Moderation (domain_slice2 2.11): reports become one open case for each subject, a case ends with reasons and an appeal.

CREATE TABLE moderation_case (
  id                text PRIMARY KEY, -- case_...
  subject_type      text NOT NULL CHECK (subject_type IN ('Idea', 'Profile', 'Comment', 'Amendment', 'Message')),
  subject_id        text NOT NULL,
  status            text NOT NULL DEFAULT 'OPEN'
    CHECK (status IN ('OPEN', 'UNDER_REVIEW', 'DECIDED', 'APPEALED', 'CLOSED', 'VOID')),
  created_at        timestamptz NOT NULL,
  assigned_to       text, -- who took it; staff need be no members
  action            text CHECK (action IN ('NONE', 'HIDE', 'WARN')),
  legal_ground      text,
  terms_ground      text,
  facts             text,
  decided_by        text,
  decided_at        timestamptz,
  state_before      text, -- of the subject, where it was hidden by this case
  appeal_text       text,
  appealed_by       text,
  appealed_at       timestamptz,
  appeal_upheld     boolean,
  appeal_facts      text,
  appeal_decided_by text,
  appeal_decided_at timestamptz,
  CHECK ((action IS NULL) = (decided_at IS NULL)),
  CHECK (action IS NULL OR (facts IS NOT NULL AND coalesce(legal_ground, terms_ground) IS NOT NULL))
);
CREATE UNIQUE INDEX moderation_case_open ON moderation_case (subject_type, subject_id) WHERE status IN ('OPEN', 'UNDER_REVIEW', 'APPEALED');
CREATE INDEX moderation_case_subject ON moderation_case (subject_id, subject_type);
CREATE INDEX moderation_case_queue ON moderation_case (created_at, id);
CREATE INDEX moderation_case_lapsing ON moderation_case (decided_at) WHERE status = 'DECIDED';

-- Of who reported without login nothing is kept. fingerprint: of the reporter and the words, so that saying it again is once.
CREATE TABLE content_report (
  id          text PRIMARY KEY, -- report_...
  case_id     text NOT NULL REFERENCES moderation_case DEFERRABLE,
  reason      text NOT NULL CHECK (reason IN ('ILLEGAL_CONTENT', 'HATE_SPEECH', 'HARASSMENT', 'SPAM', 'OFF_TOPIC', 'PRIVACY',
                'COPYRIGHT', 'MISINFORMATION', 'OTHER')),
  explanation text NOT NULL CHECK (length(explanation) <= 5000),
  reporter_id text REFERENCES actor DEFERRABLE,
  fingerprint text NOT NULL,
  created_at  timestamptz NOT NULL,
  UNIQUE (case_id, fingerprint)
);
CREATE INDEX content_report_case ON content_report (case_id, created_at, id);
CREATE INDEX content_report_reporter ON content_report (reporter_id);

-- Who reported when, for ten an hour; forgotten after a day.
CREATE TABLE report_turn (
  reporter text NOT NULL,
  at       timestamptz NOT NULL
);
CREATE INDEX report_turn_newest ON report_turn (reporter, at DESC);
CREATE INDEX report_turn_age ON report_turn (at);

ALTER TABLE amendment ADD is_hidden boolean NOT NULL DEFAULT false;
ALTER TABLE message ADD is_hidden boolean NOT NULL DEFAULT false;

-- Whose words a subject is: who is told of the reasons, and may appeal.
CREATE FUNCTION authors_of(kind text, thing text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT t.actor_id FROM idea_team t WHERE kind = 'Idea' AND t.idea_id = thing AND t.role IN ('OWNER', 'CO_AUTHOR')
  UNION ALL SELECT p.owner_id FROM profile p WHERE kind = 'Profile' AND p.id = thing
  UNION ALL SELECT c.author_id FROM comment c WHERE kind = 'Comment' AND c.id = thing
  UNION ALL SELECT a.author_id FROM amendment a WHERE kind = 'Amendment' AND a.id = thing
  UNION ALL SELECT m.sender_id FROM message m WHERE kind = 'Message' AND m.id = thing
$$;

CREATE FUNCTION is_author(kind text, thing text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer IS NOT NULL AND EXISTS (SELECT FROM authors_of(kind, thing) author WHERE acts_for(viewer, author))
$$;

-- Moderators see every case; the author those that were decided against them.
CREATE FUNCTION may_see_case(kind text, thing text, action text, viewer text, moderates boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT moderates OR (coalesce(action IN ('HIDE', 'WARN'), false) AND is_author(kind, thing, viewer))
$$;

-- A case is void when its subject is gone, whoever took it away.
CREATE FUNCTION void_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE moderation_case SET status = 'VOID'
  WHERE subject_type = TG_ARGV[0] AND subject_id = OLD.id AND status IN ('OPEN', 'UNDER_REVIEW', 'APPEALED');
  RETURN NULL;
END $$;
CREATE TRIGGER comment_case_void AFTER DELETE ON comment FOR EACH ROW EXECUTE FUNCTION void_case('Comment');
CREATE TRIGGER emptied_comment_case_void AFTER UPDATE OF body ON comment FOR EACH ROW
  WHEN (OLD.body IS NOT NULL AND NEW.body IS NULL) EXECUTE FUNCTION void_case('Comment');
CREATE TRIGGER emptied_message_case_void AFTER UPDATE OF body ON message FOR EACH ROW
  WHEN (OLD.body IS NOT NULL AND NEW.body IS NULL) EXECUTE FUNCTION void_case('Message');
CREATE TRIGGER profile_case_void AFTER DELETE ON profile FOR EACH ROW EXECUTE FUNCTION void_case('Profile');
CREATE TRIGGER emptied_idea_case_void AFTER UPDATE OF title ON idea FOR EACH ROW
  WHEN (OLD.title <> '' AND NEW.title = '') EXECUTE FUNCTION void_case('Idea');

-- Who has a part in a subject does not judge it: its authors, the whole team of an idea, both sides of a conversation.
CREATE FUNCTION has_part_in(kind text, thing text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT is_author(kind, thing, viewer) OR (viewer IS NOT NULL AND (
    (kind = 'Idea' AND is_on_team(thing, viewer))
    OR EXISTS (SELECT FROM comment c WHERE kind = 'Comment' AND c.id = thing AND is_on_team(c.idea_id, viewer))
    OR EXISTS (SELECT FROM amendment a WHERE kind = 'Amendment' AND a.id = thing AND is_on_team(a.idea_id, viewer))
    OR EXISTS (SELECT FROM message m JOIN conversation c ON c.id = m.conversation_id
      WHERE kind = 'Message' AND m.id = thing AND (acts_for(viewer, c.one_id) OR acts_for(viewer, c.other_id)))))
$$;

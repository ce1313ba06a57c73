-- Developing ideas together: requests to join a team, amendments, comments.

-- An invitation into a team, or a wish to join it. actor_id is who is to join, sender_id the member who asked for it.
CREATE TABLE team_request (
  id            text PRIMARY KEY, -- request_...
  kind          text NOT NULL CHECK (kind IN ('INVITATION', 'APPLICATION')),
  idea_id       text NOT NULL REFERENCES idea DEFERRABLE,
  actor_id      text NOT NULL REFERENCES actor DEFERRABLE,
  sender_id     text NOT NULL REFERENCES actor DEFERRABLE,
  role          text NOT NULL CHECK (role IN ('OWNER', 'CO_AUTHOR', 'CONTRIBUTOR', 'MENTOR')),
  open_role_id  text REFERENCES open_role ON DELETE SET NULL DEFERRABLE,
  message       text NOT NULL,
  status        text NOT NULL DEFAULT 'PENDING'
    CHECK (status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')),
  decision_note text,
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  decided_at    timestamptz
);
CREATE UNIQUE INDEX team_request_open ON team_request (idea_id, actor_id) WHERE status = 'PENDING';
CREATE INDEX team_request_due ON team_request (expires_at) WHERE status = 'PENDING';
CREATE INDEX team_request_idea ON team_request (idea_id, created_at DESC, id DESC);
CREATE INDEX team_request_actor ON team_request (actor_id, created_at DESC, id DESC);
CREATE INDEX team_request_sender ON team_request (sender_id, created_at DESC, id DESC);
CREATE INDEX team_request_role ON team_request (open_role_id);

-- What time made of it is true at once, also before the row says so.
CREATE FUNCTION shown_request_status(status text, expires_at timestamptz, moment timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN status = 'PENDING' AND expires_at <= moment THEN 'EXPIRED' ELSE status END
$$;

-- The two sides see it: who is to join, who sent it, and owners and co-authors of the idea. Staff do not: it is private.
CREATE FUNCTION may_see_request(of_idea text, actor text, sender text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer IS NOT NULL AND (sender = viewer OR acts_for(viewer, actor) OR is_editor(of_idea, viewer))
$$;

-- A proposed change: the whole text, and the version that it was written on. body has the fields of IdeaInput.
CREATE TABLE amendment (
  id            text PRIMARY KEY, -- amendment_...
  idea_id       text NOT NULL REFERENCES idea DEFERRABLE,
  author_id     text NOT NULL REFERENCES actor DEFERRABLE,
  base_version  integer NOT NULL CHECK (base_version >= 1),
  body          jsonb NOT NULL CHECK (body ?& ARRAY['title', 'summary']),
  note          text NOT NULL,
  status        text NOT NULL DEFAULT 'PROPOSED' CHECK (status IN ('PROPOSED', 'ACCEPTED', 'REJECTED', 'WITHDRAWN', 'OUTDATED')),
  created_at    timestamptz NOT NULL,
  decided_at    timestamptz,
  decision_note text
);
CREATE INDEX amendment_idea ON amendment (idea_id, created_at DESC, id DESC);
CREATE INDEX amendment_author ON amendment (author_id, created_at DESC, id DESC);

-- Owners, co-authors, the author and staff see all of an idea's amendments, others those that were accepted and that were
-- written on a version which everybody may read. Whoever asks must see the idea as well.
CREATE FUNCTION may_see_amendment(
  of_idea text, author text, status text, base_version integer, first_public_version integer, viewer text, staff boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (status = 'ACCEPTED' AND coalesce(base_version >= first_public_version, false)) OR staff
    OR (viewer IS NOT NULL AND (author = viewer OR is_editor(of_idea, viewer)))
$$;

-- A comment; one level of answers. body is null when its author deleted it and there are answers.
CREATE TABLE comment (
  id          text PRIMARY KEY, -- comment_...
  idea_id     text NOT NULL REFERENCES idea DEFERRABLE,
  author_id   text NOT NULL REFERENCES actor DEFERRABLE,
  reply_to_id text REFERENCES comment DEFERRABLE,
  body        text CHECK (length(body) <= 5000),
  language    text NOT NULL CHECK (language IN ('DE', 'EN', 'DE_SIMPLE')),
  created_at  timestamptz NOT NULL,
  edited_at   timestamptz,
  is_hidden   boolean NOT NULL DEFAULT false
);
CREATE INDEX comment_idea ON comment (idea_id, created_at, id) WHERE reply_to_id IS NULL;
CREATE INDEX comment_replies ON comment (reply_to_id, created_at, id);
CREATE INDEX comment_author ON comment (author_id, created_at DESC);

-- To whom a request belongs: the member who sent it, who is to join, and the verified administrators of an organisation.
CREATE VIEW team_request_parties AS
  SELECT r.id, r.sender_id AS member_id FROM team_request r
  UNION SELECT r.id, r.actor_id FROM team_request r
  UNION SELECT r.id, m.member_id FROM organisation_membership m JOIN team_request r ON r.actor_id = m.organisation_id
    WHERE m.role = 'ADMIN' AND m.verified;

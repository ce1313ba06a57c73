-- Contact: requests, conversations, who wants nothing more to do with whom; and who sees profiles for contacts.

-- Who was blocked is not told so. blocker_id is a member; for an organisation its administrators block.
CREATE TABLE block (
  blocker_id text NOT NULL REFERENCES actor DEFERRABLE,
  blocked_id text NOT NULL REFERENCES actor DEFERRABLE,
  since      timestamptz NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id),
  CHECK (blocker_id <> blocked_id)
);
CREATE INDEX block_blocked ON block (blocked_id);

CREATE FUNCTION is_blocked(one text, other text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM block b WHERE b.blocked_id = other AND acts_for(b.blocker_id, one))
    OR EXISTS (SELECT FROM block b WHERE b.blocked_id = one AND acts_for(b.blocker_id, other))
$$;

-- What two sides write to each other; one for each pair. A side is a member or an organisation.
CREATE TABLE conversation (
  id         text PRIMARY KEY, -- conversation_...
  one_id     text NOT NULL REFERENCES actor DEFERRABLE,
  other_id   text NOT NULL REFERENCES actor DEFERRABLE,
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL, -- of the newest message
  CHECK (one_id < other_id),
  UNIQUE (one_id, other_id)
);
CREATE INDEX conversation_one ON conversation (one_id, changed_at DESC, id DESC);
CREATE INDEX conversation_other ON conversation (other_id, changed_at DESC, id DESC);

CREATE TABLE message (
  id              text PRIMARY KEY, -- message_...
  conversation_id text NOT NULL REFERENCES conversation DEFERRABLE,
  side_id         text NOT NULL REFERENCES actor DEFERRABLE, -- for whom it was written
  sender_id       text NOT NULL REFERENCES actor DEFERRABLE, -- the member who wrote it
  body            text CHECK (length(body) <= 4000), -- null: emptied when its author left
  sent_at         timestamptz NOT NULL,
  read_at         timestamptz
);
CREATE INDEX message_newest ON message (conversation_id, sent_at DESC, id DESC);
CREATE INDEX message_unread ON message (conversation_id, side_id) WHERE read_at IS NULL;
CREATE INDEX message_sender ON message (sender_id, sent_at DESC);

-- is_delivered: not so where one of the two has blocked the other; only the sender sees such a request.
CREATE TABLE contact_request (
  id           text PRIMARY KEY, -- contact_...
  from_id      text NOT NULL REFERENCES actor DEFERRABLE,
  to_id        text NOT NULL REFERENCES actor DEFERRABLE,
  about_id     text, -- what it is about, of any house
  about_type   text,
  subject_id   text, -- with about_id the pair of the match that led to it
  message      text NOT NULL CHECK (length(message) <= 2000),
  status       text NOT NULL DEFAULT 'PENDING'
    CHECK (status IN ('PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN', 'EXPIRED')),
  is_delivered boolean NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  decided_at   timestamptz
);
CREATE UNIQUE INDEX contact_request_open ON contact_request (from_id, to_id) WHERE status = 'PENDING';
CREATE INDEX contact_request_from ON contact_request (from_id, created_at DESC, id DESC);
CREATE INDEX contact_request_to ON contact_request (to_id, created_at DESC, id DESC);
CREATE INDEX contact_request_due ON contact_request (expires_at) WHERE status = 'PENDING';

-- A refusal is shown to the sender as PENDING until it would have expired; what time made of it is true at once.
CREATE FUNCTION shown_contact_status(status text, expires_at timestamptz, moment timestamptz, is_addressee boolean)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN status = 'PENDING' AND expires_at <= moment THEN 'EXPIRED'
    WHEN status = 'DECLINED' AND NOT is_addressee THEN CASE WHEN expires_at <= moment THEN 'EXPIRED' ELSE 'PENDING' END
    ELSE status END
$$;

-- The two sides see it; staff do not: it is private.
CREATE FUNCTION may_see_contact(from_id text, to_id text, is_delivered boolean, viewer text)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer IS NOT NULL AND (from_id = viewer OR (is_delivered AND acts_for(viewer, to_id)))
$$;

-- To whom a request belongs, as a list.
CREATE VIEW contact_request_parties AS
  SELECT r.id, r.from_id AS member_id FROM contact_request r
  UNION SELECT r.id, r.to_id FROM contact_request r WHERE r.is_delivered
  UNION SELECT r.id, m.member_id FROM organisation_membership m JOIN contact_request r ON r.to_id = m.organisation_id
    WHERE m.role = 'ADMIN' AND m.verified AND r.is_delivered;

-- Contacts have a conversation: it begins with an accepted request.
CREATE FUNCTION is_contact(owner text, viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM conversation c
    WHERE (c.one_id = owner AND acts_for(viewer, c.other_id)) OR (c.other_id = owner AND acts_for(viewer, c.one_id)))
    AND NOT is_blocked(owner, viewer)
$$;

-- CONTACTS: those with an accepted request with the owner; PRIVATE: the owner alone.
CREATE OR REPLACE FUNCTION may_see_profile(owner text, status text, visibility text, viewer text, staff boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (
    status = 'PUBLISHED' AND (visibility = 'PUBLIC' OR (visibility = 'MEMBERS' AND viewer IS NOT NULL)
      OR (visibility = 'CONTACTS' AND viewer IS NOT NULL AND is_contact(owner, viewer)))
    AND has_consent(owner, 'PROFILE_PUBLIC') AND is_present(owner)
  ) OR (staff AND visibility <> 'PRIVATE') OR (viewer IS NOT NULL AND acts_for(viewer, owner))
$$;

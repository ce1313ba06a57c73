-- What somebody was told of: made from events, at most once for each; the text is made when it is read.

CREATE TABLE notification (
  id           text PRIMARY KEY, -- notification_...
  recipient_id text NOT NULL REFERENCES actor DEFERRABLE,
  source       text NOT NULL, -- the house that told it
  event        text NOT NULL, -- its cursor there
  kind         text NOT NULL, -- of the event, such as team_request.sent
  subject_type text NOT NULL,
  subject_id   text NOT NULL,
  created_at   timestamptz NOT NULL,
  read_at      timestamptz,
  UNIQUE (source, event, recipient_id)
);
CREATE INDEX notification_newest ON notification (recipient_id, created_at DESC, id DESC);
CREATE INDEX notification_unread ON notification (recipient_id, created_at DESC, id DESC) WHERE read_at IS NULL;
CREATE INDEX notification_age ON notification (created_at);

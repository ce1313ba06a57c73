-- What the verbs of the house need: a queue for seats, who booked a slot, applications in two stages, a journal, reminders.

-- Ends that somebody decided are stored as CANCELLED: ENDED alone would wait for the day of the event.
ALTER TABLE support_offer DROP CONSTRAINT support_offer_status_check;
ALTER TABLE support_offer ADD CONSTRAINT support_offer_status_check
  CHECK (status IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED', 'CANCELLED'));

-- The place in the queue of a workshop, drawn under the lock of its row. Who cancels and comes again has a new row.
CREATE SEQUENCE registration_queue;
ALTER TABLE workshop_registration
  ADD queue_number bigint,
  ADD registered_by text; -- the member; null for those of before
UPDATE workshop_registration r SET queue_number = placed.number
FROM (SELECT id, row_number() OVER (ORDER BY registered_at, id) AS number FROM workshop_registration) placed
WHERE placed.id = r.id;
SELECT setval('registration_queue', (SELECT coalesce(max(queue_number), 0) + 1 FROM workshop_registration));
ALTER TABLE workshop_registration
  ALTER queue_number SET DEFAULT nextval('registration_queue'),
  ALTER queue_number SET NOT NULL,
  DROP CONSTRAINT workshop_registration_workshop_id_actor_id_key;
CREATE UNIQUE INDEX workshop_registration_once ON workshop_registration (workshop_id, actor_id) WHERE status <> 'CANCELLED';
CREATE INDEX workshop_registration_queue ON workshop_registration (workshop_id, queue_number);
CREATE INDEX workshop_registration_actor ON workshop_registration (actor_id, registered_at DESC, id DESC);

-- Who has a slot. One that is given back has no row any more; the journal remembers the deed.
CREATE TABLE slot_booking (
  slot_id   text PRIMARY KEY REFERENCES consultation_slot ON DELETE CASCADE,
  actor_id  text NOT NULL, -- a member, or the organisation that it is for
  booked_by text NOT NULL, -- the member
  idea_id   text,
  question  text NOT NULL,
  booked_at timestamptz NOT NULL,
  outcome   text
);
CREATE INDEX slot_booking_actor ON slot_booking (actor_id, booked_at DESC, slot_id DESC);
CREATE INDEX slot_booking_member ON slot_booking (booked_by);
CREATE INDEX consultation_slot_expert ON consultation_slot (expert_id, starts_at);

CREATE TABLE pilot_application (
  id            text PRIMARY KEY,
  call_id       text NOT NULL REFERENCES pilot_call,
  applicant_id  text NOT NULL, -- an organisation
  submitted_by  text, -- the member; null once that account is erased
  idea_id       text,
  title         text NOT NULL,
  description   text NOT NULL,
  needs         text[] NOT NULL,
  topic_slugs   text[] NOT NULL,
  plan          text, -- of stage two
  status        text NOT NULL CHECK (status IN ('SUBMITTED', 'NOT_ELIGIBLE', 'STAGE_ONE_PASSED', 'STAGE_TWO_SUBMITTED',
    'SELECTED', 'RESERVE', 'REJECTED', 'WITHDRAWN')),
  submitted_at  timestamptz NOT NULL,
  decision_note text,
  decided_at    timestamptz
);
CREATE UNIQUE INDEX pilot_application_once ON pilot_application (call_id, applicant_id) WHERE status <> 'WITHDRAWN';
CREATE INDEX pilot_application_call ON pilot_application (call_id, submitted_at, id);
CREATE INDEX pilot_application_applicant ON pilot_application (applicant_id, submitted_at DESC, id DESC);

-- A selection makes the project, once.
ALTER TABLE pilot_project ADD application_id text UNIQUE REFERENCES pilot_application;

-- Who did what, when: ids and states, never a name or a text of a person. It only grows.
CREATE TABLE journal (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  entity_type text NOT NULL,
  entity_id   text NOT NULL,
  action      text NOT NULL,
  from_state  text,
  to_state    text,
  actor_id    text, -- null: staff without an account, or the time
  at          timestamptz NOT NULL
);
CREATE INDEX journal_entity ON journal (entity_id, id);

-- What was reminded of, so that no replica does it again.
CREATE TABLE reminder (
  kind       text NOT NULL,
  subject_id text NOT NULL,
  due        timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_id, due)
);

-- Somebody's own: as a person, or by acting for an organisation.
CREATE FUNCTION speaks_for(viewer text, actor text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN viewer IS NOT NULL AND (
    viewer = actor OR EXISTS (SELECT FROM acts_for WHERE member_id = viewer AND organisation_id = actor));

-- Who reads an application: who acts for the applicant, staff, and experts of the pool.
CREATE FUNCTION reads_application(viewer text, is_staff boolean, has_scope boolean, applicant text) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN is_staff OR speaks_for(viewer, applicant)
    OR (has_scope AND EXISTS (SELECT FROM expert WHERE actor_id = viewer));

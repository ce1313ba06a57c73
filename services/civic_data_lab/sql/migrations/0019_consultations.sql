-- Appointments of the data consultation: who booked which slot, and what came of it (domain_slice2 2.9).

CREATE TABLE consultation_session (
  id              text PRIMARY KEY,
  slot_id         text NOT NULL REFERENCES consultation_slot ON DELETE CASCADE,
  member_id       text NOT NULL, -- who booked it
  on_behalf_of    text, -- the organisation that the member acts for
  idea_id         text,
  concern         text NOT NULL,
  status          text NOT NULL CHECK (status IN ('REQUESTED', 'CONFIRMED', 'HELD', 'CANCELLED')),
  outcome         text CHECK (outcome IN ('TRAINING', 'NETWORKING', 'SKETCH', 'IMPLEMENTATION_ELSEWHERE', 'NONE')),
  data_project_id text REFERENCES data_project,
  booked_at       timestamptz NOT NULL,
  decided_at      timestamptz,
  CHECK ((status = 'HELD') = (outcome IS NOT NULL))
);
-- A slot is one appointment's; what was cancelled leaves it.
CREATE UNIQUE INDEX consultation_session_once ON consultation_session (slot_id) WHERE status <> 'CANCELLED';
CREATE INDEX consultation_session_slot ON consultation_session (slot_id);
CREATE INDEX consultation_session_member ON consultation_session (member_id);
CREATE INDEX consultation_session_organisation ON consultation_session (on_behalf_of);

CREATE VIEW session_view AS
SELECT x.id, x.slot_id, x.member_id, x.on_behalf_of, x.idea_id, x.concern, x.status, x.outcome, x.data_project_id,
       s.consultation_id, s.starts_at
FROM consultation_session x JOIN consultation_slot s ON s.id = x.slot_id;

-- Who booked it, whoever acts for the organisation, and the staff; nobody else, on no way.
CREATE FUNCTION may_see_session(member_id text, on_behalf_of text, sees_all boolean, viewer_id text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN sees_all OR coalesce(member_id = viewer_id, false) OR coalesce(acts_as(viewer_id, on_behalf_of), false);

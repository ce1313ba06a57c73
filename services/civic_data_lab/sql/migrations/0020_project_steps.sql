-- Data projects step by step: sketches are handed in for a call, with the privacy text that the applicant has read.

CREATE TABLE privacy_text (
  version      text PRIMARY KEY,
  body         localized_text NOT NULL,
  published_on date NOT NULL
);
INSERT INTO privacy_text VALUES ('2023-07', '{"de": "Das Civic Data Lab speichert Ihre Skizze und wer sie eingereicht hat, bis das Vorhaben endet. Sie können beides einsehen und löschen lassen. Öffentlich wird ein Vorhaben erst mit dem Auftakt.", "en": "The Civic Data Lab keeps your sketch and who handed it in until the project ends. You can see both, and have them deleted. A project becomes public with its kick-off only.", "deSimple": "Wir speichern Ihren Text und Ihren Namen. Sie können alles lesen und löschen lassen. Andere sehen den Text erst, wenn das Projekt startet."}', '2023-07-01');

ALTER TABLE data_project
  ADD call_id              text REFERENCES data_project_call, -- null for those of before, and for sketches of a consultation
  ADD data_description     text, -- for the applicant and the staff
  ADD privacy_text_version text,
  ADD submitted_by         text, -- the member
  ADD submitted_at         timestamptz;
CREATE INDEX data_project_of_call ON data_project (call_id, stage);

-- Two steps may be of one moment.
ALTER TABLE data_project_stage DROP CONSTRAINT data_project_stage_pkey;
ALTER TABLE data_project_stage ADD number integer GENERATED ALWAYS AS IDENTITY;
ALTER TABLE data_project_stage ADD PRIMARY KEY (project_id, number);

-- The applicant, a participant, or whoever acts for one of them.
CREATE FUNCTION is_in_project(project text, viewer text) RETURNS boolean LANGUAGE sql STABLE STRICT PARALLEL SAFE
RETURN EXISTS (SELECT FROM data_project p WHERE p.id = project AND acts_as(viewer, p.applicant_id))
  OR EXISTS (SELECT FROM project_participant a WHERE a.project_id = project AND acts_as(viewer, a.actor_id));

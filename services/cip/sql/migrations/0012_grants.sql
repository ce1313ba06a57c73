-- Applications of consortia: each partner confirms for itself, the coordinator submits in two steps (domain_slice2 2.7).

ALTER TABLE funding_call ADD application_until timestamptz; -- of the second step; the first one's is apply_until

CREATE TABLE grant_application (
    id               text PRIMARY KEY,
    reference_number text NOT NULL UNIQUE,
    call_id          text NOT NULL REFERENCES funding_call,
    title            text NOT NULL,
    abstract         text NOT NULL,
    idea_id          text,
    consortium_name  text NOT NULL,
    status           text NOT NULL CHECK (status IN (
        'DRAFT', 'EOI_SUBMITTED', 'EOI_NEGATIVE', 'INVITED_TO_APPLY', 'APPLICATION_SUBMITTED', 'IN_ASSESSMENT', 'GRANTED',
        'REJECTED', 'WITHDRAWN')),
    version          integer NOT NULL DEFAULT 1 CHECK (version > 0),
    created_at       timestamptz NOT NULL,
    submitted_at     timestamptz -- of the newest step
);
CREATE INDEX grant_application_call ON grant_application (call_id, reference_number);

CREATE TABLE application_partner (
    application_id   text NOT NULL REFERENCES grant_application,
    organisation_id  text NOT NULL,
    position         integer NOT NULL,
    role             text NOT NULL CHECK (role IN ('COORDINATOR', 'PARTNER', 'ASSOCIATED')),
    sector           sector NOT NULL,
    requested        numeric(12, 2) NOT NULL CHECK (requested >= 0),
    status           text NOT NULL CHECK (status IN ('INVITED', 'CONFIRMED', 'DECLINED')),
    answered_at      timestamptz,
    PRIMARY KEY (application_id, organisation_id)
);
CREATE INDEX application_partner_organisation ON application_partner (organisation_id, application_id);

CREATE TABLE application_step (
    application_id   text NOT NULL REFERENCES grant_application,
    number           integer NOT NULL,
    status           text NOT NULL,
    at               timestamptz NOT NULL,
    note             text,
    PRIMARY KEY (application_id, number)
);

CREATE TABLE call_counter (
    call_id text PRIMARY KEY REFERENCES funding_call,
    last    integer NOT NULL
);

ALTER TABLE funded_project ADD application_id text UNIQUE REFERENCES grant_application;

-- Administrators of all partners that have not declined, and staff; nobody else, on no way.
CREATE FUNCTION application_is_visible(application text, viewer text, viewer_is_staff boolean) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN viewer_is_staff OR EXISTS (
        SELECT FROM application_partner AS partner JOIN acts_for USING (organisation_id)
        WHERE partner.application_id = application AND partner.status <> 'DECLINED' AND acts_for.member_id = viewer);

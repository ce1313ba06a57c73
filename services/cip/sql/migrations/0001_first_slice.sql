-- Civic Innovation Platform: competition, funding, public pages and what is left of the former community.
-- Keys of other services (idea_id, member_id, organisation_id, topic_slug, region_ars) are plain text: no foreign key leaves
-- this database. Money is EUR; amounts are numeric(12, 2).

-- What the ministry writes: {"de": "...", "en": "...", "deSimple": "..."}; German is always there.
CREATE DOMAIN localized_text AS jsonb
    CHECK (jsonb_typeof(VALUE -> 'de') = 'string' AND VALUE - ARRAY['de', 'en', 'deSimple'] = '{}'::jsonb);

CREATE DOMAIN euro AS numeric(12, 2) CHECK (VALUE >= 0);

CREATE DOMAIN sector AS text CHECK (VALUE IN (
    'CIVIL_SOCIETY', 'WELFARE', 'SCIENCE', 'BUSINESS', 'STARTUP', 'PUBLIC_ADMINISTRATION', 'MUNICIPALITY', 'TRADE_UNION',
    'PRIVATE_PERSON'));

CREATE DOMAIN offer_status AS text CHECK (VALUE IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED'));

CREATE DOMAIN competition_category AS text CHECK (VALUE IN (
    'KNOWLEDGE_AND_LEARNING', 'ADMINISTRATION_AND_DEMOCRACY', 'INCLUSION_AND_DIVERSITY', 'WORK_AND_PARTICIPATION'));

CREATE DOMAIN round_phase AS text CHECK (VALUE IN (
    'ANNOUNCED', 'SUBMISSION', 'SCREENING', 'PITCH', 'JURY_DELIBERATION', 'AWARDED', 'SUPPORT', 'COMPLETED', 'CANCELLED'));

CREATE TABLE programme_text (
    slug            text PRIMARY KEY,
    name            localized_text NOT NULL,
    description     localized_text NOT NULL,
    status          text NOT NULL CHECK (status IN ('PLANNED', 'ACTIVE', 'PAUSED', 'ENDED')),
    runs_from       date,
    runs_until      date,
    operator_name   text,
    ministry_codes  text[] NOT NULL,
    CHECK (runs_until >= runs_from)
);

CREATE TABLE public_page (
    slug            text PRIMARY KEY,
    programme_slug  text NOT NULL REFERENCES programme_text,
    position        integer NOT NULL,
    title           localized_text NOT NULL,
    body            localized_text NOT NULL,
    updated_at      timestamptz NOT NULL,
    UNIQUE (programme_slug, position)
);

-- The ministry's mapping of the shared topics to the four categories of the competition.
CREATE TABLE topic_category (
    topic_slug      text PRIMARY KEY,
    category        competition_category NOT NULL
);

CREATE TABLE competition_round (
    id              text PRIMARY KEY,
    programme_slug  text NOT NULL REFERENCES programme_text,
    number          integer NOT NULL UNIQUE CHECK (number > 0),
    title           localized_text NOT NULL,
    summary         localized_text NOT NULL,
    status          offer_status NOT NULL,
    phase           round_phase NOT NULL,
    audiences       text[] NOT NULL,
    apply_until     timestamptz,
    url             text,
    max_awards      integer NOT NULL CHECK (max_awards > 0),
    max_prize       euro NOT NULL
);

CREATE TABLE round_phase_date (
    round_id        text NOT NULL REFERENCES competition_round,
    phase           round_phase NOT NULL,
    on_date         date NOT NULL,
    PRIMARY KEY (round_id, phase)
);

CREATE TABLE criterion (
    round_id        text NOT NULL REFERENCES competition_round,
    key             text NOT NULL,
    position        integer NOT NULL,
    label           localized_text NOT NULL,
    weight          double precision NOT NULL CHECK (weight > 0 AND weight <= 1),
    PRIMARY KEY (round_id, key),
    UNIQUE (round_id, position)
);

-- The text of an entry is frozen at submission; the idea behind it goes on living on the Ideenmarkt.
CREATE TABLE competition_entry (
    id                text PRIMARY KEY,
    reference_number  text NOT NULL UNIQUE,
    round_id          text NOT NULL REFERENCES competition_round,
    idea_id           text,
    idea_version      integer NOT NULL CHECK (idea_version > 0),
    category          competition_category NOT NULL,
    status            text NOT NULL CHECK (status IN (
        'DRAFT', 'SUBMITTED', 'FORMALLY_REJECTED', 'ELIGIBLE', 'INVITED_TO_PITCH', 'NOT_SELECTED', 'AWARDED', 'WITHDRAWN')),
    title_frozen      text NOT NULL,
    abstract_frozen   text NOT NULL,
    submitted_at      timestamptz,
    CHECK (submitted_at IS NOT NULL OR status IN ('DRAFT', 'WITHDRAWN'))
);
CREATE INDEX competition_entry_round ON competition_entry (round_id, reference_number);
CREATE INDEX competition_entry_idea ON competition_entry (idea_id);

-- A line is a person of the marketplace (member_id), a former CIP member (cip_member_number; the marketplace knows the
-- member by that second key), and/or an organisation. The frozen name stays when a person declines the migration.
CREATE TABLE entry_team (
    entry_id           text NOT NULL REFERENCES competition_entry,
    position           integer NOT NULL,
    member_id          text,
    cip_member_number  text,
    organisation_id    text,
    sector             sector NOT NULL,
    name_frozen        text NOT NULL,
    PRIMARY KEY (entry_id, position)
);
CREATE INDEX entry_team_member ON entry_team (member_id);
CREATE INDEX entry_team_cip_member ON entry_team (cip_member_number);
CREATE INDEX entry_team_organisation ON entry_team (organisation_id);

CREATE TABLE pitch (
    entry_id        text PRIMARY KEY REFERENCES competition_entry,
    at              timestamptz NOT NULL,
    slot_minutes    integer NOT NULL CHECK (slot_minutes > 0),
    video_url       text,
    is_online       boolean NOT NULL
);

CREATE TABLE award (
    id              text PRIMARY KEY,
    entry_id        text NOT NULL UNIQUE REFERENCES competition_entry,
    round_id        text NOT NULL REFERENCES competition_round,
    category        competition_category NOT NULL,
    prize           euro NOT NULL,
    laudation       localized_text,
    awarded_on      date NOT NULL
);
CREATE INDEX award_round ON award (round_id);
CREATE INDEX award_newest ON award (awarded_on DESC, id);

CREATE TABLE prize_tranche (
    award_id        text NOT NULL REFERENCES award,
    number          integer NOT NULL CHECK (number BETWEEN 1 AND 3),
    amount          euro NOT NULL,
    condition       localized_text NOT NULL,
    status          text NOT NULL CHECK (status IN ('PLANNED', 'CONDITION_MET', 'PAID', 'FORFEITED')),
    paid_on         date,
    PRIMARY KEY (award_id, number),
    CHECK ((status = 'PAID') = (paid_on IS NOT NULL))
);

CREATE TABLE funding_call (
    id                         text PRIMARY KEY,
    programme_slug             text NOT NULL REFERENCES programme_text,
    title                      localized_text NOT NULL,
    summary                    localized_text NOT NULL,
    status                     offer_status NOT NULL,
    phase                      text NOT NULL CHECK (phase IN (
        'ANNOUNCED', 'EXPRESSION_OF_INTEREST', 'APPLICATION', 'ASSESSMENT', 'GRANTED', 'RUNNING', 'CLOSED', 'CANCELLED')),
    audiences                  text[] NOT NULL,
    apply_until                timestamptz,
    url                        text,
    guideline_url              text NOT NULL,
    project_management_agency  text NOT NULL,
    max_funding_per_project    euro NOT NULL,
    budget                     euro,
    min_partners               integer NOT NULL CHECK (min_partners > 0),
    required_sectors           integer NOT NULL CHECK (required_sectors > 0)
);

-- continues_type/continues_id: the pilot or data project of another ministry that this project goes on with.
CREATE TABLE funded_project (
    id               text PRIMARY KEY,
    call_id          text NOT NULL REFERENCES funding_call,
    programme_slug   text NOT NULL REFERENCES programme_text,
    grant_number     text NOT NULL UNIQUE,
    title            text NOT NULL,
    abstract         localized_text NOT NULL,
    status           text NOT NULL CHECK (status IN ('PLANNED', 'RUNNING', 'PAUSED', 'COMPLETED', 'DISCONTINUED')),
    maturity         text NOT NULL CHECK (maturity IN ('IDEA', 'CONCEPT', 'PROTOTYPE', 'PILOT', 'IN_USE')),
    runs_from        date NOT NULL,
    runs_until       date,
    idea_id          text,
    region_ars       text,
    repository_url   text,
    license          text,
    consortium_name  text NOT NULL,
    funding          euro NOT NULL,
    continues_type   text CHECK (continues_type IN ('PilotProject', 'DataProject')),
    continues_id     text UNIQUE,
    CHECK (runs_until >= runs_from),
    CHECK ((continues_type IS NULL) = (continues_id IS NULL))
);
CREATE INDEX funded_project_call ON funded_project (call_id);
CREATE INDEX funded_project_idea ON funded_project (idea_id);
CREATE INDEX funded_project_region ON funded_project (region_ars);
CREATE INDEX funded_project_newest ON funded_project (runs_from DESC, id);

CREATE TABLE consortium_partner (
    project_id       text NOT NULL REFERENCES funded_project,
    organisation_id  text NOT NULL,
    position         integer NOT NULL,
    role             text NOT NULL CHECK (role IN ('COORDINATOR', 'PARTNER', 'ASSOCIATED')),
    sector           sector NOT NULL,
    funding          euro,
    PRIMARY KEY (project_id, organisation_id),
    UNIQUE (project_id, position)
);
CREATE UNIQUE INDEX consortium_one_coordinator ON consortium_partner (project_id) WHERE role = 'COORDINATOR';
CREATE INDEX consortium_partner_organisation ON consortium_partner (organisation_id);

-- The grant year by year: what fundingTotal(period) sums.
CREATE TABLE funding_share (
    project_id       text NOT NULL,
    organisation_id  text NOT NULL,
    year             integer NOT NULL CHECK (year BETWEEN 2020 AND 2099),
    amount           euro NOT NULL,
    PRIMARY KEY (project_id, organisation_id, year),
    FOREIGN KEY (project_id, organisation_id) REFERENCES consortium_partner
);
CREATE INDEX funding_share_organisation ON funding_share (organisation_id, year);

CREATE TABLE milestone (
    project_id      text NOT NULL REFERENCES funded_project,
    position        integer NOT NULL,
    title           localized_text NOT NULL,
    due_on          date NOT NULL,
    reached_on      date,
    PRIMARY KEY (project_id, position)
);

-- Topics of rounds, calls and funded projects; entity_id is the id of one of them.
CREATE TABLE entity_topic (
    entity_id       text NOT NULL,
    topic_slug      text NOT NULL,
    position        integer NOT NULL,
    PRIMARY KEY (entity_id, topic_slug)
);
CREATE INDEX entity_topic_topic ON entity_topic (topic_slug, entity_id);

-- The former CIP community: served here until the marketplace has taken its fields over (@override), then dropped.
-- member_id is the person's account in the marketplace once it is claimed; until then the number is the only key.
CREATE TABLE legacy_member (
    cip_member_number  text PRIMARY KEY,
    member_id          text UNIQUE,
    display_name       text NOT NULL,
    member_since       date NOT NULL
);

CREATE TABLE legacy_idea (
    idea_id         text PRIMARY KEY,
    title           text NOT NULL,
    summary         text NOT NULL
);

-- Who may see an entry: everybody once it is awarded; its team and the ministry's staff always.
CREATE FUNCTION entry_is_visible(entry competition_entry, viewer text, viewer_is_staff boolean) RETURNS boolean
    LANGUAGE sql STABLE
    RETURN entry.status = 'AWARDED' OR viewer_is_staff OR EXISTS (
        SELECT FROM entry_team AS line LEFT JOIN legacy_member AS former USING (cip_member_number)
        WHERE line.entry_id = entry.id AND viewer IN (line.member_id, former.member_id));

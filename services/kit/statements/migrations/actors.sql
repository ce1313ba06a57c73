-- The copies of actors and of who acts for whom, which the marketplace owns: with them a house knows who is a member,
-- and who speaks for an organisation, also while the marketplace is away. They follow its events.
CREATE TABLE actor_fact (
  id            text PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('MEMBER', 'ORGANISATION')),
  state         text NOT NULL CHECK (state IN ('ACTIVE', 'UNCLAIMED', 'GHOST')),
  sector        text NOT NULL,
  is_non_profit boolean NOT NULL
);

-- Verified administrators only.
CREATE TABLE acts_for (
  member_id       text NOT NULL,
  organisation_id text NOT NULL,
  PRIMARY KEY (member_id, organisation_id)
);
CREATE INDEX acts_for_organisation ON acts_for (organisation_id, member_id);

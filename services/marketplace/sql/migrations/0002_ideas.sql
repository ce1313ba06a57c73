-- The Ideenmarkt: ideas, their versions, teams and open roles.

CREATE TABLE idea (
  id                     text PRIMARY KEY, -- idea_...
  slug                   text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]+$'),
  title                  text NOT NULL,
  summary                text NOT NULL,
  problem                text NOT NULL,
  solution               text NOT NULL,
  common_good_benefit    text NOT NULL,
  target_groups          text[] NOT NULL DEFAULT '{}',
  language               text NOT NULL CHECK (language IN ('DE', 'EN', 'DE_SIMPLE')),
  status                 text NOT NULL CHECK (status IN ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'PAUSED', 'IN_IMPLEMENTATION',
                           'COMPLETED', 'WITHDRAWN', 'HIDDEN_BY_MODERATION', 'ARCHIVED')),
  maturity               text NOT NULL CHECK (maturity IN ('IDEA', 'CONCEPT', 'PROTOTYPE', 'PILOT', 'IN_USE')),
  ai_methods             text[] NOT NULL DEFAULT '{}'
    CHECK (ai_methods <@ ARRAY['NLP', 'LLM', 'COMPUTER_VISION', 'SPEECH', 'TABULAR_ML', 'TIME_SERIES', 'RECOMMENDER',
                               'GEO_AI', 'ROBOTICS', 'NONE_YET']),
  expected_users         integer CHECK (expected_users >= 0),
  data_needs             text,
  region_ars             text REFERENCES region DEFERRABLE,
  origin_programme       text REFERENCES programme_ref DEFERRABLE,
  author_id              text NOT NULL REFERENCES actor DEFERRABLE,
  developed_from_id      text REFERENCES idea DEFERRABLE,
  version                integer NOT NULL DEFAULT 1 CHECK (version >= 1), -- the newest row of idea_version
  created_at             timestamptz NOT NULL DEFAULT now(),
  published_at           timestamptz,
  updated_at             timestamptz NOT NULL DEFAULT now(),
  -- Full text in the language of the idea: members write one language, nobody translates them.
  tsv tsvector GENERATED ALWAYS AS (
    CASE WHEN language = 'EN' THEN
      setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B')
      || to_tsvector('english', problem || ' ' || solution || ' ' || common_good_benefit || ' ' || coalesce(data_needs, ''))
    ELSE
      setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', summary), 'B')
      || to_tsvector('german', problem || ' ' || solution || ' ' || common_good_benefit || ' ' || coalesce(data_needs, ''))
    END
  ) STORED
);
CREATE INDEX idea_tsv ON idea USING gin (tsv);
CREATE INDEX idea_newest ON idea (coalesce(published_at, created_at) DESC, id DESC);
CREATE INDEX idea_updated ON idea (updated_at DESC, id DESC);
CREATE INDEX idea_region ON idea (region_ars);
CREATE INDEX idea_author ON idea (author_id);
CREATE INDEX idea_developed_from ON idea (developed_from_id);

CREATE TABLE idea_topic (
  idea_id    text NOT NULL REFERENCES idea DEFERRABLE,
  topic_slug text NOT NULL REFERENCES topic DEFERRABLE,
  PRIMARY KEY (idea_id, topic_slug)
);
CREATE INDEX idea_topic_topic ON idea_topic (topic_slug);

CREATE TABLE idea_sdg (
  idea_id text NOT NULL REFERENCES idea DEFERRABLE,
  sdg     integer NOT NULL REFERENCES sdg DEFERRABLE,
  PRIMARY KEY (idea_id, sdg)
);

CREATE TABLE idea_team (
  idea_id   text NOT NULL REFERENCES idea DEFERRABLE,
  actor_id  text NOT NULL REFERENCES actor DEFERRABLE,
  role      text NOT NULL CHECK (role IN ('OWNER', 'CO_AUTHOR', 'CONTRIBUTOR', 'MENTOR')),
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (idea_id, actor_id)
);
CREATE INDEX idea_team_actor ON idea_team (actor_id);

CREATE TABLE open_role (
  id              text PRIMARY KEY, -- role_...
  idea_id         text NOT NULL REFERENCES idea DEFERRABLE,
  kind            text NOT NULL CHECK (kind IN ('DOMAIN_EXPERTISE', 'AI_DEVELOPMENT', 'DATA_SCIENCE', 'UX_DESIGN',
                    'PROJECT_MANAGEMENT', 'LAW_AND_ETHICS', 'FUNDING_KNOWLEDGE', 'DATA_ACCESS', 'TEST_FIELD', 'VOLUNTEERING',
                    'FINANCING')),
  description     text NOT NULL,
  hours_per_month integer CHECK (hours_per_month > 0),
  filled          boolean NOT NULL DEFAULT false
);
CREATE INDEX open_role_idea ON open_role (idea_id);

CREATE TABLE idea_support (
  idea_id  text NOT NULL REFERENCES idea DEFERRABLE,
  actor_id text NOT NULL REFERENCES actor DEFERRABLE,
  since    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (idea_id, actor_id)
);

-- Every state that the text of an idea ever had. body has the fields of IdeaInput:
-- title summary problem solution commonGoodBenefit targetGroups language maturity aiMethods expectedUsers dataNeeds
-- topicSlugs sdgs regionArs. The hash is made here, so that no writer can forget it.
CREATE TABLE idea_version (
  idea_id     text NOT NULL REFERENCES idea DEFERRABLE,
  number      integer NOT NULL CHECK (number >= 1),
  editor_id   text NOT NULL REFERENCES actor DEFERRABLE,
  created_at  timestamptz NOT NULL DEFAULT now(),
  change_note text,
  body        jsonb NOT NULL CHECK (body ?& ARRAY['title', 'summary']),
  hash        text NOT NULL DEFAULT '',
  PRIMARY KEY (idea_id, number)
);

CREATE FUNCTION seal_idea_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.hash := encode(sha256(convert_to(NEW.idea_id || ':' || NEW.number || ':' || NEW.body::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER idea_version_seal BEFORE INSERT ON idea_version FOR EACH ROW EXECUTE FUNCTION seal_idea_version();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER idea_version_append_only BEFORE UPDATE OR DELETE ON idea_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

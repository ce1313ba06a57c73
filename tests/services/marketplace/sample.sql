-- A small world: names of persons are invented, everything is inserted in the order of the foreign keys.
INSERT INTO sdg VALUES (3, '{"de": "Gesundheit", "en": "Health"}', '#4C9F38'), (4, '{"de": "Bildung"}', '#C5192D'),
  (10, '{"de": "Weniger Ungleichheiten"}', '#DD1367'), (15, '{"de": "Leben an Land"}', '#56C02B');
INSERT INTO topic VALUES
  ('inclusion', NULL, '{"de": "Inklusion", "en": "Inclusion", "deSimple": "Alle gehören dazu"}', 1),
  ('plain-language', 'inclusion', '{"de": "Leichte Sprache", "en": "Plain language"}', 1),
  ('sign-language', 'inclusion', '{"de": "Gebärdensprache"}', 2),
  ('biodiversity', NULL, '{"de": "Artenvielfalt", "en": "Biodiversity"}', 2),
  ('birds', 'biodiversity', '{"de": "Vögel", "en": "Birds"}', 1),
  ('education', NULL, '{"de": "Bildung"}', 3);
INSERT INTO topic_sdg VALUES ('inclusion', 10), ('inclusion', 3), ('biodiversity', 15);
INSERT INTO region VALUES
  ('000000000000', 'DE', 'Deutschland', 'COUNTRY', NULL),
  ('150000000000', 'DEE', 'Sachsen-Anhalt', 'STATE', '000000000000'),
  ('150020000000', 'DEE02', 'Halle (Saale)', 'DISTRICT', '150000000000'),
  ('150885212000', NULL, 'Ähnlingen', 'MUNICIPALITY', '150000000000'),
  ('110000000000', 'DE3', 'Berlin', 'STATE', '000000000000');
INSERT INTO ministry VALUES ('labour', 1), ('family', 2), ('environment', 3);
INSERT INTO ministry_name VALUES
  ('labour', 'BMAS', '{"de": "Bundesministerium für Arbeit und Soziales"}', '2002-10-22', NULL),
  ('family', 'BMFSFJ', '{"de": "Bundesministerium für Familie, Senioren, Frauen und Jugend"}', '1994-11-17', '2025-05-05'),
  ('family', 'BMBFSFJ', '{"de": "Bundesministerium für Bildung, Familie, Senioren, Frauen und Jugend"}', '2025-05-06', NULL),
  ('environment', 'BMUV', '{"de": "Bundesministerium für Umwelt und Verbraucherschutz"}', '2021-12-08', '2025-05-05'),
  ('environment', 'BMUKN', '{"de": "Bundesministerium für Umwelt, Klimaschutz und Naturschutz"}', '2025-05-06', NULL);
INSERT INTO programme_ref VALUES ('cip', 'CipProgramme', 1), ('ideenwerkstatt', 'IdeenwerkstattProgramme', 2),
  ('civic-data-lab', 'CivicDataLabProgramme', 3), ('civic-coding', 'CivicCodingProgramme', 4);
INSERT INTO programme_ministry VALUES ('cip', 'labour', 1), ('ideenwerkstatt', 'environment', 1),
  ('civic-data-lab', 'family', 1), ('civic-coding', 'labour', 1), ('civic-coding', 'family', 2), ('civic-coding', 'environment', 3);
INSERT INTO civic_coding_programme VALUES ('civic-coding', '{"de": "Civic Coding", "en": "Civic Coding"}',
  '{"de": "Innovationsnetz KI für das Gemeinwohl"}', 'ACTIVE', '2021-06-01', NULL, 'Geschäftsstelle');

INSERT INTO actor VALUES
  ('member_mira', 'MEMBER', 'demo-mira', 'Mira Lampenwald (fiktiv)', 'CIVIL_SOCIETY', '150020000000'),
  ('member_jo', 'MEMBER', 'demo-jo', 'Jo Kieselstern (fiktiv)', 'SCIENCE', '110000000000'),
  ('member_ada', 'MEMBER', 'demo-ada', 'أدا Wolkenbrück 🦉 (fiktiv)', 'STARTUP', NULL),
  ('member_old', 'MEMBER', 'demo-olaf-altnamen', 'Olaf Altnamen (fiktiv)', 'WELFARE', NULL),
  ('member_ghost', 'MEMBER', 'demo-gerda-weg', 'Gerda Weg (fiktiv)', 'PRIVATE_PERSON', NULL),
  ('org_haus', 'ORGANISATION', 'demo-haus', 'Nachbarschaftshaus (fiktiv)', 'WELFARE', '150020000000'),
  ('org_lab', 'ORGANISATION', 'demo-lab', 'Datenlabor (fiktiv)', 'SCIENCE', '110000000000');
INSERT INTO actor_topic VALUES ('member_jo', 'plain-language'), ('member_jo', 'birds'), ('org_haus', 'inclusion');
INSERT INTO member (actor_id, state, cip_member_number, member_since) VALUES
  ('member_mira', 'ACTIVE', 'CIP-0815', '2020-11-01'), ('member_jo', 'ACTIVE', NULL, '2024-02-29'),
  ('member_ada', 'ACTIVE', NULL, '2025-01-01'), ('member_old', 'UNCLAIMED', 'CIP-4711', '2020-11-02'),
  ('member_ghost', 'GHOST', NULL, '2022-01-01');
INSERT INTO organisation (actor_id, legal_name, legal_form, is_non_profit, website) VALUES
  ('org_haus', 'Nachbarschaftshaus Musterheim', 'e. V.', true, 'https://haus.example.org'),
  ('org_lab', 'Datenlabor', 'gGmbH', true, NULL);
INSERT INTO organisation_membership VALUES ('org_haus', 'member_mira', 'ADMIN', true),
  ('org_lab', 'member_jo', 'ADMIN', false), ('org_lab', 'member_mira', 'MEMBER', true);

INSERT INTO idea (id, slug, title, summary, problem, solution, common_good_benefit, language, status, maturity, ai_methods,
  expected_users, data_needs, region_ars, origin_programme, author_id, developed_from_id, version, created_at, published_at,
  updated_at) VALUES
  ('idea_plain', 'leichte-sprache', 'Leichte Sprache für Bescheide', 'Behördliche Bescheide werden verständlich.',
   'Viele Menschen verstehen amtliche Bescheide nicht.', 'Ein Sprachmodell übersetzt Bescheide in Leichte Sprache.',
   'Menschen mit Lernschwierigkeiten nehmen ihre Rechte wahr.', 'DE', 'PUBLISHED', 'PILOT', '{NLP,LLM}', 5000, 'Bescheide',
   '150020000000', 'cip', 'org_haus', NULL, 2, '2024-01-01Z', '2024-01-10Z', '2025-01-01Z'),
  ('idea_birds', 'vogelstimmen', 'Vogelstimmen erkennen', 'Mikrofone im Wald hören Vögel.',
   'Niemand zählt alle Vögel.', 'Ein Klangmodell erkennt Arten.', 'Naturschutz weiß mehr.', 'DE', 'PUBLISHED', 'CONCEPT',
   '{SPEECH}', NULL, NULL, NULL, NULL, 'member_mira', NULL, 1, '2024-02-01Z', '2024-02-10Z', '2024-02-10Z'),
  ('idea_fork', 'plain-notices', 'Plain notices for everybody', 'Official notices in plain English, as Leichte Sprache.',
   'Notices are hard to read.', 'A language model rewrites notices.', 'People know their rights.', 'EN', 'IN_IMPLEMENTATION',
   'IDEA', '{LLM}', NULL, NULL, '110000000000', NULL, 'member_jo', 'idea_plain', 1, '2024-03-01Z', '2024-03-10Z', '2024-03-10Z'),
  ('idea_draft', 'entwurf', 'Geheimer Entwurf', 'Noch nicht fertig.', 'Ein Problem.', 'Eine Lösung.', 'Ein Nutzen.', 'DE',
   'DRAFT', 'IDEA', '{NONE_YET}', NULL, NULL, NULL, NULL, 'member_jo', NULL, 1, '2025-03-01Z', NULL, '2025-03-01Z'),
  ('idea_hidden', 'verborgen', 'Verborgene Vogelstimmen', 'Von der Moderation verborgen.', 'P', 'L', 'N', 'DE',
   'HIDDEN_BY_MODERATION', 'IDEA', '{}', NULL, NULL, NULL, NULL, 'member_ada', NULL, 1, '2024-04-01Z', '2024-04-02Z', '2024-04-02Z'),
  ('idea_old', 'alt', 'Alte Idee', 'Von früher.', 'P', 'L', 'N', 'DE', 'ARCHIVED', 'IN_USE', '{}', NULL, NULL,
   '150885212000', 'cip', 'member_old', NULL, 1, '2021-04-01Z', '2021-04-02Z', '2021-04-02Z');
INSERT INTO idea_topic VALUES ('idea_plain', 'plain-language'), ('idea_birds', 'birds'), ('idea_birds', 'education'),
  ('idea_fork', 'plain-language'), ('idea_draft', 'education'), ('idea_hidden', 'birds'), ('idea_old', 'inclusion');
INSERT INTO idea_sdg VALUES ('idea_plain', 10), ('idea_plain', 3), ('idea_birds', 15);
INSERT INTO idea_team VALUES
  ('idea_plain', 'org_haus', 'OWNER', '2024-01-01Z'), ('idea_plain', 'member_ada', 'CO_AUTHOR', '2024-01-02Z'),
  ('idea_plain', 'member_ghost', 'MENTOR', '2024-01-03Z'),
  ('idea_birds', 'member_mira', 'OWNER', '2024-02-01Z'), ('idea_fork', 'member_jo', 'OWNER', '2024-03-01Z'),
  ('idea_draft', 'member_jo', 'OWNER', '2025-03-01Z'), ('idea_hidden', 'member_ada', 'OWNER', '2024-04-01Z'),
  ('idea_old', 'member_old', 'OWNER', '2021-04-01Z');
INSERT INTO open_role VALUES ('role_1', 'idea_plain', 'DATA_SCIENCE', 'Wer wertet aus?', 8, false),
  ('role_2', 'idea_plain', 'UX_DESIGN', 'Wer gestaltet?', NULL, true), ('role_3', 'idea_draft', 'FINANCING', 'Wer zahlt?', NULL, false);
INSERT INTO idea_support VALUES ('idea_plain', 'member_jo'), ('idea_plain', 'member_ada'), ('idea_birds', 'member_jo');
INSERT INTO idea_version (idea_id, number, editor_id, created_at, change_note, body) VALUES
  ('idea_plain', 1, 'org_haus', '2024-01-01Z', NULL, '{"title": "Leichte Sprache", "summary": "Kurz.", "sdgs": [3]}'),
  ('idea_plain', 2, 'member_ada', '2025-01-01Z', 'Titel geschärft',
   '{"title": "Leichte Sprache für Bescheide", "summary": "Kurz.", "sdgs": [3, 10]}'),
  ('idea_draft', 1, 'member_jo', '2025-03-01Z', NULL, '{"title": "Geheimer Entwurf", "summary": "Noch nicht fertig."}');
UPDATE idea SET first_public_version = version WHERE published_at IS NOT NULL;
UPDATE idea SET first_public_version = 1 WHERE id = 'idea_plain';

INSERT INTO skill VALUES ('python', '{"de": "Python"}', 'https://esco.example.org/python'), ('nlp', '{"de": "Sprachtechnologie", "en": "Language technology"}', NULL);
INSERT INTO profile (id, owner_id, status, visibility, headline, about, language, offers, seeks, availability_hours_per_month,
  published_at, updated_at) VALUES
  ('profile_jo', 'member_jo', 'PUBLISHED', 'PUBLIC', 'Sprachmodelle für Leichte Sprache', 'Ich übersetze Bescheide.', 'DE',
   '{DATA_SCIENCE,AI_DEVELOPMENT}', '{TEST_FIELD}', 20, '2024-05-01Z', '2024-05-01Z'),
  ('profile_haus', 'org_haus', 'PUBLISHED', 'MEMBERS', 'Testfeld im Nachbarschaftshaus', 'Wir testen Leichte Sprache.', 'DE',
   '{TEST_FIELD}', '{DATA_SCIENCE}', NULL, '2024-06-01Z', '2024-06-01Z'),
  ('profile_ada', 'member_ada', 'PUBLISHED', 'PUBLIC', 'Nicht mehr öffentlich', 'Einwilligung zurückgezogen.', 'DE',
   '{UX_DESIGN}', '{}', NULL, '2024-07-01Z', '2024-07-01Z'),
  ('profile_mira', 'member_mira', 'DRAFT', 'PRIVATE', 'Mein Entwurf', 'Nur für mich.', 'DE', '{VOLUNTEERING}', '{}', NULL,
   NULL, '2024-08-01Z');
INSERT INTO profile_skill VALUES ('profile_jo', 'python'), ('profile_jo', 'nlp');
INSERT INTO consent (actor_id, purpose, granted, text_version, changed_at) VALUES
  ('member_jo', 'PROFILE_PUBLIC', true, '2024-1', '2024-05-01Z'), ('member_jo', 'MATCHING', true, '2024-1', '2024-05-01Z'),
  ('org_haus', 'PROFILE_PUBLIC', true, '2024-1', '2024-06-01Z'), ('org_haus', 'MATCHING', true, '2024-1', '2024-06-01Z'),
  ('member_ada', 'PROFILE_PUBLIC', true, '2024-1', '2024-07-01Z'), ('member_ada', 'MATCHING', true, '2024-1', '2024-07-01Z'),
  ('member_ada', 'PROFILE_PUBLIC', false, '2024-1', '2024-07-02Z'), ('member_ada', 'MATCHING', false, '2024-1', '2024-07-02Z');

INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions, audiences,
  apply_until, url) VALUES
  ('workshop_1', 'Workshop', 'ideenwerkstatt', 'WORKSHOP', 'OPEN', '{"de": "Werkstatt Vogelstimmen", "en": "Bird song workshop"}',
   '{"de": "Vogelstimmen mit KI erkennen"}', '{birds}', '{}', '{CIVIL_SOCIETY}', '2026-05-01Z', NULL),
  ('workshop_old', 'Workshop', 'ideenwerkstatt', 'WORKSHOP', 'ENDED', '{"de": "Werkstatt von gestern"}', '{"de": "Vorbei"}',
   '{birds}', '{}', '{}', '2025-05-01Z', NULL),
  ('call_1', 'FundingCall', 'cip', 'FUNDING', 'OPEN', '{"de": "Förderaufruf Leichte Sprache"}',
   '{"de": "Geld für verständliche Bescheide"}', '{plain-language}', '{}', '{WELFARE}', NULL, NULL),
  ('counselling_1', 'ProjectCounselling', 'civic-coding', 'COUNSELLING', 'OPEN', '{"de": "Projektberatung", "en": "Counselling"}',
   '{"de": "Dreißig Stunden Beratung"}', '{}', '{}', '{}', NULL, 'https://beratung.example.org'),
  ('event_1', 'CommunityEvent', 'civic-coding', 'EVENT', 'ANNOUNCED', '{"de": "Civic Coding-Forum"}', '{"de": "Wir treffen uns"}',
   '{inclusion}', '{110000000000}', '{}', '2026-04-01Z', NULL),
  ('accelerator_1', 'AcceleratorProgramme', 'civic-coding', 'ACCELERATOR', 'CLOSED', '{"de": "InnovationCamp"}',
   '{"de": "Vier Monate Begleitung"}', '{inclusion,birds}', '{}', '{}', '2024-02-01Z', NULL),
  ('project_f1', 'FundedProject', 'cip', NULL, 'RUNNING', '{"de": "Verbund Leichte Sprache"}',
   '{"de": "Bescheide in Leichte Sprache übersetzen"}', '{plain-language}', '{150020000000}', '{}', NULL, NULL),
  ('pilot_1', 'PilotProject', 'ideenwerkstatt', NULL, 'COMPLETED', '{"de": "Vogelstimmen im Wald"}',
   '{"de": "Mikrofone hören Vögel"}', '{birds}', '{}', '{}', NULL, NULL),
  ('dataset_1', 'Dataset', 'civic-data-lab', NULL, 'PUBLISHED', '{"de": "Bescheide der Kommunen"}',
   '{"de": "Anonyme Bescheide aus Halle"}', '{plain-language}', '{150020000000}', '{}', NULL, NULL),
  ('dataset_old', 'Dataset', 'civic-data-lab', NULL, 'WITHDRAWN', '{"de": "Zurückgezogene Bescheide"}', '{"de": "Fort"}', '{}',
   '{}', '{}', NULL, NULL);
INSERT INTO project_counselling VALUES ('counselling_1', 30, '{DATA_SCIENCE,LAW_AND_ETHICS}', 4);
INSERT INTO community_event VALUES ('event_1', 'FORUM', '2026-04-20T09:00Z', '2026-04-20T16:00Z', '110000000000', false,
  '{STEP_FREE,SIGN_LANGUAGE}', 80);
INSERT INTO accelerator VALUES ('accelerator_1', 'INNOVATION_CAMP', 30000);
INSERT INTO accelerator_team VALUES ('accelerator_1', 'idea_plain', true), ('accelerator_1', 'idea_birds', false),
  ('accelerator_1', 'idea_hidden', false);
INSERT INTO challenge VALUES ('challenge_1', 'accelerator_1', '{"de": "Verständliche Verwaltung"}', '{plain-language}');
INSERT INTO challenge_vote VALUES ('challenge_1', 'member_mira'), ('challenge_1', 'member_jo');
INSERT INTO challenge_idea VALUES ('challenge_1', 'idea_plain');
INSERT INTO follow VALUES ('member_jo', 'cip'), ('member_mira', 'cip'), ('member_jo', 'idea_plain'), ('member_mira', 'project_f1');
INSERT INTO bookmark VALUES ('member_jo', 'workshop_1'), ('member_mira', 'workshop_1'), ('member_jo', 'counselling_1');
INSERT INTO match VALUES ('idea_plain', 'project_f1', 'SEEN'), ('idea_plain', 'call_1', 'DISMISSED');

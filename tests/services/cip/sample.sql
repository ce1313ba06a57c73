-- A small world for the tests: two rounds, five entries, two awards, one call, three projects.
INSERT INTO programme_text VALUES
    ('cip', '{"de": "Civic Innovation Platform", "en": "Civic Innovation Platform"}',
     '{"de": "Gemeinsam wird es KI", "en": "Together it becomes AI", "deSimple": "Wir machen zusammen KI"}',
     'ACTIVE', '2020-10-01', NULL, 'gsub', '{BMAS}');
INSERT INTO public_page VALUES
    ('foerderung', 'cip', 2, '{"de": "Förderung"}', '{"de": "Text zur Förderung"}', '2025-05-01Z'),
    ('wettbewerb', 'cip', 1, '{"de": "Wettbewerb"}', '{"de": "Text zum Wettbewerb"}', '2025-04-01Z');
INSERT INTO topic_category VALUES ('inclusion', 'INCLUSION_AND_DIVERSITY');
INSERT INTO competition_round VALUES
    ('round_1', 'cip', 1, '{"de": "Erste Runde", "en": "First round"}', '{"de": "2020"}', 'ENDED', 'COMPLETED',
     '{CIVIL_SOCIETY,SCIENCE}', '2020-12-15T22:59:59Z', 'https://example.org/1', 15, 20000),
    ('round_2', 'cip', 2, '{"de": "Zweite Runde"}', '{"de": "2021"}', 'PAUSED', 'ANNOUNCED',
     '{CIVIL_SOCIETY}', NULL, NULL, 30, 20000);
INSERT INTO round_phase_date VALUES ('round_1', 'AWARDED', '2021-03-10'), ('round_1', 'SUBMISSION', '2020-10-01');
INSERT INTO criterion VALUES
    ('round_1', 'common-good', 1, '{"de": "Gemeinwohl"}', 0.6), ('round_1', 'ai', 2, '{"de": "KI"}', 0.4);
INSERT INTO legacy_member VALUES
    ('CIP-1', 'member_ada', 'Ada Altbau (fiktiv)', '2020-11-01'),
    ('CIP-2', NULL, 'Bo Nebelhorn (fiktiv)', '2021-01-01');
INSERT INTO legacy_idea VALUES ('idea_a', 'Alter Titel', 'Alte Kurzfassung');
INSERT INTO competition_entry VALUES
    ('entry_a', '1-001', 'round_1', 'idea_a', 2, 'INCLUSION_AND_DIVERSITY', 'AWARDED', 'Leichte Sprache', 'Text a',
     '2020-12-01Z'),
    ('entry_b', '1-002', 'round_1', 'idea_b', 1, 'KNOWLEDGE_AND_LEARNING', 'AWARDED', 'Lernen', 'Text b', '2020-12-02Z'),
    ('entry_c', '1-003', 'round_1', 'idea_a', 1, 'INCLUSION_AND_DIVERSITY', 'NOT_SELECTED', 'Zweiter Versuch', 'Text c',
     '2020-12-03Z'),
    ('entry_d', '2-001', 'round_2', NULL, 1, 'INCLUSION_AND_DIVERSITY', 'DRAFT', 'Entwurf', 'Text d', NULL),
    ('entry_e', '2-002', 'round_2', NULL, 1, 'WORK_AND_PARTICIPATION', 'SUBMITTED', 'Fremd', 'Text e', '2021-09-01Z');
INSERT INTO entry_team VALUES
    ('entry_a', 1, NULL, 'CIP-1', 'org_1', 'CIVIL_SOCIETY', 'Ada Altbau (fiktiv)'),
    ('entry_a', 2, NULL, 'CIP-2', NULL, 'SCIENCE', 'Bo Nebelhorn (fiktiv)'),
    ('entry_b', 1, 'member_cem', NULL, 'org_2', 'SCIENCE', 'Cem Wolkenrad (fiktiv)'),
    ('entry_c', 1, NULL, 'CIP-1', 'org_1', 'CIVIL_SOCIETY', 'Ada Altbau (fiktiv)'),
    ('entry_d', 1, 'member_cem', NULL, 'org_2', 'SCIENCE', 'Cem Wolkenrad (fiktiv)');
INSERT INTO pitch VALUES ('entry_a', '2021-02-10T09:00:00Z', 12, 'https://example.org/video', true);
INSERT INTO award VALUES
    ('award_a', 'entry_a', 'round_1', 'INCLUSION_AND_DIVERSITY', 20000, '{"de": "Sehr verständlich"}', '2021-03-10'),
    ('award_b', 'entry_b', 'round_1', 'KNOWLEDGE_AND_LEARNING', 8000.50, NULL, '2021-03-10');
INSERT INTO prize_tranche VALUES
    ('award_a', 1, 10000, '{"de": "Start"}', 'PAID', '2021-04-01'),
    ('award_a', 2, 10000, '{"de": "Zwischenvorstellung"}', 'PLANNED', NULL);
INSERT INTO funding_call VALUES
    ('call_1', 'cip', '{"de": "Förderaufruf"}', '{"de": "Verbünde"}', 'OPEN', 'RUNNING', '{CIVIL_SOCIETY,WELFARE}',
     '2026-06-20T22:00:00Z', NULL, 'https://example.org/richtlinie', 'gsub', 500000, NULL, 2, 2);
INSERT INTO funded_project VALUES
    ('fproj_1', 'call_1', 'cip', 'FKZ-1', 'Projekt eins', '{"de": "Eins"}', 'RUNNING', 'PILOT', '2024-01-01', '2026-12-31',
     'idea_a', '150020000000', 'https://example.org/code', 'EUPL-1.2', 'Verbund eins', 300000, 'PilotProject', 'pilot_1'),
    ('fproj_2', 'call_1', 'cip', 'FKZ-2', 'Projekt zwei', '{"de": "Zwei"}', 'COMPLETED', 'IN_USE', '2023-07-01',
     '2025-06-30', NULL, '110000000000', NULL, NULL, 'Verbund zwei', 180000, 'DataProject', 'dproj_1'),
    ('fproj_3', 'call_1', 'cip', 'FKZ-3', 'Projekt drei', '{"de": "Drei"}', 'PLANNED', 'CONCEPT', '2024-01-01', NULL,
     NULL, NULL, NULL, NULL, 'Verbund drei', 200000, NULL, NULL);
INSERT INTO consortium_partner VALUES
    ('fproj_1', 'org_1', 1, 'COORDINATOR', 'CIVIL_SOCIETY', 200000), ('fproj_1', 'org_2', 2, 'PARTNER', 'SCIENCE', 100000),
    ('fproj_2', 'org_2', 1, 'COORDINATOR', 'SCIENCE', 180000), ('fproj_3', 'org_1', 1, 'COORDINATOR', 'CIVIL_SOCIETY', NULL);
INSERT INTO funding_share VALUES
    ('fproj_1', 'org_1', 2024, 120000), ('fproj_1', 'org_1', 2025, 80000), ('fproj_1', 'org_2', 2024, 100000),
    ('fproj_2', 'org_2', 2023, 180000);
INSERT INTO milestone VALUES
    ('fproj_1', 1, '{"de": "Prototyp"}', '2024-12-31', '2025-01-15'), ('fproj_1', 2, '{"de": "Übergabe"}', '2026-12-31', NULL);
INSERT INTO entity_topic VALUES
    ('round_1', 'inclusion', 1), ('call_1', 'work', 1), ('fproj_1', 'inclusion', 1), ('fproj_1', 'language', 2),
    ('fproj_2', 'inclusion', 1);

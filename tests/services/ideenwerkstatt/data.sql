-- A small house with every edge: an ended programme, a full workshop with a waiting list, places without NUTS code, offers
-- without deadline, umlauts and emoji. Times are UTC.
INSERT INTO programme_text VALUES
  ('ki-ideenwerkstatt', '{"de": "KI-Ideenwerkstatt für Umweltschutz", "en": "AI Ideas Workshop"}',
   '{"de": "KI für die Umwelt.", "deSimple": "Wir helfen der Natur."}', 'ENDED', '2022-11-01', '2025-12-04', 'ZUG', '{BMUV}');

INSERT INTO region_name VALUES ('DEE', 'Sachsen-Anhalt'), ('DEE02', 'Halle (Saale)'), ('DE300', 'Berlin');

INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, url, published_on) VALUES
  ('ws_full', 'Workshop', 'ki-ideenwerkstatt', '{"de": "Prompten für Bäume 🌳", "en": "Prompting for trees"}', '{"de": "Größe zählt."}',
   'WORKSHOP', 'ENDED', '{CIVIL_SOCIETY,SCIENCE}', '2025-03-01 12:00+00', 'https://example.org/ws_full', '2025-01-10'),
  ('ws_free', 'Workshop', 'ki-ideenwerkstatt', '{"de": "Themenabend Wald"}', '{"de": "Wald."}', 'WORKSHOP', 'ENDED', '{}', NULL, NULL, '2025-01-10'),
  ('ws_over', 'Workshop', 'ki-ideenwerkstatt', '{"de": "Überbucht"}', '{"de": "Zu voll."}', 'WORKSHOP', 'CLOSED', '{}', NULL, NULL, '2025-01-11'),
  ('con_1', 'AiConsultation', 'ki-ideenwerkstatt', '{"de": "KI-Sprechstunde"}', '{"de": "Rat."}', 'CONSULTATION', 'ENDED', '{}', NULL, NULL, '2024-01-01'),
  ('con_2', 'AiConsultation', 'ki-ideenwerkstatt', '{"de": "Sensorik"}', '{"de": "Rat."}', 'CONSULTATION', 'OPEN', '{}', NULL, NULL, '2024-02-01'),
  ('call_1', 'PilotCall', 'ki-ideenwerkstatt', '{"de": "Erster Aufruf"}', '{"de": "Aufruf."}', 'PILOT_SUPPORT', 'ENDED', '{WELFARE}', '2023-01-31 23:59+00', NULL, '2022-12-01'),
  ('gpu_1', 'ComputeQuota', 'ki-ideenwerkstatt', '{"de": "Rechenzeit"}', '{"de": "Strom."}', 'COMPUTE', 'OPEN', '{}', NULL, NULL, '2023-01-01');

INSERT INTO expert VALUES
  ('exp_1', 'mem_1', '[{"de": "Bioakustik", "en": "Bioacoustics"}, {"de": "Wald"}]', '{DE,EN}', true),
  ('exp_2', NULL, '[]', '{DE}', false);

INSERT INTO workshop (id, format, starts_at, ends_at, venue_name, venue_city, is_online, region_nuts, capacity, accessibility) VALUES
  ('ws_full', 'PROMPTING', '2025-03-10 09:00+00', '2025-03-10 12:00+00', 'Impact Hub', 'Berlin', false, 'DE300', 2, '{STEP_FREE,CHILDCARE}'),
  ('ws_free', 'THEME_EVENING', '2025-03-11 17:00+00', '2025-03-11 19:00+00', 'Bücherei', 'Halle', false, 'DEE02', 10, '{}'),
  ('ws_over', 'ONLINE_TALK', '2025-03-30 00:30+00', '2025-03-30 02:30+00', NULL, NULL, true, NULL, 1, '{}');
INSERT INTO workshop_host VALUES ('ws_full', 'org_2', 0), ('ws_full', 'mem_1', 1), ('ws_free', 'org_2', 0);
INSERT INTO workshop_expert VALUES ('ws_full', 'exp_2', 0), ('ws_full', 'exp_1', 1), ('ws_free', 'exp_1', 0);
INSERT INTO workshop_registration (id, workshop_id, actor_id, status, registered_at) VALUES
  ('reg_1', 'ws_full', 'mem_2', 'CONFIRMED', '2025-02-01 10:00+00'), ('reg_2', 'ws_full', 'mem_3', 'ATTENDED', '2025-02-01 11:00+00'),
  ('reg_3', 'ws_full', 'mem_4', 'WAITLISTED', '2025-02-01 12:00+00'), ('reg_4', 'ws_free', 'mem_2', 'NO_SHOW', '2025-02-01 10:00+00'),
  ('reg_5', 'ws_free', 'mem_3', 'CANCELLED', '2025-02-01 10:00+00'), ('reg_6', 'ws_over', 'mem_2', 'CONFIRMED', '2025-02-01 10:00+00'),
  ('reg_7', 'ws_over', 'mem_3', 'CONFIRMED', '2025-02-01 10:00+00');
INSERT INTO material VALUES
  ('mat_2', 'ws_full', '{"de": "Übungen"}', 'https://example.org/b', 'CC-BY-4.0', 'text/html', 1),
  ('mat_1', 'ws_full', '{"de": "Folien"}', 'https://example.org/a', 'CC-BY-4.0', 'application/pdf', 0);
INSERT INTO ai_consultation VALUES ('con_1'), ('con_2');
INSERT INTO consultation_slot VALUES
  ('slot_1', 'con_1', 'exp_1', '2025-03-30 00:00+00', '2025-03-30 00:45+00', 'FREE'),
  ('slot_2', 'con_1', 'exp_1', '2025-03-30 00:45+00', '2025-03-30 01:30+00', 'BOOKED'),
  ('slot_3', 'con_1', NULL, '2025-03-31 10:00+00', '2025-03-31 10:30+00', 'FREE');
INSERT INTO pilot_call VALUES ('call_1', 'COMPLETED', 5);
INSERT INTO compute_quota VALUES ('gpu_1', 200, 0.95);

INSERT INTO pilot_project VALUES
  ('pilot_1', 'ki-ideenwerkstatt', 'Vogelstimmen im Süden', '{"de": "Vögel zählen.", "en": "Count birds."}', 'COMPLETED', 'PILOT',
   '2023-06-01', '2024-05-31', 'idea_1', 'DEE02', 'https://example.org/repo', 'EUPL-1.2', 'call_1'),
  ('pilot_2', 'ki-ideenwerkstatt', 'Ohne Ort und Idee', '{"de": "x"}', 'RUNNING', 'PROTOTYPE', '2023-06-01', NULL, NULL, NULL, NULL, NULL, 'call_1'),
  ('pilot_3', 'ki-ideenwerkstatt', 'Landesweit', '{"de": "y"}', 'COMPLETED', 'PILOT', '2024-06-01', '2025-05-31', 'idea_1', 'DEE', NULL, NULL, 'call_1');
INSERT INTO project_participant VALUES ('pilot_1', 'org_2', 0), ('pilot_1', 'org_1', 1), ('pilot_3', 'org_2', 0);
INSERT INTO project_expert VALUES ('pilot_1', 'exp_1', 0);
INSERT INTO entity_topic VALUES
  ('ws_full', 'biodiversity', 0), ('ws_full', 'language', 1), ('ws_free', 'forest', 0), ('pilot_1', 'biodiversity', 0),
  ('exp_1', 'biodiversity', 0), ('con_1', 'forest', 0);
INSERT INTO prototype VALUES
  ('proto_1', 'Vogelkasten', 'HANDED_OVER', 'idea_1', 'pilot_1', '{SPEECH,TABULAR_ML}', 5.4, 'https://example.org/p', 'EUPL-1.2'),
  ('proto_2', 'Skizze', 'SKETCH', NULL, NULL, '{}', NULL, NULL, NULL);
INSERT INTO prototype_dataset VALUES ('proto_1', 'ds_2', 0), ('proto_1', 'ds_1', 1);
INSERT INTO demonstrator VALUES
  ('demo_1', '{"de": "Vogelkasten zum Anfassen"}', 'proto_1', 'DEE02', true), ('demo_2', '{"de": "Wanderkiste"}', NULL, NULL, true);
INSERT INTO sustainability_assessment VALUES
  ('sus_1', 'FundedProject', 'fund_1', 'C', 10, 20, 12.5, NULL, 'CodeCarbon', '2024-01-01', 'exp_1'),
  ('sus_2', 'FundedProject', 'fund_1', 'B', 9, 18, 11, 3, 'CodeCarbon', '2025-01-01', 'exp_1'),
  ('sus_3', 'DataProject', 'fund_1', 'E', NULL, NULL, NULL, NULL, 'Schätzung', '2025-02-01', NULL),
  ('sus_4', 'PilotProject', 'pilot_1', 'A', 1, 2, 0.5, NULL, 'Messung', '2024-06-01', 'exp_2');

-- A small data lab with every edge: data sets in all states, one without distribution, a municipality without NUTS code,
-- usages by projects of all three ministries, umlauts, emoji and a name from right to left. Times are UTC.
INSERT INTO programme_text VALUES
  ('civic-data-lab', '{"de": "Civic Data Lab", "en": "Civic Data Lab"}', '{"de": "Daten für alle.", "deSimple": "Daten sind für alle da."}',
   'ACTIVE', '2023-07-01', NULL, 'Gesellschaft für Informatik', '{BMFSFJ}');

INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, url, published_on) VALUES
  ('dcon_1', 'DataConsultation', 'civic-data-lab', '{"de": "Datensprechstunde"}', '{"de": "Rat."}', 'CONSULTATION', 'OPEN', '{WELFARE}', NULL, NULL, '2023-09-01'),
  ('dcon_2', 'DataConsultation', 'civic-data-lab', '{"de": "Rechtssprechstunde"}', '{"de": "Rat."}', 'CONSULTATION', 'PAUSED', '{}', NULL, NULL, '2023-08-01'),
  ('dcall_1', 'DataProjectCall', 'civic-data-lab', '{"de": "Datenvorhaben"}', '{"de": "Wir begleiten."}', 'DATA_PROJECT_SUPPORT', 'OPEN', '{}', '2026-06-30 21:59+00', 'https://example.org/call', '2024-01-01'),
  ('mod_1', 'LearningModule', 'civic-data-lab', '{"de": "Daten zum Einstieg"}', '{"de": "Anfang."}', 'TRAINING', 'OPEN', '{}', NULL, NULL, '2024-05-01'),
  ('mod_2', 'LearningModule', 'civic-data-lab', '{"de": "Visualisieren"}', '{"de": "Bilder."}', 'TRAINING', 'OPEN', '{}', NULL, NULL, '2024-05-02'),
  ('mod_3', 'LearningModule', 'civic-data-lab', '{"de": "AI skills"}', '{"de": "KI."}', 'TRAINING', 'ANNOUNCED', '{}', NULL, NULL, '2024-05-02'),
  ('form_1', 'CommunityFormat', 'civic-data-lab', '{"de": "Espresso Talk ☕"}', '{"de": "Kurz."}', 'EVENT', 'ENDED', '{}', NULL, NULL, '2025-03-01');
INSERT INTO entity_topic VALUES ('dcall_1', 'mobility', 0), ('dp_1', 'mobility', 0), ('dp_1', 'care', 1), ('dp_2', 'care', 0);
INSERT INTO topic_theme VALUES
  ('mobility', 'http://publications.europa.eu/resource/authority/data-theme/TRAN', 0),
  ('mobility', 'http://publications.europa.eu/resource/authority/data-theme/ENVI', 1);

INSERT INTO data_consultation VALUES ('dcon_1'), ('dcon_2');
INSERT INTO consultation_slot VALUES
  ('dslot_past', 'dcon_1', '2026-02-28 10:00+00', 45, true), ('dslot_taken', 'dcon_1', '2026-03-02 09:00+00', 45, false),
  ('dslot_2', 'dcon_1', '2026-03-29 00:30+00', 45, true), ('dslot_1', 'dcon_1', '2026-03-02 10:00+00', 45, true);
INSERT INTO data_project_call VALUES ('dcall_1', 6);
INSERT INTO selection_principle VALUES ('dcall_1', 'open', '{"de": "Offene Ergebnisse"}', 1), ('dcall_1', 'common-good', '{"de": "Gemeinwohl"}', 0);
INSERT INTO learning_module VALUES ('mod_1', 'BEGINNER', 'SELF_PACED', 90, 'DE'), ('mod_2', 'INTERMEDIATE', 'BLENDED', 240, 'DE'), ('mod_3', 'ADVANCED', 'LIVE_ONLINE', 60, 'EN');
INSERT INTO module_prerequisite VALUES ('mod_2', 'mod_1', 0), ('mod_3', 'mod_2', 0), ('mod_3', 'mod_1', 1);
INSERT INTO community_format VALUES ('form_1', 'ESPRESSO_TALK', '2025-03-30 00:30+00');
INSERT INTO community_format_host VALUES ('form_1', 'org_1', 0);

INSERT INTO data_project VALUES
  ('dp_1', 'civic-data-lab', 'Wege im Viertel', '{"de": "Barrierefreie Wege."}', 'COMPLETED', 'PILOT', '2024-01-01', '2024-12-31', 'idea_1', '150020000000',
   'https://example.org/repo', 'EUPL-1.2', 'org_1', 'HANDED_OVER', '{Crowdsourcing,Karte}', 'org_9', 24000.50, 'EUR', '{"de": "Früh fragen."}'),
  ('dp_2', 'civic-data-lab', 'חסד', '{"de": "Pflege."}', 'PLANNED', 'IDEA', '2025-02-01', NULL, NULL, NULL, NULL, NULL, 'mem_1', 'SKETCH', '{}', NULL, NULL, 'EUR', NULL),
  ('dp_3', 'civic-data-lab', 'Landesdaten', '{"de": "Ein Land."}', 'DISCONTINUED', 'CONCEPT', '2024-01-01', NULL, NULL, '150000000000', NULL, NULL, 'org_2', 'NOT_CONTINUED', '{}', NULL, NULL, 'EUR', NULL);
INSERT INTO project_participant VALUES ('dp_1', 'org_2', 0), ('dp_1', 'org_1', 1), ('dp_2', 'mem_1', 0);
INSERT INTO data_project_stage VALUES
  ('dp_1', 'SCREENING', '2024-01-15 10:00+00', NULL), ('dp_1', 'SKETCH', '2024-01-01 10:00+00', 'Eingereicht'), ('dp_1', 'HANDED_OVER', '2024-12-31 10:00+00', NULL);

INSERT INTO license VALUES
  ('http://dcat-ap.de/def/licenses/cc-by/4.0', 'CC BY 4.0', true, true), ('http://dcat-ap.de/def/licenses/other-closed', 'Andere geschlossene Lizenz', false, false);
INSERT INTO dataset (id, uri, title, description, keywords, publisher_id, contact_point, issued, modified, temporal_from, temporal_until,
  geocoding_level, accrual_periodicity, access_rights, legal_basis, personal_data, status, quality_note, project_type, project_id) VALUES
  ('ds_paths', 'https://data.example.org/paths', '{"de": "Radverkehrszählung Halle", "en": "Bicycle counts"}', '{"de": "Größe der Ströme."}', '{Fahrrad,Zählung}', 'org_1',
   'daten@example.org', '2024-06-01 00:00+00', '2024-07-01 00:00+00', '2023-01-01', '2023-12-31', 'MUNICIPALITY', 'ANNUAL', 'PUBLIC', 'OZG', 'NONE', 'PUBLISHED',
   '{"de": "Zwei Zähler fehlen."}', 'DataProject', 'dp_1'),
  ('ds_old', 'https://data.example.org/old', '{"de": "Alte Zählung"}', '{"de": "Fahrrad 100 %_"}', '{}', 'org_1', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'PUBLIC', NULL, 'ANONYMISED', 'DEPRECATED', NULL, NULL, NULL),
  ('ds_bare', 'https://data.example.org/bare', '{"de": "Ohne Distribution"}', '{"de": "Nur beschrieben."}', '{}', 'org_2', NULL, '2024-06-01 00:00+00', NULL, NULL, '2024-12-31', NULL, NULL, 'NON_PUBLIC', NULL, 'SPECIAL_CATEGORY', 'PUBLISHED', NULL, NULL, NULL),
  ('ds_closed', 'https://data.example.org/closed', '{"de": "Beratungsfälle"}', '{"de": "Vertraulich."}', '{}', 'org_2', 'geheim@example.org', '2024-05-01 00:00+00', NULL, NULL, NULL, NULL, NULL, 'RESTRICTED', NULL, 'PSEUDONYMISED', 'PUBLISHED', NULL, 'FundedProject', 'fund_1'),
  ('ds_draft', 'https://data.example.org/draft', '{"de": "Entwurf Fahrrad"}', '{"de": "Noch nicht."}', '{}', 'org_1', NULL, '2025-01-01 00:00+00', NULL, NULL, NULL, NULL, NULL, 'PUBLIC', NULL, 'NONE', 'DRAFT', NULL, 'DataProject', 'dp_1'),
  ('ds_gone', 'https://data.example.org/gone', '{"de": "Zurückgezogen"}', '{"de": "Weg."}', '{}', 'org_2', NULL, '2023-01-01 00:00+00', NULL, NULL, NULL, NULL, NULL, 'PUBLIC', NULL, 'NONE', 'WITHDRAWN', NULL, NULL, NULL);
INSERT INTO distribution (id, dataset_id, title, format, media_type, access_url, download_url, byte_size, license_uri, checksum_sha256, modified, position) VALUES
  ('dist_2', 'ds_paths', NULL, 'GeoJSON', 'application/geo+json', 'https://data.example.org/paths/geo', NULL, NULL, 'http://dcat-ap.de/def/licenses/cc-by/4.0', NULL, NULL, 1),
  ('dist_1', 'ds_paths', '{"de": "Tabelle"}', 'CSV', 'text/csv', 'https://data.example.org/paths', 'https://data.example.org/paths.csv', 2147483647, 'http://dcat-ap.de/def/licenses/cc-by/4.0', repeat('ab', 32), '2024-07-01 00:00+00', 0),
  ('dist_3', 'ds_closed', NULL, 'XLSX', NULL, 'https://data.example.org/closed', NULL, 10, 'http://dcat-ap.de/def/licenses/other-closed', NULL, NULL, 0),
  ('dist_4', 'ds_old', NULL, 'CSV', NULL, 'https://data.example.org/old', NULL, 10, 'http://dcat-ap.de/def/licenses/other-closed', NULL, NULL, 0),
  ('dist_5', 'ds_draft', NULL, 'CSV', NULL, 'https://data.example.org/draft', NULL, 10, 'http://dcat-ap.de/def/licenses/cc-by/4.0', NULL, NULL, 0);
INSERT INTO dataset_region VALUES
  ('ds_paths', '150020000000', 'DEE02', 'Halle (Saale)', 0), ('ds_paths', '150880365365', NULL, 'Schkopau', 1), ('ds_bare', '150000000000', 'DEE', 'Sachsen-Anhalt', 0),
  ('ds_draft', '150020000000', 'DEE02', 'Halle (Saale)', 0);
INSERT INTO dataset_topic VALUES ('ds_paths', 'mobility', 0), ('ds_old', 'mobility', 0), ('ds_draft', 'mobility', 0), ('ds_closed', 'care', 0);
INSERT INTO dataset_theme VALUES ('ds_paths', 'http://publications.europa.eu/resource/authority/data-theme/TRAN', 0);
INSERT INTO dataset_usage VALUES
  ('ds_paths', 'FundedProject', 'fund_1', '{"de": "Routen rechnen"}', '2024-09-01'), ('ds_paths', 'PilotProject', 'pilot_1', '{"de": "Lärm schätzen"}', NULL),
  ('ds_paths', 'DataProject', 'dp_3', '{"de": "Vergleich"}', '2024-08-01'), ('ds_draft', 'FundedProject', 'fund_1', '{"de": "Vorab"}', '2025-01-02'),
  ('ds_closed', 'DataProject', 'dp_1', '{"de": "Statistik"}', NULL);

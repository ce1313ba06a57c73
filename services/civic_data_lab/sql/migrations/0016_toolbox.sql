-- The toolbox: templates, guides and small programs to take along, each free to use.

ALTER TABLE support_offer DROP CONSTRAINT support_offer_type_name_check;
ALTER TABLE support_offer ADD CONSTRAINT support_offer_type_name_check CHECK (type_name IN ('DataConsultation',
  'DataProjectCall', 'LearningModule', 'CommunityFormat', 'ToolboxItem'));

CREATE TABLE toolbox_item (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  languages text[] NOT NULL DEFAULT '{DE}' CHECK (languages <@ ARRAY['DE', 'EN', 'DE_SIMPLE']),
  license text NOT NULL
);
SELECT follow_changes('toolbox_item', 'id');

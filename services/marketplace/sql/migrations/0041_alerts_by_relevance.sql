-- An alert judges a document as the search would: by the words of the search's subject, with their sounds and parts, as
-- they are looked up when somebody types it. They are kept beside its vector; what was kept is made anew at the next look.
DELETE FROM search_derived;
ALTER TABLE search_derived DROP COLUMN rare_terms; -- with its index
ALTER TABLE saved_search DROP COLUMN terms;

-- Rows and not arrays: from the terms of a document to the searches is then a few probes of one index.
CREATE TABLE search_term (
  search_id text NOT NULL REFERENCES search_derived ON DELETE CASCADE,
  spelling  smallint NOT NULL, -- 1 as it is written, 2 with abbreviations spelled out
  word      text NOT NULL,
  term      integer NOT NULL,  -- of words_asked, as the form
  form      smallint NOT NULL,
  PRIMARY KEY (search_id, spelling, word, term, form)
);
CREATE INDEX search_term_led ON search_term (term, search_id);

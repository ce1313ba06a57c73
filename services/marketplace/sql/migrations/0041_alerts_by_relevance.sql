-- An alert judges a document as the search would: by the words of the search's subject, with their sounds and parts, as
-- they are looked up when somebody types it. They are kept beside its vector, both made anew where the model or the rules
-- are others. The version before goes on with search_derived and saved_search.terms; from here on nothing uses them, and
-- what drops them says `unused since: 0041`.
CREATE TABLE search_asked (
  search_id text PRIMARY KEY REFERENCES saved_search ON DELETE CASCADE,
  query     text NOT NULL, -- of which both were made
  model     text NOT NULL, -- and by which model and rules
  vector    bytea NOT NULL
);

-- Rows and not arrays: from the terms of a document to the searches is then a few probes of one index.
CREATE TABLE search_term (
  search_id text NOT NULL REFERENCES search_asked ON DELETE CASCADE,
  spelling  smallint NOT NULL, -- 1 as it is written, 2 with abbreviations spelled out
  word      text NOT NULL,
  term      integer NOT NULL,  -- of words_asked, as the form
  form      smallint NOT NULL,
  PRIMARY KEY (search_id, spelling, word, term, form)
);
CREATE INDEX search_term_led ON search_term (term, search_id);

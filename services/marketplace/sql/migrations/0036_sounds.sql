-- Misspelt words and names are found by how they sound: Kölner Phonetik (Postel 1969), shortened. Vowels, doubled letters
-- and h say nothing; letters that sound alike are one digit.
CREATE FUNCTION sound_of(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN folded ~ '^[aeiouyhj]' THEN '0' ELSE '' END
    || regexp_replace(translate(replace(folded, 'x', '48'), 'bpdtfvwgkqclmnrszaeiouyhj', '11223334444566788'), '(.)\1+', '\1', 'g')
  FROM (SELECT replace(replace(replace(replace(replace(replace(replace(replace(translate(lower(word), 'äöüáéèêàçñóíúşğıćčšžłńż',
    'aouaeeeacnoiusgiccszlnz'), 'ß', 'ss'), 'ph', 'f'), 'th', 't'), 'dt', 't'), 'ck', 'k'), 'tz', 'z'), 'sch', 's'), 'ch', 'k') AS folded) each
$$;

-- Words in which a sound tells something: short ones sound like many, numbers like none.
CREATE FUNCTION has_sound(word text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT length(word) >= 5 AND word !~ '[0-9]' AND length(sound_of(word)) >= 3
$$;

-- The sounds of a text as numbers, each once; they stand among its terms.
CREATE FUNCTION sounds_of(words text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(uniq(sort(array_agg(hashtext('=' || sound_of(word))))), '{}')
  FROM unnest(tsvector_to_array(to_tsvector('simple', left(words, 20000)))) word WHERE has_sound(word)
$$;

-- The words of a question, each with its terms: stems (form 1), its sound (2), its runs of five letters (3). Of words that
-- a hyphen joins the parts are asked, and stop words are none.
CREATE FUNCTION words_asked(words text) RETURNS TABLE (word text, term integer, form integer) LANGUAGE sql IMMUTABLE AS $$
  WITH kept AS MATERIALIZED (
    SELECT each AS word, stems FROM unnest(tsvector_to_array(to_tsvector('simple', words))) each,
      LATERAL (SELECT ts_lexize('german_stem', each) || ts_lexize('english_stem', each) AS stems) of_each
    WHERE cardinality(stems) = 2 AND each !~ '^[[:alnum:]]+(-[[:alnum:]]+)+$'
  )
  SELECT word, hashtext(unnest(stems)), 1 FROM kept
  UNION SELECT word, hashtext('=' || sound_of(word)), 2 FROM kept WHERE has_sound(word)
  UNION SELECT word, hashtext('~' || substr(word, start, 5)), 3 FROM kept, generate_series(1, length(word) - 4) start
$$;

CREATE OR REPLACE VIEW document_words AS
  SELECT d.entity_id, d.kind,
    sort(ARRAY(SELECT term_of_kind(term, d.kind) FROM unnest(terms_of(t.words) || sounds_of(t.words)) term)) AS terms
  FROM document d JOIN document_parts p ON p.entity_id = d.entity_id,
    LATERAL (SELECT concat_ws(' ', d.search_text, p.parts ->> 'TOPICS', p.parts ->> 'SKILLS', p.parts ->> 'NAMES') AS words) t;

UPDATE document_terms t SET terms = w.terms FROM document_words w WHERE w.entity_id = t.entity_id;

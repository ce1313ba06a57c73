-- The words of many documents are numbered together: each different word once, since that it sounds like another costs
-- more than all else (of 1,000 documents one word in twenty is different; 1.5 ms a document alone, 0.3 together).
-- The version before goes on with document_words and sounds_of; from here on nothing uses them, and what drops them says
-- `unused since: 0043`.

-- The terms of one word: German and English stems and runs of five letters, but none of a stop word; and its sound.
CREATE FUNCTION terms_of_word(word text) RETURNS integer[] LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN cardinality(stems) = 2 THEN ARRAY(
      SELECT hashtext(stem) FROM unnest(stems) stem
      UNION ALL SELECT hashtext('~' || substr(word, start, 5)) FROM generate_series(1, length(word) - 4) start) ELSE '{}' END
    || CASE WHEN has_sound(word) THEN ARRAY[hashtext('=' || sound_of(word))] ELSE '{}' END
  FROM (SELECT ts_lexize('german_stem', word) || ts_lexize('english_stem', word) AS stems) of_word
$$;

-- The terms of texts, ascending, each once; by the place of the text from 1. Of a text without terms there is no row.
CREATE FUNCTION terms_of_texts(texts text[]) RETURNS TABLE (place bigint, terms integer[]) LANGUAGE sql IMMUTABLE AS $$
  WITH said AS MATERIALIZED (
    SELECT place, unnest(tsvector_to_array(to_tsvector('simple', left(words, 20000)))) AS word
    FROM unnest(texts) WITH ORDINALITY each (words, place)
  ), known AS MATERIALIZED (
    SELECT word, terms_of_word(word) AS terms FROM (SELECT DISTINCT word FROM said) each
  )
  SELECT said.place, uniq(sort(array_agg(term)))
  FROM said JOIN known ON known.word = said.word CROSS JOIN unnest(known.terms) term GROUP BY said.place
$$;

-- How much may wait to be sorted into the index, the writer says (save_terms): little as a rule, much in a first filling.
ALTER INDEX document_terms_terms RESET (gin_pending_list_limit);

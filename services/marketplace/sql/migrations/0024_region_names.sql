-- Places are found while somebody types: by the beginnings of the words of a name, accents and case aside.

-- unaccent() is only STABLE because its dictionary could be another one; with the dictionary named, as here, it stays.
CREATE FUNCTION folded(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(public.unaccent('public.unaccent'::regdictionary, name))
$$;

CREATE FUNCTION name_words(name text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_remove(regexp_split_to_array(lower(public.unaccent('public.unaccent'::regdictionary, name)), '[^[:alnum:]]+'), '')
$$;

-- Each word of the text begins a word of the name; null, which finds nothing, when there is no word in it.
CREATE FUNCTION words_begin(of_text text) RETURNS tsquery LANGUAGE sql STABLE AS $$
  SELECT string_agg(quote_literal(word) || ':*', ' & ')::tsquery FROM unnest(name_words(of_text)) word
$$;

CREATE INDEX region_words ON region USING gin (array_to_tsvector(name_words(name)));
CREATE INDEX region_level ON region (level, folded(name), name, ars);

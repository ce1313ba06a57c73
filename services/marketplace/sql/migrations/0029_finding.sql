-- Names lead to whoever bears them: by the beginnings of the words of a name, as places are found.
CREATE INDEX actor_name_words ON actor USING gin (array_to_tsvector(name_words(display_name)));

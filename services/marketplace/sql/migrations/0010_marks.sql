-- The mark of a document's parts: with the same mark and model, no new vector is needed. Made here, so that a start reads
-- marks and not texts.
CREATE FUNCTION mark_of(parts jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT left(encode(sha256(convert_to(parts::text, 'UTF8')), 'hex'), 32)
$$;

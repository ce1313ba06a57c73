"""Text -> Operation: parse, validate, variables, normalisation passes. Pure."""

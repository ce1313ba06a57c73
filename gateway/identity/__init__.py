"""Who asks: tokens, keys, the development issuer."""

"""The nouns: frozen, no behaviour but printing themselves."""

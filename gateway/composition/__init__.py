"""Subgraph SDLs -> supergraph SDL, or a list of errors with codes; hints. Pure."""

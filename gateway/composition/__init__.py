"""Subgraph SDLs -> supergraph SDL, or a list of errors with codes; hints. Pure."""

from gateway.composition.compose import compose

__all__ = ["compose"]

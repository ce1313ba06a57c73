"""The nouns of the graph: Strawberry types with their references to other services' entities.

The modules import each other (a round has entries, an entry has a round): always the module, never a name from it.
"""

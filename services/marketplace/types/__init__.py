"""The nouns of the graph.

They refer to each other in circles, as the graph does: annotations go through ``references``, calls through modules.
Interfaces and the union of match targets need finished classes, so the order of reading is fixed here: ideas first.
"""

from services.marketplace.types import ideas

__all__ = ["ideas"]

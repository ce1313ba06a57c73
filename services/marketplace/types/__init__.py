"""The nouns of the graph.

They refer to each other in circles, as the graph does: annotations go through ``references``, calls through modules.
Enums must be known before they are used, and interfaces and the union of match targets need finished classes; so the
order of reading is fixed here: words, then ideas.
"""

from services.marketplace.types import words  # isort: skip
from services.marketplace.types import ideas  # isort: skip

__all__ = ["ideas", "words"]

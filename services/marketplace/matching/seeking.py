"""What somebody seeks in others, out of the prose of a profile. Pure."""

from __future__ import annotations

import re

from services.marketplace.matching.parts import Part, Parts
from services.marketplace.matching.passages import sentences

# People sought, not things: "ich suche Technik" is what somebody works on.
SEEKING = re.compile(
    r"\b(?:(?:suche|suchen|brauche|brauchen|fehlt|fehlen|wünsche|wünschen|hätten? gerne?)\b[^.,]{0,40}"
    r"\b(?:jemand\w*|leute|menschen|personen|teams?|\w*partner\w*|mitstreiter\w*|anschluss|eine runde)"
    r"|(?:looking for|need|seek|join)\b[^.,]{0,40}\b(?:people|someone|somebody|\w+ers|teams?|partners?|experts?))\b",
    re.IGNORECASE,
)


def sought(parts: Parts) -> str:
    """The sentences that say whom somebody seeks; empty where none does.

    >>> sought({Part.BODY: "Ich zeichne Karten. Ich suche jemanden, der rechnet. Wir suchen Technik."})
    'Ich suche jemanden, der rechnet.'
    """
    return " ".join(each for each in sentences(parts.get(Part.BODY, "")) if SEEKING.search(each))

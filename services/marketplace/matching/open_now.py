"""Whether offers are sought that are open at this moment: "offene Förderaufrufe", "still open". Pure, by patterns.

Beside the name of an offer only, since "offene Daten" and "offene Werkstatt" are subjects; an "offene Sprechstunde" is
one that needs no appointment, so that the adjective alone means this of money and contests, and with "noch" of all.
"""

from __future__ import annotations

import re

from services.marketplace.matching.offer_words import ANY_OFFER, Finer, finer_of

CLOSING = frozenset({Finer.MONEY, Finer.CONTEST})  # what has a deadline
BEFORE = re.compile(
    r"(?<![\w-])(noch\s+|still\s+|currently\s+)?(?:offen(?:e[nrsm]?)?|open)(?=\s+([^\W_]+))", re.IGNORECASE
)
NOW = r"(?:noch|gerade|derzeit|zurzeit|jetzt|aktuell|momentan)"
SAID = re.compile(
    rf"(?<![\w-])(?:{NOW}\s+(?:offen|möglich|geöffnet|läuft|laufen|laufend|zu\s+haben)"
    r"|(?:(?:sich|mich|uns|dich|euch)\s+)?(?:noch|jetzt|derzeit)\s+(?:bewerben|beantragen|einreichen|anmelden)"
    r"|(?:still|currently)\s+(?:open|possible|available|running)|(?:still|now)\s+apply|open\s+(?:right\s+)?now"
    r"|open\s+at\s+the\s+moment)(?![\w-])(?!\s+(?:bis|until|till)\b)",
    re.IGNORECASE,
)


def open_now_words(text: str) -> str | None:
    """The words that say of offers that they shall be open now; None where none do. Whether offers are named at all,
    the caller knows.

    >>> open_now_words("offene Förderaufrufe"), open_now_words("funding still open"), open_now_words("offene Daten")
    ('offene', 'still open', None)
    """
    for found in BEFORE.finditer(text):
        word, finer = found[2].casefold(), finer_of(found[2])
        if finer & CLOSING or word in ANY_OFFER.split() or (finer and found[1]):
            return found[0]
    said = SAID.search(text)
    return None if said is None else said[0]

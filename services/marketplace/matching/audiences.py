"""Whom help is sought for, out of the words of a question: "für Kommunen", "as a charity". Pure, by lists of words.

The sectors are those that offers name as their audiences (``kit.civic.Sector``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

AUDIENCES: Mapping[str, str] = {
    "MUNICIPALITY": """
kommunen kommune gemeinden gemeinde städte landkreise landkreis rathäuser municipalities municipality towns councils
""",
    "PUBLIC_ADMINISTRATION": """
behörden behörde verwaltungen verwaltung ämter ministerien authorities administrations agencies
""",
    "CIVIL_SOCIETY": """
vereine verein vereinen initiativen initiative ehrenamtliche stiftungen genossenschaften organisationen ngos ngo clubs
charities charity associations volunteers nonprofits nonprofit non-profit non-profits association club
""",
    "WELFARE": "wohlfahrtsverbände wohlfahrtsverband wohlfahrt sozialverbände",
    "SCIENCE": "hochschulen hochschule universitäten universität forschende wissenschaft universities researchers",
    "BUSINESS": "unternehmen firmen betriebe kmu companies businesses enterprises",
    "STARTUP": "startups startup start-ups gründer gründerinnen",
    "TRADE_UNION": "gewerkschaften gewerkschaft betriebsräte unions",
    "PRIVATE_PERSON": "privatpersonen einzelpersonen privatleute individuals",
}
SECTOR_OF = {word: sector for sector, words in AUDIENCES.items() for word in words.split()}
NAMES = "|".join(sorted(map(re.escape, SECTOR_OF), key=lambda each: (-len(each), each)))
# One word may stand between: "für kleine Vereine", "as a small charity".
LED = re.compile(
    rf"(?<!\w)(?:für|fürs|for|als|as)\s+(?:an?\s+|eine[nm]?\s+|die\s+|unsere[nr]?\s+|our\s+)?(?:[\w-]+\s+)?({NAMES})(?![\w-])"
)
# "die Kommunen beantragen können"
APPLYING = re.compile(rf"(?<![\w-])({NAMES})\s+(?:sich\s+)?(?:beantragen|bewerben|can\s+apply)(?!\w)")


def audiences_named(text: str) -> list[tuple[str, str]]:
    """The sectors that help is sought for, each once, with the words that say it.

    >>> audiences_named("Geld für kleine Vereine"), audiences_named("Zuschüsse, die Kommunen beantragen können")
    ([('CIVIL_SOCIETY', 'für kleine Vereine')], [('MUNICIPALITY', 'Kommunen')])
    >>> audiences_named("Vereine in Leipzig")
    []
    """
    folded = text.lower()
    if len(folded) != len(text):  # letters that grow when they are made small: places in both would differ
        return []
    found: dict[str, str] = {}
    for match in LED.finditer(folded):
        found.setdefault(SECTOR_OF[match[1]], text[match.start() : match.end()])
    for match in APPLYING.finditer(folded):
        found.setdefault(SECTOR_OF[match[1]], text[match.start(1) : match.end(1)])
    return list(found.items())

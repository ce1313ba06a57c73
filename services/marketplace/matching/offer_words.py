"""Words for what is offered, by what kind of offer they ask for: money, a contest, a course, advice. Pure, by lists.

The kinds are those that the catalogue names (``kit.civic.SupportOfferKind``): who asks for money is not helped by the
next training, though both are offers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum


class Finer(Enum):
    """What kind of offer is asked for."""

    MONEY = "MONEY"
    CONTEST = "CONTEST"
    COURSE = "COURSE"
    EVENT = "EVENT"
    ADVICE = "ADVICE"
    COMPUTE = "COMPUTE"


KINDS_OF: Mapping[Finer, frozenset[str]] = {
    Finer.MONEY: frozenset({"FUNDING", "PRIZE", "COMPETITION"}),
    Finer.CONTEST: frozenset({"COMPETITION", "PRIZE"}),
    Finer.COURSE: frozenset({"WORKSHOP", "TRAINING"}),
    Finer.EVENT: frozenset({"EVENT", "WORKSHOP", "TRAINING"}),
    Finer.ADVICE: frozenset({"COUNSELLING", "CONSULTATION"}),
    Finer.COMPUTE: frozenset({"COMPUTE"}),
}
# Whole words, and beginnings (with "-" behind) and ends (with "-" before) of words, German and English.
FINER: Mapping[Finer, str] = {
    Finer.MONEY: """
geld gelder förder- foerder- -förderung -förderungen zuschuss- zuschüsse- -zuschuss -zuschüsse finanzierung-
finanzieren finanziert stipendi- fonds bezahlt money grant grants funding funded scholarship- beihilfe- zuwendung-
ausschreibung-
""",
    Finer.CONTEST: "preisgeld- wettbewerb- -wettbewerb competition competitions",
    Finer.COURSE: """
workshop- -workshop -workshops kurs kurse kursen -kurs -kurse schulung- -schulung -schulungen seminar- -seminar
-seminare fortbildung- weiterbildung- lehrgang- lehrgäng- webinar- course courses training trainings beibringen
""",
    Finer.EVENT: "veranstaltung-",
    Finer.ADVICE: """
beratung beratungen -beratung beraten berät sprechstunde- -sprechstunde counselling consultation- advice
""",
    Finer.COMPUTE: "rechenzeit- rechenleistung- compute",
}
ANY_OFFER = "angebot angebote angeboten offer offers"
OFFERED = [*ANY_OFFER.split(), *(word for words in FINER.values() for word in words.split())]


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """Words that are one of the names, or begin or end as one says.

    >>> kurse = pattern_of(["kurs", "förder-", "-workshop"])
    >>> [bool(kurse.fullmatch(word)) for word in ("kurs", "konkurs", "fördertopf", "ki-workshop")]
    [True, False, True, True]
    """
    parts = (
        f"{re.escape(name[:-1])}.*"
        if name.endswith("-")
        else f".*{re.escape(name.removeprefix('-'))}"
        if name.startswith("-")
        else re.escape(name)
        for name in names
    )
    return re.compile("|".join(parts))


FINER_PATTERNS = {finer: pattern_of(words.split()) for finer, words in FINER.items()}


def finer_of(word: str) -> frozenset[Finer]:
    """The kinds of offers that a word asks for; none where it asks for an offer of any kind, or for none.

    >>> finer_of("Fördermittel"), finer_of("Angebote")
    (frozenset({<Finer.MONEY: 'MONEY'>}), frozenset())
    """
    return frozenset(each for each, names in FINER_PATTERNS.items() if names.fullmatch(word.casefold()))

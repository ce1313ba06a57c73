"""What a question says besides its subject: the kind of help that it names, a region, a time. Pure, by lists of words.

Nothing here hides a document: what is understood moves documents of that kind, region or time up, is shown to the
person, and can be taken out again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache

from services.marketplace.matching.audiences import audiences_named
from services.marketplace.matching.content import content_words
from services.marketplace.matching.dates import dates_named
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.elsewhere import is_of_elsewhere
from services.marketplace.matching.offer_words import OFFERED, Finer, finer_of, pattern_of
from services.marketplace.matching.open_now import open_now_words
from services.marketplace.matching.spans import Span

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 30  # a longer question tells a story, in which such words name the subject
# What follows says what the help is for: "Geld für ein Projekt" asks for money and not for projects.
PURPOSE = frozenset({"für", "for", "fürs", "damit"})
# Written as in ``offer_words``.
DATA = """
daten datensatz datensätze datensätzen statistik statistiken zahlen csv -statistik -datensatz -datensätze messwert-
messreihe- messung messungen -messungen kennzahl- data dataset datasets statistics figures measurements
"""
PEOPLE = """
wer jemand jemanden jemandem person personen leute fachleute -experte -expertin expert- fachfrau fachmann
fachkraft mitstreiter- mentor- ansprechpartner- ansprechperson- who someone somebody anyone anybody people
specialist-
"""
# "Wer hilft mir?" asks for help of any kind more often than for a person.
HINTS = frozenset(
    {"wer", "who", "leute", "people", "jemand", "jemanden", "jemandem", "someone", "somebody", "anyone", "anybody"}
)
NOT_MEANT = frozenset({"konkurs", "konkurse", "diskurs", "diskurse", "exkurs", "exkurse", "rekurs"})  # no courses
NAMING: Mapping[MatchKind, Sequence[str]] = {
    MatchKind.SUPPORT_OFFER: OFFERED,
    MatchKind.DATASET: DATA.split(),
    MatchKind.PROFILE: PEOPLE.split(),
    MatchKind.IDEA: ("idee", "ideen", "ideas", "idea"),
    MatchKind.PROJECT: ("projekt", "projekte", "projekten", "project", "projects", "vorhaben"),
}

# The first two digits of a region key (ARS) say the state. A table, because they do not change and a look-up costs.
STATES: Mapping[str, str] = {
    **{"Schleswig-Holstein": "01", "Hamburg": "02", "Niedersachsen": "03", "Lower Saxony": "03", "Bremen": "04"},
    **{"Nordrhein-Westfalen": "05", "North Rhine-Westphalia": "05", "NRW": "05", "Hessen": "06", "Hesse": "06"},
    **{
        "Rheinland-Pfalz": "07",
        "Rhineland-Palatinate": "07",
        "Baden-Württemberg": "08",
        "Bayern": "09",
        "Bavaria": "09",
    },
    **{"Saarland": "10", "Berlin": "11", "Brandenburg": "12", "Mecklenburg-Vorpommern": "13", "Sachsen": "14"},
    **{
        "Bavaria": "09",
        "Saxony": "14",
        "Sachsen-Anhalt": "15",
        "Saxony-Anhalt": "15",
        "Thüringen": "16",
        "Thuringia": "16",
    },
}


STATE_PATTERNS = [
    (name, STATES[name], re.compile(rf"(?<!\w){re.escape(name.casefold())}s?(?!\w)"))
    for name in sorted(STATES, key=lambda each: (-len(each), each))
]  # the longest first


class By(Enum):
    """What an understanding narrows by."""

    KIND = "KIND"
    REGION = "REGION"
    AUDIENCE = "AUDIENCE"
    DATE = "DATE"
    OPEN_UNTIL = "OPEN_UNTIL"


@dataclass(frozen=True, slots=True)
class Understood:
    """Something that a question says: ``words`` are those that say it.

    ``value`` is a kind, a region's key, the sector that help is sought for, or of a date the days as
    ``2026-06-01/2026-06-30`` (".." for an open end); of something that shall still be open at the end of the last of
    these. ``name``: of a place, where words say less.

    ``is_hint``: the words say it, and may mean something else. ``finer``: of offers, the kinds that are named.
    """

    by: By
    value: str
    words: str
    is_hint: bool = False
    name: str = ""
    finer: frozenset[Finer] = frozenset()

    @property
    def id(self) -> str:
        """By which a client leaves it out."""
        return f"{self.by.value}:{self.value}"


def kinds_named(text: str) -> list[Understood]:
    """The kinds of help that a question names, in the order of its words.

    >>> [(each.value, each.words) for each in kinds_named("Wo gibt es Fördermittel für ein KI-Projekt?")]
    [('SUPPORT_OFFER', 'Fördermittel')]
    >>> kinds_named("Hochwasser in der Altstadt")
    []
    """
    said = WORD.findall(text)
    if len(said) > MOST_WORDS:
        return []
    until = next((place for place, word in enumerate(said) if place and word.casefold() in PURPOSE), len(said))
    found: dict[str, Understood] = {}
    finer = frozenset[Finer]()
    for word in said[:until]:
        if word.casefold() in NOT_MEANT:
            continue
        for kind, names in PATTERNS.items():
            if names.fullmatch(word.casefold()):
                finer |= finer_of(word) if kind is MatchKind.SUPPORT_OFFER else frozenset()
                said_so = Understood(By.KIND, kind.value, word, word.casefold() in HINTS)
                if kind.value not in found or (found[kind.value].is_hint and not said_so.is_hint):
                    found[kind.value] = said_so
    offers = MatchKind.SUPPORT_OFFER.value
    return [replace(each, finer=finer) if each.value == offers else each for each in found.values()]


PATTERNS = {kind: pattern_of(names) for kind, names in NAMING.items()}


def states_named(text: str) -> list[Understood]:
    """The states that a question names; of "Sachsen-Anhalt" not "Sachsen" as well.

    >>> [each.value for each in states_named("Geld in Sachsen-Anhalt")]
    ['150000000000']
    """
    left, found = text.casefold(), dict[str, Understood]()
    for name, key, pattern in STATE_PATTERNS:
        if pattern.search(left):
            found.setdefault(key, Understood(By.REGION, f"{key}0000000000", name))
            left = pattern.sub(" ", left)
    return list(found.values())


def times_named(text: str, today: date) -> list[Understood]:
    """The times that a question names on a day; a story is told of times in which nothing is sought.

    >>> [each.id for each in times_named("Geld bis Juni, offen bis 1. Juli", date(2026, 3, 1))]
    ['DATE:../2026-06-30', 'OPEN_UNTIL:../2026-07-01']
    """
    if len(WORD.findall(text)) > MOST_WORDS:
        return []
    found = dates_named(text, today)
    said = [Understood(By.OPEN_UNTIL if each.is_open else By.DATE, str(each.span), each.words) for each in found]
    return list({each.id: each for each in (*said, *open_now_named(text, today))}.values())


def open_now_named(text: str, today: date) -> list[Understood]:
    """That offers shall be open on a day, where a question names some and says so.

    >>> [each.id for each in open_now_named("offene Ausschreibungen", date(2026, 3, 1))]
    ['OPEN_UNTIL:../2026-03-01']
    """
    words = open_now_words(text)
    if words is None or all(each.value != MatchKind.SUPPORT_OFFER.value for each in kinds_named(text)):
        return []
    return [Understood(By.OPEN_UNTIL, str(Span(None, today)), words)]


def understood(text: str, without: frozenset[str], today: date) -> list[Understood]:
    """All that a question says besides its subject, but for what somebody took out by its id."""
    return [each for each in (*said(text), *times_named(text, today)) if each.id not in without]


@lru_cache(maxsize=1_000)
def said(text: str) -> tuple[Understood, ...]:
    """The kinds, states and sectors that a text names on whatever day; it is asked of several rooms in one request."""
    return (*kinds_named(text), *states_named(text), *sectors_named(text))


def sectors_named(text: str) -> list[Understood]:
    """The sectors that help is sought for; a story is of many.

    >>> [each.id for each in sectors_named("Geld für Kommunen")]
    ['AUDIENCE:MUNICIPALITY']
    """
    if len(WORD.findall(text)) > MOST_WORDS:
        return []
    return [Understood(By.AUDIENCE, sector, words) for sector, words in audiences_named(text)]


def subject_words(text: str, said: Sequence[Understood]) -> str:
    """A question without the words that name a kind of help or a place; the whole where nothing else is said.

    Saying "workshop" or "Potsdam" is no evidence that a workshop there is about what is sought; nor is "weather" alone,
    which is sought elsewhere (beside others it stays, as a word that nothing here says).

    >>> [subject_words(text, kinds_named(text)) for text in ("Workshop zu Bienen", "Kurse", "Witze erzählen", "Witze")]
    ['zu Bienen', 'Kurse', 'Witze erzählen', '']
    """
    named = {word.casefold() for each in said if each.by in {By.KIND, By.REGION} for word in WORD.findall(each.words)}
    kept = " ".join(each for each in text.split() if not is_named(each, named))
    subject = content_words(kept)
    return text if not subject else "" if all(map(is_of_elsewhere, subject)) else kept


def is_named(word: str, named: Set[str]) -> bool:
    """Whether each part of a word between blanks is one of these."""
    parts = {part.casefold() for part in WORD.findall(word)}
    return bool(parts) and parts <= named

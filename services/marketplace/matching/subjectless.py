"""Whether a question is only about a kind of help: "Wettbewerb", "Geld für einen Verein". Pure, by lists.

Who asks so says all of it: whatever is of that kind (there, then, and for whom) is what is sought. Of compounds only
those count whose first part is no subject: a "Ideenwettbewerb" is any contest, a "Schwimmkurs" is no course on data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.marketplace.matching.audiences import SECTOR_OF
from services.marketplace.matching.content import EMPTY
from services.marketplace.matching.documents import MatchKind
from services.marketplace.matching.languages import is_understood
from services.marketplace.matching.offer_words import ANY_OFFER
from services.marketplace.matching.understanding import HINTS, MOST_WORDS, PURPOSE, WORD, By, Understood

ALONE: Mapping[MatchKind, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        MatchKind.SUPPORT_OFFER: """
geld gelder gelde förderung förderungen fördermittel fördermitteln fördergeld fördergelder fördergeldern förderaufruf
förderaufrufe förderaufrufen förderprogramm förderprogramme förderprogrammen fördertopf fördertöpfe förderangebot
förderangebote projektförderung finanzierung zuschuss zuschüsse zuschüssen stipendium stipendien fonds beihilfe
beihilfen zuwendung zuwendungen ausschreibung ausschreibungen money grant grants funding scholarship scholarships
wettbewerb wettbewerbe wettbewerben ideenwettbewerb ideenwettbewerbe innovationswettbewerb innovationswettbewerbe
competition competitions preisgeld preisgelder rechenzeit rechenleistung compute
workshop workshops kurs kurse kursen onlinekurs onlinekurse schulung schulungen seminar seminare
seminaren fortbildung fortbildungen weiterbildung weiterbildungen lehrgang lehrgänge webinar webinare webinars course
courses training trainings veranstaltung veranstaltungen beratung beratungen sprechstunde sprechstunden counselling
consultation consultations advice angebot angebote angeboten offer offers
""",
        MatchKind.DATASET: "daten datensatz datensätze datensätzen statistik statistiken data dataset datasets",
        MatchKind.IDEA: "idee ideen idea ideas",
        MatchKind.PROJECT: "projekt projekte projekten project projects vorhaben",
        MatchKind.PROFILE: "experte experten expertin expertinnen fachleute mentor mentoren mentorin mentorinnen",
    }.items()
}
# What is said of any of them, and chooses none.
FRAME = """
aktuell aktuelle aktuellen aktueller laufende laufenden neu neue neuen neuer verfügbar verfügbare verfügbaren möglich
kostenlos kostenlose kostenlosen kommende kommenden beantragen bewerben teilnehmen anmelden liste
current available new upcoming apply join free list
"""
# "für kleine Vereine" is for whom; "for repair clubs" has a subject.
OF_SECTORS = frozenset(
    {"einen", "einem", "eine", "klein", "kleine", "kleinen", "kleiner", "große", "großen", "gemeinnützige"}
    | {"gemeinnützigen", "gemeinnütziger", "lokale", "lokalen", "small", "large", "local"}
)
ANYTHING = frozenset(ANY_OFFER.split())  # "Angebote in Dresden" may be whatever there is
PASSED_OVER = EMPTY | HINTS | frozenset(FRAME.split())


def kinds_alone(text: str, said: Sequence[Understood]) -> frozenset[MatchKind]:
    """The kinds that a question is about and nothing else; none where it has a subject.

        ``said``: what was understood of it, and is meant.

        >>> from services.marketplace.matching.offer_words import ANY_OFFER
    from services.marketplace.matching.understanding import said
        >>> [len(kinds_alone(each, said(each))) for each in ("Wettbewerb", "Geld für Vereine", "Schwimmkurs", "Leute")]
        [1, 1, 0, 0]
    """
    asked = {MatchKind(each.value) for each in said if each.by is By.KIND and not each.is_hint}
    if not asked or not is_understood(text):
        return frozenset()
    words = words_left(text, said)
    sectors = {each.value for each in said if each.by is By.AUDIENCE}
    if sectors:
        words = [each for each in words if not (each in OF_SECTORS or SECTOR_OF.get(each) in sectors)]
    if len(words) > MOST_WORDS or (not ANYTHING.isdisjoint(words) and any(each.by is By.REGION for each in said)):
        return frozenset()
    until = next((place for place, word in enumerate(words) if word in PURPOSE), len(words))
    if any(word not in EMPTY for word in words[until:]):
        return frozenset()  # "Geld für ein Projekt": what it is for is a subject
    kinds = {word: {kind for kind in asked if word in ALONE[kind]} for word in words if word not in PASSED_OVER}
    return frozenset().union(*kinds.values()) if all(kinds.values()) else frozenset()


def words_left(text: str, said: Sequence[Understood]) -> list[str]:
    """The words of a question, folded, without those of places and times."""
    left = text
    for each in said:
        if each.by in {By.DATE, By.OPEN_UNTIL}:
            left = left.replace(each.words, " ", 1)
    places = {word.casefold() for each in said if each.by is By.REGION for word in WORD.findall(each.words)}
    return [word for each in WORD.findall(left) if (word := each.casefold()) not in places]

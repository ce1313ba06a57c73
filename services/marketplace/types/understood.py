"""What a question says besides its subject, as chips that a person can take out."""

from __future__ import annotations

from collections.abc import Collection

import strawberry
from strawberry import ID

from services.kit.context import Language
from services.kit.field import field
from services.marketplace.matching import understanding
from services.marketplace.matching.date_labels import span_label
from services.marketplace.matching.offer_words import Finer
from services.marketplace.matching.spans import span_of
from services.marketplace.types.context import Info

strawberry.enum(understanding.By, name="UnderstoodBy")
LABELS = {
    "IDEA": ("Ideen", "Ideas"),
    "PROFILE": ("Menschen und Organisationen", "People and organisations"),
    "SUPPORT_OFFER": ("Angebote: Geld, Beratung, Workshops", "Offers: money, advice, workshops"),
    "PROJECT": ("Projekte", "Projects"),
    "DATASET": ("Daten", "Data"),
    "CIVIL_SOCIETY": ("Für Vereine und Initiativen", "For associations and initiatives"),
    "WELFARE": ("Für Wohlfahrtsverbände", "For welfare organisations"),
    "SCIENCE": ("Für die Wissenschaft", "For science"),
    "BUSINESS": ("Für Unternehmen", "For companies"),
    "STARTUP": ("Für Start-ups", "For start-ups"),
    "PUBLIC_ADMINISTRATION": ("Für Behörden", "For public administration"),
    "MUNICIPALITY": ("Für Kommunen", "For municipalities"),
    "TRADE_UNION": ("Für Gewerkschaften", "For trade unions"),
    "PRIVATE_PERSON": ("Für Privatpersonen", "For private persons"),
}
FINER = {
    Finer.MONEY: ("Geld", "money"),
    Finer.CONTEST: ("Wettbewerbe", "contests"),
    Finer.COURSE: ("Workshops und Kurse", "workshops and courses"),
    Finer.EVENT: ("Veranstaltungen", "events"),
    Finer.ADVICE: ("Beratung", "advice"),
    Finer.COMPUTE: ("Rechenzeit", "computing time"),
}
OFFERS = ("Angebote", "Offers")


def label_of_offers(finer: Collection[Finer]) -> tuple[str, str]:
    """What kinds of offers a question names, in German and English.

    >>> label_of_offers({Finer.ADVICE, Finer.MONEY}), label_of_offers(())[0]
    (('Angebote: Geld, Beratung', 'Offers: money, advice'), 'Angebote: Geld, Beratung, Workshops')
    """
    if not finer:
        return LABELS["SUPPORT_OFFER"]
    german, english = (
        f"{OFFERS[place]}: {', '.join(FINER[each][place] for each in Finer if each in finer)}" for place in (0, 1)
    )
    return german, english


@strawberry.type(
    description="Something that the words of the question say; it moves up what it names and hides nothing."
)
class Understood:
    id: ID
    by: understanding.By
    value: str = strawberry.field(
        description=(
            "A kind, a region's key, the sector that help is sought for, or days with both ends: "
            "`2026-06-01/2026-06-30`, `..` for an open end."
        )
    )
    words: str
    name: strawberry.Private[str]
    finer: strawberry.Private[frozenset[Finer]] = frozenset()

    @field(description="The value in the language of the request.")
    async def label(self, info: Info) -> str:
        if self.by in {understanding.By.DATE, understanding.By.OPEN_UNTIL}:
            in_english, is_open = info.context.language is Language.EN, self.by is understanding.By.OPEN_UNTIL
            return span_label(span_of(self.value), in_english, is_open=is_open)
        if self.finer:
            german, english = label_of_offers(self.finer)
            return english if info.context.language is Language.EN else german
        german, english = LABELS.get(self.value, (self.name or self.words,) * 2)
        return english if info.context.language is Language.EN else german


def understood(said: understanding.Understood) -> Understood:
    return Understood(id=ID(said.id), by=said.by, value=said.value, words=said.words, name=said.name, finer=said.finer)

"""What a question says besides its subject, as chips that a person can take out."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.context import Language
from services.kit.field import field
from services.marketplace.matching import understanding
from services.marketplace.matching.date_labels import span_label
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

    @field(description="The value in the language of the request.")
    async def label(self, info: Info) -> str:
        if self.by in {understanding.By.DATE, understanding.By.OPEN_UNTIL}:
            in_english, is_open = info.context.language is Language.EN, self.by is understanding.By.OPEN_UNTIL
            return span_label(span_of(self.value), in_english, is_open=is_open)
        german, english = LABELS.get(self.value, (self.name or self.words,) * 2)
        return english if info.context.language is Language.EN else german


def understood(said: understanding.Understood) -> Understood:
    return Understood(id=ID(said.id), by=said.by, value=said.value, words=said.words, name=said.name)

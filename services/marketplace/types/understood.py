"""What a question says besides its subject, as chips that a person can take out."""

from __future__ import annotations

import strawberry
from strawberry import ID

from services.kit.context import Language
from services.kit.field import field
from services.marketplace.matching import understanding
from services.marketplace.types.context import Info

strawberry.enum(understanding.By, name="UnderstoodBy")
LABELS = {
    "IDEA": ("Ideen", "Ideas"),
    "PROFILE": ("Menschen und Organisationen", "People and organisations"),
    "SUPPORT_OFFER": ("Angebote: Geld, Beratung, Workshops", "Offers: money, advice, workshops"),
    "PROJECT": ("Projekte", "Projects"),
    "DATASET": ("Daten", "Data"),
}


@strawberry.type(
    description="Something that the words of the question say; it moves up what it names and hides nothing."
)
class Understood:
    id: ID
    by: understanding.By
    value: str
    words: str

    @field(description="The value in the language of the request.")
    async def label(self, info: Info) -> str:
        german, english = LABELS.get(self.value, (self.words, self.words))
        return english if info.context.language is Language.EN else german


def understood(said: understanding.Understood) -> Understood:
    return Understood(id=ID(said.id), by=said.by, value=said.value, words=said.words)

"""What all members of a mixed list say alike: a title, a summary, their language and what they are.

The marketplace alone answers it, of its own rows and of the catalogue, so that a list costs one fetch; the ministries'
own titles are a LocalizedText where an idea's is a String (GraphQL 5.3.2: one response key cannot be both).
"""

from __future__ import annotations

from dataclasses import dataclass

import strawberry
from strawberry import ID

from services.kit.civic import LocalizedText, localized
from services.kit.context import Language
from services.kit.field import field
from services.marketplace.store.offers import entries_displayed
from services.marketplace.types.context import Info

COLUMN_OF = {Language.DE: "de", Language.EN: "en", Language.DE_SIMPLE: "de_simple"}


@dataclass(frozen=True, slots=True)
class Displayed:
    title: str
    summary: str
    language: Language
    kind: str


def in_language(title: LocalizedText, summary: LocalizedText, kind: str, asked: Language) -> Displayed:
    """Title and summary in one language: the asked one when the title has it, else German, which is always there.

    >>> in_language(LocalizedText(de="Wald", en="Wood"), LocalizedText(de="Bäume"), "DATASET", Language.EN)
    Displayed(title='Wood', summary='Bäume', language=<Language.EN: 'EN'>, kind='DATASET')
    """
    column = COLUMN_OF[asked]
    language = asked if getattr(title, column) else Language.DE
    column = COLUMN_OF[language]
    return Displayed(getattr(title, column), getattr(summary, column) or summary.de, language, kind)


@strawberry.interface(
    description="What a list of mixed things shows of each. Null: the catalogue does not know it (yet)."
)
class Displayable:
    id: ID

    async def displayed(self, info: Info) -> Displayed | None:
        """Of the catalogue; whoever has the words at hand says them without a trip."""
        row = await info.context.load(entries_displayed, self.id)
        if row is None:
            return None
        title, summary = localized(row.title), localized(row.summary)
        return in_language(title, summary, row.kind or row.category, info.context.language)

    @field()
    async def display_title(self, info: Info) -> str | None:
        shown = await self.displayed(info)
        return None if shown is None else shown.title

    @field()
    async def display_summary(self, info: Info) -> str | None:
        shown = await self.displayed(info)
        return None if shown is None else shown.summary

    @field(description="The language of the title: that of the request, else German; members' own texts have theirs.")
    async def display_language(self, info: Info) -> Language | None:
        shown = await self.displayed(info)
        return None if shown is None else shown.language

    @field(description="IDEA, PROFILE, PROJECT, DATASET, or the kind of a support offer.")
    async def display_kind(self, info: Info) -> str | None:
        shown = await self.displayed(info)
        return None if shown is None else shown.kind

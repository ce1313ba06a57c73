"""Data for ideas: how far an idea is with its data, and which data sets fit it."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from services.civic_data_lab.rules import readiness as rules
from services.civic_data_lab.rules.vocabulary import DataReadinessLevel
from services.civic_data_lab.store import readiness as store
from services.civic_data_lab.types import anchor, catalogue
from services.civic_data_lab.types.context import Info
from services.civic_data_lab.types.references import DatasetType, SupportOfferType
from services.kit.civic import LocalizedText, localized
from services.kit.field import field
from services.kit.making import made
from services.kit.programmes import offers_by_id
from services.kit.relation import there

MOST_OF_A_TYPE = 2


@strawberry.type(description="What is still to do about data before the idea can be built (Datenreife).")
class DataReadiness:
    level: DataReadinessLevel
    gaps: list[LocalizedText] = strawberry.field(description="What lacks, in words.")

    @field(description="Open offers of the data lab that help on.")
    async def advice(self, info: Info) -> list[SupportOfferType]:
        rows = [
            row
            for kind in rules.ADVICE[self.level]
            for row in await info.context.load(store.open_offers_of_type, kind, info.context.moment, MOST_OF_A_TYPE)
        ]
        found = await offers_by_id(info, anchor.OFFERS, rows, info.context.moment)
        return [offer for row in rows if (offer := found[row.id]) is not None]


@strawberry.type(description="A data set that fits an idea, and why (Datensatz-Empfehlung).")
class DatasetRecommendation:
    dataset: DatasetType
    score: float = strawberry.field(description="From 0 to 1: topics, words of the need, region.")
    reason: LocalizedText


async def readiness(info: Info, idea_id: str, topics: Sequence[str], needs: str | None) -> DataReadiness:
    """The state of an idea, from its own words and what the catalogue has."""
    row = there(await info.context.load(store.readiness_of_idea, rules.need_key(idea_id, topics)))
    level = rules.level_of(needs, fits=row.fits, is_used=row.is_used)
    return DataReadiness(level=level, gaps=[localized(words) for words in rules.gaps_of(level)])


async def recommended(info: Info, key: str, first: int) -> list[DatasetRecommendation]:
    """The data sets that fit best; ``key`` is of ``rules.readiness.need_key``."""
    return [
        DatasetRecommendation(
            dataset=made(catalogue.Dataset, row),
            score=round(row.score, 2),
            reason=localized(rules.reason_of(row.topics, row.words, same_region=row.same_region)),
        )
        for row in await info.context.load(store.recommended_datasets, key, first)
    ]

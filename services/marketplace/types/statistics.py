"""Statistics (Kennzahlen): of the umbrella's own, and of all that the catalogue holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strawberry import federation

from services.kit.errors import BadInputError
from services.kit.field import field
from services.kit.finding import found
from services.kit.statistics.question import Question, check_right, question
from services.kit.statistics.told import ABOUT, is_key, told
from services.kit.statistics.vocabulary import (
    BucketForm,
    KeyForm,
    StatisticsDimension,
    StatisticsFilter,
    StatisticsForm,
    StatisticsMetric,
)
from services.marketplace.rules.viewer import STAFF_SCOPES
from services.marketplace.rules.vocabulary import RegionLevel
from services.marketplace.store import hubs as hub_store
from services.marketplace.store.statistics import CATALOGUE, statistics
from services.marketplace.types import hubs as hub_types
from services.marketplace.types.context import Info
from services.marketplace.types.references import RegionType, TopicType


@federation.type(shareable=True)
class StatisticsKey(KeyForm):
    @field()
    async def topic(self, info: Info) -> TopicType | None:
        slug = self.value if is_key(self, StatisticsDimension.TOPIC) else None
        return await found(info, hub_types.Topic, hub_store.topics_by_slugs, slug)

    @field()
    async def region(self, info: Info) -> RegionType | None:
        ars = self.value if is_key(self, StatisticsDimension.REGION) else None
        return await found(info, hub_types.Region, hub_store.regions_by_ars, ars)


@federation.type(shareable=True)
class StatisticsBucket(BucketForm):
    keys: list[StatisticsKey]


@federation.type(shareable=True, description=ABOUT)
class Statistics(StatisticsForm):
    buckets: list[StatisticsBucket]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client asks for; ``programmes`` and ``level`` of the catalogue only."""

    metric: StatisticsMetric
    group_by: Sequence[StatisticsDimension]
    filter: StatisticsFilter | None
    programmes: Sequence[str] | None = None
    level: RegionLevel = RegionLevel.STATE


async def statistics_of(info: Info, programme: str | None, wanted: Wanted) -> Statistics:
    """The answer of the umbrella's programme, or (None) of the catalogue.

    Raises ``BadInputError``, ``UnauthenticatedError`` or ``ForbiddenError``.
    """
    context, moment = info.context, info.context.clock.now()
    check_right(context.caller, wanted.metric, False, STAFF_SCOPES - {"moderation"})
    if programme is None and wanted.metric not in CATALOGUE.facts:
        raise BadInputError(f"metric: {wanted.metric.value} is counted by each house: programmes {{ statistics }}.")
    asked = question(wanted.metric, wanted.group_by, wanted.filter, wanted.programmes, wanted.level.value)
    for unknown in await hub_store.unknown_values(context.database, named(asked)):
        raise BadInputError(
            f"{'' if unknown.field == 'programmes' else 'filter.'}{unknown.field}: there is no {unknown.value!r}."
        )
    counts = await statistics(context.database, context.viewer, moment, programme, asked)
    return told(Statistics, StatisticsBucket, StatisticsKey, asked, counts, moment)


def named(asked: Question) -> dict[str, list[str]]:
    """The values that name something, by their names in the graph."""
    given = {"topicSlugs": asked.topics, "regionArs": asked.regions, "programmes": asked.programmes}
    return {name: list(values) for name, values in given.items() if values}

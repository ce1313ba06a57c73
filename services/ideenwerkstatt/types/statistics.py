"""Statistics of the Ideenwerkstatt's programme (Kennzahlen)."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry
from strawberry import federation

from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.store.statistics import BOOK, statistics
from services.ideenwerkstatt.types.context import Info
from services.ideenwerkstatt.types.references import RegionType, TopicType
from services.kit.field import field
from services.kit.named import resolved
from services.kit.regions import check_lands, nuts_of
from services.kit.statistics.question import check_right, question
from services.kit.statistics.told import ABOUT, is_key, told
from services.kit.statistics.vocabulary import (
    BucketForm,
    KeyForm,
    StatisticsDimension,
    StatisticsFilter,
    StatisticsForm,
    StatisticsMetric,
)
from services.kit.topics import check_topics


@federation.type(shareable=True)
class StatisticsKey(KeyForm):
    @field()
    def topic(self) -> TopicType | None:
        is_topic = is_key(self, StatisticsDimension.TOPIC)
        return resolved(TopicType)(slug=strawberry.ID(self.value)) if is_topic else None

    @field()
    def region(self) -> RegionType | None:
        is_region = is_key(self, StatisticsDimension.REGION)
        return resolved(RegionType)(nuts=strawberry.ID(nuts_of(self.value))) if is_region else None


@federation.type(shareable=True)
class StatisticsBucket(BucketForm):
    keys: list[StatisticsKey]


@federation.type(shareable=True, description=ABOUT)
class Statistics(StatisticsForm):
    buckets: list[StatisticsBucket]


async def statistics_of(
    info: Info,
    programme: str,
    metric: StatisticsMetric,
    group_by: Sequence[StatisticsDimension],
    given: StatisticsFilter | None,
) -> Statistics:
    """The answer of a programme. Raises ``BadInputError``, ``UnauthenticatedError`` or ``ForbiddenError``."""
    context = info.context
    check_right(context.caller, metric, BOOK.has_budgets, frozenset({STAFF}))
    asked = question(metric, group_by, given)
    check_lands(asked.regions, "filter.regionArs")
    await check_topics(context.database, asked.topics, "filter.topicSlugs")
    counts = await statistics(context.database, context.viewer.seen, context.moment, programme, asked)
    return told(Statistics, StatisticsBucket, StatisticsKey, asked, counts, context.moment)

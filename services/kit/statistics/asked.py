"""A ministry's statistics, declared: what its keys lead to, and who is told what of its book.

class StatisticsKey(KeyForm):
    topic = of_dimension(TopicType | None, StatisticsDimension.TOPIC, slug=str)

statistics_of = told_of(Statistics, StatisticsBucket, StatisticsKey, BOOK, STAFF, as_viewer)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import strawberry

from services.kit.field import field
from services.kit.leading import class_of
from services.kit.programmes import Count
from services.kit.regions import check_lands
from services.kit.statistics.counting import counted
from services.kit.statistics.question import check_right, question
from services.kit.statistics.statement import Book
from services.kit.statistics.told import is_key, told
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsForm, StatisticsMetric
from services.kit.topics import check_topics

Told = TypeVar("Told", bound=StatisticsForm)
Info = strawberry.Info[Any, None]


def of_dimension(gives: Any, dimension: StatisticsDimension, **by: Callable[[str], str]) -> Any:
    """A field with what a key of the dimension names: ``slug=str``, the key's value as the object's key."""
    ((argument, key_of),) = by.items()

    def resolve(self: Any) -> Any:
        named = is_key(self, dimension)
        return class_of(gives)(**{argument: strawberry.ID(key_of(self.value))}) if named else None

    return field(gives=gives)(resolve)


def told_of(
    kind: Callable[..., Told],
    bucket: Callable[..., Any],
    key: Callable[..., Any],
    book: Book,
    staff: str,
    viewer: Callable[[Any], tuple[str | None, bool]],
) -> Count:
    """The answer of a ministry's programme. ``viewer``: of the context, who looks and whether that is staff.

    What comes of it raises ``BadInputError``, ``UnauthenticatedError`` or ``ForbiddenError``.
    """

    async def statistics_of(
        info: Info,
        programme: str,
        metric: StatisticsMetric,
        group_by: Sequence[StatisticsDimension],
        given: StatisticsFilter | None,
    ) -> Told:
        context = info.context
        check_right(context.caller, metric, book.has_budgets, frozenset({staff}))
        asked = question(metric, group_by, given)
        if book.knows_nuts:
            check_lands(asked.regions, "filter.regionArs")
        await check_topics(context.database, asked.topics, "filter.topicSlugs")
        counts = await counted(context.database, book, asked, viewer(context), context.moment, programme)
        return told(kind, bucket, key, asked, counts, context.moment)

    return statistics_of

"""What is asked of statistics, checked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kit.civic import names
from services.kit.errors import BadInputError, ForbiddenError, UnauthenticatedError
from services.kit.identity import Caller
from services.kit.regions import area, region_keys
from services.kit.statistics.vocabulary import StatisticsDimension, StatisticsFilter, StatisticsMetric

READ = "stats:read"
MOST_DIMENSIONS = 2
MOST_VALUES = 100
GUARDED = frozenset({StatisticsMetric.APPLICATIONS, StatisticsMetric.PARTICIPANTS})
"""Told to who has the right; budgets, too, where the house's money is for few."""
PERSONAL = GUARDED | {StatisticsMetric.PROFILES}
"""Of persons: small numbers are not told (domain_slice2 2.15)."""
STATE = "STATE"


@dataclass(frozen=True, slots=True)
class Question:
    """``first`` and ``last`` are days that belong to the period; None filters nothing. ``regions`` are ARS.

    ``level``: of the regions that REGION counts by; the Länder (STATE) unless a house tells of others.
    """

    metric: StatisticsMetric
    dimensions: tuple[StatisticsDimension, ...] = ()
    first: date | None = None
    last: date | None = None
    topics: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    programmes: tuple[str, ...] | None = None
    level: str = STATE

    @property
    def is_personal(self) -> bool:
        return self.metric in PERSONAL

    @property
    def areas(self) -> tuple[str, ...] | None:
        """The regions as patterns of everything that lies in them."""
        return None if self.regions is None else tuple(map(area, self.regions))

    @property
    def fixed(self) -> dict[StatisticsDimension, str]:
        """Of a question about persons: the one value that its filter takes of a dimension."""
        taken = {
            StatisticsDimension.YEAR: None if self.first is None else str(self.first.year),
            StatisticsDimension.TOPIC: None if self.topics is None else self.topics[0],
            StatisticsDimension.REGION: None if self.regions is None else self.regions[0],
            StatisticsDimension.SECTOR: None if self.sectors is None else self.sectors[0],
            StatisticsDimension.PROGRAMME: None if self.programmes is None else self.programmes[0],
        }
        return {dimension: value for dimension, value in taken.items() if value is not None}

    @property
    def used(self) -> tuple[StatisticsDimension, ...]:
        """Of a question about persons: the dimensions that it groups by, then those that it only filters by."""
        return tuple(dict.fromkeys((*self.dimensions, *self.fixed)))


def question(
    metric: StatisticsMetric,
    group_by: Sequence[StatisticsDimension],
    given: StatisticsFilter | None,
    programmes: Sequence[str] | None = None,
    level: str = STATE,
) -> Question:
    """``BadInputError`` for more dimensions or values than are told, or a filter that cannot be."""
    if len(group_by) > MOST_DIMENSIONS or len(set(group_by)) < len(group_by):
        raise BadInputError(f"groupBy takes at most {MOST_DIMENSIONS} different dimensions.")
    given = given or StatisticsFilter()
    if given.from_ and given.until and given.until < given.from_:
        raise BadInputError("filter.until must not be before filter.from.")
    values_of = {
        "filter.topicSlugs": given.topic_slugs,
        "filter.regionArs": given.region_ars,
        "filter.sectors": given.sectors,
        "programmes": programmes,
    }
    for name, values in values_of.items():
        if values is not None and not 1 <= len(values) <= MOST_VALUES:
            raise BadInputError(f"{name} takes from 1 to {MOST_VALUES} values.")
    asked = Question(
        metric=metric,
        dimensions=tuple(group_by),
        first=given.from_,
        last=given.until,
        topics=None if given.topic_slugs is None else tuple(given.topic_slugs),
        regions=region_keys(given.region_ars, "filter.regionArs"),
        sectors=names(given.sectors),
        programmes=None if programmes is None else tuple(programmes),
        level=level,
    )
    if asked.is_personal:
        check_personal(asked)
    return asked


def check_personal(asked: Question) -> None:
    """All numbers about persons come out of the same protected tables; a finer cut is ``BadInputError``.

    Without this the difference of two answers would tell what neither does.
    """
    of = asked.metric.value
    if StatisticsDimension.QUARTER in asked.dimensions:
        raise BadInputError(f"{of} is told by YEAR, not by QUARTER.")
    first, last = asked.first, asked.last
    if (first or last) and not (first and last and first == date(last.year, 1, 1) and last == date(first.year, 12, 31)):
        raise BadInputError(f"filter: {of} takes one whole calendar year, from 1 January until 31 December.")
    for name, values in (("topicSlugs", asked.topics), ("regionArs", asked.regions), ("sectors", asked.sectors)):
        if values is not None and len(values) > 1:
            raise BadInputError(f"filter.{name}: {of} takes one value; ask by groupBy for the others.")
    if asked.level != STATE:
        raise BadInputError(f"regionLevel: {of} is told by Länder.")
    if asked.programmes is not None and len(asked.programmes) > 1:
        raise BadInputError(f"programmes: {of} takes one value; ask by groupBy for the others.")
    for ars in asked.regions or ():
        if ars[2:].strip("0"):
            raise BadInputError(f"filter.regionArs: {of} is told by Länder, and {ars!r} is in one.")
    if len(asked.used) > MOST_DIMENSIONS:
        raise BadInputError(f"{of} is told by at most {MOST_DIMENSIONS} dimensions, those of the filter included.")


def check_right(caller: Caller | None, metric: StatisticsMetric, budgets: bool, staff: frozenset[str]) -> None:
    """``UnauthenticatedError`` or ``ForbiddenError``; ``budgets``: whether the house's money is for few.

    The house's own staff sees all of its house anyway.
    """
    if metric not in GUARDED and not (metric is StatisticsMetric.FUNDING and budgets):
        return
    if caller is None:
        raise UnauthenticatedError
    if caller.scopes.isdisjoint({READ, *staff}):
        raise ForbiddenError

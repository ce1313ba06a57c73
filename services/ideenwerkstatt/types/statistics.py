"""Statistics of the Ideenwerkstatt's programme (Kennzahlen)."""

from __future__ import annotations

from strawberry import federation

from services.ideenwerkstatt.rules.viewing import STAFF
from services.ideenwerkstatt.store.statistics import BOOK
from services.ideenwerkstatt.types.context import as_seen
from services.ideenwerkstatt.types.references import RegionType, TopicType
from services.kit.regions import nuts_of
from services.kit.statistics.asked import of_dimension, told_of
from services.kit.statistics.told import ABOUT
from services.kit.statistics.vocabulary import BucketForm, KeyForm, StatisticsDimension, StatisticsForm


@federation.type(shareable=True)
class StatisticsKey(KeyForm):
    topic = of_dimension(TopicType | None, StatisticsDimension.TOPIC, slug=str)
    region = of_dimension(RegionType | None, StatisticsDimension.REGION, nuts=nuts_of)


@federation.type(shareable=True)
class StatisticsBucket(BucketForm):
    keys: list[StatisticsKey]


@federation.type(shareable=True, description=ABOUT)
class Statistics(StatisticsForm):
    buckets: list[StatisticsBucket]


statistics_of = told_of(Statistics, StatisticsBucket, StatisticsKey, BOOK, STAFF, as_seen)

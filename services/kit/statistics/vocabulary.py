"""The words of statistics in the graph, the same in all four houses: metrics, dimensions, filter, form of answers.

A key leads to the house's own view of topics and regions, so each house makes its ``StatisticsKey`` of ``KeyForm``.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

import strawberry

from services.kit.civic import Money, Sector

NONE = "NONE"
"""The key of what has no value of a dimension, such as an offer for all sectors; no word or key of the graph is it."""


@strawberry.enum(
    description="What is counted or summed. Each house counts its own, and says total null of what it does not keep: "
    "the marketplace IDEAS, OFFERS, PARTICIPANTS (members); CIP OFFERS, APPLICATIONS, AWARDS, PROJECTS, FUNDING, "
    "PARTICIPANTS; the KI-Ideenwerkstatt OFFERS, APPLICATIONS, PROJECTS, PARTICIPANTS; the Civic Data Lab OFFERS, "
    "APPLICATIONS, PROJECTS, FUNDING, PARTICIPANTS, DATASETS. PROFILES and ORGANISATIONS are told by the root field "
    "statistics. APPLICATIONS, PARTICIPANTS and budgets need stats:read."
)
class StatisticsMetric(Enum):
    IDEAS = "IDEAS"
    OFFERS = "OFFERS"
    APPLICATIONS = "APPLICATIONS"
    AWARDS = "AWARDS"
    PROJECTS = "PROJECTS"
    FUNDING = strawberry.enum_value(
        "FUNDING",
        description="Sums of money, in euros: totalAmount, and amount of a bucket; count is the number of projects. "
        "CIP: the partners' shares in grants, by the year that each is for; of one that lies in the period in part, "
        "that part of its days. The Civic Data Lab: budgets of data projects, whole in the year in which one begins.",
    )
    PARTICIPANTS = "PARTICIPANTS"
    DATASETS = "DATASETS"
    PROFILES = "PROFILES"
    ORGANISATIONS = "ORGANISATIONS"


@strawberry.enum(
    description="What is counted by. TOPIC: main topics with their sub-topics; REGION: the Länder. "
    "What has several values counts under each."
)
class StatisticsDimension(Enum):
    YEAR = "YEAR"
    QUARTER = "QUARTER"
    TOPIC = "TOPIC"
    REGION = "REGION"
    SECTOR = "SECTOR"
    STATUS = "STATUS"
    OFFER_KIND = "OFFER_KIND"
    MATURITY = "MATURITY"
    PROGRAMME = "PROGRAMME"


@strawberry.input(
    description="What is left out of the count; both days belong to the period. Of persons it "
    "takes one whole calendar year, one main topic, one Land, one sector: finer cuts would tell of single persons."
)
class StatisticsFilter:
    from_: date | None = strawberry.field(name="from", default=None)
    until: date | None = None
    topic_slugs: list[strawberry.ID] | None = None
    region_ars: list[strawberry.ID] | None = None
    sectors: list[Sector] | None = None


@strawberry.type
class KeyForm:
    """A value of a dimension: a word of the graph, a year (2025), a quarter (2025-Q2), a slug, an ARS, or NONE."""

    dimension: StatisticsDimension
    value: str


@strawberry.type
class BucketForm:
    count: int
    amount: Money | None = None


@strawberry.type
class StatisticsForm:
    metric: StatisticsMetric
    as_of: datetime
    total: int | None = strawberry.field(
        description="Null where it would tell of fewer than five persons, and where the house does not keep it."
    )
    total_amount: Money | None = None
    suppressed_buckets: int

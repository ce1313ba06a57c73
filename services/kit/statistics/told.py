"""Answers as objects of the graph: each house gives its own classes, whose keys lead to its own topics and regions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from services.kit.civic import optional_euros
from services.kit.statistics.answer import Counts
from services.kit.statistics.question import Question
from services.kit.statistics.vocabulary import NONE, StatisticsDimension, StatisticsForm

ABOUT = (
    "Aggregates (Kennzahlen), exact at asOf: now; of applications and participants the last day on which five or more "
    "were new. Person-related buckets below 5 are suppressed and only counted, with "
    "others where one could be worked out from the rest."
)
Told = TypeVar("Told", bound=StatisticsForm)


def told(
    kind: Callable[..., Told],
    bucket: Callable[..., Any],
    key: Callable[..., Any],
    question: Question,
    counts: Counts,
    moment: datetime,
) -> Told:
    """The answer to a question as it was at the moment."""
    return kind(
        metric=question.metric,
        as_of=counts.as_of or moment,
        total=counts.total,
        total_amount=optional_euros(counts.amount),
        suppressed_buckets=counts.suppressed,
        buckets=[
            bucket(
                keys=[key(dimension=dimension, value=value) for dimension, value in one.keys],
                count=one.count,
                amount=optional_euros(one.amount),
            )
            for one in counts.buckets
        ],
    )


def is_key(form: Any, dimension: StatisticsDimension) -> bool:
    """Whether a key is of the dimension and names something of it."""
    return form.dimension is dimension and form.value != NONE

"""Nested cross-validation over themes: settings are chosen on all themes but one and measured on that one.

So the figure of the chosen settings is of questions that had no part in choosing them. Tables give paired differences
with their standard errors over questions; what gains less than one is not worth having.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

from services.marketplace.matching.library import Library
from services.marketplace.matching.questions import Question, Said
from services.marketplace.matching.rank import TODAY, Weights
from services.marketplace.matching.relevance import answer_of
from tools.evaluate.judged import score
from tools.evaluate.measures import Measure, measure

GRID: Mapping[str, Sequence[float]] = {
    "surroundings": (0.5, 1.0, 1.4),
    "said": (0.25, 0.5, 0.75),
    "seeking": (0.0, 0.5),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A question with what people found; ``shown`` are the documents that may be given out on its day."""

    theme: str
    question: Question
    text: str | None
    grades: Mapping[str, int]
    shown: frozenset[str]


def settings() -> list[Weights]:
    """All of the grid."""
    return [Weights(**dict(zip(GRID, values, strict=True))) for values in product(*GRID.values())]


async def with_all_words(task: Task, ids: Sequence[str]) -> Task:
    """The same task with its words looked up once, as the service asks them, for all documents: they do not depend on
    settings.
    """
    if task.text is None:
        return task
    shares = (await task.question.words(ids)).shares

    async def words(_: Sequence[str]) -> Said:
        return Said(shares, frozenset(shares))

    return replace(task, question=replace(task.question, words=words))


async def quality(library: Library, tasks: Sequence[Task], weights: Weights) -> list[float]:
    """nDCG@10 of each task under these weights."""
    found = await replace(library, weights=weights).suggestions([each.question for each in tasks])
    values = []
    for task, candidates in zip(tasks, found, strict=True):
        answer = candidates if task.text is None else answer_of(candidates)
        order = [each.document.entity_id for each in answer if each.document.entity_id in task.shown]
        rated = score(order, task.grades)
        values.append(0.0 if rated is None else rated.ndcg)
    return values


def chosen_without(themes: Sequence[str], values: Mapping[Weights, Sequence[float]], left_out: str) -> Weights:
    """The best settings on the other themes; the first of equals is today's."""
    kept = [place for place, theme in enumerate(themes) if theme != left_out]
    order = [TODAY, *(each for each in values if each != TODAY)]
    return max(order, key=lambda each: statistics.fmean(values[each][place] for place in kept))


def nested(themes: Sequence[str], values: Mapping[Weights, Sequence[float]]) -> tuple[list[float], Counter[Weights]]:
    """The value of each question under what was chosen without its theme, and how often each was chosen."""
    choices = {theme: chosen_without(themes, values, theme) for theme in dict.fromkeys(themes)}
    return [values[choices[theme]][place] for place, theme in enumerate(themes)], Counter(choices.values())


def gained(values: Sequence[float], against: Sequence[float]) -> Measure:
    """The mean paired difference."""
    return measure([one - other for one, other in zip(values, against, strict=True)])


def named(weights: Weights) -> str:
    """What differs from today.

    >>> named(Weights(said=0.3)), named(TODAY)
    ('said 0.3', 'as today')
    """
    changed = [each.name for each in fields(weights) if getattr(weights, each.name) != getattr(TODAY, each.name)]
    return ", ".join(f"{name} {getattr(weights, name):g}" for name in changed) or "as today"


def table(themes: Sequence[str], values: Mapping[Weights, Sequence[float]]) -> str:
    """The comparison in Markdown: what nested choosing is worth, and each single change against today."""
    today = values[TODAY]
    outside, choices = nested(themes, values)
    rows = [
        "| settings | nDCG@10 | gain over today |",
        "|---|--:|--:|",
        f"| today | {measure(today)} | |",
        f"| chosen without the theme | {measure(outside)} | {gained(outside, today)} |",
    ]
    single = [each for each in values if each != TODAY and "," not in named(each)]
    rows += [
        f"| {named(each)} | {measure(values[each])} | {gained(values[each], today)} |"
        for each in sorted(single, key=named)
    ]
    often = "; ".join(f"{named(each)} ({count} of {len(set(themes))})" for each, count in choices.most_common(5))
    return "\n".join([*rows, "", f"Chosen by themes: {often}."])

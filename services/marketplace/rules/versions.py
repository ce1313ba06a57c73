"""Versions of an idea: the body that is kept, and the difference that is shown."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from services.marketplace.rules.ideas import IdeaText

FIELDS = (
    "title",
    "summary",
    "problem",
    "solution",
    "commonGoodBenefit",
    "targetGroups",
    "language",
    "maturity",
    "aiMethods",
    "expectedUsers",
    "dataNeeds",
    "topicSlugs",
    "sdgs",
    "regionArs",
)
"""The order in which a difference is shown; the database keeps the fields of a body in no order."""


def body_of(text: IdeaText) -> dict[str, Any]:
    """The fields of IdeaInput by their names in the graph."""
    return {
        "title": text.title,
        "summary": text.summary,
        "problem": text.problem,
        "solution": text.solution,
        "commonGoodBenefit": text.common_good_benefit,
        "targetGroups": list(text.target_groups),
        "language": text.language,
        "maturity": text.maturity,
        "aiMethods": list(text.ai_methods),
        "expectedUsers": text.expected_users,
        "dataNeeds": text.data_needs,
        "topicSlugs": list(text.topic_slugs),
        "sdgs": list(text.sdgs),
        "regionArs": text.region_ars,
    }


def text_in(body: Mapping[str, Any]) -> IdeaText:
    """The text of a body.

    >>> body_of(text_in({name: [] if name.endswith("s") else "x" for name in FIELDS}))["sdgs"]
    []
    """
    return IdeaText(
        title=body["title"],
        summary=body["summary"],
        problem=body["problem"],
        solution=body["solution"],
        common_good_benefit=body["commonGoodBenefit"],
        target_groups=tuple(body["targetGroups"]),
        language=body["language"],
        maturity=body["maturity"],
        ai_methods=tuple(body["aiMethods"]),
        expected_users=body["expectedUsers"],
        data_needs=body["dataNeeds"],
        topic_slugs=tuple(body["topicSlugs"]),
        sdgs=tuple(body["sdgs"]),
        region_ars=body["regionArs"],
    )


def difference(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> str:
    """A unified difference of two bodies, field by field; the first version differs from nothing.

    >>> print(difference({"title": "Alt", "sdgs": [3]}, {"title": "Neu", "sdgs": [3]}))
    title
    - Alt
    + Neu
    """
    return "\n".join(_changes(before or {}, after))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*before, *after}, key=lambda name: FIELDS.index(name) if name in FIELDS else len(FIELDS)):
        old, new = _lines(before.get(name)), _lines(after.get(name))
        if old != new:
            yield name
            yield from (line for line in difflib.ndiff(old, new) if line[0] in "+-")


def _lines(value: object) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    return [] if value is None else str(value).splitlines()

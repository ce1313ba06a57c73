"""The labour ministry's judgement of an idea, for the Wegweiser."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import strawberry

from services.cip.rules.eligibility import LABELS, Criterion, Sketch, fulfilled, missing_words
from services.cip.store import relations as store
from services.cip.types import funding
from services.cip.types.context import Info
from services.cip.types.references import FundingCallType
from services.kit.civic import LocalizedText, Maturity, Sector, localized
from services.kit.errors import BadInputError
from services.kit.making import made

NOW = "now"
"""The one key of the open call: every idea of a request asks for the same."""


@strawberry.type
class EligibilityCriterion:
    key: str
    label: LocalizedText
    fulfilled: bool


@strawberry.type
class EligibilityCheck:
    eligible: bool
    missing: list[str]
    criteria: list[EligibilityCriterion]
    call: FundingCallType | None


async def eligibility(info: Info, said: Mapping[str, Any]) -> EligibilityCheck | None:
    """The check of what the marketplace says of an idea; None where it said nothing of it (it was not asked, or away).

    Raises ``BadInputError`` for what is no maturity or sector.
    """
    sectors, topics = said.get("partnerSectors"), said.get("topics")
    if said.get("maturity") is None or sectors is None or topics is None:
        return None
    call = await info.context.load(store.open_call, NOW, info.context.moment)
    sketch = Sketch(
        maturity=_word(Maturity, said["maturity"]),
        sectors=frozenset(_word(Sector, each) for each in sectors),
        categories=await _categories(info, [each["slug"] for each in topics if each]),
        has_call=call is not None,
    )
    criteria = fulfilled(sketch)
    return EligibilityCheck(
        eligible=all(criteria.values()),
        missing=list(missing_words(criteria, info.context.language)),
        criteria=[_criterion(each, holds) for each, holds in criteria.items()],
        call=None if call is None else made(funding.FundingCall, call),
    )


async def _categories(info: Info, slugs: Iterable[str]) -> frozenset[str]:
    found = await asyncio.gather(*(info.context.load(store.categories_with_parents, slug) for slug in slugs))
    return frozenset(row.category for rows in found for row in rows)


def _criterion(criterion: Criterion, holds: bool) -> EligibilityCriterion:
    return EligibilityCriterion(key=criterion.value, label=localized(LABELS[criterion]), fulfilled=holds)


def _word(kind: Any, value: object) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise BadInputError(f"{value!r} is no {kind.__name__}.") from None

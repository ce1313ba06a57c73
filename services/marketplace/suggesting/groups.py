"""Suggestions by kind: populations that cannot be compared by one number get places of their own.

Each kind is asked for by itself, so that the few offers are found among the many ideas; all kinds share one visit to
the index, and what is given out is asked of the database again as everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.marketplace.matching.documents import Candidate, MatchKind
from services.marketplace.matching.library import MOST
from services.marketplace.matching.naming import marked
from services.marketplace.suggesting.asking import Asking, candidate_key, narrowed
from services.marketplace.suggesting.suggestions import Suggested


@dataclass(frozen=True, slots=True)
class Group:
    """What is possible of one kind, best first; ``given_out`` is still to be asked."""

    kind: MatchKind
    suggested: Suggested

    @property
    def candidates(self) -> Sequence[Candidate]:
        return self.suggested.candidates


async def by_kind(asking: Asking, suggested: Suggested) -> list[Group]:
    """A group for each of the wanted kinds that has something possible, in the order of the kinds; none for a text of
    which is said that nothing fits.
    """
    question = suggested.question
    if question is None or (suggested.text is not None and not suggested.candidates):
        return []
    kinds = [each for each in MatchKind if not question.wanted.kinds or each in question.wanted.kinds]
    asked = [
        replace(
            question,
            wanted=replace(question.wanted, kinds=frozenset({kind})),
        )
        for kind in kinds
    ]
    found = await asking.library.suggestions(asked)
    rule = question.wanted.narrowing
    possible = [await narrowed(asking, marked(some, suggested.named), candidate_key, rule) for some in found]
    return [
        Group(kind, replace(suggested, candidates=some[:MOST]))
        for kind, some in zip(kinds, possible, strict=True)
        if some
    ]

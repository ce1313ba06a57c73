"""Ideas that are near another document: similar ideas, and ideas that an offer, a project or a data set suits.

All parents of one level of a query share the trips and one visit to the index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from services.marketplace.matching.documents import Key, MatchKind, Subject, Wanted
from services.marketplace.matching.library import RERANKED
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.questions import Question
from services.marketplace.store import documents
from services.marketplace.suggesting.asking import SPARE, Asking, candidate_id, candidate_key, given_out
from services.marketplace.suggesting.subjects import no_suggestions, vectors_of_subjects

AHEAD = SPARE  # nearest ideas that are looked at beside those that are wanted
OF_MINISTRIES = frozenset({MatchKind.SUPPORT_OFFER, MatchKind.PROJECT, MatchKind.DATASET})


async def ideas_near_documents(asking: Asking, ids: Sequence[str], first: int) -> list[list[str]]:
    """For each offer, project or data set the ids of the nearest ideas; none for what is not matched (a closed offer).

    Nor for a profile that somebody calls a data set: what fits a person is for that person alone.
    """
    shown = await asking.shown.load_many([Key(each) for each in ids])
    held = await asking.library.index.entries([each for each, may_be in zip(ids, shown, strict=True) if may_be])
    vectors = {each: entry.vector for each, entry in held.items() if entry.document.kind in OF_MINISTRIES}
    return await _nearest_ideas(asking, ids, vectors, {each: frozenset() for each in vectors}, first)


async def ideas_near_ideas(asking: Asking, ids: Sequence[str], first: int) -> list[list[str]]:
    """For each idea, published or not, the ids of the nearest other ideas."""
    rows = await documents.subject_ideas(asking.database, asking.viewer, ids)
    excluded = await no_suggestions(asking, [row.entity_id for row in rows])
    return await _nearest_ideas(asking, ids, await vectors_of_subjects(asking, rows), excluded, first)


async def _nearest_ideas(
    asking: Asking,
    ids: Sequence[str],
    vectors: Mapping[str, Vector],
    excluded: Mapping[str, frozenset[str]],
    first: int,
) -> list[list[str]]:
    ideas = frozenset({MatchKind.IDEA})
    asked = [each for each in ids if each in vectors]
    questions = [Question(vectors[each], Subject(), Wanted(ideas, without=excluded[each])) for each in asked]
    given = dict(zip(asked, await _given(asking, questions, first), strict=True))
    return [given.get(each, []) for each in ids]


async def _given(asking: Asking, questions: Sequence[Question], first: int) -> list[list[str]]:
    """For each question the ids of the nearest that may be given out.

    A question without subject and words has nothing to rank by: its nearest are its best, so a few are enough. Where
    many of these may not be given out, as many are looked at as ranking would.
    """
    few = min(first + AHEAD, RERANKED)
    found = await asking.library.candidates(questions, few)
    given = await asyncio.gather(*(given_out(asking, some, candidate_key, first) for some in found))
    short = [place for place, some in enumerate(given) if len(some) < first and len(found[place]) == few < RERANKED]
    more = await asking.library.candidates([questions[place] for place in short]) if short else []
    for place, some in zip(short, more, strict=True):
        given[place] = await given_out(asking, some, candidate_key, first)
    return [[candidate_id(each) for each in some] for some in given]

"""How sure it is that a document which came in fits the searches that are alerted: as sure as the searches would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.kit.database import Database
from services.marketplace.matching.documents import Document, MatchKind
from services.marketplace.matching.embed import MOST_STRANGE
from services.marketplace.matching.library import Library
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.relevance import (
    MANY,
    POSSIBLE,
    POSSIBLE_ASKED,
    Sound,
    fitting,
    half_sure,
    least_possible,
    least_said,
)
from services.marketplace.matching.understanding import By, said
from services.marketplace.matching.wording import enough_for, half_for
from services.marketplace.store import watched
from services.marketplace.store.search_rows import SaidRow
from services.marketplace.store.watched import Pair
from services.marketplace.suggesting.watching import Watch, near

SUREST = Sound(-MOST_STRANGE, names_a_kind=True)  # what least must speak for
TOGETHER = 20  # documents whose words are compared in one trip


@dataclass(frozen=True, slots=True)
class Bounds:
    """The text of a search; ``half``: nearness and words at which a document fits it as often as not, ``enough``: the
    relevance from which on it does.
    """

    text: str
    half: float
    enough: float


async def relevances(
    inside: Database,
    library: Library,
    watch: Watch,
    known: Mapping[str, Document],
    vectors: Mapping[str, Vector],
) -> dict[Pair, float]:
    """By search and document, of those that fit: what ``search`` would say of the document, without its filters.

    What is too far away for any search fits by its words or not at all, and then these must say much of it.
    """
    index = await watch.follow(inside, library)
    documents = await library.index.count(MANY)
    least = least_possible(half_sure(documents, SUREST), POSSIBLE_ASKED)
    pairs = {
        (search, each): similarity
        for each, some in zip(vectors, await near(index, list(vectors.values()), least), strict=True)
        for search, similarity in some.items()
    }
    words = await said_of(inside, {each: known[each].kind for each in vectors}, list(pairs))
    held = await index.entries(list(dict.fromkeys(search for search, _ in (*pairs, *words))))
    for search, each in words:
        if search in held:
            pairs.setdefault((search, each), float(held[search].vector @ vectors[each]))
    bounds = {search: bounds_of(library, watch.words(search), documents) for search in held}
    sure = {
        (search, each): judged(bounds[search], near_by, words.get((search, each)), known[each].kind)
        for (search, each), near_by in pairs.items()
        if search in bounds  # one that was deleted meanwhile has no vector
    }
    return {pair: relevance for pair, relevance in sure.items() if relevance is not None}


async def said_of(inside: Database, kinds: Mapping[str, MatchKind], near: Sequence[Pair]) -> dict[Pair, SaidRow]:
    """What documents, by id their kind, say of the searches that are near or that their rare words lead to."""
    found: dict[Pair, SaidRow] = {}
    for kind in dict.fromkeys(kinds.values()):
        of_kind = [each for each, its_kind in kinds.items() if its_kind is kind]
        for start in range(0, len(of_kind), TOGETHER):
            some = of_kind[start : start + TOGETHER]
            among = frozenset(some)
            rows = await watched.said(inside, some, kind, [pair for pair in near if pair[1] in among], least_said())
            found |= {(row.search_id, row.document_id): row for row in rows}
    return found


def bounds_of(library: Library, text: str, documents: int) -> Bounds:
    half = half_for(text, documents, library.embedder)
    return Bounds(text, half, enough_for(text, half))


def judged(bounds: Bounds, similarity: float, words: SaidRow | None, kind: MatchKind) -> float | None:
    """The relevance of a document of this kind to the text of a search; None where it does not fit, or is not possible:
    neither by its nearness alone nor by rare words.
    """
    relevance = fitting(similarity, 0.0 if words is None else words.said, bounds.half)
    if relevance < bounds.enough:
        return None
    if words is not None and words.is_led_to:
        return relevance
    asks = any(each.by is By.KIND and each.value == kind.value and not each.is_hint for each in said(bounds.text))
    return relevance if similarity >= least_possible(bounds.half, POSSIBLE_ASKED if asks else POSSIBLE) else None

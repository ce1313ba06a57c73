"""The order with variety: near copies stand further down, and kinds are mixed. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from services.marketplace.matching.documents import Candidate, MatchKind
from services.marketplace.matching.parts import stacked
from services.marketplace.matching.questions import Question
from services.marketplace.matching.relevance import FITS

TOO_ALIKE = 0.9  # cosine from which a suggestion says what a better one has said already
SAME_AGAIN_MALUS = 0.5  # for each unit of cosine above TOO_ALIKE
DIVERSE = 50  # suggestions, from the best, that are put in an order with variety
HEAD = 10  # places that are shared out
MOST_OF_A_KIND = 5  # of these, as long as there are others

# What makes the list of candidates that is given out of the ranked one.
Order = Callable[[Question, list[Candidate]], list[Candidate]]


def as_ranked(_: Question, candidates: list[Candidate]) -> list[Candidate]:
    return candidates


def varied(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    order = diversified(candidates)
    return order if question.wanted.kinds or question.subject.asks_kinds else mixed(order)


def diversified(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates in an order where near copies of better ones stand further down.

    Maximal marginal relevance (Carbonell, Goldstein 1998), with a threshold: only what is nearly the same loses.
    """
    left, rest = list(candidates[:DIVERSE]), list(candidates[DIVERSE:])
    if not left:
        return rest
    matrix = stacked([each.entry.vector for each in left])
    malus = np.clip(matrix @ matrix.T - TOO_ALIKE, 0.0, None) * SAME_AGAIN_MALUS
    np.fill_diagonal(malus, 0.0)
    if not malus.any():  # mostly, nothing is nearly the same
        return list(candidates)
    scores = np.array([each.score for each in left])
    worst, order = np.zeros(len(left)), list[int]()
    for _ in left:
        values = scores - worst
        values[order] = -np.inf
        order.append(int(np.argmax(values)))
        worst = np.maximum(worst, malus[order[-1]])
    return [left[place] for place in order] + rest


def mixed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same in an order whose first ten hold at most five of a kind, and one of each kind that fits.

    Without it, ten ideas stand before the one offer that a question is about: ideas are many, and near to everything.
    """
    head, counts = list[Candidate](), Counter[MatchKind]()
    for each in candidates:
        if len(head) < HEAD and counts[each.document.kind] < MOST_OF_A_KIND:
            head.append(each)
            counts[each.document.kind] += 1
    for each in missing(candidates, counts):
        if len(head) == HEAD:
            give_way(head, counts)
        head.append(each)
        counts[each.document.kind] += 1
    placed = {each.document.entity_id for each in head}
    return [*head, *(each for each in candidates if each.document.entity_id not in placed)]


def missing(candidates: Sequence[Candidate], counts: Counter[MatchKind]) -> list[Candidate]:
    """The best of each kind that fits and has no place."""
    best: dict[MatchKind, Candidate] = {}
    for each in candidates:
        if not counts[each.document.kind] and each.relevance >= FITS:
            best.setdefault(each.document.kind, each)
    return list(best.values())


def give_way(head: list[Candidate], counts: Counter[MatchKind]) -> None:
    """The last of a kind that has more places than one goes."""
    place = max(at for at, each in enumerate(head) if counts[each.document.kind] > 1)
    counts[head.pop(place).document.kind] -= 1

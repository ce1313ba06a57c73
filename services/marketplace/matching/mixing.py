"""The flat list mixes kinds: what no one number compares has places of its own in the beginning. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services.marketplace.matching.documents import Candidate, MatchKind
from services.marketplace.matching.rank import FITS

HEAD = 10  # places that are shared out
MOST_OF_A_KIND = 5  # of these, as long as there are others


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

"""How sure it is that a document fits, and from where on it does or may. Pure; the README says how it was fitted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.marketplace.matching.documents import Candidate, MatchKind, Subject

MOST_HALF = 0.44  # however many there are: what says all words of a question fits, unless that sounds strange
SURE = 12.0  # how fast relevance grows with nearness and words
SAID_SURE = 0.45  # what saying the words of the question counts for being sure, by their share
# By the shipped model, version 3: another model may be nearer to all or to nothing.
HALF_SURE = 0.342  # nearness and words at which the best of FEW documents fits as often as not
OF_MANY = 0.045  # more for each e times as many documents: the nearest of many is near by chance
FEW, MANY = 75, 1_000  # documents that this was found with; beyond MANY it was not measured, and does not grow
HALF_OF_DOCUMENTS = 0.17  # of a document as a question, which is near to more
STRANGE = 0.03  # more for each unit of the log odds that a question is sought elsewhere
NAMES_A_KIND = 0.08  # less for a question that names a kind of help: who asks for money or a course asks for it here
ELSEWHERE = 0.075  # more for a question in the words of what is sought elsewhere
POSSIBLE = 0.08  # relevance; below it, one of thirty judged documents fits
POSSIBLE_ASKED = 0.05  # the same of the kind of help that a question names: half of what it asks is met by that
FITS = 0.5  # relevance; where nothing has it, nothing fits


@dataclass(frozen=True, slots=True)
class Sound:
    """What a question sounds like, whatever is found.

    ``strangeness``: the log odds that it is sought elsewhere, by ``Embedder.strangeness``; ``is_elsewhere``: it has
    words by which one knows that; ``names_a_kind``: of help, and not as a hint.
    """

    strangeness: float = 0.0
    is_elsewhere: bool = False
    names_a_kind: bool = False


PLAIN = Sound()


def half_sure(documents: int, sound: Sound = PLAIN) -> float:
    """Nearness and words at which a document fits as often as not, where there are so many documents.

    >>> round(half_sure(75), 3), round(half_sure(852), 3), half_sure(10**6) == half_sure(1_000)
    (0.342, 0.44, True)
    >>> fitting(0.0, 1.0, half_sure(10**6)) > FITS, half_sure(10**6, Sound(strangeness=3.0)) > half_sure(10**6)
    (True, True)
    """
    many = OF_MANY * max(math.log(min(max(documents, 1), MANY) / FEW), 0.0)
    strange = STRANGE * sound.strangeness + (ELSEWHERE if sound.is_elsewhere else 0.0)
    return min(HALF_SURE + many, MOST_HALF) + strange - (NAMES_A_KIND if sound.names_a_kind else 0.0)


def half_of_a_kind(half: float) -> float:
    """The same for a question that has no subject: what says all of it fits, however far away it is.

    >>> fitting(0.0, 1.0, half_of_a_kind(0.6)) >= FITS
    True
    """
    return min(half, SAID_SURE)


def fitting(similarity: float, said: float = 0.0, half: float = HALF_SURE) -> float:
    """How sure it is that a document fits, 0 to 1: by nearness to the question itself and the share of it that is said.

    A logistic function fitted to judged data; unlike the score it means the same for every question. ``half``: from
    ``half_sure``.

    >>> round(fitting(0.342), 2), fitting(0.2, 0.5) > FITS, fitting(0.34) > FITS, fitting(0.0, 1.0) > FITS
    (0.5, True, False, True)
    """
    return 1 / (1 + math.exp(-SURE * (similarity + SAID_SURE * said - half)))


def least_possible(half: float, least: float = POSSIBLE) -> float:
    """The similarity that is possible without words."""
    return half + math.log(least / (1 - least)) / SURE


def least_said(least: float = POSSIBLE_ASKED) -> float:
    """The share of a question that a document must say to fit where it is not possible without words.

    >>> round(least_said(), 2)
    0.55
    """
    return (half_sure(FEW) - least_possible(half_sure(FEW), least)) / SAID_SURE


def possible_from(subject: Subject) -> dict[MatchKind, float]:
    """The relevance from which on a document is possible, by its kind.

    >>> found = possible_from(Subject(asks_kinds=frozenset({MatchKind.DATASET})))
    >>> found[MatchKind.DATASET] < found[MatchKind.IDEA]
    True
    """
    return {kind: POSSIBLE_ASKED if kind in subject.asks_kinds else POSSIBLE for kind in MatchKind}


def answer_of(
    candidates: Sequence[Candidate], enough: float = FITS, whole: Sequence[Candidate] | None = None
) -> list[Candidate]:
    """All of them where something fits, else nothing: "nothing fits" is an answer.

    ``whole``: where ``candidates`` passed a filter, what was found without it: that alone says whether anything fits,
    so that one filter more never finds what one less did not.
    """
    judged = candidates if whole is None else whole
    return list(candidates) if any(each.relevance >= enough for each in judged) else []

"""A narrow filter is applied before anything is cut: what passes is found, however far down it lies; in any process."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import numpy as np
import pytest

from services.marketplace.matching.documents import Document, Entry, MatchKind, Subject, Wanted
from services.marketplace.matching.library import MOST, RERANKED, WIDE, Library
from services.marketplace.matching.local_index import LocalIndex
from services.marketplace.matching.narrowing import DocumentStatus, Narrowing
from services.marketplace.matching.parts import Vector, unit
from services.marketplace.matching.questions import Question
from tests.services.marketplace.conftest import DIM, SMALL

NEARER = 3 * WIDE  # documents that are nearer to the question than the one that is meant


def near(question: Vector, cosine: float, random: np.random.Generator) -> Vector:
    """A vector with about this cosine to the question."""
    other = random.standard_normal(DIM).astype(np.float32)
    other -= (other @ question) * question
    return unit(cosine * question + np.sqrt(1 - cosine**2) * unit(other))


@pytest.fixture(scope="module")
def question() -> Vector:
    return unit(np.random.default_rng(1).standard_normal(DIM).astype(np.float32))


async def library(question: Vector, seed: int = 2, nearer: int = NEARER) -> Library:
    """Thousands of ideas of one region that are near, and an offer of another region that is far away; shuffled."""
    random = np.random.default_rng(2)
    entries = [
        Entry(
            Document(f"idea_{row:05}", "Idea", MatchKind.IDEA, regions=frozenset({"15"}), languages=frozenset({"DE"})),
            "text",
            near(question, 0.9, random),
        )
        for row in range(nearer)
    ]
    planted = Document(
        "far",
        "FundingCall",
        MatchKind.SUPPORT_OFFER,
        regions=frozenset({"09"}),
        programme="cip",
        languages=frozenset({"EN"}),
    )
    entries.append(Entry(planted, "text", near(question, 0.3, random)))
    index = LocalIndex(DIM)
    order = np.random.default_rng(seed).permutation(len(entries))
    await index.put([entries[row] for row in order])
    return Library(SMALL, None, index)


@pytest.mark.parametrize(
    ("wanted", "among"),
    [
        (Wanted(frozenset({MatchKind.SUPPORT_OFFER}), regions=frozenset({"09"})), None),
        (Wanted(narrowing=Narrowing(programmes=frozenset({"cip"}))), None),
        (Wanted(narrowing=Narrowing(languages=frozenset({"EN"}))), None),
        (Wanted(narrowing=Narrowing(statuses=frozenset({DocumentStatus.OPEN}))), frozenset({"far", "unknown"})),
    ],
    ids=["region and kind", "programme", "language", "status"],
)
async def test_what_lies_far_down_is_found(question: Vector, wanted: Wanted, among: frozenset[str] | None) -> None:
    asked = Question(question, Subject(), wanted, among=among)
    (found,) = await (await library(question)).suggestions([asked])
    assert [each.document.entity_id for each in found] == ["far"]


async def test_all_that_passes_a_narrow_filter_is_looked_at_and_only_the_nearest_of_a_wide_one(
    question: Vector,
) -> None:
    ours = await library(question)
    few = frozenset(f"idea_{row:05}" for row in range(WIDE))
    narrow = Wanted(narrowing=Narrowing(statuses=frozenset({DocumentStatus.PUBLISHED})))
    (all_of_them,) = await ours.suggestions([Question(question, Subject(), narrow, among=few)])
    assert {each.document.entity_id for each in all_of_them} == few
    (nearest,) = await ours.suggestions([Question(question, Subject(), replace(narrow, narrowing=Narrowing()))])
    assert len(nearest) == RERANKED


async def test_what_lies_far_down_is_counted_without_a_filter(question: Vector) -> None:
    ours = await library(question, nearer=5 * RERANKED)
    (first,) = await ours.suggestions([Question(question, Subject(), Wanted())])
    (every,) = await ours.suggestions([Question(question, Subject(), Wanted(all_of_it=True))])
    assert len(every) == 5 * RERANKED + 1
    before, after = ([each.document.entity_id for each in some] for some in (first, every))
    assert after[: len(before)] == before, "what is first stays where it is, whoever counts"
    assert "far" in after


@pytest.mark.parametrize(("documents", "is_cut"), [(MOST - 1, False), (MOST, True), (NEARER, True)])
async def test_more_than_is_counted_is_seen(question: Vector, documents: int, is_cut: bool) -> None:
    ours = await library(question, nearer=documents)  # and the one far away
    (every,) = await ours.suggestions([Question(question, Subject(), Wanted(all_of_it=True))])
    assert (len(every) > MOST) is is_cut


async def test_of_the_kind_that_is_named_less_is_enough_however_much_of_others_is_nearer(question: Vector) -> None:
    random = np.random.default_rng(5)
    half = 0.5  # so that 0.28 and 0.27 have a relevance of 0.07 and 0.06: enough only for the kind that is named
    entries = [
        Entry(Document(f"idea_{row}", "Idea", MatchKind.IDEA), "", near(question, 0.28, random))
        for row in range(2 * MOST)
    ]
    entries += [
        Entry(Document(f"offer_{row}", "FundingCall", MatchKind.SUPPORT_OFFER), "", near(question, 0.27, random))
        for row in range(2 * RERANKED)
    ]
    index = LocalIndex(DIM)
    await index.put(entries)
    ours, offers = Library(SMALL, None, index), frozenset({MatchKind.SUPPORT_OFFER})
    for named, wanted, count in [
        (offers, Wanted(all_of_it=True), 2 * RERANKED),
        (offers, Wanted(offers, all_of_it=True), 2 * RERANKED),  # the filter finds as many as its facet says
        (offers, Wanted(frozenset({MatchKind.IDEA}), all_of_it=True), 0),
        (frozenset(), Wanted(all_of_it=True), 0),
    ]:
        (found,) = await ours.suggestions([Question(question, Subject(asks_kinds=named), wanted, half=half)])
        assert len(found) == count
        assert {each.document.kind for each in found} <= offers


async def test_processes_agree_whatever_came_first(question: Vector) -> None:
    """As after a restart, which reads documents in another order: the same documents, scores and places to the bit."""
    asked = Question(question, Subject(), Wanted())
    one, other = await asyncio.gather(library(question, 3), library(question, 4))
    answers = [(await each.suggestions([asked]))[0] for each in (one, other)]
    said = [[(each.document.entity_id, each.score, each.relevance) for each in some] for some in answers]
    assert said[0] == said[1]

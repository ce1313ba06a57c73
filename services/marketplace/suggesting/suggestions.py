"""Suggestions for free texts, and the search: what was asked, what is understood of it, what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from services.kit.errors import BadInputError
from services.kit.letters import usual
from services.marketplace.matching.documents import Candidate, Key, MatchKind, Subject, Wanted
from services.marketplace.matching.embed import text_hash
from services.marketplace.matching.library import MOST
from services.marketplace.matching.naming import marked
from services.marketplace.matching.narrowing import NOTHING, lets_through
from services.marketplace.matching.parts import Vector
from services.marketplace.matching.places import is_state
from services.marketplace.matching.questions import Question, with_all
from services.marketplace.matching.relevance import MANY, answer_of, half_of_a_kind
from services.marketplace.matching.translating import in_german
from services.marketplace.matching.understanding import By, Understood
from services.marketplace.matching.wording import enough_for, half_for, wording_of
from services.marketplace.store import documents
from services.marketplace.store.rows import EntryRow
from services.marketplace.suggesting.asking import Asking, candidate_id, candidate_key, narrowed
from services.marketplace.suggesting.saying import Holding, Naming, named, words_of
from services.marketplace.suggesting.understood import (
    for_sector_of,
    in_time_of,
    named_alone,
    of_finer_of,
    understood_of,
)

LONGEST_QUESTION = 20_000  # characters
NEW = 0.15  # the score of the first of what has the words and no vector yet


@dataclass(frozen=True, slots=True)
class Suggested:
    """Candidates in order for a subject with its vector; a free text is known by the hash of its words.

    They are not asked of the database yet: ``given_out`` does that for as many as are given out. ``question`` is what
    was asked, ``text`` its words where it is a free text, so that the same can be asked of each kind; ``typed`` is that
    text before it was translated. ``is_cut``: more are possible than ``MOST``, and only as many are here. ``named``:
    ids of offers that are over and that the text names.
    """

    subject_id: str
    subject: Subject
    vector: Vector
    candidates: Sequence[Candidate]
    understood: Sequence[Understood] = ()
    question: Question | None = None
    text: str | None = None
    is_cut: bool = False
    typed: str | None = None
    named: frozenset[str] = frozenset()

    @property
    def asked(self) -> str:
        """The words of the question, also of a document that is one."""
        return self.text if self.text is not None else "" if self.question is None else self.question.text


def checked_question(text: str) -> str:
    """A free text that can be searched for; ``BadInputError`` when it is empty, too long, or no text for PostgreSQL."""
    if not text.strip():
        raise BadInputError("The text must not be empty.")
    letters = max(len(text), len(usual(text)))  # a sign of Arabic can be a sentence
    if letters > LONGEST_QUESTION:
        raise BadInputError(f"The text may have {LONGEST_QUESTION} characters, not {letters}.")
    if "\0" in text:
        raise BadInputError("The text must not have the character NUL (U+0000).")
    return text


def says_something(text: str) -> bool:
    """Whether there is a letter or a digit in it: models give vectors to signs and pictures, but near what?"""
    return any(character.isalnum() for character in text)


def asked_in(
    said: Sequence[Understood],
    wanted: Wanted,
    in_time: frozenset[str] = frozenset(),
    for_sector: frozenset[str] = frozenset(),
    of_finer: frozenset[str] = frozenset(),
) -> Subject:
    """A text as a subject, with the kinds and regions that its words ask for, and what is of the time, for the sectors
    and of the finer kinds of these.
    """
    kinds = [each for each in said if each.by is By.KIND]
    regions = [each.value for each in said if each.by is By.REGION]
    return Subject(
        topics=wanted.topics,
        regions=wanted.regions,
        asks_kinds=frozenset(MatchKind(each.value) for each in kinds if not each.is_hint),
        hints_kinds=frozenset(MatchKind(each.value) for each in kinds if each.is_hint),
        asks_states=frozenset(each[:2] for each in regions if is_state(each)),
        near_states=frozenset(each[:2] for each in regions if not is_state(each)),
        in_time=in_time,
        for_sector=for_sector,
        of_finer=of_finer,
    )


async def for_text(asking: Asking, typed: str, wanted: Wanted, without: frozenset[str] = frozenset()) -> Suggested:
    """Suggestions for a free text, none where nothing fits; the wanted topics and regions count as the text's own.

    ``without``: ids of what was understood and is not meant.
    """
    text = in_german(checked_question(typed))
    said = await understood_of(asking, text, without)
    naming = Naming(text, asking.at)
    question = await question_of_text(asking, text, wanted, said, naming)
    found, whole, is_cut = await looked_up(asking, question, naming) if says_something(text) else ([], None, False)
    mark = f"text-{text_hash(typed)[:12]}"
    answer = answer_of(found, enough_for(text, question.half), whole) or [each for each in found if each.though_over]
    return Suggested(
        *(mark, question.subject, question.vector, answer[:MOST], said, question, text, is_cut, typed, naming.named)
    )


async def looked_up(
    asking: Asking, question: Question, naming: Naming
) -> tuple[list[Candidate], list[Candidate] | None, bool]:
    """What passes the filters of a free text, what is found without them, and whether more is possible than counted.

    Whether anything fits hangs on the text, and what a filter lets through of it on the filter, so that facets count
    what their filters then find.
    """
    wanted = question.wanted
    if not wanted.is_filtered:
        (found,) = await asking.library.suggestions([question])
        return marked(found, naming.named), None, len(found) > MOST
    wide = replace(question, wanted=asking.allowed(Wanted()), among=None)
    found, whole = await asking.library.suggestions([question, wide])
    is_cut = len(found) > MOST
    some = await narrowed(asking, marked(found, naming.named), candidate_key, wanted.narrowing)
    return list(some), whole, is_cut


async def question_of_text(
    asking: Asking,
    text: str,
    wanted: Wanted,
    said: Sequence[Understood],
    naming: Naming | None = None,
    holding: Holding | None = None,
) -> Question:
    """A free text as it is asked of the library; ``said`` is what was understood of it."""
    asked = wording_of(text, said)
    vector = await asking.library.vector_of(asked.meaning or asked.text)
    if asked.meaning is None:
        vector = np.zeros_like(vector)  # near to nothing: only the words lead anywhere
    # Of whatever kind: whether anything fits hangs on all, and both are one trip.
    words = words_of(asking.database, asked.spellings, frozenset(), holding, naming)
    among = await asking.among(wanted)
    in_time = await in_time_of(asking, said)
    alone = await named_alone(asking, text, said, in_time)
    of_finer = await of_finer_of(asking, said) if alone is None else frozenset[str]()  # it would be all
    subject = asked_in(said, wanted, in_time, await for_sector_of(asking, said), of_finer)
    half = half_for(text, await asking.library.index.count(MANY), asking.library.embedder)
    question = Question(vector, subject, asking.allowed(wanted), words, text=asked.text, among=among, half=half)
    if alone is None:
        return question
    all_said = with_all(words, alone.whole, MOST + 1)
    return replace(question, of_kind=alone.ids, words=all_said, half=half_of_a_kind(half))


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found, with its score, 0 to 1; ``relevance`` is None of what has no vector yet.

    ``though_over``: as of candidates.
    """

    entity_id: str
    type_name: str
    score: float
    relevance: float | None = None
    though_over: bool = False


Hit: TypeAlias = Candidate | Found
"""What a search found: near in meaning or by rare words; or by all of its words alone."""


def hit_id(hit: Hit) -> str:
    return hit.entity_id if isinstance(hit, Found) else candidate_id(hit)


def hit_key(hit: Hit) -> Key:
    return Key(hit.entity_id, hit.though_over) if isinstance(hit, Found) else candidate_key(hit)


def found_of(hit: Hit) -> Found:
    """A hit as it is given out; only few of the hundreds are."""
    if isinstance(hit, Found):
        return hit
    return Found(candidate_id(hit), hit.document.type_name, hit.score, hit.relevance, hit.though_over)


async def search(
    asking: Asking, typed: str, wanted: Wanted, without: frozenset[str] = frozenset()
) -> tuple[list[Hit], bool]:
    """What has the words and what is near in meaning, best first, and whether there is more than ``MOST``;
    ``given_out`` is still to be asked.

    Words are looked up in the database itself, so a new document is found by them before it has a vector.
    """
    if not says_something(checked_question(typed)):
        return [], False
    text = in_german(typed)
    holding = Holding(documents.Held(text, asking.viewer, named(wanted.kinds)))
    said = await understood_of(asking, text, without)
    naming = Naming(text, asking.at)
    question = await question_of_text(asking, text, wanted, said, naming, holding)
    near, whole, is_cut = await looked_up(asking, question, naming)
    answer = answer_of(near, enough_for(text, question.half), whole)
    entries = await holding.entries(asking.database)
    held = frozenset(each.entity_id for each in entries)
    found = answer or [each for each in near if each.though_over or candidate_id(each) in held]
    known = held.intersection(map(candidate_id, found))
    other = [each for each in entries if each.entity_id not in known]
    if question.of_kind is not None:
        other = [each for each in other if each.entity_id in question.of_kind | naming.named]
    new = await worded(asking, other, wanted, naming.named)
    by_words = [
        Found(each.entity_id, each.type_name, NEW / place, though_over=each.entity_id in naming.named)
        for place, each in enumerate(new, start=1)
    ]
    every: list[Hit] = [*found, *by_words]
    return every[:MOST], is_cut or len(every) > MOST


async def worded(
    asking: Asking, entries: Sequence[EntryRow], wanted: Wanted, over: frozenset[str]
) -> Sequence[EntryRow]:
    """Those with the words that pass the filters; none of them went through the index."""
    if not (wanted.topics or wanted.regions or wanted.narrowing != NOTHING):
        return entries
    traits = await asking.traits.load_many([Key(each.entity_id, each.entity_id in over) for each in entries])
    return [
        each
        for each, some in zip(entries, traits, strict=True)
        if some is not None
        and (not wanted.topics or not wanted.topics.isdisjoint(some.topics))
        and (not wanted.regions or not wanted.regions.isdisjoint(some.regions))
        and lets_through(wanted.narrowing, some)
    ]

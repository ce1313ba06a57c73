"""Suggestions for texts, ideas and profiles: from the library, and asked of the database again before they go out.

The library follows the database within milliseconds; the second look makes sure that a document which was hidden in
between is in no answer. All subjects of one level of a query share the trips and one visit to the index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import chain
from typing import TypeVar

import numpy as np
from strawberry.dataloader import DataLoader

from services.kit.batch import grouped, in_order
from services.kit.clock import BERLIN, end_of
from services.kit.database import Database
from services.kit.errors import BadInputError, UnavailableError
from services.marketplace.matching.abbreviations import spelled_out
from services.marketplace.matching.content import content_words
from services.marketplace.matching.date_words import without_dates
from services.marketplace.matching.documents import Candidate, MatchKind, Subject, Wanted
from services.marketplace.matching.elsewhere import is_sought_elsewhere
from services.marketplace.matching.embed import text_hash
from services.marketplace.matching.languages import borrowed, is_understood
from services.marketplace.matching.library import MOST, Library, Question, Said, Words
from services.marketplace.matching.narrowing import NOTHING, Narrowing, lets_through
from services.marketplace.matching.parts import Part, Vector, parts_of
from services.marketplace.matching.places import is_state, names_of_places, place_named
from services.marketplace.matching.rank import FITS, MANY, answer_of, fitting, half_sure
from services.marketplace.matching.refresh import Matching, NotReadyError
from services.marketplace.matching.seeking import sought
from services.marketplace.matching.spans import span_of
from services.marketplace.matching.understanding import By, Understood, subject_words, understood
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents, hubs
from services.marketplace.store.documents import ShownCard
from services.marketplace.store.rows import EntryRow, SubjectRow, TraitsRow

Item = TypeVar("Item")
Asked = TypeVar("Asked")
Pair = tuple[str, str]  # ids of subject and target

SAYING = frozenset({Part.TITLE, Part.HEADLINE, Part.SUMMARY, Part.BODY})  # parts that are text
SAID_ENOUGH = 0.6  # share of a question in a language that is not understood: names and titles are found
LONGEST_QUESTION = 20_000  # characters
NEW = 0.15  # the score of the first of what has the words and no vector yet
DISTRICT = "DISTRICT"  # also a city that is none of another's
MOST_PLACES = 50  # of one name that are looked at
SPARE = 5  # more than wanted are asked about, so that one which is hidden at this moment costs no second trip


class MatchingNotReadyError(UnavailableError):
    """The index is being filled, or no model could be loaded; the same request may work later."""

    code = "MATCHING_NOT_READY"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Candidates in order for a subject with its vector; a free text is known by the hash of its words.

    They are not asked of the database yet: ``given_out`` does that for as many as are given out. ``question`` is what
    was asked, ``text`` its words where it is a free text, so that the same can be asked of each kind. ``is_cut``: more
    are possible than ``MOST``, and only as many are here.
    """

    subject_id: str
    subject: Subject
    vector: Vector
    candidates: Sequence[Candidate]
    understood: Sequence[Understood] = ()
    question: Question | None = None
    text: str | None = None
    is_cut: bool = False

    @property
    def asked(self) -> str:
        """The words of the question, also of a document that is one."""
        return self.text if self.text is not None else "" if self.question is None else self.question.text


@dataclass(frozen=True, slots=True)
class Asking:
    """What suggesting needs of a request.

    ``cards`` are what is shown of a document at this moment, ``traits`` what filters and facets ask of it; None where
    it may not be given out. ``shown`` only says whether it may, ``counts`` of how many of some ids.
    """

    database: Database
    viewer: Viewer
    matching: Matching
    at: datetime
    shown: DataLoader[str, bool]
    cards: DataLoader[str, ShownCard | None]
    traits: DataLoader[str, TraitsRow | None]
    counts: DataLoader[tuple[str, ...], int]

    @property
    def library(self) -> Library:
        """The library, or ``MatchingNotReadyError``."""
        try:
            return self.matching.library
        except NotReadyError as error:
            raise MatchingNotReadyError(f"{error} Try again in a few seconds.") from error

    def allowed(self, wanted: Wanted) -> Wanted:
        """The filters with what the viewer may see."""
        return replace(wanted, with_members_only=self.viewer.member_id is not None)

    async def among(self, wanted: Wanted) -> frozenset[str] | None:
        """The ids that the filters of the database let through at this moment; None where they do not narrow much."""
        rule = wanted.narrowing
        return await documents.ids_let_through(self.database, rule, self.at) if rule.hangs_on_time else None


def asking(database: Database, viewer: Viewer, matching: Matching, at: datetime) -> Asking:
    """For one request: what several fields of a level give out is asked in one trip."""

    async def shown(ids: list[str]) -> list[bool]:
        found = frozenset(await documents.still_shown(database, viewer, at, ids))
        return [each in found for each in ids]

    async def traits(ids: list[str]) -> list[TraitsRow | None]:
        return in_order(ids, await documents.traits(database, viewer, at, ids), lambda row: row.entity_id)

    async def cards(ids: list[str]) -> list[ShownCard | None]:
        return in_order(ids, await documents.shown_cards(database, viewer, at, ids), lambda card: card.entity_id)

    async def counts(lists: list[tuple[str, ...]]) -> list[int]:
        every = list(dict.fromkeys(chain.from_iterable(lists)))
        found = frozenset(await documents.still_shown(database, viewer, at, every))
        return [len(found.intersection(some)) for some in lists]

    loaders = (DataLoader(shown), DataLoader(cards), DataLoader(traits), DataLoader(counts))
    return Asking(database, viewer, matching, at, *loaders)


async def narrowed(
    asking: Asking, found: Sequence[Item], id_of: Callable[[Item], str], rule: Narrowing
) -> Sequence[Item]:
    """Those that a filter of the database lets through, asked again as they are given out."""
    if not rule.hangs_on_time:
        return found
    traits = await asking.traits.load_many([id_of(each) for each in found])
    return [each for each, some in zip(found, traits, strict=True) if some is not None and lets_through(rule, some)]


async def given_out(asking: Asking, found: Sequence[Item], id_of: Callable[[Item], str], count: int) -> list[Item]:
    """The first ``count`` that may be given out at this moment. The others are not asked about."""
    return [each for each, _ in await _first(asking.shown, found, id_of, count)]


async def with_cards(
    asking: Asking, found: Sequence[Item], id_of: Callable[[Item], str], count: int, *, are_wanted: bool = True
) -> list[tuple[Item, ShownCard | None]]:
    """The same with what is shown of them, in the same trip; None where nobody wants it."""
    if are_wanted:
        return list(await _first(asking.cards, found, id_of, count))
    return [(each, None) for each in await given_out(asking, found, id_of, count)]


async def _first(
    loader: DataLoader[str, Asked], found: Sequence[Item], id_of: Callable[[Item], str], count: int
) -> list[tuple[Item, Asked]]:
    """The first ``count`` of which a loader says something."""
    given: list[tuple[Item, Asked]] = []
    start = 0
    while len(given) < count and start < len(found):
        some = found[start : start + count - len(given) + SPARE]
        said = await loader.load_many([id_of(each) for each in some])
        given += [(each, answer) for each, answer in zip(some, said, strict=True) if answer]
        start += len(some)
    return given[:count]


async def count_shown(asking: Asking, found: Sequence[Item], id_of: Callable[[Item], str]) -> int:
    """How many of them may be given out at this moment: also a number must not tell of what is hidden."""
    return await asking.counts.load(tuple(id_of(each) for each in found)) if found else 0


def checked_question(text: str) -> str:
    """A free text that can be searched for; ``BadInputError`` when it is empty, too long, or no text for PostgreSQL."""
    if not text.strip():
        raise BadInputError("The text must not be empty.")
    if len(text) > LONGEST_QUESTION:
        raise BadInputError(f"The text may have {LONGEST_QUESTION} characters, not {len(text)}.")
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
) -> Subject:
    """A text as a subject, with the kinds, regions, and what of the time and for the sectors that its words ask for."""
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
    )


def times_in(said: Sequence[Understood]) -> list[Understood]:
    return [each for each in said if each.by in {By.DATE, By.OPEN_UNTIL}]


async def in_time_of(asking: Asking, said: Sequence[Understood]) -> frozenset[str]:
    """Ids of what begins or ends in one of the times that were understood: one trip for each of the few."""
    found = [await _in_time(asking, each) for each in times_in(said)]
    return frozenset().union(*found)


async def _in_time(asking: Asking, said: Understood) -> frozenset[str]:
    span = span_of(said.value)
    end = None if span.end is None else end_of(span.end)
    if said.by is By.OPEN_UNTIL:
        return frozenset() if end is None else await documents.ids_open_until(asking.database, end)
    begin = asking.at if span.begin is None else datetime.combine(span.begin, time(), BERLIN)
    return await documents.ids_in_time(asking.database, begin, end)


async def for_sector_of(asking: Asking, said: Sequence[Understood]) -> frozenset[str]:
    """Ids of offers for the sectors that help is sought for; no trip where none is named."""
    sectors = [each.value for each in said if each.by is By.AUDIENCE]
    return await documents.ids_for_sectors(asking.database, sectors) if sectors else frozenset()


async def understood_of(asking: Asking, text: str, without: frozenset[str] = frozenset()) -> list[Understood]:
    """What a text says besides its subject; a place is looked up where it may name one."""
    said, names = understood(text, without, asking.at.astimezone(BERLIN).date()), names_of_places(text)
    found = await hubs.regions_called(asking.database, names, MOST_PLACES) if names else []
    states = frozenset(each.value[:2] for each in said if each.by is By.REGION)
    place = place_named(names, [(each.ars, each.name, each.level == DISTRICT) for each in found], states)
    return said if place is None or place.id in without else [*said, place]


async def for_text(asking: Asking, text: str, wanted: Wanted, without: frozenset[str] = frozenset()) -> Suggested:
    """Suggestions for a free text, none where nothing fits; the wanted topics and regions count as the text's own.

    ``without``: ids of what was understood and is not meant.
    """
    said = await understood_of(asking, checked_question(text), without)
    question = await question_of_text(asking, text, wanted, said)
    found, whole, is_cut = await looked_up(asking, question) if says_something(text) else ([], None, False)
    mark = f"text-{text_hash(text)[:12]}"
    answer = answer_of(found, enough_for(text, question.half), whole)
    return Suggested(mark, question.subject, question.vector, answer[:MOST], said, question, text, is_cut)


async def looked_up(asking: Asking, question: Question) -> tuple[list[Candidate], list[Candidate] | None, bool]:
    """What passes the filters of a free text, what is found without them, and whether more is possible than counted.

    Whether anything fits hangs on the text, and what a filter lets through of it on the filter, so that facets count
    what their filters then find.
    """
    wanted = question.wanted
    if not wanted.is_filtered:
        (found,) = await asking.library.suggestions([question])
        return found, None, len(found) > MOST
    wide = replace(question, wanted=asking.allowed(Wanted()), among=None)
    found, whole = await asking.library.suggestions([question, wide])
    is_cut = len(found) > MOST
    return list(await narrowed(asking, found, candidate_id, wanted.narrowing)), whole, is_cut


async def question_of_text(asking: Asking, text: str, wanted: Wanted, said: Sequence[Understood]) -> Question:
    """A free text as it is asked of the library; ``said`` is what was understood of it.

    The words of a date are no part of the subject: no text is nearer to "bis 30. Juni" because it says "30".
    """
    left = without_dates(text, [each.words for each in times_in(said)])
    vector = await asking.library.vector_of(spelled_out(left) or left)
    if not is_understood(text):
        vector = np.zeros_like(vector)  # near to nothing: only the words lead anywhere
    # Of whatever kind: whether anything fits hangs on all, and both are one trip.
    words, among = words_of(asking.database, subject_words(left, said), frozenset()), await asking.among(wanted)
    subject = asked_in(said, wanted, await in_time_of(asking, said), await for_sector_of(asking, said))
    half = half_sure(await asking.library.index.count(MANY), is_sought_elsewhere(text))
    return Question(vector, subject, asking.allowed(wanted), words, text=left, among=among, half=half)


def enough_for(text: str, half: float) -> float:
    """The relevance from which on something fits; by words alone where no more than these is understood."""
    return FITS if is_understood(text) else fitting(0.0, SAID_ENOUGH, half)


def words_of(database: Database, text: str, kinds: frozenset[MatchKind]) -> Words:
    """The words of a text, looked up when it is known what is near in meaning; abbreviations also in full."""
    asked = text if is_understood(text) else borrowed(text)
    spelled = spelled_out(asked)

    async def found(among: Sequence[str]) -> Said:
        if not content_words(asked):
            return Said()  # "wie geht das": who says so, too, is no nearer for it
        rows = await documents.terms_scored(database, asked, named(kinds), among)
        if spelled is not None:
            rows += await documents.terms_scored(database, spelled, named(kinds), among)
        shares: dict[str, float] = {}
        for row in rows:
            shares[row.entity_id] = max(row.score, shares.get(row.entity_id, 0.0))
        return Said(shares, frozenset(row.entity_id for row in rows if row.is_led_to))

    return found


def named(kinds: frozenset[MatchKind]) -> list[MatchKind] | None:
    """Kinds as the database is asked for them; None for all."""
    return sorted(kinds, key=str) or None


async def for_ideas(asking: Asking, ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
    """Suggestions for ideas that the viewer may see; None for the others."""
    return await _for_rows(asking, ids, await documents.subject_ideas(asking.database, asking.viewer, ids), wanted)


async def for_profiles(asking: Asking, ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
    """Suggestions for the viewer's own profiles with the consent MATCHING; None for the others."""
    return await _for_rows(asking, ids, await documents.subject_profiles(asking.database, asking.viewer, ids), wanted)


async def for_pairs(asking: Asking, pairs: Sequence[Pair]) -> list[Suggested | None]:
    """For each pair its target alone, if it is a suggestion; None where the viewer may not ask for the subject's."""
    ids = list({subject_id: None for subject_id, _ in pairs})
    ideas = await documents.subject_ideas(asking.database, asking.viewer, ids)
    profiles = await documents.subject_profiles(asking.database, asking.viewer, ids)
    questions = await _questions(asking, [*ideas, *profiles], Wanted())
    asked = [(subject_id, target_id) for subject_id, target_id in pairs if subject_id in questions]
    found = await asking.library.judged([questions[subject_id] for subject_id, _ in asked], [each for _, each in asked])
    answers = {
        pair: _suggested(pair[0], questions[pair[0]], [] if candidate is None else [candidate])
        for pair, candidate in zip(asked, found, strict=True)
    }
    return [answers.get(pair) for pair in pairs]


async def _for_rows(
    asking: Asking, ids: Sequence[str], rows: Sequence[SubjectRow], wanted: Wanted
) -> list[Suggested | None]:
    questions = await _questions(asking, rows, wanted)
    found = [
        await narrowed(asking, some, candidate_id, wanted.narrowing)
        for some in await asking.library.suggestions(list(questions.values()))
    ]
    answers = {
        each: _suggested(each, question, candidates)
        for (each, question), candidates in zip(questions.items(), found, strict=True)
    }
    return [answers.get(each) for each in ids]


def _suggested(subject_id: str, question: Question, candidates: Sequence[Candidate]) -> Suggested:
    some, is_cut = candidates[:MOST], len(candidates) > MOST
    return Suggested(subject_id, question.subject, question.vector, some, question=question, is_cut=is_cut)


async def _questions(asking: Asking, rows: Sequence[SubjectRow], wanted: Wanted) -> dict[str, Question]:
    """What to ask for each subject, without itself, its team's own things and dismissed pairs."""
    vectors = await vectors_of_subjects(asking, rows)
    excluded = await no_suggestions(asking, [row.entity_id for row in rows])
    seeking, among = await _seeking(asking, rows), await asking.among(wanted)
    return {
        row.entity_id: Question(
            vectors[row.entity_id],
            subject(row),
            asking.allowed(replace(wanted, without=excluded[row.entity_id])),
            seeking=seeking.get(row.entity_id),
            text="\n".join(text for part, text in parts_of(row.parts).items() if part in SAYING),
            among=among,
        )
        for row in rows
    }


async def _seeking(asking: Asking, rows: Sequence[SubjectRow]) -> dict[str, Vector]:
    """The vectors of what subjects say that they seek in others; ideas say it in their open roles."""
    said = {row.entity_id: sought(parts_of(row.parts)) for row in rows if "HEADLINE" in row.parts}
    texts = {each: text for each, text in said.items() if text}
    return dict(zip(texts, await asking.library.vectors_of_texts(list(texts.values())), strict=True))


async def no_suggestions(asking: Asking, ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each subject itself and the others that are no suggestions for it."""
    pairs = await documents.not_to_suggest(asking.database, ids)
    others = grouped(ids, pairs, lambda pair: pair.parent)
    return {each: frozenset({each, *(pair.target for pair in some)}) for each, some in zip(ids, others, strict=True)}


async def vectors_of_subjects(asking: Asking, rows: Sequence[SubjectRow]) -> Mapping[str, Vector]:
    """A vector for each subject: from the index, or embedded now for what is not published."""
    known = await asking.library.vectors([row.entity_id for row in rows])
    new = [row for row in rows if row.entity_id not in known]
    made = await asking.library.vectors_of([parts_of(row.parts) for row in new])
    return {**known, **{row.entity_id: vector for row, vector in zip(new, made, strict=True)}}


def subject(row: SubjectRow) -> Subject:
    return Subject(
        entity_id=row.entity_id,
        programme=row.programme_slug,
        topics=frozenset(row.topics),
        regions=frozenset(row.regions),
        offers=frozenset(row.offers),
        seeks=frozenset(row.seeks),
        languages=frozenset(row.languages),
    )


def candidate_id(candidate: Candidate) -> str:
    return candidate.document.entity_id


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found, with its score, 0 to 1; ``relevance`` is None of what has no vector yet."""

    entity_id: str
    type_name: str
    score: float
    relevance: float | None = None


async def search(
    asking: Asking, text: str, wanted: Wanted, without: frozenset[str] = frozenset()
) -> tuple[list[Found], bool]:
    """What has the words and what is near in meaning, best first, and whether there is more than ``MOST``;
    ``given_out`` is still to be asked.

    Words are looked up in the database itself, so a new document is found by them before it has a vector.
    """
    if not says_something(checked_question(text)):
        return [], False
    entries = await documents.words_found(asking.database, asking.viewer, text, named(wanted.kinds))
    said = await understood_of(asking, text, without)
    question = await question_of_text(asking, text, wanted, said)
    near, whole, is_cut = await looked_up(asking, question)
    held = frozenset(each.entity_id for each in entries)
    fit = answer_of(near, enough_for(text, question.half), whole)
    answer = fit or [each for each in near if candidate_id(each) in held]
    found = [Found(candidate_id(each), each.document.type_name, each.score, each.relevance) for each in answer]
    known = frozenset(each.entity_id for each in found)
    new = await worded(asking, [each for each in entries if each.entity_id not in known], wanted)
    by_words = [Found(each.entity_id, each.type_name, NEW / place) for place, each in enumerate(new, start=1)]
    every = [*found, *by_words]
    return every[:MOST], is_cut or len(every) > MOST


async def worded(asking: Asking, entries: Sequence[EntryRow], wanted: Wanted) -> Sequence[EntryRow]:
    """Those with the words that pass the filters; none of them went through the index."""
    if not (wanted.topics or wanted.regions or wanted.narrowing != NOTHING):
        return entries
    traits = await asking.traits.load_many([each.entity_id for each in entries])
    return [
        each
        for each, some in zip(entries, traits, strict=True)
        if some is not None
        and (not wanted.topics or not wanted.topics.isdisjoint(some.topics))
        and (not wanted.regions or not wanted.regions.isdisjoint(some.regions))
        and lets_through(wanted.narrowing, some)
    ]

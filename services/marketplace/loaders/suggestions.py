"""Suggestions for texts, ideas and profiles: from the library, and asked of the database again before they go out.

The library follows the database within milliseconds; the second look makes sure that a document which was hidden in
between is in no answer. All subjects of one level of a query share the trips and one visit to the index.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.kit.batch import grouped
from services.kit.database import Database
from services.kit.errors import BadInputError, UnavailableError
from services.marketplace.matching.documents import Candidate, MatchKind, Subject, Suggestion, Wanted
from services.marketplace.matching.embed import text_hash
from services.marketplace.matching.library import Library, Question
from services.marketplace.matching.parts import Vector, parts_of
from services.marketplace.matching.rank import WORDS_WEIGHT
from services.marketplace.matching.refresh import Matching, NotReadyError
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents
from services.marketplace.store.rows import DocumentRow

LONGEST_QUESTION = 20_000  # characters


class MatchingNotReadyError(UnavailableError):
    """The index is being filled, or no model could be loaded; the same request may work later."""

    code = "MATCHING_NOT_READY"


@dataclass(frozen=True, slots=True)
class Suggested:
    """Suggestions in order; a free text is known by the hash of its words."""

    subject_id: str
    suggestions: Sequence[Suggestion]


@dataclass(frozen=True, slots=True)
class Asking:
    """What suggesting needs of a request."""

    database: Database
    viewer: Viewer
    matching: Matching

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

    async def shown(self, ids: Sequence[str]) -> frozenset[str]:
        """Which documents may be given out at this moment."""
        return frozenset(await documents.still_shown(self.database, self.viewer)(ids)) if ids else frozenset()


def checked_question(text: str) -> str:
    """A free text that can be searched for; ``BadInputError`` when it is empty or too long."""
    if not text.strip():
        raise BadInputError("The text must not be empty.")
    if len(text) > LONGEST_QUESTION:
        raise BadInputError(f"The text may have {LONGEST_QUESTION} characters, not {len(text)}.")
    return text


async def for_text(asking: Asking, text: str, wanted: Wanted) -> Suggested:
    """Suggestions for a free text; the wanted topics and regions count as the text's own."""
    vector = await asking.library.vector_of(checked_question(text))
    subject = Subject(topics=wanted.topics, regions=wanted.regions)
    words = await documents.terms_found(asking.database, text)
    found = await suggestions(asking, [Question(vector, subject, asking.allowed(wanted), words)])
    return Suggested(f"text-{text_hash(text)[:12]}", found[0])


def named(kinds: frozenset[MatchKind]) -> list[MatchKind] | None:
    """Kinds as the database is asked for them; None for all."""
    return sorted(kinds, key=str) or None


async def for_ideas(asking: Asking, ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
    """Suggestions for ideas that the viewer may see; None for the others."""
    return await _for_rows(asking, ids, await documents.subject_ideas(asking.database, asking.viewer)(ids), wanted)


async def for_profiles(asking: Asking, ids: Sequence[str], wanted: Wanted) -> list[Suggested | None]:
    """Suggestions for the viewer's own profiles with the consent MATCHING; None for the others."""
    return await _for_rows(asking, ids, await documents.subject_profiles(asking.database, asking.viewer)(ids), wanted)


async def _for_rows(
    asking: Asking, ids: Sequence[str], rows: Sequence[DocumentRow], wanted: Wanted
) -> list[Suggested | None]:
    vectors = await _vectors(asking, rows)
    pairs = await documents.not_to_suggest(asking.database)([row.entity_id for row in rows])
    excluded = grouped([row.entity_id for row in rows], pairs, lambda pair: pair.owner)
    questions = [
        Question(
            vectors[row.entity_id],
            subject(row),
            asking.allowed(replace(wanted, without=frozenset({row.entity_id, *(pair.target for pair in pairs)}))),
        )
        for row, pairs in zip(rows, excluded, strict=True)
    ]
    answers = dict(zip([row.entity_id for row in rows], await suggestions(asking, questions), strict=True))
    return [Suggested(each, answers[each]) if each in answers else None for each in ids]


async def _vectors(asking: Asking, rows: Sequence[DocumentRow]) -> Mapping[str, Vector]:
    """A vector for each subject: from the index, or embedded now for what is not published."""
    known = await asking.library.vectors([row.entity_id for row in rows])
    new = [row for row in rows if row.entity_id not in known]
    made = await asking.library.vectors_of([parts_of(row.parts) for row in new])
    return {**known, **{row.entity_id: vector for row, vector in zip(new, made, strict=True)}}


def subject(row: DocumentRow) -> Subject:
    return Subject(
        entity_id=row.entity_id,
        programme=row.programme_slug,
        topics=frozenset(row.topics),
        regions=frozenset(row.regions),
        offers=frozenset(row.offers),
        seeks=frozenset(row.seeks),
    )


async def suggestions(asking: Asking, questions: Sequence[Question]) -> list[list[Suggestion]]:
    """For each question its suggestions that may be given out."""
    found = await asking.library.suggestions(questions)
    shown = await asking.shown(list({each.document.entity_id: None for answer in found for each in answer}))
    return [[each for each in answer if each.document.entity_id in shown] for answer in found]


async def ideas_near_documents(asking: Asking, ids: Sequence[str], first: int) -> list[list[str]]:
    """For each document the ids of the nearest ideas; none for a document that is not matched (a closed offer)."""
    return await _nearest_ideas(asking, ids, await asking.library.vectors(ids), first)


async def ideas_near_ideas(asking: Asking, ids: Sequence[str], first: int) -> list[list[str]]:
    """For each idea, published or not, the ids of the nearest other ideas."""
    rows = await documents.subject_ideas(asking.database, asking.viewer)(ids)
    return await _nearest_ideas(asking, ids, await _vectors(asking, rows), first)


def by_relevance(found: Sequence[Candidate]) -> list[Candidate]:
    """Best first; equal ones in order of id."""
    return sorted(found, key=lambda each: (-each.relevance, each.entity_id))


async def _nearest_ideas(
    asking: Asking, ids: Sequence[str], vectors: Mapping[str, Vector], first: int
) -> list[list[str]]:
    ideas = frozenset({MatchKind.IDEA})
    asked = [each for each in ids if each in vectors]
    questions = [Question(vectors[each], Subject(), Wanted(ideas, without=frozenset({each}))) for each in asked]
    found = dict(zip(asked, await asking.library.found(questions), strict=True))
    shown = await asking.shown(list({hit.entity_id: None for hits in found.values() for hit in hits}))
    near = {
        each: [hit.entity_id for hit in by_relevance(hits) if hit.entity_id in shown][:first]
        for each, hits in found.items()
    }
    return [near.get(each, []) for each in ids]


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a search found, with its score, 0 to 1."""

    entity_id: str
    type_name: str
    score: float


async def search(asking: Asking, text: str, kinds: frozenset[MatchKind]) -> list[Found]:
    """What has the words and what is near in meaning, best first.

    Words are looked up in the database itself, so a new document is found by them before it has a vector.
    """
    library = asking.library
    vector = await library.vector_of(checked_question(text))
    entries = await documents.words_found(asking.database, asking.viewer, text, named(kinds))
    words = await documents.terms_found(asking.database, text)
    (near,) = await library.found([Question(vector, Subject(), asking.allowed(Wanted(kinds)), words)])
    scores = {each.entity_id: min(max(each.relevance, 0.0), 1.0) for each in near}
    new = {each.entity_id: 1 / (1 + place) for place, each in enumerate(entries) if each.entity_id not in scores}
    scores.update({each: WORDS_WEIGHT * score for each, score in new.items()})
    types = {each.entity_id: each.type_name for each in library.documents.values()}
    types.update({each.entity_id: each.type_name for each in entries})
    shown = types.keys() & await asking.shown(list(scores))
    best = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Found(entity_id, types[entity_id], score) for entity_id, score in best if entity_id in shown]

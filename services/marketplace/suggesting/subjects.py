"""Suggestions for ideas, profiles and pairs: all subjects of one level share the trips and one visit to the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.kit.batch import grouped
from services.marketplace.matching.documents import Candidate, Subject, Wanted
from services.marketplace.matching.library import MOST
from services.marketplace.matching.parts import Part, Vector, parts_of
from services.marketplace.matching.questions import Question
from services.marketplace.matching.seeking import sought
from services.marketplace.store import documents
from services.marketplace.store.rows import SubjectRow
from services.marketplace.suggesting.asking import Asking, candidate_key, narrowed
from services.marketplace.suggesting.suggestions import Suggested

Pair = tuple[str, str]  # ids of subject and target
SAYING = frozenset({Part.TITLE, Part.HEADLINE, Part.SUMMARY, Part.BODY})  # parts that are text


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
        await narrowed(asking, some, candidate_key, wanted.narrowing)
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

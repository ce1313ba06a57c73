"""Every question of the judged data, asked in four ways of the service's own rooms over a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.kit.database import Database
from services.marketplace.matching.documents import MatchKind, Subject, Wanted
from services.marketplace.matching.library import Library
from services.marketplace.matching.questions import Question
from services.marketplace.matching.refresh import Matching, State
from services.marketplace.matching.wording import spellings_of
from services.marketplace.store import documents
from services.marketplace.suggesting.saying import words_of
from tools.evaluate.judged import Asked, Judged, Score, mean, score

WAYS = ("lexical", "dense", "hybrid", "whole")
KINDS = {"idea": MatchKind.IDEA, "profile": MatchKind.PROFILE}
ALL = 1_000  # more than there are: measures are taken from the whole order
Orders = Mapping[str, Mapping[str, Sequence[str]]]  # by way, by question


async def ready(matching: Matching, within: float = 600.0) -> Library:
    """The filled library. Raises TimeoutError, and NotReadyError when the model cannot be loaded."""
    matching.start()
    async with asyncio.timeout(within):
        while matching.state is State.STARTING:  # noqa: ASYNC110 - a fact of the service, which has no event for it
            await asyncio.sleep(0.05)
    return matching.library


async def question_of(database: Database, library: Library, asked: Asked) -> Question:
    """What the service makes of a free text or a document."""
    wanted = Wanted(frozenset({KINDS[asked.target]}), without=frozenset({asked.source or ""}))
    if asked.source is None:
        words = words_of(database, spellings_of(asked.text or ""), wanted.kinds)
        return Question(await library.vector_of(asked.text or ""), Subject(), wanted, words)
    entry = (await library.index.entries([asked.source]))[asked.source]
    known = entry.document
    about = Subject(
        asked.source, known.programme, known.topics, known.regions, known.offers, known.seeks, known.languages
    )
    return Question(entry.vector, about, wanted)


async def found_by_words(database: Database, asked: Asked, judged: Judged) -> Mapping[str, float]:
    """What full text alone finds; of a document, by its shorter parts."""
    source = asked.source or ""
    if asked.text is not None:
        text = asked.text
    elif source in judged.ideas:
        row = judged.ideas[source]
        text = f"{row['title']} {row['summary']}"
    else:
        row = judged.profiles[source]
        text = " ".join([row["role"], *row["skills_offered"], *row["interests"]])
    return await documents.terms_found(database, text)


def by_value(values: Mapping[str, float], pool: frozenset[str]) -> list[str]:
    return sorted(pool.intersection(values), key=lambda each: (-values[each], each))


async def order_of(database: Database, library: Library, asked: Asked, judged: Judged) -> dict[str, list[str]]:
    """The documents in the order of each way."""
    pool, question = judged.pool(asked), await question_of(database, library, asked)
    (near,) = await library.nearest([question], ALL)
    (found,) = await library.candidates([replace(question, subject=Subject())])
    (suggested,) = await library.suggestions([question])
    return {
        "lexical": by_value(await found_by_words(database, asked, judged), pool),
        "dense": [hit.entry.document.entity_id for hit in near],
        "hybrid": [each.document.entity_id for each in found],
        "whole": [each.document.entity_id for each in suggested],
    }


async def measured(database: Database, library: Library, judged: Judged) -> Orders:
    """The orders of all questions in all ways."""
    orders: dict[str, dict[str, Sequence[str]]] = {way: {} for way in WAYS}
    for asked in judged.questions:
        for way, order in (await order_of(database, library, asked, judged)).items():
            orders[way][asked.qid] = order
    return orders


def by_task(judged: Judged, orders: Orders, way: str) -> dict[str, Score]:
    """The measures of one way over all questions, and by task."""
    groups: dict[str, list[Score]] = {"all": []}
    for asked in judged.questions:
        found = score(orders[way][asked.qid], judged.grades.get(asked.qid, {}))
        if found is not None:
            groups["all"].append(found)
            groups.setdefault(asked.task, []).append(found)
    return {group: mean(scores) for group, scores in groups.items()}


def by_languages(judged: Judged, orders: Orders, way: str) -> dict[str, Score]:
    """The measures by language of the question and of the documents: the others are taken out of order and grades."""
    groups: dict[str, list[Score]] = {}
    for asked in judged.questions:
        for language in ("de", "en"):
            order = [each for each in orders[way][asked.qid] if judged.language(each) == language]
            grades = {
                document: grade
                for document, grade in judged.grades.get(asked.qid, {}).items()
                if judged.language(document) == language
            }
            found = score(order, grades)
            if found is not None:
                groups.setdefault(f"{asked.language}->{language}", []).append(found)
    return {group: mean(scores) for group, scores in sorted(groups.items())}

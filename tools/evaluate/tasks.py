"""Judged data of either form as tasks for choosing settings."""

from __future__ import annotations

from datetime import datetime

from services.kit.database import Database
from services.marketplace.matching.documents import MatchKind, Wanted
from services.marketplace.matching.questions import Question
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.store import documents
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting import subjects, suggestions
from services.marketplace.suggesting.understood import understood_of
from tools.evaluate.every_kind import EveryKind
from tools.evaluate.judged import RELEVANT, Judged
from tools.evaluate.measures import FOREIGN
from tools.evaluate.nested import Task, with_all_words

SOMEBODY = Viewer("actor_somebody")


async def tasks_of(database: Database, matching: Matching, judged: Judged | EveryKind, at: datetime) -> list[Task]:
    """The questions to which there is an answer, in German and English, with their words looked up."""
    ids = list(judged.documents) if isinstance(judged, EveryKind) else [*judged.ideas, *judged.profiles]
    shown = frozenset(await documents.still_shown(database, SOMEBODY, at, ids))
    asked = of_every_kind(judged) if isinstance(judged, EveryKind) else of_two_kinds(judged)
    tasks = []
    for theme, text, source, wanted, grades in asked:
        question = await question_of(giving.asking(database, SOMEBODY, matching, at), text, source, wanted)
        tasks.append(await with_all_words(Task(theme, question, text, grades, shown), ids))
    return tasks


Asked = tuple[str, str | None, str | None, Wanted, dict[str, int]]


def of_every_kind(judged: EveryKind) -> list[Asked]:
    return [
        (
            f"second:{row['theme']}",
            row.get("text"),
            row.get("source"),
            Wanted(frozenset(MatchKind(kind) for kind in row["kinds"] or ())),
            dict(judged.grades[each]),
        )
        for each, row in judged.questions.items()
        if row["type"] != FOREIGN and not row["expects_nothing"] and is_answered(judged.grades.get(each, {}))
    ]


def of_two_kinds(judged: Judged) -> list[Asked]:
    kinds = {"idea": MatchKind.IDEA, "profile": MatchKind.PROFILE}
    return [
        (
            f"first:{each.theme}",
            each.text,
            each.source,
            Wanted(frozenset({kinds[each.target]})),
            dict(judged.grades[each.qid]),
        )
        for each in judged.questions
        if is_answered(judged.grades.get(each.qid, {}))
    ]


def is_answered(grades: dict[str, int] | object) -> bool:
    return isinstance(grades, dict) and any(grade >= RELEVANT for grade in grades.values())


async def question_of(asking: giving.Asking, text: str | None, source: str | None, wanted: Wanted) -> Question:
    """What the service asks its library."""
    if text is not None:
        said = await understood_of(asking, text)
        return await suggestions.question_of_text(asking, text, wanted, said)
    entry = (await asking.library.index.entries([source or ""]))[source or ""]
    owner = giving.asking(asking.database, Viewer(entry.document.owner_id), asking.matching, asking.at)
    ask = subjects.for_profiles if entry.document.kind is MatchKind.PROFILE else subjects.for_ideas
    (found,) = await ask(owner, [entry.document.entity_id], wanted)
    if found is None or found.question is None:
        raise ValueError(f"{source} is no idea or profile that can be asked for.")
    return found.question

"""Whether an answer says that nothing fits where nothing does: everyday questions against questions with an answer.

Each is asked of all documents of some judged data. Errors are over themes: questions of one theme fail together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kit.database import Database
from services.marketplace.matching.documents import Wanted
from services.marketplace.matching.refresh import Matching
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import asking as giving
from services.marketplace.suggesting import suggestions
from services.marketplace.suggesting.understood import understood_of
from tools.evaluate.judged import rows
from tools.evaluate.measures import Measure, area
from tools.run.settings import ROOT

QUESTIONS = ROOT / "tests" / "evaluation" / "fitting" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Fitting:
    """A question with the documents that are right, none where nothing fits.

    ``documents``: the folder's name of the judged data that hold these; None where nothing fits, whatever the data.
    """

    text: str
    theme: str
    documents: str | None
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``relevance`` of the best hit, 0 where there is none; ``is_right``: it is one of the right documents."""

    theme: str
    expects_nothing: bool
    is_answered: bool
    is_right: bool
    relevance: float


def read_fitting(name: str, file: Path = QUESTIONS) -> list[Fitting]:
    """The questions for the judged data in a folder of this name."""
    every = (Fitting(row["text"], row["theme"], row["documents"], frozenset(row["right"])) for row in rows(file))
    return [each for each in every if each.documents in {None, name}]


async def outcomes(database: Database, matching: Matching, questions: Sequence[Fitting], at: datetime) -> list[Outcome]:
    """What the service answers on a day."""
    found = []
    for each in questions:
        asking = giving.asking(database, Viewer(None), matching, at)
        said = await understood_of(asking, each.text)
        question = await suggestions.question_of_text(asking, each.text, Wanted(), said)
        (candidates,) = await asking.library.suggestions([question])
        answer = await suggestions.for_text(asking, each.text, Wanted())
        first = candidates[0].document.entity_id if candidates else None
        best = max((candidate.relevance for candidate in candidates), default=0.0)
        found.append(Outcome(each.theme, not each.right, bool(answer.candidates), first in each.right, best))
    return found


def share(flags: Mapping[str, Sequence[bool]]) -> Measure:
    """The share of what is true by themes, with its error over these (a ratio of two means).

    >>> str(share({"a": [True, True], "b": [False, False]}))
    '0.500 ± 0.500'
    """
    count = sum(map(len, flags.values()))
    mean = sum(map(sum, flags.values())) / count
    spread = sum((sum(some) - mean * len(some)) ** 2 for some in flags.values())
    themes = len(flags)
    return Measure(mean, math.sqrt(spread * themes / max(themes - 1, 1)) / count, count)


def by_theme(some: Sequence[Outcome], of: Sequence[bool]) -> dict[str, list[bool]]:
    themes: dict[str, list[bool]] = {}
    for each, flag in zip(some, of, strict=True):
        themes.setdefault(each.theme, []).append(flag)
    return themes


def summed(found: Sequence[Outcome]) -> dict[str, Measure | None]:
    """The measures of some outcomes."""
    nothing = [each for each in found if each.expects_nothing]
    right = [each for each in found if each.is_right]
    measures: dict[str, Measure | None] = {
        "nothing fits: answered": share(by_theme(nothing, [each.is_answered for each in nothing])),
    }
    if right:
        measures["right first hits: withheld"] = share(by_theme(right, [not each.is_answered for each in right]))
    best, wrong = [each.relevance for each in right], [each.relevance for each in nothing]
    return measures | {"AUC of relevance, right first hits / nothing fits": area(best, wrong)}


def table(found: Sequence[Outcome]) -> str:
    nothing = [each for each in found if each.expects_nothing]
    lines = ["| measure | questions | |", "|---|--:|--:|"]
    lines += [f"| {name} | {each.count} | {each} |" for name, each in summed(found).items() if each is not None]
    themes = by_theme(nothing, [each.is_answered for each in nothing])
    answered = ", ".join(f"{theme} {sum(some)} of {len(some)}" for theme, some in themes.items())
    return "\n".join([*lines, "", f"Answered where nothing fits, by theme: {answered}."])

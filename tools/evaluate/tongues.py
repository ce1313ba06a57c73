"""Questions in languages that are translated word by word, beside the German ones that they say.

The same documents, grades and kinds; so what is lost is lost by the language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.kit.database import Database
from services.marketplace.matching.languages import language_not_understood
from services.marketplace.matching.refresh import Matching
from services.marketplace.matching.translating import translated
from services.marketplace.rules.viewer import Viewer
from services.marketplace.suggesting import asking as giving
from tools.evaluate.asking import results_of
from tools.evaluate.every_kind import EveryKind
from tools.evaluate.judged import Judged, score
from tools.evaluate.measures import measure
from tools.evaluate.measuring import KINDS
from tools.run.settings import ROOT

QUESTIONS = ROOT / "tests" / "evaluation" / "tongues" / "judged.tsv"


@dataclass(frozen=True, slots=True)
class Question:
    """``question``: the id of the judged one that is said in this language (as ``TR``), which ``data`` have."""

    data: str
    question: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """nDCG@10 of a question and of the German one, 0 and 1 where nothing fits: of an answer, and of none.

    ``is_known``: its language was, so far as it could be; ``is_translated``: its German stood for it.
    """

    language: str
    expects_nothing: bool
    ndcg: float
    german: float
    is_known: bool
    is_translated: bool


def read_tongues(file: Path = QUESTIONS) -> list[Question]:
    """Raises OSError, and ValueError for a file of another form."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Question(*cells) for cells in rows]


def questions_of(judged: Judged | EveryKind) -> Mapping[str, Mapping[str, object]]:
    """Free texts of judged data by id, as they are asked."""
    if isinstance(judged, EveryKind):
        return {each: row for each, row in judged.questions.items() if row.get("text")}
    return {
        each.qid: {"text": each.text, "kinds": [KINDS[each.target].value]} for each in judged.questions if each.text
    }


async def outcomes(
    database: Database, matching: Matching, judged: Judged | EveryKind, asked: Sequence[Question], at: datetime
) -> list[Outcome]:
    """How each question is answered, and the German one, on a day; those of other data are left out."""
    known = questions_of(judged)

    async def ndcg(question: str, text: str) -> float:
        asking = giving.asking(database, Viewer(None), matching, at)
        results = await results_of(asking, {**known[question], "text": text})
        measures = score([each for each, _ in results], judged.grades.get(question, {}))
        return float(not results) if measures is None else measures.ndcg

    own = [each for each in asked if each.question in known]
    german = {each: await ndcg(each, str(known[each]["text"])) for each in dict.fromkeys(each.question for each in own)}
    return [
        Outcome(
            each.language,
            bool(known[each.question].get("expects_nothing")),
            await ndcg(each.question, each.text),
            german[each.question],
            language_of_question(each.text) == each.language,
            translated(each.text) is not None,
        )
        for each in own
    ]


def language_of_question(text: str) -> str | None:
    found = translated(text)
    return language_not_understood(text) if found is None else found.language


def quality(found: Sequence[Outcome]) -> float:
    """How much of the nDCG@10 of the German questions those in another language have."""
    some = [each for each in found if not each.expects_nothing]
    german = sum(each.german for each in some)
    return sum(each.ndcg for each in some) / german if german else 0.0


def table(found: Sequence[Outcome]) -> str:
    head = "| language | questions | nDCG@10 | the German ones | share | known | translated | nothing fits: said |"
    lines = [head, "|---|--:|--:|--:|--:|--:|--:|--:|"]
    for language in [*dict.fromkeys(each.language for each in found), "all"]:
        some = [each for each in found if language in {each.language, "all"}]
        lines.append(f"| {language} {row(some)}")
    return "\n".join(lines)


def row(found: Sequence[Outcome]) -> str:
    some = [each for each in found if not each.expects_nothing]
    nothing = [each for each in found if each.expects_nothing]
    own, german = measure([each.ndcg for each in some]), measure([each.german for each in some])
    known, read = sum(each.is_known for each in found), sum(each.is_translated for each in found)
    said = [f"{sum(each.ndcg for each in nothing):.0f}", f"{sum(each.german for each in nothing):.0f}"]
    of = f"{said[0]} of {len(nothing)}, German {said[1]}" if nothing else ""
    return f"| {len(some)} | {own} | {german} | {quality(some):.2f} | {known} of {len(found)} | {read} | {of} |"

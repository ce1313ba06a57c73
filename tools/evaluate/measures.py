"""Measures of a run over questions of every kind: each a mean with its standard error and how many questions count."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tools.evaluate.asking import Ranked
from tools.evaluate.every_kind import EveryKind
from tools.evaluate.judged import Score, score

KNOWN = frozenset({"known_title", "known_name", "known_place"})
DOCUMENT = frozenset({"p2p", "i2p", "p2i", "i2o", "i2d", "i2i"})
FOREIGN = "other_lang"  # counts for itself and not in the whole
FIRST = 5  # results in which a named kind of help is looked for
Run = Mapping[str, Ranked]


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean over ``count`` questions with its standard error (not a number for a single one)."""

    mean: float
    error: float
    count: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} ± {self.error:.3f}"


def measure(values: Sequence[float]) -> Measure:
    """Raises StatisticsError where there is no value.

    >>> str(measure([0.0, 1.0]))
    '0.500 ± 0.500'
    """
    error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    return Measure(statistics.fmean(values), error, len(values))


def family(kind: str) -> str:
    if kind in KNOWN:
        return "known item"
    return "documents" if kind in DOCUMENT else kind if kind == FOREIGN else "free text"


def scores(judged: EveryKind, run: Run) -> dict[str, Score]:
    """The measures of each question to which there is an answer."""
    found = {}
    for each, question in judged.questions.items():
        grades = judged.grades.get(each, {})
        if question["type"] in KNOWN:  # only what is sought counts as found
            best = max(grades.values(), default=0)
            rank = score(
                [doc for doc, _ in run[each]], {doc: 3 if grade == best else 0 for doc, grade in grades.items()}
            )
        else:
            rank = score([doc for doc, _ in run[each]], grades)
        whole = score([doc for doc, _ in run[each]], grades)
        if whole is not None and rank is not None and not question["expects_nothing"]:
            found[each] = Score(whole.ndcg, whole.recall, rank.reciprocal_rank)
    return found


def by_type(judged: EveryKind, run: Run) -> dict[str, tuple[Measure, Measure, Measure]]:
    """nDCG@10, Recall@10 and MRR of all questions, of families and of types."""
    groups: dict[str, list[Score]] = {"all": []}
    for each, found in scores(judged, run).items():
        kind = str(judged.questions[each]["type"])
        names = [kind] if kind == FOREIGN else ["all", family(kind), kind]
        if "half" in judged.questions[each] and kind != FOREIGN:
            names.append(f"half {judged.questions[each]['half']}")
        for name in names:
            groups.setdefault(name, []).append(found)
    return {
        name: (
            measure([each.ndcg for each in some]),
            measure([each.recall for each in some]),
            measure([each.reciprocal_rank for each in some]),
        )
        for name, some in groups.items()
        if some
    }


def area(right: Sequence[float], wrong: Sequence[float]) -> Measure | None:
    """The area under the curve: how often a right one has more than a wrong one; error by Hanley and McNeil (1982).

    >>> area([0.9, 0.4], [0.4, 0.1]).mean
    0.875
    """
    if not right or not wrong:
        return None
    mean = sum((one > other) + 0.5 * (one == other) for one in right for other in wrong) / (len(right) * len(wrong))
    first, second = mean / (2 - mean), 2 * mean * mean / (1 + mean)
    spread = mean * (1 - mean) + (len(right) - 1) * (first - mean**2) + (len(wrong) - 1) * (second - mean**2)
    return Measure(mean, math.sqrt(max(spread, 0.0) / (len(right) * len(wrong))), len(right) + len(wrong))


def more(judged: EveryKind, run: Run) -> dict[str, Measure | None]:
    """What is not by type: the named kind of help, and what scores say of free texts."""
    texts = {each: row for each, row in judged.questions.items() if row.get("text")}
    answerable = [each for each, row in texts.items() if not row["expects_nothing"]]
    nothing = [each for each, row in texts.items() if row["expects_nothing"]]
    right = [each for each in answerable if run[each] and judged.grades[each].get(run[each][0][0], 0) >= 2]
    best = {each: run[each][0][1] if run[each] else -math.inf for each in texts}
    asked = [(each, row["asks_kind"]) for each, row in judged.questions.items() if row.get("asks_kind")]
    kinds = {each: [judged.documents[doc]["kind"] for doc, _ in run[each][:FIRST]] for each, _ in asked}
    return {
        "named kind of help: among the first five": some(float(kind in kinds[each]) for each, kind in asked),
        "named kind of help: share of the first five": some(kinds[each].count(kind) / FIRST for each, kind in asked),
        "nothing fits: answer is empty": some(float(not run[each]) for each in nothing),
        "answerable: answer is empty": some(float(not run[each]) for each in answerable),
        "AUC of relevance, right first hits / nothing fits": area([best[x] for x in right], [best[x] for x in nothing]),
    }


def some(values: Iterable[float]) -> Measure | None:
    given = list(values)
    return measure(given) if given else None

"""The judged data: documents, questions, and who found what fitting; and the measures over an order of documents."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CUT = 10
RELEVANT = 2  # grades 2 and 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: a free text, or a document (``source``) that others are sought for. ``target``: idea or profile."""

    qid: str
    task: str
    language: str
    target: str
    text: str | None
    source: str | None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """``ideas`` and ``profiles`` as written in the files, by id; ``grades`` (0 to 3) by question and document."""

    ideas: Mapping[str, Mapping[str, Any]]
    profiles: Mapping[str, Mapping[str, Any]]
    questions: Sequence[Asked]
    grades: Mapping[str, Mapping[str, int]]

    def language(self, document: str) -> str:
        return str((self.ideas.get(document) or self.profiles[document])["lang"])

    def pool(self, question: Asked) -> frozenset[str]:
        """The documents among which a question is asked: those of the kind sought, without the source itself."""
        documents = self.ideas if question.target == "idea" else self.profiles
        return frozenset(documents) - {question.source}


@dataclass(frozen=True, slots=True)
class Score:
    """nDCG@10 with gain 2^grade - 1, Recall@10 and the reciprocal rank of the first relevant document."""

    ndcg: float
    recall: float
    reciprocal_rank: float


def read_judged(folder: Path) -> Judged:
    """Raises OSError, or KeyError and ValueError for files of another form."""
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, grade = line.split("\t")
        grades.setdefault(question, {})[document] = int(grade)
    questions = [
        Asked(
            row["qid"],
            row["task"],
            row["lang"],
            row["target"],
            row.get("text"),
            row.get("source"),
            row.get("theme") or "",
        )
        for row in rows(folder / "queries.jsonl")
    ]
    ideas, profiles = ({row["id"]: row for row in rows(folder / name)} for name in ("ideas.jsonl", "profiles.jsonl"))
    return Judged(ideas, profiles, questions, grades)


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def gain(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of grades in order.

    >>> gain([3, 0, 1])
    7.5
    """
    return sum((2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def score(order: Sequence[str], grades: Mapping[str, int]) -> Score | None:
    """The measures of one question; None where nothing is relevant, so that there is nothing to find."""
    relevant = {document for document, grade in grades.items() if grade >= RELEVANT}
    if not relevant:
        return None
    best = gain(sorted(grades.values(), reverse=True)[:CUT])
    first = next((place for place, document in enumerate(order, start=1) if document in relevant), None)
    return Score(
        ndcg=gain(grades.get(document, 0) for document in order[:CUT]) / best,
        recall=len(relevant.intersection(order[:CUT])) / min(len(relevant), CUT),
        reciprocal_rank=1 / first if first else 0.0,
    )


def mean(scores: Sequence[Score]) -> Score:
    """The measures over many questions, which count alike."""
    count = len(scores)
    return Score(
        sum(each.ndcg for each in scores) / count,
        sum(each.recall for each in scores) / count,
        sum(each.reciprocal_rank for each in scores) / count,
    )

"""What no dictionary says: which words of public life belong together, and which questions find which texts.

The files of ``lore/`` are written for this project. A topic is a block: ``#`` its name, ``=`` words of it (German,
a bar, English), ``?`` questions as people ask them, ``!`` texts that such a question should find. ``elsewhere.tsv`` and
``here.tsv`` hold questions that have no place here and questions that look so and have one: field, language, question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LORE = Path(__file__).with_name("lore")
FIELDS = Path(__file__).with_name("fields.txt")
PAIRS = 64  # drawn of each topic
MOST_WORDS = 5  # of a topic on one side of a pair
Pair = tuple[str, str]


class LoreError(Exception):
    """A line that cannot be read; the text names the file and the line."""


@dataclass(frozen=True, slots=True)
class Topic:
    """``words`` in both languages; ``questions`` find ``texts``. A field of public life has words alone."""

    name: str
    words: tuple[str, ...]
    questions: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def words_of(line: str) -> tuple[str, ...]:
    """
    >>> words_of("Wald, Forst | forest")
    ('Wald', 'Forst', 'forest')
    """
    return tuple(word for each in line.replace("|", ",").split(",") if (word := each.strip()))


def read_fields(path: Path = FIELDS) -> list[Topic]:
    """The fields of public life: one a line, words alone."""
    return [Topic(line.split(",")[0], words_of(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read_topics(path: Path) -> list[Topic]:
    """The topics of a file. Raises LoreError."""
    found: list[Topic] = []
    parts: dict[str, list[str]] = {}
    for place, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), "# "], start=1):
        mark, text = line[:1], line[1:].strip()
        if not line.strip():
            continue
        if mark == "#":
            if parts:
                found.append(topic_of(parts, f"{path.name}:{place}"))
            parts = {"#": [text]} if text else {}
        elif mark in "=?!" and parts and text:
            parts.setdefault(mark, []).append(text)
        else:
            raise LoreError(f"{path.name}:{place} is no line of a topic (#, =, ?, !): {line[:60]!r}")
    return found


def topic_of(parts: dict[str, list[str]], where: str) -> Topic:
    if not all(parts.get(mark) for mark in "=?!"):
        raise LoreError(f"{where}: the topic before has no words (=), no questions (?) or no texts (!).")
    words = tuple(dict.fromkeys(word for line in parts["="] for word in words_of(line)))
    return Topic(parts["#"][0], words, tuple(parts["?"]), tuple(parts["!"]))


def read_questions(path: Path) -> list[str]:
    """The questions of a table, without field and language. Raises LoreError."""
    found = []
    for place, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) != 3 or cells[1] not in {"de", "en"} or not cells[2].strip():
            raise LoreError(f"{path.name}:{place} is not field, language (de, en), question: {line[:60]!r}")
        found.append(cells[2].strip())
    return found


def pairs_of(topic: Topic, chance: np.random.Generator, count: int = PAIRS) -> Iterator[Pair]:
    """``count`` pairs of texts that belong together: words, questions and texts beside others of the topic."""
    for _ in range(count):
        kind = chance.random() if topic.texts else 0.0
        if kind < 0.3:
            left, right = drawn_words(topic, chance)
            yield left, right
        elif kind < 0.65:
            yield one_of(topic.questions, chance), one_of(topic.texts, chance)
        elif kind < 0.8:
            yield one_of(topic.questions, chance), drawn_words(topic, chance)[1]
        elif kind < 0.9:
            yield drawn_words(topic, chance)[0], one_of(topic.texts, chance)
        else:
            yield two_of((*topic.questions, *topic.texts), chance)


def drawn_words(topic: Topic, chance: np.random.Generator) -> Pair:
    order = chance.permutation(len(topic.words))
    left, right = chance.integers(1, min(MOST_WORDS, len(order) // 2) + 1, size=2)
    chosen = [topic.words[place] for place in order[: left + right]]
    return ", ".join(chosen[:left]), ", ".join(chosen[left:])


def one_of(texts: Sequence[str], chance: np.random.Generator) -> str:
    return texts[int(chance.integers(len(texts)))]


def two_of(texts: Sequence[str], chance: np.random.Generator) -> Pair:
    left, right = chance.permutation(len(texts))[:2]
    return texts[left], texts[right]

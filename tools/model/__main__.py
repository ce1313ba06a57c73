"""`make model`: from the training texts to the model in the marketplace, in steps that say what they do.

The pairs of sentences (files ``*.jsonl.gz``) come from a folder that is named by ``--pairs``; the Debian packages are
fetched by name, or taken from ``--downloads``. The same texts and the same seed give the same model.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from services.marketplace.matching.content import content
from tools.model.fetch import SourceError, fetch_packages
from tools.model.lore import PAIRS, pairs_of
from tools.model.sources import Texts, read_all
from tools.model.strangeness import token_odds
from tools.model.teacher import teach
from tools.model.tokens import train_tokenizer
from tools.model.train import ONWARD, Bag, Lesson, Recipe, Taught, bag_of, train_and_average, vectors_of
from tools.model.write import read_model, write_model
from tools.run.settings import ROOT

BEGAN = time.monotonic()
SHIPPED = ROOT / "services" / "marketplace" / "matching" / "model"
Floats = npt.NDArray[np.float32]


def say(text: str) -> None:
    sys.stdout.write(f"{time.monotonic() - BEGAN:6.0f} s  {text}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.model", description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="folder of *.jsonl.gz with German and English texts")
    parser.add_argument("--downloads", type=Path, help="folder of Debian packages; fetched by name where missing")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "model", help="what is kept between runs")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--pieces", type=int, default=32_000, help="size of the vocabulary")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--onward", type=Path, help="folder of a model to go on from: it is the teacher, too")
    chosen = parser.parse_args()
    try:
        texts = read(chosen.pairs, chosen.downloads or chosen.work / "downloads", chosen.work)
        if chosen.onward is None:
            build(texts, chosen.work, chosen.out, chosen.pieces, chosen.seed)
        else:
            go_on(texts, chosen.onward, chosen.out, chosen.seed)
    except SourceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def read(pairs: Path, downloads: Path, work: Path) -> Texts:
    """All training texts. Raises SourceError when a source is missing."""
    if not list(pairs.glob("*.jsonl.gz")):
        raise SourceError(f"{pairs} has no *.jsonl.gz with lines of German and English texts.")
    fetch_packages(downloads, work / "packages", say)
    return read_all(work / "packages", pairs, say)


def build(texts: Texts, work: Path, out: Path, pieces: int, seed: int) -> None:
    """A model from nothing, with the English teacher."""
    recipe, english = Recipe(seed=seed), english_of(texts)
    (work / "teacher").mkdir(parents=True, exist_ok=True)
    taught = reduced(teach(english, work / "teacher", say).astype(np.float32), recipe.dimensions)
    say("training the tokenizer")
    tokenizer = train_tokenizer(tokenizer_texts(texts), pieces)
    finish(texts, tokenizer, Taught(english, taught), recipe, None, out)


def go_on(texts: Texts, model: Path, out: Path, seed: int) -> None:
    """A model that goes on from another, whose own vectors of the English texts keep it where it was."""
    tokenizer, first = read_model(model)
    english = english_of(texts)
    taught = Taught(english, vectors_of(first, bag_of(tokenizer, english)))
    finish(texts, tokenizer, taught, replace(ONWARD, seed=seed), first, out)


def finish(texts: Texts, tokenizer: Tokenizer, taught: Taught, recipe: Recipe, first: Floats | None, out: Path) -> None:
    lessons = lessons_of(texts, taught.english, tokenizer, recipe)
    table = train_and_average(lessons, taught.vectors, tokenizer.get_vocab_size(), recipe, say, first)
    say("learning what is sought elsewhere")
    write_model(out, table, tokenizer, facts(recipe, tokenizer), strangeness_of(texts, tokenizer, table))
    say(f"written to {out}")


def strangeness_of(texts: Texts, tokenizer: Tokenizer, table: Floats) -> Floats:
    """How each token speaks for a question that has no place here. The other half of these taught the table already."""
    here = [*texts.here, *(question for topic in texts.topics for question in topic.questions)]
    bags = [bag_of(tokenizer, [content(each) for each in some]) for some in (texts.elsewhere[1::2], here)]
    return token_odds(table, *bags)


def english_of(texts: Texts) -> list[str]:
    """What the teacher reads, each text once."""
    right = (english for pairs in (texts.words, texts.sentences) for _, english in pairs)
    return list(dict.fromkeys([*right, *texts.glosses]))


def reduced(vectors: Floats, dimensions: int) -> Floats:
    """The teacher's vectors on their main axes, as unit vectors again."""
    if vectors.shape[1] > dimensions:
        _, axes = np.linalg.eigh(np.cov(vectors.T))
        vectors = vectors @ axes[:, ::-1][:, :dimensions].astype(np.float32)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.ascontiguousarray(unit, dtype=np.float32)


def tokenizer_texts(texts: Texts) -> list[str]:
    """Sentences three times: words in use, not only in dictionaries, decide what is a piece."""
    plain = [text for pairs in (texts.words, texts.synonyms) for pair in pairs for text in pair]
    lore = [text for topic in texts.topics for text in (*topic.words, *topic.questions, *topic.texts)]
    return [*plain, *texts.glosses, *[text for pair in texts.sentences for text in pair] * 3, *lore * 3]


def lesson_of_topics(texts: Texts, tokenizer: Tokenizer, recipe: Recipe) -> Lesson:
    """Pairs of each topic, read as matching reads texts: without function words."""
    chance = np.random.default_rng(recipe.seed)
    pairs = [pair for topic in texts.topics for pair in pairs_of(topic, chance)]
    left, right = (bag_of(tokenizer, [content(pair[side]) for pair in pairs]) for side in (0, 1))
    return Lesson(left, right, None, PAIRS, bag_of(tokenizer, [content(each) for each in texts.elsewhere[::2]]))


def lessons_of(texts: Texts, english: Sequence[str], tokenizer: Tokenizer, recipe: Recipe) -> list[Lesson]:
    row = {text: index for index, text in enumerate(english)}

    def rows(right: list[str]) -> npt.NDArray[np.int64]:
        return np.array([row[text] for text in right], dtype=np.int64)

    def bags(pairs: tuple[tuple[str, str], ...]) -> tuple[Bag, Bag]:
        return bag_of(tokenizer, [left for left, _ in pairs]), bag_of(tokenizer, [right for _, right in pairs])

    glosses = bag_of(tokenizer, texts.glosses)
    return [
        Lesson(*bags(texts.words), rows([right for _, right in texts.words])),
        Lesson(*bags(texts.sentences), rows([right for _, right in texts.sentences])),
        Lesson(*bags(texts.synonyms), None),
        Lesson(glosses, glosses, rows(list(texts.glosses))),
        lesson_of_topics(texts, tokenizer, recipe),
    ]


def facts(recipe: Recipe, tokenizer: Tokenizer) -> dict[str, object]:
    return {
        "name": "civic-coding-de-en",
        "version": "3",
        "dimensions": recipe.dimensions,
        "tokens": tokenizer.get_vocab_size(),
        "recipe": {name: getattr(recipe, name) for name in recipe.__dataclass_fields__},
    }


if __name__ == "__main__":
    sys.exit(main())

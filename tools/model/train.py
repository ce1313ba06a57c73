"""Trains a table of token vectors whose mean is the vector of a text, in both languages, from an English teacher.

The student's German is pulled to its own English and to the teacher's English (contrastive, other texts of the batch as
negatives); synonyms pull German to German. See "Making Monolingual Sentence Embeddings Multilingual using Knowledge
Distillation" (Reimers, Gurevych 2020) for the idea of the teacher on one side, and StaticEmbedding of
sentence-transformers for the form of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import cross_entropy, embedding_bag, normalize

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that changes the result.

    ``mix``: the share of each kind of batch: words, sentences, synonyms, glosses, topics. ``tables``: how many are
    trained, with ``seed`` and the numbers after it, and averaged.
    """

    dimensions: int = 256
    steps: int = 1600
    batch: int = 1024
    rate: float = 0.02
    warm_up: int = 100
    scale: float = 20.0
    pull: float = 3.0
    mix: tuple[float, ...] = (0.20, 0.34, 0.12, 0.07, 0.27)
    strangers: int = 256
    seed: int = 7
    tables: int = 3


# Of a model that goes on from another.
ONWARD = Recipe(steps=900, rate=0.01, warm_up=50, mix=(0.15, 0.25, 0.10, 0.05, 0.45))
PIECE = 20_000  # texts whose vectors are made at a time


@dataclass(frozen=True, slots=True)
class Taught:
    """What the teacher says: a unit vector of each English text."""

    english: Sequence[str]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Bag:
    """Tokenised texts, end to end: text i is ``ids[starts[i]:starts[i + 1]]``."""

    ids: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """Pairs of texts by position; ``teacher``: rows of its vectors for the right side, None where it is not asked.

    ``of_each``: so many pairs in a row are of one topic, and a batch has one of each: texts of one topic are no
    negatives of each other. ``strangers``: texts that belong to none of the others.
    """

    left: Bag
    right: Bag
    teacher: npt.NDArray[np.int64] | None
    of_each: int = 1
    strangers: Bag | None = None


def bag_of(tokenizer: Tokenizer, texts: Sequence[str]) -> Bag:
    encoded = [item.ids or [0] for item in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(ids) for ids in encoded], out=starts[1:])
    return Bag(np.fromiter((piece for ids in encoded for piece in ids), dtype=np.int64, count=int(starts[-1])), starts)


def vectors(table: Tensor, bag: Bag, chosen: npt.NDArray[np.int64]) -> Tensor:
    """Unit vectors of the chosen texts."""
    pieces = [bag.ids[bag.starts[index] : bag.starts[index + 1]] for index in chosen]
    offsets = np.cumsum([0, *(len(piece) for piece in pieces[:-1])])
    ids = torch.from_numpy(np.concatenate(pieces))
    return normalize(embedding_bag(ids, table, torch.from_numpy(offsets), mode="mean"), dim=1)


def vectors_of(table: Floats, bag: Bag) -> Floats:
    """Unit vectors of all texts, in their order."""
    rows, every = torch.from_numpy(table), np.arange(len(bag))
    with torch.no_grad():
        parts = [vectors(rows, bag, every[start : start + PIECE]).numpy() for start in range(0, len(every), PIECE)]
    return np.concatenate(parts)


def first_table(bags: Sequence[Bag], size: int, recipe: Recipe) -> Tensor:
    """Frequent tokens begin small: they tell texts apart the least (smooth inverse frequency, Arora et al. 2017)."""
    counts = np.ones(size)
    for bag in bags:
        counts += np.bincount(bag.ids, minlength=size)
    share = counts / counts.sum()
    weights = torch.from_numpy(1e-3 / (1e-3 + share)).float()
    generator = torch.Generator().manual_seed(recipe.seed)
    return torch.randn(size, recipe.dimensions, generator=generator) * 0.3 * weights[:, None]


def contrast(left: Tensor, right: Tensor, recipe: Recipe, strangers: Tensor | None = None) -> Tensor:
    """Each text must find its partner among all of the batch and some strangers, in both directions."""
    target = torch.arange(len(left))
    others = (left, right) if strangers is None else (torch.cat([left, strangers]), torch.cat([right, strangers]))
    there, back = recipe.scale * left @ others[1].T, recipe.scale * right @ others[0].T
    return (cross_entropy(there, target) + cross_entropy(back, target)) / 2


def chosen_of(lesson: Lesson, recipe: Recipe, chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """The pairs of a batch; of topics, one of each."""
    topics = len(lesson.left) // lesson.of_each
    count = min(recipe.batch, topics) if lesson.of_each > 1 else recipe.batch
    chosen = chance.choice(topics, count, replace=False)
    return chosen * lesson.of_each + chance.integers(lesson.of_each, size=count) if lesson.of_each > 1 else chosen


def strangers_of(table: Tensor, lesson: Lesson, recipe: Recipe, chance: np.random.Generator) -> Tensor | None:
    if lesson.strangers is None:
        return None
    count = min(recipe.strangers, len(lesson.strangers))
    return vectors(table, lesson.strangers, chance.choice(len(lesson.strangers), count, replace=False))


def loss_of(
    table: Tensor,
    lesson: Lesson,
    teacher: Tensor,
    chosen: npt.NDArray[np.int64],
    recipe: Recipe,
    strangers: Tensor | None = None,
) -> Tensor:
    left, right = vectors(table, lesson.left, chosen), vectors(table, lesson.right, chosen)
    if lesson.teacher is None:
        return contrast(left, right, recipe, strangers)
    taught = teacher[torch.from_numpy(lesson.teacher[chosen])]
    total = contrast(left, taught, recipe) + recipe.pull * (1 - (left * taught).sum(1).mean())
    if lesson.left is lesson.right:
        return total
    total = total + contrast(right, taught, recipe) + recipe.pull * (1 - (right * taught).sum(1).mean())
    return total + contrast(left, right, recipe)


def train_and_average(
    lessons: Sequence[Lesson],
    teacher: Floats,
    size: int,
    recipe: Recipe,
    say: Callable[[str], None],
    first: Floats | None = None,
) -> Floats:
    """The mean of ``recipe.tables`` tables: what chance did to one of them, the others do not repeat.

    ``first``: the table that they go on from; drawn where there is none.

    Tables can be averaged because each is pulled to the same teacher, so that their axes are the same ("Model soups",
    Wortsman et al. 2022).
    """
    total = np.zeros((size, recipe.dimensions), dtype=np.float32)
    for seed in range(recipe.seed, recipe.seed + recipe.tables):
        say(f"training the vectors with seed {seed}")
        total += train(lessons, teacher, size, replace(recipe, seed=seed), say, first)
    return total / np.float32(recipe.tables)


def train(
    lessons: Sequence[Lesson],
    teacher: Floats,
    size: int,
    recipe: Recipe,
    say: Callable[[str], None],
    first: Floats | None = None,
) -> Floats:
    """The table of token vectors, float32 (``size``, ``recipe.dimensions``). The same seed gives the same table."""
    torch.manual_seed(recipe.seed)
    torch.use_deterministic_algorithms(True)
    chance = np.random.default_rng(recipe.seed)
    bags = [bag for lesson in lessons for bag in (lesson.left, lesson.right)]
    table = first_table(bags, size, recipe) if first is None else torch.from_numpy(first.copy())
    table.requires_grad_()
    optimiser = torch.optim.Adam([table], lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: rate_at(step, recipe))
    rows = torch.from_numpy(teacher)
    for step in range(recipe.steps):
        lesson = lessons[chance.choice(len(lessons), p=recipe.mix)]
        chosen = chosen_of(lesson, recipe, chance)
        loss = loss_of(table, lesson, rows, chosen, recipe, strangers_of(table, lesson, recipe, chance))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        if step % 100 == 99:
            say(f"step {step + 1} of {recipe.steps}: loss {loss.item():.3f}")
    return table.detach().numpy()


def rate_at(step: int, recipe: Recipe) -> float:
    """Linear warm-up, then linear decay to nothing."""
    if step < recipe.warm_up:
        return (step + 1) / recipe.warm_up
    return max(0.02, 1 - (step - recipe.warm_up) / (recipe.steps - recipe.warm_up))

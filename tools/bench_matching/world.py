"""Made-up documents and questions for the index, at any size: vectors as the shipped model makes them, and facts.

A document is the average of five parts, as in ``matching/parts.py``; a part is the mean of token vectors, a good half
of them from the words of its theme, the others from the whole language as often as they occur. A free text is one short
part, so it lies further from documents than they lie from each other: what is hard for an index.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from services.marketplace.matching.documents import Document, Entry, Filter, Marked, MatchKind
from services.marketplace.matching.nearest import Matrix

MOST_THEMES, OF_A_THEME = 2_000, 10  # themes, and documents that there are at least of each
WORDS = 300  # tokens of a theme: those nearest to its centre
OWN_WORDS = 0.55  # of the tokens of a text; the others are of the whole language
LENGTHS = (6, 20, 60, 4, 6)  # tokens of the parts: title, summary, body, topics, skills
QUESTION = 12  # tokens of a free text
COMMONEST = 500  # tokens that say too little to be the centre of a theme
PAGE = 2_000
TOPICS, REGIONS, OWNERS = 20, 200, 50_000
KINDS = tuple(MatchKind)
SHARES = (0.55, 0.25, 0.14, 0.06)  # ideas, profiles, offers, projects; data sets are whole themes, see ``facts``
DATASETS = 25  # one theme of so many is data sets and nothing else: they lie in a part of the space of their own
UMBRELLA, HOME = "civic-coding", "programme-1"
PROGRAMMES = (None, UMBRELLA, HOME, "programme-2", "programme-3")
PROGRAMME_SHARES = (0.6, 0.1, 0.1, 0.1, 0.1)
MEMBERS_ONLY = 0.1

MEMBER = Filter(with_members_only=True)
FILTERS = {
    "none": MEMBER,
    "what guests see": Filter(),
    "a kind: ideas": Filter(kinds=frozenset({MatchKind.IDEA}), with_members_only=True),
    "crossing ministries": Filter(not_of=frozenset({UMBRELLA, HOME}), with_members_only=True),
    "a topic": Filter(topics=frozenset({"topic-7"}), with_members_only=True),
    "a region": Filter(regions=frozenset({"region-7"}), with_members_only=True),
    "a kind elsewhere: data sets": Filter(kinds=frozenset({MatchKind.DATASET}), with_members_only=True),
}


@dataclass(frozen=True, slots=True)
class Language:
    """The model's token vectors, how often tokens occur (added up), and the tokens of each theme."""

    table: Matrix  # (tokens, dimensions)
    occurring: NDArray[np.float64]  # (tokens,), rising to 1
    themes: NDArray[np.int32]  # (themes, WORDS)

    @property
    def dim(self) -> int:
        return int(self.table.shape[1])


@dataclass(frozen=True, slots=True)
class Facts:
    """What documents are, by row: numbers of ``KINDS``, topics, regions, ``PROGRAMMES``, owners."""

    kinds: NDArray[np.uint8]
    topics: NDArray[np.int64]
    regions: NDArray[np.int64]
    programmes: NDArray[np.int64]
    owners: NDArray[np.int64]
    members_only: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.kinds)


def read_language(model: Path, documents: int, random: np.random.Generator) -> Language:
    """With as many themes as so many documents may have."""
    tensors = load_file(model / "model.safetensors")
    table = (tensors["numbers"].astype(np.float32) * tensors["scales"][:, None]).astype(np.float32)
    occurring = np.cumsum(1 / (np.arange(len(table)) + 10.0))  # the numbers of tokens rise as they get rarer
    directions = units(table)
    themes = min(MOST_THEMES, documents // OF_A_THEME + 1)
    centres = random.choice(np.arange(COMMONEST, len(table)), themes, replace=False)
    nearest = [
        np.argpartition(-(directions[some] @ directions.T), WORDS, axis=1)[:, :WORDS]
        for some in np.array_split(centres, themes // 100 + 1)
    ]
    return Language(table, occurring / occurring[-1], np.concatenate(nearest).astype(np.int32))


def units(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def texts(language: Language, themes: NDArray[np.int64], length: int, random: np.random.Generator) -> Matrix:
    """Vectors of texts of some tokens, one for each theme."""
    shape = (len(themes), length)
    anything = np.searchsorted(language.occurring, random.random(shape)).clip(0, len(language.table) - 1)
    own = language.themes[themes[:, None], random.integers(0, WORDS, shape)]
    tokens = np.where(random.random(shape) < OWN_WORDS, own, anything)
    return units(language.table[tokens].sum(axis=1))


def documents(language: Language, themes: NDArray[np.int64], random: np.random.Generator) -> Matrix:
    """Vectors of documents, one for each theme."""
    parts = np.stack([texts(language, themes, length, random) for length in LENGTHS])
    return units(parts.sum(axis=0))


def facts(themes: NDArray[np.int64], random: np.random.Generator) -> Facts:
    """What documents of these themes are. A topic is a twentieth of the themes, all else is drawn."""
    count = len(themes)
    kinds = random.choice(len(SHARES), count, p=SHARES).astype(np.uint8)
    kinds[themes % DATASETS == 0] = KINDS.index(MatchKind.DATASET)
    return Facts(
        kinds,
        themes % TOPICS,
        random.integers(0, REGIONS, count),
        random.choice(len(PROGRAMMES), count, p=PROGRAMME_SHARES),
        random.integers(0, OWNERS, count),
        random.random(count) < MEMBERS_ONLY,
    )


def first_of(every: Facts, size: int) -> Facts:
    return Facts(*(getattr(every, each.name)[:size] for each in fields(every)))


def name_of(row: int) -> str:
    return f"document_{row:07}"


def marked(every: Facts, row: int, sets: dict[str, frozenset[str]]) -> Marked:
    """The document of a row; ``sets`` remembers sets that many share, as the store does."""
    topic, region = f"topic-{every.topics[row]}", f"region-{every.regions[row]}"
    document = Document(
        name_of(row),
        "Idea",
        KINDS[every.kinds[row]],
        f"owner_{every.owners[row]:05}",
        bool(every.members_only[row]),
        PROGRAMMES[every.programmes[row]],
        sets.setdefault(topic, frozenset({topic})),
        sets.setdefault(region, frozenset({region})),
    )
    return Marked(document, f"{row:032x}")


def entries(every: Facts, vectors: Matrix, start: int, end: int, sets: dict[str, frozenset[str]]) -> list[Entry]:
    """The documents of some rows as the index takes them."""
    found = (marked(every, row, sets) for row in range(start, end))
    read = np.array(vectors[start:end])  # out of the file, once
    return [Entry(each.document, each.text_hash, vector) for each, vector in zip(found, read, strict=True)]


def passing(every: Facts, rule: Filter) -> NDArray[np.bool_]:
    """Which rows a filter lets through; written apart from the index, to check it."""
    mask = np.full(len(every), True) if rule.with_members_only else ~every.members_only
    if rule.kinds:
        mask &= np.isin(every.kinds, [KINDS.index(kind) for kind in rule.kinds])
    if rule.topics:
        mask &= np.isin(every.topics, [int(topic.removeprefix("topic-")) for topic in rule.topics])
    if rule.regions:
        mask &= np.isin(every.regions, [int(region.removeprefix("region-")) for region in rule.regions])
    if rule.not_of is not None:
        allowed = [place for place, slug in enumerate(PROGRAMMES) if slug is not None and slug not in rule.not_of]
        mask &= np.isin(every.programmes, allowed)
    return mask

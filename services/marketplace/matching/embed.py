"""Texts to vectors: by the shipped table of token vectors, or by any sentence-transformers model.

This is the one place that brings in sentence-transformers and torch, and it does so by name and only when such a model
is loaded: importing them takes seconds and half a gigabyte, which neither the shipped model nor readiness should pay.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.kit.ended import ended
from services.marketplace.matching.content import content
from services.marketplace.matching.static_model import StaticModelError, is_static_model, read_static_model

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
BATCH = 32  # texts encoded together
LONGEST = 20_000  # characters handed to the tokenizer
MOST_STRANGE = 3.0  # log odds; beyond, it is as sure as such a line can be
MOST_TOKENS = 128  # read of each text: what decides stands first in our texts, and twice as many take twice the time


class EmbeddingError(Exception):
    """The model cannot be loaded. The text says what to set."""


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What a model wants to read before a question and before a passage."""

    question: str = ""
    passage: str = ""


NO_PREFIXES = Prefixes()
PREFIXES = (  # (part of the model's name, prefixes), by the cards of the models; the first that fits counts
    ("e5-mistral", NO_PREFIXES),
    ("-instruct", NO_PREFIXES),
    ("e5-", Prefixes("query: ", "passage: ")),
    ("nomic-embed", Prefixes("search_query: ", "search_document: ")),
    ("embeddinggemma", Prefixes("task: search result | query: ", "title: none | text: ")),
    ("mxbai-embed", Prefixes("Represent this sentence for searching relevant passages: ")),
    ("arctic-embed-l-v2", Prefixes("query: ")),
    ("arctic-embed-m-v2", Prefixes("query: ")),
)


def not_known(_: str) -> float:
    """Of a question whether it is sought elsewhere."""
    return 0.0


@dataclass(frozen=True, slots=True)
class Embedder:
    """A model as matching sees it: a version that marks its vectors, their dimension, and the encoding itself.

    ``encode`` blocks (call it in a thread) and returns a float32 array of shape (texts, dim) with rows of length 1.
    Matching calls ``questions`` for what is asked and ``passages`` for what is found: some models tell them apart.
    ``strange``: what ``StaticModel.strangeness`` says; nothing of models that have not learned it.
    """

    version: str
    dim: int
    encode: Encode
    prefixes: Prefixes = NO_PREFIXES
    is_quick: bool = False  # a table: a short text costs less than a thread, and order and small words say nothing
    strange: Callable[[str], float] = not_known

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode([self.prefixes.question + self._read(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode([self.prefixes.passage + self._read(text) for text in texts])

    def strangeness(self, question: str) -> float:
        """How much a question sounds like what is sought elsewhere: log odds, from -MOST_STRANGE to MOST_STRANGE."""
        return min(max(self.strange(self._read(question)), -MOST_STRANGE), MOST_STRANGE)

    def _read(self, text: str) -> str:
        """What a model is given of a text: a transformer wants sentences, a mean of tokens what they are about."""
        return content(text[:LONGEST]) if self.is_quick else text[:LONGEST]


def prefixes_of(model: str) -> Prefixes:
    """The prefixes of a model by its name.

    >>> prefixes_of("intfloat/multilingual-e5-small").question
    'query: '
    """
    name = Path(model).name.lower()
    return next((prefixes for part, prefixes in PREFIXES if part in name), NO_PREFIXES)


def load_embedder(model: str) -> Embedder:
    """The model of the setting EMBEDDING_MODEL: a folder, an installed package that carries one, or a hub's name.

    Raises EmbeddingError.
    """
    folder = model_folder(model)
    try:
        if folder is not None and is_static_model(folder):
            model_read = read_static_model(folder)
            name, version = model_read.name, f"{model_read.name}@{fingerprint(folder)}"
            encode, strangeness = model_read.encode, model_read.strangeness
            return Embedder(version, model_read.dimensions, encode, prefixes_of(name), True, strangeness)
        return transformer_embedder(model, folder)
    except (ImportError, OSError, ValueError, StaticModelError) as error:
        raise EmbeddingError(
            f"EMBEDDING_MODEL={model!r} cannot be loaded: {ended(error)} Set it to a folder, to an installed package "
            "with a folder 'model', or to the name of a sentence-transformers model that can be fetched."
        ) from error


def transformer_embedder(model: str, folder: Path | None) -> Embedder:
    """Any model of sentence-transformers; what that library raises is passed on."""
    # One thread for each call: on cores that are shared, OpenMP's waiting makes a single text ten times slower.
    importlib.import_module("torch").set_num_threads(1)
    library = importlib.import_module("sentence_transformers")
    transformer: Any = library.SentenceTransformer(
        str(folder or model), device="cpu", local_files_only=folder is not None
    )
    transformer.max_seq_length = min(transformer.max_seq_length or MOST_TOKENS, MOST_TOKENS)
    dim = len(transformer.encode(["dimension"])[0])

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, dim), dtype=np.float32)
        vectors = transformer.encode(
            list(texts), batch_size=BATCH, normalize_embeddings=True, prompt="", show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    name = f"{Path(model).name}@{fingerprint(folder)}" if folder else model
    return Embedder(f"{name}/{MOST_TOKENS}", dim, encode, prefixes_of(model))


def model_folder(model: str) -> Path | None:
    """The folder that holds the model, None for a name that only a hub knows."""
    if Path(model).is_dir():
        return Path(model)
    package = model.replace("-", "_")
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    return folder if folder.is_dir() else None


def fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits over all files of a model: vectors of different weights never mix."""
    digest = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.suffix in {".json", ".safetensors", ".bin", ".txt"}):
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()[:12]


def text_hash(text: str) -> str:
    """The mark of a free text, by which its matches are known."""
    return hashlib.sha256(text.encode()).hexdigest()

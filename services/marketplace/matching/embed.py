"""Texts to vectors, by any sentence-transformers model.

This is the one place that brings in sentence-transformers and torch, and it does so by name and only when a model is
loaded: importing them takes seconds and half a gigabyte, which neither the other commands nor readiness should pay.
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

BATCH = 32  # texts encoded together
LONGEST = 20_000  # characters handed to the tokenizer
MOST_TOKENS = 128  # read of each text: what decides stands first in our texts, and twice as many take twice the time


class EmbeddingError(Exception):
    """The model cannot be loaded. The text says what to set."""


@dataclass(frozen=True, slots=True)
class Embedder:
    """A model as matching sees it: a version that marks its vectors, their dimension, and the encoding itself.

    ``encode`` blocks (call it in a thread) and returns a float32 array of shape (texts, dim) with rows of length 1.
    """

    version: str
    dim: int
    encode: Callable[[Sequence[str]], NDArray[np.float32]]


def load_embedder(model: str) -> Embedder:
    """The model of the setting EMBEDDING_MODEL: a folder, an installed package that carries one, or a hub's name.

    Raises EmbeddingError.
    """
    folder = model_folder(model)
    try:
        # One thread for each call: on cores that are shared, OpenMP's waiting makes a single text ten times slower.
        importlib.import_module("torch").set_num_threads(1)
        library = importlib.import_module("sentence_transformers")
        transformer: Any = library.SentenceTransformer(
            str(folder or model), device="cpu", local_files_only=folder is not None
        )
    except (ImportError, OSError, ValueError) as error:
        raise EmbeddingError(
            f"EMBEDDING_MODEL={model!r} cannot be loaded: {error}. Set it to a folder, to an installed package with a "
            "folder 'model', or to the name of a sentence-transformers model that can be fetched."
        ) from error
    transformer.max_seq_length = min(transformer.max_seq_length or MOST_TOKENS, MOST_TOKENS)
    dim = len(transformer.encode(["dimension"])[0])

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, dim), dtype=np.float32)
        short = [text[:LONGEST] for text in texts]
        vectors = transformer.encode(short, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    name = f"{Path(model).name}@{fingerprint(folder)}" if folder else model
    return Embedder(f"{name}/{MOST_TOKENS}", dim, encode)


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
    """The mark of a text: the same hash and model need no new vector."""
    return hashlib.sha256(text.encode()).hexdigest()

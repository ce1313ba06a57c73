"""The shipped model: a table of token vectors, read without torch.

A text's vector is the mean of the rows of its tokens, brought to length 1: no network, only look-ups. A text that the
model cannot read, such as one in another script, has a vector of length 0, which is near nothing. The folder holds
``model.safetensors`` (``numbers`` int8 of shape (tokens, dimensions), ``scales`` float32 of shape (tokens,); a row is
numbers times scale; ``elsewhere``, where it has learned that, float32 of shape (tokens,)), ``tokenizer.json`` and
``config.json`` (``name``). It is what sentence-transformers calls a
StaticEmbedding, and gives the same vectors to what it can read: there, unknown tokens are all one word, of which a
table learns nothing that is true.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WEIGHTS, TOKENIZER, CONFIG = "model.safetensors", "tokenizer.json", "config.json"
UNKNOWN = "[UNK]"
MOST_UNKNOWN = 0.25  # of the tokens of a text that can be read; one alone is an emoji or a sign
TOGETHER = 256  # texts tokenised in one call: enough for the threads of the tokenizer, little enough for memory


class StaticModelError(Exception):
    """The folder holds no such model; the text says what is wrong."""


def is_static_model(folder: Path) -> bool:
    """Whether a folder has the files of this form, and none of a model with modules of sentence-transformers."""
    return all((folder / name).is_file() for name in (WEIGHTS, TOKENIZER, CONFIG)) and (
        not (folder / "modules.json").exists()
    )


def read_tokenizer(file: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing narrower
        raise StaticModelError(f"{file} is no tokenizer: {error}") from error


@dataclass(frozen=True, slots=True)
class StaticModel:
    """``encode``: float32 of shape (texts, dimensions). ``strangeness``: log odds that a question is sought elsewhere,
    0 where the model does not know.
    """

    name: str
    dimensions: int
    encode: Callable[[Sequence[str]], NDArray[np.float32]]
    strangeness: Callable[[str], float]


def read_static_model(folder: Path) -> StaticModel:
    """Raises StaticModelError."""
    try:
        tensors = load_file(folder / WEIGHTS)
        numbers, scales, elsewhere = tensors["numbers"], tensors["scales"], tensors.get("elsewhere")
        tokenizer = read_tokenizer(folder / TOKENIZER)
        name = str(json.loads((folder / CONFIG).read_text(encoding="utf-8"))["name"])
    except (OSError, KeyError, ValueError, TypeError, SafetensorError) as error:
        raise StaticModelError(f"{folder} cannot be read: {error!r}") from error
    if numbers.ndim != 2 or numbers.dtype != np.int8 or scales.shape != numbers.shape[:1]:
        raise StaticModelError(f"{folder}: numbers must be int8 of (tokens, dimensions), scales of (tokens,)")
    if elsewhere is not None and (elsewhere.dtype != np.float32 or elsewhere.shape != scales.shape):
        raise StaticModelError(f"{folder}: elsewhere must be float32 of (tokens,)")
    if tokenizer.get_vocab_size() > len(numbers):
        raise StaticModelError(f"{folder}: the tokenizer knows more tokens than the table has rows")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    dimensions, unknown = int(numbers.shape[1]), tokenizer.token_to_id(UNKNOWN)

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), dimensions), dtype=np.float32)
        for start in range(0, len(texts), TOGETHER):
            part = tokenizer.encode_batch_fast(list(texts[start : start + TOGETHER]), add_special_tokens=False)
            for row, encoding in enumerate(part, start):
                ids = readable(encoding.ids, unknown)
                vectors[row] = scales[ids] @ numbers[ids].astype(np.float32)  # the length is taken out below
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return vectors

    def strangeness(text: str) -> float:
        ids = readable(tokenizer.encode(text, add_special_tokens=False).ids, unknown)
        return float(elsewhere[ids].mean()) if ids and elsewhere is not None else 0.0

    return StaticModel(name, dimensions, encode, strangeness)


def readable(ids: list[int], unknown: int | None) -> list[int]:
    """The tokens of a text without those that the model does not know; none when these are too many.

    >>> readable([7, 0, 8, 9], unknown=0), readable([7, 0, 0, 9], unknown=0)
    ([7, 8, 9], [])
    """
    known = [each for each in ids if each != unknown]
    missing = len(ids) - len(known)
    return [] if missing > max(1, MOST_UNKNOWN * len(ids)) else known

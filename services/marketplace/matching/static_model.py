"""The shipped model: a table of token vectors, read without torch.

A text's vector is the mean of the rows of its tokens, brought to length 1: no network, only look-ups. The folder holds
``model.safetensors`` (``numbers`` int8 of shape (tokens, dimensions), ``scales`` float32 of shape (tokens,); a row is
numbers times scale), ``tokenizer.json`` and ``config.json`` (``name``). It is what sentence-transformers calls a
StaticEmbedding, and gives the same vectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WEIGHTS, TOKENIZER, CONFIG = "model.safetensors", "tokenizer.json", "config.json"
NO_TOKENS = [0]  # a text without tokens has the vector of the first row, as in training
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


def read_static_model(folder: Path) -> tuple[str, int, Callable[[Sequence[str]], NDArray[np.float32]]]:
    """The name of a model, its dimensions, and the encoding: float32 of shape (texts, dimensions), rows of length 1.

    Raises StaticModelError.
    """
    try:
        tensors = load_file(folder / WEIGHTS)
        numbers, scales = tensors["numbers"], tensors["scales"]
        tokenizer = read_tokenizer(folder / TOKENIZER)
        name = str(json.loads((folder / CONFIG).read_text(encoding="utf-8"))["name"])
    except (OSError, KeyError, ValueError, TypeError, SafetensorError) as error:
        raise StaticModelError(f"{folder} cannot be read: {error!r}") from error
    if numbers.ndim != 2 or numbers.dtype != np.int8 or scales.shape != numbers.shape[:1]:
        raise StaticModelError(f"{folder}: numbers must be int8 of (tokens, dimensions), scales of (tokens,)")
    if tokenizer.get_vocab_size() > len(numbers):
        raise StaticModelError(f"{folder}: the tokenizer knows more tokens than the table has rows")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    dimensions = int(numbers.shape[1])

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), dimensions), dtype=np.float32)
        for start in range(0, len(texts), TOGETHER):
            part = tokenizer.encode_batch_fast(list(texts[start : start + TOGETHER]), add_special_tokens=False)
            for row, encoding in enumerate(part, start):
                ids = encoding.ids or NO_TOKENS
                vectors[row] = scales[ids] @ numbers[ids].astype(np.float32)  # the length is taken out below
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return vectors

    return name, dimensions, encode

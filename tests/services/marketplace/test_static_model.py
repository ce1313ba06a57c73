"""The shipped model's reader; sentence-transformers over the same table is the oracle."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from services.marketplace.matching.embed import (
    LONGEST,
    MOST_STRANGE,
    Embedder,
    EmbeddingError,
    load_embedder,
    prefixes_of,
)
from services.marketplace.settings import EMBEDDING_MODEL

ROOT = Path(__file__).parents[3]
TEXTS = ["Hochwasserwarnung für Kinder", "Kinderschutz im Wald", "flood warning", "Ein Wald voller Vögel", ""]
DIMENSIONS = 24


def small_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.BpeTrainer(vocab_size=120, special_tokens=["[UNK]"], show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    return tokenizer


def write(folder: Path, seed: int = 1) -> Path:
    folder.mkdir()
    tokenizer = small_tokenizer()
    table = np.random.default_rng(seed).standard_normal((tokenizer.get_vocab_size(), DIMENSIONS)).astype(np.float32)
    scales = np.abs(table).max(axis=1) / 127
    save_file(
        {"numbers": np.rint(table / scales[:, None]).astype(np.int8), "scales": scales}, folder / "model.safetensors"
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"name": "small", "version": "1", "dimensions": DIMENSIONS}))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("models") / "model")


@pytest.mark.filterwarnings("ignore")  # torch and transformers warn of things that are theirs
def test_sentence_transformers_gives_the_same_vectors(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - it costs seconds, and only here
    from sentence_transformers.models import StaticEmbedding  # noqa: PLC0415

    tensors = load_file(folder / "model.safetensors")
    table = tensors["numbers"] * tensors["scales"][:, None]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    oracle = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=table)], device="cpu")
    texts = [text for text in TEXTS if text] + ["Hochwasser " * 2_000, "a"]
    expected = oracle.encode(texts, normalize_embeddings=True)
    np.testing.assert_allclose(load_embedder(str(folder)).encode(texts), expected, atol=1e-4)  # sums of 10,000 float32


@settings(deadline=None, max_examples=50)
@given(text=st.text(max_size=300))
def test_every_text_has_a_vector_of_length_one_or_nought(folder: Path, text: str) -> None:
    (vector,) = load_embedder(str(folder)).encode([text])
    length = float(vector @ vector)
    assert length == 0 or abs(length - 1) < 1e-4


def test_strangeness_is_the_mean_over_tokens_within_bounds(tmp_path: Path) -> None:
    folder = write(tmp_path / "model")
    tensors, tokenizer = load_file(folder / "model.safetensors"), small_tokenizer()
    assert load_embedder(str(folder)).strangeness("Wald") == 0.0  # a model that has not learned it
    odds = np.linspace(-2, 2, len(tensors["scales"]), dtype=np.float32)
    save_file(tensors | {"elsewhere": odds}, folder / "model.safetensors")
    embedder = load_embedder(str(folder))
    ids = tokenizer.encode("Hochwasserwarnung Wald", add_special_tokens=False).ids
    assert embedder.strangeness("Hochwasserwarnung im Wald") == pytest.approx(
        float(odds[ids].mean())
    )  # "im" says nothing
    assert embedder.strangeness("人工智能") == embedder.strangeness("") == 0.0
    save_file(tensors | {"elsewhere": odds * 100 + 500}, folder / "model.safetensors")
    assert load_embedder(str(folder)).strangeness("Wald") == MOST_STRANGE


def test_odds_of_another_table_are_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "model")
    save_file(
        load_file(folder / "model.safetensors") | {"elsewhere": np.zeros(3, dtype=np.float32)},
        folder / "model.safetensors",
    )
    with pytest.raises(EmbeddingError, match="elsewhere must be float32"):
        load_embedder(str(folder))


def test_the_shipped_model_knows_what_is_sought_elsewhere() -> None:
    strangeness = load_embedder(EMBEDDING_MODEL).strangeness
    here = ["Hebamme gesucht", "Wer repariert Toaster?", "funding for a swimming course", "Blutspende", "Pegelstände"]
    elsewhere = ["Lasagne Rezept", "Bundesliga Tabelle", "cheap flights to Rome", "asdf jkl qwertz", "Horoskop Widder"]
    assert max(map(strangeness, here)) < min(map(strangeness, elsewhere))


def test_what_the_model_cannot_read_is_near_nothing() -> None:
    embedder = load_embedder(EMBEDDING_MODEL)
    foreign = ["人工智能 鸟类", "Привет мир, распознавание голосов птиц", "مرحبا بالعالم", "🐦🎉", "", "   "]
    assert not embedder.encode(foreign).any()
    birds, with_an_emoji, greek = embedder.encode(["Vogelstimmen", "Vogelstimmen 🐦", "Vogelstimmen im Wald: αβ"])
    np.testing.assert_allclose(with_an_emoji, birds, atol=1e-6)
    assert float(greek @ birds) > 0.5
    assert embedder.encode([]).shape == (0, embedder.dim)


def test_one_text_or_many_is_the_same(folder: Path) -> None:
    embedder = load_embedder(str(folder))
    together = embedder.encode(TEXTS * 200)
    np.testing.assert_array_equal(together[: len(TEXTS)], np.vstack([embedder.encode([text]) for text in TEXTS]))


def test_the_version_names_the_weights(folder: Path, tmp_path: Path) -> None:
    embedder = load_embedder(str(folder))
    assert embedder.version.startswith("small@")
    assert embedder.version != load_embedder(str(write(tmp_path / "other", seed=2))).version


def test_the_static_model_brings_no_torch_in(folder: Path) -> None:
    code = (
        "import sys; from services.marketplace.matching.embed import load_embedder\n"
        f"load_embedder({str(folder)!r}).questions(['Wald'])\n"
        "sys.exit(any(name in sys.modules for name in ('torch', 'sentence_transformers', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_broken_folder_is_a_clear_error(tmp_path: Path, broken: str) -> None:
    folder = write(tmp_path / "model")
    (folder / broken).write_text("[]")
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL"):
        load_embedder(str(folder))


def test_tensors_of_another_form_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "model")
    save_file({"numbers": np.zeros((3, 4), np.int8), "scales": np.zeros(3, np.float32)}, folder / "model.safetensors")
    with pytest.raises(EmbeddingError, match="more tokens"):
        load_embedder(str(folder))


@pytest.mark.parametrize(
    ("model", "question", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", "", ""),
        ("sentence-transformers/all-MiniLM-L6-v2", "", ""),
        ("/models/nomic-embed-text-v1.5", "search_query: ", "search_document: "),
    ],
)
def test_models_that_need_prefixes_get_them(model: str, question: str, passage: str) -> None:
    found = prefixes_of(model)
    assert (found.question, found.passage) == (question, passage)


def test_prefixes_stand_before_what_is_encoded() -> None:
    seen: list[str] = []

    def encode(texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        assert isinstance(texts, list)
        seen.extend(texts)
        return np.zeros((len(texts), 1), dtype=np.float32)

    embedder = Embedder("m", 1, encode, prefixes_of("e5-small"))
    embedder.questions(["a"])
    embedder.passages(["b" * (LONGEST + 5)])
    assert seen == ["query: a", "passage: " + "b" * LONGEST]

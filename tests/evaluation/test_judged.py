"""The measures by hand, and matching itself against what people found fitting."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from tests.conftest import FreshDatabase
from tools.evaluate.__main__ import DATA, evaluate, report
from tools.evaluate.judged import gain, read_judged, score
from tools.evaluate.measuring import by_languages, by_task


def test_the_measures_are_those_of_the_books() -> None:
    grades = {"a": 3, "b": 2, "c": 1, "d": 0}
    found = score(["c", "a", "x", "b"], grades)
    assert found is not None
    best = 7 + 3 / math.log2(3) + 1 / 2
    assert found.ndcg == pytest.approx((1 + 7 / math.log2(3) + 3 / math.log2(5)) / best)
    assert found.recall == 1.0
    assert found.reciprocal_rank == 0.5
    assert score(["a"], {"a": 1}) is None  # nothing relevant is there to be found


@given(st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.integers(0, 3)), st.permutations("abcdefghijklmnop"))
def test_no_order_beats_the_best_one(grades: dict[str, int], order: list[str]) -> None:
    found, best = score(order, grades), score(sorted(order, key=lambda each: -grades.get(each, 0)), grades)
    if found is None or best is None:
        assert all(grade < 2 for grade in grades.values())
        return
    assert best.ndcg == pytest.approx(1.0)
    assert best.reciprocal_rank == 1.0
    assert 0 <= found.ndcg <= best.ndcg + 1e-9
    assert 0 <= found.recall <= best.recall <= 1


def test_gain_halves_nothing_at_the_first_place() -> None:
    assert gain([2]) == 3
    assert gain([0, 2]) == pytest.approx(3 / math.log2(3))


def test_the_data_are_whole() -> None:
    judged = read_judged(DATA)
    assert (len(judged.ideas), len(judged.profiles), len(judged.questions)) == (120, 120, 163)
    for asked in judged.questions:
        assert (asked.text is None) != (asked.source is None)
        assert judged.grades[asked.qid].keys() <= judged.pool(asked)


@pytest.mark.skipif(str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here")
async def test_matching_is_as_good_as_we_say(fresh_database: FreshDatabase) -> None:
    judged = read_judged(DATA)
    orders = await evaluate(await fresh_database("template0"), judged, EMBEDDING_MODEL)
    dense, whole = by_task(judged, orders, "dense")["all"], by_task(judged, orders, "whole")["all"]
    assert whole.ndcg >= 0.81
    assert whole.ndcg > dense.ndcg > by_task(judged, orders, "lexical")["all"].ndcg
    # The language of the question does not decide that of the results.
    languages = by_languages(judged, orders, "whole")
    assert min(languages["de->en"].ndcg, languages["en->de"].ndcg) > 0.7
    assert "| whole |" in report(judged, orders)


def test_data_of_another_form_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"qrels\.tsv"):
        read_judged(tmp_path)

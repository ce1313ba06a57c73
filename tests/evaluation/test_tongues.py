"""Questions in other languages find what the German ones find, over the first judged data and the shipped model."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from services.marketplace.matching.translating import SERVED
from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from tests.conftest import FreshDatabase
from tools.evaluate.__main__ import DATA, evaluate_tongues
from tools.evaluate.judged import read_judged
from tools.evaluate.tongues import Outcome, quality, questions_of, read_tongues, table


def test_the_questions_are_whole() -> None:
    asked = read_tongues()
    assert Counter(each.language for each in asked) == dict.fromkeys(["TR", "PL", "UK", "RU", "AR"], 60)
    assert len({(each.question, each.language) for each in asked}) == len(asked)
    of_first = {each.question for each in asked if each.data == "first"}
    assert len(of_first) == 20
    assert of_first <= questions_of(read_judged(DATA)).keys()


def test_quality_is_a_share_of_that_of_the_german_questions() -> None:
    found = [
        Outcome("TR", False, 0.4, 0.8, True, True),
        Outcome("TR", False, 0.8, 0.8, True, True),
        Outcome("TR", True, 1.0, 1.0, True, False),
    ]
    assert quality(found) == pytest.approx(0.75)
    assert "| TR | 2 | 0.600 ± 0.200 | 0.800 ± 0.000 | 0.75 | 3 of 3 | 2 | 1 of 1, German 1 |" in table(found)


@pytest.mark.skipif(str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here")
async def test_each_served_language_finds_most_of_what_german_finds(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    found = await evaluate_tongues(url, read_judged(DATA), EMBEDDING_MODEL, date(2026, 11, 28))
    for language in SERVED:
        assert quality([each for each in found if each.language == language]) >= 0.7, language

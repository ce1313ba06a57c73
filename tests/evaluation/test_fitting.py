"""That nothing fits is said where nothing does, over the first judged data and the shipped model."""

from __future__ import annotations

from datetime import date

import pytest

from services.marketplace.settings import EMBEDDING_MODEL, SHIPPED_MODEL
from tests.conftest import FreshDatabase
from tools.evaluate.__main__ import DATA, evaluate_fitting
from tools.evaluate.fitting import Outcome, read_fitting, summed, table
from tools.evaluate.judged import read_judged


def test_the_questions_are_whole() -> None:
    for name, answerable in (("data", 80), ("questions", 20), ("elsewhere", 0)):
        asked = read_fitting(name)
        assert (sum(not each.right for each in asked), sum(bool(each.right) for each in asked)) == (170, answerable)
    judged = read_judged(DATA)
    assert all(each.right <= judged.ideas.keys() | judged.profiles.keys() for each in read_fitting("data"))


def test_errors_are_over_themes() -> None:
    found = [
        Outcome("a", True, True, False, 0.9),
        Outcome("a", True, True, False, 0.8),
        Outcome("b", True, False, False, 0.1),
    ]
    answered = summed(found)["nothing fits: answered"]
    assert answered is not None
    assert answered.count == 3
    assert answered.mean == pytest.approx(2 / 3)
    assert answered.error == pytest.approx(4 / 9)  # both themes are two thirds of a question away from the mean
    assert "a 2 of 2, b 0 of 1" in table(found)


@pytest.mark.skipif(str(SHIPPED_MODEL) != EMBEDDING_MODEL, reason="the shipped model's weights are not here")
async def test_nothing_fits_is_said_as_often_as_we_say(fresh_database: FreshDatabase) -> None:
    url = await fresh_database("template0")
    found = await evaluate_fitting(url, read_judged(DATA), EMBEDDING_MODEL, date(2026, 11, 28), "data")
    answered, withheld, area = summed(found).values()
    assert answered is not None
    assert withheld is not None
    assert area is not None
    assert answered.mean <= 0.18
    assert withheld.mean <= 0.05
    assert area.mean >= 0.97

"""Choosing settings without the theme that they are measured on."""

from __future__ import annotations

import pytest

from services.marketplace.matching.rank import TODAY, Weights
from tools.evaluate.nested import chosen_without, gained, nested, settings, table

WORDY = Weights(said=0.3)
THEMES = ["a", "a", "b", "b", "c"]
VALUES = {TODAY: [0.5, 0.5, 0.5, 0.5, 0.5], WORDY: [1.0, 1.0, 0.0, 0.1, 0.9]}


def test_the_left_out_theme_has_no_say() -> None:
    assert chosen_without(THEMES, VALUES, "a") == TODAY
    assert chosen_without(THEMES, VALUES, "b") == WORDY


def test_each_question_counts_under_what_others_chose() -> None:
    outside, choices = nested(THEMES, VALUES)
    assert outside == [0.5, 0.5, 0.0, 0.1, 0.9]
    assert choices == {TODAY: 1, WORDY: 2}
    assert gained(outside, VALUES[TODAY]).mean == pytest.approx(-0.1)


def test_equals_leave_it_as_it_is() -> None:
    assert chosen_without(THEMES, {WORDY: [0.5] * 5, TODAY: [0.5] * 5}, "a") == TODAY


def test_the_table_tells_single_changes_from_today() -> None:
    assert TODAY in settings()
    said = table(THEMES, VALUES)
    assert "| said 0.3 | 0.600" in said
    assert "as today (1 of 3)" in said

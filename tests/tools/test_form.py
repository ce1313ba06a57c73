"""The services' form stays short: lines of Python for each object type."""

from __future__ import annotations

from tools.form import forms
from tools.run.settings import SERVICES

MOST_LINES_A_TYPE = 100
"""As far as it may grow before somebody looks at what stands twice; ARCHITECTURE.md says where it is."""


def test_the_figure_of_all_services_is_that_of_their_lines_and_types() -> None:
    *each, whole = forms()
    assert [one.service for one in each] == list(SERVICES)
    assert (whole.lines, whole.types) == (sum(one.lines for one in each), sum(one.types for one in each))
    assert whole.lines_per_type <= MOST_LINES_A_TYPE

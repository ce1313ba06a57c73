"""Times of years of which nobody tells are refused before anything is stored: they are infinity to PostgreSQL."""

from __future__ import annotations

import pytest
from graphql import GraphQLError

from services.kit.columns import UnfitError, moment
from services.kit.errors import BadInputError
from services.kit.schema import day, point_in_time

ODD = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "1799-12-31T23:59:59+00:00", "3000-01-01T00:00:00Z"]


@pytest.mark.parametrize("text", ODD)
def test_no_input_of_an_odd_year_is_taken(text: str) -> None:
    with pytest.raises(BadInputError, match="outside of the years 1800 to 2999"):
        point_in_time(text)
    with pytest.raises(BadInputError, match="outside of the years"):
        day(text[:10])
    with pytest.raises(UnfitError, match="outside of the years"):
        moment(text)


@pytest.mark.parametrize("value", ["2026-02-30", "today", 20260301, True, None, "2026-03-01T10:00:00Z"])
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises((BadInputError, GraphQLError)):
        day(value)

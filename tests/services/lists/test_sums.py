"""Sums and names depend on days: against plain SQL and plain arithmetic, over the demo data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.asking import ask, entities
from tests.services.conftest import House
from tests.services.lists.conftest import rows

Houses = Mapping[str, House]
DAYS = st.dates(date(2022, 6, 1), date(2027, 6, 1))
SHARES = "SELECT year, amount FROM funding_share WHERE organisation_id = $1"
MOST_FUNDED = "SELECT organisation_id FROM funding_share GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 3"


def share_in(year: int, amount: Decimal, start: date | None, end: date | None) -> Fraction:
    """The part of a year's share that lies in a period, day by day."""
    days = [date(year, 1, 1) + timedelta(days=day) for day in range(366)]
    of_year = [day for day in days if day.year == year]
    inside = [day for day in of_year if (start is None or start <= day) and (end is None or day <= end)]
    return Fraction(amount) * len(inside) / len(of_year)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.none(), DAYS), st.one_of(st.none(), st.integers(0, 900)))
async def test_a_funding_total_is_the_shares_of_the_days(
    demo_houses: Houses, start: date | None, length: int | None
) -> None:
    house = demo_houses["cip"]
    end = None if length is None else (start or date(2024, 1, 1)) + timedelta(days=length)
    period = ", ".join(f'{name}: "{day}"' for name, day in (("from", start), ("until", end)) if day)
    ids = [row[0] for row in await rows(house, MOST_FUNDED)]
    selection = f"... on Organisation {{ fundingTotal(period: {{ {period} }}) {{ amount }} }}"
    answer = await entities(house.app, selection, [{"__typename": "Organisation", "id": each} for each in ids])
    assert answer.errors == []
    for each, said in zip(ids, answer.data, strict=True):
        parts = [share_in(row["year"], row["amount"], start, end) for row in await rows(house, SHARES, each)]
        expected = sum(parts, Fraction(0))
        if not any(parts):
            assert said == {"fundingTotal": None}
        else:
            cents = (Decimal(expected.numerator) / Decimal(expected.denominator)).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            )
            assert abs(Decimal(said["fundingTotal"]["amount"]) - cents) <= Decimal("0.01")


async def test_all_years_are_the_whole_sum(demo_houses: Houses) -> None:
    house = demo_houses["cip"]
    (row, *_) = await rows(
        house, "SELECT organisation_id, sum(amount) AS whole FROM funding_share GROUP BY 1 ORDER BY 1"
    )
    answer = await entities(
        house.app,
        '... on Organisation { a: fundingTotal { amount } b: fundingTotal(period: {from: "2020-01-01"}) { amount } }',
        [{"__typename": "Organisation", "id": row["organisation_id"]}],
    )
    assert answer.data == [{"a": {"amount": str(row["whole"])}, "b": {"amount": str(row["whole"])}}]


async def test_the_environment_ministry_before_2021(demo_houses: Houses) -> None:
    days = ["1986-06-05", "1986-06-06", "2013-12-17", "2018-03-14", "2021-12-07", "2021-12-08", "2025-05-06"]
    asked = " ".join(f'd{place}: abbreviation(at: "{day}")' for place, day in enumerate(days))
    answer = await ask(demo_houses["marketplace"].app, f"{{ ministries {{ code {asked} }} }}")
    (environment,) = (one for one in answer.data["ministries"] if one.pop("code") == "environment")
    assert list(environment.values()) == [None, "BMU", "BMUB", "BMU", "BMU", "BMUV", "BMUKN"]

"""Types made of rows, by annotation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest
import strawberry

from services.kit.civic import DateRange, LocalizedText, Money
from services.kit.making import made


@strawberry.enum
class Size(Enum):
    LARGE = "LARGE"
    SMALL = "SMALL"


@strawberry.type
class Thing:
    id: strawberry.ID
    owner_id: strawberry.Private[str]
    title: LocalizedText
    note: LocalizedText | None
    price: Money
    rebate: Money | None
    size: Size
    sizes: list[Size]
    runs: DateRange
    words: list[str]
    label: str
    shade: str = "grey"


@dataclass(frozen=True, slots=True)
class ThingRow:
    id: str
    owner_id: str
    title: dict[str, str]
    note: dict[str, str] | None
    price: Decimal
    rebate: Decimal | None
    size: str
    sizes: list[str]
    runs_from: date | None
    runs_until: date | None
    words: list[str]
    unused: int = 0


ROW = ThingRow("1", "m", {"de": "Ding"}, None, Decimal(3), None, "LARGE", ["SMALL"], None, date(2026, 1, 1), ["a"])


def test_each_column_becomes_what_the_field_is() -> None:
    assert made(Thing, ROW, label="x") == Thing(
        id=strawberry.ID("1"),
        owner_id="m",
        title=LocalizedText(de="Ding"),
        note=None,
        price=Money(amount=Decimal(3), currency="EUR"),
        rebate=None,
        size=Size.LARGE,
        sizes=[Size.SMALL],
        runs=DateRange(from_=None, until=date(2026, 1, 1)),
        words=["a"],
        label="x",
        shade="grey",
    )


def test_a_keyword_wins_over_the_column() -> None:
    assert made(Thing, ROW, label="x", size=Size.SMALL).size is Size.SMALL


def test_a_field_that_nothing_fills_is_named() -> None:
    with pytest.raises(TypeError, match=r"Thing\.label: ThingRow has no such column"):
        made(Thing, ROW)


@strawberry.type
class Span:
    row: strawberry.Private[ThingRow]
    runs: DateRange | None


def test_a_private_row_is_the_row_itself() -> None:
    assert made(Span, ROW).row is ROW


def test_no_days_are_no_range_where_the_field_may_be_null() -> None:
    assert made(Span, ROW).runs == DateRange(from_=None, until=date(2026, 1, 1))
    assert made(Span, replace(ROW, runs_until=None)).runs is None

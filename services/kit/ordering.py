"""Lists that clients sort: one statement for each order and direction, each a page behind a place of its own index.

In a statement ``{order id}`` is the order, ``{after id $4 $5}`` what comes behind the row with that place and id
(nulls: from the start), ``{by}`` the place itself. What has the same place is in order of id, whatever the direction;
with the word ``along`` behind the id it goes along with it. The place is a condition of its own, so that an index finds
it (house rule: a page is read in the order of an index).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

import strawberry

from services.kit.errors import BadInputError

Row = TypeVar("Row")
Chosen = TypeVar("Chosen", bound=Enum)

ORDER = re.compile(r"\s*-- order: (?P<name>[A-Z_]+) (?P<kind>\w+) (?P<by>[^\n]+)\n")
TOKEN = re.compile(r"\{(?P<word>order|after|by)(?P<given>[^{}]*)\}")


@strawberry.enum(description="Direction of an order (Sortierrichtung); each order has a usual one.")
class SortDirection(Enum):
    ASC = "ASC"
    DESC = "DESC"


@strawberry.enum(description="How a programme's offers are sorted; each house has a usual order.")
class ProgrammeOfferOrder(Enum):
    NEWEST = "NEWEST"
    DEADLINE = "DEADLINE"
    TITLE = "TITLE"


@strawberry.enum(description="How a programme's projects are sorted.")
class ProgrammeProjectOrder(Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


@strawberry.enum(description="By the moment at which it was made: usually the newest first, in a queue the oldest.")
class NewestOrder(Enum):
    NEWEST = "NEWEST"


@strawberry.enum(description="How appointments are sorted: by when they were made, or by when they begin.")
class AppointmentOrder(Enum):
    NEWEST = "NEWEST"
    BEGINNING = "BEGINNING"


@strawberry.enum(description="Appointments by when they begin.")
class BeginningOrder(Enum):
    BEGINNING = "BEGINNING"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that a list is sorted by: PostgreSQL's, Python's, the ends of its values."""

    sql: str
    python: type
    least: str | None
    most: str | None

    @property
    def row(self) -> str:
        """The word of a statement that gives a single value of it."""
        return self.python.__name__


KINDS = {
    "date": Kind("date", date, "'-infinity'", "'infinity'"),
    "moment": Kind("timestamptz", datetime, "'-infinity'", "'infinity'"),
    "number": Kind("bigint", int, "-9223372036854775808", "9223372036854775807"),
    "score": Kind("float8", float, "'-Infinity'", "'Infinity'"),
    "numeric": Kind("numeric", Decimal, "'-Infinity'", "'Infinity'"),
    "text": Kind("text", str, "''", None),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a client chose: the name of an order and a direction."""

    name: str
    direction: SortDirection

    @property
    def mark(self) -> str:
        """The end of a statement's name."""
        return f"{self.name}_{self.direction.value}".lower()


@dataclass(frozen=True, slots=True)
class Place:
    """A line ``-- order:``; ``by`` is an expression that is never null."""

    name: str
    kind: Kind
    by: str

    @property
    def both(self) -> tuple[Order, ...]:
        return tuple(Order(self.name, direction) for direction in SortDirection)


@dataclass(frozen=True, slots=True)
class Key(Generic[Row]):
    """What a list is sorted by: the type of its values, and the value of a row.

    ``needs_text``: by how well it fits what is sought, which is nothing where nothing is.
    """

    kind: type
    of: Callable[[Row], Any]
    usual: SortDirection = SortDirection.DESC
    needs_text: bool = False


def closes_at(row: Any) -> datetime:
    """The deadline of an offer, as lists are sorted by it: without one it never closes (asyncpg's ``infinity``)."""
    until: datetime | None = row.apply_until
    return datetime.max if until is None else until  # noqa: DTZ901 - that is the word


@dataclass(frozen=True, slots=True)
class Sorting(Generic[Row]):
    """What a client chose: an order with its direction, and what it sorts by."""

    order: Order
    key: Key[Row]

    @property
    def shape(self) -> tuple[type, type]:
        """The types of a cursor's sort key."""
        return self.key.kind, str

    def sort_key(self, row: Row) -> tuple[Any, str]:
        return self.key.of(row), row.id  # type: ignore[attr-defined]  # rows of lists have one


def sorting(
    keys: Mapping[Chosen, Key[Row]], order: Chosen | None, direction: SortDirection | None, text: object = None
) -> Sorting[Row]:
    """What a client chose; the first order where it chose none (null), and the usual direction of the order.

    ``text``: what is sought in the list. ``BadInputError`` where the order is by how well that is met, and it is none.
    """
    by = order or next(iter(keys))
    if keys[by].needs_text and not str(text or "").strip():
        raise BadInputError(f"The order {by.value} is by how well a text is met: give one to search for.")
    return Sorting(Order(str(by.value), direction or keys[by].usual), keys[by])


def orders_of(text: str) -> tuple[Sequence[Place], str]:
    """The orders that stand at the beginning of a statement, and the rest. ``KeyError`` for a kind that is none.

    >>> places, rest = orders_of("-- order: PRIZE numeric prize\\nSELECT 1")
    >>> places[0].name, places[0].by, rest
    ('PRIZE', 'prize', 'SELECT 1')
    """
    places, at = list[Place](), 0
    while found := ORDER.match(text, at):
        places.append(Place(found["name"], KINDS[found["kind"]], found["by"].strip()))
        at = found.end()
    return places, text[at:]


def ordered(text: str, place: Place, order: Order) -> str:
    """The statement in an order.

    >>> place, up = Place("NAME", KINDS["text"], "n"), Order("NAME", SortDirection.ASC)
    >>> ordered("WHERE {after id $1 $2} ORDER BY {order id}", place, up)
    "WHERE n >= coalesce($1::text, '') AND ($2::text IS NULL OR n > $1::text OR id > $2::text) ORDER BY n ASC, id"
    >>> ordered("WHERE {after id along $1 $2} ORDER BY {order id along}", place, up)
    'WHERE ($2::text IS NULL OR (n, id) > ($1::text, $2::text)) ORDER BY n ASC, id ASC'
    """

    def word(found: re.Match[str]) -> str:
        given = found["given"].split()
        match found["word"]:
            case "by":
                return place.by
            case "order":
                along = f" {order.direction.value}" if "along" in given else ""
                return f"{place.by} {order.direction.value}, {given[0]}{along}"
            case _ if "along" in given:
                return after_along(place, order.direction, given[0], *given[2:])
            case _:
                return after(place, order.direction, *given)

    return TOKEN.sub(word, text)


def after(place: Place, direction: SortDirection, id_: str, value: str, last: str) -> str:
    """The condition of what comes behind a row."""
    is_up = direction is SortDirection.ASC
    sign, end, by = (">", place.kind.least, place.by) if is_up else ("<", place.kind.most, place.by)
    value, last = f"{value}::{place.kind.sql}", f"{last}::text"
    if end is None:
        return f"({last} IS NULL OR {by} {sign} {value} OR ({by} = {value} AND {id_} > {last}))"
    # The first condition is the index's; of those with the same place the second one leaves out what was there.
    return f"{by} {sign}= coalesce({value}, {end}) AND ({last} IS NULL OR {by} {sign} {value} OR {id_} > {last})"


def after_along(place: Place, direction: SortDirection, id_: str, value: str, last: str) -> str:
    """The same where ids go along with the direction."""
    sign, last = ">" if direction is SortDirection.ASC else "<", f"{last}::text"
    return f"({last} IS NULL OR ({place.by}, {id_}) {sign} ({value}::{place.kind.sql}, {last}))"

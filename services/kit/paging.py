"""Relay cursor connections by keyset: a cursor is the sort key of its row, opaque to clients.

Source: the GraphQL Cursor Connections Specification. A page goes forward only (``first``, ``after``); the SQL asks for
one row more than the page has, which tells whether there is a next page. A cursor names its list, because the sort key
of another one may have the same types: whoever mixes them up would be given a wrong page, and no error.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

import orjson
import strawberry

from services.kit.errors import BadInputError

LARGEST_PAGE = 100
NO_CURSOR = "after is not a cursor of this list; take it from pageInfo.endCursor or an edge."
Row = TypeVar("Row")
SortKey = tuple[Any, ...]
Find = Callable[[str], Awaitable[Any]]
Statuses = tuple[str, ...] | None
StatesIn = tuple[Statuses, datetime | None, datetime | None]
"""States (None: any), and first and last moment (None: without end)."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``first`` rows of the list of that name after the row with the sort key ``after`` (None: from the start)."""

    first: int
    after: SortKey | None = None
    listed: str = ""

    @property
    def limit(self) -> int:
        """How many rows the SQL must ask for."""
        return self.first + 1

    def after_or_nulls(self, length: int) -> SortKey:
        """The sort key as SQL arguments; all null from the start."""
        return self.after or (None,) * length


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page. ``listed``: the name of the list, which its cursors hold."""

    rows: tuple[Row, ...]
    has_next: bool
    has_previous: bool
    listed: str


def checked_first(first: int | None) -> int:
    """A page size from 1 to 100, else ``BadInputError``; also for plain lists with ``first``."""
    if first is None or not 1 <= first <= LARGEST_PAGE:
        raise BadInputError(f"first must be from 1 to {LARGEST_PAGE}, not {'null' if first is None else first}.")
    return first


def check_days(start: date | datetime | None, end: date | datetime | None) -> None:
    """``BadInputError`` for a period that ends before it begins; None is without end."""
    if start is not None and end is not None and end < start:
        raise BadInputError("until must not be before from.")


def page_request(
    info: strawberry.Info[Any, None], first: int | None, after: str | None, shape: Sequence[type], *order: str
) -> PageRequest:
    """The arguments of the connection that ``info`` is of. ``shape`` is the types of the sort key: what a cursor holds.

    ``order``: what the list is sorted by, where clients choose it; a place in one order is none in another.
    ``BadInputError`` for a size out of range or a cursor of another list.
    """
    listed = list_name(info, *order)
    return PageRequest(checked_first(first), None if after is None else decode_cursor(listed, after, shape), listed)


def list_name(info: strawberry.Info[Any, None], *order: str) -> str:
    """The field that is being answered, by its type, as ``Topic.ideas``; with a mark of the order that was chosen."""
    name = f"{info.path.typename}.{info.field_name}"
    return f"{name} {zlib.crc32(repr(order).encode()):x}" if order else name


async def list_request(first: int | None, after: str | None, find: Find) -> PageRequest:
    """The arguments of a plain list, which goes on after the id of the last item that the client has.

    ``find`` looks the item's place in the order up: the sort key is that place and the id. ``BadInputError`` for an id
    that is none of the list's.
    """
    size = checked_first(first)
    if after is None:
        return PageRequest(size)
    place = await find(after)
    if place is None:
        raise BadInputError(f"after is {after!r}, which is no id of this list; give the id of the last item you have.")
    return PageRequest(size, (place, after))


def page(rows: Sequence[Row], request: PageRequest) -> Page[Row]:
    """Cuts off the row that was only asked for to see whether there is more."""
    return Page(tuple(rows[: request.first]), len(rows) > request.first, request.after is not None, request.listed)


def encode_cursor(listed: str, key: SortKey) -> str:
    """An opaque cursor of a sort key in the list of that name.

    >>> decode_cursor("Topic.ideas", encode_cursor("Topic.ideas", (3, "a")), (int, str))
    (3, 'a')
    """
    return base64.urlsafe_b64encode(orjson.dumps((listed, *key), default=str)).rstrip(b"=").decode()


def decode_cursor(listed: str, cursor: str, shape: Sequence[type]) -> SortKey:
    """The sort key of a cursor; ``BadInputError`` when it was not made by ``encode_cursor`` for this list."""
    try:
        values = opened_cursor(cursor)
        if values[0] != listed:
            raise BadInputError(NO_CURSOR)
        return tuple(READERS[kind](value) for kind, value in zip(shape, values[1:], strict=True))
    except (ValueError, TypeError, LookupError, ArithmeticError, binascii.Error):
        raise BadInputError(NO_CURSOR) from None


def opened_cursor(cursor: str) -> Any:
    """What a cursor holds: the name of its list, then the sort key. ``ValueError`` for a text that is none."""
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    return orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))


def exactly(kind: type) -> Callable[[Any], Any]:
    """Reads a value that JSON keeps as it is; ``TypeError`` for any other (a bool is no int here)."""

    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind)
        return value

    return read


def moment(value: Any) -> datetime:
    """Reads a point in time; one without a time zone is none."""
    read = datetime.fromisoformat(value)
    if read.tzinfo is None:
        raise ValueError(value)
    return read


READERS: dict[type, Callable[[Any], Any]] = {
    str: exactly(str),
    int: exactly(int),
    float: exactly(float),
    date: date.fromisoformat,
    datetime: moment,
    Decimal: Decimal,
}

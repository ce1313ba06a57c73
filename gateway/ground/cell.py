"""A place for one value that everybody reads there, so that nobody goes on with an old one."""

from __future__ import annotations

from typing import Generic, TypeVar

V = TypeVar("V")


class Cell(Generic[V]):
    """Holds a value that is never changed, only replaced whole.

    Who has begun with one value ends with it: read it once for each piece of work.

    >>> cell = Cell("old")
    >>> cell.put("new"); cell.value
    'new'
    """

    __slots__ = ("value",)

    def __init__(self, value: V) -> None:
        self.value = value

    def put(self, value: V) -> None:
        self.value = value

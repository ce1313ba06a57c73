"""Equal references become one object, and nothing else does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gateway.execution.typed.sites import Site
from gateway.execution.typed.visits import write_visit
from gateway.model.plan import Each, Key, MergePath, OnTypes
from gateway.model.shape import LeafKind, LeafShape, ListShape, ObjectShape, Position

BOOKS: MergePath = (Key("books"), Each())


def site(kind: LeafKind | None = LeafKind.ID, **more: Position | None) -> Site:
    """The objects have an ``id`` of this kind, or a hidden one, which may be any JSON."""
    own = {"id": Position(False, LeafShape(kind)) if kind else None, **more}
    return Site(ObjectShape("Book", {}, None), frozenset(), own, hidden={"id"} if kind is None else set())


def book(value: Any) -> SimpleNamespace:
    return SimpleNamespace(k_id=value)


def visit(end: Site, *books: Any, path: MergePath = BOOKS) -> tuple[list[Any], list[Any]]:
    """The objects that the visit finds, and those that stand at the place afterwards."""
    root = SimpleNamespace(k_books=list(books))
    return write_visit(path, end).function("collect")([root]), root.k_books


def test_the_first_of_equal_objects_stands_for_all() -> None:
    one, two, again = book("1"), book("2"), book("1")
    found, standing = visit(site(), one, None, two, again, one)
    assert found == [one, two]
    assert [each and id(each) for each in standing] == [id(one), None, id(two), id(one), id(one)]


def test_a_single_object_is_replaced_at_its_key() -> None:
    parents = [SimpleNamespace(k_book=book("1")), SimpleNamespace(k_book=None), SimpleNamespace(k_book=book("1"))]
    path: MergePath = (Key("books"), Each(), OnTypes(frozenset({"Shelf"})), Key("book"))
    found, _ = visit(site(), *parents, path=path)
    assert found == [parents[0].k_book]
    assert parents[2].k_book is parents[0].k_book


@pytest.mark.parametrize(("left", "right"), [(1, True), (0, False), (1, 1.0), ("1", 1), (None, 0), ("a", "b")])
def test_values_that_are_written_differently_are_different(left: Any, right: Any) -> None:
    found, standing = visit(site(None), book(left), book(right))
    assert len(found) == len({id(each) for each in standing}) == 2


def test_what_cannot_be_compared_is_left_alone() -> None:
    found, standing = visit(site(None), book([1]), book([1]), book("1"), book("1"))
    assert len(found) == 3
    assert standing[0] is not standing[1]
    assert standing[2] is standing[3]


LEAF = Position(True, LeafShape(LeafKind.STRING))


@pytest.mark.parametrize(
    "end",
    [
        site(LeafKind.FLOAT),
        site(LeafKind.CUSTOM),
        site(tags=Position(True, ListShape(LEAF))),
        Site(site().shape, frozenset()),
    ],
)
def test_other_objects_stay_apart(end: Site) -> None:
    found, standing = visit(end, book(0.0), book(-0.0), book(0.0))
    assert [id(each) for each in found] == [id(each) for each in standing]
    assert len(found) == 3


def test_a_visit_that_starts_where_it_ends_finds_what_is_there() -> None:
    assert visit(site(), path=(OnTypes(frozenset({"Book"})),))[0] != []

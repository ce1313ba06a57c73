"""From selections to the ways to each of their leaves; used for operations and for what hops need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from gateway.model.operation import Field, Fragment, Selections
from gateway.query_graph.outcomes import NoWay, Paths
from gateway.query_graph.paths import Path

if TYPE_CHECKING:
    from gateway.query_graph.search import PathSearch


def leaves(search: PathSearch, paths: Paths, owner: str, selections: Selections) -> Iterator[Paths]:
    """For each leaf all cheapest ways to it, in order. Raises NoWay where a field cannot be had."""
    for selection in selections:
        if isinstance(selection, Field):
            yield from _of_field(search, paths, owner, selection)
        else:
            yield from _of_fragment(search, paths, owner, selection)


def _of_field(search: PathSearch, paths: Paths, owner: str, wanted: Field) -> Iterator[Paths]:
    step = search.field(paths, owner, wanted)
    if step.through:
        yield from _of_each(search, paths, owner, step.through, wanted)
    elif not step.paths:
        raise NoWay(paths, owner, wanted.name)
    elif not wanted.selections:
        yield step.paths
    elif search.graph.is_abstract(owner):
        yield from _of_interface(search, paths, owner, wanted, step.paths)
    else:
        tail = search.graph.field_type(owner, wanted.name)
        yield from _of_object(search, step.paths, tail, wanted.selections)


def _of_each(search: PathSearch, paths: Paths, owner: str, names: Iterable[str], wanted: Field) -> Iterator[Paths]:
    for name in names:
        yield from _of_fragment(search, paths, owner, Fragment(name, (wanted,)))


def _of_interface(search: PathSearch, paths: Paths, owner: str, wanted: Field, direct: Paths) -> list[Paths]:
    """The field for all of the interface's objects at once, or else for each object type alone.

    An object type may have a key, or a @provides, where the interface has none, so that there is more to be had once
    it is known. What failed from some places fails from there again: it is remembered, so that nested interfaces, each
    of which would be tried both ways, do not multiply.
    """
    question = (search.places(paths), owner, wanted)
    if question in search.refusals:
        raise search.refusals[question].anew()
    tail = search.graph.field_type(owner, wanted.name)
    try:
        return list(_of_object(search, direct, tail, wanted.selections))
    except NoWay as error:
        refusal = error.anew()
    found: list[Paths] = []
    try:
        for ways in search.with_types(paths, owner, wanted, direct):
            found += _of_object(search, ways, tail, wanted.selections)
    except NoWay:
        if not search.active:  # else the failure may be the recursion guard's, and hold only here
            search.refusals[question] = refusal
        raise refusal.anew() from None
    return found


def _of_object(search: PathSearch, paths: Paths, owner: str, selections: Selections) -> Iterator[Paths]:
    is_asked = search.graph.is_abstract(owner)
    if is_asked:
        paths = _complete(search, paths, owner, selections)
        yield search.presence(paths)
    for leaf in leaves(search, paths, owner, selections):
        is_asked = True
        yield leaf
    if not is_asked:  # every selection below fell away: the object itself must still be there
        yield search.presence(paths)


def _of_fragment(search: PathSearch, paths: Paths, owner: str, fragment: Fragment) -> Iterator[Paths]:
    name = fragment.type_condition
    possible = search.graph.supergraph.possible
    if not search.graph.is_abstract(owner):
        if owner in possible.get(name, ()):
            yield from leaves(search, paths, owner, fragment.selections)
        return
    step = search.cast(paths, owner, name)
    if step.is_blocked:
        raise NoWay(paths, name, "__typename")
    for each in step.through:
        yield from _of_fragment(search, paths, owner, Fragment(each, fragment.selections))
    if step.paths:
        yield from leaves(search, step.paths, name, fragment.selections)


def _complete(search: PathSearch, paths: Paths, owner: str, selections: Selections) -> Paths:
    """Of several places that give an interface those from which all of its own fields can be had.

    Two subgraphs may answer a shared field with objects of different types, so that the fields of one object must not
    be put together from both. Raises NoWay where no place is complete.
    """
    if len(paths) < 2:
        return paths
    own = [(at, each) for at, each in _asked(owner, selections) if (owner, each.name) in search.graph.field_types]
    kept = tuple(path for path in paths if all(_gives(search, path, owner, at, each) for at, each in own))
    if not kept:
        at, field = own[0]
        raise NoWay(paths, at, field.name)
    return kept


def _asked(owner: str, selections: Selections) -> Iterator[tuple[str, Field]]:
    for each in selections:
        if isinstance(each, Field):
            yield owner, each
        else:
            yield from _asked(each.type_condition, each.selections)


def _gives(search: PathSearch, path: Path, owner: str, at: str, wanted: Field) -> bool:
    """True where ``wanted`` can be had from this place for each object of the type ``at`` that may be there."""
    if at != owner:
        step = search.cast((path,), owner, at)
        if step.through:
            return all(_gives(search, path, owner, each, wanted) for each in step.through)
        return not step.paths or bool(search.field(step.paths, at, wanted).paths)
    step = search.field((path,), owner, wanted)
    return bool(step.paths) or (
        bool(step.through) and all(_gives(search, path, owner, each, wanted) for each in step.through)
    )

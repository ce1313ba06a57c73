"""Operation -> one path for each of its leaves, in the client's order."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.model.operation import Field, Operation, OperationKind, Selections
from gateway.planning.choosing import Prices, choose
from gateway.query_graph import Enter, Jump, NoWay, Path, PathSearch

UNPLANNABLE = PublicCode.QUERY_PLANNING_FAILED


def walk(search: PathSearch, operation: Operation) -> list[Path]:
    """A path for each leaf. Raises RequestError where no subgraph can give a field from where it is asked."""
    _refuse_typename_as_alias(operation.selections)
    search.keys.note(operation.selections)
    selections = tuple(root_fields(operation.selections))
    if operation.kind is OperationKind.QUERY:
        return _choose(search, search.start(operation.kind), operation.root_type, selections)
    paths: list[Path] = []
    for order, selection in enumerate(selections):
        paths += _in_one_subgraph(search, operation, (selection,), order)
    return paths


def _refuse_typename_as_alias(selections: Selections) -> None:
    """An object's type is read under ``__typename``; GraphQL 2.1.9 keeps names that begin so for itself."""
    for selection in selections:
        if isinstance(selection, Field) and selection.alias == "__typename" and selection.name != "__typename":
            raise RequestError(f'"{selection.name}" cannot have the alias "__typename".', code=UNPLANNABLE)
        _refuse_typename_as_alias(selection.selections)


def root_fields(selections: Selections) -> Iterator[Field]:
    """The fields of the root type, fragments dissolved; ``__typename`` is answered without asking anybody."""
    for selection in selections:
        if not isinstance(selection, Field):
            yield from root_fields(selection.selections)
        elif selection.name != "__typename":
            yield selection


def _in_one_subgraph(search: PathSearch, operation: Operation, selections: Selections, order: int) -> list[Path]:
    """GraphQL 6.2.2: a mutation's root field runs once, so that only one subgraph may be asked for it."""
    found: list[list[Path]] = []
    failed: list[NoWay] = []
    for start in search.start(operation.kind, order):
        try:
            groups = list(search.leaves((start,), operation.root_type, selections))
        except NoWay as error:
            failed.append(error.anew())
        else:
            found.append(choose(groups, _prices(search)))
    if found:
        prices = _prices(search)
        return min(found, key=lambda paths: prices.of(_requests(paths)))
    if failed:
        # The subgraph that gets deepest tells the client most; of several the first in the supergraph's order.
        raise _refused(max(failed, key=lambda error: len(_position(error))))
    raise RequestError("No subgraph has this kind of operation.", code=UNPLANNABLE)


def _choose(search: PathSearch, starts: tuple[Path, ...], owner: str, selections: Selections) -> list[Path]:
    try:
        groups = list(search.leaves(starts, owner, selections))
    except NoWay as error:
        raise _refused(error) from error
    return choose(groups, _prices(search))


def _prices(search: PathSearch) -> Prices:
    places = [(path.node.subgraph if path.node else "", path.depth) for path in search.hops]
    return Prices(places, budget=search.budget)


def _requests(paths: list[Path]) -> int:
    requests = 0
    for path in paths:
        requests |= path.hops
    return requests


def _refused(error: NoWay) -> RequestError:
    places = sorted({path.node.subgraph for path in error.paths if path.node})
    position = _position(error)
    where = f' at "{".".join(position)}"' if position else ""
    arrived = "the root of the operation" if _all_roots(error.paths) else f"what {', '.join(places)} can give"
    return RequestError(
        f'No subgraph can give the field "{error.owner}.{error.name}"{where} from {arrived}.', code=UNPLANNABLE
    )


def _position(error: NoWay) -> tuple[str, ...]:
    """The place in the client's answer whose object lacks the field."""
    return max((path.position for path in error.paths), key=len, default=())


def _all_roots(paths: tuple[Path, ...]) -> bool:
    return all(isinstance(path.move, Enter | Jump) and path.previous is None for path in paths)

"""What fields cost and how long lists are: ``@cost`` and ``@listSize`` (https://specs.apollo.dev/cost/v0.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from gateway.model.supergraph import ListSize
from gateway.query_graph.features import Feature, arguments_of

Placed: TypeAlias = Iterable[tuple[str, Any]]
"""Every element of the schema with its coordinate."""


def weights_of(placed: Placed, feature: Feature | None) -> dict[str, int]:
    """The weight of each element that has one."""
    found = _applied(placed, feature, "cost")
    return {place: arguments["weight"] for place, arguments in found if isinstance(arguments.get("weight"), int)}


def list_sizes_of(placed: Placed, feature: Feature | None) -> dict[str, ListSize]:
    """What is said of each list."""
    return {place: _list_size(arguments) for place, arguments in _applied(placed, feature, "listSize")}


def _applied(placed: Placed, feature: Feature | None, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if feature is None:
        return
    wanted = feature.directive(name)
    for place, node in placed:
        for directive in node.directives or ():
            if directive.name.value == wanted:
                yield place, arguments_of(directive)


def _list_size(arguments: dict[str, Any]) -> ListSize:
    assumed = arguments.get("assumedSize")
    return ListSize(
        assumed if isinstance(assumed, int) else None,
        _names(arguments.get("slicingArguments")),
        frozenset(_names(arguments.get("sizedFields"))),
    )


def _names(given: Any) -> tuple[str, ...]:
    # GraphQL 3.11, Input Coercion: what is no list stands for the list of it.
    names = given if isinstance(given, list) else [given]
    return tuple(name for name in names if isinstance(name, str))

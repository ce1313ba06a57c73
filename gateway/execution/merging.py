"""Merging what a subgraph answered into the result tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from gateway.execution.collecting import Tree

Disagree: TypeAlias = Callable[[str], None]
"""Told the response key of a list whose two versions have different lengths."""


def merge_object(target: Tree, source: Tree, abstract: frozenset[str], disagree: Disagree) -> None:
    """Put the fields of ``source`` into ``target``; what both have is the same value, perhaps in different parts.

    ``abstract``: names of interfaces. A subgraph that knows an interface as an @interfaceObject answers with the
    interface's name as __typename; a real type replaces it and is never replaced by it.

    >>> target = {"__typename": "Book", "by": {"name": "A"}}
    >>> merge_object(target, {"__typename": "Media", "by": {"born": 1}, "n": 2}, frozenset({"Media"}), print)
    >>> target
    {'__typename': 'Book', 'by': {'name': 'A', 'born': 1}, 'n': 2}
    """
    for key, new in source.items():
        old = target.get(key)
        if old is None:
            target[key] = new
        elif type(new) is dict and type(old) is dict:
            merge_object(old, new, abstract, disagree)
        elif type(new) is list and type(old) is list:
            _merge_list(old, new, abstract, disagree, key)
        elif new is not None and not (key == "__typename" and (type(new) is not str or new in abstract)):
            target[key] = new


def _merge_list(old: list[Any], new: list[Any], abstract: frozenset[str], disagree: Disagree, key: str) -> None:
    """Lists that two subgraphs resolve (@shareable) hold the same objects in the same order; else the first stands."""
    if len(old) != len(new):
        disagree(key)
        return
    for position, item in enumerate(new):
        before = old[position]
        if type(item) is dict and type(before) is dict:
            merge_object(before, item, abstract, disagree)
        elif type(item) is list and type(before) is list:
            _merge_list(before, item, abstract, disagree, key)
        elif before is None:
            old[position] = item


def name_types(value: Any, names: Mapping[str, str]) -> None:
    """Put the supergraph's names of types in place of a subgraph's own.

    >>> answer = {"some": [{"__typename": "RootQuery", "x": 1}]}
    >>> name_types(answer, {"RootQuery": "Query"})
    >>> answer
    {'some': [{'__typename': 'Query', 'x': 1}]}
    """
    if type(value) is list:
        for item in value:
            name_types(item, names)
    elif type(value) is dict:
        own = value.get("__typename")
        if type(own) is str and own in names:
            value["__typename"] = names[own]
        for item in value.values():
            name_types(item, names)


def copied(value: Any) -> Any:
    """A JSON value that shares no object or list with the original."""
    if type(value) is dict:
        return {key: copied(item) for key, item in value.items()}
    if type(value) is list:
        return [copied(item) for item in value]
    return value

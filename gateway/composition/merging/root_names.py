"""What subgraphs themselves call their root types, where that name travels.

Composition gives root types their usual names. As a member of a union or an implementer of an interface such a type
stands in fragments and answers under the subgraph's own name, for which the join specification has no room.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphql import parse

from gateway.composition.building import Builder
from gateway.composition.elements import Applied, Kind, Schema
from gateway.composition.merging.process import Merging
from gateway.composition.values import EnumWord
from gateway.model.supergraph import CIVIC, ROOT_NAME


def carry_root_names(merging: Merging) -> None:
    """Writes `@civic__rootName` for each such type; nothing at all where there is none."""
    told = [
        Applied(ROOT_NAME, {"graph": EnumWord(graph), "type": usual, "name": state.root_names[usual]})
        for state, graph in zip(merging.subgraphs, merging.graphs, strict=True)
        for usual in _travelling(state.schema)
        if usual in state.root_names
    ]
    if not told:
        return
    if not any(each.name == "link" and each.args.get("url") == CIVIC for each in merging.result.applied):
        merging.result.applied.append(Applied("link", {"url": CIVIC}))
    builder = Builder(lambda name: None, {})
    builder.schema = merging.result
    text = f"directive @{ROOT_NAME}(graph: join__Graph!, type: String!, name: String!) repeatable on SCHEMA"
    builder.add(parse(text, no_location=True).definitions)
    merging.result.applied += told


def _travelling(schema: Schema) -> Iterator[str]:
    """Root types that may be met where a type is not known before."""
    abstract = [each.name for each in schema.types.values() if each.kind in (Kind.INTERFACE, Kind.UNION)]
    met = {name for each in abstract for name in schema.runtime_types(each)}
    yield from (name for name in schema.roots.values() if name in met)

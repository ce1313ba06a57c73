"""Whose a subgraph is and whom to call: carried by a specification of our own, which other gateways ignore.

`@join__graph` has no room for it. The specification is linked without a purpose: core/link v1.0, "Purpose", lets who
does not know it serve the graph all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphql import parse

from gateway.composition.building import Builder
from gateway.composition.elements import Applied
from gateway.composition.merging.process import Merging
from gateway.composition.values import EnumWord, Value
from gateway.model.composition import SubgraphSource
from gateway.model.supergraph import CIVIC, OWNER


def carry_owners(merging: Merging, sources: Iterable[SubgraphSource]) -> None:
    """Writes `@civic__owner` for each subgraph that says whose it is; nothing at all when none does."""
    told = [source for source in sources if source.owner or source.contact]
    if not told:
        return
    merging.result.applied.append(Applied("link", {"url": CIVIC}))
    builder = Builder(lambda name: None, {})
    builder.schema = merging.result
    builder.add(
        parse(
            f"directive @{OWNER}(graph: join__Graph!, name: String, contact: String) repeatable on SCHEMA",
            no_location=True,
        ).definitions
    )
    graphs = {state.name: graph for state, graph in zip(merging.subgraphs, merging.graphs, strict=True)}
    for source in sorted(told, key=lambda each: each.name):
        args: dict[str, Value] = {"graph": EnumWord(graphs[source.name])}
        if source.owner:
            args["name"] = source.owner
        if source.contact:
            args["contact"] = source.contact
        merging.result.applied.append(Applied(OWNER, args))

"""Whose a subgraph is goes through composition and is read again; a supergraph without it stays as it was."""

from __future__ import annotations

from dataclasses import replace

from gateway.composition import compose
from gateway.model.composition import Composed, SubgraphSource
from gateway.query_graph import read_supergraph
from tests.composition.subgraph_sets import subgraph

PLAIN = (subgraph("cip", "type Query { a: Int }"), subgraph("lab", "type Query { b: Int }"))


def composed(*sources: SubgraphSource) -> Composed:
    result = compose(sources)
    assert isinstance(result, Composed)
    return result


def test_owner_and_contact_are_read_back() -> None:
    told = (replace(PLAIN[0], owner="BMAS", contact="cip@example.org"), PLAIN[1])
    supergraph = read_supergraph(composed(*told).supergraph_sdl)
    cip, lab = supergraph.subgraphs["cip"], supergraph.subgraphs["lab"]
    assert (cip.owner, cip.contact) == ("BMAS", "cip@example.org")
    assert (lab.owner, lab.contact) == (None, None)
    assert "civic__" not in composed(*told).api_sdl
    assert not [name for name in supergraph.api.type_map if name.startswith("civic")]


def test_nothing_is_linked_where_nobody_says_whose_it_is() -> None:
    assert "civic" not in composed(*PLAIN).supergraph_sdl

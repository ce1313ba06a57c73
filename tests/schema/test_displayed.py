"""A list of mixed things costs one fetch: the marketplace alone says what is shown of each."""

from __future__ import annotations

from gateway.answering.prepare import prepare
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.exchange import GraphQLRequest
from gateway.settings import Settings
from tools.run.settings import ROOT

LIST = """{ match(input: { text: "Wald" }) { nodes { target {
  ... on Displayable { id displayTitle displaySummary displayLanguage displayKind } } } } }"""


def test_a_mixed_list_is_one_fetch() -> None:
    chosen = Settings()
    supergraph = supergraph_of((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"), chosen)
    (fetch,) = prepare(graph_of(supergraph, chosen, not_open), GraphQLRequest(LIST)).plan.fetches
    assert fetch.subgraph == "marketplace"

"""What operations cost: before anything is asked, and afterwards; limits of pages; every saved query within bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from gateway.answering.prepare import Prepared, prepare, with_estimate
from gateway.composition import compose
from gateway.ground.by_caller import ByCaller
from gateway.ground.cost_mode import CostMode
from gateway.ground.errors import RequestError
from gateway.guard.cost import dearest
from gateway.guard.spent import spent
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.caller import ANONYMOUS, Caller
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest
from gateway.operations import read_some_variables
from gateway.settings import Settings
from services.kit.paging import LARGEST_PAGE

ROOT = Path(__file__).parents[2]
LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize"])\n'
SDL = (
    LINK
    + """
  type Query {
    ideas(first: Int = 20): IdeaPage @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
    topics: [Topic] @listSize(assumedSize: 3)
    unsaid: [Topic]
    grid: [[Topic]]
    match(text: String! @cost(weight: 7)): Topic @cost(weight: 20)
    hits(first: Int): [Hit] @listSize(slicingArguments: ["first"], assumedSize: 4)
  }
  type Mutation { rename(to: String): Topic }
  type IdeaPage { nodes: [Idea] total: Int }
  type Idea { id: ID topics: [Topic] @listSize(assumedSize: 3) }
  type Topic { name: String sum: Int @cost(weight: 5) }
  union Hit = Idea | Topic
"""
)


def prepared(text: str, variables: dict[str, Any] | None = None, caller: Caller = ANONYMOUS, **more: Any) -> Prepared:
    composed = compose([SubgraphSource("one", "http://one/graphql", SDL)])
    assert isinstance(composed, Composed)
    settings = Settings(cost=CostMode.ENFORCE, **more)
    graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, not_open)
    request = GraphQLRequest(text, variables=variables or {}, caller=caller)
    return with_estimate(prepare(graph, request), request)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ topics { name } }", 1 + 3),
        ("{ topics { sum } }", 1 + 3 * (1 + 5)),
        ("{ unsaid { name } }", 1 + 10),
        ("{ grid { name } }", 1 + 100),
        ("{ ideas { total } }", 1 + 1),
        ("{ ideas { nodes { id } } }", 1 + 1 + 20),
        ("{ ideas(first: 2) { nodes { topics { name } } } }", 1 + 1 + 2 * (1 + 3)),
        ('{ match(text: "x") { name } }', 1 + 20 + 7),
        ("{ hits { ... on Idea { topics { name } } ... on Topic { sum } } }", 1 + 4 * (1 + 5)),
        ("{ hits(first: 2) { __typename ... on Idea { topics { name } } } }", 1 + 2 * (1 + 3)),
        ('mutation { rename(to: "x") { name } }', 1 + 10 + 1),
        ("{ __typename }", 0),
    ],
)
def test_the_price_of_an_operation(text: str, points: int) -> None:
    assert prepared(text).estimated == points


def test_a_variable_decides_for_each_request() -> None:
    text = "query($first: Int = 4) { ideas(first: $first) { nodes { id } } }"
    assert [prepared(text, given).estimated for given in ({}, {"first": 7}, {"first": None})] == [6, 9, 12]
    assert prepared("query($n: Int) { ideas(first: $n) { nodes { id } } }").estimated == 1 + 1 + 20, "its own default"


def test_what_is_too_dear_is_refused_and_says_where() -> None:
    with pytest.raises(RequestError) as refused:
        prepared("{ ideas { nodes { id topics { name } } } }", cost_max=ByCaller({"anonymous": 50}))
    assert refused.value.code == "COST_ESTIMATED_TOO_EXPENSIVE"
    assert refused.value.extensions["cost"] == {
        "estimated": 82,
        "max": 50,
        "dearest": [
            {"path": "ideas.nodes.topics", "cost": 60},
            {"path": "ideas.nodes", "cost": 20},
            {"path": "ideas", "cost": 1},
        ],
    }


def test_callers_may_have_more() -> None:
    most = ByCaller({"anonymous": 5, "authenticated": 50, "scope:analyst": 500})
    text = "{ ideas { nodes { id topics { name } } } }"
    for caller in (ANONYMOUS, Caller("anna")):
        with pytest.raises(RequestError):
            prepared(text, caller=caller, cost_max=most)
    assert prepared(text, caller=Caller("anna", frozenset({"analyst"})), cost_max=most).estimated == 82


@pytest.mark.parametrize("mode", [CostMode.OFF, CostMode.ENFORCE])
def test_a_page_has_an_end_whether_cost_is_counted_or_not(mode: CostMode) -> None:
    composed = compose([SubgraphSource("one", "http://one/graphql", SDL)])
    assert isinstance(composed, Composed)
    settings = Settings(cost=mode, limit_page=30)
    graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, not_open)
    for text, variables in (
        ("{ ideas(first: 31) { total } }", {}),
        ("query($n: Int) { ideas(first: $n) { total } }", {"n": 31}),
    ):
        request = GraphQLRequest(text, variables=variables)
        with pytest.raises(RequestError) as refused:
            with_estimate(prepare(graph, request), request)
        assert refused.value.code == "PAGE_TOO_LARGE"
    assert prepared("{ ideas(first: 30) { total } }", limit_page=30)


def test_the_gateway_refuses_what_the_houses_refuse() -> None:
    """One number: a page that no house gives is refused before any of them is asked."""
    assert Settings().limit_page == LARGEST_PAGE
    assert prepared(f"{{ ideas(first: {LARGEST_PAGE}) {{ total }} }}")
    with pytest.raises(RequestError, match=f"A page of {LARGEST_PAGE + 1} is too large; {LARGEST_PAGE} are allowed"):
        prepared(f"{{ ideas(first: {LARGEST_PAGE + 1}) {{ total }} }}")


def test_what_came_is_what_is_counted() -> None:
    price = prepared("{ ideas { nodes { id topics { name } } } grid { name } }").compiled.price
    assert price is not None
    data = {"ideas": {"nodes": [{"id": 1, "topics": [{"name": "a"}]}, None]}, "grid": [[{"name": "b"}, None], None]}
    assert spent(price, orjson.dumps({"data": data}), 1, 1) == 1 + 1 + 1 + 1 + 1
    assert spent(price, b'{"errors":[],"data":null}', 1, 1) == 1


def saved() -> list[Path]:
    return sorted((ROOT / "schema" / "operations").glob("*.graphql"))


def test_every_saved_query_stays_below_half_of_what_the_anonymous_may() -> None:
    settings = Settings()
    supergraph = supergraph_of((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"), settings)
    graph = graph_of(supergraph, settings, not_open, policies={})
    everybody = Caller("x", frozenset(word for a in supergraph.auth.values() for s in a.scopes or () for word in s))
    most = settings.cost_max.of(False, frozenset())
    assert most is not None
    dear, seen = {}, 0
    for file in saved():
        request = GraphQLRequest(file.read_text(encoding="utf-8"), caller=everybody)
        try:
            found = prepare(graph, request, read=read_some_variables)
        except RequestError:
            continue  # of a field that is not served yet: another test says which
        price = found.compiled.price
        assert price is not None
        seen += 1
        if price.cost({}) > most[1] / 2:
            dear[file.name] = (price.cost({}), dearest(price, {}))
    assert dear == {}
    assert seen > 50


FRIENDS = "similarIdeas(first: 100) { similarIdeas(first: 100) { title } }"


def often(field: str) -> str:
    return "{ " + " ".join(f"a{number}: {field}" for number in range(40)) + " }"


HOSTILE = {
    "deep": f"{{ topics {{ ideas(first: 100) {{ nodes {{ {FRIENDS} }} }} }} }}",
    "wide": often("ideas(first: 100) { nodes { topics { slug } } }"),
    "around": "{ topics { ideas(first: 50) { nodes { topics { ideas(first: 50) { nodes { title } } } } } } }",
    "questions": often('match(input: { text: "x" }) { byKind(first: 20) { kind } }'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_small_texts_that_ask_for_megabytes_are_refused(name: str) -> None:
    """On the agreed graph, as `make run` has it: a kilobyte or two of text, more than any page needs."""
    settings = Settings(cost=CostMode.ENFORCE)
    supergraph = supergraph_of((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"), settings)
    request = GraphQLRequest(HOSTILE[name])
    with pytest.raises(RequestError) as refused:
        with_estimate(prepare(graph_of(supergraph, settings, not_open, policies={}), request), request)
    assert refused.value.code == "COST_ESTIMATED_TOO_EXPENSIVE"

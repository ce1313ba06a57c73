"""What holds for every set of subgraphs: order means nothing, what is composed is a graph, what is printed is read."""

from __future__ import annotations

import random

from graphql import build_schema, parse_const_value
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.composition import compose
from gateway.composition.values import EnumWord, Value, print_value, same_value, value_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.query_graph.read import read_supergraph
from tests.composition.subgraph_sets import subgraph

NAMES = ("alpha", "beta", "gamma")
FIELDS = ("price", "stock", "title")
TYPES = ("Int", "Int!", "String", "[Int!]!", "Kind", "Part")
MARKS = ("", "@shareable", "@shareable", "@inaccessible", '@tag(name: "x")', '@override(from: "alpha")', "@external")


@st.composite
def sdls(draw: st.DrawFn) -> str:
    """One subgraph: an entity, a value type and an enum, each with some of a few fields and directives."""
    fields = draw(st.lists(st.sampled_from(FIELDS), unique=True))
    lines = [f"{name}: {draw(st.sampled_from(TYPES))} {draw(st.sampled_from(MARKS))}" for name in fields]
    key = draw(st.sampled_from(('@key(fields: "id")', '@key(fields: "id", resolvable: false)', "")))
    values = " ".join(draw(st.lists(st.sampled_from(("NEW", "OLD", "ODD")), unique=True, min_size=1)))
    part = draw(st.sampled_from(("size: Int", "size: Int!", "size: Int weight: Int")))
    root = draw(st.sampled_from(("things: [Thing]", "thing(kind: Kind): Thing", "part: Part")))
    described = draw(st.sampled_from(("", '"a thing"', '"something"')))
    return f"""
        type Query @shareable {{ {root} }}
        {described} type Thing {key} {{ id: ID! @shareable {" ".join(lines)} }}
        type Part @shareable {{ {part} }}
        enum Kind {{ {values} }}
    """


@st.composite
def subgraph_sets(draw: st.DrawFn) -> list[SubgraphSource]:
    """Two or three subgraphs; about half of the sets fit."""
    return [subgraph(name, draw(sdls())) for name in NAMES[: draw(st.integers(2, 3))]]


@settings(max_examples=40, deadline=None)
@given(subgraph_sets(), st.randoms(use_true_random=False))
def test_order_means_nothing(sources: list[SubgraphSource], shuffler: random.Random) -> None:
    shuffled = list(sources)
    shuffler.shuffle(shuffled)
    assert compose(shuffled) == compose(sources)


@settings(max_examples=40, deadline=None)
@given(subgraph_sets())
def test_what_is_composed_is_a_graph(sources: list[SubgraphSource]) -> None:
    result = compose(sources)
    if isinstance(result, Composed):
        supergraph = read_supergraph(result.supergraph_sdl)
        assert set(supergraph.subgraphs) == {source.name for source in sources}
        assert set(build_schema(result.api_sdl).type_map) == set(supergraph.api.type_map)
    else:
        assert result.errors
        assert all(error.code and error.message for error in result.errors)


def test_some_sets_fit_and_some_do_not() -> None:
    # Without this, the properties above could hold for nothing but errors.
    fits = subgraph("alpha", "type Query { a: Int }")
    clashes = subgraph("beta", "type Query { a: Int }")
    assert isinstance(compose([fits]), Composed)
    assert not isinstance(compose([fits, clashes]), Composed)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.from_regex(r"[A-Z]+", fullmatch=True).map(EnumWord),
    lambda inner: st.lists(inner) | st.dictionaries(st.from_regex(r"[a-z]+", fullmatch=True), inner),
)


@settings(max_examples=40, deadline=None)
@given(values)
def test_a_printed_value_is_read_as_the_same(value: Value) -> None:
    assert same_value(value_of(parse_const_value(print_value(value))), value)

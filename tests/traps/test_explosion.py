"""A field of an interface that is there directly, while what lies below it is only there for each object type."""

from __future__ import annotations

from itertools import product

import pytest

from gateway.composition import compose
from gateway.model.composition import CompositionFailed
from gateway.model.operation import Field, Fragment, Operation, OperationKind
from gateway.planning import plan_operation
from gateway.query_graph import NoWay, PathSearch, build_query_graph, read_supergraph
from tests.composition.subgraph_sets import codes, subgraphs
from tests.federation.example import Example, ref
from tests.traps.trap import assert_same, trap

KEYED = '@key(fields: "id")'


def graph(held: str, is_list: bool, has_two: bool, with_object: bool, is_provided: bool) -> Example:
    """``held``: what the root field gives. b knows more of each S than a does, and has no key for it.

    ``with_object``: a third subgraph gives the interface as an object. ``is_provided``: a sees T.s on its path only.
    """
    s = "[S]" if is_list else "S"
    where = ' @provides(fields: "... on T { s { x } }")' if is_provided and held != "T" else ""
    owned = "@external" if is_provided else "@shareable"
    names = ["T", "U"] if has_two else ["T"]
    extra = "union H = " + " | ".join(names) if held == "H" else ""
    entity = KEYED if with_object else ""
    own = "id: ID! " if with_object else ""
    a = f"""type Query {{ one: {held}{where} all: [{held}]{where} }} {extra}
      interface J {{ s: {s} }} interface I {entity} {{ {own}s: {s} }}
      type S @shareable {{ x: Int n: N }} type N @shareable {{ p: Int }}
      type T implements I & J {KEYED} {{ id: ID! s: {s} {owned} }}"""
    b = f"type T {KEYED} {{ id: ID! s: {s} @shareable }} type S @shareable {{ x: Int y: Int n: N }}"
    b += " type N @shareable { p: Int q: Int }"
    if has_two:
        a += f" type U implements I & J {KEYED} {{ id: ID! s: {s} @shareable u: Int }}"
        b += f" type U {KEYED} {{ id: ID! s: {s} @shareable }}"
    sdls = {"a": a, "b": b}
    if with_object:
        sdls["c"] = f"type Query {{ masked: I }} type I @interfaceObject {KEYED} {{ id: ID! c: Int }}"

    def of(number: int) -> object:
        value = {"x": number, "y": number + 1, "n": {"p": number, "q": number + 2}}
        return [value, None] if is_list else value

    found = [ref("T", "t"), None, *([ref("U", "u")] if has_two else [])]
    records = {"T": [{"id": "t", "s": of(1), "c": 7}], "U": [{"id": "u", "s": of(5), "u": 3, "c": 8}]}
    fields = {
        ("Query", "one"): lambda r, a, s: found[-1],
        ("Query", "all"): lambda r, a, s: found,
        ("Query", "masked"): lambda r, a, s: found[0],
    }
    return trap(sdls, records if has_two else {"T": records["T"]}, fields)


# Two implementers and a @provides for one of them are tried apart: the other could not give s at all.
CASES = [(*each, False) for each in product("IJH", (False, True), (False, True), (False, True))]
CASES += [(held, is_list, False, False, True) for held in "IJH" for is_list in (False, True)]


@pytest.mark.parametrize(("held", "is_list", "has_two", "with_object", "is_provided"), CASES)
async def test_the_answer_is_that_of_one_server(
    held: str, is_list: bool, has_two: bool, with_object: bool, is_provided: bool
) -> None:
    example = graph(held, is_list, has_two, with_object, is_provided)
    inner = "d: s { x } m: s { y } __typename s { x y n { p q } }"
    below = inner if held != "H" else f"... on I {{ {inner} }}"
    masked = "masked { c s { y x } }" if with_object else ""
    typed = "... on T { s { x } } ... on J { k: __typename s { n { q } } }"
    await assert_same(example, f"{{ one {{ {below} }} all {{ {below} }} typed: all {{ {typed} }} {masked} }}")


async def test_an_interface_that_provides_for_each_of_its_types() -> None:
    example = trap(
        {
            "a": f"""type Query {{ i: I }} interface I {{ s: S }} type S {{ y: Int @external }}
            type T implements I {KEYED} {{ id: ID! s: S @provides(fields: "y") }}""",
            "b": "type S { y: Int @shareable } type Query { b: S }",
        },
        {"T": [{"id": "t", "s": {"y": 4}}]},
        {("Query", "i"): lambda r, a, s: ref("T", "t"), ("Query", "b"): lambda r, a, s: {"y": 4}},
    )
    await assert_same(example, "{ i { s { y } } }")


def requests(example: Example, *selections: Field | Fragment) -> list[str]:
    operation = Operation(OperationKind.QUERY, "Query", (Field("one", selections=selections),))
    plan = plan_operation(build_query_graph(read_supergraph(example.name)), operation)
    return [fetch.subgraph for fetch in plan.fetches]


def test_nothing_more_is_asked_where_the_direct_way_is_whole() -> None:
    example = graph("I", False, True, False, False)
    assert requests(example, Field("s", selections=(Field("x"),))) == ["a"]
    assert requests(example, Field("s", selections=(Field("y"),))) == ["a", "b"]


def test_what_one_of_the_types_cannot_give_is_refused() -> None:
    """Each type alone must be enough: what another type's objects can give is of no use."""
    a = f"""type Query {{ i: I }} interface I {{ s: S }} type S @shareable {{ x: Int }}
      type T implements I {KEYED} {{ id: ID! s: S @shareable }} type U implements I {{ s: S @shareable }}"""
    b = f"type T {KEYED} {{ id: ID! s: S @shareable }} type S @shareable {{ x: Int y: Int }}"
    assert codes(*subgraphs(a=a, b=b)) == {"SATISFIABILITY_ERROR"}
    result = compose(subgraphs(a=a, b=b))
    assert isinstance(result, CompositionFailed)
    assert any('cannot find field "S.y"' in error.message and "... on U" in error.message for error in result.errors)


def steps(depth: int) -> int:
    """What it costs to find out that an innermost field cannot be had, through so many nested interfaces."""
    owner = "id: ID! s: I @shareable x: Int @shareable"
    types = f"interface I {{ s: I x: Int }} type T implements I {KEYED} {{ {owner} }} type U implements I {KEYED} "
    types += f"{{ {owner} }}"
    example = trap({"a": f"type Query {{ i: I }} {types}", "b": f"type Query {{ j: I }} {types}"}, {}, {})
    nowhere = "@join__field(graph: A, external: true) @join__field(graph: B, external: true)"
    search = PathSearch(build_query_graph(read_supergraph(example.name.replace("x: Int\n", f"x: Int {nowhere}\n"))))
    wanted = Field("x")
    for _ in range(depth):
        wanted = Field("s", selections=(wanted,))
    with pytest.raises(NoWay):
        list(search.leaves(search.start(OperationKind.QUERY), "Query", (Field("i", selections=(wanted,)),)))
    return len(search.known)


def test_trying_both_ways_does_not_multiply_with_the_depth() -> None:
    few, more, most = steps(4), steps(8), steps(12)
    assert most - more <= 2 * (more - few)

"""Fields that take a value from an enclosing object, beside others of the same object: one request brings them all."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import json

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.model.exchange import GraphQLRequest
from tests.federation.example import Example, ref
from tests.federation.federated import InProcess
from tests.traps.trap import assert_same, planner_of, trap


def shop(owned: str) -> Example:
    """``owned``: the type of what the arguments take."""
    return trap(
        {
            "a": f"""type T @key(fields: "id") @context(name: "c") {{ id: ID! prop: {owned} @shareable more: Int }}
            type U @key(fields: "id") {{ id: ID! x: Int k: Int @external y: Int @requires(fields: "k")
              f(p: String @fromContext(field: "$c {{ prop }}"), n: Int): String
              g(p: Int @fromContext(field: "$c {{ more }}")): Int }}""",
            "b": f"""type Query {{ ts: [T] }} type U @key(fields: "id") {{ id: ID! k: Int }}
            type T @key(fields: "id") {{ id: ID! us: [U] prop: {owned} @shareable }}""",
        },
        {
            "T": [
                {"id": "1", "prop": "red", "more": 1},
                {"id": "2", "prop": "red", "more": None},
                {"id": "3", "prop": None if "!" not in owned else "", "more": 3},
            ],
            "U": [{"id": "1", "x": 5, "k": 1}, {"id": "2", "x": None, "k": 2}],
        },
        {
            ("Query", "ts"): lambda r, a, s: [*s.of("T"), None],
            ("T", "us"): lambda t, a, s: [{**each, "owner": t["id"]} for each in s.of("U")],
            ("U", "f"): lambda u, a, s: f"{u['id']} {_taken(u, a, s, 'prop')} {a.get('n')}",
            ("U", "g"): lambda u, a, s: _taken(u, a, s, "more"),
            ("U", "y"): lambda u, a, s: u["k"] + 1,
        },
    )


def _taken(record, arguments, store, name):
    return arguments["p"] if "p" in arguments else store.find(ref("T", record["owner"]))[name]


CASES = {
    "{ ts { us { f } } }": ["b", "a"],
    "{ ts { us { x f } } }": ["b", "a"],
    "{ ts { us { f x ...G } } } fragment G on U { l: f(n: 1) x2: x }": ["b", "a"],
    "{ ts { us { y f x } } }": ["b", "a"],
    "{ ts { us { g x } } }": ["b", "a", "a"],
    "{ ts { us { f g x y id } prop more } }": ["b", "a", "a"],
}


@pytest.mark.parametrize("owned", ["String", "String!"])
@pytest.mark.parametrize("query", CASES)
async def test_what_is_asked_of_one_object_is_asked_at_once(query: str, owned: str) -> None:
    example = shop(owned)
    await assert_same(example, query)
    supergraph, plan = planner_of(example.name)
    send = InProcess(example, example.store())
    await answer(Graph(supergraph=supergraph, plan=plan, send=send), GraphQLRequest(query=query))
    assert [request.subgraph for request in send.requests] == CASES[query]


async def test_an_object_without_a_value_that_it_needs_is_asked_for_the_rest() -> None:
    """Our composition lets no argument be that strict; others' may."""
    example = shop("String!")
    strict = example.name.replace('name: "p", type: "String"', 'name: "p", type: "String!"')
    assert strict != example.name
    supergraph, plan = planner_of(strict)

    def without_first(_, given):
        given["data"]["ts"][0]["prop"] = None
        return json.dumps(given | {"errors": [{"message": "no", "path": ["ts", 0, "prop"]}]}).encode()

    for structs in (True, False):
        send = InProcess(example, example.store(), {"b": without_first})
        graph = Graph(supergraph=supergraph, plan=plan, send=send, structs=structs)
        got = json.loads((await answer(graph, GraphQLRequest(query="{ ts { us { f x } } }"))).body)
        assert [each["x"] for each in got["data"]["ts"][0]["us"]] == [5, None]
        assert [each["f"] for each in got["data"]["ts"][0]["us"]] == [None, None]
        assert [each["f"] for each in got["data"]["ts"][1]["us"]] == ["1 red None", "2 red None"]
        assert {tuple(error["path"]) for error in got["errors"]} >= {("ts", 0, "us", n, "f") for n in (0, 1)}


async def test_a_value_that_lies_behind_lists_is_a_list() -> None:
    example = trap(
        {
            "a": """type Query { t: T } type O { q: String more: [O] }
            type T @key(fields: "id") @context(name: "c") { id: ID! os: [O] u: U }
            type U @key(fields: "id") { id: ID! f(p: [String] @fromContext(field: "$c { os { q } }")): String
              g(p: [[String]] @fromContext(field: "$c { os { more { q } } }")): String }""",
        },
        {
            "T": [{"id": "1", "u": ref("U", "1"), "os": [{"q": "x", "more": [{"q": "y"}, None]}, None, {"q": None}]}],
            "U": [{"id": "1"}],
        },
        {
            ("Query", "t"): lambda r, a, s: ref("T", "1"),
            ("U", "f"): lambda u, a, s: str(a.get("p", ["x", None, None])),
            ("U", "g"): lambda u, a, s: str(a.get("p", [["y", None], None, None])),
        },
    )
    await assert_same(example, "{ t { u { f g } } }")


def two_ways() -> Example:
    """Objects that take values from objects at several places, alike or not."""
    return trap(
        {
            "a": """type Query { t: T n: N } union N @context(name: "d") = T | V
            type T @key(fields: "id") @context(name: "c") { id: ID! p: String a_b: String a: A t: T us: [U] v: V w: W }
            type A { b: String }
            type V @key(fields: "id") @context(name: "c") { id: ID! p: String a_b: String a: A us: [U] }
            type W @key(fields: "id") { id: ID! n(p: String @fromContext(field: "$c { p }")): String }
            type U @key(fields: "id") { id: ID! x: Int f(p: String @fromContext(field: "$c { p }")): String
              g(p: String @fromContext(field: "$c { a_b }"), q: String @fromContext(field: "$c { a { b } }")): String
              h(p: String @fromContext(field: "$d ... on T { p } ... on V { a_b }")): String }""",
        },
        {
            "T": [
                {"id": f"t{n}", "p": f"T{n}", "a_b": f"_{n}", "a": {"b": f"b{n}"}, "t": ref("T", f"t{3 - n}")}
                | {"us": ["u1", "u2"], "v": ref("V", "v"), "w": ref("W", "w")}
                for n in (1, 2)
            ],
            "V": [{"id": "v", "p": "V", "a_b": "_v", "a": {"b": "bv"}, "us": ["u1"]}],
            "U": [{"id": "u1", "x": 1}, {"id": "u2", "x": 2}],
            "W": [{"id": "w"}],
        },
        {
            ("Query", "t"): lambda r, a, s: ref("T", "t1"),
            ("Query", "n"): lambda r, a, s: ref("V", "v"),
            ("T", "us"): lambda t, a, s: [_found(s, ref("U", each)) | {"by": ref("T", t["id"])} for each in t["us"]],
            ("V", "us"): lambda t, a, s: [_found(s, ref("U", each)) | {"by": ref("V", t["id"])} for each in t["us"]],
            ("T", "w"): lambda t, a, s: _found(s, ref("W", "w")) | {"by": ref("T", t["id"])},
            ("W", "n"): lambda w, a, s: a["p"] if "p" in a else _found(s, w["by"])["p"],
            ("U", "f"): lambda u, a, s: a["p"] if "p" in a else _found(s, u["by"])["p"],
            ("U", "g"): lambda u, a, s: " ".join([a["p"], a["q"]] if "p" in a else _both(_found(s, u["by"]))),
            ("U", "h"): lambda u, a, s: a["p"] if "p" in a else _either(_found(s, u["by"])),
        },
    )


def _found(store, link):
    return store.find(link)


def _both(holder):
    return [holder["a_b"], holder["a"]["b"]]


def _either(holder):
    return holder["p"] if holder["__typename"] == "T" else holder["a_b"]


TWO_WAYS = [
    "{ t { us { f } t { us { f } } } }",
    "{ t { us { f } t { us { f x } p } v { us { f } } w { n } } }",
    "{ x: t { us { f } } y: t { other: us { f x } } }",
    "{ t { us { g } t { us { g f } } v { us { g } } } }",
    "{ n { ... on T { us { h f } } ... on V { us { h f } } } }",
    "{ t { us { h } v { us { h } } w { n } } }",
    "{ t { us { f } w { id } t { t { t { us { f } w { n } } } } } }",
]


@pytest.mark.parametrize("query", TWO_WAYS)
async def test_all_that_takes_values_is_asked_of_a_service_at_once(query: str) -> None:
    """Wherever it stands, and whatever it takes; a second request begins only where one waits for the other."""
    example = two_ways()
    await assert_same(example, query)
    supergraph, plan = planner_of(example.name)
    send = InProcess(example, example.store())
    await answer(Graph(supergraph=supergraph, plan=plan, send=send), GraphQLRequest(query=query))
    assert [request.subgraph for request in send.requests] == ["a", "a"]


@pytest.mark.parametrize("query", TWO_WAYS)
async def test_each_of_them_that_does_not_come_has_an_error_at_its_own_place(query: str) -> None:
    example = two_ways()
    supergraph, plan = planner_of(example.name)
    whole = json.loads(
        (await answer(Graph(supergraph=supergraph, plan=plan, send=InProcess(example, example.store())),
                      GraphQLRequest(query=query))).body
    )["data"]  # fmt: skip

    def away(request, given):
        return b"{" if b"representations" in request.body else json.dumps(given).encode()

    for structs in (True, False):
        send = InProcess(example, example.store(), {"a": away})
        graph = Graph(supergraph=supergraph, plan=plan, send=send, structs=structs)
        got = json.loads((await answer(graph, GraphQLRequest(query=query))).body)
        lost = set(_lost(whole, got["data"], ()))
        assert lost
        assert {tuple(error["path"]) for error in got["errors"]} == lost


def _lost(whole, got, at):
    if isinstance(whole, dict) and isinstance(got, dict):
        for key in whole:
            yield from _lost(whole[key], got[key], (*at, key))
    elif isinstance(whole, list) and isinstance(got, list):
        for number, pair in enumerate(zip(whole, got, strict=True)):
            yield from _lost(*pair, (*at, number))
    elif whole is not None and got is None:
        yield at


def nest() -> Example:
    """Fields that take values below fields that take values: each object is there once, so that all know its values."""
    return trap(
        {
            "a": """type Query { t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: String us: [U] }
            type U @key(fields: "id") @context(name: "d") { id: ID! q: String
              ws(p: String @fromContext(field: "$c { p }")): [W] }
            type W @key(fields: "id") { id: ID! y: Y x: X
              s(p: String @fromContext(field: "$c { p }"), q: String @fromContext(field: "$d { q }")): String }
            type X @key(fields: "id") @context(name: "e") { id: ID! r: String y: Y u: U }
            type Y @key(fields: "id") { id: ID! z: Int f(p: String @fromContext(field: "$c { p }")): String
              g(r: String @fromContext(field: "$e { r }")): String h(q: String @fromContext(field: "$d { q }")): String
            }""",
        },
        {
            "T": [{"id": "t", "p": "P", "us": [ref("U", "u"), None, ref("U", "u")]}],
            "U": [{"id": "u", "q": "Q"}],
            "W": [{"id": "w", "x": ref("X", "x"), "y": ref("Y", "y")}],
            "X": [{"id": "x", "r": "R", "y": ref("Y", "y"), "u": ref("U", "u")}],
            "Y": [{"id": "y", "z": 1}],
        },
        {
            ("Query", "t"): lambda r, a, s: ref("T", "t"),
            ("U", "ws"): lambda u, a, s: [ref("W", "w"), None] if a.get("p", "P") == "P" else [],
            ("W", "s"): lambda w, a, s: a.get("p", "P") + a.get("q", "Q"),
            ("Y", "f"): lambda y, a, s: a.get("p", "P"),
            ("Y", "g"): lambda y, a, s: a.get("r", "R"),
            ("Y", "h"): lambda y, a, s: a.get("q", "Q"),
        },
    )


@pytest.mark.parametrize(
    ("query", "requests"),
    [
        ("{ t { us { ws { s } } } }", 2),
        ("{ t { us { ws { id s y { f h z } } q } } }", 2),
        ("{ t { p us { a: ws { b: s } c: ws { y { d: f } } } } }", 2),
        ("{ t { us { ws { x { y { f h } } } } } }", 2),
        # What encloses it nearest comes with the request itself, so that another one must follow.
        ("{ t { us { ws { x { y { g } } } } } }", 3),
        ("{ t { us { ws { x { y { f g h z } r } s } } } }", 3),
        ("{ t { us { ws { x { u { ws { s y { h } } } } } } } }", 3),
    ],
)
async def test_what_is_known_before_a_request_goes_with_it_at_any_depth(query: str, requests: int) -> None:
    example = nest()
    await assert_same(example, query)
    supergraph, plan = planner_of(example.name)
    send = InProcess(example, example.store())
    await answer(Graph(supergraph=supergraph, plan=plan, send=send), GraphQLRequest(query=query))
    assert len(send.requests) == requests


async def test_below_a_request_only_what_needs_a_missing_value_is_left_out() -> None:
    """As above, our composition lets no argument be that strict; others' may."""
    example = nest()
    strict = example.name.replace('name: "q", type: "String"', 'name: "q", type: "String!"')
    assert strict != example.name
    supergraph, plan = planner_of(strict)

    def without(request, given):
        for each in given["data"].get("t", {}).get("us", ()):
            (each or {}).update({key: None for key in each or () if "q" in key})
        return json.dumps(given).encode()

    send = InProcess(example, example.store(), {"a": without})
    got = json.loads(
        (await answer(Graph(supergraph=supergraph, plan=plan, send=send),
                      GraphQLRequest(query="{ t { us { ws { id y { f h } } } } }"))).body
    )  # fmt: skip
    assert got["data"]["t"]["us"][0]["ws"] == [{"id": "w", "y": {"f": "P", "h": None}}, None]

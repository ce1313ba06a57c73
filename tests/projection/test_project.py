"""The projection against graphql-core: the same nulls, in the same places, for regular and for spoiled trees."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from graphql import GraphQLResolveInfo, GraphQLSchema, build_schema, execute_sync, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.model.result import FieldError, Result
from gateway.model.shape import ObjectShape
from gateway.model.supergraph import Supergraph
from gateway.operations import DocumentLimits, pick_operation, read_document, specialise
from gateway.projection import Projection, build_shape, compile_answer, complete, project
from gateway.projection.compiled import Irregular

SCHEMA = build_schema(
    """
    type Query { zoo: Zoo! animals: [Animal!] any: [Being] names: [[String!]!] count: Int! }
    interface Animal { name: String! friend: Animal age: Int }
    type Cat implements Animal { name: String! friend: Animal age: Int lives: Int! mood: Mood }
    type Dog implements Animal { name: String! friend: Animal age: Int tricks: [String!]! owner: Person! }
    type Person { id: ID! weight: Float adult: Boolean! pets: [Animal!]! data: Anything }
    union Being = Person | Cat
    type Zoo { star: Animal! keepers: [Person]! open: Boolean }
    enum Mood { GOOD BAD }
    scalar Anything
    """
)
SUPERGRAPH = Supergraph("", {}, SCHEMA, SCHEMA)

QUERIES = [
    "{ count names zoo { open star { name ... on Dog { tricks owner { id adult } } } keepers { weight id } } }",
    "{ animals { t: __typename name friend { name friend { age ... on Cat { lives mood } } } } }",
    "{ any { __typename ... on Person { id pets { name } data } ... on Animal { name age } ... on Cat { l: lives } } }",
    "{ a: animals { name ...D } } fragment D on Dog { friend { name } owner { pets { ... on Dog { tricks } } } }",
    "{ zoo { keepers { pets { name friend { ... on Dog { owner { adult weight } } } } } star { age name } } }",
]


def shape_of(query: str, supergraph: Supergraph = SUPERGRAPH) -> ObjectShape:
    operation = pick_operation(read_document(query, supergraph.api, DocumentLimits()), None)
    return build_shape(specialise(operation, supergraph, ()).asked, supergraph)


@cache
def projection_of(query: str) -> Projection:
    return compile_answer(shape_of(query))


parsed = cache(parse)

GARBAGE: st.SearchStrategy[Any] = st.sampled_from([{"x": 1}, ["y"]])
LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "String": st.text(max_size=3),
    "ID": st.text(max_size=3) | st.integers(0, 9).map(str),
    "Int": st.integers(-5, 5),
    "Float": st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 3),
    "Boolean": st.booleans(),
    "Anything": st.recursive(st.none() | st.integers(0, 3), lambda inner: st.lists(inner, max_size=2), max_leaves=3),
    "Mood": st.sampled_from(["GOOD", "BAD", "BROKEN"]),
}


@st.composite
def trees(draw: st.DrawFn, type_name: str, depth: int, spoil: bool) -> Any:
    """A result tree for a type: every field, under every response key of the queries; spoiled here and there."""
    named = SCHEMA.type_map[type_name]
    if type_name in LEAVES:
        return draw(LEAVES[type_name] | GARBAGE if spoil and type_name != "Anything" else LEAVES[type_name])
    if hasattr(named, "types") or type_name == "Animal":
        names = [possible.name for possible in SCHEMA.get_possible_types(named)]  # type: ignore[arg-type]
        type_name = draw(st.sampled_from([*names, "Unicorn"] if spoil else names))
        if type_name == "Unicorn":
            return {"__typename": "Unicorn"}
    fields = SCHEMA.type_map[type_name].fields  # type: ignore[attr-defined]
    tree = {"__typename": type_name}
    for name, field in fields.items():
        tree[name] = draw(values(str(field.type), depth, spoil))
    for alias, name in (("a", "animals"), ("l", "lives")):
        if name in tree:
            tree[alias] = tree[name]
    return tree


@st.composite
def values(draw: st.DrawFn, type_text: str, depth: int, spoil: bool) -> Any:
    nullable = not type_text.endswith("!")
    if nullable or spoil:
        chance = draw(st.integers(0, 9))
        if chance == 0 or (depth <= 0 and nullable):
            return None
        if spoil and chance == 1:
            return draw(GARBAGE)
    inner = type_text.removesuffix("!")
    if inner.startswith("["):
        size = 0 if depth <= 0 else 2
        return draw(st.lists(values(inner[1:-1], depth, spoil), max_size=size))
    return draw(trees(inner, depth - 1, spoil)) if depth > -3 else None


def graphql_core(query: str, tree: dict[str, Any], schema: GraphQLSchema = SCHEMA) -> tuple[Any, bool]:
    """The specification's own executor over the tree."""

    def resolve(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
        value = source.get(info.path.key)
        if type(value) is dict and "x" in value and info.field_name not in ("data",):
            raise ValueError("garbage")
        return value

    result = execute_sync(
        schema,
        parsed(query),
        root_value=tree,
        field_resolver=resolve,
        type_resolver=lambda value, _info, _type: value.get("__typename"),
    )
    return result.data, bool(result.errors)


@pytest.mark.parametrize("query", QUERIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_regular_trees_are_projected_as_graphql_core_does(query: str, data: st.DataObject) -> None:
    tree = data.draw(trees("Query", 3, False))
    expected, failed = graphql_core(query, tree)
    got = json.loads(project(projection_of(query), Result(tree)))
    assert got["data"] == expected
    assert ("errors" in got) == failed


@pytest.mark.parametrize("query", QUERIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_spoiled_trees_lose_the_same_positions(query: str, data: st.DataObject) -> None:
    tree = data.draw(trees("Query", 3, True))
    expected, failed = graphql_core(query, tree)
    got = json.loads(project(projection_of(query), Result(tree)))
    assert got["data"] == expected
    assert ("errors" in got) == failed


@pytest.mark.parametrize("query", QUERIES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_fast_projection_is_the_careful_one_or_none(query: str, data: st.DataObject) -> None:
    tree = data.draw(trees("Query", 3, data.draw(st.booleans())))
    careful = complete(projection_of(query).shape, Result(tree))
    try:
        fast = projection_of(query).fast(tree)
    except Irregular:
        return
    assert json.dumps(fast) == json.dumps(careful.data)
    assert careful.errors == ()


def projected(query: str, tree: dict[str, Any], *errors: FieldError, supergraph: Supergraph = SUPERGRAPH) -> Any:
    return json.loads(project(compile_answer(shape_of(query, supergraph)), Result(tree, errors)))


def test_the_client_sees_its_own_order_and_nothing_else() -> None:
    star = {"__typename": "Cat", "secret": 1, "age": 3, "name": "x"}
    tree = {"count": 1, "hidden": 2, "zoo": {"star": star, "keepers": []}}
    got = project(compile_answer(shape_of("{ zoo { keepers { id } star { name age } open } count }")), Result(tree))
    assert got == b'{"data":{"zoo":{"keepers":[],"star":{"name":"x","age":3},"open":null},"count":1}}'


def test_a_null_that_an_error_explains_gets_no_second_error() -> None:
    error = FieldError("down", "X", path=("zoo",), covers=(("zoo", "keepers"),))
    got = projected("{ zoo { keepers { id } } count }", {"count": 1, "zoo": {"keepers": None}}, error)
    assert got == {"errors": [{"message": "down", "path": ["zoo"], "extensions": {"code": "X"}}], "data": None}


def test_a_null_that_nothing_explains_gets_an_error_with_its_path() -> None:
    tree = {"animals": [{"__typename": "Cat", "name": "a"}, {"__typename": "Cat"}]}
    got = projected("{ animals { name } }", tree)
    assert got["data"] == {"animals": None}
    (error,) = got["errors"]
    assert error["path"] == ["animals", 1, "name"]
    assert error["message"] == "Cannot return null for non-nullable field Cat.name."


def test_an_error_of_a_hidden_field_stands_at_its_object() -> None:
    error = FieldError("no", "X", path=("zoo", "_secret", "x"))
    got = projected("{ count zoo { open } }", {"count": 1, "zoo": {}}, error)
    assert got["errors"][0]["path"] == ["zoo"]


def hiding(api: str, whole: str) -> Supergraph:
    return Supergraph("", {}, build_schema(whole), build_schema(api))


HIDING = hiding(
    "type Query { a: Mood b: [Mood!] thing: Thing things: [Thing!] } enum Mood { GOOD } interface Thing { n: Int } "
    "type Seen implements Thing { n: Int }",
    "type Query { a: Mood b: [Mood!] thing: Thing things: [Thing!] } enum Mood { GOOD SECRET } "
    "interface Thing { n: Int } type Seen implements Thing { n: Int } type Unseen implements Thing { n: Int }",
)


def test_an_inaccessible_value_is_null_where_it_may_be() -> None:
    got = projected("{ a thing { n } }", {"a": "SECRET", "thing": {"__typename": "Unseen", "n": 1}}, supergraph=HIDING)
    assert got == {"data": {"a": None, "thing": None}}


def test_an_inaccessible_value_is_an_error_where_null_may_not_be() -> None:
    tree = {"b": ["GOOD", "SECRET"], "things": [{"__typename": "Unseen", "n": 1}]}
    got = projected("{ b things { n } }", tree, supergraph=HIDING)
    assert got["data"] == {"b": None, "things": None}
    assert [error["path"] for error in got["errors"]] == [["b", 1], ["things", 0]]
    assert "SECRET" not in json.dumps(got)
    assert "Unseen" not in json.dumps(got)


def test_an_object_of_unknown_type_is_shown_if_nothing_depends_on_it() -> None:
    assert projected("{ thing { n } }", {"thing": {"n": 1}}, supergraph=HIDING) == {"data": {"thing": {"n": 1}}}
    got = projected("{ thing { n __typename } }", {"thing": {"__typename": "Thing", "n": 1}}, supergraph=HIDING)
    assert got["data"] == {"thing": None}
    assert got["errors"][0]["path"] == ["thing"]


def test_an_object_behind_an_interface_without_types_has_the_fields_of_the_interface() -> None:
    bare = "type Query { thing: Thing } interface Thing { n: Int! }"
    supergraph = hiding(bare, bare)
    tree = {"thing": {"__typename": "Thing", "n": 1}}
    assert projected("{ thing { n } }", tree, supergraph=supergraph) == {"data": {"thing": {"n": 1}}}
    got = projected("{ thing { n __typename } }", tree, supergraph=supergraph)
    assert got["data"] == {"thing": None}
    assert "cannot be" not in got["errors"][0]["message"]


def test_where_all_types_of_an_interface_are_hidden_its_objects_are_too() -> None:
    api = "type Query { thing: Thing } interface Thing { n: Int! }"
    supergraph = hiding(api, api + " type Unseen implements Thing { n: Int! }")
    got = projected("{ thing { n } }", {"thing": {"__typename": "Thing", "n": 1}}, supergraph=supergraph)
    assert got["data"] == {"thing": None}

"""What a schema may do without a look at operations that were valid, and what not."""

from __future__ import annotations

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from gateway.making import graph_of, judged_operations, not_open
from gateway.model.saved import SavedOperation
from gateway.model.supergraph import Supergraph
from gateway.operations.growth import only_grew
from gateway.settings import Settings

BEFORE = """
directive @mark(a: Int) on FIELD
interface Named { name: String }
type Query { things(first: Int, filter: Filter): [Thing!] any: Any kind: Kind }
type Thing implements Named { id: ID! name: String }
type Other { name: String }
union Any = Thing
enum Kind { A B }
input Filter { kind: Kind text: String! = "x" }
"""
GROWN = [
    ("type Thing implements Named {", "type Thing implements Named { more: Int"),
    ("union Any = Thing", "union Any = Thing | Other"),
    ("enum Kind { A B }", "enum Kind { A B C }"),
    ("input Filter {", "input Filter { more: Int"),
    ("things(first: Int,", "things(first: Int, after: String,"),
    ("type Other {", "type Other implements Named {"),
    ("directive @mark(a: Int) on FIELD", "directive @mark(a: Int, b: Int) on FIELD | QUERY"),
    ("union Any", "type New { a: Int } union Any"),
]
CHANGED = [
    ("type Thing implements Named { id: ID! name: String }", "type Thing implements Named { name: String }"),
    ("id: ID! name", "id: ID! name: String! old"),
    ("type Thing implements Named {", "type Thing {"),
    ("union Any = Thing", "union Any = Other"),
    ("enum Kind { A B }", "enum Kind { A }"),
    ("input Filter {", "input Filter { more: Int!"),
    ('text: String! = "x"', "text: String!"),
    ("things(first: Int,", "things(first: Int, must: Int!,"),
    ("things(first: Int,", "things(first: Float,"),
    ("directive @mark(a: Int) on FIELD", "directive @mark(a: Int) on QUERY"),
    ("enum Kind { A B }", "scalar Kind"),
]


def changed(before: str, after: str) -> GraphQLSchema:
    assert before in BEFORE
    return build_schema(BEFORE.replace(before, after, 1))


@pytest.mark.parametrize(("before", "after"), GROWN)
def test_what_is_more_breaks_nobody(before: str, after: str) -> None:
    old, new = build_schema(BEFORE), changed(before, after)
    assert only_grew(old, new)
    assert not only_grew(new, old)
    asked = '{ things(first: 1, filter: { text: "a" }) @mark(a: 1) { id name } any { ... on Thing { id } } kind }'
    assert validate(old, parse(asked)) == validate(new, parse(asked)) == []


@pytest.mark.parametrize(("before", "after"), CHANGED)
def test_whatever_is_not_as_it_was_is_looked_at(before: str, after: str) -> None:
    assert not only_grew(build_schema(BEFORE), changed(before, after))


def graph_over(schema: GraphQLSchema, *queries: str):  # type: ignore[no-untyped-def]
    saved = tuple(SavedOperation(str(number), "", "query", query) for number, query in enumerate(queries))
    return graph_of(Supergraph(sdl="", subgraphs={}, schema=schema, api=schema), Settings(), not_open, operations=saved)


def test_saved_queries_are_judged_as_if_each_was_looked_at() -> None:
    old, good, bad = build_schema(BEFORE), "{ kind }", "{ more }"
    before = graph_over(old, good, bad)
    saved = tuple(SavedOperation(each, "", "query", each) for each in (good, bad, "{ any { __typename } }", "{ no }"))
    for place in (*GROWN, *CHANGED, ("kind: Kind }", "kind: Kind more: Int }"), (" kind: Kind }", " }")):
        new = changed(*place)
        assert judged_operations(saved, new, before) == judged_operations(saved, new), place

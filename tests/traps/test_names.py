"""Odd names of subgraphs, overrides from them, members that differ in nullability; and subgraphs of Federation 1."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import pytest

from tests.federation.example import Example, ref
from tests.traps.trap import assert_same, trap

# Names that are nearly the same once they are names of an enum.
NAMES = trap(
    {
        "my-sub.graph 1": """
        type Query { hits: [Hit] one: Hit x: X }
        union Hit = A | B | C
        type A @key(fields:"id") { id: ID! title: String tags: [String!]! sub: Sub }
        type B @key(fields:"id") { id: ID title: String! tags: [String] sub: Sub2! }
        type C @key(fields:"nr") { nr: Int! title: [String] }
        type Sub { v: Int  id: ID! }
        type Sub2 { v: Int! id: ID }
        type X @key(fields:"id") { id: ID! old: String legacy: Int both: Int @shareable }
        """,
        "1st": """
        type A @key(fields:"id") { id: ID! far: Int }
        type B @key(fields:"id") { id: ID far: Int! }
        type C @key(fields: "nr") { nr: Int! far: Float }
        type X @key(fields:"id") { id: ID! old: String @override(from: "my-sub.graph 1") legacy: Int @external calc: Int
          @requires(fields: "legacy") }
        """,
        "graph_1": """
        type X @key(fields:"id") { id: ID! both: Int @override(from: "my-sub.graph 1") @shareable  more: Int
          @override(from: "nobody") }
        """,
        "GRAPH_1": """
        type X @key(fields:"id") { id: ID! last: Int }
        """,
    },
    {
        "A": [{"id": "1", "title": "ta", "tags": ["x"], "sub": {"v": 1, "id": "s"}, "far": 1}],
        "B": [
            {"id": "1", "title": "tb", "tags": [None], "sub": {"v": 2, "id": None}, "far": 2},
            {"id": None, "title": "n", "tags": None, "sub": {"v": 3, "id": "q"}, "far": 0},
        ],
        "C": [{"nr": 1, "title": ["z", None], "far": 1.5}],
        "X": [{"id": "x", "old": "o", "legacy": 4, "both": 5, "more": 6, "last": 7}],
    },
    {
        ("Query", "hits"): lambda _, a, s: [*s.of("A"), *s.of("B")[:1], None, *s.of("C")],
        ("Query", "one"): lambda _, a, s: s.of("B")[0],
        ("Query", "x"): lambda _, a, s: s.of("X")[0],
        ("X", "calc"): lambda x, a, s: x["legacy"] * 2,
    },
)

# Extensions, @extends, external keys, value types that everybody may give.
FED1 = trap(
    {
        "users": """# fed1

        type Query { me: User all: [Person] }

        interface Person { id: ID! name: String }

        type User implements Person @key(fields: "id") @key(fields: "mail org { id }") { id: ID! name: String mail:
          String
     org: Org team: Team }

        type Org { id: ID! name: String }

        type Team { title: String size: Int }""",
        "orders": """# fed1
   extend type Query { orders: [Order] }
   extend type User @key(fields: "mail org { id }") { mail: String @external org: Org @external orders: [Order] owed:
     Float @requires(fields: "team { size } name") team: Team @external name: String @external }

        type Org { id: ID! name: String }

        type Team { title: String size: Int }

        type Order @key(fields: "nr") { nr: Int! user: User @provides(fields: "name") sum: Float }
   extend type Mutation { pay(nr: Int!): Order }""",
        "ship": """# fed1

        type Order @key(fields: "nr") @extends { nr: Int! @external sum: Float @external cost: Float @requires(fields:
     "sum") }

        type User @extends @key(fields: "id") { id: ID! @external address: Address }

        type Address { street: String }

        type Mutation { ship(nr: Int!): Order }
   directive @custom(x: Int) on FIELD_DEFINITION""",
    },
    {
        "User": [
            {
                "id": "1",
                "name": "N",
                "mail": "m",
                "org": {"id": "o", "name": "O"},
                "team": {"title": "T", "size": 3},
                "orders": [ref("Order", 1, "nr")],
                "address": {"street": "s"},
            },
            {"id": "2", "name": None, "mail": None, "org": None, "team": None, "orders": [], "address": None},
        ],
        "Order": [{"nr": 1, "user": ref("User", "1"), "sum": 2.5}, {"nr": 2, "user": None, "sum": None}],
    },
    {
        ("Query", "me"): lambda _, a, s: s.of("User")[0],
        ("Query", "all"): lambda _, a, s: s.of("User")[:1],
        ("Query", "orders"): lambda _, a, s: s.of("Order"),
        ("User", "owed"): lambda u, a, s: None if u["team"] is None else u["team"]["size"] * 1.5,
        ("Order", "cost"): lambda o, a, s: None if o["sum"] is None else o["sum"] + 1,
        ("Mutation", "pay"): lambda _, a, s: s.find(ref("Order", a["nr"], "nr")),
        ("Mutation", "ship"): lambda _, a, s: s.find(ref("Order", a["nr"], "nr")),
    },
)

CASES: list[tuple[Example, str]] = [
    (NAMES, "{ hits { ... on A { id far } ... on B { b: id f: far } ... on C { far2: far } __typename } }"),
    (NAMES, "{ one { ... on B { id far title } ... on A { far2: far } } x { old legacy both more calc last } }"),
    (NAMES, "{ x { calc old: legacy legacy: old } y: x { last both } }"),
    (
        FED1,
        "{ me { owed orders { user { name id mail } sum cost } address { street } } orders { cost user { team { "
        "title } owed } } }",
    ),
    (FED1, "{ all { id name ... on User { owed } } }"),
    (FED1, "{ orders { user { name } } }"),
    (FED1, "{ me { org { name } orders { nr: sum sum: nr cost } } }"),
    (
        FED1,
        "mutation { pay(nr: 1) { cost user { name owed } } ship(nr: 1) { nr cost sum user { id } } p: pay(nr: 2) "
        "{ cost user { id } } }",
    ),
]


@pytest.mark.parametrize(("example", "query"), CASES)
async def test_names_and_federation_1(example: Example, query: str) -> None:
    await assert_same(example, query)

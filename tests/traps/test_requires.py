"""Fields that need fields of other subgraphs: chains, circles, arguments, lists, interfaces."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import json

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.model.exchange import GraphQLRequest
from tests.federation.example import Example, ref, refs
from tests.federation.federated import InProcess
from tests.traps.trap import assert_same, planner_of, trap

# Each subgraph computes from what the other computed, five times.
CIRCLE = trap(
    {
        "a": """
        type Query { things: [Thing] }
        type Thing @key(fields: "id") { id: ID! f0: Int f1: Int @external f2: Int @requires(fields: "f1")
          f3: Int @external f4: Int @requires(fields: "f3") }
        """,
        "b": """
        type Thing @key(fields: "id") { id: ID! f0: Int @external f1: Int @requires(fields: "f0")
          f2: Int @external f3: Int @requires(fields: "f2") f4: Int @external f5: Int @requires(fields: "f4 f0") }
        """,
    },
    {"Thing": [{"id": "1", "f0": 1}, {"id": "2", "f0": None}]},
    {
        ("Query", "things"): lambda _, a, s: [*s.of("Thing"), None],
        ("Thing", "f1"): lambda t, a, s: None if t["f0"] is None else t["f0"] + 1,
        ("Thing", "f2"): lambda t, a, s: _f(t, s, "f1"),
        ("Thing", "f3"): lambda t, a, s: _f(t, s, "f2"),
        ("Thing", "f4"): lambda t, a, s: _f(t, s, "f3"),
        ("Thing", "f5"): lambda t, a, s: _f(t, s, "f4"),
    },
)


def _f(thing, store, name):
    """One more than the field ``name``, whether that was given or has to be computed here (unfederated)."""
    if name in thing:
        return None if thing[name] is None else thing[name] + 1
    before = _f(thing, store, f"f{int(name[1:]) - 1}")
    return None if before is None else before + 1


# What is required lies in objects that are entities of a third subgraph, in lists, behind an interface.
ORDERS = trap(
    {
        "orders": """
        type Query { orders: [Order!]! }
        type Order @key(fields: "id") { id: ID! customer: Customer lines: [[Line]] }
        type Customer @key(fields: "id") { id: ID! }
        type Line { count: Int product: Product }
        type Product @key(fields: "sku") { sku: String! }
        """,
        "customers": """
        type Customer @key(fields: "id") { id: ID! home: Address payer: Payer }
        type Address { country: Country street: String }
        type Country @key(fields: "code") { code: String! }
        interface Payer { account: String }
        type Person implements Payer { account: String age: Int }
        type Company implements Payer @key(fields: "vat") { account: String vat: String! }
        """,
        "countries": """
        type Country @key(fields: "code") { code: String! rate: Float! }
        type Company @key(fields: "vat") { vat: String! rebate: Int }
        """,
        "products": 'type Product @key(fields: "sku") { sku: String! price: Float }',
        "tax": """
        type Order @key(fields: "id") {
          id: ID! customer: Customer @external lines: [[Line]] @external
          tax: Float @requires(fields: "customer { home { country { rate } } } lines { count product { price } }")
          payment: String @requires(fields:
            "customer { payer { __typename account ... on Person { age } ... on Company { rebate } } }")
        }
        type Customer @key(fields: "id", resolvable: false) { id: ID! home: Address @external payer: Payer @external }
        type Address { country: Country @external }
        type Country @key(fields: "code", resolvable: false) { code: String! rate: Float! @external }
        type Line { count: Int @external product: Product @external }
        type Product @key(fields: "sku", resolvable: false) { sku: String! price: Float @external }
        interface Payer { account: String }
        type Person implements Payer { account: String @external age: Int @external }
        type Company implements Payer { account: String @external rebate: Int @external }
        """,
    },
    {
        "Order": [
            {
                "id": "o1",
                "customer": ref("Customer", "c1"),
                "lines": [[{"count": 2, "product": ref("Product", "p", "sku")}, None], [], None],
            },
            {"id": "o2", "customer": ref("Customer", "c2"), "lines": None},
            {"id": "o3", "customer": None, "lines": []},
            {"id": "o4", "customer": ref("Customer", "c3"), "lines": []},
        ],
        "Customer": [
            {
                "id": "c1",
                "home": {"street": "A", "country": ref("Country", "DE", "code")},
                "payer": {"__typename": "Person", "account": "x", "age": 3},
            },
            {"id": "c2", "home": None, "payer": ref("Company", "v1", "vat")},
            {"id": "c3", "home": {"street": "B", "country": None}, "payer": None},
        ],
        "Country": [{"code": "DE", "rate": 0.19}],
        "Company": [{"vat": "v1", "account": "y", "rebate": 7}],
        "Product": [{"sku": "p", "price": 1.5}],
    },
    {
        ("Query", "orders"): lambda _, a, s: s.of("Order"),
        ("Order", "tax"): lambda o, a, s: _tax(o, s),
        ("Order", "payment"): lambda o, a, s: _payment(o, s),
    },
)


def _tax(order, store):
    customer = store.value(order["customer"])
    home = customer and customer["home"]
    country = home and store.value(home["country"])
    sums = [
        line["count"] * store.value(line["product"])["price"]
        for lines in order["lines"] or ()
        for line in lines or ()
        if line
    ]
    return (country["rate"] if country else 1.0) * sum(sums)


def _payment(order, store):
    customer = store.value(order["customer"])
    payer = customer and store.value(customer["payer"])
    if not payer:
        return None
    extra = payer["age"] if payer["__typename"] == "Person" else payer["rebate"]
    return f"{payer['__typename']} {payer['account']} {extra}"


# One field required with three different sets of arguments, while clients ask it with others.
ARGUMENTS = trap(
    {
        "posts": """
        type Query { posts: [Post!]! }
        enum Order { UP DOWN }
        input Range { from: Int = 0 to: Int! }
        type Post @key(fields: "id") {
          id: ID! comments(limit: Int, order: Order = UP, range: Range, marks: [Int!]): [Comment!]!
        }
        type Comment @key(fields: "id") { id: ID! }
        """,
        "comments": 'type Comment @key(fields: "id") { id: ID! text(upper: Boolean = false): String! }',
        "digest": """
        enum Order { UP DOWN }
        input Range { from: Int = 0 to: Int! }
        type Post @key(fields: "id") {
          id: ID! comments(limit: Int, order: Order = UP, range: Range, marks: [Int!]): [Comment!]! @external
          first: String @requires(fields: "comments(limit: 1) { id text(upper: true) }")
          last: String @requires(fields: "comments(order: DOWN, limit: 1) { text }")
          middle: [String] @requires(fields: "comments(range: {from: 1, to: 2}, marks: [1, 2]) { text }")
          all: [String] @requires(fields: "comments { text }")
        }
        type Comment @key(fields: "id", resolvable: false) { id: ID! text(upper: Boolean = false): String! @external }
        """,
    },
    {
        "Post": [{"id": "p1", "all_": refs("Comment", "1", "2", "3")}, {"id": "p2", "all_": []}],
        "Comment": [{"id": "1", "words": "one"}, {"id": "2", "words": "two"}, {"id": "3", "words": "three"}],
    },
    {
        ("Query", "posts"): lambda _, a, s: s.of("Post"),
        ("Post", "comments"): lambda p, a, s: _comments(p, a),
        ("Comment", "text"): lambda c, a, s: c["words"].upper() if a["upper"] else c["words"],
        ("Post", "first"): lambda p, a, s: next(iter(_texts(p, s, {"limit": 1}, upper=True)), None),
        ("Post", "last"): lambda p, a, s: next(iter(_texts(p, s, {"limit": 1, "order": "DOWN"})), None),
        ("Post", "middle"): lambda p, a, s: _texts(p, s, {"range": {"from": 1, "to": 2}, "marks": [1, 2]}),
        ("Post", "all"): lambda p, a, s: _texts(p, s, {}),
    },
)


def _comments(post, arguments):
    found = post["all_"]
    if arguments.get("range"):
        found = found[arguments["range"].get("from", 0) : arguments["range"]["to"]]
    if arguments.get("order") == "DOWN":
        found = found[::-1]
    return found[: arguments.get("limit")]


def _texts(post, store, arguments, upper=False):
    if "comments" in post:
        return [comment["text"] for comment in post["comments"]]
    words = [store.value(comment)["words"] for comment in _comments(post, arguments)]
    return [word.upper() for word in words] if upper else words


# Implementers whose fields need other subgraphs, asked through the interface and a union.
ANIMALS = trap(
    {
        "zoo": """
        type Query { animals: [Animal!]! pets: [Pet] first: Animal }
        interface Animal { id: ID! size: Int friend: Animal }
        union Pet = Dog | Cat
        type Dog implements Animal @key(fields: "id") {
          id: ID! weight: Int @external size: Int @requires(fields: "weight") friend: Animal
        }
        type Cat implements Animal @key(fields: "id") { id: ID! size: Int friend: Animal }
        type Fish implements Animal @key(fields: "id") {
          id: ID! length: Length @external size: Int @requires(fields: "length { cm }") friend: Animal
        }
        type Length { cm: Int @external }
        """,
        "scales": """
        type Dog @key(fields: "id") { id: ID! weight: Int }
        type Fish @key(fields: "id") { id: ID! length: Length }
        type Length { cm: Int inch: Float }
        """,
    },
    {
        "Dog": [
            {"id": "d", "weight": 9, "friend": ref("Cat", "c")},
            {"id": "d2", "weight": None, "friend": ref("Fish", "f")},
        ],
        "Cat": [{"id": "c", "size": 3, "friend": ref("Dog", "d")}],
        "Fish": [
            {"id": "f", "length": {"cm": 4, "inch": 1.6}, "friend": ref("Fish", "f2")},
            {"id": "f2", "length": None, "friend": None},
        ],
    },
    {
        ("Query", "animals"): lambda _, a, s: s.of("Dog") + s.of("Cat") + s.of("Fish"),
        ("Query", "pets"): lambda _, a, s: [*s.of("Cat"), None, *s.of("Dog")],
        ("Query", "first"): lambda _, a, s: s.of("Dog")[0],
        ("Dog", "size"): lambda d, a, s: d["weight"] and d["weight"] * 2,
        ("Fish", "size"): lambda f, a, s: f["length"] and f["length"]["cm"] * 3,
    },
)

CASES: list[tuple[Example, str]] = [
    (CIRCLE, "{ things { f5 } }"),
    (CIRCLE, "{ things { f5 f0 f3 id } }"),
    (CIRCLE, "{ things { f0: f5 f5: f0 f1: id x: f4 } }"),
    (CIRCLE, "{ things { f5 @skip(if: true) f1 } }"),
    (
        CIRCLE,
        "{ things { f4 f2 ...F } } fragment F on Thing { f1 ... on Thing { ...G } } fragment G on Thing { f5 "
        "__typename }",
    ),
    (ORDERS, "{ orders { tax } }"),
    (ORDERS, "{ orders { payment } }"),
    (ORDERS, "{ orders { tax payment id } }"),
    (ORDERS, "{ orders { customer { home { street } payer { account } } tax lines { product { sku } } payment } }"),
    (
        ORDERS,
        "{ orders { customer { home { country: street } payer { age: __typename account: __typename } } tax "
        "payment } }",
    ),
    (
        ORDERS,
        "{ orders { customer: tax lines: payment tax: customer { id home: payer { ... on Company { vat: rebate } "
        "} } } }",
    ),
    (ARGUMENTS, "{ posts { first last middle all } }"),
    (ARGUMENTS, "{ posts { comments(limit: 2) { id text } first last } }"),
    (ARGUMENTS, "{ posts { comments { text(upper: true) } all middle } }"),
    (ARGUMENTS, "{ posts { first: all comments: last all: comments(limit: 1) { text: id id: text } } }"),
    (ARGUMENTS, "{ posts { comments(limit: 1) { text(upper: true) id } first } }"),
    (ANIMALS, "{ animals { size } }"),
    (ANIMALS, "{ animals { id friend { size friend { size __typename } } } }"),
    (ANIMALS, "{ pets { ... on Dog { size } ... on Cat { size } ... on Animal { id s: size } } }"),
    (ANIMALS, "{ pets { ... on Animal { friend { ... on Fish { size } ... on Dog { id size } } } } first { size } }"),
    (ANIMALS, "{ first { ... on Fish { size } } animals { ... on Cat { id } } }"),
    (ANIMALS, "{ first { ... on Fish { size } ... on Dog { weight: size size: weight } } }"),
]


@pytest.mark.parametrize(("example", "query"), CASES)
async def test_requires(example: Example, query: str) -> None:
    await assert_same(example, query)


async def test_the_type_in_field_sets() -> None:
    """``__typename`` may be part of a key, of what is provided and of what is required; it is sent along."""
    example = trap(
        {
            "a": """type Query { t: T o: T @provides(fields: "__typename s") }
            type T @key(fields: "id p { __typename n }") { id: ID! p: P s: Int @external
              seen: String @requires(fields: "__typename s i { __typename v }") i: I @external }
            type P @shareable { n: Int } interface I { v: Int } type V implements I @shareable { v: Int }""",
            "b": """type T @key(fields: "__typename id p { n }") {
              id: ID! p: P s: Int @shareable i: I @shareable x: Int }
            type P @shareable { n: Int } interface I { v: Int } type V implements I @shareable { v: Int }""",
        },
        {"T": [{"id": "1", "p": {"__typename": "P", "n": 2}, "s": 3, "x": 4, "i": {"__typename": "V", "v": 5}}]},
        {
            ("Query", "t"): lambda r, a, s: ref("T", "1"),
            ("Query", "o"): lambda r, a, s: ref("T", "1"),
            ("T", "seen"): lambda r, a, s: f"{r['s']} {r['i']['__typename']} {r['i']['v']}",
        },
    )
    await assert_same(example, "{ t { seen x } o { s x seen } }")


COUNTED, VALUED = "interface I { n: Int }", "interface J { v: Int }"
KNOWN = "type U { v: Int @external }"
NARROW, WIDE = "union N = X type X @shareable { q: Int }", "union N = U | W | X type X @shareable { q: Int }"
# What T.i is, what is required of it, what the requiring subgraph knows of the types, what the other one knows besides.
ELSEWHERE = [
    ("I", "i { n ... on U { v } }", f"{COUNTED} {KNOWN}", ""),
    (
        "I",
        "i { n ... on U { v } }",
        f"{COUNTED} {KNOWN} type W implements I {{ n: Int @external }}",
        "",
    ),
    ("I", "i { ... on I { n ... on U { v } } }", f"{COUNTED} {KNOWN}", ""),
    ("I", "i { n ... on J { v } }", f"{COUNTED} {VALUED}", ""),
    ("[I]", "i { n ... on U { v } }", f"{COUNTED} {KNOWN}", ""),
    ("[[I!]]", "i { n ... on U { v } }", f"{COUNTED} {KNOWN}", ""),
    ("N", "i { ... on I { n } ... on U { v } }", f"{NARROW} {COUNTED} {KNOWN}", WIDE),
    ("N", "i { ... on J { v ... on I { n } } ... on I { n } }", f"{NARROW} {COUNTED} {VALUED}", WIDE),
]


def _implementers(type_name: str, required: str, here: str, there: str) -> Example:
    def seen(record, _, store):
        def of(value):
            if isinstance(value, list):
                return [of(each) for each in value]
            return value and {key: value[key] for key in ("n", "v") if key in value}

        return json.dumps(of(record["i"]), sort_keys=True)

    depth = type_name.count("[")
    shapes = [
        {"__typename": "U", "n": 1, "v": 2},
        {"__typename": "W", "n": 3},
        None if "!" not in type_name else {"__typename": "U", "n": None, "v": None},
    ]
    values = [*shapes] if depth == 0 else [shapes, []] if depth == 1 else [[shapes, []], None]
    return trap(
        {
            "a": f"""type Query {{ ts: [T] }} type T @key(fields: "id") {{ id: ID! i: {type_name} @external
              seen: String @requires(fields: "{required}") }} {here}""",
            "b": f"""type T @key(fields: "id") {{ id: ID! i: {type_name} }} interface I {{ n: Int }}
            interface J {{ v: Int }} type U implements I & J {{ n: Int v: Int }} type W implements I {{ n: Int }}
            {there}""",
        },
        {"T": [{"id": str(place), "i": value} for place, value in enumerate(values)]},
        {("Query", "ts"): lambda r, a, s: s.of("T"), ("T", "seen"): seen},
    )


@pytest.mark.parametrize(("type_name", "required", "here", "there"), ELSEWHERE)
async def test_implementers_that_only_another_subgraph_knows(
    type_name: str, required: str, here: str, there: str
) -> None:
    """GraphQL 5.5.2.3 asks whether types can meet in the graph; what is required comes from those who know."""
    example = _implementers(type_name, required, here, there)
    await assert_same(example, "{ ts { seen } }")
    await assert_same(example, "{ ts { seen i { ... on U { x: v n } ... on J { v } } id } }")


async def test_a_representation_carries_of_a_fragment_only_what_its_type_has() -> None:
    example = _implementers(*ELSEWHERE[0])
    supergraph, plan = planner_of(example.name)
    send = InProcess(example, example.store())
    await answer(Graph(supergraph=supergraph, plan=plan, send=send), GraphQLRequest(query="{ ts { seen } }"))
    sent = json.loads(send.requests[-1].body)["variables"]
    assert [each["i"] for each in next(iter(sent.values()))] == [
        {"__typename": "U", "n": 1, "v": 2},
        {"__typename": "W", "n": 3},
        None,
    ]

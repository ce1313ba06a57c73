"""Keys of every shape, null keys, keys by way of a third subgraph; value types that lie in several subgraphs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.model.exchange import SubgraphRequest
from tests.federation.example import Example, Store, ref
from tests.traps.trap import ask, assert_same, trap

# Keys that are objects, numbers, booleans, enums, lists, and bigger or odder than they look.
ODD = trap(
    {
        "first": """
        scalar JSON scalar Big
        enum Colour { RED GREEN }
        type Query { odds: [Odd!]! }
        type Odd @key(fields: "json") @key(fields: "number flag") @key(fields: "colour tags") @key(fields: "big")
          @key(fields: "nested { deep { x y } list { z } }")
        { json: JSON number: Float flag: Boolean colour: Colour tags: [[String!]] big: Big nested: Nested }
        type Nested @shareable { deep: Deep list: [Deep] }
        type Deep @shareable { x: Int y: ID z: String }
        """,
        "byJson": 'scalar JSON type Odd @key(fields: "json") { json: JSON a: JSON }',
        "byNumber": 'type Odd @key(fields: "number flag") { number: Float flag: Boolean b: Int }',
        "byTags": """
        enum Colour { RED GREEN }
        type Odd @key(fields: "colour tags") { colour: Colour tags: [[String!]] c: [[Colour]] }
        """,
        "byBig": 'scalar Big type Odd @key(fields: "big") { big: Big d: Big }',
        "byNested": """
        type Odd @key(fields: "nested { deep { x y } list { z } }") { nested: Nested e: String }
        type Nested @shareable { deep: Deep list: [Deep] }
        type Deep @shareable { x: Int y: ID z: String }
        """,
    },
    {
        "Odd": [
            {
                "json": {"b": [1, {"c": None}], "a": 'ä\u2028\U0001f600"\\'},
                "number": 1.5,
                "flag": True,
                "colour": "RED",
                "tags": [["x", "y"], [], None],
                "big": 2**70,
                "nested": {
                    "deep": {"x": 1, "y": "q", "z": "Z"},
                    "list": [{"x": 0, "y": None, "z": "l"}, {"x": 1, "y": "1", "z": "m"}],
                },
                "a": {"x": [[]]},
                "b": 1,
                "c": [["RED", None], [], None],
                "d": 2**64,
                "e": "one",
            },
            {
                "json": {"a": 1, "b": 2},
                "number": 1.0,
                "flag": False,
                "colour": "GREEN",
                "tags": [],
                "big": "x",
                "nested": {"deep": {"x": 2, "y": "q", "z": None}, "list": []},
                "a": None,
                "b": 2,
                "c": [],
                "d": None,
                "e": "two",
            },
            {
                "json": [1],
                "number": 1.0,
                "flag": True,
                "colour": "GREEN",
                "tags": [["x"], ["y"]],
                "big": -(2**53) - 1,
                "nested": {"deep": {"x": 1, "y": "q", "z": None}, "list": [{"x": 0, "y": None, "z": "l"}]},
                "a": [None],
                "b": 3,
                "c": None,
                "d": {"v": 1.25e300},
                "e": "three",
            },
            {
                "json": "",
                "number": 0.0,
                "flag": False,
                "colour": "RED",
                "tags": [[""]],
                "big": 0,
                "nested": {"deep": {"x": 0, "y": "", "z": ""}, "list": []},
                "a": "",
                "b": 0,
                "c": [[]],
                "d": 0,
                "e": "",
            },
        ]
    },
    {("Query", "odds"): lambda _, a, s: s.of("Odd")},
)

# Three keys in a chain (a -> b -> c -> d), only some resolvable; the last is null for some.
CHAIN = trap(
    {
        "a": 'type Query { users: [User] } type User @key(fields: "id") { id: ID! fromA: Int }',
        "b": """
        type User @key(fields: "id") @key(fields: "mail") @key(fields: "org { nr }") { id: ID! mail: String fromB: Int
          org: Org }
        type Org @shareable { nr: Int country: String }
        """,
        "c": """
        type Query { byMail(mail: String!): User }
        type User @key(fields: "mail") @key(fields: "code { part }", resolvable: false) { mail: String code: Code
          fromC: Int }
        type Code @shareable { part: String }
        """,
        "d": """
        type User @key(fields: "code { part }") @key(fields: "fromD { id }", resolvable: false) { code: Code fromD:
          Thing last: [Thing] }
        type Code @shareable { part: String }
        type Thing @key(fields: "id") { id: Int! }
        """,
        "e": """
        type Thing @key(fields: "id") { id: Int! user: User word: String }
        type User @key(fields: "id") { id: ID! fromE: Int }
        """,
    },
    {
        "User": [
            {
                "id": "1",
                "mail": "a@x",
                "code": {"part": "p"},
                "org": {"nr": 1, "country": "DE"},
                "fromA": 1,
                "fromB": 2,
                "fromC": 3,
                "fromD": ref("Thing", 1),
                "fromE": 5,
                "last": [ref("Thing", 2), None, ref("Thing", 1)],
            },
            {
                "id": "2",
                "mail": None,
                "code": None,
                "org": None,
                "fromA": 1,
                "fromB": 2,
                "fromC": None,
                "fromD": None,
                "fromE": 6,
                "last": None,
            },
            {
                "id": "3",
                "mail": "c@x",
                "code": None,
                "org": None,
                "fromA": 7,
                "fromB": None,
                "fromC": 9,
                "fromD": None,
                "fromE": None,
                "last": None,
            },
        ],
        "Thing": [{"id": 1, "user": ref("User", "3"), "word": "w"}, {"id": 2, "user": None, "word": None}],
    },
    {
        ("Query", "users"): lambda _, a, s: [s.of("User")[0], None, *s.of("User")[1:], s.of("User")[0]],
        ("Query", "byMail"): lambda _, a, s: next((u for u in s.of("User") if u["mail"] == a["mail"]), None),
    },
)

# Value types without keys, each field in another subgraph: lists by position, re-entered through the parent.
VALUES = trap(
    {
        "one": """
        type Query { shop: Shop @shareable shops: [Shop!]! @shareable grid: [[Cell]] @shareable board: Board }
        type Shop @shareable { name: String hours: [Hour!] owner: Owner }
        type Hour @shareable { open: Int }
        type Owner @key(fields: "id") { id: ID! office: Office @shareable boxes: [[Box]] @shareable }
        type Office { street: String @shareable room: Room @shareable }
        type Room { number: Int }
        type Box @shareable { w: Int }
        type Cell @shareable { x: Int }
        type Board @key(fields: "id") { id: ID! }
        """,
        "two": """
        type Query { shop: Shop @shareable shops: [Shop!]! @shareable grid: [[Cell]] @shareable }
        type Shop @shareable { name: String hours: [Hour!] phone: String }
        type Hour @shareable { open: Int close: Int }
        type Owner @key(fields: "id") { id: ID! office: Office @shareable boxes: [[Box]] @shareable }
        type Office { street: String @shareable room: Room @shareable zip: String }
        type Room { window: Boolean }
        type Box @shareable { w: Int h: Int }
        type Cell @shareable { x: Int y: Int }
        type Board @key(fields: "id") { id: ID! rows: [[Square]] @shareable }
        type Square @shareable { owner: Owner mark: String }
        """,
        "three": """
        type Query { shop: Shop @shareable shops: [Shop!]! @shareable grid: [[Cell]] @shareable }
        type Shop @shareable { hours: [Hour!] rating: Float }
        type Hour @shareable { note: String }
        type Cell @shareable { z: Int }
        type Board @key(fields: "id") { id: ID! rows: [[Square]] @shareable }
        type Square @shareable { mark: String weight: Int }
        """,
    },
    {
        "Shop": [
            {
                "name": "S",
                "hours": [{"open": 1, "close": 2, "note": "n"}, {"open": 3, "close": None, "note": None}],
                "owner": ref("Owner", "o"),
                "phone": "1",
                "rating": 1.5,
            },
            {"name": None, "hours": None, "owner": None, "phone": None, "rating": None},
        ],
        "Owner": [
            {
                "id": "o",
                "office": {"street": "s", "room": {"number": 1, "window": True}, "zip": "z"},
                "boxes": [[{"w": 1, "h": 2}, None], None, [], [{"w": None, "h": 3}]],
            }
        ],
        "Board": [
            {
                "id": "b",
                "rows": [
                    [
                        {"owner": ref("Owner", "o"), "mark": "x", "weight": 1},
                        None,
                        {"owner": None, "mark": None, "weight": None},
                    ],
                    [],
                    None,
                ],
            }
        ],
    },
    {
        ("Query", "shop"): lambda _, a, s: s.of("Shop")[0],
        ("Query", "shops"): lambda _, a, s: s.of("Shop"),
        ("Query", "grid"): lambda _, a, s: [
            [{"x": 1, "y": 2, "z": 3}, None],
            [],
            None,
            [{"x": None, "y": None, "z": 4}],
        ],
        ("Query", "board"): lambda _, a, s: s.of("Board")[0],
    },
)


def noted(store: Store, text: str) -> int:
    """How much has been done, this included."""
    store.log.append(text)
    return len(store.log)


BELOW = {"query": {"__typename": "Query"}, "me": ref("Me", "m")}

# A subgraph reached from below by its root fields, and a type that is its own root below a mutation.
ROOTS = trap(
    {
        "a": """
        type Query { me: Me again: Query @shareable }
        type Me @key(fields: "id") { id: ID! root: Query }
        type Mutation { inc(by: Int = 1): Result! both: Int @shareable }
        type Result { query: Query me: Me value: Int }
        """,
        "b": """
        type Query { count: Int! log: [String!]! again: Query @shareable }
        type Me @key(fields: "id") { id: ID! steps: Int }
        type Mutation { add(text: String!): Log both: Int @shareable }
        type Log { text: String me: Me query: Query }
        """,
    },
    {"Me": [{"id": "m", "steps": 3}]},
    {
        ("Query", "me"): lambda _, a, s: s.of("Me")[0],
        ("Query", "again"): lambda _, a, s: {"__typename": "Query"},
        ("Query", "count"): lambda _, a, s: len(s.log),
        ("Query", "log"): lambda _, a, s: list(s.log),
        ("Me", "root"): lambda _, a, s: {"__typename": "Query"},
        ("Me", "steps"): lambda m, a, s: len(s.log),
        ("Mutation", "inc"): lambda _, a, s: {"value": noted(s, f"inc {a['by']}"), **BELOW},
        ("Mutation", "both"): lambda _, a, s: noted(s, "both"),
        ("Mutation", "add"): lambda _, a, s: {"text": a["text"], "value": noted(s, a["text"]), **BELOW},
    },
)

CASES: list[tuple[Example, str, dict[str, Any]]] = [
    (ODD, "{ odds { a b c d e } }", {}),
    (ODD, "{ odds { json: a number: b a: json big: e d: nested { deep { x: z } } } }", {}),
    (ODD, "{ odds { c colour e nested { list { y } } } }", {}),
    (ODD, "{ odds { e n: nested { list { z: x } } nested { deep { y } } } }", {}),
    (CHAIN, "{ users { last { word } } }", {}),
    (CHAIN, "{ users { fromA fromB fromC fromD { id } fromE } }", {}),
    (CHAIN, "{ users { last { user { last { id word } fromC } } fromD { word user { fromD { id } } } } }", {}),
    (
        CHAIN,
        '{ byMail(mail: "a@x") { code { part } last { id } } b: byMail(mail: "c@x") { fromC code { part } last { '
        'id } } c: byMail(mail: "z") { last { id } } }',
        {},
    ),
    (CHAIN, "{ users { code { part } mail: id id: mail last { id: word } org { country } } }", {}),
    (
        CHAIN,
        "query($s: Boolean!) { users { fromA last @skip(if: $s) { id } ... @include(if: $s) { fromE } } }",
        {"s": True},
    ),
    (
        CHAIN,
        "query($s: Boolean!) { users { fromA last @skip(if: $s) { id } ... @include(if: $s) { fromE } } }",
        {"s": False},
    ),
    (VALUES, "{ shop { name phone rating hours { open close note } } }", {}),
    (VALUES, "{ shop { hours { close note } owner { office { room { number window } zip } boxes { h w } } } }", {}),
    (
        VALUES,
        "{ shop { hours { note: open open: close close: note } n: name } shops { name phone hours { close } } }",
        {},
    ),
    (VALUES, "{ shops { owner { office { room { window } } boxes { h } } phone } }", {}),
    (VALUES, "{ grid { x y z } }", {}),
    (VALUES, "{ grid { z a: y } other: grid { x } }", {}),
    (VALUES, "{ board { rows { mark weight owner { office { street room { number } } } } } }", {}),
    (VALUES, "{ board { rows { weight: mark mark: weight o: owner { b: boxes { h: w w: h } } } } }", {}),
    (ROOTS, "{ me { root { count me { steps } again { log } } } }", {}),
    (ROOTS, "{ again { again { count me { id steps root { __typename t: __typename log } } } } }", {}),
    (
        ROOTS,
        'mutation { a: inc { value query { count log } me { steps } } b: add(text: "x") { text me { steps root { '
        "count } } query { me { id } } } c: both d: inc(by: 3) { me { steps root { log } } } e: both }",
        {},
    ),
    (ROOTS, "mutation { inc { __typename query { __typename } } both both }", {}),
    (
        ROOTS,
        "mutation M($t: String!, $n: Int) { add(text: $t) { me { steps } } ...F inc(by: $n) { value } } fragment "
        "F on Mutation { x: both }",
        {"t": "ü", "n": None},
    ),
    (
        ROOTS,
        "mutation M($t: String!, $n: Int) { add(text: $t) { me { steps } } inc(by: $n) { value } inc(by: $n) { "
        "query { log } } }",
        {"t": "ü"},
    ),
]


@pytest.mark.parametrize(("example", "query", "variables"), CASES)
async def test_keys_and_values(example: Example, query: str, variables: dict[str, Any]) -> None:
    await assert_same(example, query, variables)


# Equal in Python, not in JSON.
ALIKE = trap(
    {
        "first": 'scalar JSON type Query { alike: [Alike!]! } type Alike @key(fields: "json") { json: JSON }',
        "second": 'scalar JSON type Alike @key(fields: "json") { json: JSON kind: String }',
    },
    {
        "Alike": [
            {"json": 1, "kind": "number"},
            {"json": True, "kind": "truth"},
            {"json": 0, "kind": "zero"},
            {"json": False, "kind": "lie"},
            {"json": [1], "kind": "list"},
            {"json": [True], "kind": "list of truth"},
        ]
    },
    {("Query", "alike"): lambda _, a, s: s.of("Alike")},
)


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("query", ["{ alike { kind } }", "{ alike { json kind } }"])
async def test_representations_are_told_apart_as_json_does(query: str, structs: bool) -> None:
    sent: list[Any] = []

    def note(request: SubgraphRequest, given: dict[str, Any]) -> bytes:
        sent.extend(row["json"] for row in next(iter(json.loads(request.body)["variables"].values())))
        return json.dumps(given).encode()

    await ask(ALIKE, query, spoiled={"second": note}, structs=structs)
    assert json.dumps(sent) == json.dumps([1, True, 0, False, [1], [True]] * (len(sent) // 6))
    assert sent

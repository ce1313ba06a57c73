"""Trees: interfaces that refer to themselves, through @interfaceObject; members that only some subgraphs know."""

# Rows and small functions over them: types would say less than the data does.
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import pytest

from tests.federation.example import Example, ref
from tests.traps.trap import assert_same, trap

# A shared union and interface of which each subgraph knows other members.
PARTS = trap(
    {
        "a": """
        type Query { box: Box boxes: [Box!] @shareable same: [S] }
        type Box @key(fields:"id") { id: ID! content: U @shareable list: [[U]] @shareable thing: N @shareable own: U
          inner:
          Box }
        union U = P | Q
        union S = P | Q
        interface N { id: ID }
        type P implements N @key(fields:"id") { id: ID! v: String }
        type Q implements N @key(fields:"k") { k: Int! id: ID @shareable v: String! n: Q w: [Q!] }
        """,
        "b": """
        type Query { boxes: [Box!] @shareable boxB: Box }
        type Box @key(fields:"id") { id: ID! content: U @shareable list: [[U]] @shareable thing: N @shareable ownB:
          [U!] }
        union U = Q | R
        interface N { id: ID }
        type Q implements N @key(fields:"k") { k: Int! id: ID @shareable z: Int }
        type R implements N { id: ID v: Int }
        """,
    },
    {
        "Box": [
            {
                "id": "1",
                "content": ref("Q", 1, "k"),
                "list": [[ref("Q", 1, "k"), None], None],
                "thing": ref("Q", 1, "k"),
                "own": ref("P", "p"),
                "inner": ref("Box", "2"),
                "ownB": [ref("R", "r"), ref("Q", 1, "k")],
            },
            {
                "id": "2",
                "content": None,
                "list": [],
                "thing": None,
                "own": ref("Q", 2, "k"),
                "inner": None,
                "ownB": None,
            },
        ],
        "P": [{"id": "p", "v": None}],
        "Q": [
            {"k": 1, "id": None, "v": "q", "z": 5, "n": ref("Q", 2, "k"), "w": [ref("Q", 2, "k")]},
            {"k": 2, "id": "2", "v": "q2", "z": None, "n": None, "w": []},
        ],
        "R": [{"id": "r", "v": 8}],
    },
    {
        ("Query", "box"): lambda _, a, s: s.of("Box")[0],
        ("Query", "boxB"): lambda _, a, s: s.of("Box")[0],
        ("Query", "boxes"): lambda _, a, s: s.of("Box"),
        ("Query", "same"): lambda _, a, s: [ref("P", "p"), None, *[ref("Q", 1, "k")]],
    },
)

# Nodes of a tree whose own interface is an object elsewhere, with requirements with arguments.
TREE = trap(
    {
        "a": """
        type Query { node(id: ID!): Node nodes: [Node!]! deep: [[[Node]]] }
        interface Node @key(fields:"id") { id: ID! parent: Node children(first: Int = 2): [Node!] }
        type File implements Node @key(fields:"id") { id: ID! parent: Node children(first: Int = 2): [Node!] size: Int }
        type Dir implements Node @key(fields:"id") { id: ID! parent: Node children(first: Int = 2): [Node!] files:
          [File] }
        type Link implements Node @key(fields:"id") { id: ID! parent: Node children(first: Int = 2): [Node!] target:
          Target }
        union Target = File | Dir
        """,
        "b": """
        type Node @key(fields:"id") @interfaceObject { id: ID! owner: User children(first: Int = 2): [Node!] @external
          parent: Node @external count: Int @requires(fields: "children(first: 1) { id }")  pname: String
          @requires(fields: "parent { id }") }
        type User @key(fields:"id") { id: ID! owns: [Node] fav: Node }
        type Query { users: [User] user: User @shareable }
        """,
        "c": """
        type User @key(fields:"id") { id: ID! name: String last: Node }
        type Node @key(fields:"id", resolvable: false) @interfaceObject { id: ID! }
        type Query { user: User @shareable }
        """,
        "d": """
        type File @key(fields:"id") { id: ID! text: String lines: Int @requires(fields: "size") size: Int @external
          }
        """,
    },
    {
        "File": [{"id": "f", "parent": ref("Dir", "d"), "size": 4, "owner": ref("User", "u"), "text": "t", "kids": []}],
        "Dir": [
            {
                "id": "d",
                "parent": None,
                "files": [ref("File", "f"), None],
                "owner": None,
                "kids": [ref("File", "f"), ref("Link", "l")],
            }
        ],
        "Link": [
            {"id": "l", "parent": ref("Dir", "d"), "target": ref("File", "f"), "owner": ref("User", "u"), "kids": []}
        ],
        "User": [
            {
                "id": "u",
                "owns": [ref("File", "f"), ref("Link", "l"), None, ref("Dir", "d")],
                "fav": ref("Dir", "d"),
                "name": "U",
                "last": ref("Link", "l"),
            }
        ],
    },
    {
        ("Query", "node"): lambda _, a, s: (
            s.find(ref("File", a["id"])) or s.find(ref("Dir", a["id"])) or s.find(ref("Link", a["id"]))
        ),
        ("Query", "nodes"): lambda _, a, s: s.of("File") + s.of("Dir") + s.of("Link"),
        ("Query", "deep"): lambda _, a, s: [[s.of("File"), None, []], None, [[None, *s.of("Dir")]]],
        ("Query", "users"): lambda _, a, s: s.of("User"),
        ("Query", "user"): lambda _, a, s: s.of("User")[0],
        **{(t, "children"): lambda n, a, s: n["kids"][: a["first"]] for t in ("File", "Dir", "Link")},
        **{
            (t, "count"): lambda n, a, s: len(n["children"]) if "children" in n else len(n["kids"][:1])
            for t in ("File", "Dir", "Link")
        },
        **{
            (t, "pname"): lambda n, a, s: (lambda p: p and p["id"] + "!")(s.value(n["parent"]))
            for t in ("File", "Dir", "Link")
        },
        ("File", "lines"): lambda f, a, s: f["size"] * 2,
    },
)

CASES: list[tuple[Example, str]] = [
    (
        PARTS,
        "{ boxes { content { __typename ... on Q { v z k } } list { ... on Q { id z v } } thing { id ... on Q { "
        "z v } } } }",
    ),
    (
        PARTS,
        "{ box { own { ... on P { v id } ... on Q { q: v k z } } inner { own { __typename ... on Q { id n { v z "
        "w { z } } } } } ownB { ... on R { v } ... on Q { q: v z } } } }",
    ),
    (
        PARTS,
        "{ same { ... on P { id x: v } ... on Q { id2: id y: v z } } boxB { own { ... on N { id __typename } } "
        "ownB { ... on N { id } } } }",
    ),
    (
        PARTS,
        "{ boxB { thing { id __typename } content { ... on N { id } __typename } } box { thing { __typename } "
        "content { __typename ... on Q { n { w { v z } } } } } }",
    ),
    (PARTS, "{ boxes { own { ... on Q { id v } } ownB { ... on R { id r: v } } } }"),
    (TREE, "{ nodes { count pname } }"),
    (TREE, "{ users { owns { count __typename } } }"),
    (
        TREE,
        "{ users { owns { ... on File { lines text owner { name } } ... on Dir { files { lines } } ... on Link { "
        "target { ... on File { text pname } } } } } }",
    ),
    (TREE, "{ user { last { __typename id owner { name fav { pname children { count } } } } } }"),
    (TREE, "{ deep { id count ... on Dir { files { count owner { last { id } } } } } }"),
    (TREE, "{ user { last { children(first: 1) { id } count } fav { children(first: 2) { id pname } count } } }"),
    (
        TREE,
        '{ node(id: "d") { children { parent { count children(first: 1) { id } } } c: children(first: 1) { '
        "__typename } count } }",
    ),
    (TREE, "{ user { last { id } } }"),
    (TREE, "{ user { fav { id } last { pname } } users { fav { parent { id } pname } } }"),
    (TREE, "{ users { owns { id: __typename __typename: id } } }"),
    (
        TREE,
        "{ users { owns { ...N } fav { ...N } } nodes { ...N } } fragment N on Node { ... on File { size lines } "
        "... on Node { owner { id } ... on Dir { files { size } } } }",
    ),
]


@pytest.mark.parametrize(("example", "query"), CASES)
async def test_trees(example: Example, query: str) -> None:
    await assert_same(example, query)

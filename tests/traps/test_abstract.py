"""Interfaces and unions: other members in other subgraphs, @interfaceObject in chains, provided fields, nesting."""

from __future__ import annotations

import pytest

from tests.federation.example import Example, ref, refs
from tests.traps.trap import assert_same, trap

# Two @interfaceObject subgraphs that need each other, and one that knows only one of two interfaces of the objects.
MEDIA = trap(
    {
        "core": """
        type Query { media: [Media!]! one(id: ID!): Media books: [Book] }
        interface Media @key(fields: "id") @key(fields: "code") { id: ID! code: String! title: String }
        type Book implements Media @key(fields: "id") @key(fields: "code") { id: ID! code: String! title: String
          pages: Int next: Media }
        type Film implements Media @key(fields: "id") @key(fields: "code") { id: ID! code: String! title: String
          minutes: Int }
        """,
        "stars": """
        type Query { best: Media bestList: [[Media]] }
        type Media @key(fields: "id") @interfaceObject {
          id: ID! title: String @external price: Int @external
          stars: Int label: String @requires(fields: "title") value: Float @requires(fields: "price")
          related: [Media!]
        }
        """,
        "shop": """
        type Query { cheapest: Media offers: [Offer!]! }
        type Offer @key(fields: "nr") { nr: Int! media: Media }
        type Media @key(fields: "code") @interfaceObject {
          code: String! price: Int @shareable stars: Int @external worth: Int @requires(fields: "stars")
        }
        """,
        "nrs": """
        type Offer @key(fields: "nr") { nr: Int! until: String }
        type Book @key(fields: "id") { id: ID! publisher: Publisher }
        type Publisher { name: String books: [Book!] }
        """,
    },
    {
        "Book": [
            {
                "id": "b1",
                "code": "B1",
                "title": "Momo",
                "pages": 300,
                "price": 10,
                "stars": 5,
                "related": [*refs("Film", "f1"), *refs("Book", "b2")],
                "next": ref("Film", "f1"),
                "publisher": {"name": "P", "books": refs("Book", "b1", "b2")},
            },
            {
                "id": "b2",
                "code": "B2",
                "title": None,
                "pages": None,
                "price": None,
                "stars": None,
                "related": [],
                "next": None,
            },
        ],
        "Film": [
            {
                "id": "f1",
                "code": "F1",
                "title": "M",
                "minutes": 110,
                "price": 4,
                "stars": 2,
                "related": refs("Book", "b1"),
            },
        ],
        "Offer": [
            {"nr": 1, "media": ref("Film", "f1"), "until": "May"},
            {"nr": 2, "media": ref("Book", "b2"), "until": None},
            {"nr": 3, "media": None},
        ],
    },
    {
        ("Query", "media"): lambda _, a, s: s.of("Book") + s.of("Film"),
        ("Query", "books"): lambda _, a, s: [*s.of("Book"), None],
        ("Query", "one"): lambda _, a, s: s.find(ref("Book", a["id"])) or s.find(ref("Film", a["id"])),
        ("Query", "best"): lambda _, a, s: s.of("Book")[0],
        ("Query", "bestList"): lambda _, a, s: [[*s.of("Book"), None], [], None, s.of("Film")],
        ("Query", "cheapest"): lambda _, a, s: s.of("Film")[0],
        ("Query", "offers"): lambda _, a, s: s.of("Offer"),
        ("Book", "label"): lambda m, a, s: f"<{m['title']}>",
        ("Film", "label"): lambda m, a, s: f"<{m['title']}>",
        ("Book", "value"): lambda m, a, s: (m["price"] or 0) / 2,
        ("Film", "value"): lambda m, a, s: (m["price"] or 0) / 2,
        ("Book", "worth"): lambda m, a, s: (m["stars"] or 0) * 2,
        ("Film", "worth"): lambda m, a, s: (m["stars"] or 0) * 2,
    },
)

# A field that several subgraphs give, as a union and an interface with other members in each.
FEEDS = trap(
    {
        "a": """
        type Query { me: User }
        type User @key(fields: "id") { id: ID! feed: [Item!]! @shareable pinned: Item only: Item any: Node @shareable }
        union Item = Post | Ad
        interface Node { id: ID! }
        type Post implements Node @key(fields: "id") { id: ID! text: String }
        type Ad implements Node @key(fields: "id") { id: ID! link: String @shareable }
        """,
        "b": """
        type User @key(fields: "id") { id: ID! feed: [Item!]! @shareable own: [Item] any: Node @shareable }
        union Item = Ad | Event
        interface Node { id: ID! }
        type Ad implements Node @key(fields: "id") { id: ID! link: String @shareable cost: Int }
        type Event implements Node @key(fields: "id") { id: ID! text: String! }
        """,
    },
    {
        "User": [
            {
                "id": "u",
                "feed": refs("Ad", "a1", "a2"),
                "pinned": ref("Post", "p1"),
                "only": ref("Ad", "a1"),
                "own": [ref("Event", "e1"), None, ref("Ad", "a2")],
                "any": ref("Ad", "a2"),
            }
        ],
        "Post": [{"id": "p1", "text": "hi"}],
        "Ad": [{"id": "a1", "link": "l1", "cost": 1}, {"id": "a2", "link": None, "cost": None}],
        "Event": [{"id": "e1", "text": "party"}],
    },
    {("Query", "me"): lambda _, a, s: s.of("User")[0]},
)

# Provided fields on interfaces, unions and deep below lists; the provided value exists only on that path.
PROVIDED = trap(
    {
        "pages": """
        type Query {
          top: Node @provides(fields: "... on Person { name address { city } } ... on Group { name }")
          hits: [Hit] @provides(fields:
            "... on Person { name address { city country { code } } } ... on Group { name lead { name } }")
          nothing: [Hit]
        }
        union Hit = Person | Group
        interface Node { id: ID! name: String }
        type Person implements Node @key(fields: "id") { id: ID! name: String @external address: Address @external }
        type Group implements Node @key(fields: "id") { id: ID! name: String @external lead: Person }
        type Address { city: String @external country: Country @external }
        type Country @key(fields: "code") { code: String! }
        """,
        "people": """
        type Person @key(fields: "id") { id: ID! name: String @shareable address: Address @shareable born: Int }
        type Group @key(fields: "id") { id: ID! name: String @shareable size: Int }
        type Address { city: String @shareable country: Country @shareable zip: String }
        type Country @key(fields: "code") { code: String! }
        """,
        "countries": 'type Country @key(fields: "code") { code: String! label: String! }',
    },
    {
        "Person": [
            {
                "id": "p1",
                "name": "Ada",
                "born": 1815,
                "address": {"city": "London", "zip": "N1", "country": ref("Country", "UK", "code")},
            },
            {"id": "p2", "name": None, "born": None, "address": None},
        ],
        "Group": [
            {"id": "g1", "name": "G", "size": 2, "lead": ref("Person", "p1")},
            {"id": "g2", "name": None, "size": 0, "lead": None},
        ],
        "Country": [{"code": "UK", "label": "United"}],
    },
    {
        ("Query", "top"): lambda _, a, s: s.of("Person")[0],
        ("Query", "hits"): lambda _, a, s: [*s.of("Person"), None, *s.of("Group")],
        ("Query", "nothing"): lambda _, a, s: [],
    },
)

# Fields of one interface that live in another subgraph for each implementer.
SPREAD = trap(
    {
        "root": """
        type Query { nodes: [Node] node: Node things: [Thing!]! }
        interface Node { id: ID! }
        type A implements Node @key(fields: "id") { id: ID! }
        type B implements Node @key(fields: "id") { id: ID! name: String! own: Node }
        type C implements Node @key(fields: "id") { id: ID! inner: Inner }
        type Inner { node: Node list: [Node!] }
        union Thing = A | C | Plain
        type Plain { id: Int name: String }
        """,
        "names": """
        interface Node { id: ID! name: String! }
        interface Sized implements Node { id: ID! name: String! size: Int }
        type A implements Node & Sized @key(fields: "id") { id: ID! name: String! size: Int }
        type B implements Node @key(fields: "id") { id: ID! name: String! @external }
        type C implements Node & Sized @key(fields: "id") { id: ID! name: String! size: Int }
        """,
    },
    {
        "A": [{"id": "a", "name": "An", "size": 1}],
        "B": [{"id": "b", "name": "Bn", "own": ref("C", "c")}],
        "C": [
            {
                "id": "c",
                "name": "Cn",
                "size": None,
                "inner": {"node": ref("B", "b"), "list": [ref("A", "a"), ref("C", "c")]},
            }
        ],
        "Plain": [{"id": 7, "name": "Pn"}],
    },
    {
        ("Query", "nodes"): lambda _, a, s: [*s.of("A"), None, *s.of("B"), *s.of("C")],
        ("Query", "node"): lambda _, a, s: s.of("B")[0],
        ("Query", "things"): lambda _, a, s: [*s.of("Plain"), *s.of("A"), *s.of("C")],
    },
)

CASES: list[tuple[Example, str]] = [
    (MEDIA, "{ media { stars price } }"),
    (MEDIA, "{ media { label value worth } }"),
    (MEDIA, "{ best { worth } cheapest { label } }"),
    (MEDIA, "{ best { __typename } }"),
    (MEDIA, "{ best { t: __typename stars u: __typename } }"),
    (MEDIA, "{ bestList { __typename id ... on Book { pages publisher { name } } ... on Film { minutes worth } } }"),
    (MEDIA, "{ best { related { related { title __typename ... on Film { minutes } } } } }"),
    (MEDIA, "{ cheapest { title ... on Film { stars } ... on Book { price } } }"),
    (MEDIA, "{ offers { nr until media { __typename title price stars worth label } } }"),
    (MEDIA, "{ offers { media { ... on Media { ... on Book { pages } } code } } }"),
    (MEDIA, "{ books { next { stars __typename } publisher { books { worth next { label } } } } }"),
    (
        MEDIA,
        '{ a: one(id: "b1") { ... on Book { worth stars } } b: one(id: "f1") { ... on Book { worth } ... on Film '
        "{ value } } }",
    ),
    (MEDIA, '{ one(id: "nope") { stars } }'),
    (MEDIA, "{ cheapest { code } best { id } }"),
    (MEDIA, "{ cheapest { id } best { code } }"),
    (MEDIA, "{ cheapest { ... on Film { __typename } } best { ... on Film { id } } }"),
    (MEDIA, "{ media { ... on Film { related { id stars } } ... on Book { related { code price } } } }"),
    (
        MEDIA,
        "{ bestList { ...M } cheapest { ...M } } fragment M on Media { ...B ...F related { ...B } } fragment B "
        "on Book { next { ...F } id } fragment F on Film { stars minutes id }",
    ),
    (FEEDS, "{ me { feed { __typename ... on Ad { link cost } ... on Post { text } ... on Event { t: text } } } }"),
    (FEEDS, "{ me { pinned { ... on Post { text } ... on Ad { cost } ... on Event { t: text } } } }"),
    (FEEDS, "{ me { own { ... on Post { text } ... on Ad { cost } ... on Event { t: text } } } }"),
    (FEEDS, "{ me { only { __typename ... on Ad { id link cost } } any { __typename id ... on Ad { cost link } } } }"),
    (FEEDS, "{ me { own { ... on Node { id __typename } } any { ... on Node { id } } } }"),
    (PROVIDED, "{ top { name ... on Person { address { city } } } }"),
    (PROVIDED, "{ top { name ... on Person { address { city zip country { label } } born } } }"),
    (
        PROVIDED,
        "{ hits { ... on Person { name address { country { code label } } } ... on Group { name lead { name } } } }",
    ),
    (PROVIDED, "{ hits { ... on Person { name born } ... on Group { size lead { name born address { zip } } } } }"),
    (PROVIDED, "{ hits { ... on Node { name id } __typename } nothing { ... on Node { name } } }"),
    (PROVIDED, "{ hits { ... on Group { lead { id: name name: id } name: size } ... on Person { name: born } } }"),
    (SPREAD, "{ nodes { name } }"),
    (SPREAD, "{ nodes { name __typename ... on Sized { size } } }"),
    (SPREAD, "{ nodes { ... on Sized { size name } ... on B { own { name ... on C { inner { list { name } } } } } } }"),
    (
        SPREAD,
        "{ things { ... on Plain { i: name } ... on A { id name size } ... on C { name inner { node { name } } } } }",
    ),
    (SPREAD, "{ things { ... on Plain { i: id } ... on Node { i2: id name } } }"),
    (SPREAD, "{ things { ... on Plain { title: name } ... on A { name } ... on Sized { size } } }"),
    (SPREAD, "{ node { ... on Node { ... on Node { name } } ... on Sized { size } } }"),
    (SPREAD, "{ things { ... on Node { ... on Sized { ... on C { inner { list { ... on Sized { size } } } } } } } }"),
]


@pytest.mark.parametrize(("example", "query"), CASES)
async def test_abstract_types(example: Example, query: str) -> None:
    await assert_same(example, query)

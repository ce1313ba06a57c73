"""The graph that is measured: four subgraphs, and two operations over them.

``HEAVY`` nests over all four and answers with tens of kilobytes; ``LIGHT`` is one small call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLSchema, build_schema

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", '
)
LINK += '"@provides", "@shareable"])\n'

SDL = {
    "members": LINK
    + """
        type Query { members: [Member!]  member(id: ID!): Member }
        type Member @key(fields: "id") { id: ID!  name: String!  handle: String! @shareable  since: Int! }""",
    "ideas": LINK
    + """
        type Query { ideas(first: Int = 6): [Idea!] }
        type Idea @key(fields: "id") { id: ID!  title: String!  people: Int!  budget: Int! }""",
    "comments": LINK
    + """
        type Comment @key(fields: "id") {
          id: ID!  body: String!  idea: Idea!  author: Member! @provides(fields: "handle") }
        type Member @key(fields: "id") { id: ID!  handle: String! @external  comments: [Comment!] }
        type Idea @key(fields: "id") { id: ID!  comments: [Comment!] }""",
    "reach": LINK
    + """
        type Idea @key(fields: "id") { id: ID!  people: Int! @external  budget: Int! @external
          isLocal: Boolean  costPerHead: Int @requires(fields: "people budget") }""",
}

HEAVY = """
query Heavy {
  members { ...Member comments { ...Comment idea { ...Idea comments { ...Comment author {
    ...Member comments { ...Comment idea { ...Idea } } } } } } }
  ideas { ...Idea comments { ...Comment author { ...Member comments { ...Comment idea { ...Idea } } } } }
}
fragment Member on Member { id handle name }
fragment Comment on Comment { id body }
fragment Idea on Idea { id title people budget isLocal costPerHead }
"""
LIGHT = 'query Light { member(id: "2") { id name handle since } }'

NAMES = (
    "Mira Lampenwald",
    "Jonas Wolkenstein",
    "Aylin Birkentau",
    "Peer Nebelkamm",
    "Tove Kieselgrund",
    "Ida Moosbach",
)
TITLES = ("Vogelstimmen", "Leichte Sprache", "Hitzekarte", "Bürgerbus", "Lesepaten", "Stadtbäume")
BODY = "Wir haben das in unserem Verein ausprobiert und teilen gern, was gut ging und was nicht. "

MEMBERS = [
    {"id": str(number), "name": f"{name} (fiktiv)", "handle": f"demo-{number}", "since": 2020 + number % 5}
    for number, name in enumerate(NAMES, 1)
]
IDEAS = [
    {"id": str(number), "title": title, "people": 100 * number, "budget": 7000 * number}
    for number, title in enumerate(TITLES, 1)
]
COMMENTS = [
    {"id": f"{author}-{idea}", "body": BODY * (1 + (author * idea) % 4), "author": str(author), "idea": str(idea)}
    for author in range(1, 7)
    for idea in range(author % 2 + 1, 7, 2)
]


def comment(row: Mapping[str, str]) -> dict[str, Any]:
    author = MEMBERS[int(row["author"]) - 1]
    return {
        "id": row["id"],
        "body": row["body"],
        "idea": {"__typename": "Idea", "id": row["idea"]},
        "author": {"__typename": "Member", "id": row["author"], "handle": author["handle"]},
    }


def comments_of(side: str, key: str) -> list[dict[str, Any]]:
    return [comment(row) for row in COMMENTS if row[side] == key]


def entity(subgraph: str, representation: Mapping[str, Any]) -> dict[str, Any]:
    """What a subgraph knows of an entity; the answer to a representation (federation: _entities)."""
    kind, key = representation["__typename"], representation["id"]
    known: dict[str, Any] = {"__typename": kind, "id": key}
    if subgraph == "comments":
        return {**known, "comments": comments_of("author" if kind == "Member" else "idea", key)}
    if subgraph == "reach":
        cost = representation["budget"] // representation["people"] if "budget" in representation else None
        return {**known, "isLocal": int(key) % 2 == 0, "costPerHead": cost}
    return {**known, **(MEMBERS if kind == "Member" else IDEAS)[int(key) - 1]}


ROOTS: Mapping[str, Callable[..., Any]] = {
    "members": lambda _info: MEMBERS,
    "member": lambda _info, id: MEMBERS[int(id) - 1],
    "ideas": lambda _info, first: IDEAS[:first],
}


def executable(subgraph: str) -> GraphQLSchema:
    """The subgraph's schema with ``_entities``, without its federation directives."""
    plain = SDL[subgraph].removeprefix(LINK)
    for directive in ('@key(fields: "id")', "@shareable", "@external", '@provides(fields: "handle")'):
        plain = plain.replace(directive, "")
    plain = plain.replace('@requires(fields: "people budget")', "")
    union = "union _Entity = " + " | ".join(kind for kind in ("Member", "Idea", "Comment") if f"type {kind} " in plain)
    if "type Query" not in plain:
        plain += "\ntype Query { _: Boolean }"
    return build_schema(
        f"{plain}\nscalar _Any\n{union}\nextend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}"
    )

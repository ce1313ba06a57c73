"""Codes about a schema on its own: GraphQL, links, names, roots."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation, explained

_LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"{})\ntype Query {{ a: Int }}'

SCHEMAS: tuple[Explanation, ...] = (
    explained(
        "INVALID_GRAPHQL",
        "The SDL breaks a rule of GraphQL itself: it does not parse, names an unknown type or directive, or the like.",
        "The message is GraphQL's own and names the place. A federation directive must be imported by @link.",
        a="type Query { a: Unknown }",
    ),
    explained(
        "DIRECTIVE_DEFINITION_INVALID",
        "A federation directive is defined by hand, and not as its specification defines it.",
        "Delete the definition: it comes with the @link.",
        a="directive @shareable(yes: Boolean) on OBJECT\ntype Query { a: Int }\ntype T @shareable { a: Int }",
    ),
    explained(
        "TYPE_DEFINITION_INVALID",
        "A type of a linked specification is defined by hand, and not as the specification defines it.",
        "Delete the definition, or rename your own type.",
        a='extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["FieldSet"])\n'
        "type Query { a: FieldSet }\ntype FieldSet { a: Int }",
    ),
    explained(
        "UNKNOWN_FEDERATION_LINK_VERSION",
        "There is no federation specification of the linked version.",
        "Link one from v2.0 to v2.14.",
        a='extend schema @link(url: "https://specs.apollo.dev/federation/v2.99")\ntype Query { a: Int }',
    ),
    explained(
        "UNKNOWN_LINK_VERSION",
        "There is no specification of @link of the linked version.",
        "Link https://specs.apollo.dev/link/v1.0, or leave that link out: it is implied.",
        a='extend schema @link(url: "https://specs.apollo.dev/link/v9.0")\ntype Query { a: Int }',
    ),
    explained(
        "INVALID_LINK_DIRECTIVE_USAGE",
        "A @link is written wrongly: an unknown import, a bad renaming, a specification linked twice, "
        "names that clash.",
        "The message says which import; a directive's name starts with @, a type's does not.",
        a=_LINK.format(', import: ["@sharable"]'),
    ),
    explained(
        "UNSUPPORTED_FEATURE",
        "A subgraph links connectors (`@connect`, `@source`), which this gateway does not ask: they are no GraphQL.",
        "Put a GraphQL service before what the connectors call, and compose that.",
        a='extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@key"]) '
        '@link(url: "https://specs.apollo.dev/connect/v0.1", import: ["@connect"])\n'
        'type Query { a: Int @connect(http: { GET: "http://localhost/a" }, selection: "$") }',
    ),
    explained(
        "INVALID_LINK_IDENTIFIER",
        "The URL of a @link does not name a specification and its version.",
        "Write it as https://host/name/v1.2.",
        a=_LINK.format("").replace("/v2.9", ""),
    ),
    explained(
        "LINK_IMPORT_NAME_MISMATCH",
        "A directive that goes on into the supergraph has different names in two subgraphs.",
        "Import it under the same name everywhere.",
        a='type Query { a: Int @tag(name: "x") }',
        b='extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{name: "@tag", '
        'as: "@mark"}])\n'
        'type Query { b: Int @mark(name: "x") }',
    ),
    Explanation(
        "INVALID_SUBGRAPH_NAME",
        "A subgraph's name is empty, the reserved name _, or that of another subgraph.",
        "Give each subgraph a name of its own.",
        {"_": "type Query { a: Int }"},
    ),
    explained(
        "ROOT_QUERY_USED",
        "A type is called Query, but another type is the root of queries.",
        "Call the root Query, or the other type something else: composed, all roots have their usual names.",
        a="schema { query: Root }\ntype Root { a: Query }\ntype Query { b: Int }",
    ),
    explained(
        "ROOT_MUTATION_USED",
        "A type is called Mutation, but another type is the root of mutations.",
        "Call the root Mutation, or the other type something else.",
        a="schema { query: Query, mutation: Root }\ntype Query { a: Mutation }\ntype Root { a: Int }\n"
        "type Mutation { b: Int }",
    ),
    explained(
        "ROOT_SUBSCRIPTION_USED",
        "A type is called Subscription, but another type is the root of subscriptions.",
        "Call the root Subscription, or the other type something else.",
        a="schema { query: Query, subscription: Root }\ntype Query { a: Subscription }\ntype Root { a: Int }\n"
        "type Subscription { b: Int }",
    ),
    explained(
        "NO_QUERIES",
        "No subgraph has a query: nobody could ask anything.",
        "Add a field to type Query in at least one subgraph.",
        a="type T { a: Int }",
    ),
    explained(
        "DIRECTIVE_COMPOSITION_ERROR",
        "A @composeDirective asks for a directive that cannot be composed.",
        "The directive comes from a @link-ed specification of your own, is imported, has the same name in all "
        "subgraphs that compose it, and the same major version.",
        a='type Query { a: Int @mine }\nextend schema @composeDirective(name: "@mine")\n'
        "directive @mine on FIELD_DEFINITION",
    ),
)

"""Supergraphs of every join version are read, and what must not be served is refused with all its faults."""

from __future__ import annotations

import pytest

from gateway.ground.errors import ConfigurationError
from gateway.model.operation import Field
from gateway.query_graph import build_query_graph, read_supergraph
from tests.planning.example_graphs import GRAPHS, example

CORE = '@link(url: "https://specs.apollo.dev/link/v1.0")'
JOIN = '@link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)'
GRAPH = 'enum join__Graph { A @join__graph(name: "a", url: "http://a") }'

FIRST = """
schema @core(feature: "https://specs.apollo.dev/core/v0.1") @core(feature: "https://specs.apollo.dev/join/v0.1")
{ query: Query }
directive @join__owner(graph: join__Graph!) on OBJECT | INTERFACE
enum join__Graph {
  ACCOUNTS @join__graph(name: "accounts", url: "http://accounts")
  POSTS @join__graph(name: "posts", url: "http://posts")
}
type Query { me: User @join__field(graph: ACCOUNTS) posts: [Post] @join__field(graph: POSTS) }
type User @join__owner(graph: ACCOUNTS) @join__type(graph: ACCOUNTS, key: "id") @join__type(graph: POSTS, key: "id") {
  id: ID! @join__field(graph: ACCOUNTS)
  name: String
  posts: [Post] @join__field(graph: POSTS)
}
type Post { title: String by: User range: Range }
type Range { from: String }
"""


def problems(sdl: str) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        read_supergraph(sdl)
    return caught.value.problems


def test_a_first_supergraph_is_read() -> None:
    supergraph = read_supergraph(FIRST)
    user = supergraph.joined["User"]
    assert set(user["accounts"].fields) == {"id", "name"}
    assert set(user["posts"].fields) == {"id", "posts"}, "a key is there although only the owner is named"
    assert set(supergraph.joined["Post"]) == {"accounts", "posts"}, "a value type is everywhere"
    assert "join__Graph" not in supergraph.api.type_map
    hops = build_query_graph(supergraph).base["User", "accounts"].hops
    assert [str(hop.tail) for hop in hops if not hop.is_reentry] == ["User@posts"]


def test_what_is_hidden_is_in_the_schema_but_not_in_the_api() -> None:
    supergraph = example("shop").supergraph
    assert supergraph.inaccessible == {"Product.internalCode"}
    assert "internalCode" in supergraph.schema.type_map["Product"].fields  # type: ignore[attr-defined]  # an object
    assert "internalCode" not in supergraph.api.type_map["Product"].fields  # type: ignore[attr-defined]  # an object


def test_the_api_knows_no_machinery() -> None:
    api = example("shop").supergraph.api
    assert not [name for name in api.type_map if name.startswith(("join__", "link__"))]
    assert {each.name for each in api.directives} == {"skip", "include", "deprecated", "specifiedBy", "oneOf"}


def test_labels_and_overrides_are_read() -> None:
    joined = example("migration").supergraph.joined["User"]
    assert example("migration").supergraph.labels == {"percent(50)"}
    assert (joined["old"].fields["email"].label, joined["old"].fields["email"].is_override) == ("percent(50)", False)
    assert joined["new"].fields["email"].is_override
    assert "name" not in joined["old"].fields or joined["old"].fields["name"].is_overridden


def test_keys_are_parsed_once() -> None:
    [_, second] = example("shop").supergraph.joined["Product"]["products"].keys
    assert second.text == "sku brand { id }"
    assert second.fields == (Field("sku"), Field("brand", None, (), (Field("id"),)))


def test_auth_is_plain_data() -> None:
    supergraph = read_supergraph(
        f"""
        schema {CORE} {JOIN} @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
        @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: ["@requiresScopes"], for: SECURITY)
        @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
        {{ query: Query }}
        {GRAPH}
        type Query @join__type(graph: A) {{
          a: Int @authenticated @requiresScopes(scopes: [["x", "y"], ["z"]])
          b: Int @policy(policies: [["p"]])
          c: Int
        }}
        """
    )
    assert set(supergraph.auth) == {"Query.a", "Query.b"}
    assert supergraph.auth["Query.a"].authenticated
    assert supergraph.auth["Query.a"].scopes == (("x", "y"), ("z",))
    assert supergraph.auth["Query.b"].policies == (("p",),)


GUARDED = f"""
schema {CORE} {JOIN} @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) {{ query: Query }}
{GRAPH}
type Query @join__type(graph: A) {{ a: Int @policy%s }}
"""


@pytest.mark.parametrize("written", ['(policies: "p")', '(policies: ["p"])', '(policies: [["p"]])'])
def test_what_is_no_list_stands_for_the_list_of_it(written: str) -> None:
    assert read_supergraph(GUARDED % written).auth["Query.a"].policies == (("p",),)


@pytest.mark.parametrize(
    "written", ["", "(policies: null)", "(policies: 5)", "(policies: [5])", "(policies: [[null]])"]
)
def test_access_control_that_is_not_understood_is_refused(written: str) -> None:
    assert problems(GUARDED % written) == ("Query.a: `policies` must be a list of lists of texts",)


@pytest.mark.parametrize(
    ("sdl", "words"),
    [
        ("type Query {", "not GraphQL SDL"),
        ("type Query { a: Int }", "no join specification"),
        (
            'schema @link(url: "https://specs.apollo.dev/join/v0.9", for: EXECUTION) { query: Query }',
            "v0.1 to v0.5",
        ),
        (
            f'schema {JOIN} @link(url: "https://x.example/veil/v1.0", for: SECURITY) {{ query: Query }}',
            "does not know it and must not ignore it",
        ),
        (f"schema {JOIN} {{ query: Query }} type Query {{ a: Int }}", "names no subgraph"),
        (f"schema {JOIN} {{ query: Query }} {GRAPH} type Query @join__type(graph: B) {{ a: Int }}", "unknown graph B"),
        (
            f'schema {JOIN} {{ query: Query }} {GRAPH} type Query @join__type(graph: A, key: "a {{") {{ a: Int }}',
            "not a field set",
        ),
        (f"schema {JOIN} {{ query: Query }} {GRAPH} type Query @join__type(graph: A) {{ a: Nope }}", "Nope"),
        *(
            (
                f"schema {JOIN} {{ query: Query }} {GRAPH} type Query @join__type(graph: A{key}) {{ a: T{field} }}"
                f" type T @join__type(graph: A) {{ b: Int }}",
                words,
            )
            for key, field, words in (
                (', key: "nix"', "", "key of Query in a names the field Query.nix"),
                (', key: "a { nix }"', "", "names the field T.nix"),
                (', key: "a { b { c } }"', "", "names the field Int.c"),
                (', key: "... on Nix { b }"', "", "names the type Nix"),
                ("", ' @join__field(graph: A, requires: "nix")', "@requires of Query.a in a"),
                ("", ' @join__field(graph: A, provides: "nix")', "@provides of Query.a in a"),
            )
        ),
    ],
)
def test_what_cannot_be_served_is_refused(sdl: str, words: str) -> None:
    assert any(words in problem for problem in problems(sdl))


def test_several_faults_are_told_at_once() -> None:
    sdl = f"""
    schema {JOIN} {{ query: Query }} {GRAPH}
    type Query @join__type(graph: A, key: "a {{") {{ a: Int @join__field(graph: C) }}
    """
    assert len(problems(sdl)) == 2


@pytest.mark.parametrize("file", sorted(GRAPHS.glob("*.supergraph.graphql")), ids=lambda file: file.stem)
def test_every_subgraph_is_named_as_its_owner_names_it(file: object) -> None:
    supergraph = example(str(file).rsplit("/", 1)[-1].split(".")[0]).supergraph
    used = {name for subgraphs in supergraph.joined.values() for name in subgraphs}
    assert used == set(supergraph.subgraphs)


CONNECTORS = "https://specs.apollo.dev/connect/v0.1"


@pytest.mark.parametrize(
    "link",
    [
        f'@link(url: "{CONNECTORS}")',
        f'@link(url: "{CONNECTORS}/")',
        '@link(url: "http://SPECS.apollo.dev/connect/v0.2", as: "calls", import: ["@connect"])',
        f'@link(url: "{CONNECTORS}", for: EXECUTION)',
        f'@core(feature: "{CONNECTORS}")',
        f'@join__directive(graphs: [A], name: "link", args: {{ url: "{CONNECTORS}", import: ["@connect"] }})',
        f'@j__directive(graphs: [A], name: "link", args: {{ url: "{CONNECTORS}" }})',
    ],
)
def test_a_supergraph_with_connectors_is_refused_in_every_spelling(link: str) -> None:
    sdl = f"schema {CORE} {JOIN} {link} {{ query: Query }}\n{GRAPH}\ntype Query @join__type(graph: A) {{ a: Int }}"
    assert any("connectors are not supported" in problem for problem in problems(sdl))


def test_so_is_a_field_that_a_connector_answers() -> None:
    applied = '@join__directive(graphs: [A], name: "connect", args: { selection: "$" })'
    sdl = f"schema {CORE} {JOIN} {{ query: Query }}\n{GRAPH}\ntype Query @join__type(graph: A) {{ a: Int {applied} }}"
    assert any("connectors are not supported" in problem for problem in problems(sdl))


def test_a_foreign_specification_is_not_taken_for_one_that_the_gateway_knows() -> None:
    foreign = '@link(url: "https://example.org/join/v9.0") @link(url: "https://example.org/inaccessible/v1.0")'
    sdl = f"schema {CORE} {JOIN} {foreign} {{ query: Query }}\n{GRAPH}\ntype Query @join__type(graph: A) {{ a: Int }}"
    assert not read_supergraph(sdl).inaccessible
    secure = foreign.replace('v1.0")', 'v1.0", for: SECURITY)')
    assert any("inaccessible" in problem for problem in problems(sdl.replace(foreign, secure)))

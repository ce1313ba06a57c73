"""What a subgraph may name as it likes, and what it may not: foreign links, built-in names, old definitions."""

from __future__ import annotations

import pytest
from graphql import execute_sync, parse

from gateway.composition import compose
from gateway.model.composition import Composed, CompositionFailed, SubgraphSource
from gateway.operations import pick_operation, read_document, specialise
from gateway.operations.document import DocumentLimits
from gateway.query_graph import read_supergraph

FEDERATION = "https://specs.apollo.dev/federation/v2.9"
WORDS = '"@key", "@tag", "@composeDirective", "@listSize"'
LINK = f'extend schema @link(url: "{FEDERATION}", import: [{WORDS}])\n'


def result(*sdls: str) -> Composed | CompositionFailed:
    return compose([SubgraphSource("abc"[place], "http://x", sdl) for place, sdl in enumerate(sdls)])


def codes(*sdls: str) -> set[str]:
    return {error.code for error in getattr(result(*sdls), "errors", ())}


def composed(name: str, url: str = "https://example.org/mine/v1.0", use: str = "") -> str:
    return (
        f'{LINK}extend schema @link(url: "{url}", import: ["@{name}"]) @composeDirective(name: "@{name}")\n'
        f"directive @{name} on FIELD_DEFINITION\ntype Query {{ a: Int @{name} }}"
    )


@pytest.mark.parametrize("name", ["join", "join__field", "join__directive", "link__mine"])
def test_a_composed_directive_cannot_be_one_of_the_supergraph(name: str) -> None:
    assert codes(composed(name)) == {"INVALID_LINK_DIRECTIVE_USAGE"}


@pytest.mark.parametrize("spec", ["tag", "inaccessible", "join", "link", "core", "authenticated", "policy", "mine"])
def test_a_foreign_specification_may_have_any_name(spec: str) -> None:
    mine = composed("foo", f"https://example.org/{spec}/v1.0")
    if spec in ("tag", "inaccessible", "authenticated", "policy"):
        mine = mine.replace(', "@tag"', "")
    found = result(mine)
    assert isinstance(found, Composed) or codes(mine) == {"INVALID_LINK_DIRECTIVE_USAGE"}, found
    assert spec in ("link", "tag") or isinstance(found, Composed)


@pytest.mark.parametrize("version", ["v0.1", "v0.2", "v1.0"])
def test_core_linked_by_link_is_a_specification_like_others(version: str) -> None:
    link = f'{LINK}extend schema @link(url: "https://specs.apollo.dev/core/{version}")\n'
    assert isinstance(result(f"{link}type Query {{ a: Int }}"), Composed)


@pytest.mark.parametrize("name", ["Int", "Float", "String", "Boolean", "ID"])
def test_a_built_in_name_is_that_of_a_scalar(name: str) -> None:
    assert isinstance(result(f"{LINK}scalar {name}\ntype Query {{ a: {name} }}"), Composed)
    for other in (f"enum {name} {{ A }}", f"input {name} {{ a: [{name}] }}", f"type {name} {{ a: {name} }}"):
        assert "INVALID_GRAPHQL" in codes(f"{LINK}{other}\ntype Query {{ b: [Boolean] }}"), other


@pytest.mark.parametrize("name", ["skip", "include", "specifiedBy", "defer", "stream"])
def test_a_directive_of_graphql_stands_where_graphql_says(name: str) -> None:
    sdl = f"directive @{name} on FIELD_DEFINITION\ntype Query {{ a: Int @{name} }}"
    assert codes(LINK + sdl) == codes(sdl) == {"INVALID_GRAPHQL"}


@pytest.mark.parametrize(
    "definition",
    [
        "@override on FIELD_DEFINITION",
        "@override(from: String) on FIELD_DEFINITION",
        "@shareable(name: String) on OBJECT",
        "@shareable on FIELD",
        "@inaccessible on FIELD",
        "@interfaceObject on FIELD_DEFINITION",
        "@composeDirective(fields: String!) on OBJECT",
    ],
)
def test_a_federation_1_subgraph_cannot_define_a_word_of_federation_2_otherwise(definition: str) -> None:
    assert codes(f"directive {definition}\ntype Query {{ a: Int }}") == {"DIRECTIVE_DEFINITION_INVALID"}


def test_it_may_define_such_a_word_as_it_is() -> None:
    sdl = 'directive @override(from: String!) on FIELD_DEFINITION\ntype Query { a: Int @override(from: "b") }'
    assert isinstance(result(sdl, "type Query { a: Int b: Int }"), Composed)


@pytest.mark.parametrize("url", ["https://specs.apollo.dev/inaccessible/v0.2", "https://example.org/tag/v1.0"])
def test_a_federation_1_subgraph_cannot_link_what_its_upgrade_imports(url: str) -> None:
    link = f'extend schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "{url}", import: ["@mine"])\n'
    sdl = link.replace(', import: ["@mine"]', "") if "apollo.dev/in" in url else link
    own = "directive @mine on FIELD_DEFINITION\n" if "example" in url else ""
    assert codes(f"{sdl}{own}type Query {{ a: Int }}") == {"INVALID_LINK_DIRECTIVE_USAGE"}


@pytest.mark.parametrize("definition", ["@key on FIELD_DEFINITION", "@key(fields: String) on OBJECT"])
def test_an_outdated_definition_gives_way_to_the_right_one(definition: str) -> None:
    good = f'directive {definition}\nscalar _FieldSet\ntype Query {{ t: T }}\ntype T @key(fields: "id") {{ id: ID }}'
    assert isinstance(result(good), Composed)
    assert codes(good.replace("t: T }", "t: T @key }")) == {"INVALID_GRAPHQL"}


@pytest.mark.parametrize(("one", "other", "hinted"), [("v1.0", "v2.0", True), ("v1.0", "v1.3", False)])
def test_major_versions_that_differ_are_told_although_nothing_is_composed(one: str, other: str, hinted: bool) -> None:
    def linking(version: str, field: str) -> str:
        return f'{LINK}extend schema @link(url: "https://example.org/mine/{version}")\ntype Query {{ {field}: Int }}'

    hints = [hint.code for hint in result(linking(one, "a"), linking(other, "b")).hints]
    assert hints.count("DIRECTIVE_COMPOSITION_INFO") == hinted


@pytest.mark.parametrize("value", ["{}", "[]", "false", "0", '""', "null", "0.0", '{a: ""}', "[false]"])
@pytest.mark.parametrize(
    ("application", "fits"),
    [
        ("@tag(name: %s)", {'""'}),
        ("@mine(number: %s)", {"0", "null"}),
        ("@mine(numbers: %s)", {"[]", "0", "null"}),
        ("@mine(flag: %s)", {"false", "null"}),
        ("@mine(box: %s)", {"{}", '{a: ""}', "null"}),
    ],
)
def test_every_constant_is_checked_whether_or_not_it_is_empty(application: str, fits: set[str], value: str) -> None:
    sdl = (
        f"{LINK}directive @mine(number: Int, numbers: [Int], flag: Boolean, box: Box) on FIELD_DEFINITION\n"
        f"input Box {{ a: String }}\ntype Query {{ a: Int {application % value} }}"
    )
    assert codes(sdl) == (set() if value in fits else {"INVALID_GRAPHQL"})


@pytest.mark.parametrize("version", ["v0.1", "v0.2", "v1.0"])
@pytest.mark.parametrize("more", ["", ', import: ["@connect", "@source"]', ', as: "calls"', ", for: EXECUTION"])
def test_connectors_are_refused_in_words(version: str, more: str) -> None:
    url = f"https://specs.apollo.dev/connect/{version}"
    found = result(f'{LINK}extend schema @link(url: "{url}"{more})\ntype Query {{ a: Int }}')
    assert isinstance(found, CompositionFailed)
    assert [error.code for error in found.errors] == ["UNSUPPORTED_FEATURE"]
    assert "connectors are not supported" in found.errors[0].message


def chain(length: int, end: str) -> str:
    """Input objects whose default values lead from one to the next."""
    middle = "\n".join(f"input N{place} {{ x: N{place + 1} = {{}} }}" for place in range(length))
    return f"{LINK}type Query {{ a(i: N0 = {{}}): Int }}\n{middle}\ninput N{length} {{ x: {end} }}"


@pytest.mark.parametrize("sdl", [chain(0, "N0 = {}"), chain(3, "N1 = {}"), chain(1500, "Int")])
def test_default_values_that_do_not_end_are_an_error(sdl: str) -> None:
    assert codes(sdl) == {"INVALID_GRAPHQL"}


def test_a_url_that_is_none_is_an_error() -> None:
    assert codes(f'{LINK}extend schema @link(url: "http://[")\ntype Query {{ a: Int }}') == {"INVALID_LINK_IDENTIFIER"}


ONE_IN_TWO = 'type T implements I @key(fields: "id") { id: ID! f: Int @shareable'


@pytest.mark.parametrize(
    "sdls",
    [
        ("type Query { i: I } interface I { f: Int } type T implements I { f: Int @deprecated }",),
        (
            "type Query { i: I } interface I { f: Int } "
            "interface J implements I { f: Int @deprecated } type T implements I & J { f: Int }",
        ),
        (
            f"type Query {{ i: I }} interface I {{ f: Int }} {ONE_IN_TWO} }}",
            'type T @key(fields: "id") { id: ID! f: Int @shareable @deprecated }',
        ),
    ],
)
async def test_a_field_may_be_deprecated_in_one_type_of_its_interface(sdls: tuple[str, ...]) -> None:
    """Alone, or because of what another team does to its own half of the type: the graph is composed and served."""
    link = f'extend schema @link(url: "{FEDERATION}", import: ["@key", "@shareable"])\n'
    made = result(*(link + sdl for sdl in sdls))
    assert isinstance(made, Composed), made
    supergraph = read_supergraph(made.supergraph_sdl)
    for schema in (supergraph.api, supergraph.schema):
        assert execute_sync(schema, parse("{ i { f } }")).errors is None
    operation = pick_operation(read_document("{ i { f } }", supergraph.api, DocumentLimits()), None)
    assert specialise(operation, supergraph, ()).planned is not None

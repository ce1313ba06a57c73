"""What a subgraph links, and the names that follow from it."""

from __future__ import annotations

import pytest
from graphql import parse

from gateway.composition import compose
from gateway.composition.link_conflicts import LinkError
from gateway.composition.links import Links, parse_url, read_links
from gateway.model.composition import CompositionFailed, SourceLocation, SubgraphSource
from tests.composition.subgraph_sets import codes, composed, subgraph

URL = "https://specs.apollo.dev/federation/v2.9"


def links(*applied: str) -> Links:
    return read_links(parse("extend schema " + " ".join(f"@link({each})" for each in applied)))


def federation(*applied: str) -> Links:
    return links(f'url: "{URL}"', *applied)


def test_without_a_link_it_is_federation_one() -> None:
    assert links('url: "https://example.org/mine/v1.0"').federation is None


def test_names_follow_the_namespace() -> None:
    feature = links(f'url: "{URL}", as: "fed", import: ["@key", {{name: "@tag", as: "@mark"}}]').federation
    assert feature is not None
    assert feature.directive_name("key") == "key"
    assert feature.directive_name("tag") == "mark"
    assert feature.directive_name("shareable") == "fed__shareable"
    assert feature.type_name("FieldSet") == "fed__FieldSet"


def test_a_specification_s_own_directive_is_its_namespace() -> None:
    source = federation('url: "https://specs.apollo.dev/tag/v0.3", as: "mark"').source_of_directive("mark")
    assert source is not None
    assert source[1] == "tag"


def test_link_itself_may_be_renamed() -> None:
    document = parse(
        f'extend schema @use(url: "https://specs.apollo.dev/link/v1.0", as: "use") @use(url: "{URL}", import: ["@key"])'
    )
    assert read_links(document).directive == "use"
    assert read_links(document).federation is not None


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (URL, ("https://specs.apollo.dev/federation", "federation", (2, 9))),
        ("https://example.org/a/b/mine/v1.12", ("https://example.org/a/b/mine", "mine", (1, 12))),
    ],
)
def test_a_url_names_a_specification(url: str, parts: tuple[str, str, tuple[int, int]]) -> None:
    assert parse_url(url) == parts


@pytest.mark.parametrize("url", ["mine", "https://example.org", "https://example.org/mine", "https://example.org/v1.0"])
def test_a_url_without_name_or_version_is_refused(url: str) -> None:
    with pytest.raises(LinkError) as raised:
        parse_url(url)
    assert raised.value.code == "INVALID_LINK_IDENTIFIER"


@pytest.mark.parametrize(
    "wrong",
    [
        'url: "https://example.org/federation/v1.0"',
        'url: "https://example.org/mine/v1.0", import: [{name: "@a", as: "@federation__key"}]',
        'url: "https://example.org/mine/v1.0", import: [{name: "@a", as: "@mine__b"}]',
        'url: "https://example.org/mine/v1.0", import: ["@a", {name: "@a", as: "@b"}]',
        'url: "https://example.org/mine/v1.0", import: ["@a", {name: "@b", as: "@a"}]',
        'url: "https://example.org/mine/v1.0", import: [{name: "@a", as: "b"}]',
        'url: "https://example.org/mine/v1.0", import: [{name: "a", as: "@b"}]',
        'url: "https://example.org/mine/v1.0", import: [{as: "@b"}]',
        'url: "https://example.org/mine/v1.0", import: [{name: "@b", to: "@c"}]',
        'url: "https://example.org/mine/v1.0", import: [{name: 1}]',
        'url: "https://example.org/mine/v1.0", import: [1]',
        'url: "https://example.org/mine/v1.0", as: "my__own"',
        'url: "https://example.org/mine/v1.0", as: "mine_"',
        'url: "https://specs.apollo.dev/federation/v2.3", as: "other"',
    ],
)
def test_wrong_links_are_refused(wrong: str) -> None:
    with pytest.raises(LinkError) as raised:
        federation(wrong)
    assert raised.value.code == "INVALID_LINK_DIRECTIVE_USAGE"


def test_an_unknown_import_has_a_suggestion_and_a_place() -> None:
    result = compose([SubgraphSource("a", "", f'extend schema\n  @link(url: "{URL}", import: ["@kye"])')])
    assert isinstance(result, CompositionFailed)
    assert result.errors[0].message == '[a] Cannot import unknown element "@kye". Did you mean "@key"?'
    assert result.errors[0].locations == (SourceLocation("a", 2, 3),)


def test_a_federation_word_that_is_not_imported_says_how_to_get_it() -> None:
    link = f'extend schema @link(url: "{URL}")'
    result = compose([subgraph("a", "type Query { a: Int } type T @shareable { b: Int }", link=link)])
    assert isinstance(result, CompositionFailed)
    assert 'use fully-qualified name "@federation__shareable"' in result.errors[0].message


def test_versions_are_compared_as_numbers() -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.10", import: ["@cost"])'
    assert "join/v0.5" in composed(subgraph("a", "type Query { a: Int @cost(weight: 2) }", link=link)).supergraph_sdl


def test_directives_of_later_versions_are_unknown_to_earlier_ones() -> None:
    link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@cost"])'
    assert codes(subgraph("a", "type Query { a: Int }", link=link)) == {"INVALID_LINK_DIRECTIVE_USAGE"}


def test_definitions_written_by_old_servers_are_accepted() -> None:
    sdl = f"""
        directive @link(url: String, as: String, import: [link__Import]) repeatable on SCHEMA
        directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT
        scalar link__Import
        scalar _Any
        type _Service {{ sdl: String! }}
        union _Entity = T
        extend schema @link(url: "{URL}", import: ["@key"])
        type Query {{ t: T _service: _Service! _entities(representations: [_Any!]!): [_Entity]! }}
        type T @key(fields: "id") {{ id: ID! }}
    """
    assert "_Entity" not in composed(SubgraphSource("a", "", sdl)).supergraph_sdl


def test_a_wrong_definition_does_not_hide_unknown_names() -> None:
    sdl = "directive @key(field: String) on OBJECT\ntype Query { a: Unknown }"
    link = f'extend schema @link(url: "{URL}", import: ["@key"])\n'
    assert codes(subgraph("a", sdl, link=link)) == {"DIRECTIVE_DEFINITION_INVALID", "INVALID_GRAPHQL"}

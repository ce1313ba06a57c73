"""Supergraph SDL -> Supergraph: strict, and with all that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    InputObjectTypeDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    build_ast_schema,
    is_introspection_type,
)

from gateway.ground.errors import ConfigurationError
from gateway.model.supergraph import AuthRequirement, Supergraph
from gateway.model.syntax import parse_leanly
from gateway.model.types import schema_errors
from gateway.query_graph.api_schema import without_inaccessible, without_specifications
from gateway.query_graph.costs import list_sizes_of, weights_of
from gateway.query_graph.features import Feature, arguments_of, read_features
from gateway.query_graph.join import Joined, JoinReader, read_joined, read_subgraphs
from gateway.query_graph.known_fields import unknown_fields

REFUSED = "The supergraph cannot be served."


def read_supergraph(sdl: str, *, is_checked: bool = False) -> Supergraph:
    """The supergraph of an SDL text, join specification v0.1 to v0.5 (Federation 1 and 2).

    ``is_checked``: the same text was read before, here or in another process, so that its schemas need no validation.

    Raises ConfigurationError with every problem found: text that is no SDL, specifications for security or execution
    that the gateway does not know, unknown graphs, field sets that do not parse or name what is not there, scopes and
    policies that are no words, schemas that GraphQL forbids.
    """
    try:
        document = parse_leanly(sdl, no_location=True)
    except GraphQLError as error:
        raise ConfigurationError(REFUSED, problems=(f"it is not GraphQL SDL: {error.message}",)) from error
    features, problems = read_features(document)
    _stop_at(problems)
    subgraphs = read_subgraphs(document, features, problems)
    _stop_at(problems)
    reader = JoinReader(features, {each.graph: each.name for each in subgraphs.values()}, problems)
    joined = read_joined(document, reader)
    inaccessible = frozenset(_inaccessible(document, features))
    plain = without_specifications(document, features.values())
    schema = _build(plain, "schema", problems, is_checked=is_checked)
    api = _build(without_inaccessible(plain, inaccessible), "API schema", problems, is_checked=is_checked)
    auth = _auth(document, features, problems)
    placed = list(coordinates(document))
    _stop_at(problems)
    problems += unknown_fields(joined, schema)
    _stop_at(problems)
    return Supergraph(
        sdl=sdl,
        subgraphs=subgraphs,
        schema=schema,
        api=api,
        joined=joined,
        possible=_possible(schema),
        inaccessible=inaccessible,
        auth=auth,
        labels=_labels(joined),
        weights=weights_of(placed, features.get("cost")),
        list_sizes=list_sizes_of(placed, features.get("cost")),
    )


def _stop_at(problems: list[str]) -> None:
    if problems:
        raise ConfigurationError(REFUSED, problems=tuple(problems))


def _build(document: DocumentNode, what: str, problems: list[str], *, is_checked: bool) -> GraphQLSchema:
    try:
        schema = build_ast_schema(document, assume_valid=is_checked, assume_valid_sdl=True)
    except (GraphQLError, TypeError) as error:
        problems.append(f"{what}: {error}")
        return GraphQLSchema()
    problems += [f"{what}: {error.message}" for error in schema_errors(schema)]
    return schema


def _possible(schema: GraphQLSchema) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, named in schema.type_map.items():
        if is_introspection_type(named):
            continue
        if isinstance(named, GraphQLObjectType):
            found[name] = frozenset({name})
        elif isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            found[name] = frozenset(each.name for each in schema.get_possible_types(named))
    return found


def _labels(joined: Joined) -> frozenset[str]:
    every = (
        field.label for subgraphs in joined.values() for here in subgraphs.values() for field in here.fields.values()
    )
    return frozenset(label for label in every if label)


def coordinates(document: DocumentNode) -> Iterator[tuple[str, Any]]:
    """Every element of the schema with its coordinate (``Type``, ``Type.field``, ``Type.field(argument:)``,
    ``Enum.VALUE``).
    """
    for definition in document.definitions:
        if not isinstance(definition, TypeDefinitionNode):
            continue
        owner = definition.name.value
        yield owner, definition
        match definition:
            case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
                for field in definition.fields or ():
                    yield f"{owner}.{field.name.value}", field
                    for argument in field.arguments or ():
                        yield f"{owner}.{field.name.value}({argument.name.value}:)", argument
            case InputObjectTypeDefinitionNode():
                yield from ((f"{owner}.{each.name.value}", each) for each in definition.fields or ())
            case EnumTypeDefinitionNode():
                yield from ((f"{owner}.{each.name.value}", each) for each in definition.values or ())


def _inaccessible(document: DocumentNode, features: Mapping[str, Feature]) -> Iterator[str]:
    feature = features.get("inaccessible")
    if feature is None:
        return
    wanted = feature.directive("inaccessible")
    for coordinate, node in coordinates(document):
        if any(directive.name.value == wanted for directive in node.directives or ()):
            yield coordinate


def _auth(document: DocumentNode, features: Mapping[str, Feature], problems: list[str]) -> dict[str, AuthRequirement]:
    names = {
        features[name].directive(name): name
        for name in ("authenticated", "requiresScopes", "policy")
        if name in features
    }
    found: dict[str, AuthRequirement] = {}
    for coordinate, node in coordinates(document) if names else ():
        applied = {
            names[directive.name.value]: arguments_of(directive)
            for directive in node.directives or ()
            if directive.name.value in names
        }
        if applied:
            try:
                found[coordinate] = _requirement(applied)
            except ValueError as error:
                problems.append(f"{coordinate}: {error}")
    return found


def _requirement(applied: Mapping[str, dict[str, object]]) -> AuthRequirement:
    return AuthRequirement(
        authenticated="authenticated" in applied,
        scopes=_alternatives(applied.get("requiresScopes"), "scopes"),
        policies=_alternatives(applied.get("policy"), "policies"),
    )


def _alternatives(arguments: dict[str, object] | None, name: str) -> tuple[tuple[str, ...], ...] | None:
    if arguments is None:
        return None
    # GraphQL 3.11, Input Coercion: what is no list stands for the list of it, in each level.
    return tuple(tuple(_word(word, name) for word in _list(inner)) for inner in _list(arguments.get(name)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _word(value: object, name: str) -> str:
    # Access control that is not understood must not be taken for none.
    if not isinstance(value, str):
        raise ValueError(f"`{name}` must be a list of lists of texts")
    return value

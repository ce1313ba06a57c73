"""A subgraph's SDL text -> its state, or the errors that GraphQL itself and its links find in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    NameNode,
    Node,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    Source,
    TypeDefinitionNode,
    TypeExtensionNode,
    build_ast_schema,
    parse,
)
from graphql.language import ast
from graphql.validation import KnownDirectivesRule, KnownTypeNamesRule
from graphql.validation.validate import validate_sdl

from gateway.composition.building import Builder
from gateway.composition.definitions import SERVICE_FIELDS, SERVICE_TYPES, Completion, complete
from gateway.composition.elements import ROOTS, Kind, Schema, Type
from gateway.composition.link_conflicts import LinkError
from gateway.composition.links import Links, is_link_to_link, read_links, schema_directives
from gateway.composition.literals import built_in_errors, literal_errors, position_errors
from gateway.composition.report import error_from, location
from gateway.composition.specs import ALL_FEDERATION_WORDS, CONNECT, FEDERATION_VERSIONS
from gateway.composition.state import SubgraphState, federation_word, is_machinery
from gateway.model.composition import CompositionError, SubgraphSource
from gateway.model.types import schema_errors

RESERVED_NAME = "_"
TOO_DEEP = "The schema is nested too deeply: its default values or types lead to one another too often."
_UNKNOWN_DIRECTIVE = re.compile(r"Unknown directive ['\"]@(\w+)['\"]")
_FILLER = "composition__filler"
"""A field for a query type that has none of its own."""


def read_subgraph(source: SubgraphSource) -> SubgraphState | list[CompositionError]:
    """The subgraph's state, or every error that keeps it from having one."""
    try:
        document = parse(Source(source.sdl, source.name))
        links = read_links(document)
        _check_federation_version(links)
        _check_connectors(links)
    except GraphQLSyntaxError as error:
        return [error_from(source.name, error)]
    except LinkError as problem:
        return [_error(source, problem.code, problem.message, problem.node), *_unknown_on_schema(source, document)]
    completion = complete(document, links)
    if completion.misfits:
        found = [_error(source, misfit.code, misfit.message, misfit.node) for misfit in completion.misfits]
        return [*found, *_unknown_names(source, document, links, completion.added)]
    return _state(source, document, links, completion)


def _error(source: SubgraphSource, code: str, message: str, node: Node | None) -> CompositionError:
    return CompositionError(code, f"[{source.name}] {message}", location(source.name, node))


def _unknown_on_schema(source: SubgraphSource, document: DocumentNode) -> Iterator[CompositionError]:
    """Where a link fails, the federation directives on the schema itself that are unknown without it.

    Only if `@link` itself is linked: else, what it links is read first, and nothing after it.
    """
    if not any(is_link_to_link(node) for node in schema_directives(document)):
        return
    defined = {node.name.value for node in document.definitions if isinstance(node, DirectiveDefinitionNode)}
    for node in schema_directives(document):
        if node.name.value in ALL_FEDERATION_WORDS - defined:
            yield _error(source, "INVALID_GRAPHQL", f'Unknown directive "@{node.name.value}".', node)


def _check_federation_version(links: Links) -> None:
    feature = links.federation
    if feature is not None and feature.version not in FEDERATION_VERSIONS:
        raise LinkError(
            "UNKNOWN_FEDERATION_LINK_VERSION",
            f"Invalid version v{feature.version[0]}.{feature.version[1]} for the federation feature in @link directive "
            "on schema",
            feature.node,
        )


def _check_connectors(links: Links) -> None:
    """A subgraph of connectors speaks no GraphQL: whoever composes it must know how to ask what it stands for."""
    for feature in links.features.values():
        if feature.identity.endswith(CONNECT.removeprefix("https:")):
            raise LinkError(
                "UNSUPPORTED_FEATURE", f'connectors are not supported: remove the link to "{feature.url}"', feature.node
            )


def _state(
    source: SubgraphSource, document: DocumentNode, links: Links, completion: Completion
) -> SubgraphState | list[CompositionError]:
    roots = _roots(document)
    written = tuple(node for node in document.definitions if not _is_replaced(node, completion))
    if links.federation is None:
        written = tuple(_without_service_fields(written, roots.get("query")))
    nodes = (*written, *completion.added)
    whole = DocumentNode(definitions=tuple(_standalone(nodes, roots)))
    errors = [_explained(links, error) for error in validate_sdl(whole)]
    if errors:
        return [error_from(source.name, error) for error in errors]
    names = {actual: ROOTS[kind] for kind, actual in roots.items() if actual != ROOTS[kind]}
    builder = Builder(lambda name: federation_word(links, name), names)
    builder.add(nodes)
    errors = list(position_errors(builder.schema))
    if errors:
        return [error_from(source.name, error) for error in errors]
    errors = _schema_errors(whole, builder.schema)
    if errors:
        return [error_from(source.name, error) for error in errors]
    clashes = list(_root_clashes(source.name, document, roots))
    if clashes:
        return clashes
    schema = _without_machinery(builder.schema, links)
    schema.roots = {kind: name for kind, name in ROOTS.items() if kind in (*roots, "query") and name in schema.types}
    version = links.federation.version if links.federation else None
    own = {usual: actual for actual, usual in names.items() if usual in schema.types}
    return SubgraphState(source.name, source.url, links, schema, version, own)


def _is_replaced(node: DefinitionNode, completion: Completion) -> bool:
    return isinstance(node, DirectiveDefinitionNode) and node.name.value in completion.replaced


def _unknown_names(
    source: SubgraphSource, document: DocumentNode, links: Links, added: tuple[DefinitionNode, ...]
) -> list[CompositionError]:
    """Names that nothing defines: the only errors of GraphQL that do not hang on a definition which does not fit."""
    whole = DocumentNode(definitions=(*document.definitions, *added))
    errors = validate_sdl(whole, rules=[KnownTypeNamesRule, KnownDirectivesRule])
    unknown = [error for error in errors if error.message.startswith("Unknown")]
    return [error_from(source.name, _explained(links, error)) for error in unknown]


def _schema_errors(whole: DocumentNode, schema: Schema) -> list[GraphQLError]:
    errors: list[GraphQLError] = []
    try:
        graphql = build_ast_schema(whole, assume_valid_sdl=True)
        errors += [error for error in schema_errors(graphql) if "root type must be provided" not in error.message]
        return [*errors, *built_in_errors(schema), *literal_errors(schema, graphql)]
    except GraphQLError as error:
        # graphql-core reads the arguments of @deprecated and its like while it builds.
        return [error]
    except RecursionError:
        # GraphQL 3.10: default values must not lead to themselves; graphql-core follows them without an end.
        return errors or [GraphQLError(TOO_DEEP)]


def _roots(document: DocumentNode) -> dict[str, str]:
    """Kind of operation -> name of its root type: the usual names where the schema says nothing (GraphQL 3.3.1).

    A type with a usual name is a root even if the schema only names others, as everybody else composes it.
    """
    roots: dict[str, str] = {}
    for node in document.definitions:
        if isinstance(node, SchemaDefinitionNode | SchemaExtensionNode):
            for operation in node.operation_types or ():
                roots[operation.operation.value] = operation.type.name.value
    defined = {
        node.name.value
        for node in document.definitions
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode)
    }
    return {kind: name for kind, name in ROOTS.items() if name in defined} | roots


def _without_service_fields(nodes: tuple[DefinitionNode, ...], query: str | None) -> Iterator[DefinitionNode]:
    """Leaves out `_service` and `_entities`, which some servers print; they are the gateway's way in."""
    for node in nodes:
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode) and node.name.value == query:
            fields = tuple(field for field in node.fields or () if field.name.value not in SERVICE_FIELDS)
            yield replace(node, fields=fields)
        else:
            yield node


def _standalone(nodes: tuple[DefinitionNode, ...], roots: dict[str, str]) -> Iterator[DefinitionNode]:
    """The document as GraphQL wants it: every extension has a base, and there is a query.

    In federation a type may be nothing but extensions in one subgraph.
    """
    defined = {node.name.value for node in nodes if isinstance(node, TypeDefinitionNode)}
    for node in nodes:
        if isinstance(node, TypeExtensionNode) and node.name.value not in defined:
            defined.add(node.name.value)
            yield _as_definition(node)
        else:
            yield node
    query = roots.get("query", ROOTS["query"])
    extend = "extend " if query in defined else ""
    yield parse(f"{extend}type {query} {{ {_FILLER}: Boolean }}", no_location=True).definitions[0]
    if "query" not in roots and any(isinstance(node, SchemaDefinitionNode) for node in nodes) and query not in defined:
        yield parse(f"extend schema {{ query: {query} }}", no_location=True).definitions[0]


def _as_definition(node: TypeExtensionNode) -> TypeDefinitionNode:
    definition = getattr(ast, type(node).__name__.replace("Extension", "Definition"))
    values = {name: getattr(node, name) for name in type(node).__dataclass_fields__ if name not in ("kind", "keys")}
    made = definition(**values)
    assert isinstance(made, TypeDefinitionNode)  # noqa: S101  # the kinds pair up one to one
    return made


def _explained(links: Links, error: GraphQLError) -> GraphQLError:
    """An unknown directive that looks like one of federation: say how to get it."""
    match = _UNKNOWN_DIRECTIVE.match(error.message)
    unknown = match[1] if match else ""
    if unknown not in ALL_FEDERATION_WORDS:
        return error
    feature = links.federation
    if feature is None:
        how = (
            f'If you meant the "@{unknown}" federation 2 directive, note that this schema is a federation 1 schema. '
            "To be a federation 2 schema, it needs to @link to the federation specification v2."
        )
    elif (local := feature.directive_name(unknown)).startswith(f"{feature.namespace}__"):
        how = (
            f'If you meant the "@{unknown}" federation directive, you should use fully-qualified name "@{local}" or '
            f'add "@{unknown}" to the `import` argument of the @link to the federation specification.'
        )
    else:
        how = (
            f'If you meant the "@{unknown}" federation directive, you should use "@{local}" as it is imported under '
            "that name in the @link to the federation specification of this schema."
        )
    return GraphQLError(f'Unknown directive "@{unknown}". {how}', error.nodes)


def _root_clashes(subgraph: str, document: DocumentNode, roots: dict[str, str]) -> Iterator[CompositionError]:
    named = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, TypeDefinitionNode | TypeExtensionNode) and isinstance(node.name, NameNode)
    }
    for kind, usual in ROOTS.items():
        actual = roots.get(kind)
        if actual is not None and actual != usual and usual in named:
            yield CompositionError(
                f"ROOT_{kind.upper()}_USED",
                f'[{subgraph}] The schema has a type named "{usual}" but it is not set as the {kind} root type '
                f'("{actual}" is instead): this is not supported by federation. If a root type does not use its '
                "default name, there should be no other type with that default name.",
                location(subgraph, named.get(actual)) + location(subgraph, named[usual]),
            )


def _without_machinery(schema: Schema, links: Links) -> Schema:
    for name in list(schema.types):
        if name in SERVICE_TYPES or is_machinery(links, name):
            del schema.types[name]
    query = schema.types.setdefault(ROOTS["query"], Type(ROOTS["query"], Kind.OBJECT, has_definition=True))
    # Every subgraph answers `_service` and `_entities`; they are the gateway's way in, not the clients'.
    for name in SERVICE_FIELDS:
        query.fields.pop(name, None)
    return schema

"""Completes a subgraph's SDL with the definitions that its links imply, and checks those it wrote itself.

A subgraph may write the definition of a federation directive out, as older servers do; it must then fit the
specification: no argument more, none of the required ones less, no location more, repeatable only where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    InputValueDefinitionNode,
    Node,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    parse,
)

from gateway.composition.elements import Kind, Schema
from gateway.composition.links import Feature, Links
from gateway.composition.specs import CACHE_TAG, CORE, FEDERATION_ONE, JOIN, LINK
from gateway.composition.typerefs import is_list, is_non_null, item, nullable, text_of
from gateway.composition.values import print_value, same_value, value_of

SERVICE_TYPES = ("_Any", "_Service", "_Entity")
BUILT_IN_SCALARS = ("Int", "Float", "String", "Boolean", "ID")
SERVICE_FIELDS = ("_service", "_entities")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A definition that does not fit its specification."""

    code: str
    message: str
    node: Node | None


@dataclass(frozen=True, slots=True)
class Completion:
    """``added``: what the links imply and the subgraph did not write; ``misfits``: what it wrote wrongly.

    ``replaced``: directives whose written definition gives way to an added one.
    """

    added: tuple[DefinitionNode, ...]
    misfits: tuple[Misfit, ...]
    replaced: tuple[str, ...] = ()


def complete(document: DocumentNode, links: Links) -> Completion:
    """Definitions to add to a document so that each federation directive and type has one."""
    written_directives = {d.name.value: d for d in document.definitions if isinstance(d, DirectiveDefinitionNode)}
    written_types = {d.name.value: d for d in document.definitions if isinstance(d, TypeDefinitionNode)}
    scalars = {name for name, node in written_types.items() if isinstance(node, ScalarTypeDefinitionNode)}
    ignored = () if links.federation else _outdated(written_directives)
    added: list[DefinitionNode] = []
    misfits: list[Misfit] = []
    for text in _expected(links):
        expected = _definition(text)
        if isinstance(expected, DirectiveDefinitionNode):
            existing = written_directives.get(expected.name.value)
            if existing is not None and existing.name.value in ignored:
                existing = None
            if existing is not None:
                misfits += _directive_misfits(expected, existing, scalars)
        else:
            assert isinstance(expected, TypeDefinitionNode)  # noqa: S101  # our own texts hold nothing else
            existing_type = written_types.get(expected.name.value)
            if existing_type is None:
                added.append(expected)
            else:
                misfits += _type_misfits(expected, existing_type)
            continue
        if existing is None:
            added.append(expected)
    wants_field_set = links.federation is None and "_FieldSet" not in written_types
    if wants_field_set and not _mentions_field_set(written_directives.values()):
        added.append(_definition("scalar _FieldSet"))
    return Completion(tuple(added), tuple(misfits), ignored)


def misfits(schema: Schema, words: Mapping[str, str]) -> Iterator[Misfit]:
    """What is wrong with the definitions of ``words`` (name -> specification) that a subgraph wrote itself."""
    scalars = {declared.name for declared in schema.types.values() if declared.kind is Kind.SCALAR}
    for word, text in words.items():
        written = schema.directives.get(word)
        expected = _definition(text)
        if written and isinstance(written.node, DirectiveDefinitionNode):
            assert isinstance(expected, DirectiveDefinitionNode)  # noqa: S101  # our own texts
            yield from _directive_misfits(expected, written.node, scalars)


def _mentions_field_set(written: Iterable[DirectiveDefinitionNode]) -> bool:
    """A Federation 1 subgraph that writes a directive with `_FieldSet` out must define that type, too."""
    return any("_FieldSet" in text_of(argument.type) for node in written for argument in node.arguments or ())


@cache
def _definition(text: str) -> DefinitionNode:
    return parse(text, no_location=True).definitions[0]


def _outdated(written: dict[str, DirectiveDefinitionNode]) -> tuple[str, ...]:
    """Federation 1 directives written in ways that old servers used and that were always forgiven."""
    found = []
    for name in ("key", "requires", "provides"):
        definition = written.get(name)
        arguments = definition.arguments or () if definition else ()
        types = [text_of(argument.type) for argument in arguments if argument.name.value == "fields"]
        known = len(arguments) == 1 and types[:1] in (["String"], ["_FieldSet"], ["FieldSet"])
        if definition and (not arguments or known):
            found.append(name)
    return tuple(found)


def _expected(links: Links) -> Iterator[str]:
    for feature in links.features.values():
        if feature.identity not in (CORE, JOIN, CACHE_TAG):
            yield from _definitions_of(feature)
    if links.federation is None:
        for text in FEDERATION_ONE.values():
            yield text.replace("{_FieldSet}", "_FieldSet")
    if CORE in links.features and LINK not in links.features:
        name = links.directive
        yield f"directive @{name}(feature: String!, as: String, for: {name}__Purpose) repeatable on SCHEMA"
        yield f"enum {name}__Purpose {{ SECURITY EXECUTION }}"


def _definitions_of(feature: Feature) -> Iterator[str]:
    specification = feature.specification
    if specification is None:
        return
    names = {word: feature.type_name(word) for word in specification.types}
    for word, name in names.items():
        yield f"enum {name} {{ SECURITY EXECUTION }}" if word == "Purpose" else f"scalar {name}"
    for word, text in specification.directives.items():
        for type_word, name in names.items():
            text = text.replace(f"{{{type_word}}}", name)
        local = feature.namespace if feature.identity == LINK else feature.directive_name(word)
        yield text.replace(f"@{word}", f"@{local}", 1)


def _directive_misfits(
    expected: DirectiveDefinitionNode, actual: DirectiveDefinitionNode, scalars: set[str]
) -> Iterator[Misfit]:
    name = f'"@{expected.name.value}"'
    code = "DIRECTIVE_DEFINITION_INVALID"
    for message, node in _argument_misfits(expected, actual, scalars):
        yield Misfit(code, f"Invalid definition for directive {name}: {message}", node)
    if actual.repeatable and not expected.repeatable:
        yield Misfit(code, f"Invalid definition for directive {name}: {name} should not be repeatable", actual)
    allowed = [place.value for place in expected.locations]
    found = [place.value for place in actual.locations]
    if not set(found) <= set(allowed):
        yield Misfit(
            code,
            f"Invalid definition for directive {name}: {name} should have locations {', '.join(allowed)}, "
            f"but found (non-subset) {', '.join(found)}",
            actual,
        )


def _argument_misfits(
    expected: DirectiveDefinitionNode, actual: DirectiveDefinitionNode, scalars: set[str]
) -> Iterator[tuple[str, Node | None]]:
    written = {argument.name.value: argument for argument in actual.arguments or ()}
    for argument in expected.arguments or ():
        name, wanted = argument.name.value, text_of(argument.type)
        existing = written.pop(name, None)
        if existing is None:
            if is_non_null(wanted) and argument.default_value is None:
                yield f'missing required argument "{name}"', actual
            continue
        found = text_of(existing.type)
        if not _fits(wanted, found, scalars):
            yield f'argument "{name}" should have type "{wanted}" but found type "{found}"', existing
        elif not is_non_null(found) and not _same_default(argument, existing):
            yield (
                f'argument "{name}" should have default value {_default(argument)} '
                f"but found default value {_default(existing)}",
                existing,
            )
    for name, existing in written.items():
        yield f'unknown/unsupported argument "{name}"', existing


def _fits(wanted: str, found: str, scalars: set[str]) -> bool:
    if is_non_null(found) and not is_non_null(wanted):
        found = nullable(found)
    if wanted == found:
        return True
    if is_non_null(wanted) is not is_non_null(found):
        return False
    wanted, found = nullable(wanted), nullable(found)
    if is_list(wanted):
        return is_list(found) and _fits(item(wanted), item(found), scalars)
    # A custom scalar of the specification may be written as any type but another custom scalar: what is written as
    # its values was never checked anyway.
    return wanted not in BUILT_IN_SCALARS and found not in scalars


def _same_default(one: InputValueDefinitionNode, other: InputValueDefinitionNode) -> bool:
    if one.default_value is None or other.default_value is None:
        return one.default_value is other.default_value
    return same_value(value_of(one.default_value), value_of(other.default_value))


def _default(argument: InputValueDefinitionNode) -> str:
    return "undefined" if argument.default_value is None else print_value(value_of(argument.default_value))


def _type_misfits(expected: TypeDefinitionNode, actual: TypeDefinitionNode) -> Iterator[Misfit]:
    name, code = expected.name.value, "TYPE_DEFINITION_INVALID"
    if _kind(expected) != _kind(actual):
        message = f"Invalid definition for type {name}: {name} should be a {_kind(expected)} but is defined as a "
        yield Misfit(code, message + _kind(actual), actual)
    elif isinstance(actual, EnumTypeDefinitionNode) and isinstance(expected, EnumTypeDefinitionNode):
        wanted = sorted(value.name.value for value in expected.values or ())
        found = sorted(value.name.value for value in actual.values or ())
        if not set(found) <= set(wanted):
            message = f'Invalid definition for type "{name}": expected values [{", ".join(wanted)}] '
            yield Misfit(code, f"{message}but found [{', '.join(found)}].", actual)


def _kind(node: TypeDefinitionNode) -> str:
    match node:
        case ScalarTypeDefinitionNode():
            return "ScalarType"
        case ObjectTypeDefinitionNode():
            return "ObjectType"
        case EnumTypeDefinitionNode():
            return "EnumType"
        case UnionTypeDefinitionNode():
            return "UnionType"
    return type(node).__name__.removesuffix("DefinitionNode")

"""The join specification's directives as nouns: who has what of each composite type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from graphql import (
    DocumentNode,
    FieldDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    UnionTypeDefinitionNode,
)

from gateway.model.operation import Field, Selections
from gateway.model.supergraph import CIVIC, ContextArgument, EntityKey, JoinedField, JoinedType, Subgraph
from gateway.model.syntax import type_text
from gateway.query_graph.features import Feature, arguments_of
from gateway.query_graph.field_set import parse_field_set

CompositeNode: TypeAlias = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | UnionTypeDefinitionNode
Joined: TypeAlias = dict[str, dict[str, JoinedType]]


@dataclass(slots=True)
class JoinReader:
    """Reads the directives of one document; ``problems`` grows, nothing is raised before all is read."""

    features: Mapping[str, Feature]
    names: Mapping[str, str]
    """Value in join__Graph -> name of the subgraph."""
    problems: list[str]

    def applied(self, node: Any, name: str) -> list[dict[str, Any]]:
        """The arguments of each application of the join directive ``name`` on the node, unknown graphs reported."""
        wanted = self.features["join"].directive(name)
        found: list[dict[str, Any]] = []
        for directive in node.directives or ():
            if directive.name.value == wanted:
                arguments: dict[str, Any] = arguments_of(directive)
                if arguments.get("graph") not in (None, *self.names):
                    self.problems.append(f"@{wanted} names the unknown graph {arguments['graph']}")
                    continue
                found.append(arguments)
        return found

    def field_set(self, text: Any, where: str) -> Selections:
        if text is None:
            return ()
        try:
            return parse_field_set(str(text))
        except ValueError as error:
            self.problems.append(f"{where}: {error}")
            return ()

    def contexts(self, node: CompositeNode) -> dict[str, set[str]]:
        """Subgraph -> full names of the contexts that the type sets there (context v0.1: ``<subgraph>__<name>``)."""
        feature = self.features.get("context")
        found: dict[str, set[str]] = defaultdict(set)
        for directive in (node.directives or ()) if feature else ():
            if feature and directive.name.value == feature.directive("context"):
                full = str(arguments_of(directive).get("name"))
                for graph, name in self.names.items():
                    if full.startswith((f"{name}__", f"{graph}__", f"{graph.lower()}__")):
                        found[name].add(full)
        return found


def read_subgraphs(document: DocumentNode, features: Mapping[str, Feature], problems: list[str]) -> dict[str, Subgraph]:
    """The subgraphs by name, from the values of the enum join__Graph."""
    found: dict[str, Subgraph] = {}
    enum = f"{features['join'].namespace}__Graph"
    wanted = features["join"].directive("graph")
    for definition in document.definitions:
        if definition.kind != "enum_type_definition" or definition.name.value != enum:  # type: ignore[attr-defined]
            continue
        for value in definition.values or ():  # type: ignore[attr-defined]  # an enum, by its kind
            for directive in value.directives or ():
                if directive.name.value == wanted:
                    arguments = arguments_of(directive)
                    name = str(arguments.get("name"))
                    found[name] = Subgraph(value.name.value, name, str(arguments.get("url") or ""))
    owners, names = _owners(document, features), _root_names(document, features)
    found = {
        name: replace(each, **owners.get(each.graph, {}), root_names=names.get(each.graph, {}))
        for name, each in found.items()
    }
    if not found:
        problems.append(f"the enum {enum} names no subgraph")
    return found


def _civic(features: Mapping[str, Feature]) -> Feature | None:
    """Our own specification, known by its address: its last word may be anybody's."""
    return next((feature for feature in features.values() if feature.url == CIVIC), None)


def _owners(document: DocumentNode, features: Mapping[str, Feature]) -> dict[str, dict[str, str]]:
    """Value of join__Graph -> owner and contact, from `@civic__owner` on the schema."""
    feature = _civic(features)
    if feature is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for definition in document.definitions:
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            for directive in definition.directives or ():
                if directive.name.value == feature.directive("owner"):
                    arguments = arguments_of(directive)
                    told = {"owner": arguments.get("name"), "contact": arguments.get("contact")}
                    found[str(arguments.get("graph"))] = {key: str(value) for key, value in told.items() if value}
    return found


def _root_names(document: DocumentNode, features: Mapping[str, Feature]) -> dict[str, dict[str, str]]:
    """Value of join__Graph -> root type -> its name there, from `@civic__rootName` on the schema."""
    feature = _civic(features)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for definition in document.definitions if feature else ():
        if isinstance(definition, SchemaDefinitionNode | SchemaExtensionNode):
            for directive in definition.directives or ():
                if feature and directive.name.value == feature.directive("rootName"):
                    arguments = arguments_of(directive)
                    found[str(arguments.get("graph"))][str(arguments.get("type"))] = str(arguments.get("name"))
    return found


def read_joined(document: DocumentNode, reader: JoinReader) -> Joined:
    """Type -> subgraph -> what the subgraph has of it, for objects, interfaces and unions."""
    prefix = f"{reader.features['join'].namespace}__"
    nodes = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, CompositeNode) and not node.name.value.startswith(prefix)
    }
    joined = {name: _joined_type(node, reader) for name, node in nodes.items()}
    objects = {name for name, node in nodes.items() if isinstance(node, ObjectTypeDefinitionNode)}
    for name, subgraphs in joined.items():
        for graph, here in subgraphs.items():
            subgraphs[graph] = replace(here, possible=frozenset(_possible(name, graph, joined, objects)))
    return joined


def _possible(name: str, graph: str, joined: Joined, objects: set[str]) -> Iterable[str]:
    here = joined[name][graph]
    if name in objects or here.is_interface_object:
        return (name,)
    if here.members:
        return (member for member in here.members if graph in joined.get(member, ()))
    return (each for each in objects if graph in joined[each] and name in joined[each][graph].interfaces)


def _joined_type(node: CompositeNode, reader: JoinReader) -> dict[str, JoinedType]:
    types = reader.applied(node, "type")
    owner = next((reader.names[each["graph"]] for each in reader.applied(node, "owner")), None)
    graphs = list(dict.fromkeys(reader.names[each["graph"]] for each in types)) or list(reader.names.values())
    fields = _joined_fields(node, graphs, types, owner, reader)
    contexts = reader.contexts(node)
    found: dict[str, JoinedType] = {}
    for graph in graphs:
        mine = [each for each in types if reader.names[each["graph"]] == graph]
        found[graph] = JoinedType(
            fields=fields[graph],
            keys=tuple(_keys(mine, node.name.value, reader)),
            is_interface_object=any(each.get("isInterfaceObject") for each in mine),
            interfaces=_implements(node, graph, reader),
            members=_members(node, graph, reader),
            contexts=frozenset(contexts.get(graph, ())),
        )
    return found


def _keys(types: list[dict[str, Any]], name: str, reader: JoinReader) -> Iterator[EntityKey]:
    for each in types:
        if each.get("key") is not None:
            fields = reader.field_set(each["key"], f"key of {name}")
            yield EntityKey(str(each["key"]), fields, each.get("resolvable", True) is not False)


def _implements(node: CompositeNode, graph: str, reader: JoinReader) -> frozenset[str]:
    if isinstance(node, UnionTypeDefinitionNode):
        return frozenset()
    applied = reader.applied(node, "implements")
    if not applied and reader.features["join"].version <= (0, 1):
        return frozenset(each.name.value for each in node.interfaces or ())
    return frozenset(str(each["interface"]) for each in applied if reader.names[each["graph"]] == graph)


def _members(node: CompositeNode, graph: str, reader: JoinReader) -> frozenset[str]:
    if not isinstance(node, UnionTypeDefinitionNode):
        return frozenset()
    applied = reader.applied(node, "unionMember")
    if not applied:  # join v0.1 and v0.2 do not say: every member that the subgraph has at all
        return frozenset(each.name.value for each in node.types or ())
    return frozenset(str(each["member"]) for each in applied if reader.names[each["graph"]] == graph)


def _joined_fields(
    node: CompositeNode, graphs: list[str], types: list[dict[str, Any]], owner: str | None, reader: JoinReader
) -> dict[str, dict[str, JoinedField]]:
    found: dict[str, dict[str, JoinedField]] = {graph: {} for graph in graphs}
    if isinstance(node, UnionTypeDefinitionNode):
        return found
    for field in node.fields or ():
        for graph, joined in _join_field(node, field, graphs, owner, reader):
            found.setdefault(graph, {})[field.name.value] = joined
    for each in types:
        _add_keys_of_extension(each, found[reader.names[each["graph"]]], node, owner, reader)
    return found


def _join_field(
    node: CompositeNode, field: FieldDefinitionNode, graphs: list[str], owner: str | None, reader: JoinReader
) -> Iterator[tuple[str, JoinedField]]:
    applied = reader.applied(field, "field")
    text = type_text(field.type)
    if not any(reader.features["join"].directive("field") == each.name.value for each in field.directives or ()):
        # join v0.1: a field of an owned type belongs to the owner; later: to every subgraph that has the type.
        for graph in [owner] if owner else graphs:
            yield graph, JoinedField(text)
        return
    where = f"{node.name.value}.{field.name.value}"
    for each in applied:
        if each.get("graph") is not None:
            graph = reader.names[each["graph"]]
            subgraph_names = {graph, each["graph"]}
            yield graph, _read_field(each, text, where, reader, _is_taken_over(subgraph_names, each, applied))


def _is_taken_over(names: set[str], mine: dict[str, Any], applied: list[dict[str, Any]]) -> bool:
    """True where another subgraph overrides this field for good: it is named, and no label makes it conditional."""
    return any(each is not mine and each.get("override") in names and not each.get("overrideLabel") for each in applied)


def _read_field(
    arguments: dict[str, Any], text: str, where: str, reader: JoinReader, is_taken_over: bool
) -> JoinedField:
    label = arguments.get("overrideLabel")
    return JoinedField(
        type=arguments.get("type") or text,
        is_external=bool(arguments.get("external")),
        is_overridden=is_taken_over or bool(arguments.get("usedOverridden") and not label),
        is_override=arguments.get("override") is not None,
        label=label,
        requires=reader.field_set(arguments.get("requires"), f"@requires of {where}"),
        provides=reader.field_set(arguments.get("provides"), f"@provides of {where}"),
        context_arguments=tuple(
            ContextArgument(str(each["name"]), str(each["type"]), str(each["context"]), str(each["selection"]))
            for each in arguments.get("contextArguments") or ()
        ),
    )


def _add_keys_of_extension(
    arguments: dict[str, Any],
    fields: dict[str, JoinedField],
    node: CompositeNode,
    owner: str | None,
    reader: JoinReader,
) -> None:
    """Give a subgraph the fields of its own key where they are external in form only.

    Federation 1: ``extend type T @key(fields: "id") { id: ID! @external }`` does give ``id``; the supergraphs of join
    v0.1 do not list such fields at all, those of some composers list them as external beside ``extension: true``.
    """
    if arguments.get("key") is None or isinstance(node, UnionTypeDefinitionNode):
        return
    if not (arguments.get("extension") or owner):
        return
    types = {field.name.value: type_text(field.type) for field in node.fields or ()}
    for key_field in reader.field_set(arguments["key"], f"key of {node.name.value}"):
        if isinstance(key_field, Field) and key_field.name in types:
            known = fields.get(key_field.name)
            if known is None and owner:
                fields[key_field.name] = JoinedField(types[key_field.name])
            elif known is not None and known.is_external:
                fields[key_field.name] = replace(known, is_external=False)

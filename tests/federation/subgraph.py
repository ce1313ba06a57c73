"""A subgraph that runs in this process: graphql-core over the records that its schema may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from graphql import (
    DirectiveNode,
    DocumentNode,
    GraphQLAbstractType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    build_ast_schema,
    build_schema,
    execute_sync,
    extend_schema,
    get_named_type,
    is_composite_type,
    parse,
    validate,
)

from tests.federation.example import Example, Record, Store

Fields = dict[str, "Fields"]
"""A field set as a tree of names."""

RUNTIME = """
scalar _Any
type _Service { sdl: String }
"""


@dataclass(slots=True)
class View:
    """What a subgraph sees of a record. ``given``: what its representation brought. ``provided``: by @provides."""

    record: Record
    given: Mapping[str, Any] = field(default_factory=dict)
    provided: Fields = field(default_factory=dict)


class Subgraph:
    """Answers GraphQL requests over a store, as a federation subgraph."""

    def __init__(self, example: Example, name: str, store: Store) -> None:
        self.example = example
        self.name = name
        self.store = store
        self.directives, self.schema = _build(example.subgraphs[name])

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        document = _document(self.example.subgraphs[self.name], request["query"])
        result = execute_sync(
            self.schema,
            document,
            variable_values=request.get("variables") or {},
            operation_name=request.get("operationName"),
            field_resolver=self.resolve,
            type_resolver=self.type_of,
        )
        return {k: v for k, v in result.formatted.items() if k != "extensions"}

    def resolve(self, source: View | None, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        type_name, name = info.parent_type.name, info.field_name
        if name == "_entities":
            return [self.entity(representation) for representation in arguments["representations"]]
        composite = is_composite_type(get_named_type(info.return_type))
        if source is None:
            value = self.call((type_name, name), {}, arguments)
            provided = self.provides(type_name, name)
        else:
            value = self.read(source, type_name, name, arguments)
            provided = self.provides(type_name, name) or source.provided.get(name, {})
        return self.views(value, provided) if composite else value

    def provides(self, type_name: str, name: str) -> Fields:
        return field_set(self.directives.get((type_name, name), {}).get("provides", []))

    def read(self, source: View, type_name: str, name: str, arguments: dict[str, Any]) -> Any:
        if name in source.given:
            return source.given[name]
        if self.is_external(type_name, name) and name not in source.provided:
            raise ValueError(f"{type_name}.{name} is external here and nobody provided it")
        real = source.record.get("__typename", type_name)
        seen = {k: v for k, v in source.record.items() if not self.is_external(type_name, k)} | dict(source.given)
        if (real, name) in self.example.fields:
            return self.call((real, name), seen, arguments)
        return self.store.value(source.record.get(name))

    def call(self, key: tuple[str, str], source: Mapping[str, Any], arguments: dict[str, Any]) -> Any:
        return self.store.value(self.example.fields[key](source, arguments, self.store))

    def views(self, value: Any, provided: Fields) -> Any:
        if isinstance(value, list):
            return [self.views(item, provided) for item in value]
        return View(value, {}, provided) if isinstance(value, dict) else value

    def is_external(self, type_name: str, name: str) -> bool:
        """On a fed1 extension a key field is external in words only."""
        applied = self.directives
        if "external" not in applied.get((type_name, name), {}) and "external" not in applied.get((type_name, ""), {}):
            return False
        keys = applied.get((type_name, ""), {}).get("key", [])
        return not any(name in field_set([key]) for key in keys)

    def entity(self, representation: Mapping[str, Any]) -> View | None:
        type_name = representation["__typename"]
        keys = self.directives[type_name, ""].get("key", [])
        known = [key for key in (field_set([text]) for text in keys) if _has(representation, key)]
        if not known:
            raise ValueError(f"no key of {type_name} in {representation}")
        for record in self.candidates(type_name):
            if any(self.matches(record, representation, key) for key in known):
                return View(record, {k: v for k, v in representation.items() if k != "__typename"})
        return None

    def candidates(self, type_name: str) -> list[Record]:
        """Of an @interfaceObject or an entity interface: the records of every type that implements it."""
        whole = whole_schema(self.example).type_map[type_name]
        if isinstance(whole, GraphQLObjectType):
            return self.store.of(type_name)
        implementers = whole_schema(self.example).get_possible_types(whole)  # type: ignore[arg-type]
        return [record for implementer in implementers for record in self.store.of(implementer.name)]

    def matches(self, record: Any, wanted: Any, key: Fields) -> bool:
        if isinstance(wanted, list):
            return (
                isinstance(record, list)
                and len(record) == len(wanted)
                and all(self.matches(r, w, key) for r, w in zip(record, wanted, strict=True))
            )
        if not key:
            return bool(record == wanted)
        return record is not None and all(
            self.matches(self.store.value(record.get(name)), wanted[name], inner) for name, inner in key.items()
        )

    def type_of(self, value: View, _info: GraphQLResolveInfo[Any], abstract: GraphQLAbstractType) -> str:
        name = str(value.record["__typename"])
        if name in self.schema.type_map:
            return name
        # The subgraph knows an interface of this record as an object (@interfaceObject).
        whole = whole_schema(self.example)
        interfaces = {interface.name for interface in whole.type_map[name].interfaces}  # type: ignore[attr-defined]
        return next(p.name for p in self.schema.get_possible_types(abstract) if p.name in interfaces)


@lru_cache(maxsize=2048)
def _document(sdl: str, text: str) -> DocumentNode:
    """A plan's document, valid for the subgraph; checked once for all the tests that send it again."""
    document = parse(text)
    errors = validate(_build(sdl)[1], document)
    if errors:
        raise AssertionError(f"the plan asks what the subgraph does not know: {errors[0]}\n{text}")
    return document


@lru_cache(maxsize=512)
def _whole_document(whole: str, text: str) -> DocumentNode:
    document = parse(text)
    assert validate(_schema(whole), document) == []
    return document


def whole_schema(example: Example) -> GraphQLSchema:
    return _schema(example.whole)


_schema = cache(build_schema)


def answer_whole(example: Example, query: str, variables: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """What one unfederated server answers over the same records."""

    def resolve(source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        type_name, name = info.parent_type.name, info.field_name
        function = example.fields.get((type_name, name))
        if function:
            return store.value(function(source or {}, arguments, store))
        return store.value(source.get(name)) if source else None

    result = execute_sync(
        whole_schema(example),
        _whole_document(example.whole, query),
        variable_values=dict(variables),
        field_resolver=resolve,
        type_resolver=lambda value, _info, _type: value["__typename"],
    )
    return dict(result.formatted)


def field_set(texts: list[str]) -> Fields:
    """``["a b { c }"]`` as {"a": {}, "b": {"c": {}}}; fragments are taken with their fields."""
    return _field_set(tuple(texts))


@cache
def _field_set(texts: tuple[str, ...]) -> Fields:
    made: Fields = {}
    for text in texts:
        document = parse("{" + text + "}")
        _add_fields(made, document.definitions[0].selection_set)  # type: ignore[attr-defined]
    return made


def _add_fields(made: Fields, selection_set: Any) -> None:
    for selection in selection_set.selections if selection_set else ():
        name = getattr(selection, "name", None)
        _add_fields(made if name is None else made.setdefault(name.value, {}), selection.selection_set)


def _has(representation: Any, key: Fields) -> bool:
    if isinstance(representation, list):
        return all(_has(item, key) for item in representation)
    return all(
        name in representation and (not inner or _has(representation[name], inner)) for name, inner in key.items()
    )


Applied = dict[tuple[str, str], dict[str, list[str]]]

TYPES = (ObjectTypeDefinitionNode, ObjectTypeExtensionNode, InterfaceTypeDefinitionNode, InterfaceTypeExtensionNode)


@cache
def _build(sdl: str) -> tuple[Applied, GraphQLSchema]:
    document = parse(sdl)
    kept = [d for d in document.definitions if not isinstance(d, SchemaExtensionNode | SchemaDefinitionNode)]
    kept += parse(f"{'extend type' if _has_query(kept) else 'type'} Query {{ _service: _Service! }}").definitions
    kept += parse(RUNTIME).definitions
    applied: Applied = {}
    for definition in kept:
        if isinstance(definition, TYPES):
            _note(applied, (definition.name.value, ""), definition.directives)
            for each in definition.fields or ():
                _note(applied, (definition.name.value, each.name.value), each.directives)
    bases = [d for d in kept if not d.kind.endswith("_extension")]
    names = {d.name.value for d in bases if hasattr(d, "name")}
    for extension in [d for d in kept if d.kind.endswith("_extension")]:
        name = extension.name.value  # type: ignore[attr-defined]
        if name not in names:
            names.add(name)
            bases.extend(parse(f"{'interface' if 'interface' in extension.kind else 'type'} {name}").definitions)
    schema = build_ast_schema(DocumentNode(definitions=tuple(bases)), assume_valid=True, assume_valid_sdl=True)
    extensions = tuple(d for d in kept if d.kind.endswith("_extension"))
    if extensions:
        schema = extend_schema(schema, DocumentNode(definitions=extensions), assume_valid=True, assume_valid_sdl=True)
    return applied, _with_entities(schema, applied)


def _has_query(definitions: list[Any]) -> bool:
    return any(isinstance(d, TYPES) and d.name.value == "Query" for d in definitions)


def _with_entities(schema: GraphQLSchema, applied: Applied) -> GraphQLSchema:
    entities = [
        name
        for (name, member), directives in applied.items()
        if not member and "key" in directives and isinstance(schema.type_map.get(name), GraphQLObjectType)
    ]
    if not entities:
        return schema
    text = f"union _Entity = {' | '.join(entities)} "
    text += "extend type Query { _entities(representations: [_Any!]!): [_Entity]! }"
    return extend_schema(schema, parse(text), assume_valid=True, assume_valid_sdl=True)


def _note(applied: Applied, where: tuple[str, str], directives: tuple[DirectiveNode, ...] | None) -> None:
    for directive in directives or ():
        texts = [getattr(a.value, "value", "") for a in directive.arguments or () if a.name.value in ("fields", "from")]
        name = directive.name.value.removeprefix("federation__")
        applied.setdefault(where, {}).setdefault(name, []).extend(texts)

"""The schema that clients see: the supergraph without what is hidden and without its machinery."""

from __future__ import annotations

from dataclasses import replace

from gateway.composition.elements import Applied, Element, Field, Schema, Type
from gateway.composition.links import parse_url
from gateway.composition.merging.executables import EXECUTABLE

VISIBLE_DIRECTIVES = ("deprecated", "specifiedBy", "oneOf")


def is_of_machinery(name: str, namespaces: frozenset[str]) -> bool:
    """Whether a type or directive belongs to a linked specification (`join__Graph`, `link`)."""
    return name in namespaces or (name.partition("__")[0] in namespaces and "__" in name)


def namespaces(supergraph: Schema) -> frozenset[str]:
    """The names under which a supergraph links specifications."""
    names = set()
    for applied in supergraph.applied:
        url = applied.args.get("url")
        if applied.name == "link" and isinstance(url, str):
            names.add(str(applied.args.get("as") or parse_url(url)[1]))
    return frozenset(names)


def api_schema(supergraph: Schema, hidden: str | None, namespaces: frozenset[str]) -> Schema:
    """The API schema. ``hidden``: the name of @inaccessible here; ``namespaces``: of the linked specifications."""
    api = Schema(roots=dict(supergraph.roots), description=supergraph.description)
    for declared in supergraph.types.values():
        if not is_of_machinery(declared.name, namespaces) and not is_hidden(declared, hidden):
            api.types[declared.name] = _visible(declared, supergraph, hidden)
    api.roots = {kind: name for kind, name in api.roots.items() if name in api.types}
    for definition in supergraph.directives.values():
        if EXECUTABLE & set(definition.locations) and not is_of_machinery(definition.name, namespaces):
            api.directives[definition.name] = replace(
                definition,
                locations=[place for place in definition.locations if place in EXECUTABLE],
                args={name: replace(argument, applied=_kept(argument)) for name, argument in definition.args.items()},
            )
    return api


def is_hidden(element: Element, hidden: str | None) -> bool:
    """Whether the element itself is inaccessible."""
    return hidden is not None and any(applied.name == hidden for applied in element.applied)


def _kept(element: Element) -> list[Applied]:
    return [applied for applied in element.applied if applied.name in VISIBLE_DIRECTIVES]


def _visible(declared: Type, supergraph: Schema, hidden: str | None) -> Type:
    types = supergraph.types
    return replace(
        declared,
        applied=_kept(declared),
        fields={
            name: _visible_field(field, hidden)
            for name, field in declared.fields.items()
            if not is_hidden(field, hidden)
        },
        values={
            name: replace(value, applied=_kept(value))
            for name, value in declared.values.items()
            if not is_hidden(value, hidden)
        },
        interfaces={name: None for name in declared.interfaces if name in types and not is_hidden(types[name], hidden)},
        members={name: None for name in declared.members if name in types and not is_hidden(types[name], hidden)},
    )


def _visible_field(field: Field, hidden: str | None) -> Field:
    arguments = {
        name: replace(argument, applied=_kept(argument))
        for name, argument in field.args.items()
        if not is_hidden(argument, hidden)
    }
    return replace(field, applied=_kept(field), args=arguments)

"""What follows from a subgraph's directives for each of its fields. Fields are given by coordinate.

These definitions decide most of composition:

* **fake external**: `@external` on a field of a `@key` that stands on an extension; counts as not external.
* **external**: `@external` on the field or (Federation 2) on its object type, and not fake external.
* **provided**: reachable from some `@provides`. An external field that is provided is resolved on some paths.
* **shareable**: `@shareable` on the field or on its block of the type, or part of a key, or external and provided.
* **used**: in a field set, or needed to satisfy an interface. An external field that is not used is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.composition.elements import (
    WITH_FIELDS,
    Applied,
    Element,
    Field,
    Kind,
    Schema,
    Type,
    applications,
    elements_of,
    is_marked,
)
from gateway.composition.selections import selected_fields
from gateway.composition.state import SubgraphState, field_set, is_extension_of
from gateway.composition.typerefs import named

_SPACE = r"(?:[\n\r\t ,]|#[^\n\r]*(?![^\n\r]))*"
_CONTEXT = re.compile(rf"^{_SPACE}\${_SPACE}([A-Za-z_]\w*)([\s\S]*)$")


@dataclass(frozen=True, slots=True)
class Facts:
    """The sets of coordinates that the definitions above name."""

    external: frozenset[str]
    fake_external: frozenset[str]
    provided: frozenset[str]
    shareable: frozenset[str]
    used: frozenset[str]

    def is_external(self, field: Field) -> bool:
        """Not resolved here, except on paths that provide it."""
        return field.coordinate in self.external

    def is_fully_external(self, field: Field) -> bool:
        """Never resolved here."""
        return field.coordinate in self.external and field.coordinate not in self.provided


def split_context(value: object) -> tuple[str, str] | None:
    """`"$user { name }"` -> ("user", " { name }"); None where no context is named."""
    match = _CONTEXT.match(value) if isinstance(value, str) else None
    return (match[1], match[2]) if match and match[2].strip() else None


def facts_of(state: SubgraphState) -> Facts:
    """The facts of a subgraph as it stands now."""
    schema = state.schema
    keys, requires, provides = _by_word(schema, "key"), _by_word(schema, "requires"), _by_word(schema, "provides")
    fake = frozenset(
        field.coordinate
        for declared, key in keys
        if isinstance(declared, Type) and is_extension_of(declared, key)
        for field in selected_fields(schema, declared.name, field_set(key), with_implementations=False)
        if is_marked(field, "external")
    )
    external = frozenset(_externals(state)) - fake
    provided = frozenset(field.coordinate for field in _provided(schema, provides))
    key_fields = frozenset(
        field.coordinate
        for declared, key in keys
        if isinstance(declared, Type)
        for field in selected_fields(schema, declared.name, field_set(key), with_implementations=True)
    )
    required = frozenset(
        field.coordinate
        for owner, application in requires
        if isinstance(owner, Field)
        for field in selected_fields(schema, owner.parent, field_set(application), with_implementations=True)
    )
    shareable = frozenset(_declared_shareable(schema)) | key_fields | (provided & external)
    used = key_fields | required | provided | _of_contexts(schema) | _of_interfaces(schema)
    return Facts(external, fake, provided, shareable, used)


def _by_word(schema: Schema, word: str) -> list[tuple[Element, Applied]]:
    return [(element, applied) for element in elements_of(schema) for applied in applications(element, word)]


def _externals(state: SubgraphState) -> Iterator[str]:
    for declared in state.schema.types.values():
        if declared.kind not in WITH_FIELDS:
            continue
        # In Federation 1, @external on a type was never looked at.
        whole = declared.kind is Kind.OBJECT and state.federation is not None and is_marked(declared, "external")
        for field in declared.fields.values():
            if whole or is_marked(field, "external"):
                yield field.coordinate


def _provided(schema: Schema, provides: list[tuple[Element, Applied]]) -> Iterator[Field]:
    for owner, application in provides:
        if isinstance(owner, Field):
            yield from selected_fields(schema, named(owner.type), field_set(application), with_implementations=True)


def _declared_shareable(schema: Schema) -> Iterator[str]:
    for declared in schema.types.values():
        if declared.kind is not Kind.OBJECT:
            continue
        blocks = {applied.block for applied in applications(declared, "shareable")}
        for field in declared.fields.values():
            if field.block in blocks or is_marked(field, "shareable"):
                yield field.coordinate


def _of_contexts(schema: Schema) -> frozenset[str]:
    homes: dict[object, list[str]] = {}
    for element, applied in _by_word(schema, "context"):
        homes.setdefault(applied.args.get("name"), []).append(element.coordinate)
    found: set[str] = set()
    for _, applied in _by_word(schema, "fromContext"):
        parts = split_context(applied.args.get("field"))
        for home in homes.get(parts[0], ()) if parts else ():
            fields = selected_fields(schema, home, parts[1] if parts else "", with_implementations=True)
            found |= {field.coordinate for field in fields}
    return frozenset(found)


def _of_interfaces(schema: Schema) -> frozenset[str]:
    found: set[str] = set()
    for declared in schema.types.values():
        if declared.kind is Kind.INTERFACE:
            for name in schema.runtime_types(declared.name):
                fields = schema.types[name].fields
                found |= {fields[field].coordinate for field in declared.fields if field in fields}
    return frozenset(found)

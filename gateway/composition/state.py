"""One subgraph as composition knows it after reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.composition.elements import Applied, Element, Kind, Schema, Type, is_marked
from gateway.composition.links import Links
from gateway.composition.specs import CORE, FEDERATION, FEDERATION_ONE, LINK, SUPERGRAPH_HOME, Version
from gateway.composition.values import Value


@dataclass(slots=True, eq=False)
class SubgraphState:
    """A subgraph: its schema without the machinery of federation, and its links.

    ``federation``: the version it links, None for Federation 1.
    """

    name: str
    url: str
    links: Links
    schema: Schema
    federation: Version | None
    root_names: Mapping[str, str] = field(default_factory=dict)
    """Usual name of a root type -> what the subgraph itself calls it, where that differs."""


def federation_word(links: Links, directive: str) -> str | None:
    """The federation word that a directive of a schema stands for, or None for any other directive."""
    source = links.source_of_directive(directive)
    if source is not None:
        feature, element = source
        specification = feature.specification
        return element if specification and element in specification.directives else None
    if links.federation is None and directive in FEDERATION_ONE:
        return directive
    return None


def is_machinery(links: Links, type_name: str) -> bool:
    """Whether a type belongs to a specification that composition itself writes into the supergraph, or leaves out."""
    if links.federation is None and type_name == "_FieldSet":
        return True
    source = links.source_of_type(type_name)
    if source is None:
        return False
    homes = {identity for identity, _ in SUPERGRAPH_HOME.values()}
    return source[0].identity in {FEDERATION, LINK, CORE} | homes


def is_interface_object(declared: Type) -> bool:
    """Whether an object type stands for an interface of other subgraphs."""
    return declared.kind is Kind.OBJECT and is_marked(declared, "interfaceObject")


def arguments_of(schema: Schema, applied: Applied) -> dict[str, Value]:
    """The arguments with the defaults of the directive's definition: what an application means."""
    definition = schema.directives.get(applied.name)
    if definition is None:
        return applied.args
    defaults = {a.name: a.default for a in definition.args.values() if a.has_default and a.name not in applied.args}
    return {**applied.args, **defaults} if defaults else applied.args


def field_set(applied: Applied) -> str:
    """The text of `fields:`; empty where it is no text (validation has said so by then)."""
    fields = applied.args.get("fields")
    return fields if isinstance(fields, str) else ""


def is_resolvable(key: Applied) -> bool:
    """Whether a key can be used to enter the subgraph."""
    return key.args.get("resolvable") is not False


def is_extension_of(declared: Type, applied: Applied) -> bool:
    """Whether an application stands on an extension, written either way."""
    return applied.block > 0 or is_marked(declared, "extends")


def marks(element: Element) -> set[str]:
    """The federation words on an element."""
    return {applied.spec for applied in element.applied if applied.spec}

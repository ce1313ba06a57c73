"""Access control passes from an implementation up to its interface, and from an @interfaceObject's field down.

Otherwise a client could reach a protected field through the interface. (Federation 2.9.4 and later.)
"""

from __future__ import annotations

from collections.abc import Iterator

from gateway.composition.elements import Element, Field, Kind, Type, elements_of
from gateway.composition.merging.process import Merging
from gateway.composition.specs import ACCESS_CONTROL
from gateway.composition.state import is_interface_object

Key = tuple[str, str]


def access_sources(merging: Merging) -> dict[Key, list[tuple[int, Element]]]:
    """(Coordinate in the supergraph, federation word) -> elements elsewhere whose access control holds there too.

    Asks what the merged types implement: call it once `implements` is merged.
    """
    if merging.access_sources is None:
        found: dict[Key, list[tuple[int, Element]]] = {}
        if any(word in ACCESS_CONTROL for word in merging.composed.values()):
            for index in range(len(merging.subgraphs)):
                for key, element in _passed_on(merging, index):
                    found.setdefault(key, []).append((index, element))
        merging.access_sources = found
    return merging.access_sources


def _passed_on(merging: Merging, index: int) -> Iterator[tuple[Key, Element]]:
    schema, facts = merging.subgraphs[index].schema, merging.facts[index]
    for element in elements_of(schema):
        words = {applied.spec for applied in element.applied} & set(ACCESS_CONTROL)
        for word in sorted(str(word) for word in words):
            if isinstance(element, Type) and element.kind is Kind.OBJECT:
                for interface in _interfaces(merging, element.name):
                    yield (interface, word), element
            elif isinstance(element, Field) and not facts.is_external(element):
                parent = schema.types[element.parent]
                if parent.kind is Kind.OBJECT:
                    for place in _places(merging, parent):
                        yield (f"{place}.{element.name}", word), element


def _interfaces(merging: Merging, name: str) -> list[str]:
    declared = merging.result.types.get(name)
    return list(declared.interfaces) if declared is not None and declared.kind is Kind.OBJECT else []


def _places(merging: Merging, parent: Type) -> list[str]:
    """Types whose field of the same name is protected by one of ``parent``."""
    if not is_interface_object(parent):
        return _interfaces(merging, parent.name)
    implementations = merging.result.runtime_types(parent.name)
    others = {name: None for each in implementations for name in _interfaces(merging, each) if name != parent.name}
    return [*implementations, *others]

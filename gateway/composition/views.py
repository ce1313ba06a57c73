"""Views of the graph by `@tag`: what a view does not show becomes `@inaccessible` in its supergraph.

So every gateway can serve a view, and the rules for hidden elements say whether the view is a usable graph.
"""

from __future__ import annotations

from gateway.composition.api import is_of_machinery, namespaces
from gateway.composition.elements import Applied, Argument, Element, EnumValue, Field, Kind, Schema, Type
from gateway.composition.merging.applied import inaccessible_name, is_inaccessible
from gateway.composition.merging.process import Merging
from gateway.composition.typerefs import named
from gateway.model.composition import View


def show_only(merging: Merging, view: View) -> None:
    """Hides what the view does not show."""
    hidden = inaccessible_name(merging)
    tag = next((name for name, word in merging.composed.items() if word == "tag"), "tag")
    machinery = namespaces(merging.result)
    types = [each for each in merging.result.types.values() if not is_of_machinery(each.name, machinery)]
    chosen = {id(each) for declared in types for each in _chosen(declared, view, tag)}
    needed = _needed(merging, types, chosen)
    for declared in types:
        members: list[Field | EnumValue] = [*declared.fields.values(), *declared.values.values()]
        for each in members:
            if id(each) not in chosen:
                _hide(merging, each, hidden)
            elif isinstance(each, Field):
                for argument in each.args.values():
                    if _tags(argument, tag) & view.exclude:
                        _hide(merging, argument, hidden)
        if declared.name not in needed:
            _hide(merging, declared, hidden)


def _tags(element: Element, tag: str) -> set[str]:
    return {str(applied.args.get("name")) for applied in element.applied if applied.name == tag}


def _chosen(declared: Type, view: View, tag: str) -> list[Element]:
    """The type and its members, as far as their tags let them through."""
    own = _tags(declared, tag)
    if own & view.exclude:
        return []
    members: list[Field | EnumValue] = [*declared.fields.values(), *declared.values.values()]
    # Enums and input objects serve the fields that use them: whoever sees such a field sees all of them.
    serves = declared.kind in (Kind.ENUM, Kind.INPUT, Kind.SCALAR)
    whole = not view.include or serves or bool(own & view.include)
    kept: list[Element] = [
        each for each in members if not _tags(each, tag) & view.exclude and (whole or _tags(each, tag) & view.include)
    ]
    return [declared, *kept]


def _needed(merging: Merging, types: list[Type], chosen: set[int]) -> set[str]:
    """The types that can be reached from the roots over what is chosen."""
    schema = merging.result
    by_name = {declared.name: declared for declared in types if id(declared) in chosen}
    found: set[str] = set()
    waiting = [name for name in schema.roots.values() if _has_chosen(by_name.get(name), chosen)]
    while waiting:
        name = waiting.pop()
        declared = by_name.get(name)
        if declared is None or name in found or is_inaccessible(merging, declared):
            continue
        found.add(name)
        waiting += _referred(schema, declared, chosen)
    return found


def _has_chosen(declared: Type | None, chosen: set[int]) -> bool:
    return declared is not None and any(id(field) in chosen for field in declared.fields.values())


def _referred(schema: Schema, declared: Type, chosen: set[int]) -> list[str]:
    names = [*declared.members, *declared.interfaces]
    if declared.kind is Kind.INTERFACE:
        names += [name for name in schema.runtime_types(declared.name) if _has_chosen(schema.types[name], chosen)]
    for field in declared.fields.values():
        if id(field) in chosen:
            members: list[Field | Argument] = [field, *field.args.values()]
            names += [named(each.type) for each in members]
    return names


def _hide(merging: Merging, element: Element, hidden: str | None) -> None:
    if hidden is not None and not is_inaccessible(merging, element):
        element.applied.append(Applied(hidden, spec="inaccessible"))

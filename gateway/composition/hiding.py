"""`@inaccessible`: what is hidden must leave a schema that clients can use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.composition.api import is_hidden, is_of_machinery, namespaces
from gateway.composition.elements import (
    Argument,
    DirectiveDefinition,
    Element,
    EnumValue,
    Field,
    Kind,
    Schema,
    Type,
    element_at,
    is_marked,
)
from gateway.composition.merging.applied import inaccessible_name
from gateway.composition.merging.executables import EXECUTABLE
from gateway.composition.merging.process import Merging
from gateway.composition.typerefs import named
from gateway.composition.values import EnumWord, Value
from gateway.model.composition import SourceLocation

_BUILT_IN = ("skip", "include", "deprecated", "specifiedBy", "oneOf")


@dataclass(slots=True)
class _Hiding:
    merging: Merging
    schema: Schema
    hidden: str
    users: dict[str, list[Field | Argument]] = field(default_factory=dict)
    defaults: dict[str, list[Field | Argument]] = field(default_factory=dict)
    implementers: dict[str, list[Type]] = field(default_factory=dict)

    def hides(self, element: Element) -> bool:
        return is_hidden(element, self.hidden)

    def shows(self, element: Element) -> bool:
        """Whether clients see the element: neither it nor what it stands in is hidden."""
        if self.hides(element):
            return False
        parent = _parent(self.schema, element)
        return parent is None or self.shows(parent)

    def error(self, code: str, message: str, inside: list[str], others: tuple[str, ...] = ()) -> None:
        self.merging.report.error(code, message, [*self._places(inside, True), *self._places(others, False)])

    def _places(self, coordinates: list[str] | tuple[str, ...], only_marked: bool) -> Iterator[SourceLocation]:
        for coordinate in coordinates:
            for index, state in enumerate(self.merging.subgraphs):
                element = element_at(state.schema, coordinate)
                if element is not None and (not only_marked or is_marked(element, "inaccessible")):
                    yield from self.merging.place(index, element)


def check_hidden(merging: Merging) -> None:
    """Adds every reason why the schema without the hidden elements would not be one."""
    hidden = inaccessible_name(merging)
    if hidden is not None:
        _check_all(merging, hidden, namespaces(merging.result))


def _check_all(merging: Merging, hidden: str, machinery: frozenset[str]) -> None:
    hiding = _Hiding(merging, merging.result, hidden)
    _note_uses(hiding)
    for declared in merging.result.types.values():
        if is_of_machinery(declared.name, machinery):
            continue
        if hiding.hides(declared):
            _check_hidden_type(hiding, declared)
        else:
            _check_children(hiding, declared)
            _CHECKS[declared.kind](hiding, declared)
    _check_directives(hiding, machinery)


def _parent(schema: Schema, element: Element) -> Element | None:
    if isinstance(element, Field | EnumValue):
        return schema.types[element.parent]
    if isinstance(element, Argument):
        return element_at(schema, element.parent)
    return None


def _note_uses(hiding: _Hiding) -> None:
    for declared in hiding.schema.types.values():
        for interface in declared.interfaces:
            hiding.implementers.setdefault(interface, []).append(declared)
        for each in declared.fields.values():
            members: list[Field | Argument] = [each, *each.args.values()]
            for element in members:
                hiding.users.setdefault(named(element.type), []).append(element)
                if element.has_default:
                    _note_default(hiding, element, named(element.type), element.default)
    for definition in hiding.schema.directives.values():
        for argument in definition.args.values():
            hiding.users.setdefault(named(argument.type), []).append(argument)
            if argument.has_default:
                _note_default(hiding, argument, named(argument.type), argument.default)


def _note_default(hiding: _Hiding, element: Field | Argument, type_name: str, value: Value) -> None:
    declared = hiding.schema.types.get(type_name)
    if declared is None:
        return
    if isinstance(value, list):
        for each in value:
            _note_default(hiding, element, type_name, each)
    elif isinstance(value, EnumWord) and value in declared.values:
        hiding.defaults.setdefault(declared.values[value].coordinate, []).append(element)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name in declared.fields:
                inner = declared.fields[name]
                hiding.defaults.setdefault(inner.coordinate, []).append(element)
                _note_default(hiding, element, named(inner.type), each)


def _check_hidden_type(hiding: _Hiding, declared: Type) -> None:
    name = declared.name
    for user in hiding.users.get(name, ()):
        if hiding.shows(user):
            hiding.error(
                "REFERENCED_INACCESSIBLE",
                f'Type "{name}" is @inaccessible but is referenced by "{user.coordinate}", which is in the API schema.',
                [name],
                (user.coordinate,),
            )
    if hiding.schema.roots.get("query") == name:
        hiding.error(
            "QUERY_ROOT_TYPE_INACCESSIBLE",
            f'Type "{name}" is @inaccessible but is the root query type, which must be in the API schema.',
            [name],
        )


def _check_children(hiding: _Hiding, declared: Type) -> None:
    what, children = "fields", list[Element](declared.fields.values())
    if declared.kind is Kind.INPUT:
        what = "input fields"
    elif declared.kind is Kind.ENUM:
        what, children = "values", list(declared.values.values())
    elif declared.kind is Kind.UNION:
        what, children = "members", [hiding.schema.types[name] for name in declared.members]
    if children and all(hiding.hides(child) for child in children):
        hiding.error(
            "ONLY_INACCESSIBLE_CHILDREN",
            f'Type "{declared.name}" is in the API schema but all of its {what} are @inaccessible.',
            [child.coordinate for child in children],
            (declared.name,),
        )


def _check_composite(hiding: _Hiding, declared: Type) -> None:
    types = hiding.schema.types
    interfaces = [types[name] for name in declared.interfaces if name in types]
    implementers = hiding.implementers.get(declared.name, [])
    for each in declared.fields.values():
        implemented = [interface.fields[each.name] for interface in interfaces if each.name in interface.fields]
        if hiding.hides(each):
            for other in implemented:
                if hiding.shows(other):
                    _implemented_by_hidden(hiding, "Field", "field", each, other)
            continue
        implementing = [other.fields[each.name] for other in implementers if each.name in other.fields]
        for argument in each.args.values():
            if hiding.hides(argument):
                _check_hidden_argument(hiding, argument, implemented, implementing)


def _implemented_by_hidden(hiding: _Hiding, title: str, word: str, element: Element, other: Element) -> None:
    hiding.error(
        "IMPLEMENTED_BY_INACCESSIBLE",
        f'{title} "{element.coordinate}" is @inaccessible but implements the interface {word} "{other.coordinate}", '
        "which is in the API schema.",
        [element.coordinate],
        (other.coordinate,),
    )


def _check_hidden_argument(
    hiding: _Hiding, argument: Argument, implemented: list[Field], implementing: list[Field]
) -> None:
    if argument.is_required:
        _required(
            hiding,
            f'Argument "{argument.coordinate}" is @inaccessible but is a required argument of its field.',
            argument,
        )
    for each in implementing:
        other = each.args.get(argument.name)
        if other is not None and other.is_required and hiding.shows(other):
            hiding.error(
                "REQUIRED_INACCESSIBLE",
                f'Argument "{argument.coordinate}" is @inaccessible but is implemented by the required argument '
                f'"{other.coordinate}", which is in the API schema.',
                [argument.coordinate],
                (other.coordinate,),
            )
    for each in implemented:
        other = each.args.get(argument.name)
        if other is not None and hiding.shows(other):
            _implemented_by_hidden(hiding, "Argument", "argument", argument, other)


def _required(hiding: _Hiding, message: str, element: Element) -> None:
    hiding.error("REQUIRED_INACCESSIBLE", message, [element.coordinate])


def _check_input(hiding: _Hiding, declared: Type) -> None:
    for each in declared.fields.values():
        if hiding.hides(each):
            if each.is_required:
                message = f'Input field "{each.coordinate}" is @inaccessible but is a required input field of its type.'
                _required(hiding, message, each)
            _check_defaults(hiding, "Input field", each)


def _check_enum(hiding: _Hiding, declared: Type) -> None:
    for value in declared.values.values():
        if hiding.hides(value):
            _check_defaults(hiding, "Enum value", value)


def _check_defaults(hiding: _Hiding, title: str, element: Field | EnumValue) -> None:
    for user in hiding.defaults.get(element.coordinate, ()):
        if hiding.shows(user):
            hiding.error(
                "DEFAULT_VALUE_USES_INACCESSIBLE",
                f'{title} "{element.coordinate}" is @inaccessible but is used in the default value of '
                f'"{user.coordinate}", which is in the API schema.',
                [element.coordinate],
                (user.coordinate,),
            )


def _nothing(hiding: _Hiding, declared: Type) -> None:
    """Unions and scalars have no children of their own to check."""


_CHECKS = {
    Kind.OBJECT: _check_composite,
    Kind.INTERFACE: _check_composite,
    Kind.INPUT: _check_input,
    Kind.ENUM: _check_enum,
    Kind.UNION: _nothing,
    Kind.SCALAR: _nothing,
}


def _check_directives(hiding: _Hiding, machinery: frozenset[str]) -> None:
    for definition in hiding.schema.directives.values():
        arguments = [argument for argument in definition.args.values() if hiding.hides(argument)]
        if not arguments:
            continue
        if is_of_machinery(definition.name, machinery) or set(definition.locations) - EXECUTABLE:
            _disallowed(hiding, definition, arguments, is_of_machinery(definition.name, machinery))
            continue
        for argument in arguments:
            if argument.is_required:
                message = f'Argument "{argument.coordinate}" is @inaccessible but is required by its directive.'
                _required(hiding, message, argument)


def _disallowed(hiding: _Hiding, definition: DirectiveDefinition, arguments: list[Argument], is_linked: bool) -> None:
    places = ", ".join(place for place in definition.locations if place not in EXECUTABLE)
    message = (
        f'Core feature directive "{definition.coordinate}" cannot use @inaccessible.'
        if is_linked
        else f'Directive "{definition.coordinate}" cannot use @inaccessible because it may be applied to these '
        f"type-system locations: {places}."
    )
    hiding.error("DISALLOWED_INACCESSIBLE", message, [argument.coordinate for argument in arguments])

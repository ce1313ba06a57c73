"""Do two SDLs say the same? Order, unused imports and federation's own machinery do not count.

By hand: ``python -m services.cip sdl > ours.graphql; python -m tests.kit.sdl_compare ours.graphql contract.graphql``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from graphql import parse, print_ast
from graphql.language import (
    ConstDirectiveNode,
    DefinitionNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    Node,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    SchemaExtensionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
)

MACHINERY = frozenset({"_Any", "_Entity", "_Service", "_entities", "_service"})
"""What every subgraph has by the subgraph specification; contracts leave it out."""

ARGUMENTS_AT_DEFAULT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "key": frozenset({"resolvable: true"}),
        "listSize": frozenset({"requireOneSlicingArgument: true"}),
    }
)

Facts = dict[str, str]


def differences(ours: str, contract: str) -> list[str]:
    """One line for each place where the SDLs differ; empty when they say the same."""
    left, right = facts(ours), facts(contract)
    lines = []
    for place in sorted(left.keys() | right.keys()):
        if place not in right:
            lines.append(f"+ {place}: {left[place]} (not in the contract)")
        elif place not in left:
            lines.append(f"- {place}: {right[place]} (missing)")
        elif left[place] != right[place]:
            lines.append(f"~ {place}: {left[place]} (contract: {right[place]})")
    return lines


def facts(sdl: str) -> Facts:
    """Everything that an SDL says, by place, such as ``Topic.fundedProjects(first:)``."""
    found: Facts = {}
    for definition in parse(sdl).definitions:
        found.update(facts_of(definition))
    return found


def facts_of(definition: DefinitionNode) -> Iterator[tuple[str, str]]:
    match definition:
        case SchemaDefinitionNode() | SchemaExtensionNode():
            yield from linked(definition.directives or ())
        case TypeDefinitionNode() if definition.name.value not in MACHINERY:
            yield from type_facts(definition)


def linked(directives: Iterable[ConstDirectiveNode]) -> Iterator[tuple[str, str]]:
    """The linked specifications; what is imported shows where it is used."""
    for directive in directives:
        for argument in directive.arguments or ():
            if argument.name.value == "url":
                yield f"@link {print_ast(argument.value)}", "linked"


def type_facts(definition: TypeDefinitionNode) -> Iterator[tuple[str, str]]:
    name = definition.name.value
    yield name, f"{definition.kind}{described(definition)}{directed(definition.directives)}"
    match definition:
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            yield from composite_facts(name, definition)
        case InputObjectTypeDefinitionNode():
            yield from ((f"{name}.{value.name.value}", input_fact(value)) for value in definition.fields or ())
        case EnumTypeDefinitionNode():
            for word in definition.values or ():
                yield f"{name}.{word.name.value}", f"value{described(word)}{directed(word.directives)}"
        case UnionTypeDefinitionNode():
            yield from ((f"{name} = {member.name.value}", "member") for member in definition.types or ())


def composite_facts(
    name: str, definition: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode
) -> Iterator[tuple[str, str]]:
    for interface in definition.interfaces or ():
        yield f"{name} implements {interface.name.value}", "implemented"
    for field in definition.fields or ():
        yield from field_facts(name, field)


def field_facts(owner: str, field: FieldDefinitionNode) -> Iterator[tuple[str, str]]:
    place = f"{owner}.{field.name.value}"
    if field.name.value in MACHINERY:
        return
    yield place, f"{print_ast(field.type)}{described(field)}{directed(field.directives)}"
    for argument in field.arguments or ():
        yield f"{place}({argument.name.value}:)", input_fact(argument)


def input_fact(value: InputValueDefinitionNode) -> str:
    default = f" = {print_ast(value.default_value)}" if value.default_value else ""
    return f"{print_ast(value.type)}{default}{described(value)}{directed(value.directives)}"


def described(node: Node) -> str:
    description = getattr(node, "description", None)
    return f" {description.value.strip()!r}" if description else ""


def directed(directives: Iterable[ConstDirectiveNode] | None) -> str:
    return "".join(f" {text}" for text in sorted(map(directive_text, directives or ())))


def directive_text(directive: ConstDirectiveNode) -> str:
    """A directive with its arguments in order, without those that repeat a default."""
    name = directive.name.value
    arguments = {print_ast(argument) for argument in directive.arguments or ()} - ARGUMENTS_AT_DEFAULT.get(
        name, frozenset()
    )
    return f"@{name}({', '.join(sorted(arguments))})"


def main(arguments: list[str], show: Callable[[str], None] = print) -> int:
    """Prints the differences of two files; exit code 1 when there are any."""
    if len(arguments) != 2:
        show("Usage: python -m tests.kit.sdl_compare OURS CONTRACT")
        return 2
    ours, contract = (Path(argument).read_text(encoding="utf-8") for argument in arguments)
    found = differences(ours, contract)
    for line in found:
        show(line)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

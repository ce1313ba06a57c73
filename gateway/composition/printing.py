"""Prints a merged schema: the supergraph with every directive, or the API schema with those that clients may see.

Types and directive definitions come in the order of their names, so that a change of one element is a change of a few
lines; fields keep the order of the subgraphs.
"""

from __future__ import annotations

from collections.abc import Iterable

from graphql import StringValueNode, print_ast
from graphql.language.block_string import is_printable_as_block_string

from gateway.composition.elements import (
    ROOTS,
    Applied,
    Argument,
    DirectiveDefinition,
    Element,
    EnumValue,
    Field,
    Kind,
    Schema,
    Type,
)
from gateway.composition.values import print_value


def print_schema(schema: Schema) -> str:
    """The schema as SDL, with a line feed at the end."""
    blocks = [_schema(schema)] if schema.applied or schema.description else _roots_if_unusual(schema)
    blocks += [_directive(schema.directives[name]) for name in sorted(schema.directives)]
    blocks += [_type(schema.types[name]) for name in sorted(schema.types)]
    return "\n\n".join(blocks) + "\n"


def _roots_if_unusual(schema: Schema) -> list[str]:
    usual = all(ROOTS[kind] == name for kind, name in schema.roots.items())
    return [] if usual else [_schema(schema)]


def _schema(schema: Schema) -> str:
    lines = [_description(schema, "") + "schema", *(f"  {_applied(applied)}" for applied in schema.applied)]
    roots = [f"  {kind}: {name}" for kind, name in schema.roots.items()]
    return "\n".join([*lines, "{", *roots, "}"])


def _directive(definition: DirectiveDefinition) -> str:
    repeatable = " repeatable" if definition.repeatable else ""
    head = f"{_description(definition, '')}directive @{definition.name}{_arguments(definition.args, '')}"
    return f"{head}{repeatable} on {' | '.join(definition.locations)}"


def _type(declared: Type) -> str:
    head = f"{_description(declared, '')}{declared.kind.value} {declared.name}"
    if declared.interfaces:
        head += f" implements {' & '.join(declared.interfaces)}"
    marks = [f"\n  {_applied(applied)}" for applied in declared.applied]
    head += "".join(marks)
    if declared.kind is Kind.UNION:
        return f"{head}{chr(10) if marks else ''} = {' | '.join(declared.members)}"
    body = [_field(field) for field in declared.fields.values()]
    body += [_value(value) for value in declared.values.values()]
    if not body:
        return head
    return f"{head}{chr(10) if marks else ' '}{{\n" + "\n".join(body) + "\n}"


def _field(field: Field) -> str:
    default = f" = {print_value(field.default)}" if field.has_default else ""
    arguments = _arguments(field.args, "  ")
    return f"{_description(field, '  ')}  {field.name}{arguments}: {field.type}{default}{_inline(field.applied)}"


def _value(value: EnumValue) -> str:
    return f"{_description(value, '  ')}  {value.name}{_inline(value.applied)}"


def _arguments(arguments: dict[str, Argument], indent: str) -> str:
    if not arguments:
        return ""
    if all(argument.description is None for argument in arguments.values()):
        return f"({', '.join(map(_argument, arguments.values()))})"
    inner = indent + "  "
    lines = [f"{_description(argument, inner)}{inner}{_argument(argument)}" for argument in arguments.values()]
    return "(\n" + "\n".join(lines) + f"\n{indent})"


def _argument(argument: Argument) -> str:
    default = f" = {print_value(argument.default)}" if argument.has_default else ""
    return f"{argument.name}: {argument.type}{default}{_inline(argument.applied)}"


def _inline(applied: Iterable[Applied]) -> str:
    return "".join(f" {_applied(each)}" for each in applied)


def _applied(applied: Applied) -> str:
    if not applied.args:
        return f"@{applied.name}"
    return f"@{applied.name}({', '.join(f'{name}: {print_value(value)}' for name, value in applied.args.items())})"


def _description(element: Element, indent: str) -> str:
    if element.description is None:
        return ""
    text = element.description
    node = StringValueNode(value=text, block=is_printable_as_block_string(text))
    return indent + print_ast(node).replace("\n", "\n" + indent) + "\n"

"""Random operations of a schema that reach deep: aliases that collide with keys, fragments on every kind of type."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_required_argument,
    parse,
    validate,
)

ALIASES = ["", "", "", "a: ", "b: ", "id: ", "name: "]
SCALARS: dict[str, Callable[[Random], str]] = {
    "Int": lambda dice: str(dice.randint(0, 3)),
    "Float": lambda _: "1.5",
    "Boolean": lambda dice: dice.choice(["true", "false"]),
    "ID": lambda dice: dice.choice(['"1"', '"b1"', '"d1"', '"n1"', "2"]),
    "String": lambda _: '"N"',
    "Json": lambda dice: dice.choice(["{a: [1]}", '"x"', "3"]),
    "Date": lambda _: '"2026-01-01"',
}


def random_operation(schema: GraphQLSchema, dice: Random) -> str:
    """A valid operation; mutations too where there are any."""
    while True:
        mutation = schema.mutation_type is not None and dice.random() < 0.5
        root: Any = schema.mutation_type if mutation else schema.query_type
        text = ("mutation " if mutation else "") + _selections(schema, root, dice, dice.randint(1, 4))
        if not validate(schema, parse(text)):
            return text


def _selections(schema: GraphQLSchema, parent: GraphQLNamedType, dice: Random, depth: int) -> str:
    return "{ " + " ".join(_selection(schema, parent, dice, depth) for _ in range(dice.randint(1, 4))) + " }"


def _selection(schema: GraphQLSchema, parent: GraphQLNamedType, dice: Random, depth: int) -> str:
    fields: dict[str, Any] = getattr(parent, "fields", {})
    chance = dice.random()
    if chance < 0.3 or not fields:
        typename = chance < (0.08 if fields else 0.3)
        return dice.choice(["", "t: "]) + "__typename" if typename else _fragment(schema, parent, dice, depth)
    name = dice.choice(list(fields))
    named = get_named_type(fields[name].type)
    if not is_composite_type(named):
        return dice.choice(ALIASES) + name + _arguments(fields[name].args, dice)
    if depth <= 0:
        return "__typename"
    inner = _selections(schema, named, dice, depth - 1)
    return f"{dice.choice(ALIASES)}{name}{_arguments(fields[name].args, dice)} {inner}"


def _fragment(schema: GraphQLSchema, parent: Any, dice: Random, depth: int) -> str:
    """On a possible type, on one of its interfaces, or on the parent itself."""
    possible = dice.choice(list(schema.get_possible_types(parent)) if is_abstract_type(parent) else [parent])
    condition = dice.choice([possible, parent, *possible.interfaces])
    inner = _selections(schema, condition, dice, depth - 1) if depth > 0 else "{ __typename }"
    return f"... on {condition.name} {inner}"


def _arguments(arguments: dict[str, GraphQLArgument], dice: Random) -> str:
    given = [
        f"{name}: {_literal(argument.type, dice)}"
        for name, argument in arguments.items()
        if is_required_argument(argument) or dice.random() < 0.5
    ]
    return f"({', '.join(given)})" if given else ""


def _literal(type_: GraphQLInputType, dice: Random, depth: int = 0) -> str:
    if isinstance(type_, GraphQLNonNull):
        return _literal(type_.of_type, dice, depth)
    if dice.random() < 0.1:
        return "null"
    if isinstance(type_, GraphQLList):
        return "[" + ", ".join(_literal(type_.of_type, dice, depth) for _ in range(dice.randint(0, 2))) + "]"
    if isinstance(type_, GraphQLEnumType):
        return str(dice.choice(list(type_.values)))
    if isinstance(type_, GraphQLInputObjectType):
        names = [name for name in type_.fields if depth < 2 and dice.random() < 0.4]
        return "{" + ", ".join(f"{n}: {_literal(type_.fields[n].type, dice, depth + 1)}" for n in names) + "}"
    return SCALARS[type_.name](dice)

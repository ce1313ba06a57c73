"""The way to a place in the API, and the smallest query that goes there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
    is_required_input_field,
)

from gateway.composition.values import EnumWord, Value, print_value

_SAMPLES: dict[str, Value] = {"Int": 0, "Float": 3.14, "Boolean": True, "String": "A string value", "ID": "<any id>"}


@dataclass(frozen=True, slots=True)
class Trail:
    """One step and those before it: the field ``name`` of ``owner``, or with ``is_cast`` ``... on name``."""

    previous: Trail | None
    owner: str
    name: str
    is_cast: bool = False

    def steps(self) -> Iterator[Trail]:
        """From the root to here."""
        chain: list[Trail] = []
        step: Trail | None = self
        while step is not None:
            chain.append(step)
            step = step.previous
        return reversed(chain)


def witness(api: GraphQLSchema, kind: str, trail: Trail) -> str:
    """The query that goes exactly this way, with some value for each argument."""
    steps = list(trail.steps())
    lines = ["{" if kind == "query" else f"{kind} {{"]
    for depth, step in enumerate(steps, start=1):
        last = depth == len(steps)
        indent = "  " * depth
        if step.is_cast:
            lines.append(f"{indent}... on {step.name} {{")
            is_leaf = False
        else:
            definition = api.type_map[step.owner].fields[step.name]  # type: ignore[attr-defined]  # has fields
            arguments = ", ".join(
                f"{name}: {print_value(_sample(argument.type))}" for name, argument in definition.args.items()
            )
            is_leaf = not is_composite_type(get_named_type(definition.type))
            lines.append(f"{indent}{step.name}{f'({arguments})' if arguments else ''}{'' if is_leaf else ' {'}")
        if last and not is_leaf:
            lines.append(f"{indent}  ...")
    opened = sum(line.endswith("{") for line in lines)
    lines += ["  " * depth + "}" for depth in reversed(range(opened))]
    return "\n".join(lines)


def _sample(reference: GraphQLInputType) -> Value:
    match reference:
        case GraphQLNonNull():
            return _sample(reference.of_type)
        case GraphQLList():
            return []
        case GraphQLEnumType():
            return EnumWord(next(iter(reference.values)))
        case GraphQLInputObjectType():
            needed = {name: field for name, field in reference.fields.items() if is_required_input_field(field)}
            return {name: _sample(field.type) for name, field in needed.items()}
    return _SAMPLES.get(reference.name, "<some value>")

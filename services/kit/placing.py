"""Where in a request a fault lies: the path from the mutation's arguments on, by one rule for all houses.

Rules name the field that is wrong and know nothing of requests: whether it is an argument of its own or stands in an
input object is the schema's affair, and is read from there (domain_slice2 1.2: programs read ``code`` and ``path``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from inspect import isawaitable
from typing import Any, TypeAlias

from graphql import GraphQLField, GraphQLInputObjectType, GraphQLSchema, get_nullable_type

from services.kit.civic import UserError

Path: TypeAlias = tuple[str, ...]
Arguments: TypeAlias = Mapping[str, frozenset[str]]
"""The arguments of a mutation, each with the fields of its input object; of any other there are none."""


def placed(path: Path, arguments: Arguments) -> Path:
    """The way from the arguments on to what a rule names.

    What nobody sent is of the thing itself (a draft that lacks a text, say), and hangs on the argument that names it.

    >>> arguments = {"id": frozenset(), "input": frozenset({"title"})}
    >>> placed(("title", "de"), arguments), placed(("id",), arguments), placed(("problem",), arguments)
    (('input', 'title', 'de'), ('id',), ('id', 'problem'))
    >>> placed(("id",), {"ideaId": frozenset()}), placed(("budget",), {"input": frozenset({"title"})})
    (('ideaId',), ())
    """
    if path[:1] == ("input",) and "input" not in arguments:
        path = path[1:]
    if not path or path[0] in arguments:
        return path
    for name, fields in arguments.items():
        if path[0] in fields:
            return (name, *path)
    first = next(iter(arguments), "")
    if first != "id" and not first.endswith("Id"):
        return ()
    return (first,) if path == ("id",) else (first, *path)


def arguments_of(mutation: GraphQLField) -> Arguments:
    found: dict[str, frozenset[str]] = {}
    for name, argument in mutation.args.items():
        kind = get_nullable_type(argument.type)
        found[name] = frozenset(kind.fields if isinstance(kind, GraphQLInputObjectType) else ())
    return found


@dataclass(frozen=True, slots=True)
class Placing:
    """The resolver of a mutation, the errors of whose payload are placed."""

    answer: Callable[..., Any]
    arguments: Arguments

    async def __call__(self, source: Any, info: Any, **arguments: Any) -> Any:
        answered = self.answer(source, info, **arguments)
        payload = await answered if isawaitable(answered) else answered
        errors = getattr(payload, "errors", None)
        if errors:
            payload.errors = [self._placed(each) for each in errors]
        return payload

    def _placed(self, error: UserError) -> UserError:
        return UserError(fault=replace(error.fault, path=placed(error.fault.path, self.arguments)), own=error.own)


def place_faults(schema: GraphQLSchema) -> None:
    """Every mutation of the schema says where a fault lies by this rule."""
    if schema.mutation_type is None:
        return
    for field in schema.mutation_type.fields.values():
        if field.resolve is not None:
            field.resolve = Placing(field.resolve, arguments_of(field))

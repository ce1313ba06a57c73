"""A Strawberry federation schema as our subgraphs want it: scalars as agreed, references answered in batches.

``_entities`` calls ``resolve_reference(cls, info, **representation)`` for each representation. The names are those of
the wire (camelCase), and the gateway may send more keys than one; take them with ``key``. Return an awaitable of a
loader: references of one request then share one trip to the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLError,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
)
from strawberry import federation
from strawberry.federation.schema import FederationAny
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition, DecimalDefinition
from strawberry.types.execution import ExecutionContext
from strawberry.types.scalar import ScalarDefinition

from services.kit.civic import URL
from services.kit.clock import FIRST_YEAR, LAST_YEAR
from services.kit.errors import BadInputError
from services.kit.execution import Execution
from services.kit.membership import Membership, guard_mutations
from services.kit.placing import place_faults
from services.kit.sizes import give_sizes

NOTHING: Mapping[str, int] = {}


def point_in_time(value: object) -> datetime:
    """Reads a ``DateTime``; ``BadInputError`` for one without a time zone, which would be another moment elsewhere."""
    parse = DateTimeDefinition.parse_value
    moment: datetime = parse(value) if parse is not None and isinstance(value, str) else not_a_time(value)
    if moment.tzinfo is None:
        raise BadInputError(f"{value!r} needs a time zone, as in 2026-03-01T10:00:00+01:00.")
    check_year(moment, value)
    return moment


def day(value: object) -> date:
    """Reads a ``Date``."""
    parse = DateDefinition.parse_value
    found: date = parse(value) if parse is not None and isinstance(value, str) else not_a_day(value)
    check_year(found, value)
    return found


def check_year(found: date, value: object) -> None:
    """``BadInputError`` for years of which nothing here tells. The first and the last moment that Python can say are
    infinity to PostgreSQL, and nothing can be reckoned from them; programs send them for "no time".
    """
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadInputError(f"{value!r} lies outside of the years {FIRST_YEAR} to {LAST_YEAR}.")


def not_a_day(value: object) -> date:
    raise BadInputError(f"{value!r} is no Date; one looks like 2026-03-01.")


def not_a_time(value: object) -> datetime:
    raise BadInputError(f"{value!r} is no DateTime; one looks like 2026-03-01T10:00:00+01:00.")


SCALARS: Mapping[object, ScalarDefinition] = {
    date: replace(DateDefinition, description=None, parse_value=day),
    datetime: replace(DateTimeDefinition, description=None, parse_value=point_in_time),
    Decimal: replace(DecimalDefinition, description=None),
    URL: strawberry.scalar(name="URL", serialize=str, parse_value=str),
}


class Subgraph(federation.Schema):
    """A federation schema that answers a bad reference with an error at its own place."""

    def __init__(self, *, members: Membership | None = None, most: Mapping[str, int] = NOTHING, **options: Any) -> None:
        self.most = most
        super().__init__(execution_context_class=Execution, **options)
        leave_out_null_defaults(self._schema)
        guard_mutations(self._schema, members)
        place_faults(self._schema)

    def _prepare_schema_directives(self) -> None:
        """Strawberry's hook: the types are known, and the directives are not printed yet."""
        definitions = [each.definition for each in self.schema_converter.type_map.values()]
        named = self.config.name_converter.from_field
        self._schema_directives_in_use.extend(give_sizes(definitions, named, self.most))
        super()._prepare_schema_directives()

    def entities_resolver(self, info: strawberry.Info, representations: list[FederationAny]) -> list[FederationAny]:
        return [FederationAny(self.reference(info, representation)) for representation in representations]

    def reference(self, info: strawberry.Info, representation: object) -> object:
        """The entity, an awaitable of it, or the exception that stands in its place (graphql-core raises it there)."""
        try:
            if not isinstance(representation, Mapping):
                raise BadInputError("A representation is an object with __typename and a key.")
            fields = {name: value for name, value in representation.items() if name != "__typename"}
            return self.entity(representation.get("__typename")).resolve_reference(info=info, **fields)
        except Exception as error:  # becomes this entity's error; the others are answered
            return error

    def entity(self, name: object) -> Any:
        """The class of an entity type; ``BadInputError`` when this service has no such entity."""
        known = self.schema_converter.type_map.get(name) if isinstance(name, str) else None
        origin = getattr(getattr(known, "definition", None), "origin", None)
        if not hasattr(origin, "resolve_reference"):
            raise BadInputError(f"This service has no entity {name!r}.")
        return origin

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Errors are logged where they are masked, once, with their reference."""


def leave_out_null_defaults(schema: GraphQLSchema) -> None:
    """``first: int | None = None`` in Python is an argument without a default on the wire, not ``= null``."""
    for kind in schema.type_map.values():
        for taken in inputs(kind):
            if taken.default_value is None:
                taken.default_value = Undefined


def inputs(kind: GraphQLNamedType) -> Iterator[GraphQLArgument | GraphQLInputField]:
    """The arguments of an output type's fields, or the fields of an input type."""
    match kind:
        case GraphQLInputObjectType():
            yield from kind.fields.values()
        case GraphQLObjectType() | GraphQLInterfaceType():
            for field in kind.fields.values():
                yield from field.args.values()


def subgraph(
    query: type,
    mutation: type | None = None,
    subscription: type | None = None,
    types: Iterable[type] = (),
    members: Membership | None = None,
    most: Mapping[str, int] = NOTHING,
) -> Subgraph:
    """The schema of a subservice. ``types`` are those that only ``_entities`` or an interface leads to.

    ``members`` says who may write; with mutations it must be there (``TypeError``).
    ``most``: the lengths of lists without ``first``, as in ``services.kit.sizes``.
    """
    return Subgraph(
        members=members,
        most=most,
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=types,
        config=StrawberryConfig(scalar_map=SCALARS),
        federation_version="2.9",
    )


def key(representation: Mapping[str, object], name: str) -> str:
    """A key of a representation; ``BadInputError`` when it is missing or no text.

    A NUL is no text for PostgreSQL; found only there, it would cost the other references of the same trip.
    """
    value = representation.get(name)
    if not isinstance(value, str) or "\0" in value:
        raise BadInputError(f"The reference needs {name}.")
    return value

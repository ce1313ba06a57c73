"""What an operation will cost: the weights of its fields, times the lengths of the lists that they stand in.

As Federation 2.9 has it for demand control: an object costs 1, a scalar or enum 0, unless ``@cost`` says otherwise; a
list as many times its item as its slicing argument (``@listSize``) asks for. Compiled once for each plan: where no
variable counts the price is a number, else it is worked out for each request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    IntValueNode,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field, Operation, OperationKind, Selections, Value, Variable
from gateway.model.supergraph import ListSize, Supergraph

MUTATION = 10
"""What a mutation costs beside its fields."""
Owner: TypeAlias = GraphQLObjectType | GraphQLInterfaceType
Variables: TypeAlias = Mapping[str, Any]
Amount: TypeAlias = int | Variable | None
"""A slicing argument: its value, or where that comes from; None: it is not given."""


@dataclass(frozen=True, slots=True)
class Slice:
    """How many items a list has: the largest of ``amounts`` that are known, else ``otherwise``. ``defaults``: of
    variables that are not given.
    """

    amounts: tuple[Amount, ...]
    otherwise: int
    defaults: Mapping[str, int | None] = field(default_factory=dict)

    def of(self, variables: Variables) -> int:
        known = [size for size in (self._value(each, variables) for each in self.amounts) if size is not None]
        return max(0, *known) if known else self.otherwise

    def _value(self, amount: Amount, variables: Variables) -> int | None:
        if not isinstance(amount, Variable):
            return amount
        given = variables.get(amount.name, self.defaults.get(amount.name))
        return given if isinstance(given, int) and not isinstance(given, bool) else None


@dataclass(frozen=True, slots=True)
class PricedField:
    """``weight``: of each instance, of which there are ``size`` under one object. ``once``: of its arguments.

    ``fields``: those below that cost something; ``kinds``: those of which the runtime type chooses one group.
    ``fixed``: all of it, None where a variable counts.
    """

    key: str
    weight: int
    size: int | Slice
    once: int
    fields: tuple[PricedField, ...]
    kinds: tuple[tuple[PricedField, ...], ...]
    fixed: int | None

    def cost(self, variables: Variables) -> int:
        if self.fixed is not None:
            return self.fixed
        return self.count(variables) * (self.weight + below(self.fields, self.kinds, variables)) + self.once

    def count(self, variables: Variables) -> int:
        return self.size if isinstance(self.size, int) else self.size.of(variables)


@dataclass(frozen=True, slots=True)
class Price:
    """``base``: what the operation costs beside its fields. ``slices``: those that variables decide."""

    base: int
    fields: tuple[PricedField, ...]
    slices: tuple[Slice, ...] = ()
    largest: int = 0
    """Of the pages that the operation itself asks for."""
    fixed: int | None = None

    def cost(self, variables: Variables) -> int:
        """Points, before anything is asked."""
        return self.base + below(self.fields, (), variables) if self.fixed is None else self.fixed

    def largest_page(self, variables: Variables) -> int:
        """The largest slicing argument that is given."""
        return max([self.largest, *(each.of(variables) for each in self.slices)])


def below(fields: tuple[PricedField, ...], kinds: tuple[tuple[PricedField, ...], ...], variables: Variables) -> int:
    """What stands below one object: its fields, and those of the dearest type that it can have."""
    own = sum(each.cost(variables) for each in fields)
    return own + max((sum(each.cost(variables) for each in kind) for kind in kinds), default=0)


def price(
    operation: Operation | None,
    supergraph: Supergraph,
    *,
    fetches: int = 0,
    list_size: int = 10,
    budget: Budget = UNLIMITED,
) -> Price:
    """The price of a normalised operation; None: of one that needs no subgraph. ``fetches``: points for its requests.

    ``list_size``: items of a list of which nothing is said. Raises TooExpensiveError.

    >>> from gateway.operations.normalisation.examples import PETS
    >>> from gateway.model.operation import Argument, Fragment, OperationKind
    >>> from gateway.model.supergraph import ListSize
    >>> one = Field("pet", selections=(Field("name"), Fragment("Seal", (Field("name"),))))
    >>> graph = Supergraph("", {}, PETS, PETS, weights={"Query.pet": 3})
    >>> price(Operation(OperationKind.QUERY, "Query", (one,)), graph, fetches=1).fixed
    4
    """
    if operation is None:
        return Price(fetches, (), fixed=fetches)
    pricing = _Pricing(supergraph, list_size, _defaults(operation), budget)
    fields, kinds = pricing.selections(operation.selections, operation.root_type, {})
    base = fetches + (MUTATION if operation.kind is OperationKind.MUTATION else 0)
    every = (*fields, *(each for kind in kinds for each in kind))
    fixed = (
        base + sum(cast(int, each.fixed) for each in every) if all(each.fixed is not None for each in every) else None
    )
    return Price(base, every, tuple(pricing.slices), pricing.largest, fixed)


def _defaults(operation: Operation) -> dict[str, int | None]:
    named = ((each.name, each.default) for each in operation.variables)
    return {name: default if isinstance(default, int) else None for name, default in named}


@dataclass(slots=True)
class _Pricing:
    supergraph: Supergraph
    list_size: int
    defaults: Mapping[str, int | None]
    budget: Budget
    slices: list[Slice] = field(default_factory=list)
    largest: int = 0

    def selections(
        self, selections: Selections, parent: str, sizes: Mapping[str, int | Slice]
    ) -> tuple[tuple[PricedField, ...], tuple[tuple[PricedField, ...], ...]]:
        """``sizes``: of the lists that the field above has sized."""
        self.budget.spend(len(selections))
        own: list[PricedField] = []
        kinds: dict[str, list[PricedField]] = {}
        for selection in selections:
            if isinstance(selection, Field):
                priced = self.field(selection, parent, sizes)
                if priced is not None:
                    own.append(priced)
            else:
                fields, inner = self.selections(selection.selections, selection.type_condition, sizes)
                kinds.setdefault(selection.type_condition, []).extend((*fields, *(e for kind in inner for e in kind)))
        return tuple(own), tuple(tuple(kind) for kind in kinds.values() if kind)

    def field(self, selected: Field, parent: str, sizes: Mapping[str, int | Slice]) -> PricedField | None:
        """None where it costs nothing whatever comes."""
        owner = self.supergraph.schema.type_map[parent]
        declared = None if isinstance(owner, GraphQLUnionType) else cast(Owner, owner).fields.get(selected.name)
        if declared is None:
            return None  # __typename
        weight = self.weight(parent, selected.name, declared)
        said = self.list_size_of(parent, selected.name)
        size = self.sliced(said, selected, declared)
        passed = dict.fromkeys(said.sized, size) if said is not None else {}
        fields, kinds = self.selections(selected.selections, get_named_type(declared.type).name, passed)
        once = self.arguments(parent, selected)
        if not (weight or fields or kinds or once):
            return None
        levels = _list_levels(declared.type)
        # What sizes the lists below says nothing of how many there are of itself.
        itself = size if said is None or not said.sized else self.list_size if said.assumed is None else said.assumed
        own = sizes.get(selected.name, itself) if levels else 1
        if isinstance(own, int):
            own *= self.list_size ** max(0, levels - 1)  # cost v0.1 says nothing of lists of lists
        return _priced(selected.key, weight, own, once, fields, kinds)

    def weight(self, parent: str, name: str, declared: GraphQLField) -> int:
        weights = self.supergraph.weights
        # COST_APPLIED_TO_INTERFACE_FIELD: what an interface's field costs stands at the types behind it.
        said = [weights[f"{owner}.{name}"] for owner in self.owners(parent) if f"{owner}.{name}" in weights]
        if said:
            return max(said)
        named = get_named_type(declared.type)
        return weights.get(named.name, 1 if is_composite_type(named) else 0)

    def owners(self, parent: str) -> Iterable[str]:
        return (parent, *sorted(self.supergraph.possible.get(parent, frozenset()) - {parent}))

    def list_size_of(self, parent: str, name: str) -> ListSize | None:
        places = (f"{owner}.{name}" for owner in self.owners(parent))
        return next(
            (self.supergraph.list_sizes[place] for place in places if place in self.supergraph.list_sizes), None
        )

    def sliced(self, said: ListSize | None, selected: Field, declared: GraphQLField) -> int | Slice:
        if said is None:
            return self.list_size
        amounts = tuple(self.amount(name, selected, declared) for name in said.arguments)
        otherwise = self.list_size if said.assumed is None else said.assumed
        found = Slice(amounts, otherwise, self.defaults_for(said, declared))
        if any(isinstance(each, Variable) for each in amounts):
            self.slices.append(found)
            return found
        if any(each is not None for each in amounts):
            self.largest = max(self.largest, found.of({}))
        return found.of({})

    def defaults_for(self, said: ListSize, declared: GraphQLField) -> Mapping[str, int | None]:
        """GraphQL 6.4.1: a variable that is not given leaves the argument to its own default."""
        own = next(iter(filter(None, (_default_of(declared, name) for name in said.arguments))), None)
        return {name: own if default is None else default for name, default in self.defaults.items()}

    def amount(self, name: str, selected: Field, declared: GraphQLField) -> Amount:
        given: Value = next(
            (each.value for each in selected.arguments if each.name == name), _default_of(declared, name)
        )
        if isinstance(given, Variable):
            return given
        return given if isinstance(given, int) and not isinstance(given, bool) else None

    def arguments(self, parent: str, selected: Field) -> int:
        weights = self.supergraph.weights
        if not weights or not selected.arguments:
            return 0
        places = (f"{parent}.{selected.name}({each.name}:)" for each in selected.arguments)
        return sum(weights.get(place, 0) for place in places)


def _default_of(declared: GraphQLField, name: str) -> int | None:
    argument = declared.args.get(name)
    literal = argument.default.literal if argument is not None and argument.default is not None else None
    return int(literal.value) if isinstance(literal, IntValueNode) else None


def _list_levels(returned: GraphQLOutputType) -> int:
    levels = 0
    while is_list_type(returned) or is_non_null_type(returned):
        levels += is_list_type(returned)
        returned = returned.of_type
    return levels


def _priced(
    key: str,
    weight: int,
    size: int | Slice,
    once: int,
    fields: tuple[PricedField, ...],
    kinds: tuple[tuple[PricedField, ...], ...],
) -> PricedField:
    every = (*fields, *(each for kind in kinds for each in kind))
    fixed = None
    if isinstance(size, int) and all(each.fixed is not None for each in every):
        fixed = size * (weight + below(fields, kinds, {})) + once
    return PricedField(key, weight, size, once, fields, kinds, fixed)

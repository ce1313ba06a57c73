"""``field``: Strawberry's federation field for resolver methods, typed, with guard, @listSize and @cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar, Unpack

from strawberry import federation
from strawberry.extensions.field_extension import FieldExtension
from strawberry.federation.schema_directives import Cost, ListSize
from strawberry.types.unset import UNSET

from services.kit.guard import Guard, Offers

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class FieldOptions(TypedDict, total=False):
    """What Strawberry's own field takes, as far as our schemas use it."""

    name: str
    description: str
    deprecation_reason: str
    external: bool
    inaccessible: bool
    override: Any
    policy: list[list[str]]
    provides: list[str]
    requires: list[str]
    shareable: bool
    tags: list[str]


class Options(FieldOptions, total=False):
    """All that ``field`` takes, for functions that declare fields of one kind."""

    guard: Guard | None
    cost: int | None
    list_size: ListSize | None


def field(
    *,
    gives: Any = None,
    guard: Guard | None = None,
    offers: Offers | None = None,
    cost: int | None = None,
    list_size: ListSize | None = None,
    **options: Unpack[FieldOptions],
) -> Callable[[Resolver], Resolver]:
    """Decorates a resolver: ``@field(guard=requires_scopes("cip:manage"), list_size=sliced("first"))``.

    ``gives``: the type, where the resolver's annotation does not say it. ``offers``: of actions, what their verbs ask.
    """
    extensions: list[FieldExtension] = [each for each in (guard, offers) if each is not None]
    directives: list[object] = [] if cost is None else [Cost(weight=cost)]
    if list_size is not None:
        directives.append(list_size)
    decorate: Callable[[Resolver], Resolver] = federation.field(
        graphql_type=gives,
        directives=directives,
        extensions=extensions,
        **options,
    )
    return decorate


def sliced(argument: str = "first", *, sized: tuple[str, ...] = (), most: int | None = None) -> ListSize:
    """@listSize with one slicing argument, as the contracts write it: what is at its default is left out.

    ``most``: of a list whose argument sizes the lists in its items, how many items it has itself.
    """
    return ListSize(
        slicing_arguments=[argument],
        sized_fields=list(sized) if sized else UNSET,
        assumed_size=UNSET if most is None else most,
        require_one_slicing_argument=UNSET,
    )

"""Fields that lead to other things over a relation of the store, declared with what they give.

    awards = leads_to(list[AwardType] | None, store.awards_of_idea)
    call = leads_to(FundingCallType, store.calls_by_ids, by="row.call_id", further=at_moment)

A relation to one row that the type says is always there is one that a foreign key guarantees.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Annotated, Any, Unpack, get_args, get_origin

import strawberry

from services.kit.field import Options, field
from services.kit.finding import Further, certain, found, found_all, nothing_further
from services.kit.named import resolved
from services.kit.relation import Many, One


def leads_to(
    gives: Any,
    relation: One[Any] | Many[Any],
    *,
    by: str = "id",
    further: Further[Any] = nothing_further,
    **options: Unpack[Options],
) -> Any:
    """A field of the objects of a relation. ``gives``: the type or, of many, the list; lazy where types go in circles.

    ``by``: where the object has the key; ``further``: what else the relation takes, of the context.
    """
    key_of, is_alone = attrgetter(by), further is nothing_further
    ask: Any = found_all if isinstance(relation, Many) else found if NoneType in get_args(gives) else certain

    @cache
    def kind() -> Any:
        return class_of(gives)

    async def resolve(self: Any, info: strawberry.Info[Any, None]) -> Any:
        more: tuple[Hashable, ...] = () if is_alone else further(info.context)
        return await ask(info, kind(), relation, key_of(self), *more)

    return field(gives=gives, **options)(resolve)


def how_many(relation: One[Any], by: str = "id", gives: Any = int, **options: Unpack[Options]) -> Any:
    """A field with how many there are of the object; no row is 0."""
    key_of = attrgetter(by)

    async def resolve(self: Any, info: strawberry.Info[Any, None]) -> int:
        count: int = await info.context.load.counted(relation, key_of(self))
        return count

    return field(gives=gives, **options)(resolve)


def class_of(gives: Any) -> Any:
    """The class of a type's objects; a lazy reference is followed, so only when all modules of types are there.

    >>> class_of(list[int] | None)
    <class 'int'>
    """
    if get_origin(gives) is Annotated:
        return resolved(gives)
    inner = [each for each in get_args(gives) if each is not NoneType]
    return class_of(inner[0]) if inner else gives

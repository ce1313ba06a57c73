"""Entities by their keys: what most fields and references of a house do with a relation of its store.

prototypes = await found_all(info, Prototype, store.prototypes_of_project, self.id)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Any, TypeVar

import strawberry

from services.kit.context import RequestContext
from services.kit.making import all_made, made
from services.kit.relation import Many, One, there
from services.kit.schema import key as key_in

Made = TypeVar("Made")
Context = TypeVar("Context", bound=RequestContext)
Further = Callable[[Context], tuple[Hashable, ...]]


async def found(
    info: strawberry.Info[Any, None], kind: type[Made], relation: One[Any], key: str | None, *further: Hashable
) -> Made | None:
    """The object of a key; None without a key, or when there is no row."""
    row = None if key is None else await info.context.load(relation, key, *further)
    return None if row is None else made(kind, row)


async def certain(
    info: strawberry.Info[Any, None], kind: type[Made], relation: One[Any], key: str, *further: Hashable
) -> Made:
    """The object of a key that a foreign key guarantees. Raises ``MissingRowError``."""
    return there(await found(info, kind, relation, key, *further))


async def found_all(
    info: strawberry.Info[Any, None], kind: type[Made], relation: Many[Any], key: str, *further: Hashable
) -> list[Made]:
    """The objects of a relation to several rows."""
    return all_made(kind, await info.context.load(relation, key, *further))


async def found_each(
    info: strawberry.Info[Any, None], kind: type[Made], relation: One[Any], keys: Iterable[str], *further: Hashable
) -> list[Made]:
    """The objects of several keys in their order, without those that there are not."""
    return all_made(kind, await info.context.load.each(relation, keys, *further))


def nothing_further(context: RequestContext) -> tuple[()]:
    """Most relations take nothing but keys."""
    return ()


def reads(
    kind: type[Made], relation: One[Any], further: Further[Any] = nothing_further
) -> Callable[[strawberry.Info[Any, None], str | None], Awaitable[Made | None]]:
    """``comment_by_id = reads(Comment, comments_by_ids, seen)``: ``found`` with the relation and what it takes."""

    async def read(info: strawberry.Info[Any, None], key: str | None) -> Made | None:
        return await found(info, kind, relation, key, *further(info.context))

    return read


def found_by(relation: One[Any], name: str = "id", further: Further[Any] = nothing_further) -> Any:
    """The ``resolve_reference`` of an entity whose key ``name`` is the relation's.

    ``further``: what else the relation takes, of the context of the request.
    """

    async def resolve_reference(cls: type, /, info: strawberry.Info[Any, None], **representation: object) -> Any:
        return await found(info, cls, relation, key_in(representation, name), *further(info.context))

    return classmethod(resolve_reference)


def referred(name: str = "id") -> Any:
    """The ``resolve_reference`` of another house's entity: the key, without a look into the database.

    ``name`` is the key on the wire and in the class. Only the fields that this house adds ask anything.
    """

    def resolve_reference(cls: Callable[..., Any], /, info: object, **representation: object) -> Any:
        return cls(**{name: strawberry.ID(key_in(representation, name))})

    return classmethod(resolve_reference)

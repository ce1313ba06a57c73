"""What a verb gives back, declared: the payload's type and how the thing of it is read.

    call_payload = payload_of(FundingCallPayload, store.calls_by_ids, SENTENCES, at_moment)
    return await call_payload(info, await call_writing.advance_call(*info.context.writes, id, to))

The thing is read anew after the change, as the caller sees it; an earlier field of the same request may have read it
before. The payload's first field holds it, ``errors`` the faults.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import strawberry
from strawberry.types.base import StrawberryContainer
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType

from services.kit.changing import Changed
from services.kit.civic import user_errors
from services.kit.finding import Further, found, nothing_further
from services.kit.relation import One
from services.kit.sentences import Sentence

Payload = TypeVar("Payload")
Info = strawberry.Info[Any, None]
Read = Callable[[Any, str], Awaitable[Any]]


def payload_of(
    payload: Callable[..., Payload],
    thing: One[Any] | Read,
    sentences: Mapping[str, Sentence],
    further: Further[Any] = nothing_further,
) -> Callable[[Info, Changed], Awaitable[Payload]]:
    """Makes the payload of a change. ``thing``: the relation that it is read by, or a function of ``info`` and id.

    ``sentences``: the house's own; ``further``: what else the relation takes, of the context.
    """
    field = payload.__strawberry_definition__.fields[0]  # type: ignore[attr-defined]  # a type of the schema

    async def read(info: Info, entity_id: str) -> Any:
        if isinstance(thing, One):
            return await found(info, _class_of(field), thing, entity_id, *further(info.context))
        return await thing(info, entity_id)

    async def give(info: Info, changed: Changed) -> Payload:
        info.context.forget()
        now = None if changed.entity_id is None else await read(info, changed.entity_id)
        return payload(**{field.python_name: now}, errors=user_errors(changed.faults, sentences))

    return give


def _class_of(field: StrawberryField) -> Any:
    """The class of a field's objects; only when all modules of types are there."""
    kind: Any = field.type
    while isinstance(kind, StrawberryContainer):
        kind = kind.of_type
    return kind.resolve_type() if isinstance(kind, LazyType) else kind

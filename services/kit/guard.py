"""@authenticated and @requiresScopes: printed in the SDL for the gateway, and enforced here again.

Sources: the federation directives ``@authenticated`` (2.5) and ``@requiresScopes`` (2.5): the outer list of scopes is
an OR, each inner list an AND. A refused field is null with FORBIDDEN or UNAUTHENTICATED, as far as its type allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
from strawberry.extensions.field_extension import AsyncExtensionResolver, FieldExtension, SyncExtensionResolver
from strawberry.federation.schema_directives import Authenticated, RequiresScopes
from strawberry.types.field import StrawberryField

from services.kit.context import RequestContext
from services.kit.errors import ForbiddenError, UnauthenticatedError
from services.kit.identity import Caller


class Guard(FieldExtension):
    """Lets a resolver run for callers who hold one of the sets of scopes; an empty tuple asks for a login only."""

    def __init__(self, scopes: tuple[frozenset[str], ...], directive: object) -> None:
        self.scopes = scopes
        self.directive = directive

    def apply(self, field: StrawberryField) -> None:
        field.directives = [*field.directives, self.directive]

    def resolve(
        self, next_: SyncExtensionResolver, source: Any, info: strawberry.Info[RequestContext, None], **arguments: Any
    ) -> Any:
        check(info.context.caller, self.scopes)
        return next_(source, info, **arguments)

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: strawberry.Info[RequestContext, None], **arguments: Any
    ) -> Any:
        check(info.context.caller, self.scopes)
        return await next_(source, info, **arguments)


def authenticated() -> Guard:
    """For ``strawberry.field(extensions=[authenticated()])``."""
    return Guard((), Authenticated())


def requires_scopes(*alternatives: str | tuple[str, ...]) -> Guard:
    """For ``strawberry.field(extensions=[requires_scopes("cip:manage")])``; several alternatives are an OR."""
    sets = [[one] if isinstance(one, str) else list(one) for one in alternatives]
    return Guard(tuple(frozenset(one) for one in sets), RequiresScopes(scopes=sets))


class Offers(FieldExtension):
    """Leaves out of the actions that a thing offers those whose verbs ask for a scope that the caller does not hold.

    The rules of a house say what a person may do with a thing; a token may hold less than that. ``needed``: by action
    the sets of scopes of its verb, as of ``Guard``; what is not named is as ``others`` says.
    """

    def __init__(self, others: tuple[frozenset[str], ...], needed: Mapping[str, tuple[frozenset[str], ...]]) -> None:
        self.others = others
        self.needed = needed

    def held(self, info: strawberry.Info[RequestContext, None], actions: Iterable[Any]) -> list[Any]:
        caller = info.context.caller
        scopes = frozenset[str]() if caller is None else caller.scopes
        return [each for each in actions if self._may(each.name, scopes)]

    def _may(self, action: str, scopes: frozenset[str]) -> bool:
        needed = self.needed.get(action, self.others)
        return not needed or any(scopes >= each for each in needed)

    def resolve(
        self, next_: SyncExtensionResolver, source: Any, info: strawberry.Info[RequestContext, None], **arguments: Any
    ) -> Any:
        return self.held(info, next_(source, info, **arguments))

    async def resolve_async(
        self, next_: AsyncExtensionResolver, source: Any, info: strawberry.Info[RequestContext, None], **arguments: Any
    ) -> Any:
        return self.held(info, await next_(source, info, **arguments))


def needing(*others: str, **needed: tuple[str, ...]) -> Offers:
    """For ``field(offers=needing("ideas:write", FOLLOW=()))``: of which scopes one is asked for, by action."""
    sets = {action: tuple(frozenset({each}) for each in scopes) for action, scopes in needed.items()}
    return Offers(tuple(frozenset({each}) for each in others), sets)


def has_scope(caller: Caller | None, *scopes: str) -> bool:
    """Does the caller hold all of the scopes? For row rules."""
    return caller is not None and caller.scopes.issuperset(scopes)


def check(caller: Caller | None, scopes: tuple[frozenset[str], ...]) -> None:
    """Raises ``UnauthenticatedError`` without a caller, ``ForbiddenError`` when no set of scopes is held whole."""
    if caller is None:
        raise UnauthenticatedError
    if scopes and not any(caller.scopes >= needed for needed in scopes):
        raise ForbiddenError

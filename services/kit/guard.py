"""@authenticated and @requiresScopes: printed in the SDL for the gateway, and enforced here again.

Sources: the federation directives ``@authenticated`` (2.5) and ``@requiresScopes`` (2.5): the outer list of scopes is
an OR, each inner list an AND. A refused field is null with FORBIDDEN or UNAUTHENTICATED, as far as its type allows.
"""

from __future__ import annotations

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


def has_scope(caller: Caller | None, *scopes: str) -> bool:
    """Does the caller hold all of the scopes? For row rules."""
    return caller is not None and caller.scopes.issuperset(scopes)


def check(caller: Caller | None, scopes: tuple[frozenset[str], ...]) -> None:
    """Raises ``UnauthenticatedError`` without a caller, ``ForbiddenError`` when no set of scopes is held whole."""
    if caller is None:
        raise UnauthenticatedError
    if scopes and not any(caller.scopes >= needed for needed in scopes):
        raise ForbiddenError

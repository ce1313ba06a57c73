"""Who asks: a bearer token (JWT, RFC 7519) against the identity provider's public keys (JWKS, RFC 7517)."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import jwt

from gateway.codes import PublicCode
from gateway.errors import RequestError, SubgraphError
from gateway.model.caller import ANONYMOUS, Caller
from gateway.recent import Recent

UNAUTHENTICATED = PublicCode.UNAUTHENTICATED
# Public-key signatures only: with a shared secret whoever can check tokens could also make them.
ALGORITHMS = ("EdDSA", "ES256", "RS256", "PS256")
LEEWAY = 30
"""Seconds that clocks may differ."""
KEYS_AGE = 300.0
"""Seconds after which the keys are asked for again."""
KEYS_PAUSE = 10.0
"""Seconds between two questions for keys, however many tokens with unknown keys come."""

FetchKeys: TypeAlias = Callable[[], Awaitable[jwt.PyJWKSet]]
"""Raises OSError, ValueError or a PyJWTError when there are none to have."""
Clock: TypeAlias = Callable[[], float]


@dataclass(slots=True)
class KeyRing:
    """The provider's keys, fetched when first needed, when old, and when a token names one that is not there."""

    fetch: FetchKeys
    clock: Clock = time.monotonic
    keys: jwt.PyJWKSet | None = None
    asked: float = float("-inf")
    read: float = float("-inf")

    async def key(self, kid: str | None) -> jwt.PyJWK:
        """The key of a token. Raises RequestError for one that nobody knows, SubgraphError when there are no keys."""
        now = self.clock()
        found = self._find(kid)
        if (found is None or now - self.read > KEYS_AGE) and now - self.asked >= KEYS_PAUSE:
            self.asked = now
            await self._read(now)
            found = self._find(kid)
        if found is not None:
            return found
        if self.keys is None:
            raise SubgraphError("identity provider", "The keys to check tokens with cannot be had; try again later.")
        raise RequestError("The token is signed with an unknown key.", code=UNAUTHENTICATED)

    async def _read(self, now: float) -> None:
        try:
            self.keys = await self.fetch()
            self.read = now
        except (OSError, ValueError, jwt.PyJWTError) as error:
            # Keys that we have stay good while the provider is away.
            if self.keys is None:
                message = "The keys to check tokens with cannot be had; try again later."
                raise SubgraphError("identity provider", message) from error

    def _find(self, kid: str | None) -> jwt.PyJWK | None:
        keys = self.keys.keys if self.keys else []
        if kid is None:
            return keys[0] if len(keys) == 1 else None
        return next((key for key in keys if key.key_id == kid), None)


KNOWN = 4_194_304
"""Bytes of callers whose tokens need not be checked again; twice as much at most."""


def _size(token: str, _: object) -> int:
    # The claims as objects take a few times what they take in the token.
    return 1500 + 5 * len(token)


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks tokens. What was found good is remembered until it expires: checking a signature is slow."""

    keys: KeyRing
    issuer: str | None
    audience: str
    clock: Clock = time.time
    known: Recent[str, tuple[Caller, float]] = field(default_factory=lambda: Recent(KNOWN, _size))

    async def __call__(self, authorization: str | None) -> Caller:
        """The caller of an Authorization header. Without one: anonymous. Raises RequestError (UNAUTHENTICATED)."""
        if authorization is None:
            return ANONYMOUS
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise RequestError("The Authorization header must be 'Bearer <token>'.", code=UNAUTHENTICATED)
        known = self.known.get(token)
        if known is not None and self.clock() < known[1] + LEEWAY:
            return known[0]
        caller, expires = await self._check(token)
        self.known.put(token, (caller, expires))
        return caller

    async def _check(self, token: str) -> tuple[Caller, float]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            claims: Mapping[str, Any] = jwt.decode(
                token,
                await self.keys.key(kid),
                algorithms=list(ALGORITHMS),
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "sub", "aud"], "verify_iss": self.issuer is not None},
            )
        except jwt.ExpiredSignatureError as error:
            raise RequestError("The token has expired; log in again.", code=UNAUTHENTICATED) from error
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise RequestError(f"The token does not hold: {error}.", code=UNAUTHENTICATED) from error
        return caller_of(claims), float(claims["exp"])


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller that checked claims describe. Scopes: ``scope`` (words, RFC 8693 4.2), or a list in ``scope``/``scp``.

    >>> sorted(caller_of({"sub": "anna", "scope": "ideas:write stats:read"}).scopes)
    ['ideas:write', 'stats:read']
    """
    scopes = claims.get("scope", claims.get("scp", ()))
    words = scopes.split() if isinstance(scopes, str) else scopes if isinstance(scopes, list | tuple) else ()
    return Caller(str(claims["sub"]), frozenset(word for word in words if isinstance(word, str)), claims)

"""Who asks: a bearer token (JWT, RFC 7519) against the identity provider's public keys (JWKS, RFC 7517)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.recent import Recent
from gateway.identity.keys import Clock, KeyRing
from gateway.model.caller import ANONYMOUS, Caller

UNAUTHENTICATED = PublicCode.UNAUTHENTICATED
# Public-key signatures only: with a shared secret whoever can check tokens could also make them.
ALGORITHMS = ("EdDSA", "ES256", "RS256", "PS256")
LEEWAY = 30
"""Seconds that clocks may differ."""
SCOPES = ("scope", "scp", "scopes")
"""Where issuers put them: RFC 8693 4.2, Microsoft and Okta, others. The first that is there counts."""
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)
"""What PyJWT raises for tokens that somebody wrote by hand: an ``exp`` of 1e400, a head of a thousand brackets."""

KNOWN = 4_194_304
"""Bytes of callers whose tokens need not be checked again; twice as much at most."""


def _size(token: str, _: object) -> int:
    # The claims as objects take a few times what they take in the token.
    return 1500 + 5 * len(token)


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks tokens. What was found good is remembered until it expires: checking a signature is slow.

    A change of the keys ends all that is remembered: a key that is gone must end the tokens that it signed.
    """

    keys: KeyRing
    issuer: str | None
    audience: str
    clock: Clock = time.time
    known: Recent[str, tuple[Caller, float, int]] = field(default_factory=lambda: Recent(KNOWN, _size))

    async def __call__(self, authorization: str | None) -> Caller:
        """The caller of an Authorization header. Without one: anonymous. Raises RequestError (UNAUTHENTICATED)."""
        if authorization is None:
            return ANONYMOUS
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise RequestError("The Authorization header must be 'Bearer <token>'.", code=UNAUTHENTICATED)
        self.keys.refresh()
        known = self.known.get(token)
        if known is not None and self.clock() < known[1] + LEEWAY and known[2] == self.keys.version:
            return known[0]
        caller, expires = await self._check(token)
        self.known.put(token, (caller, expires, self.keys.version))
        return caller

    async def _check(self, token: str) -> tuple[Caller, float]:
        try:
            key = await self.keys.key(jwt.get_unverified_header(token).get("kid"))
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "sub", "aud"], "verify_iss": self.issuer is not None},
            )
            return caller_of(claims), float(claims["exp"])
        except jwt.ExpiredSignatureError as error:
            raise RequestError("The token has expired; log in again.", code=UNAUTHENTICATED) from error
        except UNREADABLE as error:
            raise RequestError(f"The token does not hold: {error}.", code=UNAUTHENTICATED) from error


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller that checked claims describe; the services read them alike. Raises RequestError (UNAUTHENTICATED).

    Scopes: words (RFC 8693 4.2) or a list in ``scope``, ``scp`` or ``scopes``.

    >>> sorted(caller_of({"sub": "anna", "exp": 1, "scope": "ideas:write stats:read"}).scopes)
    ['ideas:write', 'stats:read']
    """
    for name in ("sub", "actor_id", "acr"):
        if name in claims and not _is_word(claims[name]):
            raise _malformed(name)
    if not isinstance(claims["exp"], int | float) or isinstance(claims["exp"], bool):
        raise _malformed("exp")
    return Caller(claims["sub"], _scopes(claims), claims)


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    name = next((name for name in SCOPES if name in claims), None)
    if name is None:
        return frozenset()
    given = claims[name]
    words = given.split() if isinstance(given, str) else given
    if not isinstance(words, list):
        raise _malformed(name)
    return frozenset(word for word in words if isinstance(word, str))


def _is_word(value: object) -> bool:
    # Neither a NUL nor half a surrogate pair can go into a database or a log.
    return isinstance(value, str) and value != "" and value.isprintable()


def _malformed(name: str) -> RequestError:
    return RequestError(f"The token does not hold: its claim {name!r} has not the right form.", code=UNAUTHENTICATED)

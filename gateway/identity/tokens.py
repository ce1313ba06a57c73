"""Who asks: a bearer token (JWT, RFC 7519) against the identity provider's public keys (JWKS, RFC 7517)."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.issuers import ALGORITHMS
from gateway.ground.recent import Recent
from gateway.ground.sentence import ended
from gateway.identity.keys import Clock, KeyRing
from gateway.model.caller import ANONYMOUS, Caller

UNAUTHENTICATED = PublicCode.UNAUTHENTICATED
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

    A change of the keys ends all that is remembered: a key that is gone must end the tokens that it signed. ``scopes``:
    the path of the claim that holds them; empty: where they usually are.
    """

    keys: KeyRing
    issuer: str | None
    audience: str | tuple[str, ...]
    clock: Clock = time.time
    algorithms: tuple[str, ...] = ALGORITHMS
    scopes: str = ""
    known: Recent[str, tuple[Caller, float, int]] = field(default_factory=lambda: Recent(KNOWN, _size))

    async def __call__(self, authorization: str | None) -> Caller:
        """The caller of an Authorization header. Without one: anonymous. Raises RequestError (UNAUTHENTICATED)."""
        if authorization is None:
            return ANONYMOUS
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise RequestError("The Authorization header must be 'Bearer <token>'.", code=UNAUTHENTICATED)
        return await self.caller(token)

    def knows(self, token: str) -> bool:
        """Whether it was found good before."""
        return self.known.get(token) is not None

    async def caller(self, token: str) -> Caller:
        """The caller of a token. Raises RequestError (UNAUTHENTICATED), and SubgraphError when there are no keys."""
        self.keys.refresh()
        known = self.known.get(token)
        if known is not None and self.clock() < known[1] + LEEWAY and known[2] == self.keys.version:
            return known[0]
        caller, expires = await self._check(token)
        self.known.put(token, (caller, expires, self.keys.version))
        return caller

    async def _check(self, token: str) -> tuple[Caller, float]:
        try:
            header = jwt.get_unverified_header(token)
            if "crit" in header:
                # RFC 7515 4.1.11: who does not understand what is critical must refuse it.
                raise jwt.InvalidTokenError("it has critical extensions")
            key = await self.keys.key(header.get("kid"))
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(self.algorithms),
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "sub", "aud"], "verify_iss": self.issuer is not None},
            )
            return caller_of(claims, self.scopes), float(claims["exp"])
        except jwt.ExpiredSignatureError as error:
            raise RequestError("The token has expired; log in again.", code=UNAUTHENTICATED) from error
        except UNREADABLE as error:
            raise RequestError(f"The token does not hold: {ended(error)}", code=UNAUTHENTICATED) from error


def caller_of(claims: Mapping[str, Any], scopes: str = "") -> Caller:
    """The caller that checked claims describe; the services read them alike. Raises RequestError (UNAUTHENTICATED).

    Scopes: words (RFC 8693 4.2) or a list in ``scope``, ``scp`` or ``scopes``, or at the path ``scopes``.

    >>> sorted(caller_of({"sub": "anna", "exp": 1, "scope": "ideas:write stats:read"}).scopes)
    ['ideas:write', 'stats:read']
    >>> caller_of({"sub": "anna", "exp": 1, "realm_access": {"roles": ["staff"]}}, "realm_access.roles").scopes
    frozenset({'staff'})
    """
    for name in ("sub", "actor_id", "acr"):
        if name in claims and not _is_word(claims[name]):
            raise _malformed(name)
    if not isinstance(claims["exp"], int | float) or isinstance(claims["exp"], bool):
        raise _malformed("exp")
    return Caller(claims["sub"], _scopes(claims, scopes), claims)


def _scopes(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    name = path or next((name for name in SCOPES if name in claims), "")
    given = claim_at(claims, path) if path else claims.get(name, [])
    if path and given is None:
        return frozenset()
    words = given.split() if isinstance(given, str) else given
    if not isinstance(words, list):
        raise _malformed(name)
    return frozenset(word for word in words if isinstance(word, str))


def claim_at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that name, else what is at the path; None where there is nothing.

    >>> claim_at({"a.b": 1, "a": {"c": 2}}, "a.b"), claim_at({"a": {"c": 2}}, "a.c"), claim_at({}, "a.c")
    (1, 2, None)
    """
    if path in claims:
        return claims[path]
    found: Any = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _is_word(value: object) -> bool:
    # Neither a NUL nor half a surrogate pair can go into a database or a log.
    return isinstance(value, str) and value != "" and value.isprintable()


def _malformed(name: str) -> RequestError:
    return RequestError(f"The token does not hold: its claim {name!r} has not the right form.", code=UNAUTHENTICATED)

"""Who asks: a signed bearer token (JWT, RFC 7519) checked with the issuer's public keys (JWKS, RFC 7517).

The gateway has checked the token before; the service checks it again, because it decides about rows and must not trust
its network. A request without a token is anonymous; a token that does not hold is refused, never ignored.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt

from services.kit.errors import UnauthenticatedError, UnavailableError
from services.kit.settings import Settings

ALGORITHMS = (
    "EdDSA",
    "ES256",
    "RS256",
    "PS256",
)  # public-key signatures only: a shared secret would let a service issue tokens
KEYS_LAST = 300  # seconds that fetched keys are used before the issuer is asked again
log = logging.getLogger(__name__)
LEEWAY = 30  # seconds that clocks may differ


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or machine with a valid token. ``actor_id`` is the marketplace's id; ``acr`` the assurance level."""

    sub: str
    actor_id: str | None
    scopes: frozenset[str]
    acr: str | None


SigningKey = Callable[[str], Awaitable[jwt.PyJWK]]
NO_KEYS = (OSError, ValueError, jwt.PyJWKSetError, jwt.PyJWKError, jwt.PyJWKClientConnectionError)


@dataclass(frozen=True, slots=True)
class Verifier:
    """How tokens are checked. Without ``signing_key`` everybody is anonymous."""

    signing_key: SigningKey | None = None
    issuer: str | None = None
    audience: str | None = None

    async def caller(self, authorization: str | None) -> Caller | None:
        """The caller of an Authorization header; None without one, or when the service has no keys to check with.

        Raises ``UnauthenticatedError`` for a header or token that does not hold, ``UnavailableError`` when the
        issuer's keys cannot be had.
        """
        if authorization is None or self.signing_key is None:
            return None
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise UnauthenticatedError("The Authorization header must be 'Bearer <token>'.")
        try:
            return caller_of(self.claims(token.strip(), await self.signing_key(token.strip())))
        except NO_KEYS as error:
            log.warning("the issuer's keys cannot be had: %s", error)
            raise UnavailableError("The issuer's keys cannot be had; try again later.") from error
        except jwt.PyJWTError as error:
            raise UnauthenticatedError(f"The token does not hold: {error}") from error

    def claims(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        """The claims of a token with a good signature, in time, from the right issuer for the right audience."""
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=self.issuer,
            audience=self.audience,
            leeway=LEEWAY,
            options={"require": ["exp", "sub"], "verify_aud": self.audience is not None},
        )
        return claims


def verifier_of(settings: Settings) -> Verifier:
    """The verifier of the settings; the keys are looked up with the first token."""
    return Verifier(_signing_key(settings.auth_jwks), settings.auth_issuer, settings.auth_audience)


def _signing_key(source: str | None) -> SigningKey | None:
    if source is None:
        return None
    return keys_at(source) if source.startswith(("https://", "http://")) else keys_in(Path(source))


def keys_at(url: str) -> SigningKey:
    """Keys from the issuer's address. PyJWT keeps them for a while, and asks again for a key that it does not know."""
    client = jwt.PyJWKClient(url, lifespan=KEYS_LAST, timeout=5)

    async def find(token: str) -> jwt.PyJWK:
        return await asyncio.to_thread(client.get_signing_key_from_jwt, token)

    return find


def keys_in(file: Path) -> SigningKey:
    """Keys from a file, read again when it changes: an issuer may write it later than the service starts."""

    @lru_cache(maxsize=1)
    def read(modified: int) -> jwt.PyJWKSet:
        keys = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(keys, dict):
            raise ValueError(f"{file} is no key set")
        return jwt.PyJWKSet.from_dict(keys)

    def newest() -> jwt.PyJWKSet:
        return read(file.stat().st_mtime_ns)

    async def find(token: str) -> jwt.PyJWK:
        return key_of(token, newest())

    return find


def key_of(token: str, keys: jwt.PyJWKSet) -> jwt.PyJWK:
    """The key that a token names by ``kid``; a set of one key needs no name. ``InvalidTokenError`` when unknown."""
    kid = jwt.get_unverified_header(token).get("kid")
    for key in keys.keys:
        if key.key_id == kid or (kid is None and len(keys.keys) == 1):
            return key
    raise jwt.InvalidTokenError("it is signed with an unknown key")


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller of checked claims. Scopes come as ``scope`` (words, RFC 8693) or as a list."""
    scopes = claims.get("scope", claims.get("scopes", ()))
    words = scopes.split() if isinstance(scopes, str) else [word for word in scopes if isinstance(word, str)]
    actor_id, acr = claims.get("actor_id"), claims.get("acr")
    return Caller(
        sub=str(claims["sub"]),
        actor_id=None if actor_id is None else str(actor_id),
        scopes=frozenset(words),
        acr=None if acr is None else str(acr),
    )

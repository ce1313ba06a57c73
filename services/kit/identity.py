"""Who asks: a signed bearer token (JWT, RFC 7519) checked with the issuer's public keys (JWKS, RFC 7517).

The gateway has checked the token before; the service checks it again, because it decides about rows and must not trust
its network. A request without a token is anonymous; a token that does not hold is refused, never ignored.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jwt

from services.kit.errors import UnauthenticatedError
from services.kit.keys import KeyFile, Keys, keys_at
from services.kit.recent import Recent
from services.kit.settings import Settings

ALGORITHMS = (
    "EdDSA",
    "ES256",
    "RS256",
    "PS256",
)  # public-key signatures only: a shared secret would let a service issue tokens
LEEWAY = 30  # seconds that clocks may differ
REMEMBERED = 60.0  # seconds at most that a checked token is not checked again
KNOWN = 2_097_152  # bytes of callers that are remembered; twice as much at most
MACHINE = "service:"  # how the scopes of programs begin
LONGEST_ADDRESS = 254  # characters (RFC 5321 4.5.3.1.3)
SCOPES = ("scope", "scp", "scopes")  # where issuers put them; the first that is there counts
# What PyJWT raises for tokens that somebody wrote by hand: an exp of 1e400, a head of a thousand brackets.
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Caller:
    """A person or machine with a valid token. ``actor_id`` is the marketplace's id, known to each house by the token
    alone; machines have none. ``acr``: the assurance level. ``email``: the address that the issuer vouches for.

    ``token``: the same token, for asking another house what this caller may see there; no part of who that is.
    """

    sub: str
    actor_id: str | None
    scopes: frozenset[str]
    acr: str | None
    email: str | None = None
    token: str | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """A caller whose token held, ``until`` (the clock's seconds) and as long as the keys have this ``version``."""

    caller: Caller
    until: float
    version: object


def _size(digest: bytes, checked: Checked) -> int:
    return 700 + 100 * len(checked.caller.scopes) + len(checked.caller.token or "")


def nobody_is(actor_id: str) -> bool:
    """No account is closed."""
    return False


@dataclass(frozen=True, slots=True)
class Verifier:
    """How tokens are checked. Without ``keys`` everybody is anonymous. ``is_closed``: of an actor id, whether erased.

    One request of a client becomes several calls of the gateway with the same token: what held is remembered, under its
    digest, until the token ends or the keys change.
    """

    keys: Keys | None = None
    issuer: str | None = None
    audience: str | None = None
    clock: Callable[[], float] = time.time
    is_closed: Callable[[str], bool] = nobody_is
    known: Recent[bytes, Checked] = field(default_factory=lambda: Recent(KNOWN, _size))

    async def caller(self, authorization: str | None) -> Caller | None:
        """The caller of an Authorization header; None without one, or when the service has no keys to check with.

        Raises ``UnauthenticatedError`` for a header or token that does not hold, ``UnavailableError`` when the
        issuer's keys cannot be had.
        """
        if authorization is None or self.keys is None:
            return None
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            raise UnauthenticatedError("The Authorization header must be 'Bearer <token>'.")
        digest = hashlib.sha256(token.encode(errors="surrogateescape")).digest()
        known, now, version = self.known.get(digest), self.clock(), self.keys.version()
        if known is not None and now < known.until and known.version == version:
            return self._open(known.caller)
        caller, expires = await self._check(token, self.keys)
        self.known.put(digest, Checked(caller, min(expires, now + REMEMBERED), version))
        return self._open(caller)

    def _open(self, caller: Caller) -> Caller:
        """A token outlives the erasure of its account (domain_slice2 2.12)."""
        if caller.actor_id is not None and self.is_closed(caller.actor_id):
            raise UnauthenticatedError("The account of this token was erased.")
        return caller

    async def _check(self, token: str, keys: Keys) -> tuple[Caller, float]:
        try:
            claims = self.claims(token, await keys.key(jwt.get_unverified_header(token).get("kid")))
            return replace(caller_of(claims), token=token), float(claims["exp"])
        except UNREADABLE as error:
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


def verifier_of(settings: Settings, is_closed: Callable[[str], bool] = nobody_is) -> Verifier:
    """The verifier of the settings; the keys are looked up at the start, at the latest with the first token."""
    return Verifier(_keys(settings.auth_jwks), settings.auth_issuer, settings.auth_audience, is_closed=is_closed)


def _keys(source: str | None) -> Keys | None:
    if source is None:
        return None
    return keys_at(source) if source.startswith(("https://", "http://")) else KeyFile(Path(source))


def caller_of(claims: Mapping[str, Any]) -> Caller:
    """The caller of checked claims; the gateway reads them alike. ``UnauthenticatedError`` for a claim of odd form.

    Scopes: words (RFC 8693 4.2) or a list in ``scope``, ``scp`` or ``scopes``.
    """
    for name in ("sub", "actor_id", "acr"):
        if name in claims and not _is_word(claims[name]):
            raise _malformed(name)
    if not isinstance(claims["exp"], int | float) or isinstance(claims["exp"], bool):
        raise _malformed("exp")
    scopes = _scopes(claims)
    actor_id = claims.get("actor_id") or derived_id(claims.get("iss"), claims["sub"], scopes)
    return Caller(claims["sub"], actor_id, scopes, claims.get("acr"), _email(claims))


def derived_id(issuer: object, subject: str, scopes: frozenset[str]) -> str | None:
    """The actor id of a login that names none: the same in each house, without asking. None for machines.

    >>> derived_id("https://login.example", "anna", frozenset())
    'member_LFRAH7DZUV4P5M7VJOXQFLTYOY'
    """
    if not isinstance(issuer, str) or any(scope.startswith(MACHINE) for scope in scopes):
        return None
    digest = hashlib.sha256(f"{issuer}|{subject}".encode()).digest()
    return f"member_{base64.b32encode(digest).decode()[:26]}"


def _email(claims: Mapping[str, Any]) -> str | None:
    """An address that was verified (OpenID Connect Core 5.1); any other says nothing about who somebody is."""
    given = claims.get("email")
    is_verified = claims.get("email_verified") is True
    if not is_verified or not isinstance(given, str) or not _is_word(given):
        return None
    return given if len(given) <= LONGEST_ADDRESS else None


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


def _malformed(name: str) -> UnauthenticatedError:
    return UnauthenticatedError(f"The token does not hold: its claim {name!r} has not the right form.")

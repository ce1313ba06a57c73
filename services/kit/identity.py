"""Who asks: a signed bearer token (JWT, RFC 7519) checked with the issuer's public keys (JWKS, RFC 7517).

The gateway has checked the token before; the service checks it again, because it decides about rows and must not trust
its network. A request without a token is anonymous; a token that does not hold is refused, never ignored.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import jwt

from services.kit.errors import UnauthenticatedError
from services.kit.issuers import ALGORITHMS, TrustedIssuer
from services.kit.keys import KeyFile, KeyRing, Keys, keys_at
from services.kit.recent import Recent
from services.kit.replays import shared_replays
from services.kit.settings import Settings
from services.kit.signatures import Signatures

LEEWAY = 30  # seconds that clocks may differ
REMEMBERED = 60.0  # seconds at most that a checked token is not checked again
KNOWN = 2_097_152  # bytes of callers that are remembered; twice as much at most
HOUSE = b"x-civic-house"  # the token of a house that asks for somebody
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
class Vouched:
    """Who sent a request. ``client``: the mark of its network, where the gateway has signed it."""

    caller: Caller | None
    client: str | None = None


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
    """How tokens are checked. Without ``keys`` everybody is anonymous. ``scopes``: the path of the claim that holds
    them; empty: where they usually are. ``others``: those of further issuers; the token's ``iss`` chooses.
    ``signatures``: how it is known that a call came through the gateway; None: that does not matter. ``is_closed``: of
    an actor id, whether erased.

    One request of a client becomes several calls of the gateway with the same token: what held is remembered, under its
    digest, until the token ends or the keys change.
    """

    keys: Keys | None = None
    issuer: str | None = None
    audience: str | tuple[str, ...] | None = None
    clock: Callable[[], float] = time.time
    is_closed: Callable[[str], bool] = nobody_is
    known: Recent[bytes, Checked] = field(default_factory=lambda: Recent(KNOWN, _size))
    algorithms: tuple[str, ...] = ALGORITHMS
    scopes: str = ""
    others: tuple[Verifier, ...] = ()
    signatures: Signatures | None = None

    async def ready(self) -> None:
        """Until every issuer was asked for its keys once, and the store of replays whether it is there."""
        keys = [each.keys for each in (self, *self.others)] + [self.signatures.keys if self.signatures else None]
        shared = self.signatures.shared if self.signatures else None
        await asyncio.gather(*(each.ready() for each in (*keys, shared) if each is not None))

    async def close(self) -> None:
        """Ends what was opened for it."""
        if self.signatures is not None and self.signatures.shared is not None:
            await self.signatures.shared.close()

    def report(self) -> Mapping[str, str]:
        """What /health says of it: where replicas have in common which changes came, whether they can."""
        if self.signatures is None or self.signatures.shared is None:
            return {}
        return {"replays": "known to this process alone" if self.signatures.shared.is_away else "shared"}

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
        chosen = self._chosen(token) if self.others else self
        return await chosen.bearer(token)

    async def vouched(self, method: str, path: str, headers: Mapping[bytes, bytes], body: bytes) -> Vouched:
        """Who sent a whole request, where the gateway vouches for what it sends. Raises as ``caller``.

        Other houses ask by themselves, and have their tokens for it: alone, or beside that of the person they ask for.
        """
        token = headers.get(b"authorization")
        caller = await self.caller(None if token is None else token.decode("latin-1"))
        if self.signatures is None or _is_program(caller) or await self._is_house(headers.get(HOUSE)):
            return Vouched(caller)
        said = await self.signatures.vouched(method, path, headers, body)
        if said is None:
            return Vouched(None if self.signatures.are_needed else caller)
        client = said.get("client")
        return Vouched(caller_by(said, caller), client if isinstance(client, str) else None)

    async def _is_house(self, token: bytes | None) -> bool:
        try:
            return token is not None and _is_program(await self.caller(token.decode("latin-1")))
        except UnauthenticatedError:
            return False

    async def bearer(self, token: str) -> Caller | None:
        """The caller of a token of this issuer. Raises as ``caller``."""
        if self.keys is None:
            return None
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

    def _chosen(self, token: str) -> Verifier:
        """Whether the token's ``iss`` speaks the truth is seen when it is checked."""
        try:
            issuer = jwt.decode(token, options={"verify_signature": False}).get("iss")
        except UNREADABLE as error:
            raise UnauthenticatedError(f"The token does not hold: {error}") from error
        for each in (self, *self.others):
            if each.issuer == issuer:
                return each
        raise UnauthenticatedError("The token does not hold: its issuer is not known here.")

    async def _check(self, token: str, keys: Keys) -> tuple[Caller, float]:
        try:
            header = jwt.get_unverified_header(token)
            if "crit" in header:
                # RFC 7515 4.1.11: who does not understand what is critical must refuse it.
                raise jwt.InvalidTokenError("it has critical extensions")
            claims = self.claims(token, await keys.key(header.get("kid")))
            return replace(caller_of(claims, self.scopes), token=token), float(claims["exp"])
        except UNREADABLE as error:
            raise UnauthenticatedError(f"The token does not hold: {error}") from error

    def claims(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        """The claims of a token with a good signature, in time, from the right issuer for the right audience."""
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(self.algorithms),
            issuer=self.issuer,
            audience=self.audience,
            leeway=LEEWAY,
            options={"require": ["exp", "sub"], "verify_aud": self.audience is not None},
        )
        return claims


def verifier_of(settings: Settings, is_closed: Callable[[str], bool] = nobody_is) -> Verifier:
    """The verifier of the settings; the keys are looked up at the start, at the latest with the first token."""
    gateway = keys_from(settings.gateway_jwks, settings)
    shared = shared_replays(settings.redis_url, settings.schema) if gateway and settings.redis_url else None
    signatures = (
        None
        if gateway is None
        else Signatures(gateway, settings.schema, not settings.are_unsigned_tokens_good, shared=shared)
    )
    if not settings.auth_issuers:
        keys = keys_from(settings.auth_jwks, settings)
        return Verifier(keys, settings.auth_issuer, settings.auth_audience, is_closed=is_closed, signatures=signatures)
    first, *others = (replace(_of(each, settings), is_closed=is_closed) for each in settings.auth_issuers)
    return replace(first, others=tuple(others), signatures=signatures)


def _of(issuer: TrustedIssuer, settings: Settings) -> Verifier:
    fetch = partial(asyncio.to_thread, issuer.fetched)
    keys = KeyRing(fetch, age=settings.keys_age, last=settings.keys_last)
    return Verifier(keys, issuer.issuer, issuer.audience, algorithms=issuer.algorithms, scopes=issuer.scopes)


def keys_from(source: str | None, settings: Settings) -> Keys | None:
    """The keys of a file or an address; None where there is none."""
    if source is None:
        return None
    is_address = source.startswith(("https://", "http://"))
    return keys_at(source, settings.keys_age, settings.keys_last) if is_address else KeyFile(Path(source))


def caller_of(claims: Mapping[str, Any], scopes: str = "") -> Caller:
    """The caller of checked claims; the gateway reads them alike. ``UnauthenticatedError`` for a claim of odd form.

    Scopes: words (RFC 8693 4.2) or a list in ``scope``, ``scp`` or ``scopes``, or at the path ``scopes``.
    """
    for name in ("sub", "actor_id", "acr"):
        if name in claims and not _is_word(claims[name]):
            raise _malformed(name)
    if not isinstance(claims["exp"], int | float) or isinstance(claims["exp"], bool):
        raise _malformed("exp")
    granted = _scopes(claims, scopes)
    actor_id = claims.get("actor_id") or derived_id(claims.get("iss"), claims["sub"], granted)
    return Caller(claims["sub"], actor_id, granted, claims.get("acr"), _email(claims))


def caller_by(said: Mapping[str, Any], caller: Caller | None) -> Caller | None:
    """Who asks, by what the gateway says and by the token, if one came along; None: anybody.

    A token that is another's than the gateway says counts for nothing.
    """
    subject = said.get("sub")
    if caller is not None:
        return caller if caller.sub == subject else None
    if not isinstance(subject, str):
        return None
    scopes = frozenset(word for word in said.get("scopes", ()) if isinstance(word, str))
    return Caller(subject, derived_id(said.get("iss"), subject, scopes), scopes, None)


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


def _scopes(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    name = path or next((name for name in SCOPES if name in claims), "")
    given = claim_at(claims, path) if path else claims.get(name, [])
    if path and given is None:
        return frozenset()
    words = given.split() if isinstance(given, str) else given
    if not isinstance(words, list):
        raise _malformed(name)
    return frozenset(word for word in words if isinstance(word, str))


def _is_program(caller: Caller | None) -> bool:
    return caller is not None and any(scope.startswith(MACHINE) for scope in caller.scopes)


def _is_word(value: object) -> bool:
    # Neither a NUL nor half a surrogate pair can go into a database or a log.
    return isinstance(value, str) and value != "" and value.isprintable()


def _malformed(name: str) -> UnauthenticatedError:
    return UnauthenticatedError(f"The token does not hold: its claim {name!r} has not the right form.")

"""Calls that the gateway vouches for: HTTP Message Signatures (RFC 9421) over a digest of the body (RFC 9530), Ed25519.

With ``AUTH_GATEWAY_JWKS`` a caller has rights of its own only through the gateway: the signature says that the call
came from there, for whom, for this house, and just now. Anything else is answered as to anybody.
"""

from __future__ import annotations

import base64
import binascii
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jwt
import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.kit.ended import ended
from services.kit.errors import UnavailableError
from services.kit.keys import Keys
from services.kit.replays import SharedReplays

log = logging.getLogger(__name__)
CALLER = b"x-civic-caller"
REQUEST = b"x-request-id"
DIGEST = b"content-digest"
INPUT_HEADER = b"signature-input"
# One form and no other: what could be left out of a signature could be changed under it.
INPUT = re.compile(
    r'civic=(\("@method" "@path" "content-digest" "x-civic-caller" "x-request-id"\)'
    r';created=([0-9]{1,12});expires=([0-9]{1,12});keyid="([^"\\]{1,200})";alg="ed25519";tag="civic-gateway")'
)
SIGNATURE = re.compile(r"civic=:([A-Za-z0-9+/]{86}==):")
PREFIX = "gateway-"  # of the names of its keys, beside which an issuer's may stand
OLDEST = 60  # seconds
LEEWAY = 5  # seconds that clocks may differ
REMEMBERED = 20_000  # changes; in so many a minute nobody can hide one
QUIET = 60.0  # seconds between two lines in the log about calls that nobody vouches for

Headers = Mapping[bytes, bytes]


class UnsignedError(Exception):
    """Nobody vouches for the call; the text says why, for the log."""


@dataclass(slots=True)
class Signatures:
    """``house``: the name of this subgraph, which a call must be for. ``are_needed``: whether a call without one has no
    caller, whatever its token says.
    """

    keys: Keys
    house: str
    are_needed: bool = True
    clock: Callable[[], float] = time.time
    told: float = field(default=float("-inf"))
    changes: dict[str, float] = field(default_factory=dict)
    """Those that came, by their ``jti``, and when they need not be remembered any longer; in this process."""
    shared: SharedReplays | None = None
    """Those that came to any replica; None: each has its own."""

    async def vouched(self, method: str, path: str, headers: Headers, body: bytes) -> Mapping[str, Any] | None:
        """What the gateway says of who asks; None, and a line in the log, when it does not say anything."""
        if not self.are_needed and INPUT_HEADER not in headers:
            return None
        try:
            return await self._checked(method, path, headers, body)
        except UnsignedError as error:
            now = self.clock()
            if now - self.told >= QUIET:
                self.told = now
                log.warning("a call counts as anybody's: %s", error)
            return None

    async def _checked(self, method: str, path: str, headers: Headers, body: bytes) -> Mapping[str, Any]:
        given = {name: headers.get(name, b"").decode("latin-1").strip() for name in (DIGEST, CALLER, REQUEST)}
        terms = INPUT.fullmatch(_text(headers, INPUT_HEADER))
        signature = SIGNATURE.fullmatch(_text(headers, b"signature"))
        if terms is None or signature is None:
            raise UnsignedError("it has no signature of the gateway.")
        created, expires, kid = int(terms[2]), int(terms[3]), terms[4]
        now = self.clock()
        if not created - LEEWAY <= now <= min(expires, created + OLDEST) + LEEWAY:
            raise UnsignedError("its signature is not of this minute.")
        if given[DIGEST] != f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:":
            raise UnsignedError("its body is not the one that was signed.")
        lines = (
            f'"@method": {method}',
            f'"@path": {path}',
            *(f'"{name.decode()}": {value}' for name, value in given.items()),
            f'"@signature-params": {terms[1]}',
        )
        await self._check("\n".join(lines), signature[1], kid)
        said = self._said(given[CALLER], now)
        if "jti" in said:
            await self._once(str(said["jti"]), now)
        return said

    async def _check(self, base: str, signature: str, kid: str) -> None:
        try:
            if not kid.startswith(PREFIX):
                raise UnsignedError("its key is not the gateway's.")
            key = (await self.keys.key(kid)).key
            if not isinstance(key, Ed25519PublicKey):
                raise UnsignedError("its key is no Ed25519 key.")
            key.verify(base64.b64decode(signature), base.encode("latin-1"))
        except (jwt.PyJWTError, UnavailableError) as error:
            raise UnsignedError(f"the key {kid} cannot be had: {ended(error)}") from error
        except InvalidSignature as error:
            raise UnsignedError("its signature does not hold.") from error

    def _said(self, encoded: str, now: float) -> Mapping[str, Any]:
        try:
            said = orjson.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
        except (ValueError, binascii.Error) as error:
            raise UnsignedError("what it says of its caller cannot be read.") from error
        if said.get("aud") != self.house:
            raise UnsignedError(f"it was for {said.get('aud')!r}.")
        if not said.get("iat", 0) - LEEWAY <= now <= said.get("exp", 0) + LEEWAY:
            raise UnsignedError("what it says of its caller is not of this minute.")
        return dict(said)

    async def _once(self, change: str, now: float) -> None:
        """RFC 7519 4.1.7: who reads along may not let the same be done again. Reading may: it changes nothing."""
        self._once_here(change, now)
        if self.shared is not None and not await self.shared.is_first(change, OLDEST + 2 * LEEWAY):
            raise UnsignedError("the same change came before, to another replica.")

    def _once_here(self, change: str, now: float) -> None:
        while self.changes and (len(self.changes) >= REMEMBERED or next(iter(self.changes.values())) < now):
            del self.changes[next(iter(self.changes))]
        if change in self.changes:
            raise UnsignedError("the same change came before.")
        self.changes[change] = now + OLDEST + 2 * LEEWAY


def _text(headers: Headers, name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1").strip()

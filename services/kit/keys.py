"""The issuer's public keys (JWKS, RFC 7517), from its address or from a file: asked for once at a time."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import jwt

from services.kit.errors import UnavailableError

KEYS_AGE = 600.0  # seconds after which the issuer is asked again, beside the requests
KEYS_PAUSE = 10.0  # seconds without a question after one that did not bring the key
KEYS_LAST = 86_400.0  # seconds that keys stay good while the issuer is away
KEYS_SECONDS = 10.0  # the longest wait for the issuer
NEVER = float("-inf")
UNUSABLE = (OSError, ValueError, jwt.PyJWTError)
log = logging.getLogger(__name__)

FetchKeys = Callable[[], Awaitable[jwt.PyJWKSet]]


class Keys(Protocol):
    """Where the keys come from."""

    def version(self) -> object:
        """Changes with the keys, so that others can forget with them."""

    async def ready(self) -> None:
        """Until they were asked for once. Never fails."""

    async def key(self, kid: str | None) -> jwt.PyJWK:
        """The key of a token. Raises ``InvalidTokenError`` when unknown, ``UnavailableError`` without keys."""


def picked(keys: list[jwt.PyJWK], kid: str | None) -> jwt.PyJWK | None:
    """The key with this name; a set of one key needs no name."""
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.key_id == kid), None)


def unavailable() -> UnavailableError:
    return UnavailableError("The issuer's keys cannot be had; try again later.")


def unknown() -> jwt.InvalidTokenError:
    return jwt.InvalidTokenError("it is signed with an unknown key")


@dataclass(slots=True)
class KeyRing:
    """The keys of an address. Who comes while they are fetched waits; a key that is not there yet is asked for.

    ``age``: seconds after which they are asked for again; ``last``: after which they are good no more.
    """

    fetch: FetchKeys
    clock: Callable[[], float] = time.monotonic
    age: float = KEYS_AGE
    last: float = KEYS_LAST
    keys: list[jwt.PyJWK] | None = None
    changes: int = 0
    read: float = NEVER
    asked: float = NEVER
    paused_until: float = NEVER
    is_away: bool = False
    flight: asyncio.Task[None] | None = None

    def version(self) -> object:
        """How often the keys changed; asks again, for later, when they are old."""
        now = self.clock()
        is_due = now - self.read > self.age and now - self.asked >= KEYS_PAUSE
        if is_due and self.keys and self.flight is None:
            self._begin(None)
        return self.changes

    async def ready(self) -> None:
        await asyncio.shield(self.flight or self._begin(None))

    async def key(self, kid: str | None) -> jwt.PyJWK:
        self.version()
        found = self._find(kid)
        while found is None and (self.flight is not None or self.clock() >= self.paused_until):
            await asyncio.shield(self.flight or self._begin((kid,)))
            found = self._find(kid)
        if found is not None:
            return found
        raise unavailable() if self.is_away else unknown()

    def _begin(self, wanted: tuple[str | None] | None) -> asyncio.Task[None]:
        self.asked = self.clock()
        self.flight = asyncio.create_task(self._fetch(wanted), name="keys")
        return self.flight

    async def _fetch(self, wanted: tuple[str | None] | None) -> None:
        try:
            async with asyncio.timeout(KEYS_SECONDS):
                self._take((await self.fetch()).keys)
        except UNUSABLE as error:
            self.is_away = True
            log.warning("the issuer's keys cannot be had: %s", error)
        finally:
            self.flight = None
        if wanted and self._find(*wanted) is None:
            self.paused_until = self.clock() + KEYS_PAUSE

    def _take(self, fetched: list[jwt.PyJWK]) -> None:
        if [(key.key_id, key.key) for key in fetched] != [(key.key_id, key.key) for key in self.keys or ()]:
            self.changes += 1
        self.keys, self.read, self.is_away = fetched, self.clock(), False

    def _find(self, kid: str | None) -> jwt.PyJWK | None:
        return picked(self.keys, kid) if self.keys and self.clock() - self.read <= self.last else None


def keys_at(url: str, age: float = KEYS_AGE, last: float = KEYS_LAST) -> KeyRing:
    """The keys at the issuer's address."""
    client = jwt.PyJWKClient(url, cache_jwk_set=False, timeout=5)
    return KeyRing(partial(asyncio.to_thread, client.get_jwk_set), age=age, last=last)


@dataclass(slots=True)
class KeyFile:
    """Keys from a file, read again when it changes: an issuer may write it later than the service starts."""

    file: Path
    modified: int | None = None
    keys: list[jwt.PyJWK] | None = None

    def version(self) -> object:
        try:
            return self.file.stat().st_mtime_ns
        except OSError:
            return None

    async def ready(self) -> None:
        """A file may come late."""

    async def key(self, kid: str | None) -> jwt.PyJWK:
        try:
            found = picked(self._newest(), kid)
        except UNUSABLE as error:
            log.warning("the issuer's keys cannot be had: %s", error)
            raise unavailable() from error
        if found is None:
            raise unknown()
        return found

    def _newest(self) -> list[jwt.PyJWK]:
        modified = self.file.stat().st_mtime_ns
        if self.keys is None or self.modified != modified:
            self.keys = _key_set(self.file).keys
            self.modified = modified
        return self.keys


def _key_set(file: Path) -> jwt.PyJWKSet:
    keys = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(keys, dict):
        raise ValueError(f"{file} is no key set")
    return jwt.PyJWKSet.from_dict(keys)

"""The identity provider's public keys (JWKS, RFC 7517): asked for once at a time, and whoever needs them waits."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import jwt

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError, SubgraphError

KEYS_AGE = 600.0
"""Seconds after which the keys are asked for again, beside the requests."""
KEYS_PAUSE = 10.0
"""Seconds without a question after one that did not bring the key, however many tokens with unknown keys come."""
KEYS_LAST = 86_400.0
"""Seconds that keys stay good while the provider is away."""
KEYS_SECONDS = 10.0
"""The longest wait for the provider."""

FetchKeys: TypeAlias = Callable[[], Awaitable[jwt.PyJWKSet]]
"""Raises OSError, ValueError or a PyJWTError when there are none to have."""
Clock: TypeAlias = Callable[[], float]
UNKNOWN = float("-inf")
log = logging.getLogger(__name__)


@dataclass(slots=True)
class KeyRing:
    """The keys that are good now. ``age``: seconds after which they are asked for again; ``last``: after which they are
    good no more while the provider is away. ``version``: counts how often they changed, so that others can forget with
    them.
    """

    fetch: FetchKeys
    clock: Clock = time.monotonic
    age: float = KEYS_AGE
    last: float = KEYS_LAST
    keys: tuple[jwt.PyJWK, ...] = ()
    version: int = 0
    read: float = UNKNOWN
    asked: float = UNKNOWN
    paused_until: float = UNKNOWN
    is_away: bool = False
    flight: asyncio.Task[None] | None = None

    async def ready(self) -> None:
        """Until the provider was asked once; to be awaited before the first request. Never fails: the log tells."""
        await asyncio.shield(self.flight or self._begin(None))

    async def key(self, kid: str | None) -> jwt.PyJWK:
        """The key of a token. Raises RequestError for one that nobody knows, SubgraphError when there are no keys.

        Who comes while keys are being fetched waits for them; so does who needs one that is not there yet.
        """
        self.refresh()
        found = self._find(kid)
        while found is None and (self.flight is not None or self.clock() >= self.paused_until):
            await asyncio.shield(self.flight or self._begin((kid,)))
            found = self._find(kid)
        if found is not None:
            return found
        if self.is_away:
            raise SubgraphError("identity provider", "The keys to check tokens with cannot be had; try again later.")
        raise RequestError("The token is signed with an unknown key.", code=PublicCode.UNAUTHENTICATED)

    def refresh(self) -> None:
        """Asks again when the keys are old; nobody waits for it."""
        now = self.clock()
        is_due = now - self.read > self.age and now - self.asked >= KEYS_PAUSE
        if is_due and self.keys and self.flight is None:
            self._begin(None)

    def _begin(self, wanted: tuple[str | None] | None) -> asyncio.Task[None]:
        self.asked = self.clock()
        self.flight = asyncio.create_task(self._fetch(wanted), name="keys")
        return self.flight

    async def _fetch(self, wanted: tuple[str | None] | None) -> None:
        try:
            async with asyncio.timeout(KEYS_SECONDS):
                fetched = tuple((await self.fetch()).keys)
            self._take(fetched)
        except (OSError, ValueError, jwt.PyJWTError) as error:
            # Keys that we have stay good while the provider is away.
            self.is_away = True
            log.warning("the identity provider's keys cannot be had: %s", error)
        finally:
            self.flight = None
        if wanted and self._find(*wanted) is None:
            self.paused_until = self.clock() + KEYS_PAUSE

    def _take(self, fetched: tuple[jwt.PyJWK, ...]) -> None:
        if [(key.key_id, key.key) for key in fetched] != [(key.key_id, key.key) for key in self.keys]:
            self.version += 1
        self.keys, self.read, self.is_away = fetched, self.clock(), False

    def _find(self, kid: str | None) -> jwt.PyJWK | None:
        if self.clock() - self.read > self.last:
            return None
        if kid is None:
            return self.keys[0] if len(self.keys) == 1 else None
        return next((key for key in self.keys if key.key_id == kid), None)

"""Automatic persisted queries that any replica has seen."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from gateway.ground.recent import Recent
from gateway.replicas.store import AwayError, Store

DAY = 86_400
"""Seconds that a document is kept after it was sent."""
TRIES = 3
SENT = 10_000
"""Documents of which it is remembered that they were sent there."""


@dataclass(frozen=True, slots=True)
class SharedDocuments:
    """By the SHA-256 of the text, in hexadecimal."""

    store: Store
    sent: Recent[str, bool] = field(default_factory=lambda: Recent(SENT))

    async def get(self, digest: str) -> str | None:
        """None where nobody has it, or it cannot be had now."""
        found = await self._found(f"cg:apq:{digest}")
        # Whoever else may write there must not choose what a hash stands for.
        if found is None or sha256(found).hexdigest() != digest:
            return None
        return found.decode()

    async def _found(self, key: str) -> bytes | None:
        """Asked for several times where the answer does not come at once: else the client would send the document."""
        for _ in range(TRIES):
            with suppress(AwayError):
                return await self.store.get(key)
        return None

    async def put(self, digest: str, document: str) -> None:
        if self.sent.get(digest):
            return
        try:
            await self.store.put(f"cg:apq:{digest}", document, DAY)
        except AwayError:
            return  # this process has it; the next time it is tried again
        self.sent.put(digest, True)

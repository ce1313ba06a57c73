"""Names of organisations, which the marketplace owns: asked of it as anybody may ask, and remembered for an hour.

Where it is away the names of before hold; who was never asked for has none.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import aiohttp
import orjson

from services.kit.marketplace import HOUSE

WITHIN = aiohttp.ClientTimeout(total=3)  # seconds
LARGEST_ANSWER = 2**20  # bytes
REMEMBERED = 3_600.0  # seconds
QUERY = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Organisation { id displayName } } }"

NamesOf: TypeAlias = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]
"""(ids of organisations) -> the names that are known."""


async def knows_no_names(ids: Sequence[str]) -> Mapping[str, str]:
    """The house has no address of the marketplace."""
    return {}


@dataclass(slots=True)
class Names:
    """The names that were told, and until when they hold."""

    session: aiohttp.ClientSession
    address: str
    clock: Callable[[], float] = time.monotonic
    known: dict[str, tuple[str, float]] = field(default_factory=dict)

    async def of(self, ids: Sequence[str]) -> Mapping[str, str]:
        """The names of the organisations, one question for all that are not known or old."""
        now = self.clock()
        wanted = [each for each in ids if each not in self.known or self.known[each][1] < now]
        if wanted:
            told = await self._ask(wanted)
            self.known |= {each: (name, now + REMEMBERED) for each, name in told.items()}
        return {each: self.known[each][0] for each in ids if each in self.known}

    async def _ask(self, ids: Sequence[str]) -> Mapping[str, str]:
        them = [{"__typename": "Organisation", "id": each} for each in ids]
        body = orjson.dumps({"query": QUERY, "variables": {"r": them}})
        headers = {"content-type": "application/json"}
        try:
            async with self.session.post(self.address, data=body, headers=headers, allow_redirects=False) as response:
                content = await response.content.read(LARGEST_ANSWER)
                while not response.content.at_eof() and len(content) < LARGEST_ANSWER:
                    content += await response.content.read(LARGEST_ANSWER)
            return {each["id"]: each["displayName"] for each in orjson.loads(content)["data"]["_entities"] if each}
        except (aiohttp.ClientError, OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # what was known before holds


@asynccontextmanager
async def names_of_organisations(addresses: Mapping[str, str]) -> AsyncIterator[NamesOf]:
    """How names are asked for, for as long as the block lasts. ``addresses``: those of the settings' feeds."""
    address = addresses.get(HOUSE)
    if address is None:
        yield knows_no_names
        return
    async with aiohttp.ClientSession(timeout=WITHIN) as session:
        yield Names(session, address).of

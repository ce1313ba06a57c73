"""How CIP is asked what somebody was called in the old community (domain_slice2 2.5.6).

CIP tells it to who moves the community (scope ``service:migrate``), which this house's token has. It is asked when
somebody opens their letter, and kept nowhere: with CIP away the letter says what the place-holder is called.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeAlias

import aiohttp

from services.marketplace.harvest.documents import FeedError
from services.marketplace.harvest.http import asking
from services.marketplace.harvest.reading import Ask

CIP = "cip"
WITHIN = aiohttp.ClientTimeout(total=3)  # seconds: somebody waits for it
QUERY = """query ($them: [_Any!]!) { _entities(representations: $them) { ... on Member { displayName } } }"""
AskName: TypeAlias = Callable[[str], Awaitable[str | None]]
"""A number of the old community -> the name; None where CIP does not say."""


async def knows_no_cip(number: str) -> str | None:
    """The house has no address of CIP."""
    return None


@asynccontextmanager
async def asks_cip(addresses: Mapping[str, str], token_file: Path | None) -> AsyncIterator[AskName]:
    """How names are asked for, for as long as the block lasts. ``addresses``: those of the settings' feeds."""
    address = addresses.get(CIP)
    if address is None or token_file is None:
        yield knows_no_cip
        return
    async with aiohttp.ClientSession() as session:
        yield naming(asking(session, address, token_file, WITHIN))


def naming(ask: Ask) -> AskName:
    """Asks CIP by ``ask``."""

    async def name(number: str) -> str | None:
        try:
            return name_of(await ask(QUERY, {"them": [{"__typename": "Member", "cipMemberNumber": number}]}))
        except FeedError:
            return None

    return name


def name_of(answer: Mapping[str, Any]) -> str | None:
    """
    >>> name_of({"data": {"_entities": [{"displayName": "Frieda"}]}})
    'Frieda'
    >>> name_of({"errors": [{"message": "No."}], "data": {"_entities": [None]}})
    """
    found = (answer.get("data") or {}).get("_entities") or [None]
    said = found[0].get("displayName") if isinstance(found[0], Mapping) else None
    return said if isinstance(said, str) else None
